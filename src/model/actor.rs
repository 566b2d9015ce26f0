//! An actor: a state, organization, company, person or group.

use crate::span::Spanned;
use serde::{Deserialize, Serialize};

/// The keys that only actors have.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Actor {
    /// State, organization, company, person or group.
    pub kind: Option<Spanned<String>>,
    /// Ids of actors it belongs to.
    pub member_of: Vec<Spanned<String>>,
    /// Its own address; the scheme has been checked.
    pub url: Option<Spanned<String>>,
}
