//! The least that any generator must do for the same site: read the inputs, parse them, write the outputs.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// What the least took.
#[derive(Clone, Copy)]
pub(crate) struct Floor {
    pub read: Duration,
    pub parse: Duration,
    pub write: Duration,
}

impl Floor {
    pub(crate) fn whole(&self) -> Duration {
        self.read + self.parse + self.write
    }
}

/// Measures the floor of a built site: median of the runs, each part by itself.
pub(crate) fn measure(root: &Path, built: &Path, scratch: &Path, runs: usize) -> Floor {
    let outputs: Vec<(PathBuf, Vec<u8>)> = files(built)
        .into_iter()
        .map(|path| (path.strip_prefix(built).expect("inside").to_owned(), fs::read(&path).expect("read")))
        .collect();
    let median = |mut times: Vec<Duration>| {
        times.sort();
        times[times.len() / 2]
    };
    let (mut read, mut parse, mut write) = (Vec::new(), Vec::new(), Vec::new());
    for run in 0..runs {
        let (texts, took) = timed(|| read_all(root));
        read.push(took);
        parse.push(timed(|| parse_all(&texts)).1);
        let folder = scratch.join(run.to_string());
        write.push(timed(|| write_all(&outputs, &folder)).1);
    }
    Floor { read: median(read), parse: median(parse), write: median(write) }
}

fn timed<T>(work: impl FnOnce() -> T) -> (T, Duration) {
    let begin = Instant::now();
    let value = work();
    (value, begin.elapsed())
}

fn read_all(root: &Path) -> Vec<String> {
    files(&root.join("content")).iter().map(|path| fs::read_to_string(path).expect("read")).collect()
}

fn parse_all(texts: &[String]) -> usize {
    texts
        .iter()
        .map(|text| {
            let mut parts = text.splitn(3, "+++");
            let front_matter = parts.nth(1).unwrap_or("");
            let keys = front_matter.parse::<toml::Table>().map_or(0, |table| table.len());
            keys + pulldown_cmark::Parser::new(parts.next().unwrap_or("")).count()
        })
        .sum()
}

fn write_all(outputs: &[(PathBuf, Vec<u8>)], folder: &Path) {
    for (path, bytes) in outputs {
        let path = folder.join(path);
        fs::create_dir_all(path.parent().expect("a file has a folder")).expect("folder made");
        fs::write(path, bytes).expect("written");
    }
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = walkdir::WalkDir::new(folder).sort_by_file_name();
    entries
        .into_iter()
        .map(|entry| entry.expect("walked"))
        .filter(|entry| entry.file_type().is_file())
        .map(walkdir::DirEntry::into_path)
        .collect()
}
