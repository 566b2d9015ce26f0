//! Writes an output tree to a directory so that no reader ever sees a partially written file.
//!
//! 1. `path` validates every path; `lock` excludes a concurrent build; `manifest` records which files builds own.
//! 2. `plan` compares the tree with the disk, byte by byte, and decides every step: a foreign file that would be lost
//!    is an error before anything changes.
//! 3. The manifest is saved in state `writing`, with the current and the planned files: the next build detects an
//!    interrupted build, completes it and removes its leftovers.
//! 4. `apply` writes assets, then pages, then feeds and exports, each to a temporary file that is renamed. Obsolete
//!    files are removed last, and then the directories that become empty.
//! 5. The manifest is saved in state `complete`.
//!
//! The manifest is identical on every machine: it has no timestamps. The file stats at the end of a build are kept in
//! an [`OutputSnapshot`] for the next build of the same directory on the same machine, which does not read untouched
//! files: [`UnmodifiedFiles`] are not inspected again while no other build writes there. Without a snapshot, or for a
//! file written just before it was taken, the bytes are compared, so that a restored, copied or modified directory is
//! repaired.
//!
//! No file is synced to the device. A killed process loses no completed write, and more is not promised: syncing
//! thousands of files takes longer than writing them. After a power failure the next build finds lost writes by
//! comparing bytes; a lost manifest counts as an interrupted build.

mod apply;
mod directories;
mod error;
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
use lock::OutputLock;
use manifest::{OutputManifest, PreviousManifest};
use output_dir::OutputDir;
use plan::WritePlan;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// Options for writing the output.
#[derive(Clone, Copy, Debug, Default)]
pub struct WriteOptions<'o> {
    /// Write into a directory that no build created, and overwrite foreign files at output paths. Foreign files at
    /// other paths are kept.
    pub force: bool,
    /// Timeout for the lock if another build is writing to the same directory.
    pub wait: Duration,
    /// Files unmodified since the previous build, which are not inspected again.
    pub unmodified: Option<&'o UnmodifiedFiles>,
    /// Staging directory with the content that the tree references by digest and the output directory lacks.
    pub staging: Option<&'o StagingDir>,
}

/// Summary of a write.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WriteSummary {
    /// Number of new files.
    pub created: usize,
    /// Number of overwritten files.
    pub changed: usize,
    /// Number of files left as they were.
    pub unchanged: usize,
    /// Number of removed files of previous builds.
    pub deleted: usize,
    /// Number of bytes written, without the manifest.
    pub bytes: u64,
    /// Output directory.
    pub folder: PathBuf,
    /// Snapshot for the next build.
    pub snapshot: OutputSnapshot,
}

/// Writes the tree to the directory, which is created if it is missing; foreign files at other paths are kept.
///
/// # Errors
/// See [`WriteError`]. After [`WriteError::Io`] every file is complete, old or new, and the next build writes the rest.
pub fn write(tree: &OutputTree, dir: &Path, options: WriteOptions<'_>) -> Result<WriteSummary, WriteError> {
    path::check(tree)?;
    let output = OutputDir::open(dir)?;
    // Checked before the lock, so that a refused directory stays untouched, and again after it, because another build
    // may have been writing until then.
    refuse_foreign(&output, options)?;
    let _lock = OutputLock::acquire(&output, options.wait)?;
    refuse_foreign(&output, options)?;
    output.remove(&output_dir::temporary_name(manifest::FILE_NAME))?;
    let unmodified = options.unmodified.filter(|unmodified| unmodified.is_current(&output));
    let (previous, complete) = rayon::join(|| PreviousManifest::read(&output), || OutputManifest::complete(tree));
    let previous = previous?;

    let plan = WritePlan::compute(tree, &complete, &output, &previous, WriteOptions { unmodified, ..options })?;
    let is_current = plan.is_empty() && matches!(&previous, PreviousManifest::Valid(manifest) if *manifest == complete);
    if !is_current {
        apply::apply(&plan, &output, &complete)?;
    }
    Ok(summarize(&plan, dir, OutputSnapshot::capture(&output, &complete, unmodified)))
}

/// Writes one file into a directory atomically: its path holds either the old or the new bytes.
///
/// # Errors
/// [`WriteError::Io`] if an operation fails.
pub fn write_file(dir: &Path, name: &str, bytes: &[u8]) -> Result<(), WriteError> {
    OutputDir::open(dir)?.write_atomic(name, bytes)
}

/// Checks whether the directory holds the complete output of a build; false after an interrupted build and for a
/// foreign directory.
pub fn is_complete(dir: &Path) -> bool {
    dir.is_dir()
        && OutputDir::open(dir)
            .and_then(|output| PreviousManifest::read(&output))
            .is_ok_and(|previous| !previous.is_interrupted())
}

/// Refuses a non-empty directory that no build has written to, ignoring `.gitignore`. Names are listed before the
/// manifest is checked: a concurrent build creates its manifest first.
fn refuse_foreign(output: &OutputDir, options: WriteOptions<'_>) -> Result<(), WriteError> {
    let is_foreign = |name: &String| name != ".gitignore" && !name.starts_with(path::RESERVED_PREFIX);
    if !options.force && output.entry_names("")?.iter().any(is_foreign) && !manifest::exists(output)? {
        return Err(WriteError::ForeignDirectory { folder: output.root().to_owned() });
    }
    Ok(())
}

fn summarize(plan: &WritePlan<'_>, dir: &Path, snapshot: OutputSnapshot) -> WriteSummary {
    let writes = || plan.writes.values().flatten();
    let created = writes().filter(|write| write.is_new).count();
    WriteSummary {
        created,
        changed: writes().count() - created,
        unchanged: plan.unchanged,
        deleted: plan.remove_first.len() + plan.remove.len(),
        bytes: writes().map(|write| write.source.size()).sum(),
        folder: dir.to_owned(),
        snapshot,
    }
}
