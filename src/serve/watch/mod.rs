//! Waits for the briefing's files to change, and then for them to come to rest.
//!
//! 1. `places` lists the folders to watch: folders, because editors replace files.
//! 2. [`Watch::wait`] blocks until something happens in one of them that could change what is read, and says what was
//!    touched.
//! 3. `rest` says whether writers are done: after a short quiet time, longer only while a file is missing or empty.
//! 4. Folders that came, or came again, are watched from then on. What was written into them before is no loss:
//!    everything counts as touched.
//! 5. Where the system cannot watch so much, `stamp` looks at all files now and then.

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

/// How often files are looked at where they cannot be watched.
const POLL_INTERVAL: Duration = Duration::from_millis(300);

/// A writer that never rests is not waited for longer than this.
const MAX_DEBOUNCE: Duration = Duration::from_secs(1);

/// What to watch, and how.
#[derive(Clone, Debug)]
pub(super) struct WatchOptions {
    /// The briefing's folder.
    pub(super) root: PathBuf,
    /// The configuration file, relative to it.
    pub(super) config: String,
    /// Other folders and files to watch.
    pub(super) extra: Vec<PathBuf>,
    /// How long it must be quiet before a build.
    pub(super) debounce: Duration,
    /// Look at all files now and then instead of being told.
    pub(super) poll: bool,
}

/// Watches the briefing's files.
pub(super) struct FileWatcher {
    paths: WatchedPaths,
    debounce: Duration,
    sender: Sender<notify::Result<Event>>,
    events: Receiver<notify::Result<Event>>,
    backend: Backend,
}

/// How changes are noticed.
enum Backend {
    /// The system tells.
    Native(RecommendedWatcher),
    /// By looking; what was seen last.
    Polling(u64),
}

/// Why files are only looked at now and then, although that was not asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct WatchUnavailable(pub(super) String);

/// What may have changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum ChangedPaths {
    /// These paths, and nothing else that anyone told of.
    Paths(BTreeSet<PathBuf>),
    /// Anything.
    Everything,
}

/// What happened since the last build.
#[derive(Default)]
struct PendingChanges {
    paths: BTreeSet<PathBuf>,
    /// Whether more may have changed than was told, and there may be more to watch than before.
    is_structural: bool,
}

impl FileWatcher {
    /// Begins to watch.
    pub(super) fn new(options: WatchOptions) -> (FileWatcher, Option<WatchUnavailable>) {
        let (sender, events) = channel();
        let (quiet, poll) = (options.debounce, options.poll);
        let places = WatchedPaths::new(options);
        let mut watch = FileWatcher {
            backend: Backend::Polling(poll::fingerprint(&places)),
            paths: places,
            debounce: quiet,
            sender,
            events,
        };
        let trouble = if poll { None } else { watch.start_native().err() };
        (watch, trouble)
    }

    /// Leaves out what is written to this folder, in which the site is built.
    pub(super) fn ignore(&mut self, output: &Path) {
        self.paths.ignore(output);
    }

    /// Blocks until files have changed and are at rest again, and says which. When nothing happens for `at_most`, it may be
    /// anything of which nobody told. `was_read` says whether the last build read a file.
    pub(super) fn wait(
        &mut self,
        was_read: impl Fn(&Path) -> bool,
        at_most: Option<Duration>,
    ) -> Result<ChangedPaths, WatchUnavailable> {
        match self.backend {
            Backend::Polling(seen) => {
                self.backend = Backend::Polling(poll::wait_for_change(&self.paths, seen, POLL_INTERVAL, self.debounce));
                Ok(ChangedPaths::Everything)
            }
            Backend::Native(_) => self.wait_native(was_read, at_most).inspect_err(|_| {
                self.backend = Backend::Polling(poll::fingerprint(&self.paths));
            }),
        }
    }

    fn start_native(&mut self) -> Result<(), WatchUnavailable> {
        let sender = self.sender.clone();
        let tell = move |event| drop(sender.send(event));
        let mut watcher =
            RecommendedWatcher::new(tell, Config::default()).map_err(|error| watch_unavailable(&error))?;
        register_paths(&mut self.paths, &mut watcher)?;
        self.backend = Backend::Native(watcher);
        Ok(())
    }

