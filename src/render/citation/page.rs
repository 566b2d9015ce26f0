//! The citations of one page: what is numbered, what stands in notes, and the references at its end.

use super::Citations;
use super::cites::{Cites, Form};
use super::compose::{Cite, Composer, anchor, cites};
use super::runs::{self, Role};
use super::style::Family;
use crate::model::{Block, Citation, CitationForm, Inline, InlineKind, Passage, RecordId, ReferenceId, ReferenceKind};
use crate::relate::{CitedArticle, Target, bodies, runs_of};
use crate::render::body_html::{self, escape};
use rustc_hash::FxHashMap;
use std::fmt::Write;

/// The citations of a page.
pub(crate) struct PageCitations<'p> {
    composer: Composer<'p>,
    /// The record whose page it is.
    record: Option<RecordId>,
    /// The articles of the references, in their order, with the passages cited.
    references: Vec<(RecordId, &'p [Passage])>,
    numbers: FxHashMap<RecordId, usize>,
    notes: FxHashMap<ReferenceId, usize>,
}

/// A note of a page.
pub(crate) struct Note {
    /// Its number.
    pub(crate) number: usize,
    /// What it says, as HTML.
    pub(crate) html: String,
}

/// A reference of a page.
pub(crate) struct Reference<'p> {
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
        citations: &'p Citations<'p>,
        page: &'p str,
        record: Option<RecordId>,
        cited: impl Iterator<Item = &'p CitedArticle>,
    ) -> PageCitations<'p> {
        let composer = Composer { citations, page };
        let mut made = PageCitations {
            composer,
            record,
            references: cited.map(|cited| (cited.article, cited.passages.as_slice())).collect(),
            numbers: FxHashMap::default(),
            notes: FxHashMap::default(),
        };
        let style = made.of().style.clone();
        if style.sorts_references() {
            made.sort();
        } else {
            made.put_first_what_is_cited_first();
        }
        made.numbers = made.references.iter().zip(1..).map(|((article, _), number)| (*article, number)).collect();
        if style.family == Family::Notes {
            made.notes = made.in_order().into_iter().zip(1..).collect();
        }
        made
    }

    /// A page that cites nothing.
    pub(crate) fn none(citations: &'p Citations<'p>) -> PageCitations<'p> {
        PageCitations::new(citations, "", None, std::iter::empty())
    }

    fn of(&self) -> &'p Cites {
        &self.composer.citations.printer.main
    }

    /// Puts the references in the order of their words, as a library does.
    fn sort(&mut self) {
        let (of, citations) = (self.of(), self.composer.citations);
        let words = |article| of.entry(article).map_or("", |entry| &*entry.plain);
        let mut keyed: Vec<_> = self.references.iter().map(|one| (words(one.0), *one)).collect();
        keyed.sort_by(|(one, (a, _)), (other, (b, _))| citations.order(one, other).then_with(|| a.cmp(b)));
        self.references = keyed.into_iter().map(|(_, reference)| reference).collect();
    }

    /// Puts the references in the order of their first citation; those that are only evidence follow.
    fn put_first_what_is_cited_first(&mut self) {
        let mut place: FxHashMap<RecordId, usize> = FxHashMap::default();
        let cited = self.in_order().into_iter().flat_map(|reference| self.articles(reference).iter().flatten());
        for (at, article) in cited.enumerate() {
            place.entry(*article).or_insert(at);
        }
        self.references.sort_by_key(|(article, _)| place.get(article).copied().unwrap_or(usize::MAX));
    }

    /// The citations of the page's record outside footnotes, in the order of reading.
    fn in_order(&self) -> Vec<ReferenceId> {
        let Some(id) = self.record else { return Vec::new() };
        let bodies = bodies(self.composer.citations.site.record(id));
        bodies.into_iter().flat_map(|body| citations_in(&body.blocks)).collect()
    }

    fn articles(&self, reference: ReferenceId) -> &'p [Option<RecordId>] {
        let target = self.record.map(|record| self.composer.citations.relations.target(record, reference));
        match target {
            Some(Target::Articles(articles)) => articles,
            _ => &[],
        }
    }

    /// The references, in their order. `href` gives the link to an article's page.
    pub(crate) fn references(&self, href: impl Fn(RecordId) -> String) -> impl Iterator<Item = Reference<'p>> {
        let site = self.composer.citations.site;
        self.references.iter().filter_map(move |&(article, passages)| {
            let entry = self.of().entry(article)?;
            let number = self.numbers.get(&article).copied().unwrap_or_default();
            let html = |runs| {
                let mut html = String::new();
                runs::write(&mut html, runs, |html, run| match run.role {
                    Role::Number => html.push_str(&number.to_string()),
                    Role::Address => address(html, &run.words),
                    Role::Title => title(html, &href(article), &run.words),
                    _ => {}
                });
                html
            };
            Some(Reference {
                article,
                passages,
                anchor: anchor(&site.record(article).id),
                number: html(&entry.number),
                html: html(&entry.words),
                has_title: entry.words.iter().any(|run| run.role == Role::Title),
                has_address: entry.words.iter().any(|run| run.role == Role::Address),
            })
        })
    }

    /// The notes that citations stand in, in their order; none for a style that cites in the text.
    pub(crate) fn notes(&self) -> Vec<Note> {
        let Some(record) = self.record.filter(|_| !self.notes.is_empty()) else { return Vec::new() };
        let site = self.composer.citations.site;
        let mut memory = Memory::new(self.of().style.cites.citation.near_note_distance);
        let note = |(reference, number): (ReferenceId, usize)| {
            let ReferenceKind::Citation(citation) = &site.record(record).reference(reference).kind else { return None };
            let cites = cites(citation, self.articles(reference));
            let mut html = String::new();
            memory.turn(number);
            self.composer.note(&mut html, self.of(), &cites, |cite| {
                let reference = cite.article.and_then(|article| self.numbers.get(&article).copied());
                let (form, first_note) = memory.form(cite);
                (form, [first_note, reference])
            });
            Some(Note { number, html })
        };
        self.in_order().into_iter().zip(1..).filter_map(note).collect()
    }

    fn mark(&self, html: &mut String, citation: &Citation, articles: &[Option<RecordId>], note: Option<usize>) {
        let mut cites = cites(citation, articles);
        let narrative = citation.form == CitationForm::Narrative;
        let composer = self.composer;
        let name = |html: &mut String, cites: &[Cite<'_>], behind: &str| {
            if let Some(article) = cites.first().filter(|_| narrative).and_then(|cite| cite.article) {
                escape::text(html, &composer.citations.names(article));
                html.push_str(behind);
            }
        };
        match (self.of().style.family, note) {
            (Family::Numbers, _) if self.knows_all(&cites) => {
                name(html, &cites, " ");
                composer.numbers(html, self.of(), &mut cites, |article| self.numbers.get(&article).copied());
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
            _ if narrative => composer.narrative(html, composer.citations.short(), &cites),
            _ => composer.words(html, composer.citations.short(), &cites),
        }
    }

    /// Whether all articles of a citation are among the page's references.
    fn knows_all(&self, cites: &[Cite<'_>]) -> bool {
        cites.iter().filter_map(|cite| cite.article).all(|article| self.numbers.contains_key(&article))
    }
}

impl body_html::CitationRenderer for PageCitations<'_> {
    fn write(&self, html: &mut String, written: &body_html::CitationRef<'_>) {
        let is_own = self.record == Some(written.record);
        let articles = match self.composer.citations.relations.target(written.record, written.reference) {
            Target::Articles(articles) => articles.as_slice(),
            _ => &[],
        };
        if is_own {
            let note = self.notes.get(&written.reference).copied();
            return self.mark(html, written.citation, articles, note);
        }
        // A text of another record has neither references nor notes here.
        let cites = cites(written.citation, articles);
        match written.citation.form {
            CitationForm::Bracketed => self.composer.words(html, self.composer.citations.short(), &cites),
            CitationForm::Narrative => self.composer.narrative(html, self.composer.citations.short(), &cites),
        }
    }

    fn uses_numbered_notes(&self) -> bool {
        self.of().style.family == Family::Notes
    }
}

