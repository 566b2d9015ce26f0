//! Table of all citations: which record cites which article, with the passage, and in which text; and its inverse, the
//! citations of each article by passage.
//!
//! Everything about citations is derived from it: the articles that a record cites, the sources of quotations, the
//! numbers on a page, the anchors that a passage has.

use super::per_record::Rows;
use super::support::{self, ArticleRole, RoleSet};
use super::{CitedArticle, Quotation, RecordIndex, Relations, Target};
use crate::model::script::sentence_starts;
use crate::model::{
    Body, CitationItem, CitationRole, Evidence, InlineKind, InlineRun, Kind, Passage, PlainText, Record, RecordId,
    ReferenceId, ReferenceKind, Site, TextRules, bodies, inlines,
};
use crate::relate::prev_next::date_key;
use crate::span::{Sources, Span};
use rayon::prelude::*;
use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// Citation of one article in one place of a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CitationOccurrence {
    /// Cited article, in the record's language if it is translated; `None` if it is unknown or not shown.
    pub article: Option<RecordId>,
    /// Cited passage.
    pub passage: Option<Passage>,
    /// Part of the record.
    pub part: CitingPart,
    /// Relation of the article to the statement.
    pub role: CitationRole,
    place: CitationPlace,
}

/// Part of a record with a citation, in the order in which pages prefer its sentences.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum CitingPart {
    /// Body without footnotes.
    Body,
    /// Footnote.
    Footnote,
    /// Markdown in front matter.
    FrontMatter,
    /// Evidence of a claim.
    Claim,
    /// Evidence of a status.
    Status,
    /// Markdown whose citations are not shown: a note on a date, the alternative text of an image, an unused footnote.
    Hidden,
}

/// Exact place of a citation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
enum CitationPlace {
    /// Item of a citation in Markdown; `run` is the index among the inline runs of the record's [`bodies`].
    Markdown { run: u32, reference: ReferenceId, item: u32 },
    /// Index among the record's evidence.
    Evidence(u32),
}

/// Citation of a passage by a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PassageCitation {
    /// The passage; each paragraph of a range has its own entry.
    pub passage: Passage,
    /// Canonical citing record.
    pub from: RecordId,
    /// Language version with the citation.
    pub citing_version: RecordId,
}

impl PassageCitation {
    /// Returns the citations of one passage, from those of an article.
    pub(crate) fn of_passage(row: &[PassageCitation], passage: Passage) -> &[PassageCitation] {
        let start = row.partition_point(|citation| citation.passage < passage);
        let count = row[start..].partition_point(|citation| citation.passage == passage);
        &row[start..start + count]
    }
}

/// Maximum number of paragraphs of a range that count one by one.
const MAX_RANGE: u32 = 100;

/// Returns the citations of all records, by record; see [`citations_of`].
pub(super) fn citations(site: &Site, index: &RecordIndex, targets: Rows<'_, Target>) -> Vec<Vec<CitationOccurrence>> {
    let records = site.records.par_iter().zip(targets);
    records.map(|(record, targets)| citations_of(site, index, record, targets)).collect()
}

/// Returns the citations of a record, ordered by part, then in reading order; empty for drafts that are not shown.
pub(super) fn citations_of(
    site: &Site,
    index: &RecordIndex,
    record: &Record,
    targets: &[Target],
) -> Vec<CitationOccurrence> {
    if record.draft && !site.drafts {
        return Vec::new();
    }
    let mut row = CitationRow { record, targets, occurrences: Vec::new() };
    row.add_markdown();
    for (place, (part, _, evidence)) in (0..).map(CitationPlace::Evidence).zip(evidence_of(record)) {
        let article = index.find_in(Kind::Article, &evidence.article.value, &record.language);
        let passage = evidence.passage.as_ref().map(|passage| passage.value);
        row.occurrences.push(CitationOccurrence { article, passage, part, role: evidence.role, place });
    }
    row.occurrences.sort_by_key(|occurrence| occurrence.part);
    row.occurrences
}

/// Citations of one record while they are collected.
struct CitationRow<'a> {
    record: &'a Record,
    targets: &'a [Target],
    occurrences: Vec<CitationOccurrence>,
}

