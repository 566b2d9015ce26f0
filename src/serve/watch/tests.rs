//! Tests on the real file system: every change before `wait` returns is readable afterwards.

use super::*;
use std::fs;
use std::process::Command;
use tempfile::TempDir;

struct WatchFixture {
    dir: TempDir,
    watcher: FileWatcher,
}

impl WatchFixture {
    fn new(poll: bool) -> WatchFixture {
        let dir = tempfile::tempdir().unwrap();
        fs::create_dir_all(dir.path().join("content/events")).unwrap();
        fs::write(dir.path().join("briefing.toml"), "base_url = \"https://example.org/\"").unwrap();
        fs::write(dir.path().join("content/events/a.md"), "words").unwrap();
        let options = WatchOptions {
            root: dir.path().to_owned(),
            config: "briefing.toml".into(),
            extra: Vec::new(),
            debounce: Duration::from_millis(5),
            poll,
        };
        let (watcher, unavailable) = FileWatcher::new(options);
        assert_eq!(unavailable, None);
        WatchFixture { dir, watcher }
    }

    fn path(&self, path: &str) -> PathBuf {
        self.dir.path().join(path)
    }

    fn wait(&mut self) -> Result<ChangedPaths, WatchUnavailable> {
        self.watcher.wait(|_| true, None)
    }

    /// Waits until a condition holds, like a builder that scans everything on each wake-up.
    fn wait_until(&mut self, condition: impl Fn(&Path) -> bool) {
        loop {
            let _ = self.wait();
            if condition(self.dir.path()) {
                return;
            }
        }
    }

    fn write(&self, path: &str, text: &str) {
        fs::create_dir_all(self.path(path).parent().unwrap()).unwrap();
        fs::write(self.path(path), text).unwrap();
    }
}

#[test]
fn detects_writes() {
    for poll in [false, true] {
        let mut fixture = WatchFixture::new(poll);
        for (path, text) in [("content/events/a.md", "other"), ("briefing.toml", "x = 1"), ("evidence.lock", "lock")] {
            fixture.write(path, text);
            fixture.wait_until(|root| fs::read_to_string(root.join(path)).unwrap() == text);
        }
    }
}

#[test]
fn detects_files_in_new_folders() {
    for poll in [false, true] {
        let mut fixture = WatchFixture::new(poll);
        for path in ["content/topics/deep/down/a.md", "static/x.txt", "themes/near/templates/a.html"] {
            fixture.write(path, "one");
            fixture.wait_until(|root| root.join(path).exists());
            fixture.write(path, "two");
            fixture.wait_until(|root| fs::read_to_string(root.join(path)).unwrap() == "two");
        }
    }
}

#[test]
fn detects_changes_in_recreated_folders() {
    let mut fixture = WatchFixture::new(false);
    for round in ["one", "two", "three"] {
        fs::rename(fixture.path("content"), fixture.path(&format!("old-{round}"))).unwrap();
        fixture.wait_until(|root| !root.join("content").exists());
        fixture.write("content/events/a.md", round);
        fixture.wait_until(|root| root.join("content/events/a.md").exists());
        fixture.write("content/events/a.md", "again");
        fixture.wait_until(|root| fs::read_to_string(root.join("content/events/a.md")).unwrap() == "again");
    }
}

#[test]
fn detects_changes_in_recreated_root() {
    let mut fixture = WatchFixture::new(false);
    let root = fixture.dir.path().to_owned();
    fs::remove_dir_all(&root).unwrap();
    fixture.wait_until(|root| !root.exists());
    fixture.write("content/events/b.md", "one");
    fixture.wait_until(|root| root.join("content/events/b.md").exists());
    fixture.write("content/events/b.md", "two");
    fixture.wait_until(|root| fs::read_to_string(root.join("content/events/b.md")).unwrap() == "two");
}

#[cfg(unix)]
#[test]
fn detects_changes_behind_links() {
    let mut fixture = WatchFixture::new(false);
    fixture.write("shared/folder/x.md", "one");
    fixture.write("shared/file.md", "one");
    std::os::unix::fs::symlink("../shared/folder", fixture.path("content/topics")).unwrap();
    std::os::unix::fs::symlink("../shared/file.md", fixture.path("content/linked.md")).unwrap();
    fixture.wait_until(|root| root.join("content/linked.md").exists());
    for path in ["shared/folder/x.md", "shared/file.md"] {
        fixture.write(path, "two");
        fixture.wait_until(|root| fs::read_to_string(root.join(path)).unwrap() == "two");
    }
}

