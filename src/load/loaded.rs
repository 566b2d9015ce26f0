//! Loads a whole briefing, and single files of a loaded one again.

use super::article_text::{self, ArticleTexts};
use super::layout::{self, FileLayout};
use super::record::{self, RecordContext};
use super::{Inputs, LoadOptions, REFUSED_FILE, config, data, encoding, lock};
use crate::diagnose::{Diagnostic, Diagnostics};
use crate::model::{Bytes, Config, DataFile, EvidenceLock, Kind, Record, RecordId, Site};
use crate::span::{FileId, Sources};
use std::collections::BTreeMap;
use std::sync::Arc;

/// A loaded briefing, with what it takes to load single files again.
#[derive(Debug)]
pub struct Loaded {
    /// The records with configuration and data.
    pub site: Site,
    /// The text files.
    pub sources: Sources,
    /// The diagnostics of each record's file that has any.
    pub(crate) record_diagnostics: BTreeMap<FileId, Diagnostics>,
    layout: FileLayout,
    article_texts: ArticleTexts,
    other_diagnostics: Diagnostics,
}

/// Records in the order of the site, and the diagnostics of their files.
pub(crate) type LoadedRecords = (Vec<Arc<Record>>, BTreeMap<FileId, Diagnostics>);

impl Loaded {
    /// Loads everything. Ids of files and records and the order of diagnostics are the same in every run: files are numbered in
    /// the order of their paths before anything is parsed in parallel.
    pub fn new(inputs: &Inputs, options: &LoadOptions) -> Loaded {
        let other = NonRecordInputs::read(inputs, options);
        let records = record::read_all(&other.record_context(), &other.sources);
        other.with_records(records, options)
    }

    /// Loads everything but the records, which were loaded before from the same files. Returns `None` if they do not belong to
    /// these inputs.
    pub(crate) fn with_loaded_records(
        inputs: &Inputs,
        options: &LoadOptions,
        (records, diagnostics): LoadedRecords,
    ) -> Option<Loaded> {
        let other = NonRecordInputs::read(inputs, options);
        let records = record::restore_attachments(records, &other.record_context())?;
        Some(other.with_records((records, diagnostics), options))
    }

    /// Returns all diagnostics.
    pub fn diagnostics(&self) -> Diagnostics {
        let mut diagnostics = self.other_diagnostics.clone();
        self.record_diagnostics.values().for_each(|of_file| diagnostics.append(of_file.clone()));
        diagnostics
    }

    /// Loads the file of a record again. Returns the record's id with its previous version, or `None` if the file is not that of a
    /// record, or if other records may depend on it.
    pub(crate) fn reload_record(&mut self, path: &str, bytes: &[u8]) -> Option<ReloadedRecord> {
        let text = encoding::decode(bytes)?;
        let files = &self.layout.records;
        let index = files.binary_search_by(|file| (*self.sources.get(file.file).path).cmp(path)).ok()?;
        let file = &files[index];
        if !file.is_text || file.is_duplicate {
            return None;
        }
        let (id, _) = self.site.all().find(|(_, record)| record.file == file.file)?;
        let context =
            RecordContext { layout: &self.layout, article_texts: &self.article_texts, config: &self.site.config };
        let (record, diagnostics) = record::read(file, text, &context);
        let previous = self.site.records[id.0 as usize].clone();
        let same_front_matter = has_same_front_matter(&previous, &record, &self.sources.get(file.file).text, text);
        if !same_front_matter && record.kind() == Kind::Index {
            // The briefing may have its title from here.
            return None;
        }
        if diagnostics.is_empty() {
            self.record_diagnostics.remove(&file.file);
        } else {
            self.record_diagnostics.insert(file.file, diagnostics);
        }
        self.sources.replace(record.file, text);
        self.site.records[id.0 as usize] = Arc::new(record);
        Some(ReloadedRecord { id, previous, same_front_matter })
    }

    /// Loads a file of the theme or the site again: a template, a style, a static file. Returns `None` if it is not such a file.
    pub(crate) fn reload_file(&mut self, path: &Arc<str>, bytes: &Bytes) -> Option<()> {
        let source = self.site.file_sources.get(path).copied();
        let is_read = layout::is_template_text(path);
        if !self.site.files.contains_key(path) || source.is_some() != is_read {
            return None;
        }
        if let Some(source) = source {
            self.sources.replace(source, encoding::decode(bytes)?);
        }
        Arc::make_mut(&mut self.site.files).insert(path.clone(), bytes.clone());
        Some(())
    }
}

/// A record that was loaded again.
pub(crate) struct ReloadedRecord {
    /// The record.
    pub(crate) id: RecordId,
    /// Its version before.
    pub(crate) previous: Arc<Record>,
    /// Whether only its body changed.
    pub(crate) same_front_matter: bool,
}

/// Everything that is loaded besides records.
struct NonRecordInputs {
    config: Config,
    layout: FileLayout,
    article_texts: ArticleTexts,
    data: BTreeMap<Arc<str>, DataFile>,
    lock: EvidenceLock,
    sources: Sources,
    diagnostics: Diagnostics,
}

impl NonRecordInputs {
    fn read(inputs: &Inputs, options: &LoadOptions) -> NonRecordInputs {
        let (mut sources, mut diagnostics) = (Sources::default(), Diagnostics::default());
        for (path, reason) in &inputs.refused {
            diagnostics.push(Diagnostic::without_span(&REFUSED_FILE, format!("`{path}` was not read: {reason}")));
        }
        let config = config::read(inputs, options, &mut sources, &mut diagnostics);
        let layout = layout::classify_files(inputs, &config, &mut sources, &mut diagnostics);
        let article_texts = article_text::read_all(&layout, inputs, &sources, &mut diagnostics);
        let data = data::read_all(&layout, &sources, &mut diagnostics);
        let lock = lock::read(inputs, &mut sources, &mut diagnostics);
        NonRecordInputs { config, layout, article_texts, data, lock, sources, diagnostics }
    }

    fn record_context(&self) -> RecordContext<'_> {
        RecordContext { layout: &self.layout, article_texts: &self.article_texts, config: &self.config }
    }

    fn with_records(self, (records, record_diagnostics): LoadedRecords, options: &LoadOptions) -> Loaded {
        let NonRecordInputs { mut config, mut layout, article_texts, data, lock, sources, diagnostics } = self;
        if config.title.is_empty() {
            config.title = default_title(&config, &records);
        }
        let files = Arc::new(std::mem::take(&mut layout.files));
        let file_sources = Arc::new(std::mem::take(&mut layout.file_sources));
        let (data, lock, drafts) = (Arc::new(data), Arc::new(lock), options.drafts);
        let site = Site { config, records, data, files, file_sources, lock, drafts };
        Loaded { site, sources, record_diagnostics, layout, article_texts, other_diagnostics: diagnostics }
    }
}

/// Returns the title of a briefing whose configuration gives none: that of its front page, or the name of its host.
fn default_title(config: &Config, records: &[Arc<Record>]) -> String {
    let home = records.iter().find(|record| {
        record.kind() == Kind::Index && record.id.is_empty() && record.language == config.default_language
    });
    let host = || config.base_url.split('/').nth(2).unwrap_or_default().to_owned();
    home.map(|home| home.title.value.clone()).filter(|title| !title.is_empty()).unwrap_or_else(host)
}

/// Whether two versions of a record's file differ only behind the front matter.
fn has_same_front_matter(before: &Record, now: &Record, old: &str, new: &str) -> bool {
    let end = now.front_matter.end as usize;
    before.front_matter == now.front_matter && old.get(..end).is_some_and(|head| new.get(..end) == Some(head))
}
