//! The front page and the introductions of index pages.

use super::{Body, Edtf, Kind};
use crate::span::Spanned;
use serde::{Deserialize, Serialize};

/// What a front page or index page is of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum IndexKind {
    /// The briefing: its front page.
    #[default]
    Brief,
    /// The records of a kind; of events, the timeline.
    Records(Kind),
    /// What the briefing's statements rest on: the ledger of claims and quotations.
    Evidence,
}

impl IndexKind {
    /// All that there are, in the order of the menu.
    pub const ALL: [IndexKind; 7] = [
        IndexKind::Brief,
        IndexKind::Records(Kind::Event),
        IndexKind::Records(Kind::Initiative),
        IndexKind::Records(Kind::Article),
        IndexKind::Records(Kind::Actor),
        IndexKind::Records(Kind::Topic),
        IndexKind::Evidence,
    ];

    /// What the `_index.md` of a folder under `content/` introduces, if it can have one.
    pub fn from_folder(folder: &str) -> Option<IndexKind> {
        Self::ALL.into_iter().find(|of| of.folder() == folder)
    }

    /// The folder under `content/` of its `_index.md`: `initiatives`; empty for the front page.
    pub fn folder(self) -> &'static str {
        match self {
            IndexKind::Brief => "",
            IndexKind::Records(kind) => kind.folder(),
            IndexKind::Evidence => "evidence",
        }
    }

    /// Its path from the root of the site or of a language: `initiatives/`, `timeline/`; empty for the front page.
    pub fn path(self) -> &'static str {
        match self {
            IndexKind::Brief | IndexKind::Records(Kind::Index) => "",
            IndexKind::Records(Kind::Article) => "articles/",
            IndexKind::Records(Kind::Event) => "timeline/",
            IndexKind::Records(Kind::Initiative) => "initiatives/",
            IndexKind::Records(Kind::Actor) => "actors/",
            IndexKind::Records(Kind::Topic) => "topics/",
            IndexKind::Records(Kind::Page) => "pages/",
            IndexKind::Evidence => "evidence/",
        }
    }
}

/// The keys of an `_index.md`; only the front page uses the brief's own.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Index {
    /// What it introduces.
    pub kind: IndexKind,
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