    fn wait_native(
        &mut self,
        was_read: impl Fn(&Path) -> bool,
        at_most: Option<Duration>,
    ) -> Result<ChangedPaths, WatchUnavailable> {
        let mut unrest = PendingChanges::default();
        let begin = Instant::now();
        while unrest.paths.is_empty() {
            let event = match at_most {
                Some(most) => self.events.recv_timeout(most.saturating_sub(begin.elapsed())).ok(),
                None => self.events.recv().ok(),
            };
            // The sender is part of this, so the channel never ends.
            let Some(event) = event else { return Ok(ChangedPaths::Everything) };
            self.record(event, &mut unrest)?;
        }
        self.debounce(&mut unrest, was_read)?;
        match &mut self.backend {
            Backend::Native(watcher) if unrest.is_structural => register_paths(&mut self.paths, watcher)?,
            Backend::Native(_) => return Ok(ChangedPaths::Paths(unrest.paths)),
            Backend::Polling(_) => {}
        }
        Ok(ChangedPaths::Everything)
    }

    fn debounce(&self, unrest: &mut PendingChanges, was_read: impl Fn(&Path) -> bool) -> Result<(), WatchUnavailable> {
        let begin = Instant::now();
        let (mut last, mut until) = (begin, begin + self.debounce);
        while begin.elapsed() < MAX_DEBOUNCE {
            match self.events.recv_timeout(until.saturating_duration_since(Instant::now())) {
                Ok(event) => {
                    // Files that are only read, or lie elsewhere, disturb no rest.
                    if !self.record(event, unrest)? {
                        continue;
                    }
                    last = Instant::now();
                }
                Err(_) if debounce::is_settled(&unrest.paths, last.elapsed(), &was_read) => break,
                Err(_) => {}
            }
            until = Instant::now() + self.debounce;
        }
        Ok(())
    }

    /// Takes note of an event; whether it touched anything.
    fn record(&self, event: notify::Result<Event>, unrest: &mut PendingChanges) -> Result<bool, WatchUnavailable> {
        match event {
            Ok(event) if event.kind.is_access() => Ok(false),
            Ok(event) if !event.need_rescan() => {
                let is_written = matches!(event.kind, EventKind::Modify(ModifyKind::Data(_) | ModifyKind::Metadata(_)));
                let mut is_touched = false;
                for path in event.paths.into_iter().filter(|path| self.paths.contains(path)) {
                    unrest.is_structural |= !is_written && paths::is_dir_or_link(&path);
                    unrest.paths.insert(path);
                    is_touched = true;
                }
                Ok(is_touched)
            }
            Err(error) if matches!(error.kind, ErrorKind::MaxFilesWatch) => Err(watch_unavailable(&error)),
            // Events were lost, or something went away while it was being watched: only a look at everything helps.
            Ok(_) | Err(_) => {
                unrest.paths.insert(self.paths.root().to_owned());
                unrest.is_structural = true;
                Ok(true)
            }
        }
    }
}

/// Watches all places that are there, anew those that are not what they were.
fn register_paths(places: &mut WatchedPaths, watcher: &mut RecommendedWatcher) -> Result<(), WatchUnavailable> {
    for (place, is_new) in places.refresh() {
        if is_new {
            // It is not watched yet, or what was watched is gone: either way there may be nothing to end.
            let _ = watcher.unwatch(&place.path);
        }
        match watcher.watch(&place.path, place.mode) {
            Err(error) if !matches!(error.kind, ErrorKind::PathNotFound) && place.path.exists() => {
                return Err(watch_unavailable(&error));
            }
            // What is gone by now is told of by the folder it was in.
            _ => {}
        }
    }
    Ok(())
}

fn watch_unavailable(error: &notify::Error) -> WatchUnavailable {
    WatchUnavailable(match error.kind {
        ErrorKind::MaxFilesWatch => {
            "the system's limit of watched folders is reached (on Linux: sysctl fs.inotify.max_user_watches)".to_owned()
        }
        _ => format!("the system cannot watch the files: {error}"),
    })
}

#[cfg(test)]
mod tests;
