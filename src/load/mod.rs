//! Reads a briefing's files into the model.
//!
//! 1. `walk` reads every file under the root into [`Inputs`]: the only place here that touches the disk.
//! 2. `config` reads `briefing.toml`.
//! 3. `layout` decides what each file is, by its path alone, and gives each text file its id.
//! 4. `front_matter` splits a content file and gives its TOML or YAML as one tree with spans.
//! 5. `record` turns that tree into a typed record, `markdown` the rest into a [`crate::model::Body`].
//! 6. `article_text` divides the texts of articles into passages.
//! 7. `data` reads the tables under `content/data/`, `lock` what was verified before.
//! 8. `loaded` calls all of this in order, and loads single files again.
//!
//! Everything but `walk` is a function of [`Inputs`]; whatever is wrong becomes a diagnostic, and what is right is kept.

use crate::diagnose::{Diagnostics, Rule, Severity};
use crate::model::{Bytes, Site};
use crate::span::Sources;
use std::collections::BTreeMap;
use std::sync::Arc;

pub use config::normalize_base_url;
pub use loaded::Loaded;
pub use lock::LOCK_FILE;

mod article_text;
mod author;
mod config;
mod data;
mod encoding;
mod front_matter;
mod glob;
mod language;
mod layout;
mod loaded;
mod lock;
pub mod markdown;
mod quotation_limits;
mod record;
mod toml_syntax;
mod url;
pub mod walk;

/// A file that was not read.
pub static REFUSED_FILE: Rule = Rule {
    code: "refused-file",
    severity: Severity::Error,
    what: "A file of the briefing could not be read.",
    why: "Links to locations outside the briefing, special files and very large files are skipped, because they \
          could be published by mistake or stall the build.",
    wrong: "static/photo.jpg -> /home/me/photo.jpg   # a symbolic link out of the briefing",
    right: "static/photo.jpg   # a copy of the photo",
};

/// Every rule of this stage but those of `markdown`.
pub static RULES: &[&Rule] = &[
    &REFUSED_FILE,
    &encoding::NOT_UTF8,
    &config::INVALID_CONFIG,
    &layout::MISPLACED_FILE,
    &front_matter::MISSING_FRONT_MATTER,
    &front_matter::UNCLOSED_FRONT_MATTER,
    &front_matter::INVALID_TOML,
    &front_matter::INVALID_YAML,
    &front_matter::DUPLICATE_KEY,
    &front_matter::UNKNOWN_KEY,
    &front_matter::MISSING_KEY,
    &front_matter::INVALID_TYPE,
    &front_matter::INVALID_DATE,
    &front_matter::INVALID_VALUE,
    &layout::INVALID_ID,
    &layout::DUPLICATE_ID,
    &layout::UNKNOWN_LANGUAGE,
    &record::INVALID_PASSAGE,
    &record::INVALID_ROLE,
    &record::CONTRADICTORY_ROLES,
    &record::INVALID_PATH,
    &url::INVALID_URL,
    &record::MISSING_DESCRIPTION,
    &record::MISSING_SUMMARY,
    &record::LONG_HEADLINE,
    &record::MARKUP_WITHOUT_EFFECT,
    &record::UNKNOWN_KIND_OF_TEXT,
    &record::LONG_LABEL,
    &data::INVALID_DATA,
    &lock::INVALID_LOCK,
    &article_text::UNREAD_TEXT,
];

/// Every rule of this stage.
pub fn rules() -> impl Iterator<Item = &'static Rule> {
    RULES.iter().chain(markdown::RULES).copied()
}

/// The configuration file's usual name.
pub const CONFIG_FILE: &str = "briefing.toml";

/// The folders of a briefing that are read, and must not be written to.
pub const INPUT_FOLDERS: [&str; 4] = ["content", "themes", "templates", "static"];

/// The files of a briefing as bytes, by their path from its root, with `/`.
#[derive(Clone, Debug, Default)]
pub struct Inputs {
    /// The files.
    pub files: BTreeMap<Arc<str>, Bytes>,
    /// Files that could not be taken, with the reason: outside the root, not a regular file, too large, a name that is
    /// not UTF-8.
    pub refused: Vec<(String, String)>,
}

/// How to load.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LoadOptions {
    /// Configuration file, relative to the root; `briefing.toml` when empty.
    pub config: String,
    /// Show drafts.
    pub drafts: bool,
    /// Instead of the configuration's `base_url`.
    pub base_url: Option<String>,
}

/// Reads everything. Always gives a site: what could not be read is left out and reported.
pub fn load(inputs: &Inputs, options: &LoadOptions, sources: &mut Sources, found: &mut Diagnostics) -> Site {
    let loaded = Loaded::new(inputs, options);
    found.append(loaded.diagnostics());
    *sources = loaded.sources;
    loaded.site
}

#[cfg(test)]
mod tests;
