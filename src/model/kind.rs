//! The kinds of records.

use serde::{Deserialize, Serialize};

/// The kind of a record. The order is the order in which kinds are listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// A source: its bibliographic record and our summary.
    Article,
    /// Something that happened, with its date.
    Event,
    /// A plan, declaration, organization, resolution and the like.
    Initiative,
    /// A state, organization, company, person or group.
    Actor,
    /// A concept that the articles argue about.
    Topic,
    /// Any other page.
    Page,
    /// The front page or the introduction of an index page (`_index.md`).
    Index,
}

impl Kind {
    /// All kinds, in their order.
    pub const ALL: [Kind; 7] =
        [Kind::Article, Kind::Event, Kind::Initiative, Kind::Actor, Kind::Topic, Kind::Page, Kind::Index];

    /// All kinds that have a folder of their own.
    pub const WITH_FOLDER: [Kind; 6] =
        [Kind::Article, Kind::Event, Kind::Initiative, Kind::Actor, Kind::Topic, Kind::Page];

    /// The word for one record of the kind: `initiative`.
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

    /// The folder of the kind under `content/`: `initiatives`; empty for [`Kind::Index`].
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

    /// The kind of a folder under `content/`, if it is one.
    pub fn from_folder(folder: &str) -> Option<Kind> {
        Kind::WITH_FOLDER.into_iter().find(|kind| kind.folder() == folder)
    }

    /// The kind of a word such as `initiative` or `initiatives`, as typed on the command line.
    pub fn from_name(word: &str) -> Option<Kind> {
        Kind::WITH_FOLDER.into_iter().find(|kind| kind.as_str() == word || kind.folder() == word)
    }

    /// Whether plain mentions of its records' names in prose become links.
    pub fn is_linked_on_mention(self) -> bool {
        matches!(self, Kind::Initiative | Kind::Actor | Kind::Topic)
    }
}
