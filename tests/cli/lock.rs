//! `evidence.lock`: when it is written, and what `--locked` refuses.

use crate::harness::TestBriefing;
use std::fs;

const ARTICLE: &str = "+++\ntitle = \"Full ferries\"\ndescription = \"The ferries of Lindhaven are full.\"\n\
    date = \"2031-02-03\"\noutlet = \"Courier\"\n+++\nIt says that \"the ferries are full\".\n";
const PAGE: &str = "+++\ntitle = \"Method\"\ndescription = \"How the quotations were checked.\"\n+++\n\
    They are \"full\" [@ferry-2031, ¶1].\n";

fn place() -> TestBriefing {
    let place = TestBriefing::empty();
    place.write("briefing.toml", "base_url = \"https://example.org/\"\n[quotations]\nmax_share = 1\n");
    place.write("content/articles/ferry-2031/index.md", ARTICLE);
    place.write("content/articles/ferry-2031/article.txt", "Full ferries\n\nHere the ferries are full.\n");
    place.write("content/pages/method.md", PAGE);
    place
}

fn forget_text(place: &TestBriefing) {
    fs::remove_file(place.path("content/articles/ferry-2031/article.txt")).unwrap();
}

#[test]
fn build_writes_the_lock_when_it_changes_and_check_never_does() {
    let place = place();
    place.run(&["check"]).assert_exit(0);
    place.run(&["build", "--drafts"]).assert_exit(0);
    assert!(!place.path("evidence.lock").exists());
    let ran = place.run(&["build"]);
    assert!(ran.assert_exit(0).out.ends_with("  evidence.lock updated; commit it\n"), "{}", ran.out);
    let lock = place.read("evidence.lock");
    assert!(lock.contains("[texts.ferry-2031]") && lock.matches(" = [\"¶1\"]").count() == 3, "{lock}");
    let ran = place.run(&["build"]);
    assert!(!ran.assert_exit(0).out.contains("evidence.lock"), "{}", ran.out);
    assert_eq!(place.read("evidence.lock"), lock);
}

#[test]
fn the_site_is_the_same_without_the_text() {
    let place = place();
    place.run(&["build"]).assert_exit(0);
    place.command(&["build", "-o", "with"]).env("SOURCE_DATE_EPOCH", "1766000000").status().unwrap();
    forget_text(&place);
    place.command(&["build", "-o", "without", "--locked"]).env("SOURCE_DATE_EPOCH", "1766000000").status().unwrap();
    assert!(place.files("with").len() > 10);
    assert_eq!(place.files("with"), place.files("without"));
}

#[test]
fn locked_refuses_what_the_lock_does_not_say() {
    let place = place();
    let ran = place.run(&["build", "--locked"]);
    assert!(ran.assert_exit(1).err.contains("1 text would change, 2 quotations would change"), "{}", ran.err);
    assert!(!place.path("public").exists() && !place.path("evidence.lock").exists());
    place.run(&["build"]).assert_exit(0);
    place.run(&["check", "--locked"]).assert_exit(0);
    forget_text(&place);
    place.run(&["build", "--locked"]).assert_exit(0);
    place.replace("content/pages/method.md", "\"full\"", "\"here\"");
    let ran = place.run(&["check", "--locked"]);
    assert!(ran.assert_exit(1).err.contains("1 quotation is unchecked"), "{}", ran.err);
    let ran = place.run(&["check"]);
    assert!(ran.assert_exit(0).err.contains("note[unchecked-quotation]"), "{}", ran.err);
    place.run(&["build", "--locked", "--drafts"]).assert_exit(2);
}

#[test]
fn a_lock_that_a_merge_broke_is_not_written_over() {
    let place = place();
    place.run(&["build"]).assert_exit(0);
    let broken = format!("<<<<<<< HEAD\n{}", place.read("evidence.lock"));
    place.write("evidence.lock", &broken);
    let ran = place.run(&["build"]);
    assert!(ran.assert_exit(1).err.contains("error[bad-lock]"), "{}", ran.err);
    assert_eq!(place.read("evidence.lock"), broken);
}
