//! Keys that are paths of the output: `slug`, `path`, `aliases`, and `template`.

use crate::diagnose::{Diagnostic, Rule, Severity};
use crate::load::front_matter::Fields;
use crate::span::Spanned;

/// Rule: a path is invalid.
pub(crate) static INVALID_PATH: Rule = Rule {
    code: "invalid-path",
    severity: Severity::Error,
    what: "`slug`, `path`, `aliases` or `template` is not a valid path within the site.",
    why: "A file would be written outside the output folder, or to a path that no URL leads to.",
    wrong: "aliases = [\"../old/\"]",
    right: "aliases = [\"old/\"]",
};

const PATH_HELP: &str = "use names separated by `/`, such as `\"archive/2025/\"`";
const SEGMENT_HELP: &str = "use a single name without `/`, such as `\"summit\"`; use `path` for several segments";

/// Reads a path within the site, with or without slashes around it.
pub(super) fn path(fields: &mut Fields<'_, '_>, key: &'static str) -> Option<Spanned<String>> {
    let path = fields.string(key)?;
    validate(fields, key, path, problem, PATH_HELP)
}

/// Reads a list of paths within the site.
pub(super) fn paths(fields: &mut Fields<'_, '_>, key: &'static str) -> Vec<Spanned<String>> {
    let paths = fields.strings(key);
    paths.into_iter().filter_map(|path| validate(fields, key, path, problem, PATH_HELP)).collect()
}

/// Reads one path segment, without slashes.
pub(super) fn segment(fields: &mut Fields<'_, '_>, key: &'static str) -> Option<Spanned<String>> {
    let segment = fields.string(key)?;
    let problem = |text: &str| if text.contains('/') { Some("`/`") } else { problem(text) };
    validate(fields, key, segment, problem, SEGMENT_HELP)
}

fn validate(
    fields: &mut Fields<'_, '_>,
    key: &str,
    path: Spanned<String>,
    problem: impl FnOnce(&str) -> Option<&'static str>,
    help: &str,
) -> Option<Spanned<String>> {
    let Some(problem) = problem(&path.value) else { return Some(path) };
    let message =
        if path.value.is_empty() { format!("`{key}` is empty") } else { format!("`{key}` must not contain {problem}") };
    fields.report(Diagnostic::new(&INVALID_PATH, path.span, message).label("not a path within the site").help(help));
    None
}

/// Returns what makes a path invalid, or `None`.
fn problem(path: &str) -> Option<&'static str> {
    let inner = path.strip_prefix('/').unwrap_or(path);
    let inner = inner.strip_suffix('/').unwrap_or(inner);
    if path.is_empty() {
        Some("empty value")
    } else if path.contains('\\') {
        Some("a backslash")
    } else if path.contains(':') {
        Some("`:`")
    } else if path.contains(['?', '#']) {
        Some("a query or fragment")
    } else if path.chars().any(char::is_control) {
        Some("control characters")
    } else if path != "/" && inner.split('/').any(|part| matches!(part.trim(), "" | "." | "..")) {
        Some("`.`, `..` or empty segments")
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accepts_plain_paths() {
        for path in ["a", "a/b/", "/a/b.html", "中文/", "/", "a b"] {
            assert_eq!(problem(path), None, "{path}");
        }
    }

    #[test]
    fn rejects_paths_outside_of_the_site() {
        for path in [
            "",
            "..",
            "a/../b",
            "/..",
            "./a",
            "a//b",
            "//host/a",
            "a\\b",
            "https://x/",
            "a?b",
            "a#b",
            "a\nb",
            "C:/x",
            "a/ ../b",
        ] {
            assert!(problem(path).is_some(), "{path}");
        }
    }
}
