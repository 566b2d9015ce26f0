//! Keeps a briefing as it was read and related between runs, so that the next build reads and relates only what has
//! changed.
//!
//! 1. The first piece says of which files it is, and what was found in them; the second holds the relations; each of the
//!    others holds some records, with their files' text and the sentences in which others speak of them.
//! 2. It belongs to a briefing of the same files, of which records and the files of the theme may say something else now.
//! 3. A build that finds little changed leaves it as it is: the next one compares with it, too.

use super::memory::Seen;
use crate::cache::fingerprint::Fingerprint;
use crate::cache::pack::{Pack, piece_of};
use crate::cache::stamp::Digest;
use crate::cache::store::Store;
use crate::diagnose::CachedDiagnostic;
use crate::load::walk::ScannedFile;
use crate::load::{Inputs, LoadState, RecordsSnapshot};
use crate::model::{Bytes, Record};
use crate::pipeline::Earlier;
use crate::relate::{Backlink, RelateState, RelationsSnapshot as KeptRelations};
use crate::span::FileId;
use rayon::prelude::*;
use rustc_hash::FxHashMap;
use serde::Deserialize;
use std::io;
use std::sync::Arc;

/// So many records are in a piece.
const IN_A_PIECE: usize = 128;

/// The pieces that come before those with records.
const BEFORE: usize = 2;

/// What was kept.
#[derive(Debug)]
pub(super) struct Kept {
    seen: Seen,
    found: Vec<(FileId, Vec<CachedDiagnostic>)>,
    relations: KeptRelations,
    records: Vec<Arc<Record>>,
    backlinks: Vec<Arc<[Backlink]>>,
    /// The bytes of the records' files, by path.
    files: FxHashMap<Arc<str>, Bytes>,
}

/// A record as it is kept: with its file's path and text, and who speaks of it.
#[derive(Deserialize)]
struct KeptRecord(Record, Arc<str>, Arc<str>, Arc<[Backlink]>);

impl Kept {
    /// What was kept under a name, if it is whole.
    pub(super) fn load(store: &Store, name: Fingerprint) -> Option<Kept> {
        let pack = store.open_pack(name)?;
        let ((head, relations), pieces) = rayon::join(|| (pack.piece(0), pack.piece(1)), || records(&pack));
        let (seen, found) = head?;
        let (mut records, mut backlinks, mut files) = (Vec::new(), Vec::new(), FxHashMap::default());
        for (record, path, text, speakers) in pieces?.into_iter().flatten() {
            records.push(record);
            backlinks.push(speakers);
            files.insert(path, text);
        }
        Some(Kept { seen, found, relations: relations?, records, backlinks, files })
    }

    /// What a file says, if it is as it was when it was kept.
    pub(super) fn bytes(&self, file: &ScannedFile) -> Option<Bytes> {
        self.files.get(&file.path).filter(|_| self.seen.is_untouched(file)).cloned()
    }

    /// The name of [`Kept::bytes`].
    pub(super) fn name(&self, file: &ScannedFile) -> Option<Digest> {
        self.bytes(file).and_then(|_| self.seen.says(&file.path))
    }

