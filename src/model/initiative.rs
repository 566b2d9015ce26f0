//! Initiative: a plan, declaration, organization, resolution etc.

use super::{Claim, Edtf, Evidence};
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
    pub date_note: Option<String>,
    /// Status history, oldest first as written.
    pub status: Vec<Status>,
    /// Ids of the initiatives it is part of.
    pub part_of: Vec<Spanned<String>>,
    /// Ids of related initiatives.
    pub related: Vec<Spanned<String>>,
    /// Verifiable statements with their evidence.
    pub claims: Vec<Claim>,
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
    /// Evidence for the status.
    pub evidence: Vec<Evidence>,
}
