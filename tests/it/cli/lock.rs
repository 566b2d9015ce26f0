//! `evidence.lock`: updates, and rejections of `--locked`.

use super::harness::TestBriefing;
use std::fs;

const ARTICLE: &str = "+++\ntitle = \"Full ferries\"\ndescription = \"The ferries of Lindhaven are full.\"\n\
    date = \"2031-02-03\"\noutlet = \"Courier\"\n+++\nIt says that \"the ferries are full\".\n";
const PAGE: &str = "+++\ntitle = \"Method\"\ndescription = \"How the quotations were checked.\"\n+++\n\
    They are \"full\" [@ferry-2031, ¶1].\n";

fn briefing() -> TestBriefing {
    let briefing = TestBriefing::empty();
    briefing.write("briefing.toml", "base_url = \"https://example.org/\"\n[quotations]\nmax_share = 1\n");
    briefing.write("content/articles/ferry-2031/index.md", ARTICLE);
    briefing.write("content/articles/ferry-2031/article.txt", "Full ferries\n\nHere the ferries are full.\n");
    briefing.write("content/pages/method.md", PAGE);
    briefing
}

fn remove_text(briefing: &TestBriefing) {
    fs::remove_file(briefing.path("content/articles/ferry-2031/article.txt")).unwrap();
}

#[test]
fn only_build_updates_the_lock() {
    let briefing = briefing();
    briefing.run(&["check"]).assert_exit(0);
    briefing.run(&["build", "--drafts"]).assert_exit(0);
    assert!(!briefing.path("evidence.lock").exists());
    let result = briefing.run(&["build"]);
    assert!(result.assert_exit(0).out.ends_with("  evidence.lock updated; commit it\n"), "{}", result.out);
    let lock = briefing.read("evidence.lock");
    assert!(lock.contains("[texts.ferry-2031]") && lock.matches(" = [\"¶1\"]").count() == 3, "{lock}");
    let result = briefing.run(&["build"]);
    assert!(!result.assert_exit(0).out.contains("evidence.lock"), "{}", result.out);
    assert_eq!(briefing.read("evidence.lock"), lock);
}

#[test]
fn site_does_not_depend_on_the_text() {
    let briefing = briefing();
    briefing.run(&["build"]).assert_exit(0);
    briefing.command(&["build", "-o", "with"]).env("SOURCE_DATE_EPOCH", "1766000000").status().unwrap();
    remove_text(&briefing);
    briefing.command(&["build", "-o", "without", "--locked"]).env("SOURCE_DATE_EPOCH", "1766000000").status().unwrap();
    assert!(briefing.files("with").len() > 10);
    assert_eq!(briefing.files("with"), briefing.files("without"));
}

#[test]
fn locked_rejects_outdated_lock() {
    let briefing = briefing();
    let result = briefing.run(&["build", "--locked"]);
    assert!(result.assert_exit(1).err.contains("1 text would change, 2 quotations would change"), "{}", result.err);
    assert!(!briefing.path("public").exists() && !briefing.path("evidence.lock").exists());
    briefing.run(&["build"]).assert_exit(0);
    briefing.run(&["check", "--locked"]).assert_exit(0);
    remove_text(&briefing);
    briefing.run(&["build", "--locked"]).assert_exit(0);
    briefing.replace("content/pages/method.md", "\"full\"", "\"here\"");
    let result = briefing.run(&["check", "--locked"]);
    assert!(result.assert_exit(1).err.contains("1 quotation is unchecked"), "{}", result.err);
    let result = briefing.run(&["check"]);
    assert!(result.assert_exit(0).err.contains("note[unchecked-quotation]"), "{}", result.err);
    briefing.run(&["build", "--locked", "--drafts"]).assert_exit(2);
}

#[test]
fn does_not_overwrite_a_lock_with_merge_conflicts() {
    let briefing = briefing();
    briefing.run(&["build"]).assert_exit(0);
    let broken = format!("<<<<<<< HEAD\n{}", briefing.read("evidence.lock"));
    briefing.write("evidence.lock", &broken);
    let result = briefing.run(&["build"]);
    assert!(result.assert_exit(1).err.contains("error[invalid-lock]"), "{}", result.err);
    assert_eq!(briefing.read("evidence.lock"), broken);
}
