//! `briefing explain` and the documentation of rules.

use super::harness::TestBriefing;
use briefing::compile;
use briefing::diagnose::Rule;
use std::collections::BTreeSet;
use std::fs;

#[test]
fn explains_a_code() {
    let text = "\
dead-link (error)

The target of a link or image does not exist.

Readers would see a broken link or a missing image.

Wrong:

    [the method](@/pages/methods.md)

Right:

    [the method](@/pages/method.md)
";
    let briefing = TestBriefing::empty();
    briefing.run(&["explain", "dead-link"]).assert_result(0, text, "");
    briefing.run(&["explain", "Dead-Link"]).assert_result(0, text, "");
}

#[test]
fn explains_and_lists_every_code() {
    let briefing = TestBriefing::empty();
    let list = briefing.run(&["explain"]).assert_exit(0).out.clone();
    for (rule, line) in compile::rules().iter().zip(list.lines()) {
        let columns: Vec<&str> = line.split_whitespace().take(2).collect();
        assert_eq!(columns, [rule.code, rule.severity.as_str()]);
        assert!(line.ends_with(rule.what), "{line}");
        let result = briefing.run(&["explain", rule.code]);
        assert!(result.assert_exit(0).out.starts_with(&format!("{} ({})\n", rule.code, rule.severity.as_str())));
        assert!(result.out.lines().all(|line| line.chars().count() <= 120), "{}", result.out);
    }
    assert_eq!(list.lines().count(), compile::rules().len());
}

#[test]
fn suggests_similar_code() {
    let briefing = TestBriefing::empty();
    briefing.run(&["explain", "dead-lnk"]).assert_result(
        2,
        "",
        "error: unknown rule code `dead-lnk`\nhelp: did you mean `dead-link`?\n",
    );
    briefing.run(&["explain", "xyzzy"]).assert_result(
        2,
        "",
        "error: unknown rule code `xyzzy`\nhelp: run `briefing explain` to list all codes\n",
    );
}

#[test]
fn explains_former_codes() {
    let briefing = TestBriefing::empty();
    for (old, new) in [
        ("bad-date", "invalid-date"),
        ("wrong-type", "invalid-type"),
        ("Unknown-Word", "unknown-message-key"),
        ("missing-words", "missing-translations"),
    ] {
        let rule = briefing.run(&["explain", new]).assert_exit(0).out.clone();
        let expected = format!("`{}` is now called `{new}`.\n\n{rule}", old.to_lowercase());
        briefing.run(&["explain", old]).assert_result(0, &expected, "");
    }
}

#[test]
fn every_rule_is_fully_documented() {
    for rule in compile::rules() {
        let Rule { code, what, why, wrong, right, .. } = *rule;
        assert!(code.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-'), "{code}");
        for sentence in [what, why] {
            assert!(sentence.starts_with(|c: char| c.is_uppercase() || c == '`'), "{code}: {sentence}");
            assert!(sentence.ends_with('.'), "{code}: {sentence}");
            assert!(!sentence.contains("  ") && !sentence.contains('\n'), "{code}: {sentence}");
        }
        assert!(what.chars().count() <= 120, "{code}: {what}");
        for example in [wrong, right] {
            assert!(!example.trim().is_empty(), "{code}");
            assert!(example.lines().all(|line| line.trim_end() == line), "{code}: {example}");
            assert_eq!(example.trim(), example, "{code}");
        }
        assert_ne!(wrong, right, "{code}");
    }
}

/// A rule that is missing from its stage's list could be reported, but neither explained nor exported as SARIF.
#[test]
fn every_rule_is_listed_once() {
    let listed: Vec<&str> = compile::rules().iter().map(|rule| rule.code).collect();
    let sources = walkdir::WalkDir::new("src").into_iter().map(Result::unwrap);
    let sources = sources.filter(|entry| entry.path().extension().is_some_and(|extension| extension == "rs"));
    let mut declared = Vec::new();
    for source in sources.filter(|source| !source.path().starts_with("src/diagnose")) {
        let text = fs::read_to_string(source.path()).unwrap();
        let rules = text.split(": Rule = Rule {").skip(1);
        declared.extend(rules.map(|rule| rule.split('"').nth(1).unwrap().to_owned()));
    }
    declared.sort();
    assert_eq!(listed, declared);
    assert_eq!(listed.iter().collect::<BTreeSet<_>>().len(), listed.len());
}

#[test]
fn explains_every_code_that_the_documentation_mentions() {
    let known: BTreeSet<&str> = compile::rules().iter().map(|rule| rule.code).collect();
    let mut mentioned = 0;
    for page in ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md"] {
        let text = fs::read_to_string(page).unwrap();
        for marker in ["briefing explain ", "error[", "warning["] {
            for rest in text.split(marker).skip(1) {
                let code: &str = rest.split(|c: char| !c.is_ascii_lowercase() && c != '-').next().unwrap();
                assert!(code.is_empty() || known.contains(code), "{page}: {code}");
                mentioned += usize::from(!code.is_empty());
            }
        }
    }
    assert!(mentioned > 0);
}
