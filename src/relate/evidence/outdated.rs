//! Rule `lock-outdated`: reports a changed lock in builds that must not write it.

use super::super::{QuotationVerdict, Relations};
use crate::diagnose::{Diagnostic, Diagnostics, Rule, Severity};
use crate::model::{EvidenceLock, LockedText, Site};
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

pub(in crate::relate) static OLDER_LOCK_ENTRY: Rule = Rule {
    code: "older-lock-entry",
    severity: Severity::Note,
    what: "`evidence.lock` has entries that an older version of briefing has made.",
    why: "Newer versions can find quotations that older ones missed, and the reverse.",
    wrong: "digest = 1   # in evidence.lock",
    right: "briefing build   # where the texts are available; then commit evidence.lock",
};

/// Reports differences between the lock file and the current lock, and unchecked quotations.
pub fn report_outdated(site: &Site, relations: &Relations, diagnostics: &mut Diagnostics) {
    report_older_entries(site, diagnostics);
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

/// Reports entries that an older version of the matchers has made.
fn report_older_entries(site: &Site, diagnostics: &mut Diagnostics) {
    let older: Vec<&str> =
        site.lock.texts.iter().filter(|(_, text)| !text.is_current()).map(|(id, _)| id.as_str()).collect();
    if let Some((first, rest)) = older.split_first() {
        let others = if rest.is_empty() { String::new() } else { format!(" and {} others", rest.len()) };
        let message = format!("the evidence lock was made by an older version of the matchers for `{first}`{others}");
        let help = "its verdicts stay valid; run `briefing build` where the texts are available to renew them";
        diagnostics.push(Diagnostic::without_span(&OLDER_LOCK_ENTRY, message).help(help));
    }
}

/// Describes what would change. What rests on a text whose entry is of an older version is left out: the entry stays
/// valid until it is renewed.
fn differences(previous: &EvidenceLock, current: &EvidenceLock) -> Vec<String> {
    let is_older = |article: &String| previous.texts.get(article).is_some_and(|text| !text.is_current());
    let texts = |lock: &EvidenceLock| -> BTreeMap<String, LockedText> {
        lock.texts.iter().filter(|(id, _)| !is_older(id)).map(|(id, text)| (id.clone(), text.clone())).collect()
    };
    let inner = |tables: &BTreeMap<String, BTreeMap<String, _>>| {
        let tables = tables.iter().filter(|(article, _)| !is_older(article));
        let lines = tables.flat_map(|(article, items)| items.iter().map(move |(item, value)| ((article, item), value)));
        lines.map(|((article, item), value)| (format!("{article}/{item}"), format!("{value:?}"))).collect()
    };
    let changes = [
        describe_changes("text", &texts(previous), &texts(current)),
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
    fn entries_of_an_older_version_stay_valid_and_are_noted() {
        let mut sample = Sample::new();
        sample.add(Kind::Article, "courier", "Courier").text(&["The UN is full."]).body("It \"is full\".");
        let (mut site, sources) = sample.finish();
        let mut lock = relate(&site, &sources, &mut Diagnostics::default()).lock.as_ref().clone();
        for text in lock.texts.values_mut() {
            (text.digest, text.sha256) = (1, "other".to_owned());
        }
        site.lock = lock.into();
        let expected = "the evidence lock was made by an older version of the matchers for `courier`";
        assert_eq!(messages(&site, &sources), [expected]);
        crate::testkit::remove_texts(&mut site);
        assert_eq!(messages(&site, &sources), [expected]);
    }

    #[test]
    fn reports_quotations_that_cannot_be_checked() {
        let mut sample = Sample::new();
        sample.add(Kind::Article, "absent", "Absent").body("It \"is full\" and \"old\".");
        let (site, sources) = sample.finish();
        assert_eq!(messages(&site, &sources), ["the evidence lock is not up to date: 2 quotations are unchecked"]);
    }
}
