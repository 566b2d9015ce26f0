//! An event: what happened, when, where and who took part.

use super::{Claim, Edtf};
use crate::span::Spanned;
use serde::{Deserialize, Serialize};

/// The keys that only events have.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Event {
    /// When it happened; required, so nothing only after an error.
    pub date: Option<Spanned<Edtf>>,
    /// The words to show for the date.
    pub date_label: Option<String>,
    /// Why the date is what it is, and how sure.
    pub date_note: Option<String>,
    /// Where.
    pub place: Option<String>,
    /// Ids of actors who took part.
    pub actors: Vec<Spanned<String>>,
    /// Ids of initiatives it belongs to.
    pub initiatives: Vec<Spanned<String>>,
    /// Ids of topics it touches.
    pub topics: Vec<Spanned<String>>,
    /// Whether it is one of the briefing's turning points.
    pub turning_point: bool,
    /// Checkable statements with their evidence.
    pub claims: Vec<Claim>,
}
