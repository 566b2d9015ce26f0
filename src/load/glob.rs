//! Glob patterns for paths: `*`, `?`, `[a-z]`, `[!a]`, `{one,two}`, and `**` for any folders.
//!
//! The `glob` crate matches one pattern, character by character. (`globset` and `fast-glob` match bytes: their `?` is
//! not a Chinese character.) Braces and backslashes, which it lacks, are rewritten for it.

use glob::{MatchOptions, Pattern};

/// Compiled glob, one pattern per alternative of the braces.
#[derive(Clone, Debug)]
pub(crate) struct Glob(Vec<Pattern>);

/// Maximum number of alternatives from expanded braces.
const MAX_ALTERNATIVES: usize = 64;

/// Options of a shell: only `**` matches a slash. A leading dot is nothing special.
const OPTIONS: MatchOptions =
    MatchOptions { case_sensitive: true, require_literal_separator: true, require_literal_leading_dot: false };

impl Glob {
    /// Parses a glob. The error is a phrase for a message.
    pub(crate) fn parse(text: &str) -> Result<Glob, &'static str> {
        if text.is_empty() {
            return Err("the pattern is empty");
        }
        let compile = |text: &String| Pattern::new(&without_backslashes(text)?).map_err(|error| error.msg);
        expand_braces(text)?.iter().map(compile).collect::<Result<_, _>>().map(Glob)
    }

    /// Checks whether the whole path matches. A pattern without `/` may match the last component instead: one with `/`
    /// matches no name, except after `**/`, where it matches the path, too.
    pub(crate) fn matches(&self, path: &str) -> bool {
        let name = path.rsplit('/').next().unwrap_or(path);
        self.0.iter().any(|pattern| pattern.matches_with(path, OPTIONS) || pattern.matches_with(name, OPTIONS))
    }
}

fn expand_braces(text: &str) -> Result<Vec<String>, &'static str> {
    let mut done = Vec::new();
    let mut open = vec![text.to_owned()];
    while let Some(text) = open.pop() {
        let Some((before, rest)) = text.split_once('{') else {
            done.push(text);
            continue;
        };
        let (inside, after) = rest.split_once('}').ok_or("unclosed `{`")?;
        if inside.contains('{') {
            return Err("nested braces");
        }
        open.extend(inside.split(',').rev().map(|word| format!("{before}{word}{after}")));
        if open.len() + done.len() > MAX_ALTERNATIVES {
            return Err("too many alternatives in braces");
        }
    }
    Ok(done)
}

/// Writes an escaped character as a class of one, and `[^` as `[!`.
fn without_backslashes(text: &str) -> Result<String, &'static str> {
    let mut pattern = String::with_capacity(text.len());
    let mut rest = text.chars();
    while let Some(character) = rest.next() {
        match character {
            '\\' => {
                let escaped = rest.next().ok_or("no character after the last `\\`")?;
                pattern.push_str(&Pattern::escape(escaped.encode_utf8(&mut [0; 4])));
            }
            '[' => {
                let inside = rest.as_str();
                let negation = inside.starts_with(['!', '^']);
                let members = &inside[usize::from(negation)..];
                // A bracket in the first place is a member.
                let end = members.char_indices().skip(1).find(|(_, c)| *c == ']').ok_or("unclosed `[`")?.0;
                pattern.push_str(if negation { "[!" } else { "[" });
                pattern.push_str(&members[..=end]);
                rest = members[end + 1..].chars();
            }
            _ => pattern.push(character),
        }
    }
    Ok(pattern)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn matching(glob: &str, path: &str) -> bool {
        Glob::parse(glob).unwrap().matches(path)
    }

    #[test]
    fn matches_like_a_shell() {
        for (glob, path) in [
            ("*.tmp", "a.tmp"),
            ("*.tmp", "deep/er/a.tmp"),
            ("drafts/**", "drafts/a/b.md"),
            ("**/notes.md", "notes.md"),
            ("**/notes.md", "a/b/notes.md"),
            ("a/*/c", "a/b/c"),
            ("a/**/c", "a/x/y/c"),
            ("a/**/c", "a/c"),
            ("*.{png,jpg}", "photo.jpg"),
            ("[a-c]?.md", "b1.md"),
            ("[!a].md", "b.md"),
            ("**/x*/y", "q/x1/z/x2/y"),
            ("\\*", "*"),
            ("\\[a]", "[a]"),
            ("!a", "!a"),
            ("?.md", "中.md"),
            ("[中文]*.md", "文件.md"),
            ("[^a].md", "中.md"),
            ("[]a].md", "].md"),
            ("[!]a].md", "b.md"),
            ("{*.tmp,a/b}", "x/a.tmp"),
            ("**", "a/b"),
        ] {
            assert!(matching(glob, path), "{glob} {path}");
        }
    }

    #[test]
    fn star_does_not_match_separator() {
        for (glob, path) in [
            ("a/*", "a/b/c"),
            ("a/?", "a/"),
            ("*.tmp", "a.tmpx"),
            ("**/notes.md", "xnotes.md"),
            ("[!a].md", "a.md"),
            ("a/*/c", "a/c"),
            ("drafts/**", "drafts"),
            ("a/b", "x/a/b"),
            ("[a/]b", "a/b"),
            ("[^a].md", "a.md"),
            ("\\*", "a"),
        ] {
            assert!(!matching(glob, path), "{glob} {path}");
        }
    }

    #[test]
    fn rejects_invalid_patterns() {
        for glob in ["", "[a", "{a", "{a{b}}", "a\\", "[!]", "a**", "x/**y", &"{a,b}".repeat(20)] {
            assert!(Glob::parse(glob).is_err(), "{glob}");
        }
    }

    #[test]
    fn many_stars_take_polynomial_time() {
        assert!(!matching(&"*a".repeat(200), &"a".repeat(5_000).replace("aaaaaaaaaa", "aaaaaaaaab")));
    }
}
