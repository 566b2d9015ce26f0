//! The whole briefing as `load` gives it.

use super::{Config, EvidenceLock, Kind, Record, RecordId};
use crate::span::FileId;
use std::collections::BTreeMap;
use std::sync::Arc;

/// The bytes of a file, shared.
pub type Bytes = Arc<[u8]>;

/// Everything that was read: records, data, and the site's own theme files.
#[derive(Clone, Debug)]
pub struct Site {
    /// The configuration.
    pub config: Config,
    /// All records ordered by kind, id and language (the default language first); [`RecordId`] counts in here.
    pub records: Vec<Arc<Record>>,
    /// Files under `content/data/`, by their path there.
    pub data: Arc<BTreeMap<Arc<str>, DataFile>>,
    /// Files under `themes/`, `templates/` and `static/`, by their path from the root.
    pub files: Arc<BTreeMap<Arc<str>, Bytes>>,
    /// The sources of those of [`Site::files`] that are text (templates, styles, scripts, TOML).
    pub file_sources: Arc<BTreeMap<Arc<str>, FileId>>,
    /// What was verified before, from `evidence.lock`.
    pub lock: Arc<EvidenceLock>,
    /// Whether drafts are shown.
    pub drafts: bool,
}

/// A data file.
#[derive(Clone, Debug)]
pub struct DataFile {
    /// Its source.
    pub file: FileId,
    /// What it says.
    pub value: DataValue,
}

/// What a data file says.
#[derive(Clone, Debug)]
pub enum DataValue {
    /// CSV: the header and the rows, each as long as the header.
    Table {
        /// The columns' names.
        head: Vec<String>,
        /// The rows.
        rows: Vec<Vec<String>>,
    },
    /// JSON or TOML.
    Tree(serde_json::Value),
}

impl Site {
    /// A briefing without records.
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

    /// The record of an id.
    pub fn record(&self, id: RecordId) -> &Record {
        &self.records[id.0 as usize]
    }

    /// All records with their ids, drafts included.
    pub fn all(&self) -> impl Iterator<Item = (RecordId, &Record)> {
        (0u32..).map(RecordId).zip(self.records.iter().map(|record| &**record))
    }

    /// The records that are shown: not drafts, unless drafts are.
    pub fn visible(&self) -> impl Iterator<Item = (RecordId, &Record)> {
        self.all().filter(|(_, record)| self.drafts || !record.draft)
    }

    /// The shown records of a kind in the default language.
    pub fn of_kind(&self, kind: Kind) -> impl Iterator<Item = (RecordId, &Record)> {
        self.visible().filter(move |(_, r)| r.kind() == kind && r.language == self.config.default_language)
    }
}
