//! A server on this machine that does what it is told, and remembers what it was asked.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

/// A request as it came.
#[derive(Clone, Debug)]
pub(crate) struct Request {
    pub(crate) method: String,
    pub(crate) path: String,
    pub(crate) agent: String,
    pub(crate) at: Instant,
}

/// What to do with a request.
#[derive(Clone, Debug)]
pub(crate) enum Reply {
    /// Answer with these bytes.
    Bytes(Vec<u8>),
    /// Answer with these bytes, after a while.
    Delayed(Duration, Vec<u8>),
    /// Answer with these bytes, and go on with `x` for as long as anybody listens.
    Endless(Vec<u8>),
    /// Answer with a byte of a header now and then, for as long as anybody listens.
    Dripping,
    /// Hang up.
    HangUp,
}

pub(crate) struct TestServer {
    pub(crate) address: String,
    requests: Arc<Mutex<Vec<Request>>>,
    max_running: Arc<AtomicUsize>,
}

/// An answer with a status, headers and a body; the body is left out where only the head was asked for.
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
    /// Starts a server. `reply` is given a request and how often its path was asked for before, by any method.
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

    /// The requests so far.
    pub(crate) fn requests(&self) -> Vec<Request> {
        self.requests.lock().unwrap().clone()
    }

    /// The requests so far: `HEAD /path`.
    pub(crate) fn request_lines(&self) -> Vec<String> {
        self.requests().iter().map(|request| format!("{} {}", request.method, request.path)).collect()
    }

    /// How many requests ran at a time at most.
    pub(crate) fn max_concurrent(&self) -> usize {
        self.max_running.load(Ordering::SeqCst)
    }
}

/// A request that is counted as running until this is gone.
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
    let before = {
        let mut requests = requests.lock().unwrap();
        let before = requests.iter().filter(|other| other.path == request.path).count();
        requests.push(request.clone());
        before
    };
    let reply = reply(&request, before);
    if let Reply::Delayed(time, _) = &reply {
        thread::sleep(*time);
    }
    // Whoever has the answer may ask again before this thread goes on.
    drop(running);
    // Whoever hangs up on us is right to do so.
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
