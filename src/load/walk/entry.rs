//! Says which entries of a folder are passed over, and which are refused.

use crate::load::layout::is_copied;
use std::fs::FileType;
use std::path::{Path, PathBuf};
use walkdir::DirEntry;

/// What lies at a path, however it was come by.
pub(super) struct WalkEntry<'p> {
    /// Its path.
    pub(super) path: &'p Path,
    /// What it is, or what a link there leads to.
    pub(super) kind: FileType,
    /// Whether it is a link.
    pub(super) is_link: bool,
    /// Whether it is one of the folders that are walked.
    pub(super) is_top: bool,
}

impl<'p> From<&'p DirEntry> for WalkEntry<'p> {
    fn from(entry: &'p DirEntry) -> Self {
        let (kind, is_link) = (entry.file_type(), entry.path_is_symlink());
        WalkEntry { path: entry.path(), kind, is_link, is_top: entry.depth() == 0 }
    }
}

/// Beginnings of hidden names that editors, file systems and version control leave behind, and no site needs.
const IGNORED_PREFIXES: [&str; 8] = [".DS_Store", ".git", ".hg", ".svn", "._", ".#", ".~lock.", ".nfs"];

/// Whether an entry is none of the author's: hidden, or an editor's or a system's temporary file. What is copied as it
/// is may be hidden: `.well-known`, `.nojekyll`, `.htaccess`.
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

/// Gives the entry's path from the root, with `/`, or the reason why it is refused.
pub(super) fn validate(root: &Path, entry: &WalkEntry<'_>) -> Result<String, String> {
    if entry.is_link && !resolves_inside(root, entry.path) {
        return Err("it is a link to a place outside the briefing".to_owned());
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

/// Why walking on from a link is refused; nothing when the error is the disk's.
pub(super) fn refusal_reason(error: &walkdir::Error) -> Option<&'static str> {
    if error.loop_ancestor().is_some() {
        return Some("it is a link to a folder around it");
    }
    let is_link = error.path().and_then(|path| path.symlink_metadata().ok()).is_some_and(|it| it.is_symlink());
    is_link.then_some("it is a link to nothing")
}

/// A path as messages show it: from the root, with `/`, and with replacement characters where it is not UTF-8.
pub(super) fn display_path(root: &Path, path: &Path) -> String {
    let inner = path.strip_prefix(root).unwrap_or(path);
    let parts: Vec<_> = inner.components().map(|part| part.as_os_str().to_string_lossy()).collect();
    parts.join("/")
}

/// Whether a path, with every link followed, is inside the root.
pub(super) fn resolves_inside(root: &Path, path: &Path) -> bool {
    path.canonicalize().is_ok_and(|target: PathBuf| target.starts_with(root))
}

/// A path from the root, with `/`; nothing where it is not below the root, or not UTF-8.
pub(super) fn relative_path(root: &Path, path: &Path) -> Option<String> {
    let parts: Option<Vec<&str>> =
        path.strip_prefix(root).ok()?.components().map(|part| part.as_os_str().to_str()).collect();
    Some(parts?.join("/"))
}
