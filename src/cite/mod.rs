//! Cites articles in the style that the author chose, by the Citation Style Language.
//!
//! 1. `style` finds a style, in the `archive` or as a file (`csl_file`, tried by `trial`), with the `locale` it speaks.
//! 2. `csl_item` gives articles to the library that runs styles; `cites` keeps what it prints for each, as `runs`.
//! 3. `page` knows what one page needs: numbers, notes, the order of references; `compose` puts citations together.
//! 4. `text_fragment` leads to quoted words in an original; `page_entry` cites a page of the site itself.
//!
//! The library runs once for each article, not once for each page.

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
use std::sync::Arc;
use style_output::{CitePosition, StyleOutput};

/// All rules of this stage.
pub static RULES: &[&Rule] = &[&UNKNOWN_STYLE, &INVALID_STYLE, &UNKNOWN_LOCALE];

/// What citations in one language are printed with. It depends on the styles and on the front matter of articles alone.
pub(crate) struct CitationFormatter {
    main: StyleOutput,
    short: Option<StyleOutput>,
    collator: Option<CollatorBorrowed<'static>>,
    self_citations: SelfCitationCache,
}

/// All that citations in one language share. Made once, used by all pages.
pub(crate) struct CitationContext<'a> {
    site: &'a Site,
    relations: &'a Relations,
    formatter: Arc<CitationFormatter>,
}

impl CitationFormatter {
    /// Prepares a language. `articles` are all that can be cited; `lead` gives for each record the one that stands for it
    /// in this language. `before` is what printed before.
    pub(crate) fn new(
        site: &Site,
        styles: &Styles,
        articles: &[RecordId],
        lead: impl Fn(RecordId) -> RecordId,
        before: Option<&CitationFormatter>,
    ) -> CitationFormatter {
        let cites = |style, before| StyleOutput::new(style, site, articles, &lead, before);
        let locale = styles.main.locale.0.parse::<Locale>().ok();
        let collator = locale.and_then(|locale| Collator::try_new(locale.into(), CollatorOptions::default()).ok());
        let main = cites(&styles.main, before.map(|before| &before.main));
        let short = styles.short.as_ref().map(|style| cites(style, before.and_then(|before| before.short.as_ref())));
        CitationFormatter { main, short, collator, self_citations: SelfCitationCache::default() }
    }
}

impl<'a> CitationContext<'a> {
    /// The citations of a briefing, as a printer prints them.
    pub(crate) fn new(
        site: &'a Site,
        relations: &'a Relations,
        formatter: Arc<CitationFormatter>,
    ) -> CitationContext<'a> {
        CitationContext { site, relations, formatter }
    }

    /// The mark of an article that can be understood on any page: `Brook 2031`.
    pub(crate) fn short_citation(&self, article: RecordId) -> String {
        self.short_output().cite(article, CitePosition::InText, false).map(runs::plain_text).unwrap_or_default()
    }

    /// Who wrote an article, as short as in a sentence; its title where no author is named.
    fn author_names(&self, article: RecordId) -> String {
        let prose =
            self.short_output().cite(article, CitePosition::Prose, false).map(<[_]>::to_vec).unwrap_or_default();
        let names = runs::plain_text(&runs::split_at_open_marker(prose).0);
        if names.is_empty() { self.site.record(article).title.value.clone() } else { names }
    }

    /// The style whose cites are words that can be understood on any page.
    fn short_output(&self) -> &StyleOutput {
        self.formatter.short.as_ref().unwrap_or(&self.formatter.main)
    }

    /// Whether the same people wrote two articles.
    fn same_authors(&self, one: RecordId, other: RecordId) -> bool {
        let authors = |id: RecordId| match &self.site.record(id).details {
            Details::Article(article) => article.authors.as_slice(),
            _ => &[],
        };
        !authors(one).is_empty() && authors(one) == authors(other)
    }

    /// The order of words in a list.
    fn compare(&self, one: &str, other: &str) -> Ordering {
        let by_language =
            self.formatter.collator.as_ref().map_or(Ordering::Equal, |collator| collator.compare(one, other));
        by_language.then_with(|| one.cmp(other))
    }
}
