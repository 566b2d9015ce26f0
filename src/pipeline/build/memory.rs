//! What is remembered of a build in `.briefing/`, for the next one.

use super::Tally;
use super::told::Told;
use crate::cache::fingerprint::Fingerprint;
use crate::cache::stamp::Digest;
use crate::cache::trace::Trace;
use crate::emit::write::Known;
use crate::load::Inputs;
use crate::load::walk::{Scan, ScannedFile};
use crate::render::{Print, Prints, Roll, Trail};
use rayon::prelude::*;
use rustc_hash::FxHashMap;
use serde::ser::SerializeSeq;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// What is remembered.
#[derive(Debug, Deserialize)]
pub(super) struct Memory {
    /// The output folder, as the configuration names it.
    pub(super) output_dir: String,
    /// The output folder in full.
    pub(super) output: PathBuf,
    /// Its files as they were left.
    pub(super) known: Known,
    packed: Packed,
    /// The files of its pages, with their keys and trails; none before they are unpacked.
    #[serde(skip)]
    pub(super) pages: Vec<(String, Fingerprint, Option<Trail>)>,
    /// The files that were read.
    pub(super) inputs: Seen,
    /// What the build came to, when another build of the same comes to the same at any hour.
    pub(super) end: Option<End>,
}

/// What a build came to.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct End {
    /// What the site has.
    pub(super) tally: Tally,
    /// The time of the build.
    pub(super) time: i64,
    /// What was found.
    pub(super) told: Told,
}

/// [`Memory`], borrowed, to be written.
#[derive(Serialize)]
pub(super) struct MemoryOf<'m> {
    pub(super) output_dir: &'m str,
    pub(super) output: PathBuf,
    pub(super) known: &'m Known,
    pub(super) packed: &'m Packed,
    pub(super) inputs: &'m Seen,
    pub(super) end: Option<End>,
}

/// [`Memory::pages`] as they are kept: a build packs them while it writes the site, and one that finds nothing changed
/// need not unpack them.
#[derive(Debug)]
pub(super) struct Packed(Vec<u8>);

/// A page takes about so many bytes.
const ROOM: usize = 512;

impl Packed {
    /// Packs pages. Without them, the next build makes all anew.
    pub(super) fn of(prints: &Prints) -> Packed {
        let room = Vec::with_capacity(prints.len() * ROOM);
        let roll = prints.iter().find_map(|(_, print)| Some(print.trail.as_ref()?.roll().clone()));
        let roll = roll.unwrap_or_default();
        Packed(postcard::to_io(&(&roll, Pages { prints, roll: &roll }), room).unwrap_or_default())
    }
}

impl Serialize for Packed {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_bytes(&self.0)
    }
}

impl<'de> Deserialize<'de> for Packed {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        <&[u8]>::deserialize(deserializer).map(|bytes| Packed(bytes.to_vec()))
    }
}

/// [`Memory::pages`], borrowed. The records that trails count are kept once for all.
struct Pages<'m> {
    prints: &'m Prints,
    roll: &'m Arc<Roll>,
}

impl Serialize for Pages<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut list = serializer.serialize_seq(Some(self.prints.len()))?;
        for (file, Print { key, trail, .. }) in self.prints.iter() {
            let trail = trail.as_ref().filter(|trail| Arc::ptr_eq(trail.roll(), self.roll));
            list.serialize_element(&(file, key, trail))?;
        }
        list.end()
    }
}

/// Files that were read: how they lay there, and what they said.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Seen(FxHashMap<String, (Option<Trace>, Digest)>);

impl Seen {
    /// What was read of the files that were looked at, where `known` names the bytes of those that were not read again. Others
    /// are named by the bytes themselves, also where a trace is as it was: a file may have changed between the look and the
    /// reading.
    pub(super) fn of(survey: &Scan, inputs: &Inputs, known: impl Fn(&ScannedFile) -> Option<Digest> + Sync) -> Seen {
        let seen = survey.files.par_iter().filter_map(|file| {
            let bytes = inputs.files.get(&file.path)?;
            Some((file.path.to_string(), (file.stat, known(file).unwrap_or_else(|| Digest::of(bytes)))))
        });
        Seen(seen.collect::<Vec<_>>().into_iter().collect())
    }

    /// How many files were read.
    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    /// The name of what a file said.
    pub(super) fn says(&self, path: &str) -> Option<Digest> {
        self.0.get(path).map(|(_, said)| *said)
    }

    /// Whether a file lies there as it did when it was read.
    pub(super) fn is_untouched(&self, file: &ScannedFile) -> bool {
        let then = self.0.get(&*file.path).and_then(|(trace, _)| *trace);
        then.is_some() && then == file.stat
    }

    /// Whether the files of a survey are these, and say the same.
    pub(super) fn are_all_of(&self, survey: &Scan) -> bool {
        let says = |file: &ScannedFile| survey.read_file(file).map(|bytes| Digest::of(&bytes));
        let is_same = |file: &ScannedFile| self.is_untouched(file) || says(file) == self.says(&file.path);
        survey.files.iter().filter(|file| self.says(&file.path).is_some()).count() == self.len()
            && survey.files.par_iter().all(is_same)
    }
}

impl Memory {
    /// Unpacks the pages.
    pub(super) fn unpack(&mut self) {
        type Pages = Vec<(String, Fingerprint, Option<Trail>)>;
        let (roll, pages): (Arc<Roll>, Pages) = postcard::from_bytes(&self.packed.0).unwrap_or_default();
        let whole =
            |(file, key, trail): (String, _, Option<Trail>)| (file, key, trail.map(|trail| trail.with(roll.clone())));
        self.pages = pages.into_iter().map(whole).collect();
    }

    /// Whether it is of a build into this folder.
    pub(super) fn is_of(&self, folder: &Path) -> bool {
        std::path::absolute(folder).is_ok_and(|folder| folder == self.output)
    }
}
