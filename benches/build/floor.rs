//! The least that any generator must do for the same site: read the inputs, parse them, run the templates, write the
//! outputs; and, when it knows the site from before, look at every input.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// What the least took.
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

/// Measures the floor of a built site: median of the runs, each part by itself. What templates took is known already.
pub(crate) fn measure(root: &Path, built: &Path, scratch: &Path, templates: Duration, runs: usize) -> Floor {
    let outputs: Vec<(PathBuf, Vec<u8>)> = files(built)
        .into_iter()
        .map(|path| (path.strip_prefix(built).expect("inside").to_owned(), fs::read(&path).expect("read")))
        .collect();
    let median = |mut times: Vec<Duration>| {
        times.sort();
        times[times.len() / 2]
    };
    let (mut read, mut parse, mut write, mut look) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for run in 0..runs {
        let (texts, took) = timed(|| read_all(root));
        read.push(took);
        parse.push(timed(|| parse_all(&texts)).1);
        let folder = scratch.join(run.to_string());
        write.push(timed(|| write_all(&outputs, &folder)).1);
        look.push(timed(|| look_at_all(root)).1);
    }
    Floor { read: median(read), parse: median(parse), templates, write: median(write), stat: median(look) }
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

fn look_at_all(root: &Path) -> u64 {
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
