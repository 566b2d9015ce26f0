//! Real files on a real disk: whatever happened before `wait` returns is there to be read.

use super::*;
use std::fs;
use std::process::Command;
use tempfile::TempDir;

struct WatchFixture {
    dir: TempDir,
    watch: FileWatcher,
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
        let (watch, trouble) = FileWatcher::new(options);
        assert_eq!(trouble, None);
        WatchFixture { dir, watch }
    }

    fn path(&self, path: &str) -> PathBuf {
        self.dir.path().join(path)
    }

    fn wait(&mut self) -> Result<ChangedPaths, WatchUnavailable> {
        self.watch.wait(|_| true, None)
    }

    /// Waits until a condition holds, as a builder does that looks at everything each time it is woken.
    fn wait_until(&mut self, holds: impl Fn(&Path) -> bool) {
        loop {
            let _ = self.wait();
            if holds(self.dir.path()) {
                return;
            }
        }
    }

    fn write(&self, path: &str, words: &str) {
        fs::create_dir_all(self.path(path).parent().unwrap()).unwrap();
        fs::write(self.path(path), words).unwrap();
    }
}

#[test]
fn notices_what_is_written() {
    for poll in [false, true] {
        let mut ground = WatchFixture::new(poll);
        for (path, words) in [("content/events/a.md", "other"), ("briefing.toml", "x = 1"), ("evidence.lock", "lock")] {
            ground.write(path, words);
            ground.wait_until(|root| fs::read_to_string(root.join(path)).unwrap() == words);
        }
    }
}

#[test]
fn notices_files_in_new_folders_and_folders_of_their_kind() {
    for poll in [false, true] {
        let mut ground = WatchFixture::new(poll);
        for path in ["content/topics/deep/down/a.md", "static/x.txt", "themes/near/templates/a.html"] {
            ground.write(path, "one");
            ground.wait_until(|root| root.join(path).exists());
            ground.write(path, "two");
            ground.wait_until(|root| fs::read_to_string(root.join(path)).unwrap() == "two");
        }
    }
}

#[test]
fn goes_on_after_folders_were_moved_away_and_came_again() {
    let mut ground = WatchFixture::new(false);
    for round in ["one", "two", "three"] {
        fs::rename(ground.path("content"), ground.path(&format!("old-{round}"))).unwrap();
        ground.wait_until(|root| !root.join("content").exists());
        ground.write("content/events/a.md", round);
        ground.wait_until(|root| root.join("content/events/a.md").exists());
        ground.write("content/events/a.md", "again");
        ground.wait_until(|root| fs::read_to_string(root.join("content/events/a.md")).unwrap() == "again");
    }
}

#[test]
fn goes_on_after_the_whole_briefing_was_deleted_and_came_again() {
    let mut ground = WatchFixture::new(false);
    let root = ground.dir.path().to_owned();
    fs::remove_dir_all(&root).unwrap();
    ground.wait_until(|root| !root.exists());
    ground.write("content/events/b.md", "one");
    ground.wait_until(|root| root.join("content/events/b.md").exists());
    ground.write("content/events/b.md", "two");
    ground.wait_until(|root| fs::read_to_string(root.join("content/events/b.md")).unwrap() == "two");
}

#[cfg(unix)]
#[test]
fn notices_changes_behind_links() {
    let mut ground = WatchFixture::new(false);
    ground.write("shared/folder/x.md", "one");
    ground.write("shared/file.md", "one");
    std::os::unix::fs::symlink("../shared/folder", ground.path("content/topics")).unwrap();
    std::os::unix::fs::symlink("../shared/file.md", ground.path("content/linked.md")).unwrap();
    ground.wait_until(|root| root.join("content/linked.md").exists());
    for path in ["shared/folder/x.md", "shared/file.md"] {
        ground.write(path, "two");
        ground.wait_until(|root| fs::read_to_string(root.join(path)).unwrap() == "two");
    }
}

#[test]
fn is_not_woken_by_reading_or_by_the_output() {
    let mut ground = WatchFixture::new(false);
    for n in 0..20 {
        fs::read(ground.path("content/events/a.md")).unwrap();
        ground.write(&format!("public/{n}.html"), "page");
    }
    ground.write("content/events/a.md", "words");
    let words = [ground.path("content/events/a.md")].into();
    assert_eq!(ground.wait(), Ok(ChangedPaths::Paths(words)));
    // Had the others woken it, more would be waiting now than what the one file's writing brings.
    let others = ground.watch.events.try_iter().filter_map(Result::ok).filter(|event| !event.kind.is_access());
    assert!(others.into_iter().all(|event| !event.paths.iter().any(|path| ground.watch.paths.contains(path))));
}

