//! Rule `unknown-passage`: citations of passages that the article's text does not have.

use crate::diagnose::{Diagnostic, Diagnostics, Rule, Severity};
use crate::model::{Passage, Record, RecordId, Site};
use crate::relate::per_record::Rows;
use crate::relate::{CitationOccurrence, evidence, join_with_and};
use crate::span::{Sources, Spanned};
use rayon::prelude::*;

pub(in crate::relate) static UNKNOWN_PASSAGE: Rule = Rule {
    code: "unknown-passage",
    severity: Severity::Error,
    what: "A citation names a passage that the article's text does not have.",
    why: "A reader who looks it up finds nothing there.",
    wrong: "[@courier-2031, ¶17]   # the text has 16 paragraphs",
    right: "[@courier-2031, ¶16]",
};

/// Reports citations, in bodies and as evidence, of passages missing from the article's text. Uses the passage list of
/// the evidence lock if the text is not available.
pub(in crate::relate) fn check(
    site: &Site,
    sources: &Sources,
    citations: Rows<'_, CitationOccurrence>,
    diagnostics: &mut Diagnostics,
) {
    let passages: Vec<Option<Vec<Passage>>> =
        site.records.iter().map(|record| evidence::known_passages(site, record)).collect();
    let shown: Vec<_> = site.visible().collect();
    let unknown = |&(id, record): &(RecordId, &Record)| -> Vec<Diagnostic> {
        let check_citation = |citation: &CitationOccurrence| {
            let (article, passage) = citation.article_and_passage()?;
            let passages = passages[article.0 as usize].as_ref().filter(|known| !contains_passage(known, passage))?;
            let passage = Spanned::new(passage, citation.passage_span(record, sources)?);
            Some(diagnostic(site, site.record(article), &passage, passages))
        };
        citations[id.0 as usize].iter().filter_map(check_citation).collect()
    };
    let all: Vec<Vec<Diagnostic>> = shown.par_iter().map(unknown).collect();
    all.into_iter().flatten().for_each(|check_citation| diagnostics.push(check_citation));
}

/// Checks whether `passages` include a passage; for a range, both ends are checked.
fn contains_passage(passages: &[Passage], passage: Passage) -> bool {
    let is_known = |single: Passage| passages.iter().any(|known| known.covers(single));
    match passage {
        Passage::Paragraphs { first, last } => {
            [first, last].into_iter().all(|number| is_known(Passage::Paragraphs { first: number, last: number }))
        }
        other => is_known(other),
    }
}

fn diagnostic(site: &Site, article: &Record, passage: &Spanned<Passage>, passages: &[Passage]) -> Diagnostic {
    let message = format!("the text of `{}` has no {}", article.id, passage.value);
    let passages: Vec<String> = passages.iter().map(ToString::to_string).collect();
    let available = if passages.is_empty() { "nothing that can be cited".to_owned() } else { join_with_and(&passages) };
    let changed = evidence::describe_change(site, article).map_or(String::new(), |change| format!("; {change}"));
    Diagnostic::new(&UNKNOWN_PASSAGE, passage.span, message)
        .label("no such passage")
        .help(format!("it has {available}{changed}"))
}

#[cfg(test)]
mod tests {
    use crate::diagnose::Diagnostics;
    use crate::model::Kind;
    use crate::relate::relate;
    use crate::relate::sample::Sample;

    #[test]
    fn reports_unknown_passages_with_and_without_text() {
        let mut sample = Sample::new();
        sample.add(Kind::Article, "courier", "Courier").text(&["The ferries are full.", "The town is old."]);
        sample.add(Kind::Article, "unread", "Unread");
        let event = sample.add(Kind::Event, "held", "Held");
        event.claim("courier", "9").claim("courier", "2");
        event.body("One [@courier, ¶3]. Two [@courier, ¶1-2; @unread, ¶99]. Three [@courier, ¶2-3] [@courier, note].");
        let (mut site, sources) = sample.finish();
        for _ in 0..2 {
            let mut diagnostics = Diagnostics::default();
            let relations = relate(&site, &sources, &mut diagnostics);
            let messages = diagnostics.iter().filter(|diagnostic| diagnostic.rule.code == "unknown-passage");
            let messages: Vec<String> = messages
                .map(|diagnostic| format!("{}: {}", sources.text(diagnostic.span.unwrap()), diagnostic.message))
                .collect();
            let expected = [
                "¶3: the text of `courier` has no ¶3",
                "¶2-3: the text of `courier` has no ¶2–3",
                "note: the text of `courier` has no note",
                "courier: the text of `courier` has no ¶9",
            ];
            assert_eq!(messages, expected);
            site.lock = relations.lock;
            crate::relate::sample::remove_texts(&mut site);
        }
    }
}
