//! The loaded briefing of the previous compilation, updated by comparing the bytes of its files.
//!
//! Only changed files of records and of the theme are loaded again. If anything else changes (the set of files, the
//! configuration, data, texts of articles), everything is.

use crate::diagnose::{CachedDiagnostic, Diagnostics, Rule};
use crate::load::{Inputs, LoadOptions, Loaded};
use crate::model::{Bytes, Record, RecordId};
use crate::span::FileId;
use std::sync::Arc;

/// The maximum number of changed files that are loaded one after another. Above it, as after a checkout, loading everything in
/// parallel is faster.
const MAX_CHANGED_FILES: usize = 64;

/// A loaded briefing with its inputs.
#[derive(Debug)]
pub(super) struct LoadState {
    /// The briefing.
    pub(super) loaded: Loaded,
    options: LoadOptions,
    inputs: Inputs,
}

/// The records of a briefing as they are persisted between runs of the program.
#[derive(Debug, Default)]
pub(super) struct RecordsSnapshot {
    /// The records in the order of the site, without their attachments.
    pub(super) records: Vec<Arc<Record>>,
    /// The diagnostics of their files.
    pub(super) diagnostics: Vec<(FileId, Vec<CachedDiagnostic>)>,
}

/// The difference between the inputs of two compilations.
#[derive(Clone, Debug)]
pub(super) enum InputChanges {
    /// Anything may have changed.
    Everything,
    /// Only these parts changed.
    Partial(ChangeSet),
}

/// Changed parts of a briefing. The set of records, the configuration, data and texts are unchanged.
#[derive(Clone, Debug, Default)]
pub(super) struct ChangeSet {
    /// Records of which only the body changed, ordered by id, each with its previous version.
    pub(super) bodies: Vec<(RecordId, Arc<Record>)>,
    /// Records whose front matter changed, ordered by id, each with its previous version.
    pub(super) front_matter: Vec<(RecordId, Arc<Record>)>,
    /// Whether a file of the theme or the site changed: a template, a style, a static file.
    pub(super) files_changed: bool,
}

impl ChangeSet {
    /// Returns the number of changed records.
    pub(super) fn record_count(&self) -> usize {
        self.bodies.len() + self.front_matter.len()
    }
}

impl LoadState {
    /// Loads everything.
    pub(super) fn new(inputs: &Inputs, options: &LoadOptions) -> LoadState {
        LoadState { loaded: Loaded::new(inputs, options), options: options.clone(), inputs: inputs.clone() }
    }

    /// Restores the state of a previous run from a snapshot of its records. Returns `None` if the records do not belong to these
    /// inputs, or if a diagnostic has a rule that is not among `rules`.
    pub(super) fn restore(
        inputs: &Inputs,
        options: &LoadOptions,
        snapshot: RecordsSnapshot,
        rules: &[&'static Rule],
    ) -> Option<LoadState> {
        let restore = |(file, all): (FileId, _)| Some((file, CachedDiagnostic::restore_all(all, rules)?));
        let diagnostics = snapshot.diagnostics.into_iter().map(restore).collect::<Option<_>>()?;
        let loaded = Loaded::with_loaded_records(inputs, options, (snapshot.records, diagnostics))?;
        Some(LoadState { loaded, options: options.clone(), inputs: inputs.clone() })
    }

    /// Returns the diagnostics of records, to be persisted.
    pub(super) fn record_diagnostics(&self) -> Vec<(FileId, Vec<CachedDiagnostic>)> {
        let all = self.loaded.record_diagnostics.iter();
        all.map(|(file, diagnostics)| (*file, CachedDiagnostic::from_all(diagnostics))).collect()
    }

    /// Returns all diagnostics.
    pub(super) fn diagnostics(&self) -> Diagnostics {
        self.loaded.diagnostics()
    }

    /// Loads changed files again and returns what changed. The result equals that of [`LoadState::new`].
    pub(super) fn update(&mut self, inputs: &Inputs, options: &LoadOptions) -> InputChanges {
        let changes = self.changed_files(inputs, options).and_then(|changed| self.apply(&changed));
        if let Some(changes) = changes {
            return InputChanges::Partial(changes);
        }
        *self = LoadState::new(inputs, options);
        InputChanges::Everything
    }

    /// Releases the bytes of the inputs. The next update loads everything.
    pub(super) fn release_inputs(&mut self) {
        self.inputs = Inputs::default();
    }

    /// Returns the files with changed bytes, or `None` if there are other files or too many changes.
    fn changed_files(&self, inputs: &Inputs, options: &LoadOptions) -> Option<Vec<(Arc<str>, Bytes)>> {
        let (before, now) = (&self.inputs, inputs);
        let is_comparable =
            self.options == *options && before.refused == now.refused && before.files.len() == now.files.len();
        if !is_comparable {
            return None;
        }
        let mut changed = Vec::new();
        for ((old_path, old), (path, new)) in before.files.iter().zip(&now.files) {
            if !Arc::ptr_eq(old_path, path) && old_path != path {
                return None;
            }
            if !Arc::ptr_eq(old, new) && old != new {
                changed.push((path.clone(), new.clone()));
            }
        }
        Some(changed).filter(|changed| changed.len() <= MAX_CHANGED_FILES)
    }

    /// Loads changed files again. Returns `None` if everything must be loaded; the state is unusable then.
    fn apply(&mut self, changed: &[(Arc<str>, Bytes)]) -> Option<ChangeSet> {
        let mut set = ChangeSet::default();
        for (path, bytes) in changed {
            if path.split_once('/')?.0 == "content" {
                let record = self.loaded.reload_record(path, bytes)?;
                let list = if record.same_front_matter { &mut set.bodies } else { &mut set.front_matter };
                list.push((record.id, record.previous));
            } else {
                self.loaded.reload_file(path, bytes)?;
                set.files_changed = true;
            }
            self.inputs.files.insert(path.clone(), bytes.clone());
        }
        set.bodies.sort_unstable_by_key(|(id, _)| *id);
        set.front_matter.sort_unstable_by_key(|(id, _)| *id);
        Some(set)
    }
}
