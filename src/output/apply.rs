//! Executes a write plan in an order in which no page is ever without its assets.

use super::WriteError;
use super::manifest::OutputManifest;
use super::output_dir::OutputDir;
use super::path;
use super::plan::{FileSource, WritePlan};
use crate::model::digest::ContentDigest;
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// Applies a plan step by step. If a step fails, the manifest still marks the build as unfinished.
pub(super) fn apply(plan: &WritePlan<'_>, output: &OutputDir, complete: &OutputManifest) -> Result<(), WriteError> {
    let owned: BTreeMap<String, ContentDigest> =
        plan.owned.iter().map(|(path, digest)| ((*path).to_owned(), **digest)).collect();
    complete.in_progress(owned).save(output)?;
    plan.clean_up.par_iter().try_for_each(|path| output.remove_temporary_files(path))?;
    remove_first(plan, output)?;
    for dirs in by_depth(&plan.create_dirs) {
        dirs.par_iter().try_for_each(|path| output.create_dir(path))?;
    }
    write_files(plan, output)?;
    plan.remove.par_iter().try_for_each(|path| output.remove(path))?;
    plan.prune_dirs.iter().try_for_each(|path| output.remove_if_empty(path))?;
    complete.save(output)
}

fn write_files(plan: &WritePlan<'_>, output: &OutputDir) -> Result<(), WriteError> {
    plan.writes.values().try_for_each(|writes| {
        writes.par_iter().try_for_each(|write| match &write.source {
            FileSource::InMemory(bytes) => output.write_atomic(write.path, bytes),
            FileSource::Staged(staged, _) => output.move_into(write.path, staged),
        })
    })
}

/// Removes the files and directories that block paths of new files or directories, and so cannot be removed last.
fn remove_first(plan: &WritePlan<'_>, output: &OutputDir) -> Result<(), WriteError> {
    plan.remove_first.iter().try_for_each(|path| output.remove(path))?;
    plan.remove_dirs_first.iter().try_for_each(|path| output.remove_if_empty(path))?;
    for path in plan.remove_first.iter().rev() {
        path::ancestors(path).try_for_each(|dir| output.remove_if_empty(dir))?;
    }
    Ok(())
}

/// Groups directories by depth: the parents of each level are in the levels before it.
fn by_depth<'t>(dirs: &BTreeSet<&'t str>) -> Vec<Vec<&'t str>> {
    let mut levels: Vec<Vec<&str>> = Vec::new();
    for dir in dirs {
        let depth = dir.matches('/').count();
        levels.resize_with(levels.len().max(depth + 1), Vec::new);
        levels[depth].push(dir);
    }
    levels
}
