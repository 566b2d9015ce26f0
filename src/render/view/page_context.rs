//! The context in which the views of one page are built.

use super::date::DateView;
use super::evidence_index::EvidenceItem;
use super::language_context::LanguageContext;
use super::link_base::LinkBase;
use super::link_cache::PageLinkCache;
use super::link_card::LinkCard;
use crate::cite::PageCitations;
use crate::model::{Config, Edtf, Kind, Record, RecordId};
use crate::render::tracked::TrackedSite;
use crate::span::Sources;
use tera::Value;

/// Renders a part of the timeline with the theme's template.
pub(crate) type TimelineRenderer<'e> = dyn Fn(Value) -> String + 'e;

/// Everything that the views of one page are built from.
#[derive(Clone, Copy)]
pub(crate) struct PageContext<'e> {
    /// The page's language.
    pub(crate) lang: &'e LanguageContext<'e>,
    /// The briefing; every read is recorded as a dependency of the page.
    pub(crate) site: TrackedSite<'e>,
    /// The path from which the page's links lead.
    pub(crate) link_base: LinkBase<'e>,
    /// Renders `timeline` fences.
    pub(crate) render_timeline: &'e TimelineRenderer<'e>,
    /// The page's links to records.
    pub(crate) link_cache: &'e PageLinkCache,
    /// The source files, if blocks carry their source position.
    pub(crate) sources: Option<&'e Sources>,
    /// The page's citations.
    pub(crate) citations: &'e PageCitations<'e>,
}

impl<'e> PageContext<'e> {
    pub(super) fn config(&self) -> &'e Config {
        self.site.records.config
    }

    /// Formats a date in the page's language.
    pub(super) fn date(&self, date: &Edtf, label: Option<&str>, note: Option<&str>) -> DateView {
        DateView::new(date, label, note, &self.lang.messages.date)
    }

    /// Returns what links to a record show.
    pub(crate) fn link_card(&self, id: RecordId) -> &'e LinkCard {
        self.lang.link_card(id, self.site.recorder())
    }

    /// Returns the short citation of an article that can be understood on any page: "Cai 2025".
    pub(super) fn short_citation(&self, id: RecordId) -> &'e str {
        self.lang.short_citation(id, self.site.recorder())
    }

    /// Iterates over the visible records of a kind: in the page's language where they are translated into it, and those that exist
    /// only in it; all articles.
    pub(super) fn records(&self, kind: Kind) -> impl Iterator<Item = (RecordId, &'e Record)> + use<'e> {
        self.site.records_in_language(self.lang.tag, kind)
    }

    /// Iterates over the visible records of all kinds, as [`PageContext::records`] does.
    pub(super) fn all_records(&self) -> impl Iterator<Item = (RecordId, &'e Record)> {
        let context = *self;
        Kind::ALL.into_iter().flat_map(move |kind| context.records(kind))
    }

    /// Iterates over the articles that have evidence, ordered by id.
    pub(super) fn evidence_articles(&self) -> impl Iterator<Item = (RecordId, &'e [EvidenceItem])> + use<'e> {
        self.lang.evidence().articles(self.site.recorder())
    }

    /// Returns the evidence of an article, ordered by passage.
    pub(super) fn evidence_items(&self, article: RecordId) -> &'e [EvidenceItem] {
        self.lang.evidence().items(article, self.site.recorder())
    }

    /// Returns the number of texts in quotation marks that no article is cited for.
    pub(super) fn unattributed_count(&self) -> usize {
        self.lang.evidence().not_attributed(self.site.recorder())
    }

    /// Returns the claims without evidence: their record, and their index in it.
    pub(super) fn unsupported_claims(&self) -> &'e [(RecordId, usize)] {
        self.lang.evidence().unsupported(self.site.recorder())
    }
}
