//! Takes connections: so many at once, each with so much time and memory for the head of a request.

use axum::Router;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;

/// So many connections at once; others wait.
const MAX_CONNECTIONS: usize = 1024;

/// So long may a request's head take to arrive.
const HEAD_TIMEOUT: Duration = Duration::from_secs(10);

/// So large may a request's head be.
const MAX_HEAD_BYTES: usize = 64 << 10;

/// Serves until the runtime ends.
pub(in crate::serve) async fn listen(listener: TcpListener, router: Router) {
    let places = Arc::new(Semaphore::new(MAX_CONNECTIONS));
    loop {
        let Ok(place) = places.clone().acquire_owned().await else { return };
        match listener.accept().await {
            Ok((stream, _)) => {
                let router = router.clone();
                tokio::spawn(async move {
                    serve(stream, router).await;
                    drop(place);
                });
            }
            // No more files may be open, or the peer has gone: both pass.
            Err(_) => tokio::time::sleep(Duration::from_millis(20)).await,
        }
    }
}

async fn serve(stream: TcpStream, router: Router) {
    // Only a matter of speed.
    let _ = stream.set_nodelay(true);
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new()).header_read_timeout(HEAD_TIMEOUT).max_buf_size(MAX_HEAD_BYTES);
    // How a connection ended is of no interest: browsers close them when they like.
    let _ = http.serve_connection(TokioIo::new(stream), TowerToHyperService::new(router)).await;
}
