//! Actor: a state, organization, company, person or group.

use super::id_ref::id_refs;
use super::{IdRef, Kind};
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

impl Actor {
    /// Iterates over the ids of other records.
    pub fn id_refs(&self) -> impl Iterator<Item = IdRef<'_>> + Clone {
        id_refs("member_of", Kind::Actor, &self.member_of)
    }
}
