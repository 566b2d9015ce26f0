//! A briefing that was read, with what it takes to read again only what has changed.
//!
//! 1. What changed is told by comparing the files' bytes: those that are the same bytes in memory are not looked at.
//! 2. A record's file that is written anew is read anew, and so is a file of the theme; whatever else changes (which files
//!    there are, the configuration, data, the texts of articles), everything is read anew.

use super::article_text::{self, ArticleTexts};
use super::layout::{self, FileLayout};
use super::record::{self, RecordContext};
use super::{Inputs, LoadOptions, REFUSED_FILE, config, data, encoding, lock};
use crate::diagnose::{CachedDiagnostic, Diagnostic, Diagnostics, Rule};
use crate::model::{Bytes, Config, DataFile, EvidenceLock, Kind, Record, RecordId, Site};
use crate::span::{FileId, Sources};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Of more files than this, which are read one after another, as after a checkout, everything is read anew.
const MAX_CHANGED_FILES: usize = 64;

/// A briefing that was read.
#[derive(Debug)]
pub struct LoadState {
    /// What came of it.
    pub site: Site,
    /// The files that are text.
    pub sources: Sources,
    options: LoadOptions,
    inputs: Inputs,
    layout: FileLayout,
    article_texts: ArticleTexts,
    /// What was found in the files of records, where anything was.
    record_diagnostics: BTreeMap<FileId, Diagnostics>,
    /// What else was found.
    other_diagnostics: Diagnostics,
}

/// What is kept of records between runs of a program.
#[derive(Debug, Default)]
pub struct RecordsSnapshot {
    /// The records in the order of the site, without what lies beside their files.
    pub records: Vec<Arc<Record>>,
    /// What was found in their files.
    pub diagnostics: Vec<(FileId, Vec<CachedDiagnostic>)>,
}

/// Records in the order of the site, and what was found in which file.
type LoadedRecords = (Vec<Arc<Record>>, BTreeMap<FileId, Diagnostics>);

/// What is not as it was when a briefing was read before.
#[derive(Clone, Debug)]
pub enum InputChanges {
    /// Anything.
    Everything,
    /// These parts, and nothing else.
    Partial(ChangeSet),
}

/// Parts of a briefing that have changed. Which records there are, the configuration, data and texts have not.
#[derive(Clone, Debug, Default)]
pub struct ChangeSet {
    /// Records with another body and the same front matter, in order, each as it was before.
    pub bodies: Vec<(RecordId, Arc<Record>)>,
    /// Records with another front matter, in order, each as it was before.
    pub front_matter: Vec<(RecordId, Arc<Record>)>,
    /// Whether a file of a theme or of the site is another: a template, a style, a static file.
    pub files_changed: bool,
}

impl ChangeSet {
    /// How many records are other ones.
    pub fn record_count(&self) -> usize {
        self.bodies.len() + self.front_matter.len()
    }
}

impl LoadState {
    /// Reads everything.
    ///
    /// Ids of files, records and findings are the same on every run: files are numbered in the order of their paths before
    /// anything is read in parallel, and findings are gathered in that order.
    pub fn new(inputs: &Inputs, options: &LoadOptions) -> LoadState {
        let around = NonRecordInputs::read(inputs, options);
        let records = record::read_all(&around.record_context(), &around.sources);
        around.into_load_state(records, inputs, options)
    }

