//! Keeps a briefing as it was read and related between runs, so that the next build reads and relates only what has
//! changed.
//!
//! 1. The first chunk lists the input files and their diagnostics; the second holds the relations; each of the others
//!    holds some records, with their files' text and their backlinks.
//! 2. It belongs to a briefing of the same files, of which records and the files of the theme may say something else now.
//! 3. A build that finds little changed leaves it as it is: the next one compares with it, too.

use super::build_record::InputDigests;
use crate::diagnose::CachedDiagnostic;
use crate::incremental::cache_dir::CacheDir;
use crate::incremental::chunked_file::{ChunkedFile, encode_chunk};
use crate::incremental::fingerprint::Fingerprint;
use crate::incremental::load_state::{LoadState, RecordsSnapshot};
use crate::incremental::relations_snapshot::RelationsSnapshot;
use crate::incremental::session::PreviousState;
use crate::load::Inputs;
use crate::load::walk::ScannedFile;
use crate::model::digest::Digest;
use crate::model::{Bytes, Record};
use crate::relate::{Analysis, Backlink};
use crate::span::FileId;
use rayon::prelude::*;
use rustc_hash::FxHashMap;
use serde::Deserialize;
use std::io;
use std::sync::Arc;

/// So many records are in a piece.
const RECORDS_PER_CHUNK: usize = 128;

/// The pieces that come before those with records.
const HEADER_CHUNKS: usize = 2;

/// Stored briefing, loaded.
#[derive(Debug)]
pub(super) struct Snapshot {
    input_digests: InputDigests,
    diagnostics: Vec<(FileId, Vec<CachedDiagnostic>)>,
    relations: RelationsSnapshot,
    records: Vec<Arc<Record>>,
    backlinks: Vec<Arc<[Backlink]>>,
    /// The bytes of the records' files, by path.
    files: FxHashMap<Arc<str>, Bytes>,
}

/// Stored record, with the path and the text of its file, and its backlinks.
#[derive(Deserialize)]
struct RecordSnapshot(Record, Arc<str>, Arc<str>, Arc<[Backlink]>);

impl Snapshot {
    /// Loads the snapshot with a key; `None` if it is missing or incomplete.
    pub(super) fn load(store: &CacheDir, name: Fingerprint) -> Option<Snapshot> {
        let pack = store.open_chunked(name)?;
        let ((head, relations), pieces) = rayon::join(|| (pack.chunk(0), pack.chunk(1)), || load_records(&pack));
        let (seen, found) = head?;
        let (mut records, mut backlinks, mut files) = (Vec::new(), Vec::new(), FxHashMap::default());
        for (record, path, text, speakers) in pieces?.into_iter().flatten() {
            records.push(record);
            backlinks.push(speakers);
            files.insert(path, text);
        }
        Some(Snapshot { input_digests: seen, diagnostics: found, relations: relations?, records, backlinks, files })
    }

    /// What a file says, if it is as it was when it was kept.
    pub(super) fn bytes(&self, file: &ScannedFile) -> Option<Bytes> {
        self.files.get(&file.path).filter(|_| self.input_digests.is_untouched(file)).cloned()
    }

    /// Returns the digest of [`Snapshot::bytes`].
    pub(super) fn digest(&self, file: &ScannedFile) -> Option<Digest> {
        self.bytes(file).and_then(|_| self.input_digests.digest(&file.path))
    }

    /// The briefing as it was when it was kept, if these are its files.
    pub(super) fn into_previous_state(self, inputs: &Inputs) -> Option<PreviousState> {
        let Snapshot { input_digests: seen, diagnostics: found, relations, records, backlinks, files } = self;
        let may_differ = |path: &str| files.contains_key(path) || is_theme_file(path);
        let is_known = |(path, bytes): (&Arc<str>, &Bytes)| match seen.digest(path) {
            Some(said) => may_differ(path) || said == Digest::of(bytes),
            None => false,
        };
        if inputs.files.len() != seen.len() || !inputs.files.par_iter().all(is_known) {
            return None;
        }
        let mut before = inputs.clone();
        for (path, bytes) in files {
            before.files.insert(path, bytes);
        }
        Some(PreviousState {
            inputs: before,
            records: RecordsSnapshot { records, diagnostics: found },
            relations,
            backlinks,
        })
    }
}

type RecordChunks = Vec<Vec<(Arc<Record>, Arc<str>, Bytes, Arc<[Backlink]>)>>;

fn load_records(pack: &ChunkedFile) -> Option<RecordChunks> {
    let one = |RecordSnapshot(record, path, text, speakers)| (Arc::new(record), path, Bytes::from(text), speakers);
    let piece = |number: usize| Some(pack.chunk::<Vec<RecordSnapshot>>(number)?.into_iter().map(one).collect());
    (HEADER_CHUNKS..pack.len()).into_par_iter().map(piece).collect()
}

/// Whether a file is none from which records or relations are read.
fn is_theme_file(path: &str) -> bool {
    ["themes/", "templates/", "static/"].iter().any(|folder| path.starts_with(folder))
}

