//! `briefing list`.

use super::harness::TestBriefing;
use serde_json::{Value, json};

#[test]
fn lists_records_in_columns() {
    let briefing = TestBriefing::starter();
    briefing.run(&["list"]).assert_result(
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
    briefing.run(&["list", "topic"]).assert_result(0, "topics/right-of-way    Right of way\n", "");
    briefing.run(&["list", "drafts"]).assert_result(0, "", "");
}

#[test]
fn marks_drafts() {
    let briefing = TestBriefing::starter();
    briefing.run(&["new", "event", "First crossing"]).assert_exit(0);
    briefing.run(&["list", "drafts"]).assert_result(0, "events/first-crossing  2025  First crossing  draft\n", "");
}

#[test]
fn prints_json() {
    let briefing = TestBriefing::starter();
    let result = briefing.run(&["list", "events", "--format", "json"]);
    let output: Value = serde_json::from_str(&result.assert_exit(0).out).unwrap();
    let first = json!({
        "kind": "event",
        "id": "plan-adopted",
        "language": "en",
        "date": "2031-03-14",
        "title": "The council adopts the bridge plan",
        "draft": false,
        "path": "content/events/plan-adopted.md",
    });
    assert_eq!(output[0], first);
    assert_eq!(output.as_array().unwrap().len(), 2);
}

#[test]
fn warns_that_records_may_be_missing() {
    let briefing = TestBriefing::starter();
    briefing.write("content/topics/broken.md", "no front matter");
    let result = briefing.run(&["list", "topics"]);
    assert_eq!(
        result.assert_exit(0).err,
        "The briefing has errors, so some records may be missing; run `briefing check` for details.\n"
    );
}

#[test]
fn replaces_escape_sequences() {
    let briefing = TestBriefing::starter();
    briefing.write("content/pages/x.md", "+++\ntitle = \"\\u001b[31mred\"\ndescription = \"x\"\n+++\nText.\n");
    let result = briefing.run(&["list", "pages"]);
    assert_eq!(result.assert_exit(0).out, "pages/about    About\npages/x        \u{fffd}[31mred\n");
}

#[test]
fn rejects_unknown_selection() {
    let briefing = TestBriefing::starter();
    briefing.run(&["list", "evnts"]).assert_result(2, "", "error: cannot list `evnts`\nhelp: did you mean `events`?\n");
    briefing.run(&["list", "xyzzy"]).assert_result(
        2,
        "",
        "error: cannot list `xyzzy`\nhelp: use `all`, `drafts`, `quotations`, `uncited`, `mentions`, or a kind such as `events`\n",
    );
}

#[test]
fn lists_quotations_with_verdicts_and_uncited_ones() {
    let briefing = TestBriefing::empty();
    briefing.write("briefing.toml", "base_url = \"https://example.org/\"\n");
    let article = "+++\ntitle = \"Full\"\ndescription = \"Full.\"\n+++\nIt is \"full\".\n";
    briefing.write("content/articles/ferry/index.md", article);
    briefing.write("content/articles/ferry/article.txt", "Full ferries\n\nEvery ferry is full.\n");
    let page = "+++\ntitle = \"A\"\ndescription = \"A.\"\n+++\n\"is full\" [@ferry, ¶2], \"is late\" [@ferry]. \"X\"\n";
    briefing.write("content/pages/a.md", page);
    let output = briefing.run(&["list", "quotations"]);
    let expected = "\
content/articles/ferry/index.md:5:8  found ¶1      ferry  summary  \"full\"
content/pages/a.md:5:2               misplaced ¶1  ferry  adjoining  \"is full\"
content/pages/a.md:5:26              not found     ferry  adjoining  \"is late\"
";
    assert_eq!(output.out, expected);
    assert_eq!(briefing.run(&["list", "uncited"]).out, "content/pages/a.md:5:46  \"X\"\n");
    let output: Value = serde_json::from_str(&briefing.run(&["list", "quotations", "--format", "json"]).out).unwrap();
    let second = json!({"place": "content/pages/a.md:5:2", "article": "ferry", "cited": "¶2", "verdict": "misplaced",
        "passage": "¶1", "form": "adjoining", "words": "is full"});
    assert_eq!(output[1], second);
}

#[test]
fn lists_places_that_name_records() {
    let briefing = TestBriefing::empty();
    briefing.write("briefing.toml", "base_url = \"https://example.org/\"\n");
    briefing.write("content/articles/ferry/index.md", "+++\ntitle = \"Full\"\ndescription = \"Full.\"\n+++\nWords.\n");
    briefing.write(
        "content/articles/ferry/article.txt",
        "Full ferries\n\nThe League met in New\u{a0}York.\n\nA League-led plan.\n",
    );
    for (id, title) in [("league", "League"), ("ny", "New York")] {
        let record = format!("+++\ntitle = \"{title}\"\ndescription = \"D.\"\nkind = \"company\"\n+++\nWords.\n");
        briefing.write(&format!("content/actors/{id}.md"), &record);
    }
    let expected = "\
actors/league  ferry ¶1  The [League] met in New\u{a0}York.
actors/league  ferry ¶2  A [League]-led plan.
actors/ny      ferry ¶1  The League met in [New\u{a0}York].
";
    assert_eq!(briefing.run(&["list", "mentions"]).out, expected);
    let of_one = briefing.run(&["list", "mentions", "actors/ny", "--format", "json"]);
    let output: Value = serde_json::from_str(&of_one.out).unwrap();
    let place = json!({"kind": "actor", "id": "ny", "article": "ferry", "passage": "¶1", "before": "The League met in ",
        "name": "New\u{a0}York", "after": "."});
    assert_eq!(output, json!([place]));
    let unknown = "error: there is no initiative, actor or topic `leage`\nhelp: did you mean `league`?\n";
    briefing.run(&["list", "mentions", "leage"]).assert_result(2, "", unknown);
}
