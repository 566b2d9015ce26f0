//! Writes citations as HTML: cites of several articles, the author's prefixes and suffixes, and links to the passages.

use super::CitationContext;
use super::renderer::CitePosition;
use super::runs::{self, Part, RunRole, StyledRun};
use super::style_output::StyleOutput;
use crate::model::{Citation, CitationItem, Passage, RecordId};
use crate::model::{escape, href::href, percent};
use hayagriva::citationberg::Collapse;
use std::cmp::Ordering;

/// One article of a citation with its passages.
pub(super) struct CiteItem<'c> {
    /// Id of the article as written.
    pub(super) id: &'c str,
    /// The article, or `None` if the id is unknown.
    pub(super) article: Option<RecordId>,
    /// Its passages, in written order.
    pub(super) passages: Vec<Passage>,
    /// Set if the sentence already names the authors.
    suppress_author: bool,
    prefix: &'c str,
    suffix: &'c str,
}

/// Returns the cites of a citation; adjacent passages of one article are one cite.
pub(super) fn cite_items<'c>(citation: &'c Citation, articles: &[Option<RecordId>]) -> Vec<CiteItem<'c>> {
    let mut cites: Vec<CiteItem<'c>> = Vec::new();
    for (index, item) in citation.items.iter().enumerate() {
        match cites.last_mut() {
            Some(last) if extends_item(last, item) => {
                last.passages.extend(item.passage);
                last.suffix = &item.suffix;
            }
            _ => cites.push(CiteItem {
                id: &item.id.value,
                article: articles.get(index).copied().flatten(),
                passages: item.passage.into_iter().collect(),
                suppress_author: item.suppress_author,
                prefix: &item.prefix,
                suffix: &item.suffix,
            }),
        }
    }
    cites
}

fn extends_item(last: &CiteItem<'_>, item: &CitationItem) -> bool {
    let adds_passage = last.id == item.id.value && !last.passages.is_empty() && item.passage.is_some();
    adds_passage && item.prefix.is_empty() && last.suffix.is_empty()
}

impl CiteItem<'_> {
    fn is_bare(&self) -> bool {
        self.passages.is_empty() && self.prefix.is_empty() && self.suffix.is_empty()
    }
}

/// Writes citations on a page.
#[derive(Clone, Copy)]
pub(super) struct CitationWriter<'p> {
    pub(super) citations: &'p CitationContext<'p>,
    /// Path of the page.
    pub(super) page: &'p str,
}

