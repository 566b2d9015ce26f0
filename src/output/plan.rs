//! Compares a tree with what the disk holds and decides every step, before anything is changed.

use super::directories::{DirState, Directories};
use super::manifest::{OutputManifest, PreviousManifest};
use super::output_dir::{EntryKind, OutputDir, is_temporary};
use super::path::{self, WritePhase};
use super::{UnmodifiedFiles, WriteError, WriteOptions};
use crate::model::digest::ContentDigest;
use crate::model::{Content, OutputTree};
use rayon::iter::Either;
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::iter;
use std::path::PathBuf;

/// Everything that has to be done to an output folder.
#[derive(Debug, Default)]
pub(super) struct WritePlan<'t> {
    /// Files to write, by class.
    pub(super) writes: BTreeMap<WritePhase, Vec<FileWrite<'t>>>,
    /// Files to remove before writing: they stand where a folder must be, below where a file must be, or differ from a
    /// new path only as some file systems cannot tell.
    pub(super) remove_first: Vec<&'t str>,
    /// Folders to remove before writing, the deepest first: a file takes their place.
    pub(super) remove_dirs_first: Vec<String>,
    /// Folders that the files to write need, each behind the one above it.
    pub(super) create_dirs: BTreeSet<&'t str>,
    /// Files to remove at the end.
    pub(super) remove: Vec<&'t str>,
    /// Folders to remove at the end if nothing is in them, the deepest first.
    pub(super) prune_dirs: Vec<&'t str>,
    /// Folders in which an interrupted build may have left files; none when the last build ended.
    pub(super) clean_up: Vec<&'t str>,
    /// Files on the disk that are briefing's.
    pub(super) owned: BTreeMap<&'t str, &'t ContentDigest>,
    /// How many files are right as they are.
    pub(super) unchanged: usize,
}

/// Where the bytes of a file to write are.
#[derive(Clone, Debug)]
pub(super) enum FileSource<'t> {
    /// In memory.
    InMemory(&'t [u8]),
    /// In a file that can be moved to its place.
    Staged(PathBuf, ContentDigest),
}

impl FileSource<'_> {
    /// How many they are.
    pub(super) fn size(&self) -> u64 {
        match self {
            FileSource::InMemory(bytes) => bytes.len() as u64,
            FileSource::Staged(_, stamp) => stamp.size,
        }
    }
}

/// One file to write.
#[derive(Clone, Debug)]
pub(super) struct FileWrite<'t> {
    /// Where.
    pub(super) path: &'t str,
    /// What.
    pub(super) source: FileSource<'t>,
    /// Whether no file was there.
    pub(super) is_new: bool,
}

impl<'t> WritePlan<'t> {
    /// Makes the plan. A foreign file is an error when its path is needed, unless `force` allows to overwrite it.
    pub(super) fn compute(
        tree: &'t OutputTree,
        complete: &OutputManifest,
        folder: &OutputDir,
        past: &'t PreviousManifest,
        options: WriteOptions<'_>,
    ) -> Result<Self, WriteError> {
        let settled = CurrentFiles { complete, unmodified: options.unmodified };
        let unsettled = |path: &&str| !settled.contains(path);
        let ground = Directories::scan(folder, tree.paths().chain(past.paths()).filter(unsettled))?;
        let ours = owned(folder, &ground, past, settled)?;
        let (make_room, remove) = files_to_remove(tree, &ours);
        if options.unmodified.is_some() && !make_room.is_empty() {
            // What stands may change when room is made: everything is looked at.
            return WritePlan::compute(tree, complete, folder, past, WriteOptions { unmodified: None, ..options });
        }
        let judge = Planner {
            folder,
            directories: &ground,
            owned: &ours,
            case_variants: make_room.iter().map(|path| path::case_folded(path)).collect(),
            force: options.force,
            trusts_unproven: matches!(past, PreviousManifest::Unreadable),
            unmodified: options.unmodified,
        };
        let spooled =
            |path: &str, stamp: ContentDigest| Some(FileSource::Staged(options.staging?.find(path, stamp)?, stamp));
        let files: Vec<_> = tree.iter().filter(|(path, _)| unsettled(path)).collect();
        let (sources, in_place): (Vec<_>, Vec<_>) =
            files.into_par_iter().partition_map(|(path, content)| match content {
                Content::InMemory(bytes) => Either::Left((path, FileSource::InMemory(bytes))),
                Content::Stored(digest) => match spooled(path, *digest) {
                    Some(source) => Either::Left((path, source)),
                    None => Either::Right((path, *digest)),
                },
            });
        in_place.par_iter().try_for_each(|(path, digest)| judge.verify_stored(path, *digest))?;
        let judge_source = |(path, source): (&'t str, FileSource<'t>)| {
            let verdict = judge.action(path, &source);
            (path, source, verdict)
        };
        let verdicts: Vec<_> = sources.into_par_iter().map(judge_source).collect();

        let mut plan = WritePlan {
            writes: BTreeMap::new(),
            remove_first: make_room,
            remove_dirs_first: Vec::new(),
            create_dirs: BTreeSet::new(),
            remove,
            prune_dirs: dirs_to_prune(tree, &ground, past),
            clean_up: if past.is_interrupted() {
                iter::once("").chain(ground.existing()).collect()
            } else {
                Vec::new()
            },
            owned: ours,
            unchanged: tree.len() - verdicts.len(),
        };
        for (path, source, verdict) in verdicts {
            plan.add(path, source, verdict?);
        }
        Ok(plan)
    }

