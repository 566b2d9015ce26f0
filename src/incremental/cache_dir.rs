//! Keeps what can be used again in the folder `.briefing/` of a briefing.
//!
//! Everything in it may be deleted at any time. A file of it counts only when it is whole and was written by this very
//! program: its head names the format and the program, and its bytes are checked. Any doubt means that there is nothing.

use super::chunked_file::{self, ChunkedFile, EncodedChunk};
use super::fingerprint::Fingerprint;
use crate::model::digest::HashingWriter;
use crate::output::staging::StagingDir;
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::fs::{self, File};
use std::io::{self, BufWriter, ErrorKind, IntoInnerError, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

/// The folder's name, under the briefing's root.
pub(crate) const DIR_NAME: &str = ".briefing";

const MAGIC: &[u8] = b"briefing cache 2\n";
const EXTENSION: &str = "cache";
const CHUNKED_EXTENSION: &str = "pack";
const TMP_SUFFIX: &str = "tmp";

/// Nothing that takes longer is still being written.
const STALE_TMP_AGE: Duration = Duration::from_mins(1);

/// So many bytes are hashed and written at a time.
const BUFFER_SIZE: usize = 1 << 18;

/// So many different ways to build are remembered.
const MAX_ENTRIES: usize = 4;

/// What is remembered of a briefing between runs.
#[derive(Clone, Debug)]
pub(crate) struct CacheDir {
    dir: PathBuf,
}

impl CacheDir {
    /// The store of the briefing at a root. Nothing is made or read yet.
    pub(crate) fn of(root: &Path) -> CacheDir {
        CacheDir { dir: root.join(DIR_NAME) }
    }

    /// What was kept under a name, if it is whole and this program wrote it.
    pub(crate) fn load<T: DeserializeOwned>(&self, name: Fingerprint) -> Option<T> {
        let bytes = fs::read(self.entry_path(name, EXTENSION)).ok()?;
        let rest = bytes.strip_prefix(MAGIC)?;
        let (check, value) = rest.split_at_checked(blake3::OUT_LEN)?;
        if blake3::hash(value).as_bytes() != check {
            return None;
        }
        let (program, value): (Fingerprint, T) = postcard::from_bytes(value).ok()?;
        (program == build_id()).then_some(value)
    }

    /// Keeps a value under a name, in the place of what was kept there.
    pub(crate) fn save<T: Serialize>(&self, name: Fingerprint, value: &T) -> io::Result<()> {
        self.create_dir()?;
        self.write_atomic(name, EXTENSION, |beside| write_value(beside, value))
    }

    /// The pack that was kept under a name, if this program wrote it.
    pub(crate) fn open_chunked(&self, name: Fingerprint) -> Option<ChunkedFile> {
        ChunkedFile::open(self.entry_path(name, CHUNKED_EXTENSION), build_id())
    }

    /// Keeps a pack of so many pieces under a name, in the place of the one that was kept there.
    pub(crate) fn save_chunked(
        &self,
        name: Fingerprint,
        count: usize,
        piece: impl Fn(usize) -> EncodedChunk + Sync,
    ) -> io::Result<()> {
        self.create_dir()?;
        self.write_atomic(name, CHUNKED_EXTENSION, |beside| chunked_file::write(beside, build_id(), count, piece))
    }

    /// Forgets the pack that was kept under a name.
    pub(crate) fn remove_chunked(&self, name: Fingerprint) {
        // What cannot be removed is checked when it is read.
        let _ = fs::remove_file(self.entry_path(name, CHUNKED_EXTENSION));
    }

    /// Writes a file beside its place, and renames it.
    fn write_atomic(
        &self,
        name: Fingerprint,
        ending: &str,
        fill: impl FnOnce(&Path) -> io::Result<()>,
    ) -> io::Result<()> {
        let beside = self.dir.join(format!("{}.{ending}.{}.{TMP_SUFFIX}", short_key(name), std::process::id()));
        fill(&beside).and_then(|()| fs::rename(&beside, self.entry_path(name, ending))).inspect_err(|_| {
            // The refusal is what counts.
            let _ = fs::remove_file(&beside);
        })?;
        self.evict_oldest(ending)
    }

    /// A folder for the files of a build on its way.
    pub(crate) fn open_staging(&self) -> io::Result<StagingDir> {
        self.create_dir()?;
        StagingDir::open(&self.dir.join("spool"))
    }

    /// Forgets what was kept under a name.
    pub(crate) fn remove(&self, name: Fingerprint) {
        // What cannot be removed is checked when it is read.
        let _ = fs::remove_file(self.entry_path(name, EXTENSION));
    }

    fn create_dir(&self) -> io::Result<()> {
        fs::create_dir_all(&self.dir)?;
        write_gitignore(&self.dir)
    }

    fn entry_path(&self, name: Fingerprint, ending: &str) -> PathBuf {
        self.dir.join(format!("{}.{ending}", short_key(name)))
    }

    fn evict_oldest(&self, ending: &str) -> io::Result<()> {
        let mut files = self.files_with_extension(ending)?;
        files.sort();
        if let Some((newest, _)) = files.last() {
            self.remove_stale_tmp(*newest)?;
        }
        let surplus = files.len().saturating_sub(MAX_ENTRIES);
        files[..surplus].iter().try_for_each(|(_, path)| fs::remove_file(path))
    }

    /// Removes what programs that were killed left half written; what is younger may be another's at work.
    fn remove_stale_tmp(&self, now: SystemTime) -> io::Result<()> {
        for (written, path) in self.files_with_extension(TMP_SUFFIX)? {
            if now.duration_since(written).is_ok_and(|age| age > STALE_TMP_AGE) {
                // Another program may have swept it.
                let _ = fs::remove_file(path);
            }
        }
        Ok(())
    }

    fn files_with_extension(&self, ending: &str) -> io::Result<Vec<(SystemTime, PathBuf)>> {
        let mut files = Vec::new();
        for entry in fs::read_dir(&self.dir)? {
            let path = entry?.path();
            // What another program has removed or renamed meanwhile does not count.
            if path.extension().is_some_and(|extension| extension == ending)
                && let Ok(file) = path.metadata()
            {
                files.push((file.modified()?, path));
            }
        }
        Ok(files)
    }
}

/// Writes a value piece by piece, and then its check into the head.
fn write_value<T: Serialize>(path: &Path, value: &T) -> io::Result<()> {
    let mut file = File::create(path)?;
    file.write_all(MAGIC)?;
    file.write_all(&[0; blake3::OUT_LEN])?;
    let stamped = BufWriter::with_capacity(BUFFER_SIZE, HashingWriter::new(file));
    let stamped = postcard::to_io(&(build_id(), value), stamped).map_err(io::Error::other)?;
    let (mut file, stamp) = stamped.into_inner().map_err(IntoInnerError::into_error)?.finish();
    file.seek(SeekFrom::Start(MAGIC.len() as u64))?;
    file.write_all(stamp.digest.as_bytes())
}

fn short_key(name: Fingerprint) -> String {
    name.to_string()[..16].to_owned()
}

/// Makes git ignore the folder, independently of the briefing's own `.gitignore`.
fn write_gitignore(folder: &Path) -> io::Result<()> {
    match fs::OpenOptions::new().write(true).create_new(true).open(folder.join(".gitignore")) {
        Ok(mut file) => file.write_all(b"*\n"),
        Err(error) if error.kind() == ErrorKind::AlreadyExists => Ok(()),
        Err(error) => Err(error),
    }
}

/// Fingerprints the running program: another version or another build of it does not read this cache.
fn build_id() -> Fingerprint {
    let trace =
        std::env::current_exe().and_then(fs::metadata).ok().as_ref().and_then(crate::model::file_stat::FileStat::of);
    Fingerprint::of(&(env!("CARGO_PKG_VERSION"), trace))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(word: &str) -> Fingerprint {
        Fingerprint::of(word)
    }

    fn kept(value: &[String]) -> (tempfile::TempDir, CacheDir) {
        let dir = tempfile::tempdir().unwrap();
        let store = CacheDir::of(dir.path());
        store.save(name("x"), &value).unwrap();
        (dir, store)
    }

    #[test]
    fn gives_back_what_it_keeps() {
        let (dir, store) = kept(&["a".to_owned()]);
        assert_eq!(store.load::<Vec<String>>(name("x")), Some(vec!["a".to_owned()]));
        assert_eq!(store.load::<Vec<String>>(name("y")), None);
        assert_eq!(fs::read_to_string(dir.path().join(".briefing/.gitignore")).unwrap(), "*\n");
        store.remove(name("x"));
        assert_eq!(store.load::<Vec<String>>(name("x")), None);
    }

    #[test]
    fn gives_nothing_of_a_file_with_any_byte_changed_or_missing() {
        let (_dir, store) = kept(&["words".to_owned(), "more".to_owned()]);
        let whole = fs::read(store.entry_path(name("x"), EXTENSION)).unwrap();
        for at in 0..whole.len() {
            let mut changed = whole.clone();
            changed[at] ^= 1 << (at % 8);
            fs::write(store.entry_path(name("x"), EXTENSION), &changed).unwrap();
            assert_eq!(store.load::<Vec<String>>(name("x")), None, "byte {at} changed");
            fs::write(store.entry_path(name("x"), EXTENSION), &whole[..at]).unwrap();
            assert_eq!(store.load::<Vec<String>>(name("x")), None, "cut at {at}");
        }
    }

    #[test]
    fn keeps_the_newest_few() {
        let (_dir, store) = kept(&[]);
        for round in 0..9_u64 {
            store.save(Fingerprint::of(&round), &round).unwrap();
        }
        let files = fs::read_dir(&store.dir).unwrap().count();
        assert_eq!(files, MAX_ENTRIES + 1, "and the rules for version control");
        assert_eq!(store.load::<u64>(Fingerprint::of(&8_u64)), Some(8));
    }

    #[test]
    fn sweeps_up_what_killed_programs_left() {
        let (_dir, store) = kept(&[]);
        let now = store.entry_path(name("x"), EXTENSION).metadata().unwrap().modified().unwrap();
        let half = |file: &str, age: u64| {
            let path = store.dir.join(file);
            fs::write(&path, "half").unwrap();
            fs::File::options().append(true).open(&path).unwrap().set_modified(now - Duration::from_secs(age)).unwrap();
            path
        };
        let (left, at_work) = (half("x.1.tmp", 3_600), half("x.2.tmp", 0));
        store.save(name("x"), &()).unwrap();
        assert_eq!((left.exists(), at_work.exists()), (false, true));
    }
}