#[test]
fn ignores_reads_and_output() {
    let mut fixture = WatchFixture::new(false);
    for n in 0..20 {
        fs::read(fixture.path("content/events/a.md")).unwrap();
        fixture.write(&format!("public/{n}.html"), "page");
    }
    fixture.write("content/events/a.md", "words");
    let expected = [fixture.path("content/events/a.md")].into();
    assert_eq!(fixture.wait(), Ok(ChangedPaths::Paths(expected)));
    // Other events would be in the channel in addition to those of the one file.
    let other_events = fixture.watcher.events.try_iter().filter_map(Result::ok).filter(|event| !event.kind.is_access());
    assert!(other_events.into_iter().all(|event| !event.paths.iter().any(|path| fixture.watcher.paths.contains(path))));
}

#[test]
fn falls_back_to_polling_at_watch_limit() {
    let mut fixture = WatchFixture::new(false);
    fixture.watcher.sender.send(Err(notify::Error::new(ErrorKind::MaxFilesWatch))).unwrap();
    let unavailable = fixture.wait().unwrap_err();
    assert!(unavailable.0.contains("limit"), "{}", unavailable.0);
    fixture.write("content/events/a.md", "seen all the same");
    fixture.wait_until(|root| fs::read_to_string(root.join("content/events/a.md")).unwrap().contains("seen"));
}

#[test]
fn returns_everything_when_events_were_lost() {
    let mut fixture = WatchFixture::new(false);
    let lost = Event::new(EventKind::Other).set_flag(notify::event::Flag::Rescan);
    fixture.watcher.sender.send(Ok(lost)).unwrap();
    assert_eq!(fixture.wait(), Ok(ChangedPaths::Everything));
}

#[test]
fn returns_changed_paths() {
    let mut fixture = WatchFixture::new(false);
    let path = |fixture: &WatchFixture, name: &str| fixture.path("content/events").join(name);
    fs::write(path(&fixture, "beside"), "other").unwrap();
    fs::rename(path(&fixture, "beside"), path(&fixture, "a.md")).unwrap();
    let expected = ["a.md", "beside"].map(|name| path(&fixture, name)).into();
    assert_eq!(fixture.wait(), Ok(ChangedPaths::Paths(expected)));
    fs::rename(path(&fixture, "a.md"), path(&fixture, "b.md")).unwrap();
    let expected = ["a.md", "b.md"].map(|name| path(&fixture, name)).into();
    assert_eq!(fixture.wait(), Ok(ChangedPaths::Paths(expected)));
    fs::create_dir(path(&fixture, "folder")).unwrap();
    assert_eq!(fixture.wait(), Ok(ChangedPaths::Everything));
}

#[test]
fn returns_everything_after_timeout() {
    let mut fixture = WatchFixture::new(false);
    assert_eq!(fixture.watcher.wait(|_| true, Some(Duration::from_millis(20))), Ok(ChangedPaths::Everything));
    fixture.write("content/events/a.md", "other");
    let changed = fixture.watcher.wait(|_| true, Some(Duration::from_mins(1)));
    assert_eq!(changed, Ok(ChangedPaths::Paths([fixture.path("content/events/a.md")].into())));
}

/// Save sequences of editors: each leaves the new text in the file, and none may be missed.
#[cfg(unix)]
#[test]
fn detects_saves_of_common_editors() {
    let saves = [
        // VS Code, nano: in place.
        "printf %s \"$1\" > a.md",
        // vim: a probe, a backup, a new file, the backup removed.
        "touch 4913; rm 4913; mv a.md a.md~; printf %s \"$1\" > a.md; rm a.md~",
        // Emacs: a lock, a backup by renaming, a new file.
        "ln -s me@here .#a.md; mv a.md a.md~; printf %s \"$1\" > a.md; rm .#a.md",
        // JetBrains: a temporary file and two renames.
        "printf %s \"$1\" > a.md___jb_tmp___; mv a.md a.md___jb_old___; mv a.md___jb_tmp___ a.md; rm a.md___jb_old___",
        // gedit, sed -i and others: a temporary file, renamed over the original.
        "printf %s \"$1\" > .goutputstream-X; mv .goutputstream-X a.md",
        // Removed, then written.
        "rm a.md; printf %s \"$1\" > a.md",
    ];
    let rounds: usize =
        std::env::var_os("BRIEFING_SAVES").and_then(|rounds| rounds.to_str()?.parse().ok()).unwrap_or(3);
    let mut fixture = WatchFixture::new(false);
    for round in 0..rounds {
        for (kind, save) in saves.iter().enumerate() {
            let text = format!("{kind}-{round}");
            let folder = fixture.path("content/events");
            let status = Command::new("sh").args(["-c", save, "sh", &text]).current_dir(folder).status().unwrap();
            assert!(status.success());
            fixture.wait_until(|root| {
                fs::read_to_string(root.join("content/events/a.md")).is_ok_and(|content| content == text)
            });
        }
    }
}
