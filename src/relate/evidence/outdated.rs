//! Rule `lock-outdated`: reports a changed lock in builds that must not write it.

use super::super::{QuotationVerdict, Relations};
use crate::diagnose::{Diagnostic, Diagnostics, Rule, Severity};
use crate::model::{EvidenceLock, Site};
use crate::relate::per_record::flatten;
use std::collections::BTreeMap;

pub(in crate::relate) static LOCK_OUTDATED: Rule = Rule {
    code: "lock-outdated",
    severity: Severity::Error,
    what: "With `--locked`, `evidence.lock` is not up to date.",
    why: "The site would depend on results that are not committed.",
    wrong: "briefing build --locked   # after a new quotation",
    right: "briefing build            # where the texts are available; then commit evidence.lock",
};

/// Reports differences between the lock file and the current lock, and unchecked quotations.
pub fn report_outdated(site: &Site, relations: &Relations, diagnostics: &mut Diagnostics) {
    let mut changes = differences(&site.lock, &relations.lock);
    let quotations = flatten(&relations.quotations);
    let unchecked =
        quotations.filter(|quotation| quotation.verdict == QuotationVerdict::Unchecked && !quotation.translated);
    match unchecked.count() {
        0 => {}
        1 => changes.push("1 quotation is unchecked".to_owned()),
        count => changes.push(format!("{count} quotations are unchecked")),
    }
    if !changes.is_empty() {
        let message = format!("the evidence lock is not up to date: {}", changes.join(", "));
        let help = "run `briefing build` where the texts are available, and commit `evidence.lock`";
        diagnostics.push(Diagnostic::without_span(&LOCK_OUTDATED, message).help(help));
    }
}

fn differences(previous: &EvidenceLock, current: &EvidenceLock) -> Vec<String> {
    let inner = |tables: &BTreeMap<String, BTreeMap<String, _>>| {
        let lines =
            tables.iter().flat_map(|(article, items)| items.iter().map(move |(item, value)| ((article, item), value)));
        lines.map(|((article, item), value)| (format!("{article}/{item}"), format!("{value:?}"))).collect()
    };
    let changes = [
        describe_changes("text", &previous.texts, &current.texts),
        describe_changes("quotation", &inner(&previous.quotations), &inner(&current.quotations)),
        describe_changes("mention", &inner(&previous.mentions), &inner(&current.mentions)),
        describe_changes("record's names", &previous.names, &current.names),
    ];
    changes.into_iter().flatten().collect()
}

/// Returns text such as "2 texts would change", or `None` if both maps are equal.
fn describe_changes<V: PartialEq>(
    word: &str,
    previous: &BTreeMap<String, V>,
    current: &BTreeMap<String, V>,
) -> Option<String> {
    let changed = current.iter().filter(|(key, value)| previous.get(*key) != Some(*value)).count();
    let removed = previous.keys().filter(|key| !current.contains_key(*key)).count();
    let plural = if word.ends_with('s') { "" } else { "s" };
    match changed + removed {
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
    use crate::testkit::Sample;

    fn messages(site: &Site, sources: &crate::span::Sources) -> Vec<String> {
        let relations = relate(site, sources, &mut Diagnostics::default());
        let mut diagnostics = Diagnostics::default();
        report_outdated(site, &relations, &mut diagnostics);
        diagnostics.iter().map(|diagnostic| diagnostic.message.clone()).collect()
    }

    #[test]
    fn reports_lock_that_would_change() {
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
