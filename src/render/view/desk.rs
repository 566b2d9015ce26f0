//! Makes the parts of one page: everything that depends on where the page is.

use super::date::DateView;
use super::edition::Edition;
use super::link_table::LinkTable;
use super::place::Place;
use crate::model::{Config, Edtf};
use crate::render::citation::PageCitations;
use crate::span::Sources;
use tera::Value;

/// Draws a part of the timeline with the theme's template.
pub(crate) type DrawTimeline<'e> = dyn Fn(Value) -> String + 'e;

/// What one page is made with.
#[derive(Clone, Copy)]
pub(crate) struct Desk<'e> {
    /// The language's part.
    pub(crate) edition: &'e Edition<'e>,
    /// Where the page is.
    pub(crate) place: Place<'e>,
    /// Draws `timeline` fences.
    pub(crate) draw_timeline: &'e DrawTimeline<'e>,
    /// The page's links to records.
    pub(crate) links: &'e LinkTable,
    /// The files, where blocks say their place in them.
    pub(crate) sources: Option<&'e Sources>,
    /// The page's citations.
    pub(crate) citations: &'e PageCitations<'e>,
}

impl<'e> Desk<'e> {
    pub(super) fn config(&self) -> &'e Config {
        self.edition.book.site.config
    }

    /// A date in words.
    pub(super) fn date(&self, date: &Edtf, label: Option<&str>, note: Option<&str>) -> DateView {
        DateView::new(date, label, note, &self.edition.words.date)
    }
}
