//! Waits for file changes and for saves to complete.
//!
//! 1. `paths` lists the folders to watch: folders, because editors replace files.
//! 2. [`FileWatcher::wait`] blocks until a relevant event arrives, and returns the changed paths.
//! 3. `debounce` detects saves in progress: it waits for a short quiet period, longer only while a file is missing or
//!    empty.
//! 4. New and recreated folders are watched from then on. Everything counts as changed, because files may have been
//!    written before the watch was registered.
//! 5. If the system cannot watch the folders, `poll` scans all files periodically.

mod debounce;
mod paths;
mod poll;

use notify::event::{EventKind, ModifyKind};
use notify::{Config, ErrorKind, Event, RecommendedWatcher, Watcher};
use paths::WatchedPaths;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::{Duration, Instant};

/// Interval of the polling backend.
const POLL_INTERVAL: Duration = Duration::from_millis(300);

/// Limit of the wait for a quiet period while writes continue.
const MAX_DEBOUNCE: Duration = Duration::from_secs(1);

/// Options of the file watcher.
#[derive(Clone, Debug)]
pub(super) struct WatchOptions {
    /// Root folder of the workspace.
    pub(super) root: PathBuf,
    /// Path of the configuration file, relative to the root.
    pub(super) config: String,
    /// Additional folders and files to watch.
    pub(super) extra: Vec<PathBuf>,
    /// Quiet period before a build.
    pub(super) debounce: Duration,
    /// Polls instead of using file system events.
    pub(super) poll: bool,
}

/// Watches the files of a workspace.
pub(super) struct FileWatcher {
    paths: WatchedPaths,
    debounce: Duration,
    sender: Sender<notify::Result<Event>>,
    events: Receiver<notify::Result<Event>>,
    backend: Backend,
}

/// Source of change notifications.
enum Backend {
    /// File system events.
    Native(RecommendedWatcher),
    /// Periodic scans, with the fingerprint of the last one.
    Polling(u64),
}

/// Reason for the fallback to polling.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct WatchUnavailable(pub(super) String);

/// Paths that may have changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum ChangedPaths {
    /// Exactly these paths, as far as reported.
    Paths(BTreeSet<PathBuf>),
    /// Any path.
    Everything,
}

/// Events since the last build.
#[derive(Default)]
struct PendingChanges {
    paths: BTreeSet<PathBuf>,
    /// True if more paths may have changed than were reported, and there may be new folders to watch.
    is_structural: bool,
}

impl FileWatcher {
    /// Starts to watch. Falls back to polling and returns the reason if events are not available.
    pub(super) fn new(options: WatchOptions) -> (FileWatcher, Option<WatchUnavailable>) {
        let (sender, events) = channel();
        let (quiet, poll) = (options.debounce, options.poll);
        let paths = WatchedPaths::new(options);
        let mut watcher = FileWatcher {
            backend: Backend::Polling(poll::fingerprint(&paths)),
            paths,
            debounce: quiet,
            sender,
            events,
        };
        let unavailable = if poll { None } else { watcher.start_native().err() };
        (watcher, unavailable)
    }

    /// Ignores events below this folder, the output directory.
    pub(super) fn ignore(&mut self, output: &Path) {
        self.paths.ignore(output);
    }

    /// Blocks until files have changed and writes are complete, and returns the changed paths. After `timeout` without
    /// an event, returns `Everything`, to find changes that were not reported. `was_read` checks whether the last build
    /// read a file.
    pub(super) fn wait(
        &mut self,
        was_read: impl Fn(&Path) -> bool,
        timeout: Option<Duration>,
    ) -> Result<ChangedPaths, WatchUnavailable> {
        match self.backend {
            Backend::Polling(fingerprint) => {
                self.backend =
                    Backend::Polling(poll::wait_for_change(&self.paths, fingerprint, POLL_INTERVAL, self.debounce));
                Ok(ChangedPaths::Everything)
            }
            Backend::Native(_) => self.wait_native(was_read, timeout).inspect_err(|_| {
                self.backend = Backend::Polling(poll::fingerprint(&self.paths));
            }),
        }
    }

    fn start_native(&mut self) -> Result<(), WatchUnavailable> {
        let sender = self.sender.clone();
        let send = move |event| drop(sender.send(event));
        let mut watcher =
            RecommendedWatcher::new(send, Config::default()).map_err(|error| watch_unavailable(&error))?;
        register_paths(&mut self.paths, &mut watcher)?;
        self.backend = Backend::Native(watcher);
        Ok(())
    }