impl CitationRow<'_> {
    fn add_markdown(&mut self) {
        let is_citation = |kind: &ReferenceKind| matches!(kind, ReferenceKind::Citation(_));
        let references = (0..).map(ReferenceId).zip(&self.record.references);
        let mut hidden: BTreeSet<ReferenceId> =
            references.filter(|(_, reference)| is_citation(&reference.kind)).map(|(id, _)| id).collect();
        if hidden.is_empty() {
            return;
        }
        for (run, (part, inline_run)) in (0..).zip(runs_of(self.record)) {
            for inline in inlines(inline_run.inlines) {
                if let InlineKind::Citation(reference) = inline.kind {
                    hidden.remove(&reference);
                    self.add(part, run, reference);
                }
            }
        }
        for reference in hidden {
            self.add(CitingPart::Hidden, 0, reference);
        }
    }

    fn add(&mut self, part: CitingPart, run: u32, reference: ReferenceId) {
        let Some(Target::Articles(articles)) = self.targets.get(reference.0 as usize) else { return };
        let items = citation_items(self.record, reference).iter().zip(articles);
        self.occurrences.extend((0..).zip(items).map(|(item, (cited, article))| CitationOccurrence {
            article: *article,
            passage: cited.passage,
            part,
            role: cited.role,
            place: CitationPlace::Markdown { run, reference, item },
        }));
    }
}

impl CitationOccurrence {
    /// Returns the citation in Markdown; `None` for evidence.
    pub fn reference(&self) -> Option<ReferenceId> {
        match self.place {
            CitationPlace::Markdown { reference, .. } => Some(reference),
            CitationPlace::Evidence(_) => None,
        }
    }

    /// Returns the span of a citation in Markdown and the sentence with it; `None` for evidence.
    pub(super) fn span_and_sentence(&self, record: &Record) -> Option<(Span, String)> {
        let reference = self.reference()?;
        let span = record.references.get(reference.0 as usize)?.span;
        let (before, after) = self.sentence(record)?;
        Some((span, before + &after))
    }

    /// Returns the cited article and passage, if both are known.
    pub(super) fn article_and_passage(&self) -> Option<(RecordId, Passage)> {
        self.article.zip(self.passage)
    }

    /// Returns the evidence; `None` for a citation in Markdown.
    pub(super) fn evidence<'r>(&self, record: &'r Record) -> Option<&'r Evidence> {
        let CitationPlace::Evidence(index) = self.place else { return None };
        evidence_of(record).nth(index as usize).map(|(_, _, evidence)| evidence)
    }

    /// Returns the span of the passage, as far as it is written out.
    pub(super) fn passage_span(&self, record: &Record, sources: &Sources) -> Option<Span> {
        match self.place {
            CitationPlace::Evidence(_) => Some(self.evidence(record)?.passage.as_ref()?.span),
            CitationPlace::Markdown { reference, item, .. } => {
                let cited = citation_items(record, reference).get(item as usize)?;
                Some(span_of_passage(cited, record.references.get(reference.0 as usize)?.span, sources))
            }
        }
    }

    /// Returns the sentence with the citation, split there: for evidence, the claim or the note on the status.
    fn sentence(&self, record: &Record) -> Option<(String, String)> {
        match self.place {
            CitationPlace::Evidence(index) => {
                let (_, statement, _) = evidence_of(record).nth(index as usize)?;
                Some((format!("{} ", statement?), String::new()))
            }
            CitationPlace::Markdown { run, reference, .. } => {
                let (_, run) = runs_of(record).nth(run as usize)?;
                let PlainText { text, references, .. } = PlainText::new(run.inlines, &Excerpt);
                let citation = references.iter().find(|other| other.is_citation && other.id == reference)?;
                sentence_at(&text, citation.range.start)
            }
        }
    }
}

/// Leaves out citations with the whitespace before them.
struct Excerpt;

impl TextRules for Excerpt {
    fn citation(&self, _: ReferenceId) -> Option<String> {
        None
    }
}

/// Returns the sentence at an offset, split there. An offset after the full stop belongs to the sentence before it.
fn sentence_at(text: &str, at: usize) -> Option<(String, String)> {
    let starts = sentence_starts(text);
    let next = starts.partition_point(|start| *start <= at);
    let has_ended = |index: usize| text.get(starts[index]..at).is_some_and(|before| before.trim().is_empty());
    let index = match next.checked_sub(1)? {
        index if index > 0 && has_ended(index) => index - 1,
        index => index,
    };
    let (start, end) = (starts[index], starts.get(index + 1).copied().unwrap_or(text.len()));
    let cut = at.clamp(start, end);
    let (before, after) = (text.get(start..cut)?, text.get(cut..end)?);
    Some((format!("{} ", before.trim()), after.trim_end().to_owned()))
}

/// Returns the inline runs of a record in reading order, with their parts.
fn runs_of(record: &Record) -> impl Iterator<Item = (CitingPart, InlineRun<'_>)> {
    let shown = bodies(record).flat_map(|body: &Body| {
        let is_body = std::ptr::eq(body, &raw const record.body);
        let part = if is_body { CitingPart::Body } else { CitingPart::FrontMatter };
        let text = crate::model::runs(&body.blocks).map(move |run| (part, run));
        let notes = body.footnotes.iter().flat_map(|note| crate::model::runs(&note.blocks));
        text.chain(notes.map(|run| (CitingPart::Footnote, run)))
    });
    // The description of an index page, and notes on dates, are shown without citations.
    let description = record.description_markup().filter(|_| record.kind() != Kind::Index);
    let notes = record.notes.iter().flat_map(move |note| {
        let is_description = description.is_some_and(|description| std::ptr::eq(description, note));
        let part = if is_description { CitingPart::FrontMatter } else { CitingPart::Hidden };
        crate::model::runs(&note.blocks).map(move |run| (part, run))
    });
    shown.chain(notes)
}

