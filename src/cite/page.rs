//! The citations of one page: what is numbered, what stands in notes, and the references at its end.

use super::CitationContext;
use super::runs::{self, RunRole};
use super::style::Family;
use super::style_output::{CitePosition, StyleOutput};
use super::writer::{CitationWriter, CiteItem, anchor, cite_items};
use crate::model::escape;
use crate::model::{Block, Citation, CitationForm, Inline, InlineKind, Passage, RecordId, ReferenceId, ReferenceKind};
use crate::relate::{CitedArticle, Target, bodies, runs_of};
use rustc_hash::FxHashMap;
use std::fmt::Write;

/// The citations of a page.
pub(crate) struct PageCitations<'p> {
    writer: CitationWriter<'p>,
    /// The record whose page it is.
    record: Option<RecordId>,
    /// The articles of the references, in their order, with the passages cited.
    references: Vec<(RecordId, &'p [Passage])>,
    numbers: FxHashMap<RecordId, usize>,
    notes: FxHashMap<ReferenceId, usize>,
}

/// A note of a page.
pub(crate) struct PageNote {
    /// Its number.
    pub(crate) number: usize,
    /// What it says, as HTML.
    pub(crate) html: String,
}

/// A reference of a page.
pub(crate) struct PageReference<'p> {
    /// The article.
    pub(crate) article: RecordId,
    /// The passages cited on the page.
    pub(crate) passages: &'p [Passage],
    /// Its fragment.
    pub(crate) anchor: String,
    /// The number before it, as HTML; empty for styles without.
    pub(crate) number: String,
    /// Its words, as HTML.
    pub(crate) html: String,
    /// Whether its words have the article's title, as a link.
    pub(crate) has_title: bool,
    /// Whether its words have the article's address, as a link.
    pub(crate) has_address: bool,
}

