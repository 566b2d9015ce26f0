//! Front matter: the facts of a content file, as TOML or YAML before its text.
//!
//! 1. `split` finds where it begins and ends.
//! 2. `toml` and `yaml` read it into the same `tree`, in which every key and value has its place.
//! 3. `fields` takes typed values out of the tree; whatever does not fit is reported at its place.

mod fields;
mod hints;
mod split;
mod toml;
pub(crate) mod tree;
mod yaml;

pub(crate) use fields::Fields;
pub(crate) use fields::{BAD_DATE, BAD_VALUE, MISSING_KEY, UNKNOWN_KEY, WRONG_TYPE};
pub(crate) use split::{FrontMatterFormat, split};
pub(crate) use split::{MISSING_FRONT_MATTER, UNCLOSED_FRONT_MATTER};
pub(crate) use toml::{BAD_TOML, DUPLICATE_KEY};
pub(crate) use yaml::BAD_YAML;

use crate::diagnose::Diagnostics;
use crate::span::FileId;
use std::ops::Range;
use tree::SpannedTable;

/// What a block of TOML or YAML says.
#[derive(Debug, Default)]
pub(crate) struct ParsedTable {
    /// The top level.
    pub table: SpannedTable,
    /// Whether all of it could be read. When not, a missing key may stand in the part that could not.
    pub is_complete: bool,
    /// How it is written.
    pub format: FrontMatterFormat,
}

/// Reads the part of a file's text at `block`.
pub(crate) fn parse(
    file: FileId,
    text: &str,
    format: FrontMatterFormat,
    block: Range<usize>,
    found: &mut Diagnostics,
) -> ParsedTable {
    match format {
        FrontMatterFormat::Toml => toml::parse(file, text, block, found),
        FrontMatterFormat::Yaml => yaml::parse(file, text, block, found),
    }
}
