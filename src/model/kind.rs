//! Kinds of records.

use serde::{Deserialize, Serialize};

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
    pub const ALL: [Kind; 7] =
        [Kind::Article, Kind::Event, Kind::Initiative, Kind::Actor, Kind::Topic, Kind::Page, Kind::Index];

    /// All kinds with a folder of their own.
    pub const WITH_FOLDER: [Kind; 6] =
        [Kind::Article, Kind::Event, Kind::Initiative, Kind::Actor, Kind::Topic, Kind::Page];

    /// Returns the name of the kind in the singular: `initiative`.
    pub fn as_str(self) -> &'static str {
        match self {
            Kind::Article => "article",
            Kind::Event => "event",
            Kind::Initiative => "initiative",
            Kind::Actor => "actor",
            Kind::Topic => "topic",
            Kind::Page => "page",
            Kind::Index => "index",
        }
    }

    /// Returns the folder of the kind below `content/`: `initiatives`; empty for [`Kind::Index`].
    pub fn folder(self) -> &'static str {
        match self {
            Kind::Article => "articles",
            Kind::Event => "events",
            Kind::Initiative => "initiatives",
            Kind::Actor => "actors",
            Kind::Topic => "topics",
            Kind::Page => "pages",
            Kind::Index => "",
        }
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
        matches!(self, Kind::Initiative | Kind::Actor | Kind::Topic)
    }
}
