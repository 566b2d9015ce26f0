//! Formats citations and references with the Citation Style Language (CSL).
//!
//! 1. `style` finds a style, in the `archive` or as a file (`csl_file`, run by `style_check`), and its `locale`.
//! 2. `csl_item` converts articles for the library that runs styles, with their `csl_date`s and a `placeholder` for each
//!    text. `renderer` runs it on one article; `collect` turns its output into `runs`: it fills in texts in their case
//!    (`text_case`) and with their `quote_marks`; `date_runs` joins the ends of ranges, and `punctuation` mends what styles
//!    join badly.
//! 3. `style_output` caches the output by `disambiguation_group`; `distinction` tells articles with equal cites apart, by
//!    `style_variant`s and letters in the order of the list (`sort_keys`).
//! 4. `page` collects the citations of one page: numbers, `notes`, the order of references, the dashes for authors who are
//!    those of the entry before (`substitute`); `writer` writes them as HTML.
//! 5. `text_fragment` links to quoted text in an original; `self_citation` cites a page of the site itself.
//! 6. `bibliography` describes articles and pages as bibliographic items, and exports them.
//!
//! The library runs once per article, not once per page, and behind a `boundary`. An article on which it panics gets a
//! plain reference (`fallback`), and pages that show it report the article and the style.

mod archive;
pub(crate) mod bibliography;
mod boundary;
mod collect;
mod csl_date;
mod csl_file;
mod csl_item;
mod date_runs;
mod disambiguation_group;
mod distinction;
mod fallback;
mod locale;
mod markup;
mod notes;
mod page;
mod placeholder;
mod punctuation;
mod quote_marks;
mod renderer;
mod runs;
mod self_citation;
mod sort_keys;
mod style;
mod style_check;
mod style_output;
mod style_variant;
mod substitute;
mod text_case;
mod text_fragment;
mod writer;

pub(crate) use boundary::silence_panics;
pub(crate) use csl_date::is_printed_in_full;
#[cfg(test)]
pub(crate) use csl_item::UNPRINTABLE_TITLE;
pub(crate) use locale::{UNKNOWN_LOCALE, preload};
pub(crate) use page::{PageCitations, PageReference};
use self_citation::SelfCitationCache;
pub(crate) use style::{INVALID_STYLE, Styles, UNKNOWN_STYLE};
pub(crate) use text_fragment::text_fragment_url;

use crate::diagnose::Rule;
use crate::model::{RecordId, Site};
use crate::relate::Relations;
use renderer::CitePosition;
use style_output::StyleOutput;

/// All rules of this stage.
pub static RULES: &[&Rule] = &[&UNKNOWN_STYLE, &INVALID_STYLE, &UNKNOWN_LOCALE];

/// Citation formatter of one language. It depends only on the styles and on the front matter of articles.
pub(crate) struct CitationFormatter {
    main: StyleOutput,
    short: Option<StyleOutput>,
    self_citations: SelfCitationCache,
}

/// Everything that citations in one language share. Created once, used by all pages.
pub(crate) struct CitationContext<'a> {
    site: &'a Site,
    relations: &'a Relations,
    formatter: &'a CitationFormatter,
}

impl CitationFormatter {
    /// Prepares the styles of a language for `articles`, which are all that can be cited. `canonical` maps each record
    /// to its record in this language.
    pub(crate) fn new(
        site: &Site,
        styles: &Styles,
        articles: &[RecordId],
        canonical: impl Fn(RecordId) -> RecordId,
    ) -> CitationFormatter {
        let output = |style| StyleOutput::new(style, site, articles, &canonical);
        let (main, short) = (output(&styles.main), styles.short.as_ref().map(output));
        CitationFormatter { main, short, self_citations: SelfCitationCache::default() }
    }

    /// Takes over what `previous` has formatted for articles that are unchanged.
    pub(crate) fn reuse_from(&mut self, previous: &CitationFormatter) {
        self.main.reuse_from(&previous.main);
        if let (Some(short), Some(previous)) = (&mut self.short, &previous.short) {
            short.reuse_from(previous);
        }
    }
}

impl<'a> CitationContext<'a> {
    /// Creates the context of a site's citations.
    pub(crate) fn new(
        site: &'a Site,
        relations: &'a Relations,
        formatter: &'a CitationFormatter,
    ) -> CitationContext<'a> {
        CitationContext { site, relations, formatter }
    }

    /// Returns the short citation of an article, which is unambiguous on any page: `Brook 2031`.
    pub(crate) fn short_citation(&self, article: RecordId) -> String {
        self.short_output().cite(article, CitePosition::InText, false).map(runs::plain_text).unwrap_or_default()
    }

    /// Returns the names by which an article is cited, as in running text: its authors, or what a style prints instead.
    fn author_names(&self, article: RecordId) -> String {
        let cite = self.short_output().cite(article, CitePosition::InText, false).unwrap_or_default();
        let names = runs::plain_text(&runs::split_names(cite).0);
        let marks = &self.short_output().style.marks;
        let names = marks.without_outer(names.trim().trim_end_matches(',')).trim_end_matches(',');
        if names.is_empty() { self.site.record(article).title.value.clone() } else { names.to_owned() }
    }

    /// Returns the names of the styles that failed on an article so far.
    pub(crate) fn failed_styles(&self, article: RecordId) -> impl Iterator<Item = &'a str> {
        let outputs = [Some(&self.formatter.main), self.formatter.short.as_ref()].into_iter().flatten();
        outputs.filter(move |output| output.failed_on(article)).map(|output| &*output.style.name)
    }

    /// Returns the name of the configured style.
    pub(crate) fn style_name(&self) -> &'a str {
        &self.formatter.main.style.name
    }

    /// Returns the output of a style whose cites are text and do not depend on the page.
    fn short_output(&self) -> &StyleOutput {
        self.formatter.short.as_ref().unwrap_or(&self.formatter.main)
    }
}
