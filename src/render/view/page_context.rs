//! Makes the parts of one page: everything that depends on where the page is.

use super::date::DateView;
use super::language_context::LanguageContext;
use super::link_base::LinkBase;
use super::link_cache::PageLinkCache;
use crate::cite::PageCitations;
use crate::model::{Config, Edtf};
use crate::span::Sources;
use tera::Value;

/// Draws a part of the timeline with the theme's template.
pub(crate) type TimelineRenderer<'e> = dyn Fn(Value) -> String + 'e;

/// What one page is made with.
#[derive(Clone, Copy)]
pub(crate) struct PageContext<'e> {
    /// The language's part.
    pub(crate) lang: &'e LanguageContext<'e>,
    /// Where the page is.
    pub(crate) link_base: LinkBase<'e>,
    /// Draws `timeline` fences.
    pub(crate) render_timeline: &'e TimelineRenderer<'e>,
    /// The page's links to records.
    pub(crate) link_cache: &'e PageLinkCache,
    /// The files, where blocks say their place in them.
    pub(crate) sources: Option<&'e Sources>,
    /// The page's citations.
    pub(crate) citations: &'e PageCitations<'e>,
}

impl<'e> PageContext<'e> {
    pub(super) fn config(&self) -> &'e Config {
        self.lang.site.records.config
    }

    /// A date in words.
    pub(super) fn date(&self, date: &Edtf, label: Option<&str>, note: Option<&str>) -> DateView {
        DateView::new(date, label, note, &self.lang.messages.date)
    }
}
