//! Writes citations as HTML: cites of several articles, the author's prefixes and suffixes, and links to the passages.

use super::CitationContext;
use super::runs::{self, RunRole, StyledRun};
use super::style_output::{CitePosition, StyleOutput};
use crate::model::{Citation, CitationItem, Passage, RecordId};
use crate::model::{escape, href::href, percent};
use hayagriva::citationberg::Collapse;

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
    pub(super) fn write_words(self, html: &mut String, output: &StyleOutput, cites: &[CiteItem<'_>]) {
        write_wrapped(html, output, |html| {
            let mut previous: Option<&CiteItem<'_>> = None;
            for cite in cites {
                let collapsed = previous.is_some_and(|previous| self.collapses_with(output, previous, cite));
                match previous {
                    None => {}
                    Some(previous) if collapsed && previous.is_bare() && cite.is_bare() => {
                        escape::text(html, &output.style.group_delimiter);
                    }
                    Some(_) => escape::text(html, &output.style.delimiter),
                }
                Self::write_affixed(html, cite, |html| {
                    let located = !cite.passages.is_empty();
                    let without_authors = cite.suppress_author || collapsed;
                    let position = if without_authors { CitePosition::Prose } else { CitePosition::InText };
                    let cite_runs = cite.article.and_then(|article| output.cite(article, position, located));
                    match cite_runs {
                        Some(cite_runs) if without_authors => {
                            self.write_linked(html, cite, &runs::split_at_open_marker(cite_runs.to_vec()).1);
                        }
                        Some(cite_runs) => self.write_linked(html, cite, cite_runs),
                        None => escape::text(html, cite.id),
                    }
                });
                previous = Some(cite);
            }
        });
    }

    /// Writes cites with the authors' names as part of the sentence: `Brook (2031, ¶7)`.
    pub(super) fn write_narrative(self, html: &mut String, output: &StyleOutput, cites: &[CiteItem<'_>]) {
        let Some((first, rest)) = cites.split_first() else { return };
        let Some(article) = first.article else { return escape::text(html, first.id) };
        self.write_link(html, first, |html| escape::text(html, &self.citations.author_names(article)));
        html.push(' ');
        let or_default = |text: &str, default: &'static str| {
            if text.trim().is_empty() { default.to_owned() } else { text.to_owned() }
        };
        escape::text(html, &or_default(&output.style.prefix, "("));
        let cite_runs = output.cite(article, CitePosition::Prose, !first.passages.is_empty()).unwrap_or_default();
        let date_runs = runs::split_at_open_marker(cite_runs.to_vec()).1;
        let mut passages = first.passages.iter();
        runs::write_html(html, &date_runs, |html, run| match run.role {
            RunRole::Passage => escape::text(html, &passages.next().map(Passage::to_string).unwrap_or_default()),
            _ => escape::text(html, &run.text),
        });
        for passage in passages {
            html.push_str(", ");
            self.write_passage(html, first, *passage);
        }
        write_suffix(html, first.suffix);
        if !rest.is_empty() {
            escape::text(html, &output.style.delimiter);
            let cite_runs =
                |cite: &CiteItem<'_>| output.cite(cite.article?, CitePosition::InText, !cite.passages.is_empty());
            for cite in rest {
                self.write_linked(html, cite, cite_runs(cite).unwrap_or_default());
            }
        }
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
        let end = html.trim_end_matches("</a>").len();
        let is_quoted = html[..end].ends_with('”') && output.style.suffix.starts_with('.');
        if is_quoted && output.style.punctuation_in_quotes {
            html.insert_str(end - '”'.len_utf8(), &output.style.suffix);
        } else if !html[..end].ends_with(output.style.suffix.as_str()) {
            escape::text(html, &output.style.suffix);
        }
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

    /// Checks whether a cite needs no names because the previous one has the same authors.
    fn collapses_with(self, output: &StyleOutput, previous: &CiteItem<'_>, cite: &CiteItem<'_>) -> bool {
        let collapses =
            matches!(output.style.collapse, Some(Collapse::Year | Collapse::YearSuffix | Collapse::YearSuffixRanged));
        let articles = previous.article.zip(cite.article);
        collapses && cite.prefix.is_empty() && articles.is_some_and(|(a, b)| self.citations.same_authors(a, b))
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