    fn add(&mut self, path: &'t str, source: FileSource<'t>, verdict: Action) {
        let is_new = match verdict {
            Action::Keep => {
                self.unchanged += 1;
                return;
            }
            Action::Replace => false,
            Action::Create { mut clear } => {
                self.remove_dirs_first.append(&mut clear);
                true
            }
        };
        self.writes.entry(WritePhase::of(path)).or_default().push(FileWrite { path, source, is_new });
        self.create_dirs.extend(path::ancestors(path));
    }

    /// Whether the folder is right as it is, its manifest aside.
    pub(super) fn is_empty(&self) -> bool {
        self.writes.is_empty() && self.remove_first.is_empty() && self.remove.is_empty()
    }
}

/// Tells files that stand as the tree wants them: there is nothing more to look at.
#[derive(Clone, Copy)]
struct CurrentFiles<'s> {
    complete: &'s OutputManifest,
    unmodified: Option<&'s UnmodifiedFiles>,
}

impl CurrentFiles<'_> {
    fn contains(self, path: &str) -> bool {
        let stands = self.unmodified.and_then(|standing| standing.digest(path));
        stands.is_some_and(|stamp| self.complete.files.get(path) == Some(&stamp))
    }
}

/// The files on the disk that a manifest proves to be briefing's. What a build was about to add counts only if it holds
/// the very bytes.
fn owned<'t>(
    folder: &OutputDir,
    ground: &Directories<'_>,
    past: &'t PreviousManifest,
    settled: CurrentFiles<'_>,
) -> Result<BTreeMap<&'t str, &'t ContentDigest>, WriteError> {
    let PreviousManifest::Valid(manifest) = past else { return Ok(BTreeMap::new()) };
    let is_there =
        |path: &str| Ok(settled.contains(path) || matches!(ground.entry_kind(folder, path)?, EntryKind::File { .. }));
    let files: Vec<(&str, &ContentDigest, bool)> = manifest
        .files
        .par_iter()
        .map(|(path, stamp)| Ok((path.as_str(), stamp, is_there(path)?)))
        .collect::<Result<_, WriteError>>()?;
    let mut ours: BTreeMap<_, _> =
        files.into_iter().filter_map(|(path, stamp, is_there)| is_there.then_some((path, stamp))).collect();
    for (path, stamp) in &manifest.planned {
        let as_planned = matches!(ground.entry_kind(folder, path)?, EntryKind::File { size, .. } if size == stamp.size);
        if as_planned && ContentDigest::of(&folder.read(path, stamp.size)?) == *stamp {
            ours.insert(path.as_str(), stamp);
        }
    }
    Ok(ours)
}

/// Our files that the tree does not have: those to remove before writing, and those to remove at the end.
fn files_to_remove<'t>(tree: &OutputTree, ours: &BTreeMap<&'t str, &ContentDigest>) -> (Vec<&'t str>, Vec<&'t str>) {
    let gone: Vec<&str> = ours.keys().copied().filter(|path| !tree.contains(path)).collect();
    if gone.is_empty() {
        return (Vec::new(), Vec::new());
    }
    let files: HashSet<String> = tree.paths().map(path::case_folded).collect();
    let folders: HashSet<&str> = files.iter().flat_map(|path| path::ancestors(path)).collect();
    gone.into_iter().partition(|path| {
        let path = path::case_folded(path);
        files.contains(&path)
            || folders.contains(path.as_str())
            || path::ancestors(&path).any(|folder| files.contains(folder))
    })
}

/// Folders that earlier builds needed and the tree does not, the deepest first.
fn dirs_to_prune<'t>(tree: &OutputTree, ground: &Directories<'_>, past: &'t PreviousManifest) -> Vec<&'t str> {
    let needed: HashSet<&str> = tree.paths().flat_map(path::ancestors).collect();
    let left: BTreeSet<&str> =
        past.paths().flat_map(path::ancestors).filter(|folder| !needed.contains(folder)).collect();
    left.into_iter().rev().filter(|folder| ground.state(folder) == DirState::Directory).collect()
}

