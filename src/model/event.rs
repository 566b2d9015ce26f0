//! Event: date, place and participants.

use super::id_ref::id_refs;
use super::{Claim, Edtf, IdRef, Kind};
use crate::span::Spanned;
use serde::{Deserialize, Serialize};

/// Front matter keys specific to events.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Event {
    /// Date of the event; required, so `None` only after an error.
    pub date: Option<Spanned<Edtf>>,
    /// Text displayed instead of the formatted date.
    pub date_label: Option<String>,
    /// Explanation of the date and its certainty.
    pub date_note: Option<Spanned<String>>,
    /// Place of the event.
    pub place: Option<String>,
    /// Ids of the participating actors.
    pub actors: Vec<Spanned<String>>,
    /// Ids of the initiatives it belongs to.
    pub initiatives: Vec<Spanned<String>>,
    /// Ids of the topics it touches.
    pub topics: Vec<Spanned<String>>,
    /// True for a turning point of the briefing.
    pub turning_point: bool,
    /// Verifiable statements with their evidence.
    pub claims: Vec<Claim>,
}

impl Event {
    /// Iterates over the ids of other records.
    pub fn id_refs(&self) -> impl Iterator<Item = IdRef<'_>> + Clone {
        id_refs("actors", Kind::Actor, &self.actors)
            .chain(id_refs("initiatives", Kind::Initiative, &self.initiatives))
            .chain(id_refs("topics", Kind::Topic, &self.topics))
    }
}
