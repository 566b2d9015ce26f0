//! Writes articles, all or none.
//!
//! 1. All are written into a hidden folder, which no other code reads: most errors occur here.
//! 2. Each is moved into place with a rename. On failure, the previous moves are rolled back.
//!
//! A killed import may leave its hidden folder behind; the next import removes it. A folder is abandoned if its lock
//! file is not locked: the lock is released when its process ends.

use super::PreparedArticle;
use anyhow::{Context, bail};
use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};

const STAGING_PREFIX: &str = ".import-";
const LOCK_NAME: &str = "lock";

/// Writes all articles into `folder`.
pub(super) fn write_all(folder: &Path, articles: &[PreparedArticle]) -> anyhow::Result<()> {
    for article in articles {
        let target = folder.join(&article.id);
        if target.exists() {
            bail!("`{}` already exists; choose another id with --into", target.display());
        }
    }
    let existed = folder.exists();
    let result = stage_and_move(folder, articles);
    if result.is_err() && !existed {
        // Removes the folder only if it is empty; the write error is more useful than an error of this cleanup.
        let _ = fs::remove_dir(folder);
    }
    result
}

fn stage_and_move(folder: &Path, articles: &[PreparedArticle]) -> anyhow::Result<()> {
    let error_context = |target: &Path| format!("failed to write `{}`", target.display());
    fs::create_dir_all(folder).with_context(|| error_context(folder))?;
    remove_abandoned(folder);
    let staging = ImportStaging::new(folder).with_context(|| error_context(folder))?;
    for article in articles {
        write_article(&staging.folder.join(&article.id), article)
            .with_context(|| error_context(&folder.join(&article.id)))?;
    }
    let mut moved: Vec<PathBuf> = Vec::new();
    for article in articles {
        let target = folder.join(&article.id);
        if let Err(error) = fs::rename(staging.folder.join(&article.id), &target) {
            for target in moved {
                let _ = fs::remove_dir_all(target);
            }
            return Err(error).with_context(|| error_context(&target));
        }
        moved.push(target);
    }
    Ok(())
}

fn write_article(folder: &Path, article: &PreparedArticle) -> std::io::Result<()> {
    fs::create_dir(folder)?;
    let text = (article.proposal.format.file_name(), article.proposal.file.as_slice());
    for (name, bytes) in [("index.md", article.record.as_bytes()), text] {
        let mut file = File::create_new(folder.join(name))?;
        file.write_all(bytes)?;
        file.sync_all()?;
    }
    Ok(())
}

/// Temporary folder of an import, removed on drop.
struct ImportStaging {
    folder: PathBuf,
    // Locked for as long as the folder is in use.
    _lock: File,
}

impl ImportStaging {
    fn new(folder: &Path) -> std::io::Result<Self> {
        let folder = folder.join(format!("{STAGING_PREFIX}{}", std::process::id()));
        fs::create_dir(&folder)?;
        let lock = File::create_new(folder.join(LOCK_NAME)).inspect_err(|_| drop(fs::remove_dir_all(&folder)))?;
        // On file systems without locks, a concurrent import would consider the folder abandoned.
        let _ = lock.try_lock();
        Ok(ImportStaging { folder, _lock: lock })
    }
}

impl Drop for ImportStaging {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.folder);
    }
}

/// Removes the temporary folders of imports that were killed.
fn remove_abandoned(folder: &Path) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries.flatten().filter(|entry| entry.file_name().to_string_lossy().starts_with(STAGING_PREFIX)) {
        // A missing lock file means that the import was killed before locking or during cleanup.
        if File::open(entry.path().join(LOCK_NAME)).map_or(true, |lock| lock.try_lock().is_ok()) {
            let _ = fs::remove_dir_all(entry.path());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::{ExistingContent, ImportFile, propose};

    fn article(id: &str) -> PreparedArticle {
        let proposal = propose(&ImportFile { name: "a.txt", bytes: b"A bridge" }, &ExistingContent::default()).unwrap();
        PreparedArticle { id: id.to_owned(), proposal, record: "+++\n+++\n".to_owned() }
    }

    fn names(folder: &Path) -> Vec<String> {
        let mut names: Vec<String> =
            fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    #[test]
    fn rolls_back_on_failure() {
        let root = tempfile::tempdir().unwrap();
        let folder = root.path().join("content/articles");
        assert!(write_all(&folder, &[article("one"), article("no/such/folder")]).is_err());
        assert!(!folder.exists() || names(&folder).is_empty());
        fs::create_dir_all(folder.join("two")).unwrap();
        assert!(write_all(&folder, &[article("one"), article("two")]).is_err());
        assert_eq!(names(&folder), ["two"]);
    }

    #[test]
    fn reports_path_that_is_not_writable() {
        let root = tempfile::tempdir().unwrap();
        fs::write(root.path().join("content"), "in the way").unwrap();
        let message = write_all(&root.path().join("content/articles"), &[article("one")]).unwrap_err().to_string();
        assert!(message.contains("failed to write"), "{message}");
        assert_eq!(names(root.path()), ["content"]);
    }

    #[test]
    fn removes_abandoned_folders_only() {
        let root = tempfile::tempdir().unwrap();
        let folder = root.path().join("articles");
        fs::create_dir_all(folder.join(".import-1/half")).unwrap();
        fs::write(folder.join(".import-1/lock"), "").unwrap();
        fs::create_dir_all(folder.join(".import-2/half")).unwrap();
        fs::create_dir_all(folder.join(".import-3/half")).unwrap();
        let running = File::create_new(folder.join(".import-3/lock")).unwrap();
        running.lock().unwrap();
        write_all(&folder, &[article("one")]).unwrap();
        assert_eq!(names(&folder), [".import-3", "one"]);
    }
}
