//! Workspace on disk that is built repeatedly, as `briefing build` does.

use super::format_diagnostics;
use super::rng::Rng;
use super::workspace::Files;
use briefing::compile::{CompileOptions, Compiled};
use briefing::incremental::{Build, BuildRequest, UpToDate};
use briefing::output::WriteOptions;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;
use tempfile::TempDir;

/// Time after which a written file counts as settled.
const SETTLE_TIME: Duration = Duration::from_millis(2_200);

pub(crate) struct DiskBriefing {
    dir: TempDir,
    files: Files,
}

impl DiskBriefing {
    pub(crate) fn new() -> DiskBriefing {
        DiskBriefing { dir: tempfile::tempdir().unwrap(), files: Files::new() }
    }

    /// Replaces the files of the workspace. Unchanged files are not written.
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

    /// Corrupts or removes a random file of the cache or the output.
    pub(crate) fn corrupt_random_file(&self, rng: &mut Rng) {
        let folder = match rng.below(6) {
            0 => ".briefing",
            1 => "public",
            _ => return,
        };
        let files = files_in(&self.dir.path().join(folder));
        let paths: Vec<&PathBuf> = files.keys().collect();
        let Some(path) = paths.get(rng.below(paths.len())) else { return };
        let mut bytes = files[*path].clone();
        let offset = rng.below(bytes.len());
        match rng.below(4) {
            0 => fs::remove_file(path).unwrap(),
            1 => fs::write(path, &bytes[..offset]).unwrap(),
            _ if bytes.is_empty() => {}
            _ => {
                bytes[offset] ^= 1 << rng.below(8);
                fs::write(path, bytes).unwrap();
            }
        }
    }

    /// Builds and returns the formatted diagnostics.
    pub(crate) fn build(&self, options: &CompileOptions) -> String {
        match self.compile(options) {
            Ok(compiled) => format_diagnostics(&compiled.diagnostics, &compiled.sources),
            Err(unchanged) => format_diagnostics(&unchanged.diagnostics, &unchanged.sources),
        }
    }

    /// Builds once all files are settled, and returns the number of pages whose views were built.
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

    /// Returns the first output file that differs from the compilation.
    pub(crate) fn difference(&self, compiled: &Compiled) -> Option<String> {
        let root = self.dir.path().join("public");
        let is_own = |path: &Path| path.file_name().unwrap().to_str().unwrap().starts_with(".briefing-");
        let written: BTreeMap<String, Vec<u8>> = files_in(&root)
            .into_iter()
            .filter(|(path, _)| !is_own(path))
            .map(|(path, bytes)| (path.strip_prefix(&root).unwrap().to_str().unwrap().to_owned(), bytes))
            .collect();
        let paths = written.keys().map(String::as_str).chain(compiled.tree.paths());
        let differs =
            |path: &&str| written.get(*path).map(Vec::as_slice) != compiled.tree.bytes(path).map(|bytes| &**bytes);
        paths.filter(differs).min().map(str::to_owned)
    }
}

fn files_in(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let entries = walkdir::WalkDir::new(folder).into_iter().filter_map(Result::ok);
    let files = entries.filter(|entry| entry.file_type().is_file());
    files.map(|entry| (entry.path().to_owned(), fs::read(entry.path()).unwrap())).collect()
}
