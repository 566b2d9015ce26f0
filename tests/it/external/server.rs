//! Local HTTP server with scripted replies that records its requests.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

/// A received request.
#[derive(Clone, Debug)]
pub(crate) struct Request {
    pub(crate) method: String,
    pub(crate) path: String,
    pub(crate) agent: String,
    pub(crate) at: Instant,
}

/// Reply to a request.
#[derive(Clone, Debug)]
pub(crate) enum Reply {
    /// Send these bytes.
    Bytes(Vec<u8>),
    /// Send these bytes after a delay.
    Delayed(Duration, Vec<u8>),
    /// Send these bytes, then `x` until the client disconnects.
    Endless(Vec<u8>),
    /// Send an endless header byte by byte, slowly.
    Dripping,
    /// Close the connection.
    HangUp,
}

pub(crate) struct TestServer {
    pub(crate) address: String,
    requests: Arc<Mutex<Vec<Request>>>,
    max_running: Arc<AtomicUsize>,
}

/// Builds a response; the body is omitted for `HEAD`.
pub(crate) fn reply_with(request: &Request, status: &str, headers: &[(&str, &str)], body: &str) -> Reply {
    let mut head = format!("HTTP/1.1 {status}\r\nConnection: close\r\nContent-Length: {}\r\n", body.len());
    for (name, value) in headers {
        head.extend([*name, ": ", *value, "\r\n"]);
    }
    head.push_str("\r\n");
    if request.method != "HEAD" {
        head.push_str(body);
    }
    Reply::Bytes(head.into_bytes())
}

impl TestServer {
    /// Starts a server. `reply` receives a request and the number of previous requests of its path, by any method.
    pub(crate) fn start(reply: impl Fn(&Request, usize) -> Reply + Send + Sync + 'static) -> TestServer {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let server = TestServer { address, requests: Arc::default(), max_running: Arc::default() };
        let (requests, most) = (Arc::clone(&server.requests), Arc::clone(&server.max_running));
        let (reply, running) = (Arc::new(reply), Arc::new(AtomicUsize::new(0)));
        thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                let (reply, requests) = (Arc::clone(&reply), Arc::clone(&requests));
                let (running, most) = (Arc::clone(&running), Arc::clone(&most));
                thread::spawn(move || {
                    most.fetch_max(running.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
                    serve(stream, &*reply, &requests, Running(running));
                });
            }
        });
        server
    }

    /// Returns the requests so far.
    pub(crate) fn requests(&self) -> Vec<Request> {
        self.requests.lock().unwrap().clone()
    }

    /// Returns the requests so far as `HEAD /path`.
    pub(crate) fn request_lines(&self) -> Vec<String> {
        self.requests().iter().map(|request| format!("{} {}", request.method, request.path)).collect()
    }

    /// Returns the maximum number of concurrent requests.
    pub(crate) fn max_concurrent(&self) -> usize {
        self.max_running.load(Ordering::SeqCst)
    }
}

/// Guard that counts a request as running until it is dropped.
struct Running(Arc<AtomicUsize>);

impl Drop for Running {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::SeqCst);
    }
}

fn serve(
    mut stream: TcpStream,
    reply: &dyn Fn(&Request, usize) -> Reply,
    requests: &Mutex<Vec<Request>>,
    running: Running,
) {
    let Some(request) = read(&stream) else { return };
    let previous = {
        let mut requests = requests.lock().unwrap();
        let previous = requests.iter().filter(|other| other.path == request.path).count();
        requests.push(request.clone());
        previous
    };
    let reply = reply(&request, previous);
    if let Reply::Delayed(time, _) = &reply {
        thread::sleep(*time);
    }
    // Drop before replying: the client may send its next request before this thread continues.
    drop(running);
    // Errors are ignored: clients may disconnect early.
    let _ = match reply {
        Reply::Bytes(bytes) | Reply::Delayed(_, bytes) => stream.write_all(&bytes),
        Reply::Endless(bytes) => stream.write_all(&bytes).and_then(|()| {
            loop {
                stream.write_all(&[b'x'; 1024])?;
                thread::sleep(Duration::from_millis(1));
            }
        }),
        Reply::Dripping => stream.write_all(b"HTTP/1.1 200 OK\r\nX: ").and_then(|()| {
            loop {
                stream.write_all(b"x")?;
                thread::sleep(Duration::from_millis(50));
            }
        }),
        Reply::HangUp => Ok(()),
    };
}

fn read(stream: &TcpStream) -> Option<Request> {
    let at = Instant::now();
    let mut lines = BufReader::new(stream.take(64 * 1024)).lines().map_while(Result::ok);
    let first = lines.next()?;
    let mut words = first.split(' ');
    let (method, path) = (words.next()?.to_owned(), words.next()?.to_owned());
    let mut agent = String::new();
    for line in lines.take_while(|line| !line.is_empty()) {
        if let Some((name, value)) = line.split_once(':')
            && name.eq_ignore_ascii_case("user-agent")
        {
            value.trim().clone_into(&mut agent);
        }
    }
    Some(Request { method, path, agent, at })
}
