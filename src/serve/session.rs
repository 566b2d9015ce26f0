//! Reads and compiles the briefing again and again, and keeps what makes the next time cheaper.

use super::watch::ChangedPaths;
use super::workspace::Workspace;
use crate::compile::{CompileOptions, Compiled};
use crate::incremental;
use crate::load::walk::WalkError;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// A briefing that is compiled each time its files change.
pub(super) struct PreviewSession {
    root: PathBuf,
    options: CompileOptions,
    workspace: Option<Workspace>,
    compiler: incremental::Session,
}

/// A compilation, and what it was made for.
pub(super) struct FinishedBuild {
    /// All that it gave.
    pub(super) compiled: Compiled,
    /// The files that changed since the last one, by their path from the root; none the first time.
    pub(super) changed: Vec<String>,
    /// How long reading and compiling took.
    pub(super) elapsed: Duration,
}

impl PreviewSession {
    /// A session that has not read anything yet.
    pub(super) fn new(root: PathBuf, options: CompileOptions) -> PreviewSession {
        PreviewSession { root, options, workspace: None, compiler: incremental::Session::default() }
    }

    /// Whether a file was read for the last compilation.
    pub(super) fn has_read(&self, path: &Path) -> bool {
        self.workspace.as_ref().is_some_and(|files| files.contains(path))
    }

    /// Whether everything was looked at since the last compilation was made. What cannot be read is looked at again only
    /// when something happens.
    pub(super) fn is_fully_scanned(&self) -> bool {
        self.workspace.as_ref().is_none_or(Workspace::is_fully_scanned)
    }

    /// Reads what was touched and compiles it; nothing when all is the same as last time.
    pub(super) fn build(&mut self, touched: &ChangedPaths) -> Result<Option<FinishedBuild>, WalkError> {
        let begin = Instant::now();
        // Taken out, so that after a failure the next attempt starts afresh.
        let (files, changed) = match self.workspace.take() {
            None => (Workspace::read(self.root.clone(), self.options.load.config.clone())?, Vec::new()),
            Some(mut files) => {
                let changed = files.rescan(touched)?;
                if changed.is_empty() {
                    self.workspace = Some(files);
                    return Ok(None);
                }
                (files, changed)
            }
        };
        let compiled = self.compiler.compile(files.inputs(), &self.options);
        self.workspace = Some(files);
        Ok(Some(FinishedBuild { compiled, changed, elapsed: begin.elapsed() }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    #[test]
    fn compiles_only_when_something_changed() {
        let dir = tempfile::tempdir().unwrap();
        let page = dir.path().join("content/pages/a.md");
        fs::create_dir_all(page.parent().unwrap()).unwrap();
        fs::write(dir.path().join("briefing.toml"), "base_url = \"https://example.org/\"").unwrap();
        fs::write(&page, "+++\ntitle = \"A\"\n+++\nOne.\n").unwrap();
        let mut session = PreviewSession::new(dir.path().to_owned(), CompileOptions::default());
        assert!(session.build(&ChangedPaths::Everything).unwrap().is_some());
        assert!(session.build(&ChangedPaths::Everything).unwrap().is_none());
        fs::write(&page, "+++\ntitle = \"A\"\n+++\nTwo.\n").unwrap();
        assert_eq!(session.build(&ChangedPaths::Everything).unwrap().unwrap().changed, ["content/pages/a.md"]);
        fs::remove_file(&page).unwrap();
        assert_eq!(session.build(&ChangedPaths::Everything).unwrap().unwrap().changed, ["content/pages/a.md"]);
        fs::rename(dir.path().join("briefing.toml"), dir.path().join("away.toml")).unwrap();
        assert!(session.build(&ChangedPaths::Everything).is_err());
        fs::rename(dir.path().join("away.toml"), dir.path().join("briefing.toml")).unwrap();
        assert!(session.build(&ChangedPaths::Everything).unwrap().is_some(), "after a failure it starts afresh");
    }
}
