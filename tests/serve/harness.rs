//! A preview of a small briefing, started in this process on any free port.

use crate::client::{Client, PATIENCE};
use briefing::compile::CompileOptions;
use briefing::serve::{ServeEvent, ServeOptions, Server};
use std::fs;
use std::ops::Deref;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;
use tempfile::TempDir;

pub(crate) struct TestPreview {
    pub(crate) dir: TempDir,
    client: Client,
    /// What the terminal was told.
    pub(crate) events: Arc<Mutex<Vec<String>>>,
}

impl TestPreview {
    pub(crate) fn new() -> TestPreview {
        TestPreview::with(|_| {})
    }

    pub(crate) fn with(change: impl FnOnce(&mut ServeOptions)) -> TestPreview {
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
            compile: CompileOptions { source_positions: true, defer_exports: true, ..CompileOptions::default() },
            interface: [127, 0, 0, 1].into(),
            port: 0,
            next_port: false,
            allowed_hosts: Vec::new(),
            extra_watch: Vec::new(),
            debounce: Duration::from_millis(5),
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
                    ServeEvent::Serving(url) => format!("serving {url}"),
                    ServeEvent::Built { changed, .. } => format!("built {}", changed.join(" ")),
                    ServeEvent::Failed { changed, compiled } => {
                        let found: Vec<_> = compiled.diagnostics.iter().map(|it| it.message.as_str()).collect();
                        format!("mistaken {}: {}", changed.join(" "), found.join("; "))
                    }
                    ServeEvent::Unreadable(reason) => format!("unreadable {reason}"),
                    ServeEvent::Polling(reason) => format!("polling {reason}"),
                };
                said.lock().unwrap().push(words);
            });
            panic!("it ended: {ended:?}");
        });
        let preview = TestPreview { dir, client: Client { address }, events: told };
        // Requests wait for the first build; what is written after this is seen by the watcher.
        preview.wait_until(|preview| preview.events.lock().unwrap().iter().any(|words| words.starts_with("serving")));
        preview
    }

    pub(crate) fn path(&self, path: &str) -> PathBuf {
        self.dir.path().join(path)
    }

    pub(crate) fn write(&self, path: &str, text: &str) {
        fs::create_dir_all(self.path(path).parent().unwrap()).unwrap();
        fs::write(self.path(path), text).unwrap();
    }

    /// Waits until a condition holds.
    pub(crate) fn wait_until(&self, holds: impl Fn(&TestPreview) -> bool) {
        let begin = std::time::Instant::now();
        while !holds(self) {
            assert!(begin.elapsed() < PATIENCE, "waited in vain; told: {:?}", self.events.lock().unwrap());
            thread::sleep(Duration::from_millis(5));
        }
    }

    /// Waits until a page has these words.
    pub(crate) fn wait_for(&self, page: &str, words: &str) {
        self.wait_until(|preview| preview.get(page).text().contains(words));
    }
}

impl Deref for TestPreview {
    type Target = Client;

    fn deref(&self) -> &Client {
        &self.client
    }
}

/// A topic's file.
pub(crate) fn record(title: &str, words: &str) -> String {
    format!("+++\ntitle = \"{title}\"\ndescription = \"Of {title}.\"\n+++\n{words}\n")
}
