//! How much of a page is read: nesting is measured before anything is parsed, since its cost grows with the square.

use super::tags;
use crate::text::TextError;

/// The most elements within each other.
const MAX_DEPTH: usize = 256;

/// The most elements on a page.
pub(super) const MAX_ELEMENTS: usize = 200_000;

/// The most attributes of an element: parsers look at all others for each.
const MAX_ATTRIBUTES: usize = 10_000;

/// Elements that end without an end tag, or that pages leave open.
const UNCOUNTED: &[&str] = &[
    "area", "base", "body", "br", "col", "dd", "dt", "embed", "head", "hr", "html", "img", "input", "li", "link",
    "meta", "option", "p", "path", "source", "tbody", "td", "th", "thead", "tr", "track", "use", "wbr",
];

/// Refuses a page that is nested too deeply or has too many elements.
pub(super) fn check(html: &str) -> Result<(), TextError> {
    let (depth, elements) = measure(html);
    if depth > MAX_DEPTH {
        return Err(TextError::TooDeep(depth));
    }
    if elements > MAX_ELEMENTS {
        return Err(TextError::TooMany(elements));
    }
    match count_attributes(html) {
        most if most > MAX_ATTRIBUTES => Err(TextError::TooMany(most)),
        _ => Ok(()),
    }
}

/// How many attributes an element may have at most: by its tag as a browser reads it, and by the spaces up to the next
/// `>`, since a script may hold what looks like a tag.
fn count_attributes(html: &str) -> usize {
    let (mut at, mut most) = (0, 0);
    while let Some(start) = html[at..].find('<').map(|start| at + start) {
        let end = tags::tag_end(html, start).unwrap_or(start + 1);
        most = most.max(tags::scan_tag(&html[start..end]).1);
        at = end;
    }
    let by_segment = html.split('>').map(|segment| {
        segment.find('<').map_or(0, |start| segment[start..].bytes().filter(u8::is_ascii_whitespace).count() / 4)
    });
    most.max(by_segment.max().unwrap_or(0))
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
        assert!(matches!(check(&"<div>".repeat(10_000)), Err(TextError::TooDeep(10_000))));
        assert!(matches!(check(&"<br>".repeat(MAX_ELEMENTS + 1)), Err(TextError::TooMany(_))));
        let attributes = " a='>'".repeat(MAX_ATTRIBUTES + 1);
        assert!(matches!(check(&format!("<p{attributes}>")), Err(TextError::TooMany(_))));
        assert!(matches!(check(&"<p a ".repeat(5 * MAX_ATTRIBUTES)), Err(TextError::TooMany(_))));
        assert!(check(&format!("<p title='{}'>x", "word ".repeat(MAX_ATTRIBUTES))).is_ok());
    }
}
