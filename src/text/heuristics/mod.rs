//! What each line is and says, one file per heuristic.
//!
//! Each marks the lines it is sure of with a role and a reason, leaves the rest free, and gives what those lines say.
//! None knows a particular outlet: they know labels, shapes and places. Their order is that of `layout`.

pub(crate) mod author_note;
pub(crate) mod body;
pub(crate) mod byline;
pub(crate) mod caption;
pub(crate) mod date;
pub(crate) mod end_matter;
pub(crate) mod interface;
pub(crate) mod language;
pub(crate) mod mail;
pub(crate) mod person;
pub(crate) mod rights;
pub(crate) mod section;
pub(crate) mod standfirst;
pub(crate) mod title;
