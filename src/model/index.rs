//! The front page and the introductions of index pages.

use super::{Body, Edtf, Kind};
use crate::span::Spanned;
use serde::{Deserialize, Serialize};

/// What a front page or index page is of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum IndexOf {
    /// The briefing: its front page.
    #[default]
    Brief,
    /// The records of a kind; of events, the timeline.
    Records(Kind),
    /// What the briefing's statements rest on: the ledger of claims and quotations.
    Evidence,
}

impl IndexOf {
    /// All that there are, in the order of the menu.
    pub const ALL: [IndexOf; 7] = [
        IndexOf::Brief,
        IndexOf::Records(Kind::Event),
        IndexOf::Records(Kind::Initiative),
        IndexOf::Records(Kind::Article),
        IndexOf::Records(Kind::Actor),
        IndexOf::Records(Kind::Topic),
        IndexOf::Evidence,
    ];

    /// What the `_index.md` of a folder under `content/` introduces, if it can have one.
    pub fn of_folder(folder: &str) -> Option<IndexOf> {
        Self::ALL.into_iter().find(|of| of.folder() == folder)
    }

    /// The folder under `content/` of its `_index.md`: `initiatives`; empty for the front page.
    pub fn folder(self) -> &'static str {
        match self {
            IndexOf::Brief => "",
            IndexOf::Records(kind) => kind.folder(),
            IndexOf::Evidence => "evidence",
        }
    }

    /// Its path from the root of the site or of a language: `initiatives/`, `timeline/`; empty for the front page.
    pub fn path(self) -> &'static str {
        match self {
            IndexOf::Brief | IndexOf::Records(Kind::Index) => "",
            IndexOf::Records(Kind::Article) => "articles/",
            IndexOf::Records(Kind::Event) => "timeline/",
            IndexOf::Records(Kind::Initiative) => "initiatives/",
            IndexOf::Records(Kind::Actor) => "actors/",
            IndexOf::Records(Kind::Topic) => "topics/",
            IndexOf::Records(Kind::Page) => "pages/",
            IndexOf::Evidence => "evidence/",
        }
    }
}

/// The keys of an `_index.md`; only the front page uses the brief's own.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Index {
    /// What it introduces.
    pub of: IndexOf,
    /// The day up to which the briefing holds.
    pub as_of: Option<Spanned<Edtf>>,
    /// The bottom line, in Markdown.
    pub bottom_line: Option<Body>,
    /// The key points, in Markdown.
    pub key_points: Vec<Body>,
    /// What changed, newest first as written.
    pub changes: Vec<Change>,
}

/// A change to the briefing that readers are told of.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Change {
    /// When.
    pub date: Spanned<Edtf>,
    /// What, in Markdown.
    pub text: Body,
}
