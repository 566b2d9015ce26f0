//! Front matter: metadata of a content file, as TOML or YAML above its text.
//!
//! 1. `split` finds its start and end.
//! 2. `toml` and `yaml` parse it into the same `tree`, in which every key and value has a span.
//! 3. `fields` extracts typed values from the tree and reports what does not fit at its span.

mod fields;
mod hints;
mod split;
mod toml;
pub(crate) mod tree;
mod yaml;

pub(crate) use fields::{Fields, TextItem};
pub(crate) use fields::{INVALID_DATE, INVALID_TYPE, INVALID_VALUE, MISSING_KEY, UNKNOWN_KEY};
pub(crate) use split::{FrontMatterFormat, split};
pub(crate) use split::{MISSING_FRONT_MATTER, UNCLOSED_FRONT_MATTER};
pub(crate) use toml::{DUPLICATE_KEY, INVALID_TOML};
pub(crate) use yaml::INVALID_YAML;

use crate::diagnose::Diagnostics;
use crate::span::FileId;
use std::ops::Range;
use tree::SpannedTable;

/// Parsed block of TOML or YAML.
#[derive(Debug, Default)]
pub(crate) struct ParsedTable {
    /// Top-level table.
    pub table: SpannedTable,
    /// `true` if parsing met no error. Otherwise a missing key may be in a part that was lost.
    pub is_complete: bool,
    /// Syntax of the block.
    pub format: FrontMatterFormat,
}

/// Parses the block of a file's text at byte range `block`.
pub(crate) fn parse(
    file: FileId,
    text: &str,
    format: FrontMatterFormat,
    block: Range<usize>,
    diagnostics: &mut Diagnostics,
) -> ParsedTable {
    match format {
        FrontMatterFormat::Toml => toml::parse(file, text, block, diagnostics),
        FrontMatterFormat::Yaml => yaml::parse(file, text, block, diagnostics),
    }
}
