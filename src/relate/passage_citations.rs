//! The citations of each passage, with the sentences that cite it.

use super::{RecordIndex, Relations};
use crate::model::script::sentence_starts;
use crate::model::{
    Block, BlockKind, Citation, Details, Evidence, Inline, InlineKind, Kind, Passage, Record, RecordId, ReferenceKind,
    Site,
};
use rayon::prelude::*;
use serde::{Serialize, Serializer};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, OnceLock};

/// The citations of one article by passage.
pub(crate) type PassageCitations = BTreeMap<Passage, Vec<PassageCitation>>;

/// A citation of a passage by a record.
#[derive(Clone, Debug)]
pub(crate) struct PassageCitation {
    /// The citing record, canonical for all languages.
    pub(crate) from: RecordId,
    /// The language version that has the citing sentence.
    pub(crate) citing_version: RecordId,
    excerpt: Option<Excerpt>,
}

/// The text that cites a passage.
#[derive(Clone, Debug)]
enum Excerpt {
    /// A claim, or a note on a status.
    Statement(String),
    /// The sentence around an offset of a paragraph.
    Sentence(Arc<ParagraphText>, usize),
}

/// The text of a paragraph. It is segmented into sentences on first use.
#[derive(Debug)]
struct ParagraphText {
    words: Box<str>,
    starts: OnceLock<Vec<usize>>,
}

/// Serializes the citing records only, for fingerprints; the sentence belongs to the body of the citing version.
impl Serialize for PassageCitation {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        (self.from, self.citing_version, self.excerpt.is_some()).serialize(serializer)
    }
}

impl PassageCitation {
    /// Returns the citing sentence, split at the citation, or `None` if there is no sentence.
    pub(crate) fn sentence(&self) -> Option<(String, String)> {
        match self.excerpt.as_ref()? {
            Excerpt::Statement(words) => Some((format!("{words} "), String::new())),
            Excerpt::Sentence(paragraph, at) => paragraph.sentence(*at),
        }
    }
}

/// The maximum number of paragraphs for which a range counts one by one.
const MAX_RANGE: u32 = 100;

/// Collects the citations of all articles' passages; one row per record. A record counts once per passage, whether it cites it
/// repeatedly or quotes it without a locator. Translations count as their canonical record.
pub(crate) fn passage_citations(site: &Site, relations: &Relations) -> Vec<Arc<PassageCitations>> {
    let shown: Vec<(RecordId, &Record)> = site.visible().collect();
    let used: Vec<Vec<(RecordId, Passage, PassageCitation)>> =
        shown.par_iter().map(|&(id, record)| citations_of_record(id, record, site, relations)).collect();
    let mut of_articles: Vec<Vec<(Passage, PassageCitation)>> = vec![Vec::new(); site.records.len()];
    for (article, passage, one) in used.into_iter().flatten() {
        of_articles[article.0 as usize].push((passage, one));
    }
    let unused = Arc::new(PassageCitations::new());
    let gather = |of_article: Vec<_>| {
        if of_article.is_empty() { unused.clone() } else { Arc::new(group_by_passage(of_article)) }
    };
    of_articles.into_par_iter().map(gather).collect()
}

/// Which passages of which articles a record cites or quotes.
fn citations_of_record(
    id: RecordId,
    record: &Record,
    site: &Site,
    relations: &Relations,
) -> Vec<(RecordId, Passage, PassageCitation)> {
    let find = |kind, id: &str| relations.index.find(kind, id);
    let from = find(record.kind(), &record.id).unwrap_or(id);
    let quotations = relations.quotations.row(id).iter();
    let quoted = quotations
        .filter_map(|quotation| Some((&*site.record(quotation.article).id, quotation.target_passage()?, None)));
    let mut used = Vec::new();
    for (article, passage, said) in cited_passages(record).into_iter().chain(quoted) {
        let Some(article) = find(Kind::Article, article) else { continue };
        used.extend(
            single_passages(passage)
                .map(|passage| (article, passage, PassageCitation { from, citing_version: id, excerpt: said.clone() })),
        );
    }
    used
}

fn group_by_passage(of_article: Vec<(Passage, PassageCitation)>) -> PassageCitations {
    let mut uses = PassageCitations::new();
    for (passage, one) in of_article {
        let of_passage = uses.entry(passage).or_default();
        if of_passage.last().is_none_or(|last| last.from != one.from) {
            of_passage.push(one);
        }
    }
    uses
}

