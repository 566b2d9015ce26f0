//! Compares a tree with what the disk holds and decides every step, before anything is changed.

use super::folder::{Entry, Folder, is_temporary};
use super::ground::{Ground, State};
use super::manifest::{Manifest, Past};
use super::path::{self, Class};
use super::{Standing, WriteError, WriteOptions};
use crate::cache::stamp::Stamp;
use crate::emit::OutputTree;
use rayon::iter::Either;
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::iter;
use std::path::PathBuf;

/// Everything that has to be done to an output folder.
#[derive(Debug, Default)]
pub(super) struct Plan<'t> {
    /// Files to write, by class.
    pub(super) writes: BTreeMap<Class, Vec<Write<'t>>>,
    /// Files to remove before writing: they stand where a folder must be, below where a file must be, or differ from a
    /// new path only as some file systems cannot tell.
    pub(super) make_room: Vec<&'t str>,
    /// Folders to remove before writing, the deepest first: a file takes their place.
    pub(super) clear: Vec<String>,
    /// Folders that the files to write need, each behind the one above it.
    pub(super) folders: BTreeSet<&'t str>,
    /// Files to remove at the end.
    pub(super) remove: Vec<&'t str>,
    /// Folders to remove at the end if nothing is in them, the deepest first.
    pub(super) tidy: Vec<&'t str>,
    /// Folders in which an interrupted build may have left files; none when the last build ended.
    pub(super) sweep: Vec<&'t str>,
    /// Files on the disk that are briefing's.
    pub(super) ours: BTreeMap<&'t str, &'t Stamp>,
    /// How many files are right as they are.
    pub(super) unchanged: usize,
}

/// Where the bytes of a file to write are.
#[derive(Clone, Debug)]
pub(super) enum Source<'t> {
    /// In memory.
    Bytes(&'t [u8]),
    /// In a file that can be moved to its place.
    File(PathBuf, Stamp),
}

impl Source<'_> {
    /// How many they are.
    pub(super) fn size(&self) -> u64 {
        match self {
            Source::Bytes(bytes) => bytes.len() as u64,
            Source::File(_, stamp) => stamp.size,
        }
    }
}

/// One file to write.
#[derive(Clone, Debug)]
pub(super) struct Write<'t> {
    /// Where.
    pub(super) path: &'t str,
    /// What.
    pub(super) source: Source<'t>,
    /// Whether no file was there.
    pub(super) is_new: bool,
}

impl<'t> Plan<'t> {
    /// Makes the plan. A foreign file is an error when its path is needed, unless `force` allows to overwrite it.
    pub(super) fn make(
        tree: &'t OutputTree,
        complete: &Manifest,
        folder: &Folder,
        past: &'t Past,
        options: WriteOptions<'_>,
    ) -> Result<Self, WriteError> {
        let settled = Settled { complete, standing: options.standing };
        let unsettled = |path: &&str| !settled.has(path);
        let ground = Ground::survey(folder, tree.paths().chain(past.paths()).filter(unsettled))?;
        let ours = ours(folder, &ground, past, settled)?;
        let (make_room, remove) = removals(tree, &ours);
        if options.standing.is_some() && !make_room.is_empty() {
            // What stands may change when room is made: everything is looked at.
            return Plan::make(tree, complete, folder, past, WriteOptions { standing: None, ..options });
        }
        let judge = Judge {
            folder,
            ground: &ground,
            ours: &ours,
            twins: make_room.iter().map(|path| path::folded(path)).collect(),
            force: options.force,
            trust: matches!(past, Past::Unreadable),
            standing: options.standing,
        };
        let spooled = |path: &str, stamp: Stamp| Some(Source::File(options.spool?.find(path, stamp)?, stamp));
        let kept = tree.kept.par_iter().filter(|(path, _)| unsettled(&path.as_str()));
        let kept = kept.map(|(path, stamp)| (path.as_str(), spooled(path, *stamp), *stamp));
        let (came, stays): (Vec<_>, Vec<_>) = kept.partition_map(|(path, source, stamp)| match source {
            Some(source) => Either::Left((path, source)),
            None => Either::Right((path, stamp)),
        });
        stays.par_iter().try_for_each(|(path, stamp)| judge.check_kept(path, *stamp))?;
        let made: Vec<_> = tree.files.iter().collect();
        let made = made.into_par_iter().filter(|(path, _)| unsettled(&path.as_str()));
        let made = made.map(|(path, bytes)| (path.as_str(), Source::Bytes(bytes)));
        let judge_source = |(path, source): (&'t str, Source<'t>)| {
            let verdict = judge.verdict(path, &source);
            (path, source, verdict)
        };
        let verdicts: Vec<_> = made.chain(came).map(judge_source).collect();

        let mut plan = Plan {
            writes: BTreeMap::new(),
            make_room,
            clear: Vec::new(),
            folders: BTreeSet::new(),
            remove,
            tidy: tidy(tree, &ground, past),
            sweep: if past.is_interrupted() { iter::once("").chain(ground.real()).collect() } else { Vec::new() },
            ours,
            unchanged: tree.len() - verdicts.len(),
        };
        for (path, source, verdict) in verdicts {
            plan.add(path, source, verdict?);
        }
        Ok(plan)
    }