/// Decides file by file.
struct Planner<'j> {
    folder: &'j OutputDir,
    directories: &'j Directories<'j>,
    owned: &'j BTreeMap<&'j str, &'j ContentDigest>,
    /// Folded paths of files that are removed before writing: what the disk says of their twins may be about them.
    case_variants: HashSet<String>,
    /// Whether foreign files may be overwritten.
    force: bool,
    /// Whether files may be ours although nothing proves it.
    trusts_unproven: bool,
    /// What stands as the build before left it.
    unmodified: Option<&'j UnmodifiedFiles>,
}

/// What has to be done for one file.
enum Action {
    Keep,
    Replace,
    Create { clear: Vec<String> },
}

impl Planner<'_> {
    fn action(&self, path: &str, source: &FileSource<'_>) -> Result<Action, WriteError> {
        self.check_ancestors(path)?;
        let is_ours = self.owned.contains_key(path);
        match self.directories.entry_kind(self.folder, path)? {
            EntryKind::Missing => Ok(Action::Create { clear: Vec::new() }),
            EntryKind::File { size } if self.is_up_to_date(path, size, source)? => Ok(Action::Keep),
            EntryKind::File { .. } if is_ours || self.trusts_unproven || self.force => Ok(Action::Replace),
            EntryKind::Other if self.force => Ok(Action::Replace),
            EntryKind::File { .. } | EntryKind::Other => Err(WriteError::Foreign { path: self.folder.disk_path(path) }),
            EntryKind::Directory => Ok(Action::Create { clear: self.dirs_to_clear(path)? }),
        }
    }

    /// Checks that a file of which the tree has only the stamp is there and says what it should.
    fn verify_stored(&self, path: &str, stamp: ContentDigest) -> Result<(), WriteError> {
        let stands = match self.directories.entry_kind(self.folder, path)? {
            EntryKind::File { .. } if self.is_case_variant(path) => false,
            EntryKind::File { size } if size == stamp.size => {
                ContentDigest::of(&self.folder.read(path, size)?) == stamp
            }
            _ => false,
        };
        if stands { Ok(()) } else { Err(WriteError::ChangedDuringBuild { path: self.folder.disk_path(path) }) }
    }

    /// Reports a file or link that stands where a folder must be, unless it is ours and goes away.
    fn check_ancestors(&self, path: &str) -> Result<(), WriteError> {
        for needed in path::ancestors(path) {
            let blocked = match self.directories.state(needed) {
                DirState::Directory | DirState::Missing => false,
                DirState::File => !self.owned.contains_key(needed),
                DirState::Inaccessible => self.directories.parent_state(needed) != DirState::Inaccessible,
            };
            if blocked {
                return Err(WriteError::Blocked { path: self.folder.disk_path(needed) });
            }
        }
        Ok(())
    }

    /// Whether a file says already what it should. One that stands is not settled, and so says something else.
    fn is_up_to_date(&self, path: &str, size: u64, source: &FileSource<'_>) -> Result<bool, WriteError> {
        let stands = self.unmodified.is_some_and(|standing| standing.digest(path).is_some());
        if stands || source.size() != size || self.is_case_variant(path) {
            return Ok(false);
        }
        let bytes = self.folder.read(path, size)?;
        Ok(match source {
            FileSource::InMemory(right) => bytes == **right,
            FileSource::Staged(_, stamp) => ContentDigest::of(&bytes) == *stamp,
        })
    }

    /// Whether what the disk says of a path may be about another that is about to be removed.
    fn is_case_variant(&self, path: &str) -> bool {
        !self.case_variants.is_empty() && self.case_variants.contains(&path::case_folded(path))
    }

    /// The folders to remove, the deepest first, where a file takes a folder's place: every file in them must be ours.
    fn dirs_to_clear(&self, path: &str) -> Result<Vec<String>, WriteError> {
        let mut folders = vec![path.to_owned()];
        let mut next = 0;
        while let Some(inside) = folders.get(next).cloned() {
            next += 1;
            for name in self.folder.entry_names(&inside)? {
                let child = format!("{inside}/{name}");
                match self.folder.entry_kind(&child)? {
                    EntryKind::Directory => folders.push(child),
                    EntryKind::File { .. } if self.owned.contains_key(child.as_str()) || is_temporary(&name) => {}
                    _ => return Err(WriteError::Blocked { path: self.folder.disk_path(&child) }),
                }
            }
        }
        folders.reverse();
        Ok(folders)
    }
}
