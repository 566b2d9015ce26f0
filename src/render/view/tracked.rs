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
pub(crate) struct TrackedRecords<'a> {
    site: &'a Site,
    /// The configuration.
    pub(crate) config: &'a Config,
}

impl<'a> TrackedRecords<'a> {
    pub(super) fn new(site: &'a Site) -> TrackedRecords<'a> {
        TrackedRecords { site, config: &site.config }
    }

    /// A record, for what stands in its front matter: its body is [`Records::body`]'s.
    pub(crate) fn get(self, id: RecordId) -> &'a Record {
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
    pub(crate) fn untracked(self) -> &'a Site {
        self.site
    }
}

/// Something of each record, by record.
#[derive(Debug)]
pub(crate) struct TrackedTable<'a, T> {
    rows: &'a [T],
    dependency: fn(RecordId) -> Dependency,
}

impl<T> Clone for TrackedTable<'_, T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for TrackedTable<'_, T> {}

impl<'a, T> TrackedTable<'a, T> {
    pub(super) fn new(rows: &'a [T]) -> TrackedTable<'a, T> {
        TrackedTable { rows, dependency: Dependency::record }
    }

    fn with_dependency(rows: &'a [T], dependency: fn(RecordId) -> Dependency) -> TrackedTable<'a, T> {
        TrackedTable { rows, dependency }
    }

    /// A record's own.
    pub(crate) fn get(self, id: RecordId) -> Option<&'a T> {
        record_dependency((self.dependency)(id));
        self.rows.get(id.0 as usize)
    }
}

impl<'a, T> TrackedTable<'a, Arc<[T]>> {
    /// A record's own list.
    pub(crate) fn list(self, id: RecordId) -> &'a [T] {
        self.get(id).map_or(&[], |row| row)
    }
}

/// The relations of records, as [`Relations`] has them.
#[derive(Clone, Copy)]
pub(crate) struct TrackedRelations<'a> {
    relations: &'a Relations,
    pub(crate) backlinks: TrackedTable<'a, Arc<[Backlink]>>,
    pub(crate) events: TrackedTable<'a, Arc<[RecordId]>>,
    pub(crate) related: TrackedTable<'a, Arc<[RecordId]>>,
    pub(crate) actors: TrackedTable<'a, Arc<[RecordId]>>,
    pub(crate) topics: TrackedTable<'a, Arc<[RecordId]>>,
    pub(crate) cited: TrackedTable<'a, Arc<[CitedArticle]>>,
    pub(crate) quotations: TrackedTable<'a, Arc<[Quotation]>>,
    pub(crate) text_mentions: TrackedTable<'a, Arc<[TextMention]>>,
    pub(crate) mentioned_in: TrackedTable<'a, Arc<[TextMention]>>,
    pub(crate) quoted: TrackedTable<'a, Arc<[QuotedRange]>>,
    pub(crate) quoted_amounts: TrackedTable<'a, QuotedAmount>,
    pub(crate) claims: TrackedTable<'a, Arc<[ClaimSupport]>>,
    pub(crate) supporting_articles: TrackedTable<'a, Arc<[RecordId]>>,
    pub(crate) prev_next: TrackedTable<'a, (Option<RecordId>, Option<RecordId>)>,
}

impl<'a> TrackedRelations<'a> {
    pub(super) fn new(relations: &'a Relations) -> TrackedRelations<'a> {
        TrackedRelations {
            relations,
            backlinks: TrackedTable::with_dependency(&relations.backlinks, Dependency::backlinks),
            events: TrackedTable::new(&relations.events),
            related: TrackedTable::new(&relations.related),
            actors: TrackedTable::new(&relations.actors),
            topics: TrackedTable::new(&relations.topics),
            cited: TrackedTable::new(&relations.cited),
            quotations: TrackedTable::new(&relations.quotations),
            text_mentions: TrackedTable::new(&relations.text_mentions),
            mentioned_in: TrackedTable::new(&relations.mentioned_in),
            quoted: TrackedTable::new(&relations.quoted_ranges),
            quoted_amounts: TrackedTable::new(&relations.quoted_amounts),
            claims: TrackedTable::new(&relations.claim_support),
            supporting_articles: TrackedTable::new(&relations.supporting_articles),
            prev_next: TrackedTable::new(&relations.prev_next),
        }
    }

    /// Who speaks of a record, in whatever sentences.
    pub(crate) fn mentioning_records(self, id: RecordId) -> impl Iterator<Item = RecordId> + 'a {
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
    pub(crate) fn published_text(self, records: TrackedRecords<'a>, article: RecordId) -> Option<&'a Text> {
        record_dependency(Dependency::record(article));
        self.relations.published_text(records.site, article)
    }

    /// All relations, for what writes the body of a record that was looked at: see [`super::figures`].
    pub(crate) fn untracked(self) -> &'a Relations {
        self.relations
    }
}
