//! Tracked access to records.

use super::dependency::{Dependency, DependencyRecorder};
use crate::model::{Body, Config, DataFile, Kind, Record, RecordId, Site};
use std::collections::BTreeMap;
use std::sync::Arc;

/// The records of a briefing. Every read is recorded, except of what identifies a record (kind, id, language) and of what is
/// part of every page's fingerprint (configuration, data).
#[derive(Clone, Copy)]
pub(crate) struct TrackedRecords<'a> {
    site: &'a Site,
    recorder: &'a DependencyRecorder,
    /// The configuration.
    pub(crate) config: &'a Config,
}

impl<'a> TrackedRecords<'a> {
    pub(super) fn new(site: &'a Site, recorder: &'a DependencyRecorder) -> TrackedRecords<'a> {
        TrackedRecords { site, recorder, config: &site.config }
    }

    /// Returns a record, for its front matter; its body is read with [`TrackedRecords::body`].
    pub(crate) fn get(self, id: RecordId) -> &'a Record {
        self.recorder.record(Dependency::record(id));
        self.site.record(id)
    }

    /// Returns a record's body.
    pub(crate) fn body(self, id: RecordId) -> &'a Body {
        self.recorder.record(Dependency::body(id));
        &self.site.record(id).body
    }

    /// Returns a record's kind, which is part of its identity.
    pub(crate) fn kind(self, id: RecordId) -> Kind {
        self.site.record(id).kind()
    }

    /// Returns a record's id, which is part of its identity.
    pub(crate) fn id(self, id: RecordId) -> &'a str {
        &self.site.record(id).id
    }

    /// Returns a record's language, which is part of its identity.
    pub(crate) fn language(self, id: RecordId) -> &'a Arc<str> {
        &self.site.record(id).language
    }

    /// Whether a record has a page.
    pub(crate) fn is_shown(self, id: RecordId) -> bool {
        self.recorder.record(Dependency::card(id));
        self.site.drafts || !self.site.record(id).draft
    }

    /// Iterates over all records that have a page.
    pub(crate) fn shown(self) -> impl Iterator<Item = (RecordId, &'a Record)> {
        for kind in Kind::ALL {
            self.recorder.record(Dependency::Kind(kind));
        }
        self.site.visible().inspect(move |(id, _)| self.recorder.record(Dependency::record(*id)))
    }

    /// Iterates over the ids of the records of a kind that have a page, in every language.
    pub(crate) fn ids_of_kind(self, kind: Kind) -> impl Iterator<Item = RecordId> + use<'a> {
        self.recorder.record(Dependency::Kind(kind));
        self.site.visible().filter(move |(_, record)| record.kind() == kind).map(|(id, _)| id)
    }

    /// Returns the data files, which are part of every page's fingerprint.
    pub(crate) fn data(self) -> &'a BTreeMap<Arc<str>, DataFile> {
        &self.site.data
    }
}
