//! `briefing init`.

use super::harness::TestBriefing;
use std::fs;

const MADE: &str = "\
Created a briefing in this folder (13 files).

  briefing build    build the site into public/
  briefing check    check for errors without building
  briefing new event \"What happened\"

The content is a fictional example: replace briefing.toml and content/ with your own.
";

#[test]
fn creates_a_briefing_without_errors() {
    let briefing = TestBriefing::empty();
    briefing.run(&["init"]).assert_result(0, MADE, "");
    briefing.run(&["check", "--warnings-as-errors"]).assert_result(
        0,
        "Checked 2 articles, 2 events, 1 initiative, 2 actors, 1 topic, 1 page: no problems found.\n",
        "",
    );
}

#[test]
fn shows_a_checked_quotation_and_a_claim_with_a_single_source() {
    let briefing = TestBriefing::starter();
    let listed = briefing.run(&["list", "quotations"]).out;
    assert!(listed.lines().count() >= 4 && listed.lines().all(|line| line.contains(" found ¶")), "{listed}");
    briefing.run(&["build", "--warnings-as-errors"]).assert_exit(0);
    assert!(briefing.read("evidence.lock").contains("courier-2031"));
    assert!(briefing.read("public/events/port-agrees/index.html").contains("badge-single"));
    briefing.replace("content/pages/about.md", "two thirds of the sum", "three thirds of the sum");
    assert!(briefing.run(&["check"]).assert_exit(1).err.contains("quotation-not-found"));
}

#[test]
fn ignores_article_texts_and_output_in_git() {
    let ignored = TestBriefing::starter().read(".gitignore");
    let text = "!/content/articles/courier-2031/article.txt";
    for line in ["/.briefing", "/content/articles/*/article.*", text, "/public/*"] {
        assert!(ignored.lines().any(|ignored| ignored == line), "{line}");
    }
}

#[test]
fn quotes_the_folder_for_a_shell() {
    let briefing = TestBriefing::empty();
    let result = briefing.run(&["init", "über uns/it's"]);
    assert!(result.assert_exit(0).out.starts_with("Created a briefing in über uns/it's (13 files).\n"));
    assert!(result.out.contains(r"  briefing -r 'über uns/it'\''s' build "), "{}", result.out);
    briefing.run(&["-r", "über uns/it's", "check"]).assert_exit(0);
    briefing.run(&["-r", "über uns", "init", "second"]).assert_exit(0);
    assert!(briefing.path("über uns/second/briefing.toml").is_file());
}

#[test]
fn rejects_folder_with_files() {
    let briefing = TestBriefing::empty();
    briefing.write("notes.txt", "mine");
    briefing.run(&["init"]).assert_result(
        2,
        "",
        "error: `.` is not empty\n\
         help: choose another folder, or use --force to add the missing files\n",
    );
    assert_eq!(briefing.files("").len(), 1);
}

#[test]
fn adds_missing_files_and_keeps_existing_ones() {
    let briefing = TestBriefing::starter();
    briefing.write("content/pages/about.md", "mine");
    fs::remove_file(briefing.path("briefing.toml")).unwrap();
    let result = briefing.run(&["init", "--force"]);
    assert!(
        result
            .assert_exit(0)
            .out
            .starts_with("Created a briefing in this folder (1 file; 12 already existed and were left unchanged).\n")
    );
    assert_eq!(briefing.read("content/pages/about.md"), "mine");
    assert!(briefing.path("briefing.toml").is_file());
}

#[test]
fn accepts_new_repository_and_reports_missing_ignores() {
    let briefing = TestBriefing::empty();
    briefing.write(".git/HEAD", "ref: refs/heads/main\n");
    briefing.write(".gitignore", "/public/*\n*.swp\n");
    let result = briefing.run(&["init"]);
    assert!(
        result.assert_exit(0).out.ends_with("\nAdd to .gitignore: /.briefing /content/articles/*/article.* !/content/articles/courier-2031/article.txt\n"),
        "{}",
        result.out
    );
    assert_eq!(briefing.read(".gitignore"), "/public/*\n*.swp\n");
}

#[test]
fn reports_path_that_is_not_writable() {
    let briefing = TestBriefing::empty();
    briefing.write("file", "");
    let result = briefing.run(&["init", "file/briefing"]);
    assert!(result.assert_exit(3).err.starts_with("error: failed to write `file/briefing/"), "{}", result.err);
}
