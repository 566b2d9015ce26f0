//! Errors of writing an output tree to disk.

use std::io;
use std::path::{Path, PathBuf};

/// Error of writing the output. Unless a variant states otherwise, the disk is unchanged.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// An I/O operation failed. Files written before the failure remain; the next build completes the output.
    #[error("failed to {operation} `{}`", path.display())]
    Io {
        /// Operation that failed: `rename`, `create folder`.
        operation: &'static str,
        /// Path of the operation.
        path: PathBuf,
        /// Error of the operating system.
        source: io::Error,
    },
    /// The directory is not empty and was not created by a build.
    #[error("`{}` is not empty and was not created by briefing", folder.display())]
    ForeignDirectory {
        /// Output directory.
        folder: PathBuf,
    },
    /// A file at an output path has different content and was not written by a build.
    #[error("`{}` was not written by briefing and would be overwritten", path.display())]
    Foreign {
        /// File.
        path: PathBuf,
    },
    /// A foreign file blocks the output and cannot be replaced: a file or link at the path of a directory, or a
    /// non-empty directory at the path of a file.
    #[error("`{}` blocks the output and was not written by briefing", path.display())]
    Blocked {
        /// Blocking path.
        path: PathBuf,
    },
    /// Another build held the lock until the timeout.
    #[error("another build is writing to `{}`", folder.display())]
    Locked {
        /// Output directory.
        folder: PathBuf,
    },
    /// A file whose content the tree references by digest changed during the build.
    #[error("`{}` changed during the build", path.display())]
    ChangedDuringBuild {
        /// File.
        path: PathBuf,
    },
    /// Invalid path in the output tree.
    #[error("output path `{}` {problem}", path.escape_debug())]
    Path {
        /// Path.
        path: String,
        /// Reason.
        problem: &'static str,
    },
}

impl WriteError {
    /// Returns a closure for `map_err` that adds the operation and the path.
    pub(super) fn io(operation: &'static str, path: &Path) -> impl FnOnce(io::Error) -> WriteError {
        move |source| WriteError::Io { operation, path: path.to_owned(), source }
    }
}
