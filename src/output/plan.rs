//! Compares a tree with the disk and decides every step before anything changes.

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

/// All changes to make in an output directory.
#[derive(Debug, Default)]
pub(super) struct WritePlan<'t> {
    /// Files to write, by phase.
    pub(super) writes: BTreeMap<WritePhase, Vec<FileWrite<'t>>>,
    /// Files to remove before writing: at the path of a new directory, below the path of a new file, or a case variant
    /// of a new path.
    pub(super) remove_first: Vec<&'t str>,
    /// Directories to remove before writing, deepest first: files replace them.
    pub(super) remove_dirs_first: Vec<String>,
    /// Directories to create for the written files, parents first.
    pub(super) create_dirs: BTreeSet<&'t str>,
    /// Files to remove last.
    pub(super) remove: Vec<&'t str>,
    /// Directories to remove last if they are empty, deepest first.
    pub(super) prune_dirs: Vec<&'t str>,
    /// Directories to search for temporary files of an interrupted build; empty if the last build completed.
    pub(super) clean_up: Vec<&'t str>,
    /// Owned files that exist on disk.
    pub(super) owned: BTreeMap<&'t str, &'t ContentDigest>,
    /// Number of files that are up to date.
    pub(super) unchanged: usize,
}

/// Source of the bytes of a file to write.
#[derive(Clone, Debug)]
pub(super) enum FileSource<'t> {
    /// Bytes in memory.
    InMemory(&'t [u8]),
    /// File in the staging directory, to be moved to its path.
    Staged(PathBuf, ContentDigest),
}

impl FileSource<'_> {
    /// Returns the size in bytes.
    pub(super) fn size(&self) -> u64 {
        match self {
            FileSource::InMemory(bytes) => bytes.len() as u64,
            FileSource::Staged(_, digest) => digest.size,
        }
    }
}

/// File to write.
#[derive(Clone, Debug)]
pub(super) struct FileWrite<'t> {
    /// Output path.
    pub(super) path: &'t str,
    /// Content.
    pub(super) source: FileSource<'t>,
    /// Set if the path was free.
    pub(super) is_new: bool,
}

impl<'t> WritePlan<'t> {
    /// Computes the plan. A foreign file at an output path is an error unless `force` is set.
    pub(super) fn compute(
        tree: &'t OutputTree,
        complete: &OutputManifest,
        output: &OutputDir,
        previous: &'t PreviousManifest,
        options: WriteOptions<'_>,
    ) -> Result<Self, WriteError> {
        let current = CurrentFiles { complete, unmodified: options.unmodified };
        let needs_check = |path: &&str| !current.contains(path);
        let directories = Directories::scan(output, tree.paths().chain(previous.paths()).filter(needs_check))?;
        let owned = owned(output, &directories, previous, current)?;
        let (remove_first, remove) = files_to_remove(tree, &owned);
        if options.unmodified.is_some() && !remove_first.is_empty() {
            // Removing files first may affect unmodified files, so everything is inspected.
            return WritePlan::compute(tree, complete, output, previous, WriteOptions { unmodified: None, ..options });
        }
        let planner = Planner {
            output,
            directories: &directories,
            owned: &owned,
            case_variants: remove_first.iter().map(|path| path::case_folded(path)).collect(),
            force: options.force,
            trusts_unproven: matches!(previous, PreviousManifest::Unreadable),
            unmodified: options.unmodified,
        };
        let staged =
            |path: &str, digest: ContentDigest| Some(FileSource::Staged(options.staging?.find(path, digest)?, digest));
        let files: Vec<_> = tree.iter().filter(|(path, _)| needs_check(path)).collect();
        let (sources, in_place): (Vec<_>, Vec<_>) =
            files.into_par_iter().partition_map(|(path, content)| match content {
                Content::InMemory(bytes) => Either::Left((path, FileSource::InMemory(bytes))),
                Content::Stored(digest) => match staged(path, *digest) {
                    Some(source) => Either::Left((path, source)),
                    None => Either::Right((path, *digest)),
                },
            });
        in_place.par_iter().try_for_each(|(path, digest)| planner.verify_stored(path, *digest))?;
        let decide = |(path, source): (&'t str, FileSource<'t>)| {
            let action = planner.action(path, &source);
            (path, source, action)
        };
        let actions: Vec<_> = sources.into_par_iter().map(decide).collect();

        let mut plan = WritePlan {
            writes: BTreeMap::new(),
            remove_first,
            remove_dirs_first: Vec::new(),
            create_dirs: BTreeSet::new(),
            remove,
            prune_dirs: dirs_to_prune(tree, &directories, previous),
            clean_up: if previous.is_interrupted() {
                iter::once("").chain(directories.existing()).collect()
            } else {
                Vec::new()
            },
            owned,
            unchanged: tree.len() - actions.len(),
        };
        for (path, source, action) in actions {
            plan.add(path, source, action?);
        }
        Ok(plan)
    }

