//! Tracked access to the relations of records.

use super::dependency::{Dependency, DependencyRecorder};
use crate::model::{RecordId, Site, Text};
use crate::relate::{
    Backlink, CitedArticle, ClaimSupport, Divergence, Quotation, QuotedAmount, QuotedRange, Relations, TextMention,
};
use std::sync::Arc;

/// A table with one row per record. Reading a row records the dependency of its record.
#[derive(Debug)]
pub(crate) struct TrackedTable<'a, T> {
    rows: &'a [T],
    recorder: &'a DependencyRecorder,
    dependency: fn(RecordId) -> Dependency,
}

impl<T> Clone for TrackedTable<'_, T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for TrackedTable<'_, T> {}

impl<'a, T> TrackedTable<'a, T> {
    pub(super) fn new(rows: &'a [T], recorder: &'a DependencyRecorder) -> TrackedTable<'a, T> {
        TrackedTable { rows, recorder, dependency: Dependency::record }
    }

    /// Returns a record's row, or `None` for a record that the table does not have.
    pub(crate) fn get(self, id: RecordId) -> Option<&'a T> {
        self.recorder.record((self.dependency)(id));
        self.rows.get(id.0 as usize)
    }
}

impl<'a, T> TrackedTable<'a, Arc<[T]>> {
    /// Returns a record's row as a list, empty if it has none.
    pub(crate) fn list(self, id: RecordId) -> &'a [T] {
        self.get(id).map_or(&[], |row| row)
    }
}

/// The tables of [`Relations`] that views read.
#[derive(Clone, Copy)]
pub(crate) struct TrackedRelations<'a> {
    relations: &'a Relations,
    recorder: &'a DependencyRecorder,
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
    pub(super) fn new(relations: &'a Relations, recorder: &'a DependencyRecorder) -> TrackedRelations<'a> {
        TrackedRelations {
            relations,
            recorder,
            backlinks: TrackedTable {
                dependency: Dependency::backlinks,
                ..TrackedTable::new(&relations.backlinks, recorder)
            },
            events: TrackedTable::new(&relations.events, recorder),
            related: TrackedTable::new(&relations.related, recorder),
            actors: TrackedTable::new(&relations.actors, recorder),
            topics: TrackedTable::new(&relations.topics, recorder),
            cited: TrackedTable::new(&relations.cited, recorder),
            quotations: TrackedTable::new(&relations.quotations, recorder),
            text_mentions: TrackedTable::new(&relations.text_mentions, recorder),
            mentioned_in: TrackedTable::new(&relations.mentioned_in, recorder),
            quoted: TrackedTable::new(&relations.quoted_ranges, recorder),
            quoted_amounts: TrackedTable::new(&relations.quoted_amounts, recorder),
            claims: TrackedTable::new(&relations.claim_support, recorder),
            supporting_articles: TrackedTable::new(&relations.supporting_articles, recorder),
            prev_next: TrackedTable::new(&relations.prev_next, recorder),
        }
    }

    /// Iterates over the records that mention a record, in whatever sentences.
    pub(crate) fn mentioning_records(self, id: RecordId) -> impl Iterator<Item = RecordId> + 'a {
        self.recorder.record(Dependency::record(id));
        self.relations.backlinks.row(id).iter().map(|link| link.from)
    }

    /// Returns the path of a record's page.
    pub(crate) fn path(self, id: RecordId) -> &'a str {
        self.recorder.record(Dependency::card(id));
        self.relations.path(id)
    }

    /// Returns the same record in every language, itself included, if there is more than one.
    pub(crate) fn translations(self, id: RecordId) -> &'a [(Arc<str>, RecordId)] {
        self.recorder.record(Dependency::card(id));
        self.relations.translations.row(id)
    }

    /// Returns the visible events of the default language, ordered by date.
    pub(crate) fn timeline(self) -> &'a [RecordId] {
        self.recorder.record(Dependency::Timeline);
        &self.relations.timeline
    }

    /// Returns the claims about the same thing that have different values.
    pub(crate) fn divergences(self) -> &'a [Divergence] {
        self.recorder.record(Dependency::Divergences);
        &self.relations.divergences
    }

    /// Returns the text of an article, or `None` if its rights do not allow publishing it.
    pub(super) fn published_text(self, site: &'a Site, article: RecordId) -> Option<&'a Text> {
        self.recorder.record(Dependency::record(article));
        self.relations.published_text(site, article)
    }
}