impl CitationWriter<'_> {
    /// Writes cites as text: `(Brook 2031, ¶7; Ash 2030)`.
    pub(super) fn write_words(self, html: &mut String, output: &StyleOutput, cites: &mut [CiteItem<'_>]) {
        if cites.iter().all(|cite| cite.prefix.is_empty() && cite.article.is_some()) {
            let order = |a: &CiteItem<'_>, b: &CiteItem<'_>| Some(output.compare_in_citation(a.article?, b.article?));
            cites.sort_by(|a, b| order(a, b).unwrap_or(Ordering::Equal));
        }
        let mut written = String::new();
        let mut previous: Option<&CiteItem<'_>> = None;
        for cite in &*cites {
            let runs =
                cite.article.and_then(|article| output.cite(article, CitePosition::InText, !cite.passages.is_empty()));
            let collapsed = previous.is_some_and(|previous| collapses_with(output, previous, cite));
            let rest = runs.filter(|_| cite.suppress_author || collapsed).map(|runs| runs::split_names(runs).1);
            if rest.as_ref().is_some_and(Vec::is_empty) && cite.prefix.is_empty() && cite.suffix.is_empty() {
                continue;
            }
            if !written.is_empty() {
                let delimiter = if collapsed { &output.style.group_delimiter } else { &output.style.delimiter };
                escape::text(&mut written, delimiter);
            }
            Self::write_affixed(&mut written, cite, |html| match (rest.as_deref().or(runs), cite.id) {
                (Some(runs), _) => self.write_linked(html, cite, runs),
                (None, id) => escape::text(html, id),
            });
            previous = Some(cite);
        }
        // Nothing is written for a cite without authors in a style that cites by authors alone.
        if !written.is_empty() {
            write_wrapped(html, output, |html| html.push_str(&written));
        }
    }

    /// Writes cites with the authors' names as part of the sentence: `Brook (2031, ¶7)`.
    pub(super) fn write_narrative(self, html: &mut String, output: &StyleOutput, cites: &[CiteItem<'_>]) {
        let Some((first, rest)) = cites.split_first() else { return };
        let Some(article) = first.article else { return escape::text(html, first.id) };
        self.write_link(html, first, |html| escape::text(html, &self.citations.author_names(article)));
        let or_default = |text: &str, default: &'static str| {
            if text.trim().is_empty() { default.to_owned() } else { text.to_owned() }
        };
        let mut written = String::new();
        let cite_runs = output.cite(article, CitePosition::InText, !first.passages.is_empty()).unwrap_or_default();
        let after_names = runs::split_names(cite_runs).1;
        let mut passages = first.passages.iter();
        runs::write_html(&mut written, &after_names, |html, run| match run.role {
            RunRole::Passage => escape::text(html, &passages.next().map(Passage::to_string).unwrap_or_default()),
            _ => escape::text(html, &run.text),
        });
        for passage in passages {
            written.push_str(", ");
            self.write_passage(&mut written, first, *passage);
        }
        write_suffix(&mut written, first.suffix);
        for cite in rest {
            if !written.is_empty() {
                escape::text(&mut written, &output.style.delimiter);
            }
            let runs =
                cite.article.and_then(|article| output.cite(article, CitePosition::InText, !cite.passages.is_empty()));
            self.write_linked(&mut written, cite, runs.unwrap_or_default());
        }
        if written.is_empty() {
            return;
        }
        html.push(' ');
        escape::text(html, &or_default(&output.style.prefix, "("));
        html.push_str(&written);
        escape::text(html, &or_default(&output.style.suffix, ")"));
    }

    /// Writes cites as numbers of references: `[1, ¶7], [2]`.
    pub(super) fn write_numbers(
        self,
        html: &mut String,
        output: &StyleOutput,
        cites: &mut [CiteItem<'_>],
        number: impl Fn(RecordId) -> Option<usize>,
    ) {
        let number_of = |cite: &CiteItem<'_>| cite.article.and_then(&number);
        if output.style.sorts_citations() && cites.iter().all(|cite| cite.prefix.is_empty()) {
            cites.sort_by_key(|cite| number_of(cite).unwrap_or(usize::MAX));
        }
        let hidden = hidden_in_ranges(output, cites, number_of);
        write_wrapped(html, output, |html| {
            for (index, cite) in cites.iter().enumerate().filter(|(index, _)| !hidden[*index]) {
                match index.checked_sub(1) {
                    None => {}
                    Some(previous) if hidden[previous] => html.push('–'),
                    Some(_) => escape::text(html, &output.style.delimiter),
                }
                Self::write_affixed(html, cite, |html| self.write_number(html, output, cite, number_of(cite)));
            }
        });
    }

    fn write_number(self, html: &mut String, output: &StyleOutput, cite: &CiteItem<'_>, number: Option<usize>) {
        let cite_runs =
            cite.article.and_then(|article| output.cite(article, CitePosition::InText, !cite.passages.is_empty()));
        let (Some(cite_runs), Some(number), Some(article)) = (cite_runs, number, cite.article) else {
            return escape::text(html, cite.id);
        };
        let id = &self.citations.site.record(article).id;
        runs::write_html(html, cite_runs, |html, run| match run.role {
            RunRole::Number => {
                open_link(html, id, &format!("#{}", percent::encode_fragment(&anchor(id))));
                html.push_str(&number.to_string());
                html.push_str("</a>");
            }
            _ => self.write_placeholder(html, cite, run),
        });
    }

    /// Writes the content of a note: `Brook, “Bridge,” ¶7`. `state` returns the position of a cite, its first note and
    /// its number.
    pub(super) fn write_note(
        self,
        html: &mut String,
        output: &StyleOutput,
        cites: &[CiteItem<'_>],
        mut state: impl FnMut(&CiteItem<'_>) -> (CitePosition, [Option<usize>; 2]),
    ) {
        escape::text(html, &output.style.prefix);
        for (index, cite) in cites.iter().enumerate() {
            if index > 0 {
                escape::text(html, &output.style.delimiter);
            }
            let (position, [first_note, number]) = state(cite);
            let format_number = |number: Option<usize>| number.map(|number| number.to_string()).unwrap_or_default();
            Self::write_affixed(html, cite, |html| {
                let cite_runs =
                    cite.article.and_then(|article| output.cite(article, position, !cite.passages.is_empty()));
                let Some(cite_runs) = cite_runs else { return escape::text(html, cite.id) };
                let write = |html: &mut String| {
                    runs::write_html(html, cite_runs, |html, run| match run.role {
                        RunRole::FirstNote => html.push_str(&format_number(first_note)),
                        RunRole::Number => html.push_str(&format_number(number)),
                        _ => self.write_placeholder(html, cite, run),
                    });
                };
                if cite.passages.is_empty() { self.write_link(html, cite, write) } else { write(html) }
            });
        }
        end_note(html, output);
    }

    /// Writes a run of a cite: its text, or links to the passages for their placeholder.
    fn write_placeholder(self, html: &mut String, cite: &CiteItem<'_>, run: &StyledRun) {
        match run.role {
            RunRole::Passage => {
                for (index, passage) in cite.passages.iter().enumerate() {
                    html.push_str(if index > 0 { ", " } else { "" });
                    self.write_passage(html, cite, *passage);
                }
            }
            _ => escape::text(html, &run.text),
        }
    }

    /// Writes a cite as one link to its first passage, and a link for each further passage.
    fn write_linked(self, html: &mut String, cite: &CiteItem<'_>, cite_runs: &[StyledRun]) {
        let mut passages = cite.passages.iter();
        self.write_link(html, cite, |html| {
            runs::write_html(html, cite_runs, |html, run| match run.role {
                RunRole::Passage => escape::text(html, &passages.next().map(Passage::to_string).unwrap_or_default()),
                _ => escape::text(html, &run.text),
            });
        });
        for passage in passages {
            html.push_str(", ");
            self.write_passage(html, cite, *passage);
        }
    }

    fn write_link(self, html: &mut String, cite: &CiteItem<'_>, write: impl FnOnce(&mut String)) {
        self.write_link_to(html, cite, cite.passages.first().copied(), write);
    }

    fn write_passage(self, html: &mut String, cite: &CiteItem<'_>, passage: Passage) {
        self.write_link_to(html, cite, Some(passage), |html| escape::text(html, &passage.to_string()));
    }

    fn write_link_to(
        self,
        html: &mut String,
        cite: &CiteItem<'_>,
        passage: Option<Passage>,
        write: impl FnOnce(&mut String),
    ) {
        let Some(article) = cite.article else { return write(html) };
        let path = self.citations.relations.path(article);
        let fragment = passage.map(Passage::anchor);
        open_link(html, &self.citations.site.record(article).id, &href(self.page, path, fragment.as_deref()));
        write(html);
        html.push_str("</a>");
    }

    /// Writes the author's prefix and suffix around a cite.
    fn write_affixed(html: &mut String, cite: &CiteItem<'_>, write: impl FnOnce(&mut String)) {
        if !cite.prefix.is_empty() {
            escape::text(html, cite.prefix);
            html.push(' ');
        }
        write(html);
        write_suffix(html, cite.suffix);
    }
}

/// Checks whether a cite needs no names because the previous one has the same.
fn collapses_with(output: &StyleOutput, previous: &CiteItem<'_>, cite: &CiteItem<'_>) -> bool {
    let collapses =
        matches!(output.style.collapse, Some(Collapse::Year | Collapse::YearSuffix | Collapse::YearSuffixRanged));
    let names = |cite: &CiteItem<'_>| {
        let (names, rest) = runs::split_names(output.cite(cite.article?, CitePosition::InText, false)?);
        let has_authors = names.iter().any(|run| matches!(run.part, Part::Name(..)));
        Some(runs::plain_text(&names)).filter(|_| has_authors && !rest.is_empty())
    };
    collapses
        && cite.prefix.is_empty()
        && names(previous).zip(names(cite)).is_some_and(|(previous, names)| previous == names)
}

/// Ends a note with the style's suffix, unless its text ends with it.
fn end_note(html: &mut String, output: &StyleOutput) {
    // Tags do not hide the end of the text: `<i>Ibid.</i></a>`.
    let mut end = html.len();
    while html[..end].ends_with('>')
        && let Some(tag) = html[..end].rfind("</")
    {
        end = tag;
    }
    let (text, suffix) = (&html[..end], output.style.suffix.as_str());
    let before_marks = text.trim_end_matches(['”', '’']);
    let is_ended = text.ends_with(suffix) || suffix.starts_with('.') && before_marks.ends_with(['.', '?', '!']);
    if is_ended || suffix.is_empty() {
        return;
    }
    if before_marks.len() < text.len() && suffix.starts_with(['.', ',']) && output.style.punctuation_in_quotes {
        html.insert_str(before_marks.len(), suffix);
    } else {
        escape::text(html, suffix);
    }
}

/// Returns the fragment of an article in the list of references.
pub(super) fn anchor(id: &str) -> String {
    format!("ref-{id}")
}

fn open_link(html: &mut String, article: &str, href: &str) {
    html.push_str("<a");
    escape::attribute(html, "href", href);
    escape::attribute(html, "class", "cite");
    escape::attribute(html, "data-article", article);
    html.push('>');
}

/// Writes the style's prefix and suffix around all cites of a citation.
fn write_wrapped(html: &mut String, output: &StyleOutput, write: impl FnOnce(&mut String)) {
    let element = if output.style.superscript { "sup" } else { "span" };
    if output.style.superscript {
        html.truncate(html.trim_end_matches(' ').len());
    }
    html.extend(["<", element, " class=\"citation\">"]);
    escape::text(html, &output.style.prefix);
    write(html);
    escape::text(html, &output.style.suffix);
    html.extend(["</", element, ">"]);
}

fn write_suffix(html: &mut String, suffix: &str) {
    if !suffix.is_empty() {
        html.push_str(if suffix.starts_with([';', ',', '.', ':']) { "" } else { ", " });
        escape::text(html, suffix);
    }
}

/// Finds the cites inside a range such as `1–4`, except its ends: three or more consecutive numbers without passages or
/// affixes.
fn hidden_in_ranges(
    output: &StyleOutput,
    cites: &[CiteItem<'_>],
    number: impl Fn(&CiteItem<'_>) -> Option<usize>,
) -> Vec<bool> {
    let mut hidden = vec![false; cites.len()];
    if output.style.collapse != Some(Collapse::CitationNumber) {
        return hidden;
    }
    let follows = |previous: &CiteItem<'_>, cite: &CiteItem<'_>| {
        let numbers = number(previous).zip(number(cite));
        previous.is_bare() && cite.is_bare() && numbers.is_some_and(|(previous, current)| previous + 1 == current)
    };
    for (index, window) in cites.windows(3).enumerate() {
        hidden[index + 1] = follows(&window[0], &window[1]) && follows(&window[1], &window[2]);
    }
    hidden
}