impl<'p> PageCitations<'p> {
    /// Prepares a page. `cited` is what its record cites in its text and as evidence, in the order for lists.
    pub(crate) fn new(
        citations: &'p CitationContext<'p>,
        page: &'p str,
        record: Option<RecordId>,
        cited: impl Iterator<Item = &'p CitedArticle>,
    ) -> PageCitations<'p> {
        let composer = CitationWriter { citations, page };
        let mut made = PageCitations {
            writer: composer,
            record,
            references: cited.map(|cited| (cited.article, cited.passages.as_slice())).collect(),
            numbers: FxHashMap::default(),
            notes: FxHashMap::default(),
        };
        let style = made.style_output().style.clone();
        if style.sorts_references() {
            made.sort();
        } else {
            made.sort_by_first_citation();
        }
        made.numbers = made.references.iter().zip(1..).map(|((article, _), number)| (*article, number)).collect();
        if style.family == Family::Notes {
            made.notes = made.citations_in_order().into_iter().zip(1..).collect();
        }
        made
    }

    /// A page that cites nothing.
    pub(crate) fn empty(citations: &'p CitationContext<'p>) -> PageCitations<'p> {
        PageCitations::new(citations, "", None, std::iter::empty())
    }

    fn style_output(&self) -> &'p StyleOutput {
        &self.writer.citations.formatter.main
    }

    /// Puts the references in the order of their words, as a library does.
    fn sort(&mut self) {
        let (of, citations) = (self.style_output(), self.writer.citations);
        let words = |article| of.entry(article).map_or("", |entry| &*entry.plain_text);
        let mut keyed: Vec<_> = self.references.iter().map(|one| (words(one.0), *one)).collect();
        keyed.sort_by(|(one, (a, _)), (other, (b, _))| citations.compare(one, other).then_with(|| a.cmp(b)));
        self.references = keyed.into_iter().map(|(_, reference)| reference).collect();
    }

    /// Puts the references in the order of their first citation; those that are only evidence follow.
    fn sort_by_first_citation(&mut self) {
        let mut place: FxHashMap<RecordId, usize> = FxHashMap::default();
        let cited =
            self.citations_in_order().into_iter().flat_map(|reference| self.articles(reference).iter().flatten());
        for (at, article) in cited.enumerate() {
            place.entry(*article).or_insert(at);
        }
        self.references.sort_by_key(|(article, _)| place.get(article).copied().unwrap_or(usize::MAX));
    }

    /// The citations of the page's record outside footnotes, in the order of reading.
    fn citations_in_order(&self) -> Vec<ReferenceId> {
        let Some(id) = self.record else { return Vec::new() };
        let bodies = bodies(self.writer.citations.site.record(id));
        bodies.into_iter().flat_map(|body| citations_in(&body.blocks)).collect()
    }

    fn articles(&self, reference: ReferenceId) -> &'p [Option<RecordId>] {
        let target = self.record.map(|record| self.writer.citations.relations.target(record, reference));
        match target {
            Some(Target::Articles(articles)) => articles,
            _ => &[],
        }
    }

    /// The references, in their order. `href` gives the link to an article's page.
    pub(crate) fn references(&self, href: impl Fn(RecordId) -> String) -> impl Iterator<Item = PageReference<'p>> {
        let site = self.writer.citations.site;
        self.references.iter().filter_map(move |&(article, passages)| {
            let entry = self.style_output().entry(article)?;
            let number = self.numbers.get(&article).copied().unwrap_or_default();
            let html = |runs| {
                let mut html = String::new();
                runs::write_html(&mut html, runs, |html, run| match run.role {
                    RunRole::Number => html.push_str(&number.to_string()),
                    RunRole::Url => write_address(html, &run.text),
                    RunRole::Title => write_title(html, &href(article), &run.text),
                    _ => {}
                });
                html
            };
            Some(PageReference {
                article,
                passages,
                anchor: anchor(&site.record(article).id),
                number: html(&entry.number),
                html: html(&entry.runs),
                has_title: entry.runs.iter().any(|run| run.role == RunRole::Title),
                has_address: entry.runs.iter().any(|run| run.role == RunRole::Url),
            })
        })
    }

    /// The notes that citations stand in, in their order; none for a style that cites in the text.
    pub(crate) fn notes(&self) -> Vec<PageNote> {
        let Some(record) = self.record.filter(|_| !self.notes.is_empty()) else { return Vec::new() };
        let site = self.writer.citations.site;
        let mut memory = NoteHistory::new(self.style_output().style.cites.citation.near_note_distance);
        let note = |(reference, number): (ReferenceId, usize)| {
            let ReferenceKind::Citation(citation) = &site.record(record).reference(reference).kind else { return None };
            let cites = cite_items(citation, self.articles(reference));
            let mut html = String::new();
            memory.start_note(number);
            self.writer.write_note(&mut html, self.style_output(), &cites, |cite| {
                let reference = cite.article.and_then(|article| self.numbers.get(&article).copied());
                let (form, first_note) = memory.position(cite);
                (form, [first_note, reference])
            });
            Some(PageNote { number, html })
        };
        self.citations_in_order().into_iter().zip(1..).filter_map(note).collect()
    }

    fn write_citation(
        &self,
        html: &mut String,
        citation: &Citation,
        articles: &[Option<RecordId>],
        note: Option<usize>,
    ) {
        let mut cites = cite_items(citation, articles);
        let narrative = citation.form == CitationForm::Narrative;
        let composer = self.writer;
        let name = |html: &mut String, cites: &[CiteItem<'_>], behind: &str| {
            if let Some(article) = cites.first().filter(|_| narrative).and_then(|cite| cite.article) {
                escape::text(html, &composer.citations.author_names(article));
                html.push_str(behind);
            }
        };
        match (self.style_output().style.family, note) {
            (Family::Numbers, _) if self.are_all_numbered(&cites) => {
                name(html, &cites, " ");
                composer.write_numbers(html, self.style_output(), &mut cites, |article| {
                    self.numbers.get(&article).copied()
                });
            }
            (Family::Notes, Some(number)) => {
                name(html, &cites, "");
                html.truncate(html.trim_end_matches(' ').len());
                // Writing to a string cannot fail.
                let _ = write!(
                    html,
                    "<sup class=\"citation\"><a class=\"cite\" id=\"cite-{number}\" href=\"#note-{number}\" \
                     role=\"doc-noteref\">{number}</a></sup>"
                );
            }
            _ if narrative => composer.write_narrative(html, composer.citations.short_output(), &cites),
            _ => composer.write_words(html, composer.citations.short_output(), &cites),
        }
    }

    /// Whether all articles of a citation are among the page's references.
    fn are_all_numbered(&self, cites: &[CiteItem<'_>]) -> bool {
        cites.iter().filter_map(|cite| cite.article).all(|article| self.numbers.contains_key(&article))
    }
}

impl PageCitations<'_> {
    /// Writes a citation of a record's Markdown: a marker, a number or words, as the style has it.
    pub(crate) fn write(&self, html: &mut String, record: RecordId, reference: ReferenceId, citation: &Citation) {
        let articles = match self.writer.citations.relations.target(record, reference) {
            Target::Articles(articles) => articles.as_slice(),
            _ => &[],
        };
        if self.record == Some(record) {
            let note = self.notes.get(&reference).copied();
            return self.write_citation(html, citation, articles, note);
        }
        // A text of another record has neither references nor notes here.
        let cites = cite_items(citation, articles);
        match citation.form {
            CitationForm::Bracketed => self.writer.write_words(html, self.writer.citations.short_output(), &cites),
            CitationForm::Narrative => self.writer.write_narrative(html, self.writer.citations.short_output(), &cites),
        }
    }

    /// Whether citations are numbered notes, so that footnotes get letters.
    pub(crate) fn uses_numbered_notes(&self) -> bool {
        self.style_output().style.family == Family::Notes
    }
}

fn write_title(html: &mut String, href: &str, words: &str) {
    html.push_str("<cite><a");
    escape::attribute(html, "href", href);
    html.push('>');
    escape::text(html, words);
    html.push_str("</a></cite>");
}