/// Returns the evidence of a record with the statement that it supports.
fn evidence_of(record: &Record) -> impl Iterator<Item = (CitingPart, Option<&str>, &Evidence)> {
    let claims = record.claims().iter().map(|claim| (CitingPart::Claim, Some(&*claim.text.value), &claim.evidence));
    let status = record.status().iter().map(|status| (CitingPart::Status, status.note.as_deref(), &status.evidence));
    claims.chain(status).flat_map(|(part, text, evidence)| evidence.iter().map(move |one| (part, text, one)))
}

fn citation_items(record: &Record, reference: ReferenceId) -> &[CitationItem] {
    match record.references.get(reference.0 as usize).map(|reference| &reference.kind) {
        Some(ReferenceKind::Citation(citation)) => &citation.items,
        _ => &[],
    }
}

/// Returns the span of a citation item's passage: from the end of the id to the next item, or the whole citation if no
/// passage is written there.
fn span_of_passage(item: &CitationItem, citation: Span, sources: &Sources) -> Span {
    let rest = Span { start: item.id.span.end.min(citation.end), ..citation };
    let text = sources.text(rest);
    let end = text.find([';', ']']).unwrap_or(text.len());
    let inner = text[..end].trim_start_matches([',', ' ', '[', '\n', '>']);
    let start = rest.start as usize + end - inner.len();
    if inner.trim_end().is_empty() { citation } else { Span::new(rest.file, start..start + inner.trim_end().len()) }
}

/// Returns the articles that a record cites, with the passages and their role, ordered by the articles' date. The passages
/// of a supporting article are those that support.
pub(super) fn cited_articles(site: &Site, record: &Record, citations: &[CitationOccurrence]) -> Vec<CitedArticle> {
    let mut of_articles: FxHashMap<RecordId, (RoleSet, Vec<(CitationRole, Passage)>)> = FxHashMap::default();
    for occurrence in citations {
        if let Some(article) = occurrence.article {
            let (roles, passages) = of_articles.entry(article).or_default();
            roles.add(occurrence);
            passages.extend(occurrence.passage.map(|passage| (occurrence.role, passage)));
        }
    }
    let has_evidence = support::has_evidence(citations);
    let to_cited = |(article, (roles, passages)): (RecordId, (RoleSet, Vec<(CitationRole, Passage)>))| {
        let role = roles.role(has_evidence, support::is_older(site.record(article), record));
        let counts = |cited: CitationRole| role != ArticleRole::Supports || cited == CitationRole::Supports;
        let passages = passages.into_iter().filter(|(role, _)| counts(*role)).map(|(_, passage)| passage);
        CitedArticle { article, passages: passages.collect(), role }
    };
    let mut cited: Vec<CitedArticle> = of_articles.into_iter().map(to_cited).collect();
    for entry in &mut cited {
        entry.passages.sort_unstable();
        entry.passages.dedup();
    }
    cited.sort_by_cached_key(|entry| (date_key(site.record(entry.article)), entry.article));
    cited
}

/// Returns the single passages that a record shows citations of, each with the canonical article.
pub(super) fn shown_passages(
    index: &RecordIndex,
    citations: &[CitationOccurrence],
) -> impl Iterator<Item = (RecordId, Passage)> {
    let shown = citations.iter().filter(|occurrence| occurrence.part != CitingPart::Hidden);
    shown.filter_map(CitationOccurrence::article_and_passage).flat_map(|(article, passage)| {
        let article = index.canonical(article);
        single_passages(passage).map(move |single| (article, single))
    })
}

/// Returns the citations of each article's passages, by canonical article and ordered by passage. A record counts once
/// per passage, even if it cites it repeatedly or only quotes it. Translations count as their canonical record.
pub(super) fn passage_citations(
    site: &Site,
    index: &RecordIndex,
    citations: Rows<'_, CitationOccurrence>,
    quotations: Rows<'_, Quotation>,
) -> Vec<Vec<PassageCitation>> {
    let mut of_articles: Vec<Vec<PassageCitation>> = vec![Vec::new(); site.records.len()];
    for (citing_version, _) in site.visible() {
        let at = citing_version.0 as usize;
        let quoted = quotations[at].iter().filter_map(|quotation| {
            let article = index.canonical(quotation.article);
            Some(single_passages(quotation.target_passage()?).map(move |single| (article, single)))
        });
        let from = index.canonical(citing_version);
        for (article, passage) in shown_passages(index, &citations[at]).chain(quoted.flatten()) {
            of_articles[article.0 as usize].push(PassageCitation { passage, from, citing_version });
        }
    }
    of_articles.par_iter_mut().for_each(|row| {
        row.sort_by_key(|citation| citation.passage);
        row.dedup_by_key(|citation| (citation.passage, citation.from));
    });
    of_articles
}

