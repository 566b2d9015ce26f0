//! A preview of a small briefing, started in this process on any free port, and raw requests to it.

use briefing::pipeline::CompileOptions;
use briefing::serve::{Happening, ServeOptions, Server};
use std::collections::BTreeMap;
use std::fs;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::PathBuf;
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;
use tempfile::TempDir;

/// Long enough for any machine; nothing waits for it unless something is broken.
pub(crate) const PATIENCE: Duration = Duration::from_mins(1);

pub(crate) struct Preview {
    pub(crate) dir: TempDir,
    pub(crate) address: SocketAddr,
    /// What the terminal was told.
    pub(crate) told: Arc<Mutex<Vec<String>>>,
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

impl Preview {
    pub(crate) fn new() -> Preview {
        Preview::with(|_| {})
    }

    pub(crate) fn with(change: impl FnOnce(&mut ServeOptions)) -> Preview {
        let dir = tempfile::tempdir().unwrap();
        let preview = |dir: &TempDir, path: &str, text: &str| {
            let path = dir.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        };
        let config =
            "base_url = \"https://example.org/lindhaven/\"\ntitle = \"Lindhaven\"\n[quotations]\nmax_share = 1\n";
        preview(&dir, "briefing.toml", config);
        preview(&dir, "content/topics/ferries.md", &record("Ferries", "The ferries are full."));
        preview(&dir, "content/topics/tolls.md", &record("Tolls", "There are none."));
        preview(&dir, "static/notes/plan.txt", "0123456789");
        let mut options = ServeOptions {
            root: dir.path().to_owned(),
            compile: CompileOptions { source_positions: true, ..CompileOptions::default() },
            interface: [127, 0, 0, 1].into(),
            port: 0,
            next_port: false,
            allowed_hosts: Vec::new(),
            extra_watch: Vec::new(),
            quiet: Duration::from_millis(5),
            poll: false,
            navigate: false,
            editor: None,
        };
        change(&mut options);
        let server = Server::start(options).unwrap();
        let address = server.address();
        let told = Arc::new(Mutex::new(Vec::new()));
        let said = told.clone();
        thread::spawn(move || {
            let ended = server.run(|happening| {
                let words = match happening {
                    Happening::Serving(url) => format!("serving {url}"),
                    Happening::Built { changed, .. } => format!("built {}", changed.join(" ")),
                    Happening::Mistaken { changed, compiled } => {
                        let found: Vec<_> = compiled.found.iter().map(|it| it.message.as_str()).collect();
                        format!("mistaken {}: {}", changed.join(" "), found.join("; "))
                    }
                    Happening::Unreadable(reason) => format!("unreadable {reason}"),
                    Happening::Polling(reason) => format!("polling {reason}"),
                };
                said.lock().unwrap().push(words);
            });
            panic!("it ended: {ended:?}");
        });
        let preview = Preview { dir, address, told };
        // Requests wait for the first build; what is written after this is seen by the watcher.
        preview.wait_until(|preview| preview.told.lock().unwrap().iter().any(|words| words.starts_with("serving")));
        preview
    }

    pub(crate) fn path(&self, path: &str) -> PathBuf {
        self.dir.path().join(path)
    }

    pub(crate) fn write(&self, path: &str, text: &str) {
        fs::create_dir_all(self.path(path).parent().unwrap()).unwrap();
        fs::write(self.path(path), text).unwrap();
    }

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

    /// Waits until a condition holds.
    pub(crate) fn wait_until(&self, holds: impl Fn(&Preview) -> bool) {
        let begin = std::time::Instant::now();
        while !holds(self) {
            assert!(begin.elapsed() < PATIENCE, "waited in vain; told: {:?}", self.told.lock().unwrap());
            thread::sleep(Duration::from_millis(5));
        }
    }

    /// Waits until a page has these words.
    pub(crate) fn wait_for(&self, page: &str, words: &str) {
        self.wait_until(|preview| preview.get(page).text().contains(words));
    }
}

/// A topic's file.
pub(crate) fn record(title: &str, words: &str) -> String {
    format!("+++\ntitle = \"{title}\"\ndescription = \"Of {title}.\"\n+++\n{words}\n")
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
