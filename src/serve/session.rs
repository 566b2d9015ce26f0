//! Reads and compiles the briefing again and again, and keeps what makes the next time cheaper.

use crate::cache::trace::Trace;
use crate::load::Inputs;
use crate::load::walk::{self, Surveyed, WalkError};
use crate::pipeline::{self, CompileOptions, Compiled};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

/// A briefing that is compiled each time its files change.
pub(super) struct Session {
    root: PathBuf,
    options: CompileOptions,
    inputs: Option<Inputs>,
    /// How the files lay there that were read; nothing of one that was at work just then.
    traces: BTreeMap<Arc<str>, Trace>,
    memory: pipeline::Session,
}

/// A compilation, and what it was made for.
pub(super) struct Built {
    /// All that it gave.
    pub(super) compiled: Compiled,
    /// The files that changed since the last one, by their path from the root; none the first time.
    pub(super) changed: Vec<String>,
    /// How long reading and compiling took.
    pub(super) took: Duration,
}

impl Session {
    /// A session that has not read anything yet.
    pub(super) fn new(root: PathBuf, options: CompileOptions) -> Session {
        Session { root, options, inputs: None, traces: BTreeMap::new(), memory: pipeline::Session::default() }
    }

    /// Whether a file was read for the last compilation.
    pub(super) fn reads(&self, path: &Path) -> bool {
        let inside = path.strip_prefix(&self.root).ok().and_then(Path::to_str);
        let inputs = self.inputs.as_ref();
        inside.zip(inputs).is_some_and(|(path, inputs)| inputs.files.contains_key(path.replace('\\', "/").as_str()))
    }

    /// Reads the files and compiles them; nothing when they are the same as last time.
    pub(super) fn build(&mut self) -> Result<Option<Built>, WalkError> {
        let begin = Instant::now();
        // Taken out, so that after a failure the next attempt starts afresh.
        let before = self.inputs.take();
        let inputs = self.read(before.as_ref())?;
        let changed = before.as_ref().map(|before| differences(before, &inputs));
        if changed.as_ref().is_some_and(Vec::is_empty) {
            self.inputs = Some(inputs);
            return Ok(None);
        }
        let compiled = self.memory.compile(&inputs, &self.options);
        self.inputs = Some(inputs);
        Ok(Some(Built { compiled, changed: changed.unwrap_or_default(), took: begin.elapsed() }))
    }

    /// Reads the files, but for those that lie there as they did before.
    fn read(&mut self, before: Option<&Inputs>) -> Result<Inputs, WalkError> {
        let survey = walk::survey(&self.root, &self.options.load.config)?;
        let traces = &self.traces;
        let known = |file: &Surveyed| {
            let is_same = file.trace.is_some() && file.trace.as_ref() == traces.get(&file.path);
            before?.files.get(&file.path).filter(|_| is_same).cloned()
        };
        let inputs = survey.read_unless(known)?;
        self.traces = survey.files.iter().filter_map(|file| Some((file.path.clone(), file.trace?))).collect();
        Ok(inputs)
    }
}

/// The files that are new, gone or different.
fn differences(before: &Inputs, after: &Inputs) -> Vec<String> {
    let mut paths: BTreeSet<&str> = BTreeSet::new();
    for (path, bytes) in &after.files {
        let same = before.files.get(path).is_some_and(|before| Arc::ptr_eq(before, bytes) || before == bytes);
        if !same {
            paths.insert(path);
        }
    }
    paths.extend(before.files.keys().filter(|path| !after.files.contains_key(*path)).map(|path| &**path));
    let (old, new): (BTreeSet<_>, BTreeSet<_>) = (before.refused.iter().collect(), after.refused.iter().collect());
    paths.extend(old.symmetric_difference(&new).map(|(path, _)| path.as_str()));
    paths.into_iter().map(str::to_owned).collect()
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
        let mut session = Session::new(dir.path().to_owned(), CompileOptions::default());
        assert!(session.build().unwrap().is_some());
        assert!(session.build().unwrap().is_none());
        fs::write(&page, "+++\ntitle = \"A\"\n+++\nTwo.\n").unwrap();
        assert_eq!(session.build().unwrap().unwrap().changed, ["content/pages/a.md"]);
        fs::remove_file(&page).unwrap();
        assert_eq!(session.build().unwrap().unwrap().changed, ["content/pages/a.md"]);
        fs::rename(dir.path().join("briefing.toml"), dir.path().join("away.toml")).unwrap();
        assert!(session.build().is_err());
        fs::rename(dir.path().join("away.toml"), dir.path().join("briefing.toml")).unwrap();
        assert!(session.build().unwrap().is_some(), "after a failure it starts afresh");
    }
}
