//! Evidence lock: verification results per text, so that they remain valid without the text.

use super::Passage;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Content of `evidence.lock`: one line per entry, sorted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EvidenceLock {
    /// Version of the format: [`EvidenceLock::VERSION`].
    version: u32,
    /// Fingerprint of the names used to scan every text of the lock, by record (`initiatives/ID`).
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub names: BTreeMap<String, String>,
    /// Locked texts, by article id.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub texts: BTreeMap<String, LockedText>,
    /// Records mentioned by each text: by article id, then by record (`initiatives/ID`), in the order of the text.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub mentions: BTreeMap<String, BTreeMap<String, Vec<Passage>>>,
    /// Verified quotations of each text: by article id, then by a hash of the quotation. The value lists every passage
    /// that contains it and every cited range that it spans; sorted, never empty.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub quotations: BTreeMap<String, BTreeMap<String, Vec<Passage>>>,
}

/// Properties of a locked text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LockedText {
    /// SHA-256 of the file, in hexadecimal.
    pub sha256: String,
    /// Number of words, counted by [`super::Text::word_count`].
    pub words: usize,
    /// Language (BCP 47).
    pub language: String,
    /// Passages of the text, sorted; consecutive paragraphs are merged into one range.
    pub passages: Vec<Passage>,
}

/// Error of reading a lock.
#[derive(Debug)]
pub enum LockError {
    /// The file is not in the format that briefing writes; with the parser's error.
    Syntax(Box<toml::de::Error>),
    /// The file was written by another version of briefing.
    Version(u32),
}

/// Empty lock of the current version.
impl Default for EvidenceLock {
    fn default() -> Self {
        EvidenceLock {
            version: EvidenceLock::VERSION,
            names: BTreeMap::new(),
            texts: BTreeMap::new(),
            mentions: BTreeMap::new(),
            quotations: BTreeMap::new(),
        }
    }
}

impl EvidenceLock {
    /// Name of the file in the briefing's root.
    pub const FILE: &str = "evidence.lock";

    /// Version of the format that is written and read.
    pub const VERSION: u32 = 1;

    /// Returns true if the lock contains no texts.
    pub fn is_empty(&self) -> bool {
        self.texts.is_empty()
    }

    /// Parses the content of the file.
    ///
    /// # Errors
    /// Returns a [`LockError`] for invalid syntax or another version.
    pub fn parse(text: &str) -> Result<EvidenceLock, LockError> {
        let lock: EvidenceLock = toml::from_str(text).map_err(|error| LockError::Syntax(Box::new(error)))?;
        if lock.version == EvidenceLock::VERSION { Ok(lock) } else { Err(LockError::Version(lock.version)) }
    }

    /// Formats the content of the file; deterministic.
    pub fn to_text(&self) -> String {
        // Tables of strings, numbers and lists of strings always serialize.
        let tables = toml::to_string(self).unwrap_or_default();
        format!(
            "# What was verified against which text, so that it holds where the text is absent.\n\
             # `briefing build` writes this file; commit it, as you would a Cargo.lock.\n{tables}"
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lock() -> EvidenceLock {
        let passage = |text| Passage::parse(text).unwrap();
        let mut lock = EvidenceLock::default();
        lock.names.insert("actors/un".into(), "9f".into());
        let passages = vec![passage("1-16"), passage("caption 1"), passage("standfirst")];
        let text = LockedText { sha256: "ab".into(), words: 1202, language: "en".into(), passages };
        lock.texts.insert("courier-2031".into(), text);
        let mentions = BTreeMap::from([("actors/un".to_owned(), vec![passage("1"), passage("caption 1")])]);
        lock.mentions.insert("courier-2031".into(), mentions);
        let quotations =
            BTreeMap::from([("0f".to_owned(), vec![passage("2")]), ("1f".to_owned(), vec![passage("2-3")])]);
        lock.quotations.insert("courier-2031".into(), quotations);
        lock
    }

    #[test]
    fn writes_one_line_per_entry() {
        let expected = "version = 1\n\n[names]\n\"actors/un\" = \"9f\"\n\n[texts.courier-2031]\nsha256 = \"ab\"\n\
            words = 1202\nlanguage = \"en\"\npassages = [\"¶1–16\", \"caption 1\", \"standfirst\"]\n\n\
            [mentions.courier-2031]\n\"actors/un\" = [\"¶1\", \"caption 1\"]\n\n[quotations.courier-2031]\n\
            0f = [\"¶2\"]\n1f = [\"¶2–3\"]\n";
        let text = lock().to_text();
        let written = text.lines().filter(|line| !line.starts_with('#')).collect::<Vec<_>>().join("\n") + "\n";
        assert_eq!(written, expected);
    }

    #[test]
    fn round_trips() {
        assert_eq!(EvidenceLock::parse(&lock().to_text()).unwrap(), lock());
        assert_eq!(EvidenceLock::parse(&EvidenceLock::default().to_text()).unwrap(), EvidenceLock::default());
    }

    #[test]
    fn rejects_unknown_content() {
        for (text, is_version) in [
            ("", false),
            ("version = 2", true),
            ("version = 1\n<<<<<<< HEAD", false),
            ("version = 1\nother = 1", false),
            ("version = 1\n[mentions.a]\n\"actors/un\" = [\"¶0\"]", false),
            ("version = 1\n[names]\na = \"1\"\na = \"2\"", false),
        ] {
            let error = EvidenceLock::parse(text).unwrap_err();
            assert_eq!(matches!(error, LockError::Version(_)), is_version, "{text}: {error:?}");
        }
    }
}
