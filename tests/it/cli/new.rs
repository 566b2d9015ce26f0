//! `briefing new`.

use super::harness::TestBriefing;
use std::collections::BTreeSet;

const KINDS: [&str; 6] = ["article", "event", "initiative", "actor", "topic", "page"];

#[test]
fn creates_valid_records_of_each_kind() {
    let briefing = TestBriefing::starter();
    for (kind, file) in [
        ("article", "content/articles/what-it-is/index.md"),
        ("event", "content/events/what-it-is.md"),
        ("initiative", "content/initiatives/what-it-is.md"),
        ("actor", "content/actors/what-it-is.md"),
        ("topic", "content/topics/what-it-is.md"),
        ("page", "content/pages/what-it-is.md"),
    ] {
        let result = briefing.run(&["new", kind, "What it is"]);
        assert_eq!(result.assert_exit(0).out, format!("Created {file} (draft)\n"));
    }
    briefing.run(&["check"]).assert_exit(0);
    briefing.run(&["build", "--drafts"]).assert_exit(0);
}

/// The prompts are TOML and HTML comments, which cause no diagnostics.
#[test]
fn new_records_lack_only_their_texts() {
    let briefing = TestBriefing::starter();
    for kind in KINDS {
        briefing.run(&["new", kind, &format!("A new {kind}")]).assert_exit(0);
    }
    let result = briefing.run(&["check", "--drafts", "--format", "short"]);
    let codes: BTreeSet<&str> =
        result.assert_exit(0).err.lines().map(|line| line.split(['[', ']']).nth(1).unwrap()).collect();
    let expected = BTreeSet::from(["missing-description", "missing-summary", "unused-article"]);
    assert!(codes.is_subset(&expected), "{}", result.err);
}

#[test]
fn accepts_any_title() {
    let briefing = TestBriefing::starter();
    let titles = [
        ("A \"quoted\" title: it's <b>odd</b> & 100% \\ back", "a-quoted-title-its-b-odd-b-100-back"),
        ("中文 标题", "中文-标题"),
        ("AI+ for good!", "ai-plus-for-good"),
        ("Ünïcödé Straße", "ünïcödé-straße"),
        ("../../etc/passwd", "etc-passwd"),
        ("new\nline\ttab \u{1b}[31m red", "new-line-tab-31m-red"),
        ("+++", "plus-plus-plus"),
        ("{title}", "title"),
        ("name.fr", "name-fr"),
        ("2025 v1.0", "2025-v1-0"),
    ];
    for (title, id) in titles {
        briefing.run(&["new", "event", title]).assert_result(
            0,
            &format!("Created content/events/{id}.md (draft)\n"),
            "",
        );
    }
    briefing.run(&["check"]).assert_exit(0);
    briefing.run(&["check", "--drafts"]).assert_exit(0);
}

#[test]
fn prints_path_relative_to_current_folder() {
    let briefing = TestBriefing::starter();
    let result = briefing.run_in("content", &["-r", "..", "new", "page", "Method"]);
    result.assert_result(0, "Created ../content/pages/method.md (draft)\n", "");
    assert!(briefing.path("content/pages/method.md").is_file());
}

#[test]
fn rejects_unusable_ids() {
    let briefing = TestBriefing::starter();
    let before = briefing.files("");
    let help = "help: choose another id with --id\n";
    for (args, problem) in [
        (&["new", "page", "!!!"][..], "the title contains no letters or digits for an id"),
        (&["new", "page", ""], "the title contains no letters or digits for an id"),
        (&["new", "page", "x", "--id", ".."], "the id contains no letters or digits for an id"),
        (&["new", "page", "Index"], "the title results in the id `index`, which is reserved"),
        (&["new", "page", &"x".repeat(300)], "the title is too long for an id"),
        (&["new", "page", "About"], "`content/pages/about.md` already exists"),
        (&["new", "article", "Courier 2031"], "`content/articles/courier-2031/index.md` already exists"),
    ] {
        briefing.run(args).assert_result(2, "", &format!("error: {problem}\n{help}"));
    }
    assert!(briefing.files("") == before);
    briefing.run(&["new", "page", "!!!", "--id", "What ever"]).assert_result(
        0,
        "Created content/pages/what-ever.md (draft)\n",
        "",
    );
}

#[test]
fn suggests_similar_kind() {
    let briefing = TestBriefing::starter();
    briefing.run(&["new", "evnt", "x"]).assert_result(
        2,
        "",
        "error: unknown kind of record `evnt`\nhelp: did you mean `event`?\n",
    );
    briefing.run(&["new", "xyzzy", "x"]).assert_result(
        2,
        "",
        "error: unknown kind of record `xyzzy`\n\
         help: use article, event, initiative, actor, topic or page\n",
    );
    briefing.run(&["new", "events", "In the plural"]).assert_exit(0);
}

#[test]
fn notes_same_id_of_other_kind() {
    let briefing = TestBriefing::starter();
    briefing.run(&["new", "page", "Harbour bridge plan"]).assert_result(
        0,
        "Created content/pages/harbour-bridge-plan.md (draft)\n",
        "note: `content/initiatives/harbour-bridge-plan.md` has the same id, so links must include the kind: \
         `[[pages/harbour-bridge-plan]]`\n",
    );
    briefing.run(&["check"]).assert_exit(0);
}
