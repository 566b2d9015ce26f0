//! Theme manifest: parses `theme.toml`.

use crate::diagnose::{Diagnostic, Diagnostics, Rule, Severity};
use crate::span::{FileId, Span};
use serde::Deserialize;

/// Invalid `theme.toml` or message file.
pub(crate) static INVALID_THEME_FILE: Rule = Rule {
    code: "invalid-theme-file",
    severity: Severity::Error,
    what: "A theme's `theme.toml` or a message file is not valid.",
    why: "The theme cannot be used as intended.",
    wrong: "style = [\"base.css\"]",
    right: "styles = [\"base.css\"]",
};

/// Content of `theme.toml`.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct ThemeManifest {
    /// Source id; `None` if there is no such file.
    #[serde(skip)]
    pub(crate) file: Option<FileId>,
    name: Option<String>,
    description: Option<String>,
    license: Option<String>,
    /// Parent theme, which provides the files that this one lacks.
    pub(crate) extends: Option<toml::Spanned<String>>,
    /// Style sheets in the order of concatenation, by path under `styles/`.
    pub(crate) styles: Vec<toml::Spanned<String>>,
    /// Scripts by path under `scripts/`.
    pub(crate) scripts: Vec<toml::Spanned<String>>,
    /// Scripts by path under `scripts/` that pages load when a reader needs them.
    pub(crate) scripts_on_demand: Vec<toml::Spanned<String>>,
    /// Default values of the options that a site may set.
    pub(crate) options: serde_json::Map<String, serde_json::Value>,
}

impl ThemeManifest {
    /// Parses a layer's `theme.toml`; reports an invalid one and treats it as empty.
    pub(crate) fn read(file: FileId, text: &str, diagnostics: &mut Diagnostics) -> ThemeManifest {
        match toml::from_str::<ThemeManifest>(text) {
            Ok(manifest) => ThemeManifest { file: Some(file), ..manifest },
            Err(error) => {
                diagnostics.push(invalid_toml(file, &error));
                ThemeManifest { file: Some(file), ..ThemeManifest::default() }
            }
        }
    }
}

/// Converts a TOML error to a diagnostic at the error's span.
pub(crate) fn invalid_toml(file: FileId, error: &toml::de::Error) -> Diagnostic {
    let message = error.message().lines().next().unwrap_or_default().trim_end_matches('.');
    Diagnostic::new(&INVALID_THEME_FILE, Span::new(file, error.span().unwrap_or(0..0)), message)
}
