//! A briefing on the disk that is built again and again, as `briefing build` does.

use crate::format_diagnostics;
use crate::rng::Rng;
use crate::workspace::Files;
use briefing::compile::{CompileOptions, Compiled};
use briefing::incremental::{Build, BuildRequest, UpToDate};
use briefing::output::WriteOptions;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;
use tempfile::TempDir;

/// So long after it was written, a file counts as one that nobody is writing any more.
const SETTLE_TIME: Duration = Duration::from_millis(2_200);

pub(crate) struct DiskBriefing {
    dir: TempDir,
    files: Files,
}

impl DiskBriefing {
    pub(crate) fn new() -> DiskBriefing {
        DiskBriefing { dir: tempfile::tempdir().unwrap(), files: Files::new() }
    }

    /// Makes the files those of the briefing; those that are the same are not touched.
    pub(crate) fn sync_files(&mut self, files: &Files) {
        for path in self.files.keys().filter(|path| !files.contains_key(*path)) {
            fs::remove_file(self.dir.path().join(path)).unwrap();
        }
        for (path, text) in files.iter().filter(|(path, text)| self.files.get(*path) != Some(text)) {
            let path = self.dir.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        self.files.clone_from(files);
    }

    /// Changes or removes bytes of what is remembered, or of what was written.
    pub(crate) fn corrupt_random_file(&self, dice: &mut Rng) {
        let folder = match dice.below(6) {
            0 => ".briefing",
            1 => "public",
            _ => return,
        };
        let files = files_in(&self.dir.path().join(folder));
        let paths: Vec<&PathBuf> = files.keys().collect();
        let Some(path) = paths.get(dice.below(paths.len())) else { return };
        let mut bytes = files[*path].clone();
        let at = dice.below(bytes.len());
        match dice.below(4) {
            0 => fs::remove_file(path).unwrap(),
            1 => fs::write(path, &bytes[..at]).unwrap(),
            _ if bytes.is_empty() => {}
            _ => {
                bytes[at] ^= 1 << dice.below(8);
                fs::write(path, bytes).unwrap();
            }
        }
    }

    /// Builds, and gives what was found.
    pub(crate) fn build(&self, options: &CompileOptions) -> String {
        match self.compile(options) {
            Ok(compiled) => format_diagnostics(&compiled.diagnostics, &compiled.sources),
            Err(unchanged) => format_diagnostics(&unchanged.diagnostics, &unchanged.sources),
        }
    }

    /// Builds when what was written is at rest, and gives how many pages had their views made.
    pub(crate) fn views_built(&self, options: &CompileOptions) -> usize {
        std::thread::sleep(SETTLE_TIME);
        self.compile(options).map_or(0, |compiled| compiled.pages.stats.views_built)
    }

    fn compile(&self, options: &CompileOptions) -> Result<Compiled, Box<UpToDate>> {
        let root = self.dir.path().to_owned();
        let request = BuildRequest { root, output: None, options: options.clone(), use_cache: true };
        let mut build = Build::begin(request).unwrap();
        if let Some(unchanged) = build.up_to_date() {
            return Err(Box::new(unchanged));
        }
        let mut compiled = build.compile(&mut |_| {}).unwrap();
        if !compiled.diagnostics.has_errors() {
            build.write(&mut compiled, WriteOptions { force: true, ..WriteOptions::default() }).unwrap();
        }
        Ok(compiled)
    }

    /// The first file of the output that is not as it was compiled.
    pub(crate) fn difference(&self, compiled: &Compiled) -> Option<String> {
        let root = self.dir.path().join("public");
        let own = |path: &Path| path.file_name().unwrap().to_str().unwrap().starts_with(".briefing-");
        let written: BTreeMap<String, Vec<u8>> = files_in(&root)
            .into_iter()
            .filter(|(path, _)| !own(path))
            .map(|(path, bytes)| (path.strip_prefix(&root).unwrap().to_str().unwrap().to_owned(), bytes))
            .collect();
        let paths = written.keys().map(String::as_str).chain(compiled.tree.paths());
        let differs =
            |path: &&str| written.get(*path).map(Vec::as_slice) != compiled.tree.bytes(*path).map(|bytes| &**bytes);
        paths.filter(differs).min().map(str::to_owned)
    }
}

fn files_in(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let entries = walkdir::WalkDir::new(folder).into_iter().filter_map(Result::ok);
    let files = entries.filter(|entry| entry.file_type().is_file());
    files.map(|entry| (entry.path().to_owned(), fs::read(entry.path()).unwrap())).collect()
}
