//! Citations of one page: numbers, notes, and the references at its end.

use super::CitationContext;
use super::notes::NoteHistory;
use super::renderer::BibliographyEntry;
use super::runs::{self, RunRole, StyledRun};
use super::style::Family;
use super::style_output::StyleOutput;
use super::substitute;
use super::writer::{CitationWriter, CiteItem, anchor, cite_items};
use crate::model::{Citation, CitationForm, Passage, RecordId, ReferenceId, ReferenceKind};
use crate::model::{escape, percent};
use crate::relate::{CitationOccurrence, CitedArticle, CitingPart, Target};
use rustc_hash::FxHashMap;
use std::fmt::Write;

/// Citations of a page.
pub(crate) struct PageCitations<'p> {
    writer: CitationWriter<'p>,
    /// The record shown on the page.
    record: Option<RecordId>,
    /// Articles in the order of the references, with the cited passages.
    references: Vec<(RecordId, &'p [Passage])>,
    numbers: FxHashMap<RecordId, usize>,
    notes: FxHashMap<ReferenceId, usize>,
}

/// A note of a page.
pub(crate) struct PageNote {
    /// Its number, from 1.
    pub(crate) number: usize,
    /// Its content as HTML.
    pub(crate) html: String,
}

/// A reference of a page.
pub(crate) struct PageReference<'p> {
    /// The cited article.
    pub(crate) article: RecordId,
    /// Passages cited on the page.
    pub(crate) passages: &'p [Passage],
    /// Fragment of the reference: `ref-ID`.
    pub(crate) anchor: String,
    /// Number before the reference, as HTML; empty for styles without numbers.
    pub(crate) number: String,
    /// The reference as HTML.
    pub(crate) html: String,
    /// Set if the HTML has the article's title as a link.
    pub(crate) has_title: bool,
    /// Set if the HTML has the article's URL as a link.
    pub(crate) has_address: bool,
}

impl<'p> PageCitations<'p> {
    /// Collects the citations of a page. `cited` are the articles that its record cites in its text and as evidence, in
    /// list order.
    pub(crate) fn new(
        citations: &'p CitationContext<'p>,
        page: &'p str,
        record: Option<RecordId>,
        cited: impl Iterator<Item = &'p CitedArticle>,
    ) -> PageCitations<'p> {
        let writer = CitationWriter { citations, page };
        let mut result = PageCitations {
            writer,
            record,
            references: cited.map(|cited| (cited.article, cited.passages.as_slice())).collect(),
            numbers: FxHashMap::default(),
            notes: FxHashMap::default(),
        };
        let style = result.style_output().style.clone();
        if style.sorts_references() {
            result.sort();
        } else {
            result.sort_by_first_citation();
        }
        result.numbers = result.references.iter().zip(1..).map(|((article, _), number)| (*article, number)).collect();
        if style.family == Family::Notes {
            result.notes = result.notes_in_order().collect();
        }
        result
    }

    /// Creates the citations of a page without any.
    pub(crate) fn empty(citations: &'p CitationContext<'p>) -> PageCitations<'p> {
        PageCitations::new(citations, "", None, std::iter::empty())
    }

    /// Returns the articles of the references, in their order.
    pub(crate) fn articles_in_list(&self) -> impl Iterator<Item = RecordId> {
        self.references.iter().map(|(article, _)| *article)
    }

    fn style_output(&self) -> &'p StyleOutput {
        &self.writer.citations.formatter.main
    }

    /// Sorts the references in the order of the style.
    fn sort(&mut self) {
        let output = self.style_output();
        self.references.sort_by(|(a, _), (b, _)| output.compare_in_list(*a, *b).then_with(|| a.cmp(b)));
    }

    /// Sorts the references by their first citation; those that are only evidence follow.
    fn sort_by_first_citation(&mut self) {
        let mut first_cited: FxHashMap<RecordId, usize> = FxHashMap::default();
        for (index, citation) in self.citations_in_order().enumerate() {
            if let Some(article) = citation.article {
                first_cited.entry(article).or_insert(index);
            }
        }
        self.references.sort_by_key(|(article, _)| first_cited.get(article).copied().unwrap_or(usize::MAX));
    }

    /// Returns the citations of the page's record outside footnotes, in reading order.
    fn citations_in_order(&self) -> impl Iterator<Item = &'p CitationOccurrence> {
        let citations = &self.writer.citations.relations.citations;
        let row = self.record.map_or(&[][..], |record| citations.row(record));
        let of_part = |part| row.iter().filter(move |citation| citation.part == part);
        of_part(CitingPart::FrontMatter).chain(of_part(CitingPart::Body))
    }

    /// Numbers the citations that have a note each.
    fn notes_in_order(&self) -> impl Iterator<Item = (ReferenceId, usize)> {
        let mut references: Vec<ReferenceId> =
            self.citations_in_order().filter_map(CitationOccurrence::reference).collect();
        references.dedup();
        references.into_iter().zip(1..)
    }

    fn articles(&self, reference: ReferenceId) -> &'p [Option<RecordId>] {
        let target = self.record.map(|record| self.writer.citations.relations.target(record, reference));
        match target {
            Some(Target::Articles(articles)) => articles,
            _ => &[],
        }
    }

    /// Formats the references in order. `href` returns the link to an article's page.
    pub(crate) fn references(&self, href: impl Fn(RecordId) -> String) -> impl Iterator<Item = PageReference<'p>> {
        let site = self.writer.citations.site;
        let output = self.style_output();
        let mut previous: Option<&'p BibliographyEntry> = None;
        self.references.iter().filter_map(move |&(article, passages)| {
            let entry = output.entry(article)?;
            let rule = output.style.substitute.as_ref();
            let substituted =
                rule.zip(previous).and_then(|(rule, previous)| substitute::substituted(rule, previous, entry));
            previous = Some(entry);
            let runs = substituted.as_deref().unwrap_or(&entry.runs);
            let number = self.numbers.get(&article).copied().unwrap_or_default();
            let html = |runs: &[StyledRun]| {
                let mut html = String::new();
                for group in runs.chunk_by(|a, b| (a.role == RunRole::Title) == (b.role == RunRole::Title)) {
                    write_group(&mut html, group, number, &href(article));
                }
                html
            };
            Some(PageReference {
                article,
                passages,
                anchor: anchor(&site.record(article).id),
                number: html(&entry.number),
                html: html(runs),
                has_title: entry.runs.iter().any(|run| run.role == RunRole::Title),
                has_address: entry.runs.iter().any(|run| run.role == RunRole::Url),
            })
        })
    }

    /// Formats the notes with citations in order; empty for a style that cites in the text.
    pub(crate) fn notes(&self) -> Vec<PageNote> {
        let Some(record) = self.record.filter(|_| !self.notes.is_empty()) else { return Vec::new() };
        let site = self.writer.citations.site;
        let mut history = NoteHistory::new(self.style_output().style.cites.citation.near_note_distance);
        let write_note = |(reference, number): (ReferenceId, usize)| {
            let ReferenceKind::Citation(citation) = &site.record(record).reference(reference).kind else { return None };
            let cites = cite_items(citation, self.articles(reference));
            let mut html = String::new();
            history.start_note(number);
            self.writer.write_note(&mut html, self.style_output(), &cites, |cite| {
                let reference = cite.article.and_then(|article| self.numbers.get(&article).copied());
                let (position, first_note) = history.position(cite);
                (position, [first_note, reference])
            });
            Some(PageNote { number, html })
        };
        self.notes_in_order().filter_map(write_note).collect()
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
        let writer = self.writer;
        let write_names = |html: &mut String, cites: &[CiteItem<'_>], separator: &str| {
            if let Some(article) = cites.first().filter(|_| narrative).and_then(|cite| cite.article) {
                escape::text(html, &writer.citations.author_names(article));
                html.push_str(separator);
            }
        };
        match (self.style_output().style.family, note) {
            (Family::Numbers, _) if self.are_all_numbered(&cites) => {
                write_names(html, &cites, " ");
                writer.write_numbers(html, self.style_output(), &mut cites, |article| {
                    self.numbers.get(&article).copied()
                });
            }
            (Family::Notes, Some(number)) => {
                write_names(html, &cites, "");
                html.truncate(html.trim_end_matches(' ').len());
                // Writing to a string cannot fail.
                let _ = write!(
                    html,
                    "<sup class=\"citation\"><a class=\"cite\" id=\"cite-{number}\" href=\"#note-{number}\" \
                     role=\"doc-noteref\">{number}</a></sup>"
                );
            }
            (Family::Words, _) if self.style_output().style.has_only_labels && self.are_all_numbered(&cites) => {
                write_names(html, &cites, " ");
                writer.write_words(html, self.style_output(), &mut cites);
            }
            _ if narrative => writer.write_narrative(html, writer.citations.short_output(), &cites),
            _ => writer.write_words(html, writer.citations.short_output(), &mut cites),
        }
    }

    /// Checks whether all articles of a citation are among the page's references.
    fn are_all_numbered(&self, cites: &[CiteItem<'_>]) -> bool {
        cites.iter().filter_map(|cite| cite.article).all(|article| self.numbers.contains_key(&article))
    }
}

