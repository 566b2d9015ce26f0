//! `briefing new`.

use crate::harness::TestBriefing;
use std::collections::BTreeSet;

const KINDS: [&str; 6] = ["article", "event", "initiative", "actor", "topic", "page"];

#[test]
fn makes_a_record_of_each_kind_that_has_no_errors() {
    let place = TestBriefing::starter();
    for (kind, file) in [
        ("article", "content/articles/what-it-is/index.md"),
        ("event", "content/events/what-it-is.md"),
        ("initiative", "content/initiatives/what-it-is.md"),
        ("actor", "content/actors/what-it-is.md"),
        ("topic", "content/topics/what-it-is.md"),
        ("page", "content/pages/what-it-is.md"),
    ] {
        let ran = place.run(&["new", kind, "What it is"]);
        assert_eq!(ran.assert_exit(0).out, format!("Made {file}, a draft\n"));
    }
    place.run(&["check"]).assert_exit(0);
    place.run(&["build", "--drafts"]).assert_exit(0);
}

/// The prompts are comments in TOML and HTML; nothing is said about them.
#[test]
fn leaves_only_what_is_to_be_written_to_complain_about() {
    let place = TestBriefing::starter();
    for kind in KINDS {
        place.run(&["new", kind, &format!("A new {kind}")]).assert_exit(0);
    }
    let ran = place.run(&["check", "--drafts", "--format", "short"]);
    let codes: BTreeSet<&str> =
        ran.assert_exit(0).err.lines().map(|line| line.split(['[', ']']).nth(1).unwrap()).collect();
    let expected = BTreeSet::from(["missing-description", "missing-summary", "unused-article"]);
    assert!(codes.is_subset(&expected), "{}", ran.err);
}

#[test]
fn takes_any_title() {
    let place = TestBriefing::starter();
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
        place.run(&["new", "event", title]).assert_result(0, &format!("Made content/events/{id}.md, a draft\n"), "");
    }
    place.run(&["check"]).assert_exit(0);
    place.run(&["check", "--drafts"]).assert_exit(0);
}

#[test]
fn says_the_path_from_where_it_runs() {
    let place = TestBriefing::starter();
    let ran = place.run_in("content", &["-r", "..", "new", "page", "Method"]);
    ran.assert_result(0, "Made ../content/pages/method.md, a draft\n", "");
    assert!(place.path("content/pages/method.md").is_file());
}

#[test]
fn refuses_what_cannot_be_an_id() {
    let place = TestBriefing::starter();
    let before = place.files("");
    let other = "help: give another id with --id\n";
    for (args, complaint) in [
        (&["new", "page", "!!!"][..], "the title has no letter or digit to make an id of"),
        (&["new", "page", ""], "the title has no letter or digit to make an id of"),
        (&["new", "page", "x", "--id", ".."], "the id has no letter or digit to make an id of"),
        (&["new", "page", "Index"], "the title gives the id `index`, which names a file of its own"),
        (&["new", "page", &"x".repeat(300)], "the title is too long for an id"),
        (&["new", "page", "About"], "`content/pages/about.md` exists already"),
        (&["new", "article", "Courier 2031"], "`content/articles/courier-2031/index.md` exists already"),
    ] {
        place.run(args).assert_result(2, "", &format!("error: {complaint}\n{other}"));
    }
    assert!(place.files("") == before);
    place.run(&["new", "page", "!!!", "--id", "What ever"]).assert_result(
        0,
        "Made content/pages/what-ever.md, a draft\n",
        "",
    );
}

#[test]
fn suggests_the_kind_that_was_meant() {
    let place = TestBriefing::starter();
    place.run(&["new", "evnt", "x"]).assert_result(
        2,
        "",
        "error: there is no kind of record called `evnt`\nhelp: did you mean `event`?\n",
    );
    place.run(&["new", "xyzzy", "x"]).assert_result(
        2,
        "",
        "error: there is no kind of record called `xyzzy`\n\
         help: kinds are article, event, initiative, actor, topic and page\n",
    );
    place.run(&["new", "events", "In the plural"]).assert_exit(0);
}

#[test]
fn notes_an_id_that_another_kind_has() {
    let place = TestBriefing::starter();
    place.run(&["new", "page", "Harbour bridge plan"]).assert_result(
        0,
        "Made content/pages/harbour-bridge-plan.md, a draft\n",
        "note: `content/initiatives/harbour-bridge-plan.md` has the same id, so links must name the kind, as \
         `[[pages/harbour-bridge-plan]]` does\n",
    );
    place.run(&["check"]).assert_exit(0);
}
