//! Lower bounds for any generator on the same site: read and parse the inputs, run the templates, write the outputs; with a
//! cache from a previous build, stat every input.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// Times of the lower bounds, in parts.
#[derive(Clone, Copy)]
pub(crate) struct Floor {
    read: Duration,
    parse: Duration,
    templates: Duration,
    write: Duration,
    pub(crate) stat: Duration,
}

impl Floor {
    pub(crate) fn total(&self) -> Duration {
        self.read + self.parse + self.templates + self.write
    }

    pub(crate) fn print(&self, size: usize) {
        println!(
            "{size} records. Floor of a first build {:.1}: read {:.1}, parse {:.1}, templates {:.1}, write {:.1}; of another: \
             look {:.1}",
            ms(self.total()),
            ms(self.read),
            ms(self.parse),
            ms(self.templates),
            ms(self.write),
            ms(self.stat)
        );
    }
}

pub(crate) fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1_000.0
}

/// Measures the lower bounds for a built site: the median of the runs, for each part separately. The template time comes
/// from a real build.
pub(crate) fn measure(root: &Path, built: &Path, scratch: &Path, templates: Duration, runs: usize) -> Floor {
    let outputs: Vec<(PathBuf, Vec<u8>)> = files(built)
        .into_iter()
        .map(|path| (path.strip_prefix(built).expect("inside").to_owned(), fs::read(&path).expect("read")))
        .collect();
    let median = |mut times: Vec<Duration>| {
        times.sort();
        times[times.len() / 2]
    };
    let (mut read, mut parse, mut write, mut stat) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for run in 0..runs {
        let (texts, elapsed) = timed(|| read_all(root));
        read.push(elapsed);
        parse.push(timed(|| parse_all(&texts)).1);
        let folder = scratch.join(run.to_string());
        write.push(timed(|| write_all(&outputs, &folder)).1);
        stat.push(timed(|| stat_all(root)).1);
    }
    Floor { read: median(read), parse: median(parse), templates, write: median(write), stat: median(stat) }
}

fn timed<T>(work: impl FnOnce() -> T) -> (T, Duration) {
    let start = Instant::now();
    let value = work();
    (value, start.elapsed())
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

fn stat_all(root: &Path) -> u64 {
    files(&root.join("content")).iter().map(|path| fs::metadata(path).map_or(0, |file| file.len())).sum()
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
