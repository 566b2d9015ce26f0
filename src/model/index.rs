//! The front page and the introductions of index pages.

use super::{Body, Edtf, Kind};
use crate::span::Spanned;
use serde::{Deserialize, Serialize};

/// Subject of a front page or index page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum IndexKind {
    /// The front page of the briefing.
    #[default]
    Brief,
    /// The records of a kind; the timeline for events.
    Records(Kind),
    /// The evidence page: claims and quotations with their sources.
    Evidence,
}

impl IndexKind {
    /// All values, in the order of the menu.
    pub const ALL: [IndexKind; 7] = [
        IndexKind::Brief,
        IndexKind::Records(Kind::Event),
        IndexKind::Records(Kind::Initiative),
        IndexKind::Records(Kind::Article),
        IndexKind::Records(Kind::Actor),
        IndexKind::Records(Kind::Topic),
        IndexKind::Evidence,
    ];

    /// Returns the index page introduced by the `_index.md` of a folder below `content/`.
    pub fn from_folder(folder: &str) -> Option<IndexKind> {
        Self::ALL.into_iter().find(|of| of.folder() == folder)
    }

    /// Returns the folder of its `_index.md` below `content/`: `initiatives`; empty for the front page.
    pub fn folder(self) -> &'static str {
        match self {
            IndexKind::Brief => "",
            IndexKind::Records(kind) => kind.folder(),
            IndexKind::Evidence => "evidence",
        }
    }

    /// Returns its path relative to the root of the site or of a language: `initiatives/`, `timeline/`; empty for the
    /// front page.
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

/// Front matter keys of an `_index.md`; those of the brief apply to the front page only.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Index {
    /// Index page that it introduces.
    pub kind: IndexKind,
    /// Date up to which the briefing is current.
    pub as_of: Option<Spanned<Edtf>>,
    /// The bottom line, in Markdown.
    pub bottom_line: Option<Body>,
    /// The key points, in Markdown.
    pub key_points: Vec<Body>,
    /// Change log, newest first as written.
    pub changes: Vec<Change>,
}

/// Change to the briefing, announced to readers.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Change {
    /// Date of the change.
    pub date: Spanned<Edtf>,
    /// Description of the change, in Markdown.
    pub text: Body,
}
