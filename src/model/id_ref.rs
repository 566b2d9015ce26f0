//! References to other records by id, in front matter and in settings of fences.

use super::Kind;
use crate::span::Spanned;

/// Id of a record of a known kind.
#[derive(Clone, Copy, Debug)]
pub struct IdRef<'a> {
    /// Key that contains the id.
    pub key: &'static str,
    /// Kind of the referenced record.
    pub kind: Kind,
    /// Id as written.
    pub id: &'a Spanned<String>,
}

/// Iterates over the ids of a key.
pub(super) fn id_refs<'a>(
    key: &'static str,
    kind: Kind,
    ids: &'a [Spanned<String>],
) -> impl Iterator<Item = IdRef<'a>> + Clone + use<'a> {
    ids.iter().map(move |id| IdRef { key, kind, id })
}
