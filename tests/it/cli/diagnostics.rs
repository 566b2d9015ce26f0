//! Output of `check` and `build` for a briefing with errors, in every format.

use super::harness::{CommandResult, TestBriefing};
use serde_json::Value;

/// Creates a starter with two errors and a warning in a file with multi-byte characters before them.
fn with_errors() -> TestBriefing {
    let briefing = TestBriefing::starter();
    briefing.write(
        "content/events/über.md",
        "+++\ntitle = \"Über\"\ntitel = \"中文\"\ndate = \"2031\"\n+++\n中文 [[nothing]].\n",
    );
    briefing
}

fn check(format: &str) -> CommandResult {
    with_errors().run(&["check", "--format", format])
}

#[test]
fn prints_human_format() {
    check("human").assert_result(
        1,
        "Checked 2 articles, 3 events, 1 initiative, 2 actors, 1 topic, 1 page: 2 errors and 1 warning. \
         Run `briefing explain unknown-key` for details.\n",
        "\
warning[missing-description]: the event has no description
 --> content/events/über.md:1:1
  |
1 | +++
  | ^^^
  |
  = help: add `description = \"…\"`: one line of 60 to 160 characters

error[unknown-key]: unknown key `titel`
 --> content/events/über.md:3:1
  |
3 | titel = \"中文\"
  | ^^^^^ unknown key
  |
  = help: did you mean `title`?

error[unknown-record]: no record has the id or name `nothing`
 --> content/events/über.md:6:6
  |
6 | 中文 [[nothing]].
  |        ^^^^^^^ unknown

",
    );
}

#[test]
fn prints_short_format() {
    let result = check("short");
    assert_eq!(
        result.assert_exit(1).err,
        "\
content/events/über.md:1:1: warning[missing-description]: the event has no description; add `description = \"…\"`: \
         one line of 60 to 160 characters
content/events/über.md:3:1: error[unknown-key]: unknown key `titel`; did you mean `title`?
content/events/über.md:6:6: error[unknown-record]: no record has the id or name `nothing`
"
    );
}

#[test]
fn prints_json_to_standard_output() {
    let result = check("json");
    assert!(result.assert_exit(1).err.is_empty());
    let report: Value = serde_json::from_str(&result.out).unwrap();
    assert_eq!((&report["errors"], &report["warnings"]), (&2.into(), &1.into()));
    let diagnostics = report["diagnostics"].as_array().unwrap();
    for diagnostic in diagnostics {
        assert_eq!(diagnostic["path"], "content/events/über.md");
        for key in ["line", "column", "end_line", "end_column"] {
            assert!(diagnostic[key].as_u64().unwrap() >= 1, "{key}");
        }
    }
    let last = &diagnostics[2];
    assert_eq!((&last["code"], &last["severity"]), (&"unknown-record".into(), &"error".into()));
    assert_eq!((&last["line"], &last["column"], &last["end_column"]), (&6.into(), &6.into(), &13.into()));
    assert_eq!(last["source_line"], "中文 [[nothing]].");
}

#[test]
fn prints_sarif() {
    let result = check("sarif");
    assert!(result.assert_exit(1).err.is_empty());
    let report: Value = serde_json::from_str(&result.out).unwrap();
    let run = &report["runs"][0];
    let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
    let results = run["results"].as_array().unwrap();
    assert_eq!(results.len(), 3);
    for result in results {
        assert!(rules.iter().any(|rule| rule["id"] == result["ruleId"]), "{}", result["ruleId"]);
        let location = &result["locations"][0]["physicalLocation"];
        assert_eq!(location["artifactLocation"]["uri"], "content/events/%C3%BCber.md");
        assert!(location["region"]["startLine"].as_u64().unwrap() >= 1);
        assert!(location["region"]["startColumn"].as_u64().unwrap() >= 1);
    }
}

#[test]
fn prints_github_workflow_commands() {
    let result = check("github");
    assert!(result.assert_exit(1).err.is_empty());
    let lines: Vec<&str> = result.out.lines().collect();
    assert_eq!(
        lines[1],
        "::error file=content/events/über.md,line=3,col=1,endLine=3,endColumn=6,title=unknown-key::\
         unknown key `titel`%0Ahelp: did you mean `title`?"
    );
    assert_eq!(lines.len(), 3);
}

#[test]
fn machine_formats_are_empty_without_diagnostics() {
    let briefing = TestBriefing::starter();
    for command in ["check", "build"] {
        briefing.run(&[command, "--format", "short"]).assert_exit(0);
        briefing.run(&[command, "--format", "github"]).assert_result(0, "", "");
        let result = briefing.run(&[command, "--format", "json"]);
        let report: Value = serde_json::from_str(&result.assert_exit(0).out).unwrap();
        assert_eq!(report, serde_json::json!({ "diagnostics": [], "errors": 0, "warnings": 0, "notes": 0 }));
        let result = briefing.run(&[command, "--format", "sarif"]);
        let report: Value = serde_json::from_str(&result.assert_exit(0).out).unwrap();
        assert_eq!(report["runs"][0]["results"], Value::Array(Vec::new()));
    }
}

#[test]
fn warnings_fail_on_request_only() {
    let briefing = TestBriefing::starter();
    briefing.write("content/topics/bare.md", "+++\ntitle = \"Bare\"\n+++\nText.\n");
    let result = briefing.run(&["check"]);
    assert!(
        result.assert_exit(0).out.ends_with(": 1 warning. Run `briefing explain missing-description` for details.\n")
    );
    briefing.run(&["check", "--warnings-as-errors"]).assert_exit(1);
    let result = briefing.run(&["build", "--warnings-as-errors"]);
    assert!(result.assert_exit(1).err.ends_with(
        "\nNot built: 1 warning (--warnings-as-errors). Run `briefing explain missing-description` for details.\n"
    ));
    assert!(!briefing.path("public").exists());
    let result = briefing.run(&["build"]);
    assert!(result.assert_exit(0).out.contains(" deleted\n  1 warning\n"), "{}", result.out);
}

#[test]
fn template_error_reports_line_and_page() {
    let briefing = TestBriefing::starter();
    briefing.write(
        "templates/event.html",
        "{% extends \"theme/event.html\" %}\n{% block main %}\n  {{ page.titel }}\n{% endblock %}\n",
    );
    briefing.run(&["build"]).assert_result(
        1,
        "",
        "\
error[template-error]: field `titel` is not defined, on the page `/events/plan-adopted/` and one other
 --> templates/event.html:3:11
  |
3 |   {{ page.titel }}
  |           ^^^^^ here
  |
 ::: content/events/plan-adopted.md:2:9
  |
2 | title = \"The council adopts the bridge plan\"
  |         ------------------------------------ while rendering the page of this record
  |
  = help: did you mean `title`?

Not built: 1 error. Run `briefing explain template-error` for details.
",
    );
    assert!(!briefing.path("public").exists());
}

#[test]
fn check_writes_nothing() {
    for briefing in [TestBriefing::starter(), with_errors()] {
        let before = briefing.times("");
        briefing.run(&["check", "--drafts"]);
        assert_eq!(briefing.times(""), before);
    }
}
