//! The front page and the introductions of index pages.

use super::{Body, Edtf, IndexPageInfo, Kind};
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

static FRONT_PAGE: IndexPageInfo =
    IndexPageInfo { position: 0, name: "home", path: "", template: "index.html", message_key: "nav.home" };

static EVIDENCE_PAGE: IndexPageInfo = IndexPageInfo {
    position: usize::MAX,
    name: "evidence",
    path: "evidence/",
    template: "evidence.html",
    message_key: "nav.evidence",
};

impl IndexKind {
    /// Returns all values, in the order of the menu.
    pub fn all() -> Vec<IndexKind> {
        let kinds = Kind::ALL.into_iter().filter(|kind| kind.info().index_page.is_some());
        let fixed = [IndexKind::Brief, IndexKind::Evidence];
        let mut all: Vec<IndexKind> = kinds.map(IndexKind::Records).chain(fixed).collect();
        all.sort_by_key(|of| of.info().position);
        all
    }

    /// Returns the properties of the page; those of the front page for a kind without an index page.
    pub fn info(self) -> &'static IndexPageInfo {
        match self {
            IndexKind::Brief => &FRONT_PAGE,
            IndexKind::Records(kind) => kind.info().index_page.as_ref().unwrap_or(&FRONT_PAGE),
            IndexKind::Evidence => &EVIDENCE_PAGE,
        }
    }

    /// Returns the index page introduced by the `_index.md` of a folder below `content/`.
    pub fn from_folder(folder: &str) -> Option<IndexKind> {
        Self::all().into_iter().find(|of| of.folder() == folder)
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
        self.info().path
    }
}

/// Front matter keys of an `_index.md`; those of the brief apply to the front page only.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Index {
    /// Index page that it introduces.
    pub kind: IndexKind,
    /// Date up to which the briefing is current.
    pub as_of: Option<Spanned<Edtf>>,
    /// The finding in one sentence, shown in place of the title.
    pub headline: Option<String>,
    /// The statements of the bottom line, in Markdown.
    pub bottom_line: Vec<Body>,
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