/// The uses when these records, given as they were before, cite the same in other words; nothing when they do not.
pub(crate) fn updated(
    uses: &[Arc<PassageCitations>],
    bodies: &[(RecordId, Arc<Record>)],
    site: &Site,
    index: &RecordIndex,
) -> Option<Vec<Arc<PassageCitations>>> {
    let mut uses = uses.to_vec();
    for (teller, before) in bodies {
        let (before, now) = (cited_passages(before), cited_passages(site.record(*teller)));
        let cites = |cited: &[CitedPassage<'_>]| -> Vec<(String, Passage)> {
            cited.iter().map(|(article, passage, _)| ((*article).to_owned(), *passage)).collect()
        };
        if cites(&before) != cites(&now) {
            return None;
        }
        let mut told = BTreeSet::new();
        for (article, passage, said) in now {
            let Some(article) = index.find(Kind::Article, article) else { continue };
            for passage in single_passages(passage).filter(|passage| told.insert((article, *passage))) {
                let of_article = Arc::make_mut(&mut uses[article.0 as usize]);
                let own = of_article.get_mut(&passage)?.iter_mut().filter(|one| one.citing_version == *teller);
                own.for_each(|one| one.excerpt.clone_from(&said));
            }
        }
    }
    Some(uses)
}

/// The single passages of a passage: each of a range's paragraphs, so that every one has its place on the page.
pub(crate) fn single_passages(passage: Passage) -> impl Iterator<Item = Passage> {
    let (range, other) = match passage {
        Passage::Paragraphs { first, last } => (Some(first..=last.min(first.saturating_add(MAX_RANGE - 1))), None),
        other => (None, Some(other)),
    };
    range.into_iter().flatten().map(|n| Passage::Paragraphs { first: n, last: n }).chain(other)
}

type CitedPassage<'r> = (&'r str, Passage, Option<Excerpt>);

/// Everything a record cites with its passage: in its text, then as evidence.
fn cited_passages(record: &Record) -> Vec<CitedPassage<'_>> {
    let mut cited = Vec::new();
    collect_blocks(&record.body.blocks, record, &mut cited);
    for note in &record.body.footnotes {
        collect_blocks(&note.blocks, record, &mut cited);
    }
    if let Details::Index(index) = &record.details {
        let changes = index.changes.iter().map(|change| &change.text);
        for body in index.bottom_line.iter().chain(&index.key_points).chain(changes) {
            collect_blocks(&body.blocks, record, &mut cited);
        }
    }
    for claim in record.claims() {
        collect_evidence(&claim.evidence, Some(&claim.text.value), &mut cited);
    }
    for status in record.status() {
        collect_evidence(&status.evidence, status.note.as_deref(), &mut cited);
    }
    cited
}

fn collect_evidence<'r>(evidence: &'r [Evidence], words: Option<&str>, cited: &mut Vec<CitedPassage<'r>>) {
    for entry in evidence {
        if let Some(passage) = &entry.passage {
            let said = words.map(|words| Excerpt::Statement(words.to_owned()));
            cited.push((&entry.article.value, passage.value, said));
        }
    }
}

fn collect_blocks<'r>(blocks: &[Block], record: &'r Record, cited: &mut Vec<CitedPassage<'r>>) {
    let mut open: Vec<&Block> = blocks.iter().rev().collect();
    while let Some(block) = open.pop() {
        match &block.kind {
            BlockKind::Paragraph(content) | BlockKind::Heading { content, .. } => {
                collect_inlines(content, record, cited);
            }
            BlockKind::Quote { blocks, .. } => open.extend(blocks.iter().rev()),
            BlockKind::List { items, .. } => open.extend(items.iter().rev().flat_map(|item| item.blocks.iter().rev())),
            BlockKind::Table(table) => {
                collect_inlines(&table.caption, record, cited);
                let cells = table.head.iter().chain(table.rows.iter().flatten());
                cells.for_each(|cell| collect_inlines(&cell.content, record, cited));
            }
            BlockKind::Figure { caption, .. } => collect_inlines(caption, record, cited),
            BlockKind::Chart(chart) => collect_inlines(&chart.source, record, cited),
            _ => {}
        }
    }
}

