//! Kills builds at random moments, with all caches in use: no file is ever torn, and the next build equals a clean one.

use crate::repetitions::repetitions;
use crate::workspace::{self, Files, briefing, topic};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

type Tree = BTreeMap<String, Vec<u8>>;

/// State of the workspace, and its site.
struct Version {
    files: Files,
    site: Tree,
}

/// Returns versions that differ in texts, styles, records and templates.
fn versions() -> Vec<Version> {
    let first = briefing(60);
    let mut styled = first.clone();
    styled.insert("themes/default/styles/base.css".into(), "body { --version: 1 }\n".into());
    styled.insert("content/topics/ferries.md".into(), topic("Ferries of Lindhaven", "They are full."));
    let fewer = briefing(40);
    let mut other = fewer.clone();
    other.insert("templates/partials/colophon.html".into(), "<footer>{{ site.title }}</footer>".into());
    let event = topic("First crossing", "See [[ferries]].").replacen("+++\n", "+++\ndate = \"2031-05\"\n", 1);
    other.insert("content/events/crossing.md".into(), event);
    let build = |files: Files| {
        let folder = tempfile::tempdir().unwrap();
        workspace::sync_files(folder.path(), &Files::new(), &files);
        assert!(start_build(folder.path(), &["--no-cache"]).wait().unwrap().success());
        Version { files, site: tree(&folder.path().join("public")) }
    };
    [first, styled, fewer, other].map(build).into()
}

fn start_build(folder: &Path, options: &[&str]) -> Child {
    Command::new(env!("CARGO_BIN_EXE_briefing"))
        .arg("build")
        .args(options)
        .current_dir(folder)
        .env("SOURCE_DATE_EPOCH", "1924992000")
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

fn tree(folder: &Path) -> Tree {
    if !folder.exists() {
        return Tree::new();
    }
    let entries = walkdir::WalkDir::new(folder).into_iter().map(Result::unwrap);
    let files = entries.filter(|entry| entry.file_type().is_file());
    files
        .map(|entry| {
            let path = entry.path().strip_prefix(folder).unwrap().to_str().unwrap().to_owned();
            (path, fs::read(entry.path()).unwrap())
        })
        .collect()
}

/// Moment at which a build is killed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Moment {
    /// Any time after the start.
    Any,
    /// Shortly after the first write.
    Writing,
    /// While the caches are saved.
    Caching,
}

/// Starts a build and kills it. Returns true if it was still running.
fn kill(folder: &Path, moment: Moment, round: usize, typical_duration: Duration) -> bool {
    let manifest = || fs::read(folder.join("public/.briefing-manifest")).ok();
    let previous = manifest();
    let mut child = start_build(folder, &[]);
    let fraction = |limit: Duration| limit * u32::try_from(round * 7_919 % 1_000).unwrap() / 1_000;
    let mut wait_for = |is_reached: &dyn Fn(&[u8]) -> bool| {
        let has_changed =
            || manifest().is_some_and(|current| previous.as_ref() != Some(&current) && is_reached(&current));
        while child.try_wait().unwrap().is_none() && !has_changed() {
            thread::sleep(Duration::from_micros(50));
        }
    };
    match moment {
        Moment::Any => thread::sleep(fraction(typical_duration)),
        Moment::Writing => {
            wait_for(&|_| true);
            thread::sleep(fraction(Duration::from_millis(10)));
        }
        Moment::Caching => {
            wait_for(&|current| String::from_utf8_lossy(current).contains("\"complete\""));
            thread::sleep(fraction(Duration::from_millis(2)));
        }
    }
    let was_running = child.try_wait().unwrap().is_none();
    child.kill().unwrap();
    child.wait().unwrap();
    was_running
}

/// Asserts that every output file equals that of some version, and that every asset of a page exists.
fn assert_not_torn(folder: &Path, versions: &[Version], round: usize) {
    let files = tree(&folder.join("public"));
    let is_own = |path: &str| path.rsplit('/').next().unwrap().starts_with(".briefing-");
    for (path, bytes) in files.iter().filter(|(path, _)| !is_own(path)) {
        let is_complete = versions.iter().any(|version| version.site.get(path) == Some(bytes));
        assert!(is_complete, "round {round}: {path} is torn: {} bytes", bytes.len());
        if path.rsplit('.').next() == Some("html") {
            for asset in assets(&String::from_utf8_lossy(bytes)) {
                assert!(files.contains_key(&asset), "round {round}: {path} has lost {asset}");
            }
        }
    }
}

/// Returns the file names of the style sheets and scripts that a page references.
fn assets(page: &str) -> BTreeSet<String> {
    let references = page.split('"').filter(|word| matches!(word.rsplit('.').next(), Some("css" | "js")));
    references.map(|word| word.rsplit('/').next().unwrap().to_owned()).collect()
}

#[test]
fn killed_builds_leave_complete_files() {
    let (versions, kills) = (versions(), repetitions("BRIEFING_KILLS", 8));
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let (mut files, mut killed) = (Files::new(), BTreeMap::new());
    let mut typical_duration = Duration::from_millis(500);
    let mut round = 0;
    // Builds that ended before the kill do not count.
    while killed.values().sum::<usize>() < kills {
        round += 1;
        assert!(round < 100 + 4 * kills, "builds end before they can be killed: {killed:?}");
        let version = &versions[round * 7 % 11 % versions.len()];
        workspace::sync_files(folder, &files, &version.files);
        files.clone_from(&version.files);
        let moment = [Moment::Any, Moment::Writing, Moment::Caching][round % 3];
        *killed.entry(moment).or_insert(0) += usize::from(kill(folder, moment, round, typical_duration));
        assert_not_torn(folder, &versions, round);
        // In some rounds the workspace changes again before the next complete build.
        if round % 4 != 3 {
            typical_duration = build_next(folder, version, round).max(Duration::from_millis(100));
        }
    }
    let cached = tree(&folder.join(".briefing")).into_keys().collect::<Vec<_>>();
    println!("{round} builds, of which were killed at work: {killed:?}; the cache has {cached:?}");
}

/// Builds without interruption, checks the site, and returns the duration.
fn build_next(folder: &Path, version: &Version, round: usize) -> Duration {
    let start = Instant::now();
    assert!(start_build(folder, &[]).wait().unwrap().success(), "round {round}");
    let duration = start.elapsed();
    let site = tree(&folder.join("public"));
    assert!(site.keys().eq(version.site.keys()), "round {round}: {:?}", site.keys());
    let different: Vec<_> = site.keys().filter(|path| version.site[*path] != site[*path]).collect();
    assert!(different.is_empty(), "round {round}: {different:?}");
    duration
}