fn title(html: &mut String, href: &str, words: &str) {
    html.push_str("<cite><a");
    escape::attribute(html, "href", href);
    html.push('>');
    escape::text(html, words);
    html.push_str("</a></cite>");
}

/// Writes an address that a style prints, as a link when it leads to the web.
fn address(html: &mut String, address: &str) {
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
struct Memory {
    near: usize,
    note: usize,
    /// The first and the last note of each source.
    cited: FxHashMap<RecordId, (usize, usize)>,
    /// The cite right before.
    last: Option<(RecordId, Vec<Passage>)>,
    /// How many cites stand in the note before and in this one.
    counts: [usize; 2],
}

impl Memory {
    fn new(near: u32) -> Memory {
        let near = usize::try_from(near).unwrap_or(usize::MAX);
        Memory { near, note: 0, cited: FxHashMap::default(), last: None, counts: [0; 2] }
    }

    /// Goes on to the next note.
    fn turn(&mut self, note: usize) {
        self.note = note;
        self.counts = [self.counts[1], 0];
    }

    /// The form of a cite, and the note in which its source was first cited.
    fn form(&mut self, cite: &Cite<'_>) -> (Form, Option<usize>) {
        let Some(article) = cite.article else { return (Form::First, None) };
        // "Ibid." would not say which, behind a note that cites several.
        let is_right_behind = self.counts[1] > 0 || self.counts[0] == 1;
        let last = self.last.as_ref().filter(|last| is_right_behind && last.0 == article).map(|last| &last.1);
        let form = match (last, self.cited.get(&article)) {
            (Some(passages), _) if *passages == cite.passages => Form::Ibid,
            (Some(_), _) if !cite.passages.is_empty() => Form::IbidElsewhere,
            (_, None) => Form::First,
            (_, Some((_, last))) if self.note - last <= self.near => Form::Again,
            _ => Form::Later,
        };
        self.counts[1] += 1;
        self.last = Some((article, cite.passages.clone()));
        let of = self.cited.entry(article).or_insert((self.note, self.note));
        of.1 = self.note;
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
        let mut memory = Memory::new(2);
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
            memory.turn(note);
            let one = |(article, passage): &(Option<RecordId>, &str)| {
                let citation = Citation { items: vec![item(passage)], form: CitationForm::Bracketed };
                memory.form(&cites(&citation, &[*article])[0])
            };
            cited.iter().map(one).collect::<Vec<_>>()
        };
        assert_eq!(forms(&[(a, "1")]), [(Form::First, Some(1))]);
        assert_eq!(forms(&[(a, "1")]), [(Form::Ibid, Some(1))]);
        assert_eq!(forms(&[(a, "2")]), [(Form::IbidElsewhere, Some(1))]);
        assert_eq!(forms(&[(a, "")]), [(Form::Again, Some(1))]);
        assert_eq!(forms(&[(b, ""), (a, "1")]), [(Form::First, Some(5)), (Form::Again, Some(1))]);
        assert_eq!(forms(&[(a, "1")]), [(Form::Again, Some(1))], "the note before cites several");
        assert_eq!(forms(&[(None, "")]), [(Form::First, None)]);
        assert_eq!(forms(&[(b, "3")]), [(Form::Later, Some(5))]);
    }
}
