//! Reproducible builds: the same input gives the same bytes in any environment.

use super::harness::{TestBriefing, command_result};
use std::collections::BTreeMap;
use std::fs;

/// Builds the starter in an environment, without caches, and returns the output.
fn build(briefing: &TestBriefing, environment: &[(&str, &str)]) -> BTreeMap<String, Vec<u8>> {
    let mut command = briefing.command(&["build", "--drafts", "--no-cache"]);
    command.env("SOURCE_DATE_EPOCH", "1924992000").envs(environment.iter().copied());
    command_result(command.output().unwrap()).assert_exit(0);
    let files = briefing.files("public");
    fs::remove_dir_all(briefing.path("public")).unwrap();
    files
}

#[test]
fn does_not_depend_on_environment() {
    let briefing = TestBriefing::starter();
    let expected = build(&briefing, &[]);
    for environment in [
        &[("RAYON_NUM_THREADS", "1")][..],
        &[("RAYON_NUM_THREADS", "4")],
        &[("TZ", "Pacific/Kiritimati"), ("LANG", "tr_TR.UTF-8"), ("LC_ALL", "tr_TR.UTF-8")],
        &[("TZ", "America/Los_Angeles"), ("LANG", "C"), ("LC_ALL", "C"), ("LANGUAGE", "zh")],
        &[("HOME", "/nonexistent"), ("TMPDIR", "/nonexistent"), ("USER", "someone"), ("COLUMNS", "20")],
    ] {
        assert!(build(&briefing, environment) == expected, "{environment:?}");
    }
}

#[cfg(unix)]
#[test]
fn does_not_depend_on_umask() {
    let briefing = TestBriefing::starter();
    let expected = build(&briefing, &[]);
    for mask in ["000", "077"] {
        let mut command = std::process::Command::new("sh");
        command.args(["-c", &format!("umask {mask}; exec \"$0\" build --drafts"), env!("CARGO_BIN_EXE_briefing")]);
        command.current_dir(briefing.path("")).env("SOURCE_DATE_EPOCH", "1924992000");
        command_result(command.output().unwrap()).assert_exit(0);
        assert!(briefing.files("public") == expected, "{mask}");
        fs::remove_dir_all(briefing.path("public")).unwrap();
    }
}

#[test]
fn does_not_depend_on_creation_order() {
    let briefing = TestBriefing::starter();
    let expected = build(&briefing, &[]);
    let files = briefing.files("");
    let mut backwards: Vec<_> = files.iter().rev().collect();
    let middle = backwards.len() / 2;
    for _ in 0..2 {
        let copy = TestBriefing::empty();
        for (path, bytes) in &backwards {
            copy.write(path, std::str::from_utf8(bytes).unwrap());
        }
        assert!(build(&copy, &[]) == expected);
        backwards.rotate_left(middle);
    }
}

#[test]
fn does_not_depend_on_the_root_path() {
    let briefing = TestBriefing::starter();
    let expected = build(&briefing, &[]);
    let root = briefing.path("").canonicalize().unwrap();
    for (folder, root) in [("content/pages", "../.."), ("", "./content/.."), ("content", root.to_str().unwrap())] {
        let mut command = briefing.command_in(folder, &["-r", root, "build", "--drafts"]);
        command_result(command.env("SOURCE_DATE_EPOCH", "1924992000").output().unwrap()).assert_exit(0);
        assert!(briefing.files("public") == expected, "{root}");
        fs::remove_dir_all(briefing.path("public")).unwrap();
    }
}
