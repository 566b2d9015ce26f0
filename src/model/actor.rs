//! Actor: a state, organization, company, person or group.

use crate::span::Spanned;
use serde::{Deserialize, Serialize};

/// Front matter keys specific to actors.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Actor {
    /// State, organization, company, person or group.
    pub kind: Option<Spanned<String>>,
    /// Ids of the actors it is a member of.
    pub member_of: Vec<Spanned<String>>,
    /// Website of the actor; the scheme is validated.
    pub url: Option<Spanned<String>>,
}
