//! Citations of passages that a text does not have.

use crate::diagnose::{Diagnostic, Diagnostics, Rule, Severity};
use crate::model::{Passage, Record, RecordId, Site};
use crate::relate::cited::{self, LocatedCitation};
use crate::relate::per_record::Rows;
use crate::relate::{RecordIndex, Target, evidence, join_with_and};
use crate::span::Sources;
use rayon::prelude::*;

/// See its own words.
pub(in crate::relate) static UNKNOWN_PASSAGE: Rule = Rule {
    code: "unknown-passage",
    severity: Severity::Error,
    what: "A citation names a passage that the article's text does not have.",
    why: "A reader who looks it up finds nothing there.",
    wrong: "[@courier-2031, ¶17]   # the text has 16 paragraphs",
    right: "[@courier-2031, ¶16]",
};

/// Reports citations, in texts and as evidence, of passages that are not in the article's text as it is at hand or as
/// the evidence lock knows it.
pub(in crate::relate) fn check(
    site: &Site,
    sources: &Sources,
    index: &RecordIndex,
    targets: Rows<'_, Target>,
    found: &mut Diagnostics,
) {
    let passages: Vec<Option<Vec<Passage>>> =
        site.records.iter().map(|record| evidence::known_passages(site, record)).collect();
    let shown: Vec<_> = site.visible().collect();
    let unknown = |&(id, record): &(RecordId, &Record)| -> Vec<Diagnostic> {
        let cited = cited::located_citations(record, &targets[id.0 as usize], index, sources);
        let finding = |citation: LocatedCitation| {
            let known = passages[citation.article.0 as usize].as_ref()?;
            let article = site.record(citation.article);
            (!contains_passage(known, citation.passage.value)).then(|| diagnostic(site, article, &citation, known))
        };
        cited.into_iter().filter_map(finding).collect()
    };
    let all: Vec<Vec<Diagnostic>> = shown.par_iter().map(unknown).collect();
    all.into_iter().flatten().for_each(|finding| found.push(finding));
}

/// Whether a text with these passages has this one; of a range, both ends.
fn contains_passage(known: &[Passage], passage: Passage) -> bool {
    let is_there = |one: Passage| known.iter().any(|known| known.covers(one));
    match passage {
        Passage::Paragraphs { first, last } => {
            [first, last].into_iter().all(|number| is_there(Passage::Paragraphs { first: number, last: number }))
        }
        other => is_there(other),
    }
}

fn diagnostic(site: &Site, article: &Record, citation: &LocatedCitation, known: &[Passage]) -> Diagnostic {
    let passage = citation.passage.value;
    let message = format!("the text of `{}` has no {passage}", article.id);
    let known: Vec<String> = known.iter().map(ToString::to_string).collect();
    let there = if known.is_empty() { "nothing that can be cited".to_owned() } else { join_with_and(&known) };
    let changed = evidence::describe_change(site, article).map_or(String::new(), |change| format!("; {change}"));
    Diagnostic::new(&UNKNOWN_PASSAGE, citation.passage.span, message)
        .label("no such passage")
        .help(format!("it has {there}{changed}"))
}

#[cfg(test)]
mod tests {
    use crate::diagnose::Diagnostics;
    use crate::model::Kind;
    use crate::relate::relate;
    use crate::relate::sample::Sample;

    #[test]
    fn reports_passages_that_are_not_there_with_and_without_the_text() {
        let mut sample = Sample::new();
        sample.add(Kind::Article, "courier", "Courier").text(&["The ferries are full.", "The town is old."]);
        sample.add(Kind::Article, "unread", "Unread");
        let event = sample.add(Kind::Event, "held", "Held");
        event.claim("courier", "9").claim("courier", "2");
        event.body("One [@courier, ¶3]. Two [@courier, ¶1-2; @unread, ¶99]. Three [@courier, ¶2-3] [@courier, note].");
        let (mut site, sources) = sample.finish();
        for _ in 0..2 {
            let mut found = Diagnostics::default();
            let relations = relate(&site, &sources, &mut found);
            let said = found.iter().filter(|finding| finding.rule.code == "unknown-passage");
            let said: Vec<String> =
                said.map(|it| format!("{}: {}", sources.text(it.span.unwrap()), it.message)).collect();
            let expected = [
                "¶3: the text of `courier` has no ¶3",
                "¶2-3: the text of `courier` has no ¶2–3",
                "note: the text of `courier` has no note",
                "courier: the text of `courier` has no ¶9",
            ];
            assert_eq!(said, expected);
            site.lock = relations.lock;
            crate::relate::sample::remove_texts(&mut site);
        }
    }
}
