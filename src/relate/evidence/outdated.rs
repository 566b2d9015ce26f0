//! A lock that would change, for builds that must not change it.

use super::super::{QuotationVerdict, Relations};
use crate::diagnose::{Diagnostic, Diagnostics, Rule, Severity};
use crate::model::{EvidenceLock, Site};
use crate::relate::per_record::flatten;
use std::collections::BTreeMap;

/// See its own words.
pub(in crate::relate) static LOCK_OUTDATED: Rule = Rule {
    code: "lock-outdated",
    severity: Severity::Error,
    what: "With `--locked`, `evidence.lock` does not say what the briefing needs.",
    why: "What is published would rest on evidence that nobody has committed.",
    wrong: "briefing build --locked   # after a new quotation",
    right: "briefing build            # where the texts are at hand; then commit evidence.lock",
};

/// Reports that the lock would change, or that it leaves quotations unchecked.
pub fn report_outdated(site: &Site, relations: &Relations, found: &mut Diagnostics) {
    let mut said = differences(&site.lock, &relations.lock);
    let quotations = flatten(&relations.quotations);
    let open = quotations.filter(|quotation| quotation.verdict == QuotationVerdict::Unchecked && !quotation.translated);
    match open.count() {
        0 => {}
        1 => said.push("1 quotation is unchecked".to_owned()),
        count => said.push(format!("{count} quotations are unchecked")),
    }
    if !said.is_empty() {
        let message = format!("the evidence lock is not up to date: {}", said.join(", "));
        let help = "run `briefing build` where the texts are at hand, and commit `evidence.lock`";
        found.push(Diagnostic::without_span(&LOCK_OUTDATED, message).help(help));
    }
}

fn differences(before: &EvidenceLock, now: &EvidenceLock) -> Vec<String> {
    let inner = |tables: &BTreeMap<String, BTreeMap<String, _>>| {
        let lines =
            tables.iter().flat_map(|(article, items)| items.iter().map(move |(item, at)| ((article, item), at)));
        lines.map(|((article, item), at)| (format!("{article}/{item}"), format!("{at:?}"))).collect()
    };
    let told = [
        describe_changes("text", &before.texts, &now.texts),
        describe_changes("quotation", &inner(&before.quotations), &inner(&now.quotations)),
        describe_changes("mention", &inner(&before.mentions), &inner(&now.mentions)),
        describe_changes("record's names", &before.names, &now.names),
    ];
    told.into_iter().flatten().collect()
}

/// "2 texts would change"; nothing when both are the same.
fn describe_changes<V: PartialEq>(
    word: &str,
    before: &BTreeMap<String, V>,
    now: &BTreeMap<String, V>,
) -> Option<String> {
    let changed = now.iter().filter(|(key, value)| before.get(*key) != Some(*value)).count();
    let gone = before.keys().filter(|key| !now.contains_key(*key)).count();
    let plural = if word.ends_with('s') { "" } else { "s" };
    match changed + gone {
        0 => None,
        1 => Some(format!("1 {word} would change")),
        count => Some(format!("{count} {word}{plural} would change")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Kind;
    use crate::relate::relate;
    use crate::relate::sample::Sample;

    fn messages(site: &Site, sources: &crate::span::Sources) -> Vec<String> {
        let relations = relate(site, sources, &mut Diagnostics::default());
        let mut found = Diagnostics::default();
        report_outdated(site, &relations, &mut found);
        found.iter().map(|finding| finding.message.clone()).collect()
    }

    #[test]
    fn reports_a_lock_that_would_change_and_one_that_leaves_questions_open() {
        let mut sample = Sample::new();
        sample.add(Kind::Article, "courier", "Courier").text(&["The UN is full."]);
        sample.add(Kind::Article, "absent", "Absent");
        sample.add(Kind::Actor, "un", "UN").body("\"is full\" [@courier]");
        let (mut site, sources) = sample.finish();
        let expected = "the evidence lock is not up to date: 1 text would change, 1 quotation would change, 1 mention \
                        would change, 1 record's names would change";
        assert_eq!(messages(&site, &sources), [expected]);
        site.lock = relate(&site, &sources, &mut Diagnostics::default()).lock;
        assert_eq!(messages(&site, &sources), [""; 0]);
    }

    #[test]
    fn reports_quotations_that_cannot_be_checked() {
        let mut sample = Sample::new();
        sample.add(Kind::Article, "absent", "Absent").body("It \"is full\" and \"old\".");
        let (site, sources) = sample.finish();
        assert_eq!(messages(&site, &sources), ["the evidence lock is not up to date: 2 quotations are unchecked"]);
    }
}