/// Returns the single passages of a passage: each paragraph of a range, so that every one has its place on the page.
pub(crate) fn single_passages(passage: Passage) -> impl Iterator<Item = Passage> {
    let (range, other) = match passage {
        Passage::Paragraphs { first, last } => (Some(first..=last.min(first.saturating_add(MAX_RANGE - 1))), None),
        other => (None, Some(other)),
    };
    range.into_iter().flatten().map(|n| Passage::Paragraphs { first: n, last: n }).chain(other)
}

impl Relations {
    /// Returns the sentence in which a record first cites a passage of a canonical article, split at the citation;
    /// `None` if the record only quotes it.
    pub(crate) fn citing_sentence(
        &self,
        site: &Site,
        article: RecordId,
        citation: &PassageCitation,
    ) -> Option<(String, String)> {
        let version = citation.citing_version;
        let cites = |occurrence: &&CitationOccurrence| {
            let one = std::slice::from_ref(*occurrence);
            shown_passages(&self.index, one).any(|cited| cited == (article, citation.passage))
        };
        self.citations.row(version).iter().find(cites)?.sentence(site.record(version))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnose::Diagnostics;
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

    #[test]
    fn finds_sentence_of_citation() {
        let mut sample = Sample::new();
        sample.add(Kind::Article, "a", "A");
        sample.add(Kind::Topic, "t", "T").body("Zero [@a].\n\nFirst one. Second [@a, ¶7] goes on. Third [@a, ¶7].");
        let (site, sources) = sample.finish();
        let relations = relate(&site, &sources, &mut Diagnostics::default());
        let article = relations.index.find(Kind::Article, "a").unwrap();
        let citations = relations.passage_citations.row(article);
        assert_eq!(citations.len(), 1);
        let sentence = relations.citing_sentence(&site, article, &citations[0]);
        assert_eq!(sentence, Some(("Second ".to_owned(), " goes on.".to_owned())));
    }

    #[test]
    fn orders_citations_by_part_and_finds_hidden_ones() {
        let mut sample = Sample::new();
        sample.add(Kind::Article, "a", "A");
        let home = sample.add(Kind::Index, "", "Home").bottom_line("One [@a, ¶1].");
        home.body("Two [@a, ¶2].\n\nThree [@a, ¶3].\n\nFour [@a, ¶4].");
        let body = &mut home.record.body;
        body.blocks.pop();
        let blocks: Vec<_> = body.blocks.pop().into_iter().collect();
        let span = blocks[0].span;
        body.footnotes.push(crate::model::Footnote { label: "n".into(), blocks, references: 1, span });
        let (site, sources) = sample.finish();
        let relations = relate(&site, &sources, &mut Diagnostics::default());
        let home = relations.index.find(Kind::Index, "").unwrap();
        let row = relations.citations.row(home).iter();
        let parts: Vec<_> = row.map(|one| (one.part, one.passage.unwrap().to_string())).collect();
        let expected = [
            (CitingPart::Body, "¶2"),
            (CitingPart::Footnote, "¶3"),
            (CitingPart::FrontMatter, "¶1"),
            (CitingPart::Hidden, "¶4"),
        ];
        assert_eq!(parts, expected.map(|(part, passage)| (part, passage.to_owned())));
        let article = relations.index.find(Kind::Article, "a").unwrap();
        assert_eq!(relations.passage_citations.row(article).len(), 3);
    }

    #[test]
    fn counts_range_for_each_of_its_paragraphs() {
        let numbers = |first, last| single_passages(Passage::Paragraphs { first, last }).count();
        assert_eq!((numbers(2, 4), numbers(1, u32::MAX), numbers(u32::MAX, u32::MAX)), (3, 100, 1));
        assert_eq!(single_passages(Passage::Note).collect::<Vec<_>>(), [Passage::Note]);
    }

    #[test]
    fn assigns_citation_after_full_stop_to_sentence_before() {
        assert_eq!(sentence_at("One. Two.", 5), Some(("One. ".to_owned(), String::new())));
        assert_eq!(sentence_at("One. Two.", 9), Some(("Two. ".to_owned(), String::new())));
        assert_eq!(sentence_at("", 0), None);
    }
}
