//! Tracked access to one body: everything that is read to write its HTML.

use super::dependency::{Dependency, DependencyRecorder};
use crate::model::{Attachment, RecordId, ReferenceId, ReferenceKind, Site};
use crate::relate::{MentionLink, Quotation, Relations, Target};

/// The body of a record with its references resolved.
#[derive(Clone, Copy, Debug)]
pub struct TrackedBody<'a> {
    site: &'a Site,
    relations: &'a Relations,
    recorder: &'a DependencyRecorder,
    record: RecordId,
}

/// A record that a body links to.
#[derive(Clone, Copy, Debug)]
pub(crate) struct LinkedRecord<'a> {
    /// The record.
    pub(crate) record: &'a crate::model::Record,
    /// The path of its page.
    pub(crate) path: &'a str,
}

impl<'a> TrackedBody<'a> {
    /// Gives access to the body of a record. Depends on the record's front matter, its body and their relations.
    pub fn new(
        site: &'a Site,
        relations: &'a Relations,
        recorder: &'a DependencyRecorder,
        record: RecordId,
    ) -> TrackedBody<'a> {
        recorder.record(Dependency::record(record));
        recorder.record(Dependency::body(record));
        TrackedBody { site, relations, recorder, record }
    }

    /// Returns the record whose body it is.
    pub(crate) fn record(self) -> RecordId {
        self.record
    }

    /// Returns the record's stable key: kind, id and language.
    pub(crate) fn key(self) -> String {
        self.site.record(self.record).key()
    }

    /// Whether raw HTML is written as it is.
    pub(crate) fn allows_raw_html(self) -> bool {
        self.site.config.markdown.raw_html
    }

    /// Returns a reference of the body as the author wrote it.
    pub(crate) fn reference(self, reference: ReferenceId) -> &'a ReferenceKind {
        &self.site.record(self.record).reference(reference).kind
    }

    /// Returns what a reference of the body leads to.
    pub(crate) fn target(self, reference: ReferenceId) -> &'a Target {
        self.relations.target(self.record, reference)
    }

    /// Returns the path of the record's own page.
    pub(crate) fn path(self) -> &'a str {
        self.relations.path(self.record)
    }

    /// Returns the files beside the record.
    pub(crate) fn files(self) -> &'a [Attachment] {
        &self.site.record(self.record).files
    }

    /// Returns a record that the body links to, and depends on its link card.
    pub(crate) fn linked(self, to: RecordId) -> LinkedRecord<'a> {
        self.recorder.record(Dependency::card(to));
        LinkedRecord { record: self.site.record(to), path: self.relations.path(to) }
    }

    /// Returns the mentions in the body that become links, ordered by position.
    pub(crate) fn mention_links(self) -> &'a [MentionLink] {
        self.relations.mention_links.row(self.record)
    }

    /// Returns the quotations of the record; their indexes are their numbers.
    pub(crate) fn quotations(self) -> &'a [Quotation] {
        self.relations.quotations.row(self.record)
    }
}
