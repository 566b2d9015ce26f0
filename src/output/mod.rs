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
mod directories;
mod error;
mod incremental_plan;
mod lock;
mod manifest;
mod output_dir;
mod output_snapshot;
mod path;
mod plan;
pub mod staging;

#[cfg(test)]
mod killed;
#[cfg(test)]
mod sequences;

pub use error::WriteError;
pub use output_snapshot::{OutputSnapshot, UnmodifiedFiles};

use crate::model::OutputTree;
use crate::output::staging::StagingDir;
use incremental_plan::IncrementalPlan;
use lock::OutputLock;
use manifest::{OutputManifest, PreviousManifest};
use output_dir::OutputDir;
use plan::WritePlan;
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
    pub unmodified: Option<&'o UnmodifiedFiles>,
    /// Where the files lie that the tree keeps and the folder does not hold yet.
    pub staging: Option<&'o StagingDir>,
}

/// What was done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WriteSummary {
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
    pub snapshot: OutputSnapshot,
}

/// Makes the folder hold the tree, beside whatever foreign files it holds; the folder is created when it is not there.
///
/// # Errors
/// See [`WriteError`]. After [`WriteError::Io`] every file is whole, old or new, and the next build completes the rest.
pub fn write(tree: &OutputTree, dir: &Path, options: WriteOptions<'_>) -> Result<WriteSummary, WriteError> {
    let renewed = options.unmodified.and_then(|standing| IncrementalPlan::of(tree, standing));
    if renewed.is_none() {
        path::check(tree)?;
    }
    let folder = OutputDir::open(dir)?;
    // Before the lock, so that nothing is left in a folder that is refused; after it, because another build may have
    // been at work until then.
    refuse_foreign(&folder, options)?;
    let _lock = OutputLock::acquire(&folder, options.wait)?;
    refuse_foreign(&folder, options)?;
    folder.remove(&output_dir::temporary_name(manifest::FILE_NAME))?;
    let standing = options.unmodified.filter(|standing| standing.is_current(&folder));
    if let (Some(_), Some(renewed)) = (standing, renewed)
        && let Some(plan) = renewed.into_plan(&folder, options.staging)?
    {
        let mut complete = OutputManifest::complete(tree);
        if !plan.is_empty() {
            apply::apply_incremental(&plan, &folder, &mut complete)?;
        }
        return Ok(summarize(&plan, dir, OutputSnapshot::capture(&folder, &complete, standing)));
    }
    let (past, complete) = rayon::join(|| PreviousManifest::read(&folder), || OutputManifest::complete(tree));
    let past = past?;

    let plan = WritePlan::compute(tree, &complete, &folder, &past, WriteOptions { unmodified: standing, ..options })?;
    let stands = plan.is_empty() && matches!(&past, PreviousManifest::Valid(known) if *known == complete);
    if !stands {
        apply::apply(&plan, &folder, &complete)?;
    }
    Ok(summarize(&plan, dir, OutputSnapshot::capture(&folder, &complete, standing)))
}

/// Puts one file into a folder: written beside and renamed, so that its path holds the old bytes or the new ones.
///
/// # Errors
/// [`WriteError::Io`] when the system refuses it.
pub fn write_file(dir: &Path, name: &str, bytes: &[u8]) -> Result<(), WriteError> {
    OutputDir::open(dir)?.write_atomic(name, bytes)
}

/// Whether the folder holds the whole output of a build: not after a build that was interrupted, nor in a folder that
/// briefing did not make.
pub fn is_complete(dir: &Path) -> bool {
    dir.is_dir()
        && OutputDir::open(dir)
            .and_then(|folder| PreviousManifest::read(&folder))
            .is_ok_and(|past| !past.is_interrupted())
}

/// Refuses a folder in which something stands and no build wrote; its `.gitignore` does not count. The names are read
/// before the manifest: a build that is at work puts its manifest there first.
fn refuse_foreign(folder: &OutputDir, options: WriteOptions<'_>) -> Result<(), WriteError> {
    let is_foreign = |name: &String| name != ".gitignore" && !name.starts_with(path::RESERVED_PREFIX);
    if !options.force && folder.entry_names("")?.iter().any(is_foreign) && !manifest::exists(folder)? {
        return Err(WriteError::ForeignDirectory { folder: folder.root().to_owned() });
    }
    Ok(())
}

fn summarize(plan: &WritePlan<'_>, dir: &Path, known: OutputSnapshot) -> WriteSummary {
    let writes = || plan.writes.values().flatten();
    let created = writes().filter(|write| write.is_new).count();
    WriteSummary {
        created,
        changed: writes().count() - created,
        unchanged: plan.unchanged,
        deleted: plan.remove_first.len() + plan.remove.len(),
        bytes: writes().map(|write| write.source.size()).sum(),
        folder: dir.to_owned(),
        snapshot: known,
    }
}