fn collect_inlines<'r>(inlines: &[Inline], record: &'r Record, cited: &mut Vec<CitedPassage<'r>>) {
    let mut text = String::new();
    let mut marks: Vec<(usize, &Citation)> = Vec::new();
    flatten(inlines, record, &mut text, &mut marks);
    if marks.is_empty() {
        return;
    }
    let paragraph = Arc::new(ParagraphText { words: text.into(), starts: OnceLock::new() });
    for (at, citation) in marks {
        for item in &citation.items {
            if let Some(passage) = item.passage {
                cited.push((&item.id.value, passage, Some(Excerpt::Sentence(paragraph.clone(), at))));
            }
        }
    }
}

impl ParagraphText {
    /// The sentence with a mark, cut in two there. A mark behind the full stop belongs to the sentence before it.
    fn sentence(&self, at: usize) -> Option<(String, String)> {
        let starts = self.starts.get_or_init(|| sentence_starts(&self.words));
        let next = starts.partition_point(|start| *start <= at);
        let ended = |index: usize| self.words.get(starts[index]..at).is_some_and(|before| before.trim().is_empty());
        let index = match next.checked_sub(1)? {
            index if index > 0 && ended(index) => index - 1,
            index => index,
        };
        let (start, end) = (starts[index], starts.get(index + 1).copied().unwrap_or(self.words.len()));
        let cut = at.clamp(start, end);
        let (before, after) = (self.words.get(start..cut)?, self.words.get(cut..end)?);
        Some((format!("{} ", before.trim()), after.trim_end().to_owned()))
    }
}

/// The words of inlines, and where in them citations stand.
fn flatten<'r>(inlines: &[Inline], record: &'r Record, text: &mut String, marks: &mut Vec<(usize, &'r Citation)>) {
    let mut open: Vec<&Inline> = inlines.iter().rev().collect();
    while let Some(inline) = open.pop() {
        match &inline.kind {
            InlineKind::Text(words) | InlineKind::Code(words) => text.push_str(words),
            InlineKind::Emphasis(content)
            | InlineKind::Strong(content)
            | InlineKind::Strikethrough(content)
            | InlineKind::Link { content, .. } => open.extend(content.iter().rev()),
            InlineKind::SoftBreak | InlineKind::HardBreak => text.push(' '),
            InlineKind::Citation(id) => {
                let reference = record.references.get(id.0 as usize);
                if let Some(ReferenceKind::Citation(citation)) = reference.map(|reference| &reference.kind) {
                    text.truncate(text.trim_end().len());
                    marks.push((text.len(), citation));
                }
            }
            InlineKind::Image { .. } | InlineKind::FootnoteMark { .. } | InlineKind::Html(_) => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testkit::{TestSite, citing};

    #[test]
    fn finds_the_sentence_of_a_citation() {
        let mut test = TestSite::new();
        test.record(Kind::Article, "a");
        citing(test.record(Kind::Topic, "t"), "First one. Second", ("a", "7"), " goes on. Third.");
        let relations = test.relations();
        let citations = passage_citations(&test.site, &relations);
        let article = relations.index.find(Kind::Article, "a").unwrap();
        let uses = &citations[article.0 as usize][&Passage::Paragraphs { first: 7, last: 7 }];
        assert_eq!(uses[0].sentence(), Some(("Second ".to_owned(), " goes on.".to_owned())));
    }

    #[test]
    fn counts_a_range_for_each_of_its_paragraphs() {
        let numbers = |first, last| single_passages(Passage::Paragraphs { first, last }).count();
        assert_eq!((numbers(2, 4), numbers(1, u32::MAX), numbers(u32::MAX, u32::MAX)), (3, 100, 1));
        assert_eq!(single_passages(Passage::Note).collect::<Vec<_>>(), [Passage::Note]);
    }

    #[test]
    fn gives_a_mark_behind_the_full_stop_to_the_sentence_before() {
        let sentence = |words: &str, at| ParagraphText { words: words.into(), starts: OnceLock::new() }.sentence(at);
        assert_eq!(sentence("One. Two.", 5), Some(("One. ".to_owned(), String::new())));
        assert_eq!(sentence("One. Two.", 9), Some(("Two. ".to_owned(), String::new())));
        assert_eq!(sentence("", 0), None);
    }
}
