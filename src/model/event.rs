//! Event: date, place and participants.

use super::{Claim, Edtf};
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
    pub date_note: Option<String>,
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
