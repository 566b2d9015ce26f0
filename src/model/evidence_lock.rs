//! The evidence lock: what was verified against which text, so that it holds where a text is absent.

use super::Passage;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What `evidence.lock` says. One line of the file for each entry, sorted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EvidenceLock {
    /// The version of the format: [`EvidenceLock::VERSION`].
    version: u32,
    /// By record (`initiatives/ID`): a fingerprint of the names with which every text of the lock was read.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub names: BTreeMap<String, String>,
    /// The texts, by article id.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub texts: BTreeMap<String, LockedText>,
    /// The records that each text names: by article id, then by record (`initiatives/ID`), in the order of the text.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub mentions: BTreeMap<String, BTreeMap<String, Vec<Passage>>>,
    /// The quotations found in each text: by article id, then by a hash of the words. The value is every passage in which
    /// they occur, and every cited range over which they are spread; sorted, never empty.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub quotations: BTreeMap<String, BTreeMap<String, Vec<Passage>>>,
}

/// What is known of a text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LockedText {
    /// SHA-256 of its file, in hexadecimal.
    pub sha256: String,
    /// How many words it has, as [`super::Text::words`] counts.
    pub words: usize,
    /// Its language (BCP 47).
    pub language: String,
    /// Its passages, sorted; paragraphs that follow each other are one range.
    pub passages: Vec<Passage>,
}

/// Why a lock cannot be used.
#[derive(Debug)]
pub enum LockError {
    /// It is not what briefing writes; with the parser's words and the place.
    Syntax(Box<toml::de::Error>),
    /// It was written by another version of briefing.
    Version(u32),
}

/// A lock that says nothing.
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
    /// The file's name, in the briefing's root.
    pub const FILE: &str = "evidence.lock";

    /// The version of the format that is written and read.
    pub const VERSION: u32 = 1;

    /// Whether nothing was ever verified.
    pub fn is_empty(&self) -> bool {
        self.texts.is_empty()
    }

    /// Reads the file's text.
    ///
    /// # Errors
    /// See [`LockError`].
    pub fn parse(text: &str) -> Result<EvidenceLock, LockError> {
        let lock: EvidenceLock = toml::from_str(text).map_err(|error| LockError::Syntax(Box::new(error)))?;
        if lock.version == EvidenceLock::VERSION { Ok(lock) } else { Err(LockError::Version(lock.version)) }
    }

    /// The file's text: the same for the same content.
    pub fn to_text(&self) -> String {
        // Tables of strings, numbers and lists of strings: they can always be written.
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
    fn is_one_line_for_each_item() {
        let expected = "version = 1\n\n[names]\n\"actors/un\" = \"9f\"\n\n[texts.courier-2031]\nsha256 = \"ab\"\n\
            words = 1202\nlanguage = \"en\"\npassages = [\"¶1–16\", \"caption 1\", \"standfirst\"]\n\n\
            [mentions.courier-2031]\n\"actors/un\" = [\"¶1\", \"caption 1\"]\n\n[quotations.courier-2031]\n\
            0f = [\"¶2\"]\n1f = [\"¶2–3\"]\n";
        let text = lock().to_text();
        let written = text.lines().filter(|line| !line.starts_with('#')).collect::<Vec<_>>().join("\n") + "\n";
        assert_eq!(written, expected);
    }

    #[test]
    fn reads_what_it_writes() {
        assert_eq!(EvidenceLock::parse(&lock().to_text()).unwrap(), lock());
        assert_eq!(EvidenceLock::parse(&EvidenceLock::default().to_text()).unwrap(), EvidenceLock::default());
    }

    #[test]
    fn refuses_what_it_does_not_write() {
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
