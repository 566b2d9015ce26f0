//! Puts citations together: cites of several articles, the writer's words around them, and links to the passages.

use super::CitationContext;
use super::runs::{self, RunRole, StyledRun};
use super::style_output::{CitePosition, StyleOutput};
use crate::model::{Citation, CitationItem, Passage, RecordId};
use crate::model::{escape, href::href};
use hayagriva::citationberg::Collapse;

/// An article in a citation, with all its passages.
pub(super) struct CiteItem<'c> {
    /// Its id as written.
    pub(super) id: &'c str,
    /// The article, if there is such a one.
    pub(super) article: Option<RecordId>,
    /// Its passages, in the written order.
    pub(super) passages: Vec<Passage>,
    /// Its authors are named already.
    suppress_author: bool,
    prefix: &'c str,
    suffix: &'c str,
}

/// The cites of a citation: neighbouring passages of one article are one cite.
pub(super) fn cite_items<'c>(citation: &'c Citation, articles: &[Option<RecordId>]) -> Vec<CiteItem<'c>> {
    let mut cites: Vec<CiteItem<'c>> = Vec::new();
    for (at, item) in citation.items.iter().enumerate() {
        match cites.last_mut() {
            Some(last) if extends_item(last, item) => {
                last.passages.extend(item.passage);
                last.suffix = &item.suffix;
            }
            _ => cites.push(CiteItem {
                id: &item.id.value,
                article: articles.get(at).copied().flatten(),
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
    let adds = last.id == item.id.value && !last.passages.is_empty() && item.passage.is_some();
    adds && item.prefix.is_empty() && last.suffix.is_empty()
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
    /// `(Brook 2031, ¶7; Ash 2030)`: cites that are words.
    pub(super) fn write_words(self, html: &mut String, of: &StyleOutput, cites: &[CiteItem<'_>]) {
        write_wrapped(html, of, |html| {
            let mut before: Option<&CiteItem<'_>> = None;
            for cite in cites {
                let drawn = before.is_some_and(|before| self.collapses_with(of, before, cite));
                match before {
                    None => {}
                    Some(before) if drawn && before.is_bare() && cite.is_bare() => {
                        escape::text(html, &of.style.group_delimiter);
                    }
                    Some(_) => escape::text(html, &of.style.delimiter),
                }
                Self::write_affixed(html, cite, |html| {
                    let located = !cite.passages.is_empty();
                    let inside = cite.suppress_author || drawn;
                    let form = if inside { CitePosition::Prose } else { CitePosition::InText };
                    let printed = cite.article.and_then(|article| of.cite(article, form, located));
                    match printed {
                        Some(printed) if inside => {
                            self.write_linked(html, cite, &runs::split_at_open_marker(printed.to_vec()).1)
                        }
                        Some(printed) => self.write_linked(html, cite, printed),
                        None => escape::text(html, cite.id),
                    }
                });
                before = Some(cite);
            }
        });
    }

    /// `Brook (2031, ¶7)`: the authors' names are part of the sentence.
    pub(super) fn write_narrative(self, html: &mut String, of: &StyleOutput, cites: &[CiteItem<'_>]) {
        let Some((first, further)) = cites.split_first() else { return };
        let Some(article) = first.article else { return escape::text(html, first.id) };
        self.write_link(html, first, |html| escape::text(html, &self.citations.author_names(article)));
        html.push(' ');
        let or = |written: &str, usual: &'static str| {
            if written.trim().is_empty() { usual.to_owned() } else { written.to_owned() }
        };
        escape::text(html, &or(&of.style.prefix, "("));
        let printed = of.cite(article, CitePosition::Prose, !first.passages.is_empty()).unwrap_or_default();
        let inside = runs::split_at_open_marker(printed.to_vec()).1;
        let mut passages = first.passages.iter();
        runs::write_html(html, &inside, |html, run| match run.role {
            RunRole::Passage => escape::text(html, &passages.next().map(Passage::to_string).unwrap_or_default()),
            _ => escape::text(html, &run.text),
        });
        for passage in passages {
            html.push_str(", ");
            self.write_passage(html, first, *passage);
        }
        write_suffix(html, first.suffix);
        if !further.is_empty() {
            escape::text(html, &of.style.delimiter);
            let printed = |cite: &CiteItem<'_>| of.cite(cite.article?, CitePosition::InText, !cite.passages.is_empty());
            for cite in further {
                self.write_linked(html, cite, printed(cite).unwrap_or_default());
            }
        }
        escape::text(html, &or(&of.style.suffix, ")"));
    }

    /// `[1, ¶7], [2]`: cites that are numbers of references.
    pub(super) fn write_numbers(
        self,
        html: &mut String,
        of: &StyleOutput,
        cites: &mut [CiteItem<'_>],
        number: impl Fn(RecordId) -> Option<usize>,
    ) {
        let number_of = |cite: &CiteItem<'_>| cite.article.and_then(&number);
        if of.style.sorts_citations() && cites.iter().all(|cite| cite.prefix.is_empty()) {
            cites.sort_by_key(|cite| number_of(cite).unwrap_or(usize::MAX));
        }
        let hidden = hidden_in_ranges(of, cites, number_of);
        write_wrapped(html, of, |html| {
            for (at, cite) in cites.iter().enumerate().filter(|(at, _)| !hidden[*at]) {
                match at.checked_sub(1) {
                    None => {}
                    Some(before) if hidden[before] => html.push('–'),
                    Some(_) => escape::text(html, &of.style.delimiter),
                }
                Self::write_affixed(html, cite, |html| self.write_number(html, of, cite, number_of(cite)));
            }
        });
    }

    fn write_number(self, html: &mut String, of: &StyleOutput, cite: &CiteItem<'_>, number: Option<usize>) {
        let printed =
            cite.article.and_then(|article| of.cite(article, CitePosition::InText, !cite.passages.is_empty()));
        let (Some(printed), Some(number), Some(article)) = (printed, number, cite.article) else {
            return escape::text(html, cite.id);
        };
        let id = &self.citations.site.record(article).id;
        runs::write_html(html, printed, |html, run| match run.role {
            RunRole::Number => {
                open_link(html, id, &format!("#{}", escape::fragment(&anchor(id))));
                html.push_str(&number.to_string());
                html.push_str("</a>");
            }
            _ => self.write_placeholder(html, cite, run),
        });
    }

    /// What a note says: `Brook, “Bridge,” ¶7`. `form` and `number` are those of each cite.
    pub(super) fn write_note(
        self,
        html: &mut String,
        of: &StyleOutput,
        cites: &[CiteItem<'_>],
        mut state: impl FnMut(&CiteItem<'_>) -> (CitePosition, [Option<usize>; 2]),
    ) {
        escape::text(html, &of.style.prefix);
        for (at, cite) in cites.iter().enumerate() {
            if at > 0 {
                escape::text(html, &of.style.delimiter);
            }
            let (form, [first_note, number]) = state(cite);
            let shown = |number: Option<usize>| number.map(|number| number.to_string()).unwrap_or_default();
            Self::write_affixed(html, cite, |html| {
                let printed = cite.article.and_then(|article| of.cite(article, form, !cite.passages.is_empty()));
                let Some(printed) = printed else { return escape::text(html, cite.id) };
                let write = |html: &mut String| {
                    runs::write_html(html, printed, |html, run| match run.role {
                        RunRole::FirstNote => html.push_str(&shown(first_note)),
                        RunRole::Number => html.push_str(&shown(number)),
                        _ => self.write_placeholder(html, cite, run),
                    });
                };
                if cite.passages.is_empty() { self.write_link(html, cite, write) } else { write(html) }
            });
        }
        let end = html.trim_end_matches("</a>").len();
        let is_quoted = html[..end].ends_with('”') && of.style.suffix.starts_with('.');
        if is_quoted && of.style.punctuation_in_quotes {
            html.insert_str(end - '”'.len_utf8(), &of.style.suffix);
        } else if !html[..end].ends_with(of.style.suffix.as_str()) {
            escape::text(html, &of.style.suffix);
        }
    }

    /// The link from a reference's words to its article, and the addresses in it.
    fn write_placeholder(self, html: &mut String, cite: &CiteItem<'_>, run: &StyledRun) {
        match run.role {
            RunRole::Passage => {
                for (at, passage) in cite.passages.iter().enumerate() {
                    html.push_str(if at > 0 { ", " } else { "" });
                    self.write_passage(html, cite, *passage);
                }
            }
            _ => escape::text(html, &run.text),
        }
    }

    /// Writes a cite as one link to its first passage, and one more for each further passage.
    fn write_linked(self, html: &mut String, cite: &CiteItem<'_>, printed: &[StyledRun]) {
        let mut passages = cite.passages.iter();
        self.write_link(html, cite, |html| {
            runs::write_html(html, printed, |html, run| match run.role {
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

    /// Writes the writer's words around a cite.
    fn write_affixed(html: &mut String, cite: &CiteItem<'_>, write: impl FnOnce(&mut String)) {
        if !cite.prefix.is_empty() {
            escape::text(html, cite.prefix);
            html.push(' ');
        }
        write(html);
        write_suffix(html, cite.suffix);
    }

    /// Whether a cite needs no names because those before it are the same.
    fn collapses_with(self, of: &StyleOutput, before: &CiteItem<'_>, cite: &CiteItem<'_>) -> bool {
        let draws =
            matches!(of.style.collapse, Some(Collapse::Year | Collapse::YearSuffix | Collapse::YearSuffixRanged));
        let both = before.article.zip(cite.article);
        draws && cite.prefix.is_empty() && both.is_some_and(|(one, other)| self.citations.same_authors(one, other))
    }
}

/// The fragment of an article in the list of references.
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

/// Writes what a style puts around all cites of a citation.
fn write_wrapped(html: &mut String, of: &StyleOutput, write: impl FnOnce(&mut String)) {
    let element = if of.style.superscript { "sup" } else { "span" };
    if of.style.superscript {
        html.truncate(html.trim_end_matches(' ').len());
    }
    html.extend(["<", element, " class=\"citation\">"]);
    escape::text(html, &of.style.prefix);
    write(html);
    escape::text(html, &of.style.suffix);
    html.extend(["</", element, ">"]);
}

fn write_suffix(html: &mut String, suffix: &str) {
    if !suffix.is_empty() {
        html.push_str(if suffix.starts_with([';', ',', '.', ':']) { "" } else { ", " });
        escape::text(html, suffix);
    }
}

/// Which cites a range such as `1–4` stands for, its ends aside: three or more numbers in a row with nothing beside them.
fn hidden_in_ranges(
    of: &StyleOutput,
    cites: &[CiteItem<'_>],
    number: impl Fn(&CiteItem<'_>) -> Option<usize>,
) -> Vec<bool> {
    let mut hidden = vec![false; cites.len()];
    if of.style.collapse != Some(Collapse::CitationNumber) {
        return hidden;
    }
    let follows = |before: &CiteItem<'_>, cite: &CiteItem<'_>| {
        let numbers = number(before).zip(number(cite));
        before.is_bare() && cite.is_bare() && numbers.is_some_and(|(before, this)| before + 1 == this)
    };
    for (at, three) in cites.windows(3).enumerate() {
        hidden[at + 1] = follows(&three[0], &three[1]) && follows(&three[1], &three[2]);
    }
    hidden
}
