//! Loaded briefing: the output of `load`.

use super::{Config, Details, Edtf, EvidenceLock, IndexKind, Kind, Record, RecordId};
use crate::span::FileId;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Shared content of a file.
pub type Bytes = Arc<[u8]>;

/// Loaded briefing: records, data, and the site's own theme files.
#[derive(Clone, Debug)]
pub struct Site {
    /// Configuration.
    pub config: Config,
    /// Records ordered by kind, id and language (the default language first), indexed by [`RecordId`].
    pub records: Vec<Arc<Record>>,
    /// Files below `content/data/`, by their path there.
    pub data: Arc<BTreeMap<Arc<str>, DataFile>>,
    /// Files below `themes/`, `templates/` and `static/`, by their path relative to the root.
    pub files: Arc<BTreeMap<Arc<str>, Bytes>>,
    /// Source files of the text files in [`Site::files`] (templates, styles, scripts, TOML).
    pub file_sources: Arc<BTreeMap<Arc<str>, FileId>>,
    /// Previous verification results, from `evidence.lock`.
    pub lock: Arc<EvidenceLock>,
    /// True to include drafts.
    pub drafts: bool,
}

/// Data file.
#[derive(Clone, Debug)]
pub struct DataFile {
    /// Source file.
    pub file: FileId,
    /// Parsed content.
    pub value: DataValue,
}

/// Parsed content of a data file.
#[derive(Clone, Debug)]
pub enum DataValue {
    /// CSV: a header and rows of the same length.
    Table {
        /// Column names.
        head: Vec<String>,
        /// Rows.
        rows: Vec<Vec<String>>,
    },
    /// JSON or TOML.
    Tree(serde_json::Value),
}

impl Site {
    /// Creates a briefing without records.
    pub fn new(config: Config) -> Site {
        Site {
            config,
            records: Vec::new(),
            data: Arc::default(),
            files: Arc::default(),
            file_sources: Arc::default(),
            lock: Arc::default(),
            drafts: false,
        }
    }

    /// Returns the record of an id.
    pub fn record(&self, id: RecordId) -> &Record {
        &self.records[id.0 as usize]
    }

    /// Returns the date of the edition, otherwise the one up to which the front page is current.
    pub fn edition_date(&self) -> Option<Edtf> {
        let as_of = || {
            // The records are ordered by kind.
            let first = self.records.partition_point(|record| record.kind() < Kind::Index);
            let front = self.records[first..].iter().find(|record| {
                matches!(&record.details, Details::Index(index) if index.kind == IndexKind::Brief)
                    && record.language == self.config.default_language
            });
            match &front?.details {
                Details::Index(index) => index.as_of.as_ref().map(|date| date.value.clone()),
                _ => None,
            }
        };
        self.config.edition_date().or_else(as_of)
    }

    /// Iterates over all records with their ids, including drafts.
    pub fn all(&self) -> impl Iterator<Item = (RecordId, &Record)> {
        (0u32..).map(RecordId).zip(self.records.iter().map(|record| &**record))
    }

    /// Iterates over the records to render: drafts only if enabled.
    pub fn visible(&self) -> impl Iterator<Item = (RecordId, &Record)> {
        self.all().filter(|(_, record)| self.drafts || !record.draft)
    }

    /// Counts the visible records of a kind; a record in several languages counts once.
    pub fn count(&self, kind: Kind) -> usize {
        let ids = self.visible().filter(|(_, record)| record.kind() == kind).map(|(_, record)| &record.id);
        ids.collect::<BTreeSet<_>>().len()
    }

    /// Iterates over the visible records of a kind in the default language.
    pub fn of_kind(&self, kind: Kind) -> impl Iterator<Item = (RecordId, &Record)> {
        self.visible().filter(move |(_, r)| r.kind() == kind && r.language == self.config.default_language)
    }
}
