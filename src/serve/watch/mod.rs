//! Waits for the briefing's files to change, and then for them to come to rest.
//!
//! 1. `places` lists the folders to watch: folders, because editors replace files.
//! 2. [`Watch::wait`] blocks until something happens in one of them that could change what is read, and says what was
//!    touched.
//! 3. `rest` says whether writers are done: after a short quiet time, longer only while a file is missing or empty.
//! 4. Folders that came, or came again, are watched from then on. What was written into them before is no loss:
//!    everything counts as touched.
//! 5. Where the system cannot watch so much, `stamp` looks at all files now and then.

mod places;
mod rest;
mod stamp;

use notify::event::{EventKind, ModifyKind};
use notify::{Config, ErrorKind, Event, RecommendedWatcher, Watcher};
use places::Places;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::{Duration, Instant};

/// How often files are looked at where they cannot be watched.
const POLL: Duration = Duration::from_millis(300);

/// A writer that never rests is not waited for longer than this.
const MOST_UNREST: Duration = Duration::from_secs(1);

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
    pub(super) quiet: Duration,
    /// Look at all files now and then instead of being told.
    pub(super) poll: bool,
}

/// Watches the briefing's files.
pub(super) struct Watch {
    places: Places,
    quiet: Duration,
    sender: Sender<notify::Result<Event>>,
    events: Receiver<notify::Result<Event>>,
    eyes: Eyes,
}

/// How changes are noticed.
enum Eyes {
    /// The system tells.
    Told(RecommendedWatcher),
    /// By looking; what was seen last.
    Looking(u64),
}

/// Why files are only looked at now and then, although that was not asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct CannotWatch(pub(super) String);

/// What may have changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Touched {
    /// These paths, and nothing else that anyone told of.
    Paths(BTreeSet<PathBuf>),
    /// Anything.
    Everything,
}

/// What happened since the last build.
#[derive(Default)]
struct Unrest {
    touched: BTreeSet<PathBuf>,
    /// Whether more may have changed than was told, and there may be more to watch than before.
    is_structural: bool,
}

impl Watch {
    /// Begins to watch.
    pub(super) fn new(options: WatchOptions) -> (Watch, Option<CannotWatch>) {
        let (sender, events) = channel();
        let (quiet, poll) = (options.quiet, options.poll);
        let places = Places::new(options);
        let mut watch = Watch { eyes: Eyes::Looking(stamp::stamp(&places)), places, quiet, sender, events };
        let trouble = if poll { None } else { watch.open_eyes().err() };
        (watch, trouble)
    }

    /// Leaves out what is written to this folder, in which the site is built.
    pub(super) fn ignore(&mut self, output: &Path) {
        self.places.ignore(output);
    }

    /// Blocks until files have changed and are at rest again, and says which. When nothing happens for `at_most`, it may be
    /// anything of which nobody told. `was_read` says whether the last build read a file.
    pub(super) fn wait(
        &mut self,
        was_read: impl Fn(&Path) -> bool,
        at_most: Option<Duration>,
    ) -> Result<Touched, CannotWatch> {
        match self.eyes {
            Eyes::Looking(seen) => {
                self.eyes = Eyes::Looking(stamp::next(&self.places, seen, POLL, self.quiet));
                Ok(Touched::Everything)
            }
            Eyes::Told(_) => self.be_told(was_read, at_most).inspect_err(|_| {
                self.eyes = Eyes::Looking(stamp::stamp(&self.places));
            }),
        }
    }

    fn open_eyes(&mut self) -> Result<(), CannotWatch> {
        let sender = self.sender.clone();
        let tell = move |event| drop(sender.send(event));
        let mut watcher = RecommendedWatcher::new(tell, Config::default()).map_err(|error| reason(&error))?;
        arm(&mut self.places, &mut watcher)?;
        self.eyes = Eyes::Told(watcher);
        Ok(())
    }

