//! Writes articles: all of them, or none.
//!
//! 1. All are written into a hidden folder, where nothing reads them: what can fail fails there.
//! 2. Each is moved to its place, whole. When that fails, those that were moved are taken back.
//!
//! An import that was killed may leave its hidden folder behind; the next one takes it away. It knows such a folder by
//! the lock in it, which ends with the process that held it.

use super::PreparedArticle;
use anyhow::{Context, bail};
use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};

const STAGING_PREFIX: &str = ".import-";
const LOCK_NAME: &str = "lock";

/// Writes every article into the folder of articles.
pub(super) fn write_all(folder: &Path, articles: &[PreparedArticle]) -> anyhow::Result<()> {
    for article in articles {
        let place = folder.join(&article.id);
        if place.exists() {
            bail!("`{}` exists already; give another id with --into", place.display());
        }
    }
    let was_there = folder.exists();
    let written = stage_and_move(folder, articles);
    if written.is_err() && !was_there {
        // Only an empty folder goes away, and the failure that is on its way tells more than one of taking back.
        let _ = fs::remove_dir(folder);
    }
    written
}

fn stage_and_move(folder: &Path, articles: &[PreparedArticle]) -> anyhow::Result<()> {
    let failed = |place: &Path| format!("failed to write `{}`", place.display());
    fs::create_dir_all(folder).with_context(|| failed(folder))?;
    remove_abandoned(folder);
    let hidden = ImportStaging::new(folder).with_context(|| failed(folder))?;
    for article in articles {
        write_article(&hidden.folder.join(&article.id), article).with_context(|| failed(&folder.join(&article.id)))?;
    }
    let mut moved: Vec<PathBuf> = Vec::new();
    for article in articles {
        let place = folder.join(&article.id);
        if let Err(error) = fs::rename(hidden.folder.join(&article.id), &place) {
            for place in moved {
                let _ = fs::remove_dir_all(place);
            }
            return Err(error).with_context(|| failed(&place));
        }
        moved.push(place);
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

/// The folder in which articles are made; it goes away with the value.
struct ImportStaging {
    folder: PathBuf,
    // Held as long as the folder is in use.
    _lock: File,
}

impl ImportStaging {
    fn new(folder: &Path) -> std::io::Result<Self> {
        let folder = folder.join(format!("{STAGING_PREFIX}{}", std::process::id()));
        fs::create_dir(&folder)?;
        let lock = File::create_new(folder.join(LOCK_NAME)).inspect_err(|_| drop(fs::remove_dir_all(&folder)))?;
        // Where there are no locks, the folder looks left behind to another import that runs at the same time.
        let _ = lock.try_lock();
        Ok(ImportStaging { folder, _lock: lock })
    }
}

impl Drop for ImportStaging {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.folder);
    }
}

/// Takes away the hidden folders of imports that ended without doing so.
fn remove_abandoned(folder: &Path) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries.flatten().filter(|entry| entry.file_name().to_string_lossy().starts_with(STAGING_PREFIX)) {
        // Without a lock it ended before it took one, or while it was taken away.
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
    fn a_failure_leaves_nothing_behind() {
        let root = tempfile::tempdir().unwrap();
        let folder = root.path().join("content/articles");
        assert!(write_all(&folder, &[article("one"), article("no/such/folder")]).is_err());
        assert!(!folder.exists() || names(&folder).is_empty());
        fs::create_dir_all(folder.join("two")).unwrap();
        assert!(write_all(&folder, &[article("one"), article("two")]).is_err());
        assert_eq!(names(&folder), ["two"]);
    }

    #[test]
    fn a_place_that_cannot_be_written_to_is_told() {
        let root = tempfile::tempdir().unwrap();
        fs::write(root.path().join("content"), "in the way").unwrap();
        let told = write_all(&root.path().join("content/articles"), &[article("one")]).unwrap_err().to_string();
        assert!(told.contains("failed to write"), "{told}");
        assert_eq!(names(root.path()), ["content"]);
    }

    #[test]
    fn what_a_killed_import_left_is_taken_away_and_a_running_ones_is_not() {
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
