//! Heuristics for the role and metadata of lines, one file each.
//!
//! Each heuristic assigns a role with a reason to the lines it recognizes, leaves the rest unassigned, and returns the
//! extracted metadata. None is specific to an outlet: they rely on labels, shapes and positions. `classify` defines
//! their order.

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
