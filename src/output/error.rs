//! What can go wrong between an output tree and the disk.

use std::io;
use std::path::{Path, PathBuf};

/// Why the output could not be written. Unless it says otherwise, nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// The system refused an operation. What was written before stands; the next build completes it.
    #[error("failed to {operation} `{}`", path.display())]
    Io {
        /// What was tried: `rename`, `create folder`.
        operation: &'static str,
        /// On what.
        path: PathBuf,
        /// The system's answer.
        source: io::Error,
    },
    /// The folder holds something and no build of `briefing` made it.
    #[error("`{}` is not empty and was not made by briefing", folder.display())]
    ForeignDirectory {
        /// The folder.
        folder: PathBuf,
    },
    /// A file stands at an output path, no build wrote it, and its bytes are others.
    #[error("`{}` was not written by briefing and would be overwritten", path.display())]
    Foreign {
        /// The file.
        path: PathBuf,
    },
    /// Something that no build wrote stands in the way and cannot be replaced: a file or link where a folder must be, or
    /// a folder with other content where a file must be.
    #[error("`{}` stands in the way of the output and was not written by briefing", path.display())]
    Blocked {
        /// What stands there.
        path: PathBuf,
    },
    /// Another build writes to the folder and did not end in time.
    #[error("another build is writing to `{}`", folder.display())]
    Locked {
        /// The folder.
        folder: PathBuf,
    },
    /// A file that the tree takes for written is not what it was: it was changed while the tree was made.
    #[error("`{}` changed while the site was built", path.display())]
    ChangedDuringBuild {
        /// The file.
        path: PathBuf,
    },
    /// A path of the tree that must not be written.
    #[error("output path `{}` {problem}", path.escape_debug())]
    Path {
        /// The path.
        path: String,
        /// What is wrong with it.
        problem: &'static str,
    },
}

impl WriteError {
    /// Names the operation and the path of a refusal; for `map_err`.
    pub(super) fn io(operation: &'static str, path: &Path) -> impl FnOnce(io::Error) -> WriteError {
        move |source| WriteError::Io { operation, path: path.to_owned(), source }
    }
}