    /// What was read before of the same inputs with the same options, without reading the records again; nothing when they
    /// do not belong to these inputs. `rules` are all that findings can be of.
    pub fn restore(
        inputs: &Inputs,
        options: &LoadOptions,
        kept: RecordsSnapshot,
        rules: &[&'static Rule],
    ) -> Option<LoadState> {
        let around = NonRecordInputs::read(inputs, options);
        let records = record::restore_attachments(kept.records, &around.record_context())?;
        let found = kept
            .diagnostics
            .into_iter()
            .map(|(file, found)| Some((file, CachedDiagnostic::restore_all(found, rules)?)));
        let records = (records, found.collect::<Option<_>>()?);
        Some(around.into_load_state(records, inputs, options))
    }

    /// What was found in the files of records, to be kept with the records: see [`Reading::restore`].
    pub fn record_diagnostics(&self) -> Vec<(FileId, Vec<CachedDiagnostic>)> {
        self.record_diagnostics.iter().map(|(file, found)| (*file, CachedDiagnostic::from_all(found))).collect()
    }

    /// Reads again what has changed, and says what that is. What comes of it is what [`Reading::new`] gives.
    pub fn update(&mut self, inputs: &Inputs, options: &LoadOptions) -> InputChanges {
        let parts = self.changed_files(inputs, options).and_then(|changed| self.apply(&changed));
        if let Some(parts) = parts {
            return InputChanges::Partial(parts);
        }
        *self = LoadState::new(inputs, options);
        InputChanges::Everything
    }

    /// Lets the files' bytes go. When it is read again, everything is.
    pub fn release_inputs(&mut self) {
        self.inputs = Inputs::default();
    }

    /// All that was found.
    pub fn diagnostics(&self) -> Diagnostics {
        let mut found = self.other_diagnostics.clone();
        self.record_diagnostics.values().for_each(|findings| found.append(findings.clone()));
        found
    }

    /// The files that say something else, when they are the same files and not too many.
    fn changed_files(&self, inputs: &Inputs, options: &LoadOptions) -> Option<Vec<(Arc<str>, Bytes)>> {
        let (before, now) = (&self.inputs, inputs);
        let is_same_kind =
            self.options == *options && before.refused == now.refused && before.files.len() == now.files.len();
        if !is_same_kind {
            return None;
        }
        let mut changed = Vec::new();
        for ((path, was), (other, is)) in before.files.iter().zip(&now.files) {
            if !Arc::ptr_eq(path, other) && path != other {
                return None;
            }
            if !Arc::ptr_eq(was, is) && was != is {
                changed.push((path.clone(), is.clone()));
            }
        }
        Some(changed).filter(|changed| changed.len() <= MAX_CHANGED_FILES)
    }

    /// Takes in files that say something else; nothing when more than these files must be read anew.
    fn apply(&mut self, changed: &[(Arc<str>, Bytes)]) -> Option<ChangeSet> {
        let mut parts = ChangeSet::default();
        for (path, bytes) in changed {
            match path.split_once('/')?.0 {
                "content" => self.apply_record(path, encoding::decode(bytes)?, &mut parts)?,
                _ => self.apply_file(path, bytes, &mut parts)?,
            }
            self.inputs.files.insert(path.clone(), bytes.clone());
        }
        parts.bodies.sort_unstable_by_key(|(id, _)| *id);
        parts.front_matter.sort_unstable_by_key(|(id, _)| *id);
        Some(parts)
    }

    fn apply_record(&mut self, path: &str, text: &str, parts: &mut ChangeSet) -> Option<()> {
        let files = &self.layout.records;
        let place = files.binary_search_by(|file| (*self.sources.get(file.file).path).cmp(path)).ok()?;
        let file = &files[place];
        if !file.is_text || file.is_duplicate {
            return None;
        }
        let (id, _) = self.site.all().find(|(_, record)| record.file == file.file)?;
        let ground =
            RecordContext { layout: &self.layout, article_texts: &self.article_texts, config: &self.site.config };
        let (record, found) = record::read(file, text, &ground);
        let before = &self.site.records[id.0 as usize];
        if has_same_front_matter(before, &record, &self.sources.get(file.file).text, text) {
            parts.bodies.push((id, before.clone()));
        } else if record.kind() == Kind::Index {
            // The briefing may have its title from here.
            return None;
        } else {
            parts.front_matter.push((id, before.clone()));
        }
        self.set_record_diagnostics(file.file, found);
        self.sources.replace(record.file, text);
        self.site.records[id.0 as usize] = Arc::new(record);
        Some(())
    }

    fn set_record_diagnostics(&mut self, file: FileId, found: Diagnostics) {
        if found.is_empty() {
            self.record_diagnostics.remove(&file);
        } else {
            self.record_diagnostics.insert(file, found);
        }
    }

    fn apply_file(&mut self, path: &Arc<str>, bytes: &Bytes, parts: &mut ChangeSet) -> Option<()> {
        let source = self.site.file_sources.get(path).copied();
        let is_read = layout::is_template_text(path);
        if !self.site.files.contains_key(path) || source.is_some() != is_read {
            return None;
        }
        if let Some(source) = source {
            self.sources.replace(source, encoding::decode(bytes)?);
        }
        Arc::make_mut(&mut self.site.files).insert(path.clone(), bytes.clone());
        parts.files_changed = true;
        Some(())
    }
}

/// What was read of a briefing but for its records.
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

    fn into_load_state(
        self,
        (records, in_records): LoadedRecords,
        inputs: &Inputs,
        options: &LoadOptions,
    ) -> LoadState {
        let NonRecordInputs { mut config, mut layout, article_texts: texts, data, lock, sources, diagnostics: found } =
            self;
        if config.title.is_empty() {
            config.title = title_of(&config, &records);
        }
        let files = Arc::new(std::mem::take(&mut layout.files));
        let file_sources = Arc::new(std::mem::take(&mut layout.file_sources));
        let (data, lock, drafts) = (Arc::new(data), Arc::new(lock), options.drafts);
        let site = Site { config, records, data, files, file_sources, lock, drafts };
        let (options, inputs) = (options.clone(), inputs.clone());
        LoadState {
            site,
            sources,
            options,
            inputs,
            layout,
            article_texts: texts,
            record_diagnostics: in_records,
            other_diagnostics: found,
        }
    }
}

/// The title of a briefing whose configuration gives none: its front page's, or its host's name.
fn title_of(config: &Config, records: &[Arc<Record>]) -> String {
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