impl PageCitations<'_> {
    /// Writes a citation in a record's Markdown as a note mark, a number or text, depending on the style.
    pub(crate) fn write(&self, html: &mut String, record: RecordId, reference: ReferenceId, citation: &Citation) {
        let articles = match self.writer.citations.relations.target(record, reference) {
            Target::Articles(articles) => articles.as_slice(),
            _ => &[],
        };
        if self.record == Some(record) {
            let note = self.notes.get(&reference).copied();
            return self.write_citation(html, citation, articles, note);
        }
        // The body of another record has neither references nor notes on this page.
        let mut cites = cite_items(citation, articles);
        match citation.form {
            CitationForm::Bracketed => self.writer.write_words(html, self.writer.citations.short_output(), &mut cites),
            CitationForm::Narrative => self.writer.write_narrative(html, self.writer.citations.short_output(), &cites),
        }
    }

    /// Checks whether citations are numbered notes, so that footnotes need letters.
    pub(crate) fn uses_numbered_notes(&self) -> bool {
        self.style_output().style.family == Family::Notes
    }
}

/// Writes runs that are all a title, or none of which is one. A title is one link, also if its format changes.
fn write_group(html: &mut String, runs: &[StyledRun], number: usize, href: &str) {
    let is_title = runs.iter().all(|run| run.role == RunRole::Title);
    if is_title {
        html.push_str("<cite><a");
        escape::attribute(html, "href", href);
        html.push('>');
    }
    runs::write_html(html, runs, |html, run| match run.role {
        RunRole::Number => html.push_str(&number.to_string()),
        RunRole::Url => write_address(html, &run.text),
        _ => escape::text(html, &run.text),
    });
    html.push_str(if is_title { "</a></cite>" } else { "" });
}

/// Writes a URL from a style's output, as a link if its scheme is `http` or `https`.
fn write_address(html: &mut String, address: &str) {
    let is_link = ["https://", "http://"]
        .iter()
        .any(|scheme| address.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme)));
    if is_link {
        html.push_str("<a class=\"external address\" rel=\"noopener\"");
        escape::attribute(html, "href", &percent::encode_url(address));
        html.push('>');
    }
    escape::text(html, address);
    html.push_str(if is_link { "</a>" } else { "" });
}
