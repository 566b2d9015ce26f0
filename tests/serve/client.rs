//! Raw requests to a preview, as a page of it or a stranger makes them.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

/// Long enough for any machine; nothing waits for it unless something is broken.
pub(crate) const PATIENCE: Duration = Duration::from_mins(1);

/// Who asks a preview at an address. The site is at `/lindhaven/`.
pub(crate) struct Client {
    pub(crate) address: SocketAddr,
}

/// An answer.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: BTreeMap<String, String>,
    pub(crate) body: Vec<u8>,
}

impl Answer {
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
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        stream
    }

    /// Sends bytes as they are and reads one answer.
    pub(crate) fn raw(&self, request: impl AsRef<[u8]>) -> Answer {
        let mut stream = self.connect();
        // A refused request may be answered and the connection closed before all of it was sent.
        let _ = stream.write_all(request.as_ref());
        read_answer(&mut stream)
    }

    /// Asks for a path with the right host and further header lines.
    pub(crate) fn ask(&self, method: &str, path: &str, lines: &[&str]) -> Answer {
        let lines: String = lines.iter().flat_map(|line| [*line, "\r\n"]).collect();
        self.raw(format!("{method} {path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n{lines}\r\n", self.address))
    }

    pub(crate) fn get(&self, path: &str) -> Answer {
        self.ask("GET", path, &[])
    }

    /// The session's token, as a page of it knows it.
    pub(crate) fn token(&self) -> String {
        self.token_in("/lindhaven/")
    }

    fn token_in(&self, page: &str) -> String {
        let page = self.get(page).text();
        page.split("data-token=\"").nth(1).unwrap().split('"').next().unwrap().to_owned()
    }

    /// What a page of the session is told, asked for as the page does.
    pub(crate) fn state(&self, page: &str) -> serde_json::Value {
        self.state_from("/lindhaven/", page)
    }

    /// The same, with the token of another page.
    pub(crate) fn state_from(&self, from: &str, page: &str) -> serde_json::Value {
        let token = format!("X-Briefing-Token: {}", self.token_in(from));
        let answer = self.ask("GET", &format!("/_briefing/state?page={page}"), &[&token]);
        assert_eq!(answer.status, 200, "{}", answer.text());
        serde_json::from_slice(&answer.body).unwrap()
    }
}

/// Reads the head and, where its length is given, the body.
pub(crate) fn read_answer(stream: &mut impl Read) -> Answer {
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
    Answer { status, headers, body }
}

/// The stream of events, as a page listens to it.
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
