//! Limits of HTML input: nesting is measured before parsing, since the cost of parsing is quadratic in it.

use super::tags;
use crate::text::TextError;

/// Maximum nesting depth of elements.
const MAX_DEPTH: usize = 256;

/// Maximum number of elements.
pub(super) const MAX_ELEMENTS: usize = 200_000;

/// Maximum number of attributes of an element: parsers compare each with all others.
const MAX_ATTRIBUTES: usize = 10_000;

/// Elements without an end tag, or with one that pages omit.
const UNCOUNTED: &[&str] = &[
    "area", "base", "body", "br", "col", "dd", "dt", "embed", "head", "hr", "html", "img", "input", "li", "link",
    "meta", "option", "p", "path", "source", "tbody", "td", "th", "thead", "tr", "track", "use", "wbr",
];

/// Rejects a page that is nested too deeply or has too many elements or attributes.
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

/// Returns an upper bound for the attributes of an element: by its tag as a browser parses it, and by the white space
/// before the next `>`, since a script may contain text that looks like a tag.
fn count_attributes(html: &str) -> usize {
    let (mut at, mut max) = (0, 0);
    while let Some(start) = html[at..].find('<').map(|start| at + start) {
        let end = tags::tag_end(html, start).unwrap_or(start + 1);
        max = max.max(tags::scan_tag(&html[start..end]).1);
        at = end;
    }
    let by_segment = html.split('>').map(|segment| {
        segment.find('<').map_or(0, |start| segment[start..].bytes().filter(u8::is_ascii_whitespace).count() / 4)
    });
    max.max(by_segment.max().unwrap_or(0))
}

/// Returns the maximum nesting depth and the number of elements, counted by tags.
fn measure(html: &str) -> (usize, usize) {
    let (mut depth, mut max_depth, mut elements) = (0usize, 0, 0);
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
        max_depth = max_depth.max(depth);
    }
    (max_depth, elements)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn measures_depth_and_count() {
        assert_eq!(measure(&"<p>x<br><div></div>".repeat(1000)), (1, 3000));
        assert_eq!(measure("a < b </ <!-- <3"), (0, 0));
    }

    #[test]
    fn rejects_too_deep_or_too_many() {
        assert!(matches!(check(&"<div>".repeat(10_000)), Err(TextError::TooDeep(10_000))));
        assert!(matches!(check(&"<br>".repeat(MAX_ELEMENTS + 1)), Err(TextError::TooMany(_))));
        let attributes = " a='>'".repeat(MAX_ATTRIBUTES + 1);
        assert!(matches!(check(&format!("<p{attributes}>")), Err(TextError::TooMany(_))));
        assert!(matches!(check(&"<p a ".repeat(5 * MAX_ATTRIBUTES)), Err(TextError::TooMany(_))));
        assert!(check(&format!("<p title='{}'>x", "word ".repeat(MAX_ATTRIBUTES))).is_ok());
    }
}
