//! The briefing as views see it: whatever they look at is noted, so that it is known what their page depends on.
//!
//! What no look is noted for is the same for all pages and named with them (`super::super::scene`): the configuration, the
//! theme, the data. Who goes through all records of a kind notes that ([`Look::Kind`]), and then notes the records that
//! it takes.

use crate::model::{Body, Config, Kind, Record, RecordId, Site, Text};
use crate::relate::{
    Backlink, CitedArticle, ClaimSupport, Divergence, Quotation, QuotedAmount, QuotedRange, Relations, TextMention,
};
use crate::render::trace::{Dependency, record_dependency};
use std::sync::Arc;

/// The records.
#[derive(Clone, Copy)]
pub(crate) struct Records<'a> {
    site: &'a Site,
    /// The configuration.
    pub(crate) config: &'a Config,
}

impl<'a> Records<'a> {
    pub(super) fn new(site: &'a Site) -> Records<'a> {
        Records { site, config: &site.config }
    }

    /// A record, for what stands in its front matter: its body is [`Records::body`]'s.
    pub(crate) fn record(self, id: RecordId) -> &'a Record {
        record_dependency(Dependency::record(id));
        self.site.record(id)
    }

    /// A record's body.
    pub(crate) fn body(self, id: RecordId) -> &'a Body {
        record_dependency(Dependency::body(id));
        &self.site.record(id).body
    }

    /// A record's kind, which is a part of its name.
    pub(crate) fn kind(self, id: RecordId) -> Kind {
        self.site.record(id).kind()
    }

    /// A record's id, which is a part of its name.
    pub(crate) fn id(self, id: RecordId) -> &'a str {
        &self.site.record(id).id
    }

    /// A record's language, which is a part of its name.
    pub(crate) fn language(self, id: RecordId) -> &'a Arc<str> {
        &self.site.record(id).language
    }

    /// Whether a record has a page.
    pub(super) fn is_shown(self, id: RecordId) -> bool {
        record_dependency(Dependency::card(id));
        self.site.drafts || !self.site.record(id).draft
    }

    /// All shown records.
    pub(crate) fn shown(self) -> impl Iterator<Item = (RecordId, &'a Record)> {
        for kind in Kind::ALL {
            record_dependency(Dependency::Kind(kind));
        }
        self.site.visible().inspect(|(id, _)| record_dependency(Dependency::record(*id)))
    }

    /// The shown records of a kind in the default language.
    pub(crate) fn of_kind(self, kind: Kind) -> impl Iterator<Item = (RecordId, &'a Record)> {
        record_dependency(Dependency::Kind(kind));
        self.site.of_kind(kind).inspect(|(id, _)| record_dependency(Dependency::record(*id)))
    }

    /// The briefing itself, for what writes the body of a record that was looked at: see [`super::figures`].
    pub(crate) fn site(self) -> &'a Site {
        self.site
    }
}

/// Something of each record, by record.
#[derive(Debug)]
pub(crate) struct Rows<'a, T> {
    rows: &'a [T],
    look: fn(RecordId) -> Dependency,
}

impl<T> Clone for Rows<'_, T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Rows<'_, T> {}

impl<'a, T> Rows<'a, T> {
    pub(super) fn new(rows: &'a [T]) -> Rows<'a, T> {
        Rows { rows, look: Dependency::record }
    }

    fn seen_as(rows: &'a [T], look: fn(RecordId) -> Dependency) -> Rows<'a, T> {
        Rows { rows, look }
    }

    /// A record's own.
    pub(crate) fn of(self, id: RecordId) -> Option<&'a T> {
        record_dependency((self.look)(id));
        self.rows.get(id.0 as usize)
    }
}

impl<'a, T> Rows<'a, Arc<[T]>> {
    /// A record's own list.
    pub(crate) fn list(self, id: RecordId) -> &'a [T] {
        self.of(id).map_or(&[], |row| row)
    }
}

/// The relations of records, as [`Relations`] has them.
#[derive(Clone, Copy)]
pub(crate) struct RelationRows<'a> {
    relations: &'a Relations,
    pub(crate) backlinks: Rows<'a, Arc<[Backlink]>>,
    pub(crate) events: Rows<'a, Arc<[RecordId]>>,
    pub(crate) related: Rows<'a, Arc<[RecordId]>>,
    pub(crate) actors: Rows<'a, Arc<[RecordId]>>,
    pub(crate) topics: Rows<'a, Arc<[RecordId]>>,
    pub(crate) cited: Rows<'a, Arc<[CitedArticle]>>,
    pub(crate) quotations: Rows<'a, Arc<[Quotation]>>,
    pub(crate) text_mentions: Rows<'a, Arc<[TextMention]>>,
    pub(crate) mentioned_in: Rows<'a, Arc<[TextMention]>>,
    pub(crate) quoted: Rows<'a, Arc<[QuotedRange]>>,
    pub(crate) extents: Rows<'a, QuotedAmount>,
    pub(crate) claims: Rows<'a, Arc<[ClaimSupport]>>,
    pub(crate) support: Rows<'a, Arc<[RecordId]>>,
    pub(crate) neighbours: Rows<'a, (Option<RecordId>, Option<RecordId>)>,
}

impl<'a> RelationRows<'a> {
    pub(super) fn new(relations: &'a Relations) -> RelationRows<'a> {
        RelationRows {
            relations,
            backlinks: Rows::seen_as(&relations.backlinks, Dependency::backlinks),
            events: Rows::new(&relations.events),
            related: Rows::new(&relations.related),
            actors: Rows::new(&relations.actors),
            topics: Rows::new(&relations.topics),
            cited: Rows::new(&relations.cited),
            quotations: Rows::new(&relations.quotations),
            text_mentions: Rows::new(&relations.text_mentions),
            mentioned_in: Rows::new(&relations.mentioned_in),
            quoted: Rows::new(&relations.quoted_ranges),
            extents: Rows::new(&relations.quoted_amounts),
            claims: Rows::new(&relations.claim_support),
            support: Rows::new(&relations.supporting_articles),
            neighbours: Rows::new(&relations.prev_next),
        }
    }

    /// Who speaks of a record, in whatever sentences.
    pub(crate) fn speakers(self, id: RecordId) -> impl Iterator<Item = RecordId> + 'a {
        record_dependency(Dependency::record(id));
        self.relations.backlinks.row(id).iter().map(|link| link.from)
    }

    /// Where a record's page is.
    pub(crate) fn path(self, id: RecordId) -> &'a str {
        record_dependency(Dependency::card(id));
        self.relations.path(id)
    }

    /// The same record in other languages, itself included, when there is more than one.
    pub(crate) fn translations(self, id: RecordId) -> &'a [(Arc<str>, RecordId)] {
        record_dependency(Dependency::card(id));
        self.relations.translations.row(id)
    }

    /// All shown events of the default language in the order of time.
    pub(crate) fn timeline(self) -> &'a [RecordId] {
        record_dependency(Dependency::Timeline);
        &self.relations.timeline
    }

    /// All claims that say different things about the same.
    pub(crate) fn divergences(self) -> &'a [Divergence] {
        record_dependency(Dependency::Divergences);
        &self.relations.divergences
    }

    /// The text of an article, where it may be published.
    pub(crate) fn published_text(self, records: Records<'a>, article: RecordId) -> Option<&'a Text> {
        record_dependency(Dependency::record(article));
        self.relations.published_text(records.site, article)
    }

    /// All relations, for what writes the body of a record that was looked at: see [`super::figures`].
    pub(crate) fn all(self) -> &'a Relations {
        self.relations
    }
}
