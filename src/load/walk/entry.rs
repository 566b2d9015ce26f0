//! Decides which directory entries are ignored, and which are refused.

use crate::load::layout::is_copied;
use std::fs::FileType;
use std::path::{Path, PathBuf};
use walkdir::DirEntry;

/// Directory entry, from a directory walk or a single path.
pub(super) struct WalkEntry<'p> {
    /// Path of the entry.
    pub(super) path: &'p Path,
    /// File type, of the target if it is a link.
    pub(super) kind: FileType,
    /// `true` if it is a symbolic link.
    pub(super) is_link: bool,
    /// `true` if it is one of the folders where a walk starts.
    pub(super) is_top: bool,
}

impl<'p> From<&'p DirEntry> for WalkEntry<'p> {
    fn from(entry: &'p DirEntry) -> Self {
        let (kind, is_link) = (entry.file_type(), entry.path_is_symlink());
        WalkEntry { path: entry.path(), kind, is_link, is_top: entry.depth() == 0 }
    }
}

/// Prefixes of hidden files that editors, file systems and version control create, and no site needs.
const IGNORED_PREFIXES: [&str; 8] = [".DS_Store", ".git", ".hg", ".svn", "._", ".#", ".~lock.", ".nfs"];

/// Checks whether an entry is not the author's: hidden, or a temporary file of an editor or the system. Files that are
/// copied verbatim may be hidden: `.well-known`, `.nojekyll`, `.htaccess`.
pub(super) fn is_ignored(root: &Path, path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    if !name.starts_with('.') {
        return name.ends_with('~') || matches!(&*name, "Thumbs.db" | "desktop.ini");
    }
    !is_copied(&display_path(root, path)) || is_temporary(&name)
}

fn is_temporary(hidden: &str) -> bool {
    let extension = hidden.rsplit_once('.').map_or("", |(_, extension)| extension);
    let is_swap = matches!(extension, "swp" | "swo" | "swn" | "swx");
    is_swap || hidden.ends_with('~') || IGNORED_PREFIXES.iter().any(|start| hidden.starts_with(start))
}

/// Returns the entry's path relative to the root, with `/`; the error is the reason for refusing it.
pub(super) fn validate(root: &Path, entry: &WalkEntry<'_>) -> Result<String, String> {
    if entry.is_link && !resolves_inside(root, entry.path) {
        return Err("it is a symbolic link to a location outside the briefing".to_owned());
    }
    let kind = entry.kind;
    if entry.is_top && !kind.is_dir() {
        return Err("it is not a folder".to_owned());
    }
    if !kind.is_dir() && !kind.is_file() {
        return Err("it is not a regular file".to_owned());
    }
    relative_path(root, entry.path).ok_or_else(|| "its name is not UTF-8".to_owned())
}

/// Returns the reason for refusing a link that cannot be followed; `None` if the cause is an I/O error.
pub(super) fn refusal_reason(error: &walkdir::Error) -> Option<&'static str> {
    if error.loop_ancestor().is_some() {
        return Some("it is a symbolic link to a parent folder");
    }
    let is_link =
        error.path().and_then(|path| path.symlink_metadata().ok()).is_some_and(|metadata| metadata.is_symlink());
    is_link.then_some("it is a broken symbolic link")
}

/// Formats a path for messages: relative to the root, with `/`, and with replacement characters if it is not UTF-8.
pub(super) fn display_path(root: &Path, path: &Path) -> String {
    let inner = path.strip_prefix(root).unwrap_or(path);
    let parts: Vec<_> = inner.components().map(|part| part.as_os_str().to_string_lossy()).collect();
    parts.join("/")
}

/// Checks whether a path, with all links resolved, is inside the root.
pub(super) fn resolves_inside(root: &Path, path: &Path) -> bool {
    path.canonicalize().is_ok_and(|target: PathBuf| target.starts_with(root))
}

/// Returns a path relative to the root, with `/`; `None` if it is outside of the root or not UTF-8.
pub(super) fn relative_path(root: &Path, path: &Path) -> Option<String> {
    let parts: Option<Vec<&str>> =
        path.strip_prefix(root).ok()?.components().map(|part| part.as_os_str().to_str()).collect();
    Some(parts?.join("/"))
}
