//! Tracked access to the relations of records.

use super::dependency::{Dependency, DependencyRecorder};
use crate::model::{RecordId, Site, Text};
use crate::relate::{
    Backlink, CitedArticle, ClaimSupport, Divergence, PassageCitation, Quotation, QuotedAmount, QuotedRange,
    RecordCoverage, Relations, TextMention,
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
}

impl<'a> TrackedRelations<'a> {
    pub(super) fn new(relations: &'a Relations, recorder: &'a DependencyRecorder) -> TrackedRelations<'a> {
        TrackedRelations { relations, recorder }
    }

    /// Returns the table of the sentences that mention a record.
    pub(crate) fn backlinks(self) -> TrackedTable<'a, Arc<[Backlink]>> {
        TrackedTable {
            dependency: Dependency::backlinks,
            ..TrackedTable::new(&self.relations.backlinks, self.recorder)
        }
    }

    /// Returns the table of the events of a record, ordered by date.
    pub(crate) fn events(self) -> TrackedTable<'a, Arc<[RecordId]>> {
        TrackedTable::new(&self.relations.events, self.recorder)
    }

    /// Returns the table of the related initiatives of a record.
    pub(crate) fn related(self) -> TrackedTable<'a, Arc<[RecordId]>> {
        TrackedTable::new(&self.relations.related, self.recorder)
    }

    /// Returns the table of the actors of a record.
    pub(crate) fn actors(self) -> TrackedTable<'a, Arc<[RecordId]>> {
        TrackedTable::new(&self.relations.actors, self.recorder)
    }

    /// Returns the table of the topics of a record.
    pub(crate) fn topics(self) -> TrackedTable<'a, Arc<[RecordId]>> {
        TrackedTable::new(&self.relations.topics, self.recorder)
    }

    /// Returns the table of the parts of initiatives and the members of actors.
    pub(crate) fn parts(self) -> TrackedTable<'a, Arc<[RecordId]>> {
        TrackedTable::new(&self.relations.parts, self.recorder)
    }

    /// Returns the table of articles by topic and by author.
    pub(crate) fn articles(self) -> TrackedTable<'a, Arc<[RecordId]>> {
        TrackedTable::new(&self.relations.articles, self.recorder)
    }

    /// Returns the table of the citations of an article, ordered by passage.
    pub(crate) fn passage_citations(self) -> TrackedTable<'a, Arc<[PassageCitation]>> {
        TrackedTable::new(&self.relations.passage_citations, self.recorder)
    }

    /// Returns the table of the articles that a record cites.
    pub(crate) fn cited(self) -> TrackedTable<'a, Arc<[CitedArticle]>> {
        TrackedTable::new(&self.relations.cited, self.recorder)
    }

    /// Returns the table of the quotations of a record.
    pub(crate) fn quotations(self) -> TrackedTable<'a, Arc<[Quotation]>> {
        TrackedTable::new(&self.relations.quotations, self.recorder)
    }

    /// Returns the table of the records that the text of an article mentions.
    pub(crate) fn text_mentions(self) -> TrackedTable<'a, Arc<[TextMention]>> {
        TrackedTable::new(&self.relations.text_mentions, self.recorder)
    }

    /// Returns the table of the articles whose texts mention a record.
    pub(crate) fn mentioned_in(self) -> TrackedTable<'a, Arc<[TextMention]>> {
        TrackedTable::new(&self.relations.mentioned_in, self.recorder)
    }

    /// Returns the table of the quoted ranges of an article's text.
    pub(crate) fn quoted(self) -> TrackedTable<'a, Arc<[QuotedRange]>> {
        TrackedTable::new(&self.relations.quoted_ranges, self.recorder)
    }

    /// Returns the table of how much of an article's text is quoted.
    pub(crate) fn quoted_amounts(self) -> TrackedTable<'a, QuotedAmount> {
        TrackedTable::new(&self.relations.quoted_amounts, self.recorder)
    }

    /// Returns the table of the support of a record's claims.
    pub(crate) fn claims(self) -> TrackedTable<'a, Arc<[ClaimSupport]>> {
        TrackedTable::new(&self.relations.claim_support, self.recorder)
    }

    /// Returns the table of the articles that do not support a record, with a reason.
    pub(crate) fn coverage(self) -> TrackedTable<'a, RecordCoverage> {
        TrackedTable::new(&self.relations.coverage, self.recorder)
    }

    /// Returns the table of the previous and the next record of the same kind.
    pub(crate) fn prev_next(self) -> TrackedTable<'a, (Option<RecordId>, Option<RecordId>)> {
        TrackedTable::new(&self.relations.prev_next, self.recorder)
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
