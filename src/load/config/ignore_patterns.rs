//! `ignored_content` and `ignored_static`: globs for files to skip.

use super::invalid;
use crate::load::front_matter::Fields;
use crate::load::glob::Glob;
use crate::span::Spanned;

/// Compiled globs.
#[derive(Debug)]
pub(crate) struct IgnorePatterns(Vec<Glob>);

impl IgnorePatterns {
    /// Compiles patterns that [`read`] has validated; skips any that do not parse.
    pub(crate) fn new(patterns: &[Spanned<String>]) -> IgnorePatterns {
        IgnorePatterns(patterns.iter().filter_map(|pattern| Glob::parse(&pattern.value).ok()).collect())
    }

    /// Checks whether any pattern matches a path relative to the patterns' folder.
    pub(crate) fn matches(&self, path: &str) -> bool {
        self.0.iter().any(|glob| glob.matches(path))
    }
}

/// Reads a list of globs; reports and drops those that do not parse.
pub(super) fn read(fields: &mut Fields<'_, '_>, key: &'static str) -> Vec<Spanned<String>> {
    let mut patterns = fields.strings(key);
    patterns.retain(|pattern| match Glob::parse(&pattern.value) {
        Ok(_) => true,
        Err(reason) => {
            let diagnostic = invalid(pattern.span, format!("invalid pattern: {reason}"));
            fields.report(diagnostic.help("use a pattern such as `\"*.tmp\"` or `\"drafts/**\"`"));
            false
        }
    });
    patterns
}
