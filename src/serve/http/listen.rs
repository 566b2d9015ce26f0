//! Accepts connections, with limits on their number and on the time and size of a request head.

use axum::Router;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;

/// Limit of concurrent connections; others wait.
const MAX_CONNECTIONS: usize = 1024;

/// Time limit for receiving a request head.
const HEAD_TIMEOUT: Duration = Duration::from_secs(10);

/// Size limit of a request head.
const MAX_HEAD_BYTES: usize = 64 << 10;

/// Accepts connections until the runtime is dropped.
pub(in crate::serve) async fn listen(listener: TcpListener, router: Router) {
    let connections = Arc::new(Semaphore::new(MAX_CONNECTIONS));
    loop {
        let Ok(permit) = connections.clone().acquire_owned().await else { return };
        match listener.accept().await {
            Ok((stream, _)) => {
                let router = router.clone();
                tokio::spawn(async move {
                    serve(stream, router).await;
                    drop(permit);
                });
            }
            // Out of file descriptors, or the peer disconnected: both are transient.
            Err(_) => tokio::time::sleep(Duration::from_millis(20)).await,
        }
    }
}

async fn serve(stream: TcpStream, router: Router) {
    // Only an optimization.
    let _ = stream.set_nodelay(true);
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new()).header_read_timeout(HEAD_TIMEOUT).max_buf_size(MAX_HEAD_BYTES);
    // Errors are ignored: browsers close connections at any time.
    let _ = http.serve_connection(TokioIo::new(stream), TowerToHyperService::new(router)).await;
}
