//! Actors.

use crate::load::front_matter::Fields;
use crate::load::url;
use crate::model::Actor;

/// Allowed kinds of actors.
const KINDS: [&str; 5] = ["state", "organization", "company", "person", "group"];

/// Reads the keys of an actor.
pub(super) fn read(fields: &mut Fields<'_, '_>) -> Actor {
    Actor {
        kind: fields.one_of("kind", &KINDS).map(|kind| kind.map(str::to_owned)),
        member_of: fields.strings("member_of"),
        url: url::read(fields, "url"),
    }
}
