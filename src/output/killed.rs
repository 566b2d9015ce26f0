//! Test: a writer killed at any moment leaves every file complete, and the next build repairs the output.
//!
//! The writer is this test binary, started again with the output directory in an environment variable.

use super::sequences::{files_in, tree};
use super::*;
use std::process::{Command, Stdio};

const DIR_VARIABLE: &str = "BRIEFING_TEST_WRITER_FOLDER";
const ROUND_VARIABLE: &str = "BRIEFING_TEST_WRITER_ROUND";
const PAGES: usize = 150;

/// Builds a site of many pages, each of which links its style sheet and ends with a marker.
fn site(round: usize) -> OutputTree {
    let filler = "word ".repeat(400);
    let page = |n: usize| (format!("pages/{n}/index.html"), format!("styles.{round}.css|{round}|{filler}|end"));
    let mut files: Vec<(String, String)> = (round..round + PAGES).map(page).collect();
    files.push((format!("styles.{round}.css"), "end".to_owned()));
    files.push(("sitemap.xml".to_owned(), format!("{round} end")));
    let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    tree(&files)
}

/// Entry point of the child process, not a test of its own. Does nothing without the environment variables.
#[test]
#[expect(clippy::disallowed_methods, reason = "the child process is configured by environment variables")]
fn writer() {
    let (Ok(dir), Ok(round)) = (std::env::var(DIR_VARIABLE), std::env::var(ROUND_VARIABLE)) else { return };
    write(&site(round.parse().unwrap()), Path::new(&dir), WriteOptions::default()).unwrap();
}

#[test]
fn leaves_every_file_complete_at_every_moment() {
    let dir = tempfile::tempdir().unwrap();
    let mut interrupted = 0;
    for round in 1..=60 {
        kill_writer(dir.path(), round);
        interrupted += usize::from(!is_complete(dir.path()));
        assert_complete(dir.path());
        if round % 3 == 0 {
            let next = site(round + 1);
            write(&next, dir.path(), WriteOptions::default()).unwrap();
            let files = files_in(dir.path());
            assert!(files.keys().map(String::as_str).eq(next.paths()), "round {round}: {:?}", files.keys());
            assert!(files.iter().all(|(path, text)| **next.bytes(path).unwrap() == *text.as_bytes()));
        }
    }
    assert!(interrupted > 5, "only {interrupted} writers were killed while they wrote");
}

/// Starts a writer and kills it after it has begun to write; in every fifth round possibly earlier.
fn kill_writer(dir: &Path, round: usize) {
    let manifest = || std::fs::read(dir.join(manifest::FILE_NAME)).ok();
    let before = manifest();
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["output::killed::writer", "--exact", "--test-threads=1"])
        .envs([(DIR_VARIABLE, dir.to_str().unwrap()), (ROUND_VARIABLE, &round.to_string())])
        .stdout(Stdio::null())
        .spawn()
        .unwrap();
    while !round.is_multiple_of(5) && manifest() == before && child.try_wait().unwrap().is_none() {
        std::thread::sleep(Duration::from_micros(50));
    }
    std::thread::sleep(Duration::from_micros((round as u64 * 7_919) % 12_000));
    child.kill().unwrap();
    child.wait().unwrap();
}

fn assert_complete(dir: &Path) {
    let files = files_in(dir);
    for (path, text) in files.iter().filter(|(path, _)| !path.contains(path::RESERVED_PREFIX)) {
        assert!(text.ends_with("end"), "{path} is torn");
        if let Some((style, _)) = text.split_once('|') {
            assert!(files.contains_key(style), "{path} has lost {style}");
        }
    }
}