    fn add(&mut self, path: &'t str, source: FileSource<'t>, action: Action) {
        let is_new = match action {
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

    /// Checks whether nothing has to change, except possibly the manifest.
    pub(super) fn is_empty(&self) -> bool {
        self.writes.is_empty() && self.remove_first.is_empty() && self.remove.is_empty()
    }
}

/// Unmodified files whose digest is also the wanted one: they need no inspection.
#[derive(Clone, Copy)]
struct CurrentFiles<'s> {
    complete: &'s OutputManifest,
    unmodified: Option<&'s UnmodifiedFiles>,
}

impl CurrentFiles<'_> {
    fn contains(self, path: &str) -> bool {
        let digest = self.unmodified.and_then(|unmodified| unmodified.digest(path));
        digest.is_some_and(|digest| self.complete.files.get(path) == Some(&digest))
    }
}

/// Returns the files on disk that the manifest proves to be owned. A planned file counts only if its content matches.
fn owned<'t>(
    output: &OutputDir,
    directories: &Directories<'_>,
    previous: &'t PreviousManifest,
    current: CurrentFiles<'_>,
) -> Result<BTreeMap<&'t str, &'t ContentDigest>, WriteError> {
    let PreviousManifest::Valid(manifest) = previous else { return Ok(BTreeMap::new()) };
    let exists = |path: &str| {
        Ok(current.contains(path) || matches!(directories.entry_kind(output, path)?, EntryKind::File { .. }))
    };
    let files: Vec<(&str, &ContentDigest, bool)> = manifest
        .files
        .par_iter()
        .map(|(path, digest)| Ok((path.as_str(), digest, exists(path)?)))
        .collect::<Result<_, WriteError>>()?;
    let mut owned: BTreeMap<_, _> =
        files.into_iter().filter_map(|(path, digest, exists)| exists.then_some((path, digest))).collect();
    for (path, digest) in &manifest.planned {
        let has_planned_size =
            matches!(directories.entry_kind(output, path)?, EntryKind::File { size, .. } if size == digest.size);
        if has_planned_size && ContentDigest::of(&output.read(path, digest.size)?) == *digest {
            owned.insert(path.as_str(), digest);
        }
    }
    Ok(owned)
}

/// Returns the owned files that are not in the tree: those to remove before writing, and those to remove last.
fn files_to_remove<'t>(tree: &OutputTree, owned: &BTreeMap<&'t str, &ContentDigest>) -> (Vec<&'t str>, Vec<&'t str>) {
    let obsolete: Vec<&str> = owned.keys().copied().filter(|path| !tree.contains(path)).collect();
    if obsolete.is_empty() {
        return (Vec::new(), Vec::new());
    }
    let files: HashSet<String> = tree.paths().map(path::case_folded).collect();
    let dirs: HashSet<&str> = files.iter().flat_map(|path| path::ancestors(path)).collect();
    obsolete.into_iter().partition(|path| {
        let path = path::case_folded(path);
        files.contains(&path) || dirs.contains(path.as_str()) || path::ancestors(&path).any(|dir| files.contains(dir))
    })
}

/// Returns the directories that previous builds needed and the tree does not, deepest first.
fn dirs_to_prune<'t>(tree: &OutputTree, directories: &Directories<'_>, previous: &'t PreviousManifest) -> Vec<&'t str> {
    let needed: HashSet<&str> = tree.paths().flat_map(path::ancestors).collect();
    let obsolete: BTreeSet<&str> =
        previous.paths().flat_map(path::ancestors).filter(|dir| !needed.contains(dir)).collect();
    obsolete.into_iter().rev().filter(|dir| directories.state(dir) == DirState::Directory).collect()
}

