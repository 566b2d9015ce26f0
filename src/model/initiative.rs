//! Initiative: a plan, declaration, organization, resolution etc.

use super::id_ref::id_refs;
use super::{Claim, Edtf, Evidence, IdRef, Inline, Kind};
use crate::span::Spanned;
use serde::{Deserialize, Serialize};

/// Front matter keys specific to initiatives.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Initiative {
    /// Action plan, declaration, organization etc.
    pub kind: Option<Spanned<String>>,
    /// Ids of the proposing actors.
    pub proposer: Vec<Spanned<String>>,
    /// Ids of other participating actors.
    pub actors: Vec<Spanned<String>>,
    /// Ids of the topics it touches.
    pub topics: Vec<Spanned<String>>,
    /// Date of the first proposal.
    pub date: Option<Spanned<Edtf>>,
    /// Text displayed instead of the formatted date.
    pub date_label: Option<String>,
    /// Explanation of the date and its certainty.
    pub date_note: Option<Spanned<String>>,
    /// Status history, oldest first as written.
    pub status: Vec<Status>,
    /// Ids of the initiatives it is part of.
    pub part_of: Vec<Spanned<String>>,
    /// Ids of related initiatives.
    pub related: Vec<Spanned<String>>,
    /// Verifiable statements with their evidence.
    pub claims: Vec<Claim>,
}

impl Initiative {
    /// Iterates over the ids of other records.
    pub fn id_refs(&self) -> impl Iterator<Item = IdRef<'_>> + Clone {
        id_refs("proposer", Kind::Actor, &self.proposer)
            .chain(id_refs("actors", Kind::Actor, &self.actors))
            .chain(id_refs("topics", Kind::Topic, &self.topics))
            .chain(id_refs("part_of", Kind::Initiative, &self.part_of))
            .chain(id_refs("related", Kind::Initiative, &self.related))
    }
}

/// Entry of an initiative's status history.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Status {
    /// Proposed, adopted, signed, in force etc.
    pub status: Spanned<String>,
    /// Start of the status.
    pub date: Option<Spanned<Edtf>>,
    /// Text displayed instead of the formatted date.
    pub date_label: Option<String>,
    /// Comment in one sentence.
    pub note: Option<String>,
    /// Inline Markdown of the comment; empty if it has only words.
    pub note_markup: Vec<Inline>,
    /// Evidence for the status.
    pub evidence: Vec<Evidence>,
}
