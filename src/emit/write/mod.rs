//! Writes an output tree to a folder so that whoever reads the folder never meets a torn file.
//!
//! 1. `path` checks every path; `lock` keeps a second build away; `manifest` tells which files are briefing's.
//! 2. `plan` compares the tree with the disk, byte by byte, and decides every step: a foreign file that would be lost is
//!    an error before anything has changed. Where all paths stand as the build before left them, `renewal` plans for the
//!    files alone that are to say something else.
//! 3. The manifest is marked as `writing`, with the files that were and the files that will be: a build that is killed
//!    is recognised, and the next one completes it and sweeps up what it left.
//! 4. `apply` writes assets, then pages, then feeds and exports; each file beside its place and renamed. What is gone is
//!    removed last, and folders that it leaves empty.
//! 5. The manifest is marked as `complete`.
//!
//! The manifest says the same on every machine: it has no time stamps. What a file's trace was when the build ended is
//! [`Known`] to the next build of the same folder on the same machine, which need not read what nobody touched: what is
//! found [`Standing`] is not looked at again while no other build writes there. Without that, or for a file that was at
//! work until just then, the bytes are compared, so that a restored, copied or meddled-with folder comes out right.
//!
//! Nothing is flushed to the device. A killed process loses nothing that the system has taken, and that is what is
//! promised; flushing thousands of files takes longer than writing them. After a power cut the next build finds by
//! comparing what did not reach the disk, and a manifest that did not counts as an interrupted build's.

mod apply;
mod error;
mod folder;
mod ground;
mod known;
mod lock;
mod manifest;
mod path;
mod plan;
mod renewal;

#[cfg(test)]
mod killed;
#[cfg(test)]
mod sequences;

pub use error::WriteError;
pub use known::{Known, Standing};

use super::OutputTree;
use crate::cache::spool::Spool;
use folder::Folder;
use lock::Lock;
use manifest::{Manifest, Past};
use plan::Plan;
use renewal::Renewal;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// How to write.
#[derive(Clone, Copy, Debug, Default)]
pub struct WriteOptions<'o> {
    /// Write into a folder that briefing did not make, and over foreign files whose paths the output needs. Foreign files
    /// at other paths stay.
    pub force: bool,
    /// How long to wait for another build that writes to the same folder.
    pub wait: Duration,
    /// What stands in the folder as the build before left it, so that not every file in it must be looked at and read.
    pub standing: Option<&'o Standing>,
    /// Where the files lie that the tree keeps and the folder does not hold yet.
    pub spool: Option<&'o Spool>,
}

/// What was done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    /// How many files are new.
    pub created: usize,
    /// How many files have other bytes than before.
    pub changed: usize,
    /// How many files were right already and were left alone.
    pub unchanged: usize,
    /// How many files of earlier builds were removed.
    pub deleted: usize,
    /// How many bytes were written, the manifest not counted.
    pub bytes: u64,
    /// The output folder.
    pub folder: PathBuf,
    /// What the next build can know of it.
    pub known: Known,
}

/// Makes the folder hold the tree, beside whatever foreign files it holds; the folder is created when it is not there.
///
/// # Errors
/// See [`WriteError`]. After [`WriteError::Io`] every file is whole, old or new, and the next build completes the rest.
pub fn write(tree: &OutputTree, dir: &Path, options: WriteOptions<'_>) -> Result<Written, WriteError> {
    let renewed = options.standing.and_then(|standing| Renewal::of(tree, standing));
    if renewed.is_none() {
        path::check(tree)?;
    }
    let folder = Folder::open(dir)?;
    // Before the lock, so that nothing is left in a folder that is refused; after it, because another build may have
    // been at work until then.
    refuse_foreign(&folder, options)?;
    let _lock = Lock::take(&folder, options.wait)?;
    refuse_foreign(&folder, options)?;
    folder.remove(&folder::temporary_name(manifest::NAME))?;
    let standing = options.standing.filter(|standing| standing.holds(&folder));
    if let (Some(_), Some(renewed)) = (standing, renewed)
        && let Some(plan) = renewed.plan(&folder, options.spool)?
    {
        let mut complete = Manifest::complete(tree);
        if !plan.is_empty() {
            apply::renew(&plan, &folder, &mut complete)?;
        }
        return Ok(written(&plan, dir, Known::look(&folder, &complete, standing)));
    }
    let (past, complete) = rayon::join(|| Past::read(&folder), || Manifest::complete(tree));
    let past = past?;

    let plan = Plan::make(tree, &complete, &folder, &past, WriteOptions { standing, ..options })?;
    let stands = plan.is_empty() && matches!(&past, Past::Known(known) if *known == complete);
    if !stands {
        apply::carry_out(&plan, &folder, &complete)?;
    }
    Ok(written(&plan, dir, Known::look(&folder, &complete, standing)))
}

/// Puts one file into a folder: written beside and renamed, so that its path holds the old bytes or the new ones.
///
/// # Errors
/// [`WriteError::Io`] when the system refuses it.
pub fn put(dir: &Path, name: &str, bytes: &[u8]) -> Result<(), WriteError> {
    Folder::open(dir)?.put(name, bytes)
}

/// Whether the folder holds the whole output of a build: not after a build that was interrupted, nor in a folder that
/// briefing did not make.
pub fn is_complete(dir: &Path) -> bool {
    dir.is_dir() && Folder::open(dir).and_then(|folder| Past::read(&folder)).is_ok_and(|past| !past.is_interrupted())
}

/// Refuses a folder in which something stands and no build wrote; its `.gitignore` does not count. The names are read
/// before the manifest: a build that is at work puts its manifest there first.
fn refuse_foreign(folder: &Folder, options: WriteOptions<'_>) -> Result<(), WriteError> {
    let is_foreign = |name: &String| name != ".gitignore" && !name.starts_with(path::OWN);
    if !options.force && folder.names("")?.iter().any(is_foreign) && !manifest::is_there(folder)? {
        return Err(WriteError::NotOurs { folder: folder.root().to_owned() });
    }
    Ok(())
}

fn written(plan: &Plan<'_>, dir: &Path, known: Known) -> Written {
    let writes = || plan.writes.values().flatten();
    let created = writes().filter(|write| write.is_new).count();
    Written {
        created,
        changed: writes().count() - created,
        unchanged: plan.unchanged,
        deleted: plan.make_room.len() + plan.remove.len(),
        bytes: writes().map(|write| write.source.size()).sum(),
        folder: dir.to_owned(),
        known,
    }
}
