//! Carries out a plan, in an order that never leaves a page without its assets.

use super::WriteError;
use super::folder::Folder;
use super::manifest::{Manifest, State};
use super::path;
use super::plan::{Plan, Source};
use crate::cache::stamp::Stamp;
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// Changes the folder step by step. When a step fails, the manifest goes on saying that a build is unfinished.
pub(super) fn carry_out(plan: &Plan<'_>, folder: &Folder, complete: &Manifest) -> Result<(), WriteError> {
    let ours: BTreeMap<String, Stamp> = plan.ours.iter().map(|(path, stamp)| ((*path).to_owned(), **stamp)).collect();
    complete.writing(ours).save(folder)?;
    plan.sweep.par_iter().try_for_each(|path| folder.sweep(path))?;
    make_room(plan, folder)?;
    for folders in levels(&plan.folders) {
        folders.par_iter().try_for_each(|path| folder.make(path))?;
    }
    put_all(plan, folder)?;
    plan.remove.par_iter().try_for_each(|path| folder.remove(path))?;
    plan.tidy.iter().try_for_each(|path| folder.remove_if_empty(path))?;
    complete.save(folder)
}

/// Carries out a plan that only has other bytes for files that are ours: the manifest goes on naming the same files.
pub(super) fn renew(plan: &Plan<'_>, folder: &Folder, complete: &mut Manifest) -> Result<(), WriteError> {
    complete.state = State::Writing;
    complete.save(folder)?;
    put_all(plan, folder)?;
    complete.state = State::Complete;
    complete.save(folder)
}

fn put_all(plan: &Plan<'_>, folder: &Folder) -> Result<(), WriteError> {
    plan.writes.values().try_for_each(|writes| {
        writes.par_iter().try_for_each(|write| match &write.source {
            Source::Bytes(bytes) => folder.put(write.path, bytes),
            Source::File(at, _) => folder.bring(write.path, at),
        })
    })
}

/// Removes what cannot wait until the end, because new files or folders take its place.
fn make_room(plan: &Plan<'_>, folder: &Folder) -> Result<(), WriteError> {
    plan.make_room.iter().try_for_each(|path| folder.remove(path))?;
    plan.clear.iter().try_for_each(|path| folder.remove_if_empty(path))?;
    for path in plan.make_room.iter().rev() {
        path::folders(path).try_for_each(|above| folder.remove_if_empty(above))?;
    }
    Ok(())
}

/// Folders by depth: those of each level lie in folders of the levels before.
fn levels<'t>(folders: &BTreeSet<&'t str>) -> Vec<Vec<&'t str>> {
    let mut levels: Vec<Vec<&str>> = Vec::new();
    for folder in folders {
        let depth = folder.matches('/').count();
        levels.resize_with(levels.len().max(depth + 1), Vec::new);
        levels[depth].push(folder);
    }
    levels
}
