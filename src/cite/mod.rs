//! Formats citations and references with the Citation Style Language (CSL).
//!
//! 1. `style` finds a style, in the `archive` or as a file (`csl_file`, run by `style_check`), and its `locale`.
//! 2. `csl_item` converts articles for the library that runs styles; `style_output` caches its output as `runs`.
//! 3. `page` collects the citations of one page: numbers, notes, the order of references; `writer` writes them as HTML.
//! 4. `text_fragment` links to quoted text in an original; `self_citation` cites a page of the site itself.
//! 5. `bibliography` describes articles and pages as bibliographic items, and exports them.
//!
//! The library runs once per article, not once per page.

mod archive;
pub(crate) mod bibliography;
mod csl_file;
mod csl_item;
mod locale;
mod page;
mod runs;
mod self_citation;
mod style;
mod style_check;
mod style_output;
mod text_fragment;
mod writer;

pub(crate) use csl_item::is_expressible;
pub(crate) use locale::{UNKNOWN_LOCALE, preload};
pub(crate) use page::{PageCitations, PageReference};
use self_citation::SelfCitationCache;
pub(crate) use style::{INVALID_STYLE, Styles, UNKNOWN_STYLE};
pub(crate) use text_fragment::text_fragment_url;

use crate::diagnose::Rule;
use crate::model::{Details, RecordId, Site};
use crate::relate::Relations;
use icu_collator::options::CollatorOptions;
use icu_collator::{Collator, CollatorBorrowed};
use icu_locale_core::Locale;
use std::cmp::Ordering;
use style_output::{CitePosition, StyleOutput};

/// All rules of this stage.
pub static RULES: &[&Rule] = &[&UNKNOWN_STYLE, &INVALID_STYLE, &UNKNOWN_LOCALE];

/// Citation formatter of one language. It depends only on the styles and on the front matter of articles.
pub(crate) struct CitationFormatter {
    main: StyleOutput,
    short: Option<StyleOutput>,
    collator: Option<CollatorBorrowed<'static>>,
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
        let locale = styles.main.locale.0.parse::<Locale>().ok();
        let collator = locale.and_then(|locale| Collator::try_new(locale.into(), CollatorOptions::default()).ok());
        let (main, short) = (output(&styles.main), styles.short.as_ref().map(output));
        CitationFormatter { main, short, collator, self_citations: SelfCitationCache::default() }
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

    /// Returns the authors of an article as in running text, or its title if no author is given.
    fn author_names(&self, article: RecordId) -> String {
        let prose =
            self.short_output().cite(article, CitePosition::Prose, false).map(<[_]>::to_vec).unwrap_or_default();
        let names = runs::plain_text(&runs::split_at_open_marker(prose).0);
        if names.is_empty() { self.site.record(article).title.value.clone() } else { names }
    }

    /// Returns the output of a style whose cites are text and do not depend on the page.
    fn short_output(&self) -> &StyleOutput {
        self.formatter.short.as_ref().unwrap_or(&self.formatter.main)
    }

    /// Checks whether two articles have the same authors.
    fn same_authors(&self, a: RecordId, b: RecordId) -> bool {
        let authors = |id: RecordId| match &self.site.record(id).details {
            Details::Article(article) => article.authors.as_slice(),
            _ => &[],
        };
        !authors(a).is_empty() && authors(a) == authors(b)
    }

    /// Compares texts in the collation order of the language.
    fn compare(&self, a: &str, b: &str) -> Ordering {
        let order = self.formatter.collator.as_ref().map_or(Ordering::Equal, |collator| collator.compare(a, b));
        order.then_with(|| a.cmp(b))
    }
}