    /// The briefing as it was when it was kept, if these are its files.
    pub(super) fn earlier(self, inputs: &Inputs) -> Option<Earlier> {
        let Kept { seen, found, relations, records, backlinks, files } = self;
        let may_differ = |path: &str| files.contains_key(path) || is_of_a_theme(path);
        let is_known = |(path, bytes): (&Arc<str>, &Bytes)| match seen.says(path) {
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
        Some(Earlier { inputs: before, records: RecordsSnapshot { records, diagnostics: found }, relations, backlinks })
    }
}

type Pieces = Vec<Vec<(Arc<Record>, Arc<str>, Bytes, Arc<[Backlink]>)>>;

fn records(pack: &Pack) -> Option<Pieces> {
    let one = |KeptRecord(record, path, text, speakers)| (Arc::new(record), path, Bytes::from(text), speakers);
    let piece = |number: usize| Some(pack.piece::<Vec<KeptRecord>>(number)?.into_iter().map(one).collect());
    (BEFORE..pack.len()).into_par_iter().map(piece).collect()
}

/// Whether a file is none from which records or relations are read.
fn is_of_a_theme(path: &str) -> bool {
    ["themes/", "templates/", "static/"].iter().any(|folder| path.starts_with(folder))
}

/// Keeps a briefing under a name.
pub(super) fn save(
    store: &Store,
    name: Fingerprint,
    seen: &Seen,
    reading: &LoadState,
    relating: &RelateState,
) -> io::Result<()> {
    let (records, sources, backlinks) = (&reading.site.records, &reading.sources, &relating.relations.backlinks);
    let one = |(record, speakers): (&Arc<Record>, &Arc<[Backlink]>)| {
        let file = sources.get(record.file);
        (record.clone(), file.path.clone(), file.text.clone(), speakers.clone())
    };
    let piece = |number: usize| match number {
        0 => piece_of(&(seen, reading.record_diagnostics())),
        1 => piece_of(&relating.snapshot()),
        _ => {
            let some = (number - BEFORE) * IN_A_PIECE..records.len().min((number - BEFORE + 1) * IN_A_PIECE);
            let some: Vec<_> = records[some.clone()].iter().zip(&backlinks[some]).map(one).collect();
            piece_of(&some)
        }
    };
    store.save_pack(name, BEFORE + records.len().div_ceil(IN_A_PIECE), piece)
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
        relating: RelateState,
    }

    impl Desk {
        /// Reads, relates and keeps the briefing of a folder.
        fn of(root: &Path) -> Desk {
            let dir = tempfile::tempdir().unwrap();
            let survey = walk::scan(root, "").unwrap();
            let inputs = survey.read().unwrap();
            let reading = LoadState::new(&inputs, &LoadOptions::default());
            let relating = RelateState::new(&reading.site, &reading.sources);
            let seen = Seen::of(&survey, &inputs, |_| None);
            save(&Store::of(dir.path()), Fingerprint::of("x"), &seen, &reading, &relating).unwrap();
            Desk { dir, inputs, reading, relating }
        }

        fn kept(&self) -> Kept {
            Kept::load(&Store::of(self.dir.path()), Fingerprint::of("x")).unwrap()
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
        let rules = crate::pipeline::rules();
        let all = briefings();
        assert!(all.len() > 50, "{}", all.len());
        all.par_iter().for_each(|root| {
            let desk = Desk::of(root);
            let Earlier { inputs, records, relations, backlinks } = desk.kept().earlier(&desk.inputs).unwrap();
            let reading = LoadState::restore(&inputs, &LoadOptions::default(), records, &rules);
            let Some(reading) = reading else {
                let is_text = |record: &Arc<Record>| !desk.reading.sources.get(record.file).text.contains('\u{fffd}');
                assert!(!desk.reading.site.records.iter().all(is_text), "{}", root.display());
                return;
            };
            let relating = RelateState::restore(relations, backlinks, &reading.site, &rules).unwrap();
            let said = |reading: &LoadState| format!("{:#?}{:?}", reading.site, reading.diagnostics());
            assert_eq!(said(&reading), said(&desk.reading), "{}", root.display());
            let known = |relating: &RelateState| format!("{:#?}{:?}", relating.relations, relating.diagnostics());
            assert_eq!(known(&relating), known(&desk.relating), "{}", root.display());
        });
    }

    #[test]
    fn belongs_to_the_same_files_of_which_only_records_and_the_theme_may_say_something_else() {
        let desk = Desk::of(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src/cli/starter"));
        let is_kept = |change: &dyn Fn(&mut Inputs)| {
            let mut inputs = desk.inputs.clone();
            change(&mut inputs);
            desk.kept().earlier(&inputs).is_some()
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
