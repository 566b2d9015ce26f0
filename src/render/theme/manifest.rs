//! Reads `theme.toml`.

use crate::diagnose::{Diagnostic, Diagnostics, Rule, Severity};
use crate::span::{FileId, Span};
use serde::Deserialize;

/// A `theme.toml` or a table of words that cannot be read.
pub(crate) static INVALID_THEME_FILE: Rule = Rule {
    code: "wrong-theme-file",
    severity: Severity::Error,
    what: "A theme's `theme.toml` or a file of its words does not say what it should.",
    why: "The theme cannot be used as its author meant it.",
    wrong: "style = [\"base.css\"]",
    right: "styles = [\"base.css\"]",
};

/// What `theme.toml` says.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct ThemeManifest {
    /// Its source.
    #[serde(skip)]
    pub(crate) file: Option<FileId>,
    name: Option<String>,
    description: Option<String>,
    license: Option<String>,
    /// The theme whose files stand in for those that this one lacks.
    pub(crate) extends: Option<toml::Spanned<String>>,
    /// Style sheets in the order of concatenation.
    pub(crate) styles: Vec<toml::Spanned<String>>,
    /// Scripts.
    pub(crate) scripts: Vec<toml::Spanned<String>>,
    /// Options that a site may set, with their defaults.
    pub(crate) options: serde_json::Map<String, serde_json::Value>,
}

impl ThemeManifest {
    /// Reads a layer's `theme.toml`; one that cannot be read lists nothing.
    pub(crate) fn read(file: FileId, text: &str, found: &mut Diagnostics) -> ThemeManifest {
        match toml::from_str::<ThemeManifest>(text) {
            Ok(manifest) => ThemeManifest { file: Some(file), ..manifest },
            Err(error) => {
                found.push(invalid_toml(file, &error));
                ThemeManifest { file: Some(file), ..ThemeManifest::default() }
            }
        }
    }
}

/// Reports TOML that cannot be read, at the place that the reader names.
pub(crate) fn invalid_toml(file: FileId, error: &toml::de::Error) -> Diagnostic {
    let message = error.message().lines().next().unwrap_or_default().trim_end_matches('.');
    Diagnostic::new(&INVALID_THEME_FILE, Span::new(file, error.span().unwrap_or(0..0)), message)
}
