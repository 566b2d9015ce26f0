//! Collects the articles that each record cites, with the cited passages.

use super::{CitedArticle, RecordIndex, Target, front_matter_refs};
use crate::model::{CitationItem, Kind, Passage, Record, RecordId, ReferenceKind, Site};
use crate::relate::per_record::Rows;
use crate::relate::prev_next::date_key;
use crate::span::{Sources, Span, Spanned};
use rayon::prelude::*;
use rustc_hash::FxHashMap;

/// Returns the articles that each record cites, by record, ordered by the articles' date.
pub(super) fn cited_articles(site: &Site, index: &RecordIndex, targets: Rows<'_, Target>) -> Vec<Vec<CitedArticle>> {
    let by_record = site.records.par_iter().zip(targets);
    by_record.map(|(record, targets)| cited_by(site, index, record, targets)).collect()
}

/// Returns all citations of a record with their passages: first those in its body, then its evidence. Callers skip
/// drafts that are not shown.
pub(super) fn citations(record: &Record, targets: &[Target], index: &RecordIndex) -> Vec<(RecordId, Option<Passage>)> {
    let mut citations = Vec::new();
    for (reference, target) in record.references.iter().zip(targets) {
        if let (ReferenceKind::Citation(citation), Target::Articles(articles)) = (&reference.kind, target) {
            let items = articles.iter().zip(&citation.items);
            citations.extend(items.filter_map(|(article, item)| Some(((*article)?, item.passage))));
        }
    }
    for evidence in front_matter_refs::evidence(record) {
        let article = index.find_in(Kind::Article, &evidence.article.value, &record.language);
        citations.extend(article.map(|article| (article, evidence.passage.as_ref().map(|passage| passage.value))));
    }
    citations
}

/// Citation of a passage, with the passage's span.
pub(super) struct LocatedCitation {
    /// Cited article.
    pub(super) article: RecordId,
    /// Cited passage.
    pub(super) passage: Spanned<Passage>,
}

/// Returns the citations of a record that name a passage: first those in its body, then its evidence.
pub(super) fn located_citations(
    record: &Record,
    targets: &[Target],
    index: &RecordIndex,
    sources: &Sources,
) -> Vec<LocatedCitation> {
    let mut located = Vec::new();
    for (reference, target) in record.references.iter().zip(targets) {
        if let (ReferenceKind::Citation(citation), Target::Articles(articles)) = (&reference.kind, target) {
            let items = articles.iter().zip(&citation.items);
            located.extend(items.filter_map(|(article, item)| {
                let passage = Spanned::new(item.passage?, passage_span(item, reference.span, sources));
                Some(LocatedCitation { article: (*article)?, passage })
            }));
        }
    }
    for evidence in front_matter_refs::evidence(record) {
        let article = index.find_in(Kind::Article, &evidence.article.value, &record.language);
        if let (Some(article), Some(passage)) = (article, &evidence.passage) {
            located.push(LocatedCitation { article, passage: passage.clone() });
        }
    }
    located
}

/// Returns the span of a citation item's passage: from the end of the id to the next item, or the whole citation if no
/// passage is written there.
pub(super) fn passage_span(item: &CitationItem, citation: Span, sources: &Sources) -> Span {
    let rest = Span { start: item.id.span.end.min(citation.end), ..citation };
    let text = sources.text(rest);
    let end = text.find([';', ']']).unwrap_or(text.len());
    let inner = text[..end].trim_start_matches([',', ' ', '[', '\n', '>']);
    let start = rest.start as usize + end - inner.len();
    if inner.trim_end().is_empty() { citation } else { Span::new(rest.file, start..start + inner.trim_end().len()) }
}

/// Returns the articles that a record cites, ordered by their date; empty for drafts that are not shown.
pub(super) fn cited_by(site: &Site, index: &RecordIndex, record: &Record, targets: &[Target]) -> Vec<CitedArticle> {
    if record.draft && !site.drafts {
        return Vec::new();
    }
    let mut passages: FxHashMap<RecordId, Vec<Passage>> = FxHashMap::default();
    for (article, passage) in citations(record, targets, index) {
        passages.entry(article).or_default().extend(passage);
    }
    let mut cited: Vec<CitedArticle> =
        passages.into_iter().map(|(article, passages)| CitedArticle { article, passages }).collect();
    for entry in &mut cited {
        entry.passages.sort_unstable();
        entry.passages.dedup();
    }
    cited.sort_by_cached_key(|entry| (date_key(site.record(entry.article)), entry.article));
    cited
}

#[cfg(test)]
mod tests {
    use crate::diagnose::Diagnostics;
    use crate::model::Kind;
    use crate::relate::relate;
    use crate::testkit::{Sample, day};

    #[test]
    fn collects_passages_from_text_front_matter_and_evidence() {
        let mut sample = Sample::new();
        sample.add(Kind::Article, "a-undated", "Undated");
        sample.add(Kind::Article, "b-late", "Late").date(day(2025, 12, 13));
        sample.add(Kind::Article, "c-early", "Early").date(day(2025, 8, 5));
        let event = sample.add(Kind::Event, "signed", "Signed");
        event.claim("b-late", "7").claim("c-early", "note").body("One [@b-late, ¶7; @a-undated]. Two [@b-late, ¶2-3].");
        sample.add(Kind::Index, "", "Home").bottom_line("Seven [@b-late, ¶1].").body("Words.");
        let (site, sources) = sample.finish();
        let relations = relate(&site, &sources, &mut Diagnostics::default());
        let cited = |kind, id: &str| {
            let record = relations.index.find(kind, id).unwrap();
            let cited = relations.cited[record.0 as usize].iter();
            let lines = cited.map(|entry| {
                let passages: Vec<String> = entry.passages.iter().map(ToString::to_string).collect();
                format!("{} {}", site.record(entry.article).id, passages.join(" "))
            });
            lines.collect::<Vec<_>>()
        };
        assert_eq!(cited(Kind::Event, "signed"), ["c-early note", "b-late ¶2–3 ¶7", "a-undated "]);
        assert_eq!(cited(Kind::Index, ""), ["b-late ¶1"]);
    }
}
