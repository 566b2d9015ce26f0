//! Cites articles in the style that the author chose, by the Citation Style Language.
//!
//! 1. `style` finds a style, in the `archive` or as a file (`csl_file`, tried by `trial`), with the `locale` it speaks.
//! 2. `csl_item` gives articles to the library that runs styles; `cites` keeps what it prints for each, as `runs`.
//! 3. `page` knows what one page needs: numbers, notes, the order of references; `compose` puts citations together.
//! 4. `text_fragment` leads to quoted words in an original; `page_entry` cites a page of the site itself.
//!
//! The library runs once for each article, not once for each page.

mod archive;
mod cites;
mod compose;
mod csl_file;
mod csl_item;
mod locale;
mod page;
mod page_entry;
mod runs;
mod style;
mod text_fragment;
mod trial;

pub(crate) use csl_item::says_all;
pub(crate) use locale::{UNKNOWN_LOCALE, prepare};
pub(crate) use page::{PageCitations, Reference};
use page_entry::PageEntries;
pub(crate) use style::{BAD_STYLE, Styles, UNKNOWN_STYLE};
pub(crate) use text_fragment::with_fragment;

use crate::model::{Details, RecordId, Site};
use crate::relate::Relations;
use cites::{Cites, Form};
use icu_collator::options::CollatorOptions;
use icu_collator::{Collator, CollatorBorrowed};
use icu_locale_core::Locale;
use std::cmp::Ordering;
use std::sync::Arc;

/// What citations in one language are printed with. It depends on the styles and on the front matter of articles alone.
pub(crate) struct Printer {
    main: Cites,
    short: Option<Cites>,
    collator: Option<CollatorBorrowed<'static>>,
    entries: PageEntries,
}

/// All that citations in one language share. Made once, used by all pages.
pub(crate) struct Citations<'a> {
    site: &'a Site,
    relations: &'a Relations,
    printer: Arc<Printer>,
}

impl Printer {
    /// Prepares a language. `articles` are all that can be cited; `lead` gives for each record the one that stands for it
    /// in this language. `before` is what printed before.
    pub(crate) fn new(
        site: &Site,
        styles: &Styles,
        articles: &[RecordId],
        lead: impl Fn(RecordId) -> RecordId,
        before: Option<&Printer>,
    ) -> Printer {
        let cites = |style, before| Cites::new(style, site, articles, &lead, before);
        let locale = styles.main.locale.0.parse::<Locale>().ok();
        let collator = locale.and_then(|locale| Collator::try_new(locale.into(), CollatorOptions::default()).ok());
        let main = cites(&styles.main, before.map(|before| &before.main));
        let short = styles.short.as_ref().map(|style| cites(style, before.and_then(|before| before.short.as_ref())));
        Printer { main, short, collator, entries: PageEntries::default() }
    }
}

impl<'a> Citations<'a> {
    /// The citations of a briefing, as a printer prints them.
    pub(crate) fn new(site: &'a Site, relations: &'a Relations, printer: Arc<Printer>) -> Citations<'a> {
        Citations { site, relations, printer }
    }

    /// The mark of an article that can be understood on any page: `Brook 2031`.
    pub(crate) fn mark(&self, article: RecordId) -> String {
        self.short().cite(article, Form::Usual, false).map(runs::plain).unwrap_or_default()
    }

    /// Who wrote an article, as short as in a sentence; its title where no author is named.
    fn names(&self, article: RecordId) -> String {
        let prose = self.short().cite(article, Form::Prose, false).map(<[_]>::to_vec).unwrap_or_default();
        let names = runs::plain(&runs::cut(prose).0);
        if names.is_empty() { self.site.record(article).title.value.clone() } else { names }
    }

    /// The style whose cites are words that can be understood on any page.
    fn short(&self) -> &Cites {
        self.printer.short.as_ref().unwrap_or(&self.printer.main)
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
    fn order(&self, one: &str, other: &str) -> Ordering {
        let by_language =
            self.printer.collator.as_ref().map_or(Ordering::Equal, |collator| collator.compare(one, other));
        by_language.then_with(|| one.cmp(other))
    }
}
