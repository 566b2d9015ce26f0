//! The same input gives the same bytes, whatever the machine is like.

use crate::harness::{TestBriefing, command_result};
use std::collections::BTreeMap;
use std::fs;

/// Builds the starter with an environment, as for the first time, and gives the site.
fn built(place: &TestBriefing, environment: &[(&str, &str)]) -> BTreeMap<String, Vec<u8>> {
    let mut command = place.command(&["build", "--drafts", "--no-cache"]);
    command.env("SOURCE_DATE_EPOCH", "1924992000").envs(environment.iter().copied());
    command_result(command.output().unwrap()).assert_exit(0);
    let files = place.files("public");
    fs::remove_dir_all(place.path("public")).unwrap();
    files
}

#[test]
fn whatever_the_environment() {
    let place = TestBriefing::starter();
    let expected = built(&place, &[]);
    for environment in [
        &[("RAYON_NUM_THREADS", "1")][..],
        &[("RAYON_NUM_THREADS", "4")],
        &[("TZ", "Pacific/Kiritimati"), ("LANG", "tr_TR.UTF-8"), ("LC_ALL", "tr_TR.UTF-8")],
        &[("TZ", "America/Los_Angeles"), ("LANG", "C"), ("LC_ALL", "C"), ("LANGUAGE", "zh")],
        &[("HOME", "/nonexistent"), ("TMPDIR", "/nonexistent"), ("USER", "someone"), ("COLUMNS", "20")],
    ] {
        assert!(built(&place, environment) == expected, "{environment:?}");
    }
}

#[cfg(unix)]
#[test]
fn whatever_the_mask_of_new_files() {
    let place = TestBriefing::starter();
    let expected = built(&place, &[]);
    for mask in ["000", "077"] {
        let mut command = std::process::Command::new("sh");
        command.args(["-c", &format!("umask {mask}; exec \"$0\" build --drafts"), env!("CARGO_BIN_EXE_briefing")]);
        command.current_dir(place.path("")).env("SOURCE_DATE_EPOCH", "1924992000");
        command_result(command.output().unwrap()).assert_exit(0);
        assert!(place.files("public") == expected, "{mask}");
        fs::remove_dir_all(place.path("public")).unwrap();
    }
}

#[test]
fn whatever_the_order_in_which_files_were_made() {
    let place = TestBriefing::starter();
    let expected = built(&place, &[]);
    let files = place.files("");
    let mut backwards: Vec<_> = files.iter().rev().collect();
    let middle = backwards.len() / 2;
    for _ in 0..2 {
        let other = TestBriefing::empty();
        for (path, bytes) in &backwards {
            other.write(path, std::str::from_utf8(bytes).unwrap());
        }
        assert!(built(&other, &[]) == expected);
        backwards.rotate_left(middle);
    }
}

#[test]
fn wherever_the_briefing_lies_and_however_it_is_named() {
    let place = TestBriefing::starter();
    let expected = built(&place, &[]);
    let root = place.path("").canonicalize().unwrap();
    for (folder, root) in [("content/pages", "../.."), ("", "./content/.."), ("content", root.to_str().unwrap())] {
        let mut command = place.command_in(folder, &["-r", root, "build", "--drafts"]);
        command_result(command.env("SOURCE_DATE_EPOCH", "1924992000").output().unwrap()).assert_exit(0);
        assert!(place.files("public") == expected, "{root}");
        fs::remove_dir_all(place.path("public")).unwrap();
    }
}