    fn add(&mut self, path: &'t str, source: Source<'t>, verdict: Verdict) {
        let is_new = match verdict {
            Verdict::Right => {
                self.unchanged += 1;
                return;
            }
            Verdict::Changed => false,
            Verdict::New { mut clear } => {
                self.clear.append(&mut clear);
                true
            }
        };
        self.writes.entry(Class::of(path)).or_default().push(Write { path, source, is_new });
        self.folders.extend(path::folders(path));
    }

    /// Whether the folder is right as it is, its manifest aside.
    pub(super) fn is_empty(&self) -> bool {
        self.writes.is_empty() && self.make_room.is_empty() && self.remove.is_empty()
    }
}

/// Tells files that stand as the tree wants them: there is nothing more to look at.
#[derive(Clone, Copy)]
struct Settled<'s> {
    complete: &'s Manifest,
    standing: Option<&'s Standing>,
}

impl Settled<'_> {
    fn has(self, path: &str) -> bool {
        let stands = self.standing.and_then(|standing| standing.stamp(path));
        stands.is_some_and(|stamp| self.complete.files.get(path) == Some(&stamp))
    }
}

/// The files on the disk that a manifest proves to be briefing's. What a build was about to add counts only if it holds
/// the very bytes.
fn ours<'t>(
    folder: &Folder,
    ground: &Ground<'_>,
    past: &'t Past,
    settled: Settled<'_>,
) -> Result<BTreeMap<&'t str, &'t Stamp>, WriteError> {
    let Past::Known(manifest) = past else { return Ok(BTreeMap::new()) };
    let is_there = |path: &str| Ok(settled.has(path) || matches!(ground.entry(folder, path)?, Entry::File { .. }));
    let files: Vec<(&str, &Stamp, bool)> = manifest
        .files
        .par_iter()
        .map(|(path, stamp)| Ok((path.as_str(), stamp, is_there(path)?)))
        .collect::<Result<_, WriteError>>()?;
    let mut ours: BTreeMap<_, _> =
        files.into_iter().filter_map(|(path, stamp, is_there)| is_there.then_some((path, stamp))).collect();
    for (path, stamp) in &manifest.planned {
        let as_planned = matches!(ground.entry(folder, path)?, Entry::File { size, .. } if size == stamp.size);
        if as_planned && Stamp::of(&folder.read(path, stamp.size)?) == *stamp {
            ours.insert(path.as_str(), stamp);
        }
    }
    Ok(ours)
}

/// Our files that the tree does not have: those to remove before writing, and those to remove at the end.
fn removals<'t>(tree: &OutputTree, ours: &BTreeMap<&'t str, &Stamp>) -> (Vec<&'t str>, Vec<&'t str>) {
    let gone: Vec<&str> = ours.keys().copied().filter(|path| !tree.contains(path)).collect();
    if gone.is_empty() {
        return (Vec::new(), Vec::new());
    }
    let files: HashSet<String> = tree.paths().map(path::folded).collect();
    let folders: HashSet<&str> = files.iter().flat_map(|path| path::folders(path)).collect();
    gone.into_iter().partition(|path| {
        let path = path::folded(path);
        files.contains(&path)
            || folders.contains(path.as_str())
            || path::folders(&path).any(|folder| files.contains(folder))
    })
}