/// Keeps a briefing under a name.
pub(super) fn save(
    store: &CacheDir,
    name: Fingerprint,
    seen: &InputDigests,
    reading: &LoadState,
    relating: &Analysis,
) -> io::Result<()> {
    let (records, sources, backlinks) =
        (&reading.loaded.site.records, &reading.loaded.sources, &relating.relations.backlinks);
    let one = |(record, speakers): (&Arc<Record>, &Arc<[Backlink]>)| {
        let file = sources.get(record.file);
        (record.clone(), file.path.clone(), file.text.clone(), speakers.clone())
    };
    let piece = |number: usize| match number {
        0 => encode_chunk(&(seen, reading.record_diagnostics())),
        1 => encode_chunk(&relating.snapshot()),
        _ => {
            let some = (number - HEADER_CHUNKS) * RECORDS_PER_CHUNK
                ..records.len().min((number - HEADER_CHUNKS + 1) * RECORDS_PER_CHUNK);
            let some: Vec<_> = records[some.clone()].iter().zip(&backlinks[some]).map(one).collect();
            encode_chunk(&some)
        }
    };
    store.save_chunked(name, HEADER_CHUNKS + records.len().div_ceil(RECORDS_PER_CHUNK), piece)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::load::{LoadOptions, walk};
    use std::path::{Path, PathBuf};

    struct Desk {
        dir: tempfile::TempDir,
        inputs: Inputs,
        reading: LoadState,
        relating: Analysis,
    }

    impl Desk {
        /// Reads, relates and keeps the briefing of a folder.
        fn of(root: &Path) -> Desk {
            let dir = tempfile::tempdir().unwrap();
            let survey = walk::scan(root, "").unwrap();
            let inputs = survey.read().unwrap();
            let reading = LoadState::new(&inputs, &LoadOptions::default());
            let relating = Analysis::new(&reading.loaded.site, &reading.loaded.sources);
            let seen = InputDigests::of(&survey, &inputs, |_| None);
            save(&CacheDir::of(dir.path()), Fingerprint::of("x"), &seen, &reading, &relating).unwrap();
            Desk { dir, inputs, reading, relating }
        }

        fn kept(&self) -> Snapshot {
            Snapshot::load(&CacheDir::of(self.dir.path()), Fingerprint::of("x")).unwrap()
        }
    }

    /// The repository's own briefing, and those of its tests.
    fn briefings() -> Vec<PathBuf> {
        let repository = Path::new(env!("CARGO_MANIFEST_DIR"));
        let cases = walkdir::WalkDir::new(repository.join("tests/suite")).into_iter().filter_map(Result::ok);
        let cases = cases.filter(|entry| entry.file_name() == "briefing.toml").map(walkdir::DirEntry::into_path);
        std::iter::once(repository.join("briefing.toml")).chain(cases).map(|file| file.with_file_name("")).collect()
    }

    #[test]
    fn gives_back_every_briefing_as_it_was_read_and_related() {
        let rules = crate::compile::rules();
        let all = briefings();
        assert!(all.len() > 50, "{}", all.len());
        all.par_iter().for_each(|root| {
            let desk = Desk::of(root);
            let PreviousState { inputs, records, relations, backlinks } =
                desk.kept().into_previous_state(&desk.inputs).unwrap();
            let reading = LoadState::restore(&inputs, &LoadOptions::default(), records, &rules);
            let Some(reading) = reading else {
                let is_text =
                    |record: &Arc<Record>| !desk.reading.loaded.sources.get(record.file).text.contains('\u{fffd}');
                assert!(!desk.reading.loaded.site.records.iter().all(is_text), "{}", root.display());
                return;
            };
            let relating = Analysis::restore(relations, backlinks, &reading.loaded.site, &rules).unwrap();
            let said = |reading: &LoadState| format!("{:#?}{:?}", reading.loaded.site, reading.diagnostics());
            assert_eq!(said(&reading), said(&desk.reading), "{}", root.display());
            let known = |relating: &Analysis| format!("{:#?}{:?}", relating.relations, relating.diagnostics());
            assert_eq!(known(&relating), known(&desk.relating), "{}", root.display());
        });
    }

    #[test]
    fn belongs_to_the_same_files_of_which_only_records_and_the_theme_may_say_something_else() {
        let desk = Desk::of(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src/cli/starter"));
        let is_kept = |change: &dyn Fn(&mut Inputs)| {
            let mut inputs = desk.inputs.clone();
            change(&mut inputs);
            desk.kept().into_previous_state(&inputs).is_some()
        };
        let write =
            |path: &'static str| move |inputs: &mut Inputs| drop(inputs.files.insert(path.into(), Bytes::from(*b"x")));
        assert!(is_kept(&|_| {}));
        assert!(is_kept(&write("content/_index.md")));
        assert!(!is_kept(&write("content/topics/new.md")), "another file");
        assert!(!is_kept(&write("briefing.toml")), "the configuration");
        assert!(!is_kept(&|inputs| drop(inputs.files.remove("content/_index.md"))), "one file less");
    }
}
