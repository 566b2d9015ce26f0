//! Writes articles: all of them, or none.

use super::Article;
use anyhow::{Context, bail};
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

/// Writes every article into the folder of articles. On a failure, those that were written are taken back.
pub(super) fn all(folder: &Path, articles: &[Article]) -> anyhow::Result<()> {
    let mut made: Vec<PathBuf> = Vec::new();
    for article in articles {
        match one(folder, article) {
            Ok(place) => made.push(place),
            Err(error) => {
                for place in made {
                    // The failure that is on its way tells more than one of taking back.
                    let _ = fs::remove_dir_all(place);
                }
                return Err(error);
            }
        }
    }
    Ok(())
}

/// Writes an article into a hidden folder beside its place, which is then renamed.
fn one(folder: &Path, article: &Article) -> anyhow::Result<PathBuf> {
    let place = folder.join(&article.id);
    let failed = || format!("failed to write `{}`", place.display());
    if place.exists() {
        bail!("`{}` exists already; give another id with --into", place.display());
    }
    fs::create_dir_all(folder).with_context(failed)?;
    let hidden = folder.join(format!(".import-{}", std::process::id()));
    let written = fill(&hidden, article).and_then(|()| fs::rename(&hidden, &place));
    if written.is_err() {
        let _ = fs::remove_dir_all(&hidden);
    }
    written.with_context(failed)?;
    Ok(place)
}

fn fill(folder: &Path, article: &Article) -> std::io::Result<()> {
    fs::create_dir(folder)?;
    for (name, text) in [("index.md", &article.record), (article.proposal.format.file_name(), &article.proposal.text)] {
        let mut file = fs::File::create_new(folder.join(name))?;
        file.write_all(text.as_bytes())?;
        file.sync_all()?;
    }
    Ok(())
}
