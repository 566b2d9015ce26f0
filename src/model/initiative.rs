//! An initiative: a plan, declaration, organization, resolution and the like.

use super::{Claim, Edtf, Evidence};
use crate::span::Spanned;
use serde::{Deserialize, Serialize};

/// The keys that only initiatives have.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Initiative {
    /// Action plan, declaration, organization and the like.
    pub kind: Option<Spanned<String>>,
    /// Ids of the actors who proposed it.
    pub proposer: Vec<Spanned<String>>,
    /// Ids of other actors who take part.
    pub actors: Vec<Spanned<String>>,
    /// Ids of topics it touches.
    pub topics: Vec<Spanned<String>>,
    /// When it came up.
    pub date: Option<Spanned<Edtf>>,
    /// The words to show for the date.
    pub date_label: Option<String>,
    /// Why the date is what it is, and how sure.
    pub date_note: Option<String>,
    /// How it stands, oldest first as written.
    pub status: Vec<Status>,
    /// Ids of initiatives it is a part of.
    pub part_of: Vec<Spanned<String>>,
    /// Ids of related initiatives.
    pub related: Vec<Spanned<String>>,
    /// Checkable statements with their evidence.
    pub claims: Vec<Claim>,
}

/// One step in an initiative's status history.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Status {
    /// Proposed, adopted, signed, in force and the like.
    pub status: Spanned<String>,
    /// Since when.
    pub date: Option<Spanned<Edtf>>,
    /// The words to show for the date.
    pub date_label: Option<String>,
    /// One sentence about it.
    pub note: Option<String>,
    /// What it rests on.
    pub evidence: Vec<Evidence>,
}
