//! `briefing init`.

use crate::harness::TestBriefing;
use std::fs;

const MADE: &str = "\
Made a briefing in this folder (12 files).

  briefing build    builds the site into public/
  briefing check    finds every mistake
  briefing new event \"What happened\"

The subject is invented: change briefing.toml and content/ into your own.
";

#[test]
fn makes_a_briefing_without_mistakes() {
    let place = TestBriefing::empty();
    place.run(&["init"]).assert_result(0, MADE, "");
    place.run(&["check", "--warnings-as-errors"]).assert_result(
        0,
        "Checked 2 articles, 2 events, 1 initiative, 2 actors, 1 topic, 1 page: no mistakes found.\n",
        "",
    );
}

#[test]
fn keeps_articles_texts_and_the_site_out_of_git() {
    let ignored = TestBriefing::starter().read(".gitignore");
    for line in ["/.briefing", "/content/articles/*/article.*", "/public/*"] {
        assert!(ignored.lines().any(|ignored| ignored == line), "{line}");
    }
}

#[test]
fn names_the_folder_as_a_shell_takes_it() {
    let place = TestBriefing::empty();
    let ran = place.run(&["init", "über uns/it's"]);
    assert!(ran.assert_exit(0).out.starts_with("Made a briefing in über uns/it's (12 files).\n"));
    assert!(ran.out.contains(r"  briefing -r 'über uns/it'\''s' build "), "{}", ran.out);
    place.run(&["-r", "über uns/it's", "check"]).assert_exit(0);
    place.run(&["-r", "über uns", "init", "second"]).assert_exit(0);
    assert!(place.path("über uns/second/briefing.toml").is_file());
}

#[test]
fn refuses_a_folder_with_files() {
    let place = TestBriefing::empty();
    place.write("notes.txt", "mine");
    place.run(&["init"]).assert_result(
        2,
        "",
        "error: `.` is not empty\n\
         help: name another folder, or use --force to add the files that are missing\n",
    );
    assert_eq!(place.files("").len(), 1);
}

#[test]
fn adds_what_is_missing_and_keeps_the_rest() {
    let place = TestBriefing::starter();
    place.write("content/pages/about.md", "mine");
    fs::remove_file(place.path("briefing.toml")).unwrap();
    let ran = place.run(&["init", "--force"]);
    assert!(
        ran.assert_exit(0)
            .out
            .starts_with("Made a briefing in this folder (1 file; 11 were there already and are as they were).\n")
    );
    assert_eq!(place.read("content/pages/about.md"), "mine");
    assert!(place.path("briefing.toml").is_file());
}

#[test]
fn takes_a_fresh_repository_and_says_what_its_gitignore_lacks() {
    let place = TestBriefing::empty();
    place.write(".git/HEAD", "ref: refs/heads/main\n");
    place.write(".gitignore", "/public/*\n*.swp\n");
    let ran = place.run(&["init"]);
    assert!(
        ran.assert_exit(0).out.ends_with("\nAdd to .gitignore: /.briefing /content/articles/*/article.*\n"),
        "{}",
        ran.out
    );
    assert_eq!(place.read(".gitignore"), "/public/*\n*.swp\n");
}

#[test]
fn says_which_place_cannot_be_written() {
    let place = TestBriefing::empty();
    place.write("file", "");
    let ran = place.run(&["init", "file/briefing"]);
    assert!(ran.assert_exit(3).err.starts_with("error: failed to write `file/briefing/"), "{}", ran.err);
}