    fn be_told(&mut self, was_read: impl Fn(&Path) -> bool, at_most: Option<Duration>) -> Result<Touched, CannotWatch> {
        let mut unrest = Unrest::default();
        let begin = Instant::now();
        while unrest.touched.is_empty() {
            let event = match at_most {
                Some(most) => self.events.recv_timeout(most.saturating_sub(begin.elapsed())).ok(),
                None => self.events.recv().ok(),
            };
            // The sender is part of this, so the channel never ends.
            let Some(event) = event else { return Ok(Touched::Everything) };
            self.note(event, &mut unrest)?;
        }
        self.await_rest(&mut unrest, was_read)?;
        match &mut self.eyes {
            Eyes::Told(watcher) if unrest.is_structural => arm(&mut self.places, watcher)?,
            Eyes::Told(_) => return Ok(Touched::Paths(unrest.touched)),
            Eyes::Looking(_) => {}
        }
        Ok(Touched::Everything)
    }

    fn await_rest(&self, unrest: &mut Unrest, was_read: impl Fn(&Path) -> bool) -> Result<(), CannotWatch> {
        let begin = Instant::now();
        let (mut last, mut until) = (begin, begin + self.quiet);
        while begin.elapsed() < MOST_UNREST {
            match self.events.recv_timeout(until.saturating_duration_since(Instant::now())) {
                Ok(event) => {
                    // Files that are only read, or lie elsewhere, disturb no rest.
                    if !self.note(event, unrest)? {
                        continue;
                    }
                    last = Instant::now();
                }
                Err(_) if rest::is_at_rest(&unrest.touched, last.elapsed(), &was_read) => break,
                Err(_) => {}
            }
            until = Instant::now() + self.quiet;
        }
        Ok(())
    }

    /// Takes note of an event; whether it touched anything.
    fn note(&self, event: notify::Result<Event>, unrest: &mut Unrest) -> Result<bool, CannotWatch> {
        match event {
            Ok(event) if event.kind.is_access() => Ok(false),
            Ok(event) if !event.need_rescan() => {
                let is_written = matches!(event.kind, EventKind::Modify(ModifyKind::Data(_) | ModifyKind::Metadata(_)));
                let mut is_touched = false;
                for path in event.paths.into_iter().filter(|path| self.places.has(path)) {
                    unrest.is_structural |= !is_written && places::leads_on(&path);
                    unrest.touched.insert(path);
                    is_touched = true;
                }
                Ok(is_touched)
            }
            Err(error) if matches!(error.kind, ErrorKind::MaxFilesWatch) => Err(reason(&error)),
            // Events were lost, or something went away while it was being watched: only a look at everything helps.
            Ok(_) | Err(_) => {
                unrest.touched.insert(self.places.root().to_owned());
                unrest.is_structural = true;
                Ok(true)
            }
        }
    }
}

/// Watches all places that are there, anew those that are not what they were.
fn arm(places: &mut Places, watcher: &mut RecommendedWatcher) -> Result<(), CannotWatch> {
    for (place, is_new) in places.refresh() {
        if is_new {
            // It is not watched yet, or what was watched is gone: either way there may be nothing to end.
            let _ = watcher.unwatch(&place.path);
        }
        match watcher.watch(&place.path, place.mode) {
            Err(error) if !matches!(error.kind, ErrorKind::PathNotFound) && place.path.exists() => {
                return Err(reason(&error));
            }
            // What is gone by now is told of by the folder it was in.
            _ => {}
        }
    }
    Ok(())
}

fn reason(error: &notify::Error) -> CannotWatch {
    CannotWatch(match error.kind {
        ErrorKind::MaxFilesWatch => {
            "the system's limit of watched folders is reached (on Linux: sysctl fs.inotify.max_user_watches)".to_owned()
        }
        _ => format!("the system cannot watch the files: {error}"),
    })
}

#[cfg(test)]
mod tests;
