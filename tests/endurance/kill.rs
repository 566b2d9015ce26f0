//! Builds that are killed at any moment, with everything that is remembered between builds: every file stays whole, and the
//! next build gives what a build with no past gives.

use crate::repetitions;
use crate::workspace::{self, Files, briefing, topic};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

type Tree = BTreeMap<String, Vec<u8>>;

/// A briefing as it is at one time, and the site that it makes.
struct Version {
    files: Files,
    site: Tree,
}

/// The ways in which the briefing is: its words, style, records and templates differ.
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
        assert!(start(folder.path(), &["--no-cache"]).wait().unwrap().success());
        Version { files, site: tree(&folder.path().join("public")) }
    };
    [first, styled, fewer, other].map(build).into()
}

fn start(folder: &Path, more: &[&str]) -> Child {
    Command::new(env!("CARGO_BIN_EXE_briefing"))
        .arg("build")
        .args(more)
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

/// The moments at which a build is killed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Moment {
    /// At any time after it was started.
    Any,
    /// Soon after it has begun to write.
    Writing,
    /// About when it remembers what it made.
    Remembering,
}

/// Starts a build and kills it; says whether it was still at work.
fn kill(folder: &Path, moment: Moment, round: usize, usual: Duration) -> bool {
    let manifest = || fs::read(folder.join("public/.briefing-manifest")).ok();
    let before = manifest();
    let mut child = start(folder, &[]);
    let part = |whole: Duration| whole * u32::try_from(round * 7_919 % 1_000).unwrap() / 1_000;
    let mut wait_for = |seen: &dyn Fn(&[u8]) -> bool| {
        let is_seen = || manifest().is_some_and(|now| before.as_ref() != Some(&now) && seen(&now));
        while child.try_wait().unwrap().is_none() && !is_seen() {
            thread::sleep(Duration::from_micros(50));
        }
    };
    match moment {
        Moment::Any => thread::sleep(part(usual)),
        Moment::Writing => {
            wait_for(&|_| true);
            thread::sleep(part(Duration::from_millis(10)));
        }
        Moment::Remembering => {
            wait_for(&|now| String::from_utf8_lossy(now).contains("\"complete\""));
            thread::sleep(part(Duration::from_millis(2)));
        }
    }
    let was_at_work = child.try_wait().unwrap().is_none();
    child.kill().unwrap();
    child.wait().unwrap();
    was_at_work
}

/// Every file is as some version has it, and no page has lost a file that it needs.
fn check_whole(folder: &Path, versions: &[Version], round: usize) {
    let files = tree(&folder.join("public"));
    let own = |path: &str| path.rsplit('/').next().unwrap().starts_with(".briefing-");
    for (path, bytes) in files.iter().filter(|(path, _)| !own(path)) {
        let is_whole = versions.iter().any(|version| version.site.get(path) == Some(bytes));
        assert!(is_whole, "round {round}: {path} is torn: {} bytes", bytes.len());
        if path.rsplit('.').next() == Some("html") {
            for asset in assets(&String::from_utf8_lossy(bytes)) {
                assert!(files.contains_key(&asset), "round {round}: {path} has lost {asset}");
            }
        }
    }
}

/// The styles and scripts that a page names, by their path in the site.
fn assets(page: &str) -> BTreeSet<String> {
    let named = page.split('"').filter(|word| matches!(word.rsplit('.').next(), Some("css" | "js")));
    named.map(|word| word.rsplit('/').next().unwrap().to_owned()).collect()
}

#[test]
fn killed_builds_leave_whole_files_and_the_next_build_is_right() {
    let (versions, kills) = (versions(), repetitions("BRIEFING_KILLS", 8));
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let (mut lies, mut killed) = (Files::new(), BTreeMap::new());
    let mut usual = Duration::from_millis(500);
    let mut round = 0;
    // Builds that had ended before they were killed do not count.
    while killed.values().sum::<usize>() < kills {
        round += 1;
        assert!(round < 100 + 4 * kills, "builds end before they can be killed: {killed:?}");
        let version = &versions[round * 7 % 11 % versions.len()];
        workspace::sync_files(folder, &lies, &version.files);
        lies.clone_from(&version.files);
        let moment = [Moment::Any, Moment::Writing, Moment::Remembering][round % 3];
        *killed.entry(moment).or_insert(0) += usize::from(kill(folder, moment, round, usual));
        check_whole(folder, &versions, round);
        // In some rounds the briefing changes before it is built again.
        if round % 4 != 3 {
            usual = build_next(folder, version, round).max(Duration::from_millis(100));
        }
    }
    let kept = tree(&folder.join(".briefing")).into_keys().collect::<Vec<_>>();
    println!("{round} builds, of which were killed at work: {killed:?}; the cache has {kept:?}");
}

/// Builds once more, checks that the site is right, and says how long it took.
fn build_next(folder: &Path, version: &Version, round: usize) -> Duration {
    let begin = Instant::now();
    assert!(start(folder, &[]).wait().unwrap().success(), "round {round}");
    let took = begin.elapsed();
    let site = tree(&folder.join("public"));
    assert!(site.keys().eq(version.site.keys()), "round {round}: {:?}", site.keys());
    let differs: Vec<_> = site.keys().filter(|path| version.site[*path] != site[*path]).collect();
    assert!(differs.is_empty(), "round {round}: {differs:?}");
    took
}
