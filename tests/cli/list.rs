//! `briefing list`.

use crate::harness::TestBriefing;
use serde_json::{Value, json};

#[test]
fn lists_records_in_columns() {
    let place = TestBriefing::starter();
    place.run(&["list"]).assert_result(
        0,
        "\
articles/courier-2031            2031-03-15  A bridge that opens
articles/port-weekly-2031        2031-06-04  Fourteen metres, or no deal
events/plan-adopted              2031-03-14  The council adopts the bridge plan
events/port-agrees               2031-05~    The port agrees
initiatives/harbour-bridge-plan  2031-03-14  Harbour bridge plan
actors/lindhaven-council                     Lindhaven council
actors/port-authority                        Port authority
topics/right-of-way                          Right of way
pages/about                                  About
",
        "",
    );
    place.run(&["list", "topic"]).assert_result(0, "topics/right-of-way    Right of way\n", "");
    place.run(&["list", "drafts"]).assert_result(0, "", "");
}

#[test]
fn marks_drafts() {
    let place = TestBriefing::starter();
    place.run(&["new", "event", "First crossing"]).assert_exit(0);
    place.run(&["list", "drafts"]).assert_result(0, "events/first-crossing  2025  First crossing  draft\n", "");
}

#[test]
fn gives_programs_json() {
    let place = TestBriefing::starter();
    let ran = place.run(&["list", "events", "--format", "json"]);
    let listed: Value = serde_json::from_str(&ran.assert_exit(0).out).unwrap();
    let first = json!({
        "kind": "event",
        "id": "plan-adopted",
        "language": "en",
        "date": "2031-03-14",
        "title": "The council adopts the bridge plan",
        "draft": false,
        "path": "content/events/plan-adopted.md",
    });
    assert_eq!(listed[0], first);
    assert_eq!(listed.as_array().unwrap().len(), 2);
}

#[test]
fn says_that_records_may_be_missing() {
    let place = TestBriefing::starter();
    place.write("content/topics/broken.md", "no front matter");
    let ran = place.run(&["list", "topics"]);
    assert_eq!(
        ran.assert_exit(0).err,
        "The briefing has errors, so some records may be missing; `briefing check` shows them.\n"
    );
}

#[test]
fn shows_escape_sequences_instead_of_obeying_them() {
    let place = TestBriefing::starter();
    place.write("content/pages/x.md", "+++\ntitle = \"\\u001b[31mred\"\ndescription = \"x\"\n+++\nText.\n");
    let ran = place.run(&["list", "pages"]);
    assert_eq!(ran.assert_exit(0).out, "pages/about    About\npages/x        \u{fffd}[31mred\n");
}

#[test]
fn refuses_what_cannot_be_listed() {
    let place = TestBriefing::starter();
    place.run(&["list", "evnts"]).assert_result(2, "", "error: cannot list `evnts`\nhelp: did you mean `events`?\n");
    place.run(&["list", "xyzzy"]).assert_result(
        2,
        "",
        "error: cannot list `xyzzy`\nhelp: say `all`, `drafts`, `quotations`, `uncited`, or a kind such as `events`\n",
    );
}

#[test]
fn lists_quotations_with_their_verdicts_and_those_without_citation() {
    let place = TestBriefing::empty();
    place.write("briefing.toml", "base_url = \"https://example.org/\"\n");
    let article = "+++\ntitle = \"Full\"\ndescription = \"Full.\"\n+++\nIt is \"full\".\n";
    place.write("content/articles/ferry/index.md", article);
    place.write("content/articles/ferry/article.txt", "Full ferries\n\nEvery ferry is full.\n");
    let page = "+++\ntitle = \"A\"\ndescription = \"A.\"\n+++\n\"is full\" [@ferry, ¶2], \"is late\" [@ferry], \"x\"\n";
    place.write("content/pages/a.md", page);
    let listed = place.run(&["list", "quotations"]);
    let expected = "\
content/articles/ferry/index.md:5:8  found ¶1      ferry  \"full\"
content/pages/a.md:5:2               misplaced ¶1  ferry  \"is full\"
content/pages/a.md:5:26              not found     ferry  \"is late\"
";
    assert_eq!(listed.out, expected);
    assert_eq!(place.run(&["list", "uncited"]).out, "content/pages/a.md:5:46  \"x\"\n");
    let listed: Value = serde_json::from_str(&place.run(&["list", "quotations", "--format", "json"]).out).unwrap();
    let second = json!({"place": "content/pages/a.md:5:2", "article": "ferry", "cited": "¶2", "verdict": "misplaced",
        "passage": "¶1", "words": "is full"});
    assert_eq!(listed[1], second);
}
