//! A briefing that was read, with what it takes to read again only what has changed.
//!
//! 1. What changed is told by comparing the files' bytes: those that are the same bytes in memory are not looked at.
//! 2. A record's file that is written anew is read anew, and so is a file of the theme; whatever else changes (which files
//!    there are, the configuration, data, the texts of articles), everything is read anew.

use super::layout::{self, Layout};
use super::record::{self, Ground};
use super::text::{self, Texts};
use super::{Inputs, LoadOptions, REFUSED_FILE, config, data, encoding, lock};
use crate::diagnose::{CachedDiagnostic, Diagnostic, Diagnostics, Rule};
use crate::model::{Bytes, Config, DataFile, EvidenceLock, Kind, Record, RecordId, Site};
use crate::span::{FileId, Sources};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Of more files than this, which are read one after another, as after a checkout, everything is read anew.
const MOST_CHANGED: usize = 64;

/// A briefing that was read.
#[derive(Debug)]
pub struct Reading {
    /// What came of it.
    pub site: Site,
    /// The files that are text.
    pub sources: Sources,
    options: LoadOptions,
    inputs: Inputs,
    layout: Layout,
    texts: Texts,
    /// What was found in the files of records, where anything was.
    in_records: BTreeMap<FileId, Diagnostics>,
    /// What else was found.
    around: Diagnostics,
}

/// What is kept of records between runs of a program.
#[derive(Debug, Default)]
pub struct KeptRecords {
    /// The records in the order of the site, without what lies beside their files.
    pub records: Vec<Arc<Record>>,
    /// What was found in their files.
    pub found: Vec<(FileId, Vec<CachedDiagnostic>)>,
}

/// Records in the order of the site, and what was found in which file.
type Records = (Vec<Arc<Record>>, BTreeMap<FileId, Diagnostics>);

/// What is not as it was when a briefing was read before.
#[derive(Clone, Debug)]
pub enum Change {
    /// Anything.
    Everything,
    /// These parts, and nothing else.
    Parts(Parts),
}

/// Parts of a briefing that have changed. Which records there are, the configuration, data and texts have not.
#[derive(Clone, Debug, Default)]
pub struct Parts {
    /// Records with another body and the same front matter, in order, each as it was before.
    pub bodies: Vec<(RecordId, Arc<Record>)>,
    /// Records with another front matter, in order, each as it was before.
    pub front_matter: Vec<(RecordId, Arc<Record>)>,
    /// Whether a file of a theme or of the site is another: a template, a style, a static file.
    pub files: bool,
}

impl Parts {
    /// How many records are other ones.
    pub fn records(&self) -> usize {
        self.bodies.len() + self.front_matter.len()
    }
}

impl Reading {
    /// Reads everything.
    ///
    /// Ids of files, records and findings are the same on every run: files are numbered in the order of their paths before
    /// anything is read in parallel, and findings are gathered in that order.
    pub fn new(inputs: &Inputs, options: &LoadOptions) -> Reading {
        let around = Around::read(inputs, options);
        let records = record::read_all(&around.ground(), &around.sources);
        around.with(records, inputs, options)
    }

