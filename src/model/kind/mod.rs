//! Kinds of records.

mod table;

pub use table::{IndexPageInfo, KindInfo, RecordOrder};

use serde::{Deserialize, Serialize};
use table::KINDS;

/// Kind of a record. The order of variants is the order in listings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// A source: its bibliographic record and our summary.
    Article,
    /// A dated event.
    Event,
    /// A plan, declaration, organization, resolution etc.
    Initiative,
    /// A state, organization, company, person or group.
    Actor,
    /// A concept discussed by the articles.
    Topic,
    /// Any other page.
    Page,
    /// The front page or the introduction of an index page (`_index.md`).
    Index,
}

impl Kind {
    /// All kinds, in order.
    pub const ALL: [Kind; KINDS.len()] = table::all();

    /// All kinds with a folder of their own.
    pub const WITH_FOLDER: [Kind; table::FOLDER_COUNT] = table::with_folder();

    /// Returns the properties that all records of the kind share.
    pub fn info(self) -> &'static KindInfo {
        &KINDS[self as usize]
    }

    /// Returns the name of the kind in the singular: `initiative`.
    pub fn as_str(self) -> &'static str {
        self.info().name
    }

    /// Returns the name with its indefinite article: `an initiative`.
    pub fn with_article(self) -> String {
        let name = self.as_str();
        let article = if name.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" };
        format!("{article} {name}")
    }

    /// Returns the folder of the kind below `content/`: `initiatives`; empty for [`Kind::Index`].
    pub fn folder(self) -> &'static str {
        self.info().folder.unwrap_or_default()
    }

    /// Returns the kind of a folder below `content/`.
    pub fn from_folder(folder: &str) -> Option<Kind> {
        Kind::WITH_FOLDER.into_iter().find(|kind| kind.folder() == folder)
    }

    /// Parses the name of a kind as typed on the command line: `initiative` or `initiatives`.
    pub fn from_name(word: &str) -> Option<Kind> {
        Kind::WITH_FOLDER.into_iter().find(|kind| kind.as_str() == word || kind.folder() == word)
    }

    /// Returns true if plain mentions of the names of its records become links.
    pub fn is_linked_on_mention(self) -> bool {
        self.info().is_linked_on_mention
    }
}
