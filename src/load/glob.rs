//! Glob patterns for paths: `*`, `?`, `[a-z]`, `[!a]`, `{one,two}`, and `**` for any folders.

/// Compiled glob.
#[derive(Clone, Debug)]
pub(crate) struct Glob {
    /// Token lists, one per alternative of the braces.
    alternatives: Vec<Vec<GlobToken>>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum GlobToken {
    /// Literal character.
    Character(char),
    /// `?`: any character but `/`.
    AnyCharacter,
    /// `[…]`: a character inside one of the ranges, or outside all of them if negated.
    Class { negated: bool, ranges: Vec<(char, char)> },
    /// `*`: any characters but `/`.
    Star,
    /// `**`: any characters.
    DoubleStar,
    /// `**/`: any number of folders.
    Folders,
}

/// Maximum number of alternatives from expanded braces.
const MAX_ALTERNATIVES: usize = 64;

impl Glob {
    /// Parses a glob. The error is a phrase for a message.
    pub(crate) fn parse(text: &str) -> Result<Glob, &'static str> {
        if text.is_empty() {
            return Err("the pattern is empty");
        }
        let alternatives = expand_braces(text)?.iter().map(|text| tokenize(text)).collect::<Result<_, _>>()?;
        Ok(Glob { alternatives })
    }

    /// Checks whether the whole path matches. A pattern without `/` may match the last component instead.
    pub(crate) fn matches(&self, path: &str) -> bool {
        let path_characters: Vec<char> = path.chars().collect();
        let name: Vec<char> = path.rsplit('/').next().unwrap_or(path).chars().collect();
        self.alternatives.iter().any(|tokens| {
            let has_separator = tokens
                .iter()
                .any(|token| matches!(token, GlobToken::Character('/') | GlobToken::DoubleStar | GlobToken::Folders));
            matches_tokens(tokens, &path_characters) || !has_separator && matches_tokens(tokens, &name)
        })
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

fn tokenize(text: &str) -> Result<Vec<GlobToken>, &'static str> {
    let mut tokens = Vec::new();
    let mut rest = text.chars().peekable();
    while let Some(character) = rest.next() {
        let token = match character {
            '?' => GlobToken::AnyCharacter,
            '*' if rest.next_if_eq(&'*').is_some() => {
                if rest.next_if_eq(&'/').is_some() {
                    GlobToken::Folders
                } else {
                    GlobToken::DoubleStar
                }
            }
            '*' => GlobToken::Star,
            '[' => {
                let negated = rest.next_if(|next| matches!(next, '!' | '^')).is_some();
                GlobToken::Class { negated, ranges: parse_class(&mut rest)? }
            }
            '\\' => GlobToken::Character(rest.next().ok_or("no character after the last `\\`")?),
            _ => GlobToken::Character(character),
        };
        tokens.push(token);
    }
    Ok(tokens)
}

fn parse_class(rest: &mut std::iter::Peekable<std::str::Chars<'_>>) -> Result<Vec<(char, char)>, &'static str> {
    let mut ranges: Vec<(char, char)> = Vec::new();
    loop {
        let first = rest.next().ok_or("unclosed `[`")?;
        if first == ']' && !ranges.is_empty() {
            return Ok(ranges);
        }
        let mut ahead = rest.clone();
        let last = match (ahead.next(), ahead.next()) {
            (Some('-'), Some(last)) if last != ']' => {
                *rest = ahead;
                last
            }
            _ => first,
        };
        ranges.push((first, last));
    }
}

/// Matches greedily; on a mismatch, backtracks to the latest wildcard and extends its match, at most once per character
/// and wildcard.
fn matches_tokens(tokens: &[GlobToken], text: &[char]) -> bool {
    let (mut token, mut at) = (0, 0);
    let mut star: Option<(usize, usize)> = None;
    let mut folders: Option<(usize, usize)> = None;
    loop {
        match (tokens.get(token), text.get(at)) {
            (None, None) => return true,
            (Some(GlobToken::Star), _) => {
                star = Some((token, at));
                token += 1;
                continue;
            }
            (Some(GlobToken::DoubleStar | GlobToken::Folders), _) => {
                (folders, star) = (Some((token, at)), None);
                token += 1;
                continue;
            }
            (Some(token_at), Some(&character)) if token_at.matches(character) => {
                (token, at) = (token + 1, at + 1);
                continue;
            }
            _ => {}
        }
        star = star.and_then(|(token, from)| Some((token, extend_wildcard(&tokens[token], text, from)?)));
        if star.is_none() {
            folders = folders.and_then(|(token, from)| Some((token, extend_wildcard(&tokens[token], text, from)?)));
        }
        let Some((wildcard, from)) = star.or(folders) else { return false };
        (token, at) = (wildcard + 1, from);
    }
}

/// Returns the next longer end of a wildcard's match that ends at `from`, or `None` if it cannot be extended.
fn extend_wildcard(wildcard: &GlobToken, text: &[char], from: usize) -> Option<usize> {
    match wildcard {
        GlobToken::Folders => text.get(from..)?.iter().position(|&character| character == '/').map(|at| from + at + 1),
        GlobToken::DoubleStar => (from < text.len()).then_some(from + 1),
        _ => (*text.get(from)? != '/').then_some(from + 1),
    }
}

impl GlobToken {
    fn matches(&self, character: char) -> bool {
        match self {
            GlobToken::Character(own) => *own == character,
            GlobToken::AnyCharacter => character != '/',
            GlobToken::Class { negated, ranges } => {
                let inside = ranges.iter().any(|&(first, last)| (first..=last).contains(&character));
                character != '/' && inside != *negated
            }
            GlobToken::Star | GlobToken::DoubleStar | GlobToken::Folders => false,
        }
    }
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
        ] {
            assert!(!matching(glob, path), "{glob} {path}");
        }
    }

    #[test]
    fn rejects_invalid_patterns() {
        for glob in ["", "[a", "{a", "{a{b}}", "a\\", &"{a,b}".repeat(20)] {
            assert!(Glob::parse(glob).is_err(), "{glob}");
        }
    }

    #[test]
    fn many_stars_take_polynomial_time() {
        assert!(!matching(&"*a".repeat(200), &"a".repeat(5_000).replace("aaaaaaaaaa", "aaaaaaaaab")));
    }
}