    fn wait_native(
        &mut self,
        was_read: impl Fn(&Path) -> bool,
        timeout: Option<Duration>,
    ) -> Result<ChangedPaths, WatchUnavailable> {
        let mut pending = PendingChanges::default();
        let start = Instant::now();
        while pending.paths.is_empty() {
            let event = match timeout {
                Some(timeout) => self.events.recv_timeout(timeout.saturating_sub(start.elapsed())).ok(),
                None => self.events.recv().ok(),
            };
            // `self` owns a sender, so the channel is never closed.
            let Some(event) = event else { return Ok(ChangedPaths::Everything) };
            self.record(event, &mut pending)?;
        }
        self.debounce(&mut pending, was_read)?;
        match &mut self.backend {
            Backend::Native(watcher) if pending.is_structural => register_paths(&mut self.paths, watcher)?,
            Backend::Native(_) => return Ok(ChangedPaths::Paths(pending.paths)),
            Backend::Polling(_) => {}
        }
        Ok(ChangedPaths::Everything)
    }

    fn debounce(&self, pending: &mut PendingChanges, was_read: impl Fn(&Path) -> bool) -> Result<(), WatchUnavailable> {
        let start = Instant::now();
        let (mut last_event, mut deadline) = (start, start + self.debounce);
        while start.elapsed() < MAX_DEBOUNCE {
            match self.events.recv_timeout(deadline.saturating_duration_since(Instant::now())) {
                Ok(event) => {
                    // Reads and unrelated files do not extend the quiet period.
                    if !self.record(event, pending)? {
                        continue;
                    }
                    last_event = Instant::now();
                }
                Err(_) if debounce::is_settled(&pending.paths, last_event.elapsed(), &was_read) => break,
                Err(_) => {}
            }
            deadline = Instant::now() + self.debounce;
        }
        Ok(())
    }

    /// Records an event. Returns true if it concerns a watched path.
    fn record(&self, event: notify::Result<Event>, pending: &mut PendingChanges) -> Result<bool, WatchUnavailable> {
        match event {
            Ok(event) if event.kind.is_access() => Ok(false),
            Ok(event) if !event.need_rescan() => {
                let is_content_change =
                    matches!(event.kind, EventKind::Modify(ModifyKind::Data(_) | ModifyKind::Metadata(_)));
                let mut is_relevant = false;
                for path in event.paths.into_iter().filter(|path| self.paths.contains(path)) {
                    pending.is_structural |= !is_content_change && paths::is_dir_or_link(&path);
                    pending.paths.insert(path);
                    is_relevant = true;
                }
                Ok(is_relevant)
            }
            Err(error) if matches!(error.kind, ErrorKind::MaxFilesWatch) => Err(watch_unavailable(&error)),
            // Events were lost, or a watched folder disappeared: only a full scan is reliable.
            Ok(_) | Err(_) => {
                pending.paths.insert(self.paths.root().to_owned());
                pending.is_structural = true;
                Ok(true)
            }
        }
    }
}

/// Registers all existing paths, and registers replaced folders again.
fn register_paths(paths: &mut WatchedPaths, watcher: &mut RecommendedWatcher) -> Result<(), WatchUnavailable> {
    for (watched, is_new) in paths.refresh() {
        if is_new {
            // Fails if the path was not watched or its watch is already gone; both are fine.
            let _ = watcher.unwatch(&watched.path);
        }
        match watcher.watch(&watched.path, watched.mode) {
            Err(error) if !matches!(error.kind, ErrorKind::PathNotFound) && watched.path.exists() => {
                return Err(watch_unavailable(&error));
            }
            // A path that vanished is reported by its parent folder.
            _ => {}
        }
    }
    Ok(())
}

fn watch_unavailable(error: &notify::Error) -> WatchUnavailable {
    WatchUnavailable(match error.kind {
        ErrorKind::MaxFilesWatch => "the operating system's limit of watched folders is reached (on Linux: sysctl \
             fs.inotify.max_user_watches)"
            .to_owned(),
        _ => format!("the operating system cannot watch the files: {error}"),
    })
}

#[cfg(test)]
mod tests;
