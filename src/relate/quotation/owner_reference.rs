//! Citation or footnote that can be the source of a quotation.

use crate::model::ReferenceId;

/// Citation that may own a quotation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum OwnerReference {
    /// Citation in the same text; true if it follows the quotation.
    Citation(ReferenceId, bool),
    /// Footnote, by index.
    Note(u32),
}
