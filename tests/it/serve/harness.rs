//! Preview of a small workspace, running in this process on a free port.

use super::client::{Client, TIMEOUT};
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
    /// Events reported to the terminal.
    pub(crate) events: Arc<Mutex<Vec<String>>>,
}

impl TestPreview {
    pub(crate) fn new() -> TestPreview {
        TestPreview::with(|_| {})
    }

    pub(crate) fn with(configure: impl FnOnce(&mut ServeOptions)) -> TestPreview {
        let dir = tempfile::tempdir().unwrap();
        let write = |dir: &TempDir, path: &str, text: &str| {
            let path = dir.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        };
        let config =
            "base_url = \"https://example.org/lindhaven/\"\ntitle = \"Lindhaven\"\n[quotations]\nmax_share = 1\n";
        write(&dir, "briefing.toml", config);
        write(&dir, "content/topics/ferries.md", &record("Ferries", "The ferries are full."));
        write(&dir, "content/topics/tolls.md", &record("Tolls", "There are none."));
        write(&dir, "static/notes/plan.txt", "0123456789");
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
        configure(&mut options);
        let server = Server::start(options).unwrap();
        let address = server.address();
        let events = Arc::new(Mutex::new(Vec::new()));
        let event_log = events.clone();
        thread::spawn(move || {
            let result = server.run(|event| {
                let message = match event {
                    ServeEvent::Serving(url) => format!("serving {url}"),
                    ServeEvent::Built { changed, .. } => format!("built {}", changed.join(" ")),
                    ServeEvent::Failed { changed, compiled } => {
                        let messages: Vec<_> =
                            compiled.diagnostics.iter().map(|diagnostic| diagnostic.message.as_str()).collect();
                        format!("mistaken {}: {}", changed.join(" "), messages.join("; "))
                    }
                    ServeEvent::Unreadable(reason) => format!("unreadable {reason}"),
                    ServeEvent::Polling(reason) => format!("polling {reason}"),
                };
                event_log.lock().unwrap().push(message);
            });
            panic!("it ended: {result:?}");
        });
        let preview = TestPreview { dir, client: Client { address }, events };
        // Requests wait for the first build; later writes are seen by the watcher.
        preview
            .wait_until(|preview| preview.events.lock().unwrap().iter().any(|message| message.starts_with("serving")));
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
    pub(crate) fn wait_until(&self, condition: impl Fn(&TestPreview) -> bool) {
        let start = std::time::Instant::now();
        while !condition(self) {
            assert!(start.elapsed() < TIMEOUT, "waited in vain; events: {:?}", self.events.lock().unwrap());
            thread::sleep(Duration::from_millis(5));
        }
    }

    /// Waits until a page contains a text.
    pub(crate) fn wait_for(&self, page: &str, text: &str) {
        self.wait_until(|preview| preview.get(page).text().contains(text));
    }
}

impl Deref for TestPreview {
    type Target = Client;

    fn deref(&self) -> &Client {
        &self.client
    }
}

/// Returns the source of a topic.
pub(crate) fn record(title: &str, text: &str) -> String {
    format!(
        "+++\ntitle = \"{title}\"\ndescription = \"Of {title}.\"\n+++\n{text}
"
    )
}
