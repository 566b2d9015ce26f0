//! Reads and compiles a workspace repeatedly, reusing state between compilations.

use super::watch::ChangedPaths;
use super::workspace::Workspace;
use crate::compile::{CompileOptions, Compiled};
use crate::incremental;
use crate::load::walk::WalkError;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// Workspace that is recompiled when its files change.
pub(super) struct PreviewSession {
    root: PathBuf,
    options: CompileOptions,
    workspace: Option<Workspace>,
    compiler: incremental::Session,
}

/// Result of a build.
pub(super) struct FinishedBuild {
    /// The compilation.
    pub(super) compiled: Compiled,
    /// Paths of the files that changed since the previous build, relative to the root; empty for the first build.
    pub(super) changed: Vec<String>,
    /// Duration of reading and compiling.
    pub(super) elapsed: Duration,
}

impl PreviewSession {
    /// Creates a session without reading anything.
    pub(super) fn new(root: PathBuf, options: CompileOptions) -> PreviewSession {
        PreviewSession { root, options, workspace: None, compiler: incremental::Session::default() }
    }

    /// Checks whether a file was read for the last compilation.
    pub(super) fn has_read(&self, path: &Path) -> bool {
        self.workspace.as_ref().is_some_and(|workspace| workspace.contains(path))
    }

    /// Checks whether all files were scanned since the last compilation. True after a read error: the next attempt
    /// waits for a change.
    pub(super) fn is_fully_scanned(&self) -> bool {
        self.workspace.as_ref().is_none_or(Workspace::is_fully_scanned)
    }

    /// Rereads the changed paths and compiles. Returns `None` if no input changed.
    pub(super) fn build(&mut self, changed_paths: &ChangedPaths) -> Result<Option<FinishedBuild>, WalkError> {
        let start = Instant::now();
        // Taken, so that after an error the next attempt starts from scratch.
        let (workspace, changed) = match self.workspace.take() {
            None => (Workspace::read(self.root.clone(), self.options.load.config.clone())?, Vec::new()),
            Some(mut workspace) => {
                let changed = workspace.rescan(changed_paths)?;
                if changed.is_empty() {
                    self.workspace = Some(workspace);
                    return Ok(None);
                }
                (workspace, changed)
            }
        };
        let compiled = self.compiler.compile(workspace.inputs(), &self.options);
        self.workspace = Some(workspace);
        Ok(Some(FinishedBuild { compiled, changed, elapsed: start.elapsed() }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    #[test]
    fn compiles_only_after_changes() {
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