/// Folders that earlier builds needed and the tree does not, the deepest first.
fn tidy<'t>(tree: &OutputTree, ground: &Ground<'_>, past: &'t Past) -> Vec<&'t str> {
    let needed: HashSet<&str> = tree.paths().flat_map(path::folders).collect();
    let left: BTreeSet<&str> = past.paths().flat_map(path::folders).filter(|folder| !needed.contains(folder)).collect();
    left.into_iter().rev().filter(|folder| ground.at(folder) == State::Real).collect()
}

/// Decides file by file.
struct Judge<'j> {
    folder: &'j Folder,
    ground: &'j Ground<'j>,
    ours: &'j BTreeMap<&'j str, &'j Stamp>,
    /// Folded paths of files that are removed before writing: what the disk says of their twins may be about them.
    twins: HashSet<String>,
    /// Whether foreign files may be overwritten.
    force: bool,
    /// Whether files may be ours although nothing proves it.
    trust: bool,
    /// What stands as the build before left it.
    standing: Option<&'j Standing>,
}

/// What has to be done for one file.
enum Verdict {
    Right,
    Changed,
    New { clear: Vec<String> },
}

impl Judge<'_> {
    fn verdict(&self, path: &str, source: &Source<'_>) -> Result<Verdict, WriteError> {
        self.check_folders(path)?;
        let is_ours = self.ours.contains_key(path);
        match self.ground.entry(self.folder, path)? {
            Entry::Nothing => Ok(Verdict::New { clear: Vec::new() }),
            Entry::File { size } if self.is_right(path, size, source)? => Ok(Verdict::Right),
            Entry::File { .. } if is_ours || self.trust || self.force => Ok(Verdict::Changed),
            Entry::Other if self.force => Ok(Verdict::Changed),
            Entry::File { .. } | Entry::Other => Err(WriteError::Foreign { path: self.folder.at(path) }),
            Entry::Folder => Ok(Verdict::New { clear: self.clearing(path)? }),
        }
    }

    /// Checks that a file of which the tree has only the stamp is there and says what it should.
    fn check_kept(&self, path: &str, stamp: Stamp) -> Result<(), WriteError> {
        let stands = match self.ground.entry(self.folder, path)? {
            Entry::File { .. } if self.is_a_twin(path) => false,
            Entry::File { size } if size == stamp.size => Stamp::of(&self.folder.read(path, size)?) == stamp,
            _ => false,
        };
        if stands { Ok(()) } else { Err(WriteError::Lost { path: self.folder.at(path) }) }
    }

    /// Reports a file or link that stands where a folder must be, unless it is ours and goes away.
    fn check_folders(&self, path: &str) -> Result<(), WriteError> {
        for needed in path::folders(path) {
            let blocked = match self.ground.at(needed) {
                State::Real | State::Missing => false,
                State::File => !self.ours.contains_key(needed),
                State::Closed => self.ground.above(needed) != State::Closed,
            };
            if blocked {
                return Err(WriteError::InTheWay { path: self.folder.at(needed) });
            }
        }
        Ok(())
    }

    /// Whether a file says already what it should. One that stands is not settled, and so says something else.
    fn is_right(&self, path: &str, size: u64, source: &Source<'_>) -> Result<bool, WriteError> {
        let stands = self.standing.is_some_and(|standing| standing.stamp(path).is_some());
        if stands || source.size() != size || self.is_a_twin(path) {
            return Ok(false);
        }
        let bytes = self.folder.read(path, size)?;
        Ok(match source {
            Source::Bytes(right) => bytes == **right,
            Source::File(_, stamp) => Stamp::of(&bytes) == *stamp,
        })
    }

    /// Whether what the disk says of a path may be about another that is about to be removed.
    fn is_a_twin(&self, path: &str) -> bool {
        !self.twins.is_empty() && self.twins.contains(&path::folded(path))
    }

    /// The folders to remove, the deepest first, where a file takes a folder's place: every file in them must be ours.
    fn clearing(&self, path: &str) -> Result<Vec<String>, WriteError> {
        let mut folders = vec![path.to_owned()];
        let mut next = 0;
        while let Some(inside) = folders.get(next).cloned() {
            next += 1;
            for name in self.folder.names(&inside)? {
                let child = format!("{inside}/{name}");
                match self.folder.entry(&child)? {
                    Entry::Folder => folders.push(child),
                    Entry::File { .. } if self.ours.contains_key(child.as_str()) || is_temporary(&name) => {}
                    _ => return Err(WriteError::InTheWay { path: self.folder.at(&child) }),
                }
            }
        }
        folders.reverse();
        Ok(folders)
    }
}