#[test]
fn looks_now_and_then_when_the_limit_is_reached() {
    let mut ground = WatchFixture::new(false);
    ground.watch.sender.send(Err(notify::Error::new(ErrorKind::MaxFilesWatch))).unwrap();
    let trouble = ground.wait().unwrap_err();
    assert!(trouble.0.contains("limit"), "{}", trouble.0);
    ground.write("content/events/a.md", "seen all the same");
    ground.wait_until(|root| fs::read_to_string(root.join("content/events/a.md")).unwrap().contains("seen"));
}

#[test]
fn looks_at_everything_when_events_were_lost() {
    let mut ground = WatchFixture::new(false);
    let lost = Event::new(EventKind::Other).set_flag(notify::event::Flag::Rescan);
    ground.watch.sender.send(Ok(lost)).unwrap();
    assert_eq!(ground.wait(), Ok(ChangedPaths::Everything));
}

#[test]
fn says_which_files_were_touched() {
    let mut ground = WatchFixture::new(false);
    let path = |ground: &WatchFixture, name: &str| ground.path("content/events").join(name);
    fs::write(path(&ground, "beside"), "other").unwrap();
    fs::rename(path(&ground, "beside"), path(&ground, "a.md")).unwrap();
    let both = ["a.md", "beside"].map(|name| path(&ground, name)).into();
    assert_eq!(ground.wait(), Ok(ChangedPaths::Paths(both)));
    fs::rename(path(&ground, "a.md"), path(&ground, "b.md")).unwrap();
    let both = ["a.md", "b.md"].map(|name| path(&ground, name)).into();
    assert_eq!(ground.wait(), Ok(ChangedPaths::Paths(both)));
    fs::create_dir(path(&ground, "folder")).unwrap();
    assert_eq!(ground.wait(), Ok(ChangedPaths::Everything));
}

#[test]
fn gives_up_waiting_when_it_stays_quiet() {
    let mut ground = WatchFixture::new(false);
    assert_eq!(ground.watch.wait(|_| true, Some(Duration::from_millis(20))), Ok(ChangedPaths::Everything));
    ground.write("content/events/a.md", "other");
    let touched = ground.watch.wait(|_| true, Some(Duration::from_mins(1)));
    assert_eq!(touched, Ok(ChangedPaths::Paths([ground.path("content/events/a.md")].into())));
}

/// What editors do when they save: each leaves the words in the file, and none of it may be missed.
#[cfg(unix)]
#[test]
fn notices_saves_as_editors_make_them() {
    let saves = [
        // In place, as VS Code and nano do.
        "printf %s \"$1\" > a.md",
        // vim: a probe, a backup, a new file, the backup removed.
        "touch 4913; rm 4913; mv a.md a.md~; printf %s \"$1\" > a.md; rm a.md~",
        // Emacs: a lock, a backup by renaming, a new file.
        "ln -s me@here .#a.md; mv a.md a.md~; printf %s \"$1\" > a.md; rm .#a.md",
        // JetBrains: a safe write beside and two renames.
        "printf %s \"$1\" > a.md___jb_tmp___; mv a.md a.md___jb_old___; mv a.md___jb_tmp___ a.md; rm a.md___jb_old___",
        // gedit, sed -i and others: written beside, renamed over.
        "printf %s \"$1\" > .goutputstream-X; mv .goutputstream-X a.md",
        // Removed first.
        "rm a.md; printf %s \"$1\" > a.md",
    ];
    let rounds: usize =
        std::env::var_os("BRIEFING_SAVES").and_then(|rounds| rounds.to_str()?.parse().ok()).unwrap_or(3);
    let mut ground = WatchFixture::new(false);
    for round in 0..rounds {
        for (kind, save) in saves.iter().enumerate() {
            let words = format!("{kind}-{round}");
            let folder = ground.path("content/events");
            let status = Command::new("sh").args(["-c", save, "sh", &words]).current_dir(folder).status().unwrap();
            assert!(status.success());
            ground.wait_until(|root| fs::read_to_string(root.join("content/events/a.md")).is_ok_and(|it| it == words));
        }
    }
}
