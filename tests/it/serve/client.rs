//! HTTP client for raw requests, from pages of the session or from other sites.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

/// Timeout that is reached only if something is broken.
pub(crate) const TIMEOUT: Duration = Duration::from_mins(1);

/// Client of a preview. The site is below `/lindhaven/`.
pub(crate) struct Client {
    pub(crate) address: SocketAddr,
}

/// Parsed response.
#[derive(Debug)]
pub(crate) struct Response {
    pub(crate) status: u16,
    pub(crate) headers: BTreeMap<String, String>,
    pub(crate) body: Vec<u8>,
}

impl Response {
    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", String::as_str)
    }
}

impl Client {
    pub(crate) fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(self.address).unwrap();
        stream.set_read_timeout(Some(TIMEOUT)).unwrap();
        stream
    }

    /// Sends raw bytes and reads one response.
    pub(crate) fn raw(&self, request: impl AsRef<[u8]>) -> Response {
        let mut stream = self.connect();
        // A rejected request may be answered, and the connection closed, before all of it was sent.
        let _ = stream.write_all(request.as_ref());
        read_response(&mut stream)
    }

    /// Sends a request with the right `Host` and additional header lines.
    pub(crate) fn request(&self, method: &str, path: &str, lines: &[&str]) -> Response {
        let lines: String = lines.iter().flat_map(|line| [*line, "\r\n"]).collect();
        self.raw(format!("{method} {path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n{lines}\r\n", self.address))
    }

    pub(crate) fn get(&self, path: &str) -> Response {
        self.request("GET", path, &[])
    }

    /// Returns the session token, as embedded in a page.
    pub(crate) fn token(&self) -> String {
        self.token_in("/lindhaven/")
    }

    fn token_in(&self, page: &str) -> String {
        let page = self.get(page).text();
        page.split("data-token=\"").nth(1).unwrap().split('"').next().unwrap().to_owned()
    }

    /// Returns the state of a page, requested as the page does.
    pub(crate) fn state(&self, page: &str) -> serde_json::Value {
        self.state_from("/lindhaven/", page)
    }

    /// Returns the state of `page` with the token from another page.
    pub(crate) fn state_from(&self, from: &str, page: &str) -> serde_json::Value {
        let token = format!("X-Briefing-Token: {}", self.token_in(from));
        let response = self.request("GET", &format!("/_briefing/state?page={page}"), &[&token]);
        assert_eq!(response.status, 200, "{}", response.text());
        serde_json::from_slice(&response.body).unwrap()
    }
}

/// Reads the head and the body of `Content-Length` bytes.
pub(crate) fn read_response(stream: &mut impl Read) -> Response {
    let mut bytes = Vec::new();
    let mut byte = [0];
    while !bytes.ends_with(b"\r\n\r\n") && stream.read(&mut byte).is_ok_and(|read| read == 1) {
        bytes.push(byte[0]);
    }
    let head = String::from_utf8_lossy(&bytes).into_owned();
    let mut lines = head.lines();
    let status = lines.next().and_then(|line| line.split(' ').nth(1)?.parse().ok()).unwrap_or(0);
    let headers: BTreeMap<String, String> = lines
        .filter_map(|line| line.split_once(": "))
        .map(|(name, value)| (name.to_ascii_lowercase(), value.to_owned()))
        .collect();
    let length = headers.get("content-length").and_then(|length| length.parse().ok()).unwrap_or(0);
    let mut body = Vec::new();
    let _ = stream.take(length).read_to_end(&mut body);
    Response { status, headers, body }
}

/// Event stream, as a page subscribes to it.
pub(crate) struct Events(BufReader<TcpStream>);

impl Events {
    pub(crate) fn of(client: &Client) -> Events {
        let mut stream = client.connect();
        let (token, host) = (client.token(), client.address);
        write!(stream, "GET /_briefing/events?token={token} HTTP/1.1\r\nHost: {host}\r\n\r\n").unwrap();
        Events(BufReader::new(stream))
    }

    pub(crate) fn next(&mut self) -> serde_json::Value {
        loop {
            let mut line = String::new();
            assert!(self.0.read_line(&mut line).unwrap() > 0, "the stream ended");
            if let Some(data) = line.strip_prefix("data: ") {
                return serde_json::from_str(data).unwrap();
            }
        }
    }
}
