//! `ignored_content` and `ignored_static`: files to leave out.

use super::invalid;
use crate::load::front_matter::Fields;
use crate::load::glob::Glob;
use crate::span::Spanned;

/// Globs, ready to match.
#[derive(Debug)]
pub(crate) struct IgnorePatterns(Vec<Glob>);

impl IgnorePatterns {
    /// Takes patterns that have been checked.
    pub(crate) fn new(patterns: &[Spanned<String>]) -> IgnorePatterns {
        IgnorePatterns(patterns.iter().filter_map(|pattern| Glob::parse(&pattern.value).ok()).collect())
    }

    /// Whether a path, relative to the folder that the patterns are for, is left out.
    pub(crate) fn matches(&self, path: &str) -> bool {
        self.0.iter().any(|glob| glob.matches(path))
    }
}

/// Reads a list of globs; those that cannot be read are reported and left out.
pub(super) fn read(fields: &mut Fields<'_, '_>, key: &'static str) -> Vec<Spanned<String>> {
    let mut patterns = fields.strings(key);
    patterns.retain(|pattern| match Glob::parse(&pattern.value) {
        Ok(_) => true,
        Err(reason) => {
            let diagnostic = invalid(pattern.span, format!("bad pattern: {reason}"));
            fields.report(diagnostic.help("write one such as `\"*.tmp\"` or `\"drafts/**\"`"));
            false
        }
    });
    patterns
}
