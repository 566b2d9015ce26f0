//! How much of a page is read: nesting is measured before anything is parsed, since its cost grows with the square.

use crate::text::Refused;

/// The most elements within each other.
const MOST_DEPTH: usize = 400;

/// The most elements on a page.
pub(super) const MOST_ELEMENTS: usize = 200_000;

/// Elements that end without an end tag, or that pages leave open.
const UNCOUNTED: &[&str] = &[
    "area", "base", "body", "br", "col", "dd", "dt", "embed", "head", "hr", "html", "img", "input", "li", "link",
    "meta", "option", "p", "path", "source", "tbody", "td", "th", "thead", "tr", "track", "use", "wbr",
];

/// Refuses a page that is nested too deeply or has too many elements.
pub(super) fn check(html: &str) -> Result<(), Refused> {
    let (depth, elements) = measure(html);
    if depth > MOST_DEPTH {
        return Err(Refused::TooDeep(depth));
    }
    if elements > MOST_ELEMENTS {
        return Err(Refused::TooMany(elements));
    }
    Ok(())
}

/// How many elements stand within each other at most, and how many there are, by their tags.
fn measure(html: &str) -> (usize, usize) {
    let (mut depth, mut most, mut elements) = (0usize, 0, 0);
    for (at, _) in html.match_indices('<') {
        let rest = &html[at + 1..];
        let is_end = rest.starts_with('/');
        let name: String = rest
            .trim_start_matches('/')
            .chars()
            .take(12)
            .take_while(char::is_ascii_alphanumeric)
            .map(|c| c.to_ascii_lowercase())
            .collect();
        if !name.starts_with(|c: char| c.is_ascii_alphabetic()) {
            continue;
        }
        elements += usize::from(!is_end);
        if UNCOUNTED.contains(&name.as_str()) {
            continue;
        }
        depth = if is_end { depth.saturating_sub(1) } else { depth + 1 };
        most = most.max(depth);
    }
    (most, elements)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn measures_nesting_and_number() {
        assert_eq!(measure(&"<p>x<br><div></div>".repeat(1000)), (1, 3000));
        assert_eq!(measure("a < b </ <!-- <3"), (0, 0));
    }

    #[test]
    fn refuses_what_is_too_deep_or_too_much() {
        assert!(matches!(check(&"<div>".repeat(10_000)), Err(Refused::TooDeep(10_000))));
        assert!(matches!(check(&"<br>".repeat(MOST_ELEMENTS + 1)), Err(Refused::TooMany(_))));
        assert!(check("<p>x").is_ok());
    }
}