    /// What was read before of the same inputs with the same options, without reading the records again; nothing when they
    /// do not belong to these inputs. `rules` are all that findings can be of.
    pub fn restore(
        inputs: &Inputs,
        options: &LoadOptions,
        kept: KeptRecords,
        rules: &[&'static Rule],
    ) -> Option<Reading> {
        let around = Around::read(inputs, options);
        let records = record::complete(kept.records, &around.ground())?;
        let found =
            kept.found.into_iter().map(|(file, found)| Some((file, CachedDiagnostic::restore_all(found, rules)?)));
        let records = (records, found.collect::<Option<_>>()?);
        Some(around.with(records, inputs, options))
    }

    /// What was found in the files of records, to be kept with the records: see [`Reading::restore`].
    pub fn found_in_records(&self) -> Vec<(FileId, Vec<CachedDiagnostic>)> {
        self.in_records.iter().map(|(file, found)| (*file, CachedDiagnostic::from_all(found))).collect()
    }

    /// Reads again what has changed, and says what that is. What comes of it is what [`Reading::new`] gives.
    pub fn again(&mut self, inputs: &Inputs, options: &LoadOptions) -> Change {
        let parts = self.differences(inputs, options).and_then(|changed| self.take(&changed));
        if let Some(parts) = parts {
            return Change::Parts(parts);
        }
        *self = Reading::new(inputs, options);
        Change::Everything
    }

    /// Lets the files' bytes go. When it is read again, everything is.
    pub fn let_inputs_go(&mut self) {
        self.inputs = Inputs::default();
    }

    /// All that was found.
    pub fn found(&self) -> Diagnostics {
        let mut found = self.around.clone();
        self.in_records.values().for_each(|findings| found.append(findings.clone()));
        found
    }

    /// The files that say something else, when they are the same files and not too many.
    fn differences(&self, inputs: &Inputs, options: &LoadOptions) -> Option<Vec<(Arc<str>, Bytes)>> {
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
        Some(changed).filter(|changed| changed.len() <= MOST_CHANGED)
    }

    /// Takes in files that say something else; nothing when more than these files must be read anew.
    fn take(&mut self, changed: &[(Arc<str>, Bytes)]) -> Option<Parts> {
        let mut parts = Parts::default();
        for (path, bytes) in changed {
            match path.split_once('/')?.0 {
                "content" => self.take_record(path, encoding::text(bytes)?, &mut parts)?,
                _ => self.take_file(path, bytes, &mut parts)?,
            }
            self.inputs.files.insert(path.clone(), bytes.clone());
        }
        parts.bodies.sort_unstable_by_key(|(id, _)| *id);
        parts.front_matter.sort_unstable_by_key(|(id, _)| *id);
        Some(parts)
    }

    fn take_record(&mut self, path: &str, text: &str, parts: &mut Parts) -> Option<()> {
        let files = &self.layout.records;
        let place = files.binary_search_by(|file| (*self.sources.get(file.file).path).cmp(path)).ok()?;
        let file = &files[place];
        if !file.is_text || file.is_repeated {
            return None;
        }
        let (id, _) = self.site.all().find(|(_, record)| record.file == file.file)?;
        let ground = Ground { layout: &self.layout, texts: &self.texts, config: &self.site.config };
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
        self.note(file.file, found);
        self.sources.replace(record.file, text);
        self.site.records[id.0 as usize] = Arc::new(record);
        Some(())
    }

    fn note(&mut self, file: FileId, found: Diagnostics) {
        if found.is_empty() {
            self.in_records.remove(&file);
        } else {
            self.in_records.insert(file, found);
        }
    }

    fn take_file(&mut self, path: &Arc<str>, bytes: &Bytes, parts: &mut Parts) -> Option<()> {
        let source = self.site.file_sources.get(path).copied();
        let is_read = layout::is_template_text(path);
        if !self.site.files.contains_key(path) || source.is_some() != is_read {
            return None;
        }
        if let Some(source) = source {
            self.sources.replace(source, encoding::text(bytes)?);
        }
        Arc::make_mut(&mut self.site.files).insert(path.clone(), bytes.clone());
        parts.files = true;
        Some(())
    }
}

/// What was read of a briefing but for its records.
struct Around {
    config: Config,
    layout: Layout,
    texts: Texts,
    data: BTreeMap<Arc<str>, DataFile>,
    lock: EvidenceLock,
    sources: Sources,
    found: Diagnostics,
}

impl Around {
    fn read(inputs: &Inputs, options: &LoadOptions) -> Around {
        let (mut sources, mut found) = (Sources::default(), Diagnostics::default());
        for (path, reason) in &inputs.refused {
            found.push(Diagnostic::without_span(&REFUSED_FILE, format!("`{path}` was not read: {reason}")));
        }
        let config = config::read(inputs, options, &mut sources, &mut found);
        let layout = layout::lay_out(inputs, &config, &mut sources, &mut found);
        let texts = text::read_all(&layout, inputs, &sources, &mut found);
        let data = data::read_all(&layout, &sources, &mut found);
        let lock = lock::read(inputs, &mut sources, &mut found);
        Around { config, layout, texts, data, lock, sources, found }
    }

    fn ground(&self) -> Ground<'_> {
        Ground { layout: &self.layout, texts: &self.texts, config: &self.config }
    }

    fn with(self, (records, in_records): Records, inputs: &Inputs, options: &LoadOptions) -> Reading {
        let Around { mut config, mut layout, texts, data, lock, sources, found } = self;
        if config.title.is_empty() {
            config.title = title_of(&config, &records);
        }
        let files = Arc::new(std::mem::take(&mut layout.files));
        let file_sources = Arc::new(std::mem::take(&mut layout.file_sources));
        let (data, lock, drafts) = (Arc::new(data), Arc::new(lock), options.drafts);
        let site = Site { config, records, data, files, file_sources, lock, drafts };
        let (options, inputs) = (options.clone(), inputs.clone());
        Reading { site, sources, options, inputs, layout, texts, in_records, around: found }
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