/// Writes an address that a style prints, as a link when it leads to the web.
fn write_address(html: &mut String, address: &str) {
    let on_the_web = ["https://", "http://"]
        .iter()
        .any(|scheme| address.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme)));
    if on_the_web {
        html.push_str("<a class=\"external address\" rel=\"noopener\"");
        escape::attribute(html, "href", &escape::address(address));
        html.push('>');
    }
    escape::text(html, address);
    html.push_str(if on_the_web { "</a>" } else { "" });
}

/// The citations in blocks, in the order of reading.
fn citations_in(blocks: &[Block]) -> Vec<ReferenceId> {
    let mut found = Vec::new();
    for run in runs_of(blocks) {
        let mut open: Vec<&Inline> = run.inlines.iter().rev().collect();
        while let Some(inline) = open.pop() {
            match &inline.kind {
                InlineKind::Citation(reference) => found.push(*reference),
                InlineKind::Emphasis(content)
                | InlineKind::Strong(content)
                | InlineKind::Strikethrough(content)
                | InlineKind::Link { content, .. } => open.extend(content.iter().rev()),
                _ => {}
            }
        }
    }
    found
}

/// What the notes so far have cited.
struct NoteHistory {
    near_note_distance: usize,
    current_note: usize,
    /// The first and the last note of each source.
    notes_by_article: FxHashMap<RecordId, (usize, usize)>,
    /// The cite right before.
    last: Option<(RecordId, Vec<Passage>)>,
    /// How many cites stand in the note before and in this one.
    counts: [usize; 2],
}

impl NoteHistory {
    fn new(near: u32) -> NoteHistory {
        let near_note_distance = usize::try_from(near).unwrap_or(usize::MAX);
        NoteHistory {
            near_note_distance,
            current_note: 0,
            notes_by_article: FxHashMap::default(),
            last: None,
            counts: [0; 2],
        }
    }

    /// Goes on to the next note.
    fn start_note(&mut self, note: usize) {
        self.current_note = note;
        self.counts = [self.counts[1], 0];
    }

    /// The form of a cite, and the note in which its source was first cited.
    fn position(&mut self, cite: &CiteItem<'_>) -> (CitePosition, Option<usize>) {
        let Some(article) = cite.article else { return (CitePosition::First, None) };
        // "Ibid." would not say which, behind a note that cites several.
        let is_right_behind = self.counts[1] > 0 || self.counts[0] == 1;
        let last = self.last.as_ref().filter(|last| is_right_behind && last.0 == article).map(|last| &last.1);
        let form = match (last, self.notes_by_article.get(&article)) {
            (Some(passages), _) if *passages == cite.passages => CitePosition::Ibid,
            (Some(_), _) if !cite.passages.is_empty() => CitePosition::IbidWithLocator,
            (_, None) => CitePosition::First,
            (_, Some((_, last))) if self.current_note - last <= self.near_note_distance => CitePosition::NearNote,
            _ => CitePosition::Subsequent,
        };
        self.counts[1] += 1;
        self.last = Some((article, cite.passages.clone()));
        let of = self.notes_by_article.entry(article).or_insert((self.current_note, self.current_note));
        of.1 = self.current_note;
        (form, Some(of.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::CitationItem;
    use crate::render::testing::spanned;

    #[test]
    fn remembers_what_notes_have_cited() {
        let (a, b) = (Some(RecordId(0)), Some(RecordId(1)));
        let mut memory = NoteHistory::new(2);
        let mut note = 0;
        let mut forms = |cited: &[(Option<RecordId>, &str)]| {
            let item = |passage: &str| CitationItem {
                id: spanned("x".into()),
                suppress_author: false,
                passage: Passage::parse(passage),
                prefix: String::new(),
                suffix: String::new(),
            };
            note += 1;
            memory.start_note(note);
            let one = |(article, passage): &(Option<RecordId>, &str)| {
                let citation = Citation { items: vec![item(passage)], form: CitationForm::Bracketed };
                memory.position(&cite_items(&citation, &[*article])[0])
            };
            cited.iter().map(one).collect::<Vec<_>>()
        };
        assert_eq!(forms(&[(a, "1")]), [(CitePosition::First, Some(1))]);
        assert_eq!(forms(&[(a, "1")]), [(CitePosition::Ibid, Some(1))]);
        assert_eq!(forms(&[(a, "2")]), [(CitePosition::IbidWithLocator, Some(1))]);
        assert_eq!(forms(&[(a, "")]), [(CitePosition::NearNote, Some(1))]);
        assert_eq!(forms(&[(b, ""), (a, "1")]), [(CitePosition::First, Some(5)), (CitePosition::NearNote, Some(1))]);
        assert_eq!(forms(&[(a, "1")]), [(CitePosition::NearNote, Some(1))], "the note before cites several");
        assert_eq!(forms(&[(None, "")]), [(CitePosition::First, None)]);
        assert_eq!(forms(&[(b, "3")]), [(CitePosition::Subsequent, Some(5))]);
    }
}