/// Decides the action for each file.
struct Planner<'j> {
    output: &'j OutputDir,
    directories: &'j Directories<'j>,
    owned: &'j BTreeMap<&'j str, &'j ContentDigest>,
    /// Case-folded paths of files removed before writing: metadata of a case variant may belong to them.
    case_variants: HashSet<String>,
    /// Overwrite foreign files.
    force: bool,
    /// Treat files as owned without proof, because the manifest is unreadable.
    trusts_unproven: bool,
    /// Files unmodified since the previous build.
    unmodified: Option<&'j UnmodifiedFiles>,
}

/// Action for one file.
enum Action {
    Keep,
    Replace,
    Create { clear: Vec<String> },
}

impl Planner<'_> {
    fn action(&self, path: &str, source: &FileSource<'_>) -> Result<Action, WriteError> {
        self.check_ancestors(path)?;
        let is_ours = self.owned.contains_key(path);
        match self.directories.entry_kind(self.output, path)? {
            EntryKind::Missing => Ok(Action::Create { clear: Vec::new() }),
            EntryKind::File { size } if self.is_up_to_date(path, size, source)? => Ok(Action::Keep),
            EntryKind::File { .. } if is_ours || self.trusts_unproven || self.force => Ok(Action::Replace),
            EntryKind::Other if self.force => Ok(Action::Replace),
            EntryKind::File { .. } | EntryKind::Other => Err(WriteError::Foreign { path: self.output.disk_path(path) }),
            EntryKind::Directory => Ok(Action::Create { clear: self.dirs_to_clear(path)? }),
        }
    }

    /// Checks that a file of which the tree holds only the digest exists with that content.
    fn verify_stored(&self, path: &str, digest: ContentDigest) -> Result<(), WriteError> {
        let is_in_place = match self.directories.entry_kind(self.output, path)? {
            EntryKind::File { .. } if self.is_case_variant(path) => false,
            EntryKind::File { size } if size == digest.size => {
                ContentDigest::of(&self.output.read(path, size)?) == digest
            }
            _ => false,
        };
        if is_in_place { Ok(()) } else { Err(WriteError::ChangedDuringBuild { path: self.output.disk_path(path) }) }
    }

    /// Returns an error if a foreign file or link is at the path of a needed directory.
    fn check_ancestors(&self, path: &str) -> Result<(), WriteError> {
        for needed in path::ancestors(path) {
            let blocked = match self.directories.state(needed) {
                DirState::Directory | DirState::Missing => false,
                DirState::File => !self.owned.contains_key(needed),
                DirState::Inaccessible => self.directories.parent_state(needed) != DirState::Inaccessible,
            };
            if blocked {
                return Err(WriteError::Blocked { path: self.output.disk_path(needed) });
            }
        }
        Ok(())
    }

    /// Checks whether a file already has the wanted content. An unmodified file is only passed here if its digest
    /// differs.
    fn is_up_to_date(&self, path: &str, size: u64, source: &FileSource<'_>) -> Result<bool, WriteError> {
        let is_unmodified = self.unmodified.is_some_and(|unmodified| unmodified.digest(path).is_some());
        if is_unmodified || source.size() != size || self.is_case_variant(path) {
            return Ok(false);
        }
        let bytes = self.output.read(path, size)?;
        Ok(match source {
            FileSource::InMemory(right) => bytes == **right,
            FileSource::Staged(_, digest) => ContentDigest::of(&bytes) == *digest,
        })
    }

    /// Checks whether metadata of a path may belong to a case variant that is about to be removed.
    fn is_case_variant(&self, path: &str) -> bool {
        !self.case_variants.is_empty() && self.case_variants.contains(&path::case_folded(path))
    }

    /// Returns the directories to remove, deepest first, where a file replaces a directory. A foreign file in them is
    /// an error.
    fn dirs_to_clear(&self, path: &str) -> Result<Vec<String>, WriteError> {
        let mut dirs = vec![path.to_owned()];
        let mut next = 0;
        while let Some(inside) = dirs.get(next).cloned() {
            next += 1;
            for name in self.output.entry_names(&inside)? {
                let child = format!("{inside}/{name}");
                match self.output.entry_kind(&child)? {
                    EntryKind::Directory => dirs.push(child),
                    EntryKind::File { .. } if self.owned.contains_key(child.as_str()) || is_temporary(&name) => {}
                    _ => return Err(WriteError::Blocked { path: self.output.disk_path(&child) }),
                }
            }
        }
        dirs.reverse();
        Ok(dirs)
    }
}
