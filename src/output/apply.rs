//! Carries out a plan, in an order that never leaves a page without its assets.

use super::WriteError;
use super::manifest::{ManifestState, OutputManifest};
use super::output_dir::OutputDir;
use super::path;
use super::plan::{FileSource, WritePlan};
use crate::model::digest::ContentDigest;
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// Changes the folder step by step. When a step fails, the manifest goes on saying that a build is unfinished.
pub(super) fn apply(plan: &WritePlan<'_>, folder: &OutputDir, complete: &OutputManifest) -> Result<(), WriteError> {
    let ours: BTreeMap<String, ContentDigest> =
        plan.owned.iter().map(|(path, stamp)| ((*path).to_owned(), **stamp)).collect();
    complete.in_progress(ours).save(folder)?;
    plan.clean_up.par_iter().try_for_each(|path| folder.remove_temporary_files(path))?;
    remove_first(plan, folder)?;
    for folders in by_depth(&plan.create_dirs) {
        folders.par_iter().try_for_each(|path| folder.create_dir(path))?;
    }
    write_files(plan, folder)?;
    plan.remove.par_iter().try_for_each(|path| folder.remove(path))?;
    plan.prune_dirs.iter().try_for_each(|path| folder.remove_if_empty(path))?;
    complete.save(folder)
}

/// Carries out a plan that only has other bytes for files that are ours: the manifest goes on naming the same files.
pub(super) fn apply_incremental(
    plan: &WritePlan<'_>,
    folder: &OutputDir,
    complete: &mut OutputManifest,
) -> Result<(), WriteError> {
    complete.state = ManifestState::Writing;
    complete.save(folder)?;
    write_files(plan, folder)?;
    complete.state = ManifestState::Complete;
    complete.save(folder)
}

fn write_files(plan: &WritePlan<'_>, folder: &OutputDir) -> Result<(), WriteError> {
    plan.writes.values().try_for_each(|writes| {
        writes.par_iter().try_for_each(|write| match &write.source {
            FileSource::InMemory(bytes) => folder.write_atomic(write.path, bytes),
            FileSource::Staged(at, _) => folder.move_into(write.path, at),
        })
    })
}

/// Removes what cannot wait until the end, because new files or folders take its place.
fn remove_first(plan: &WritePlan<'_>, folder: &OutputDir) -> Result<(), WriteError> {
    plan.remove_first.iter().try_for_each(|path| folder.remove(path))?;
    plan.remove_dirs_first.iter().try_for_each(|path| folder.remove_if_empty(path))?;
    for path in plan.remove_first.iter().rev() {
        path::ancestors(path).try_for_each(|above| folder.remove_if_empty(above))?;
    }
    Ok(())
}

/// Folders by depth: those of each level lie in folders of the levels before.
fn by_depth<'t>(folders: &BTreeSet<&'t str>) -> Vec<Vec<&'t str>> {
    let mut levels: Vec<Vec<&str>> = Vec::new();
    for folder in folders {
        let depth = folder.matches('/').count();
        levels.resize_with(levels.len().max(depth + 1), Vec::new);
        levels[depth].push(folder);
    }
    levels
}
