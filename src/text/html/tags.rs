//! Tag scanner: end offsets of tags, approximating the parsing by browsers.

/// Elements without displayed text.
const TEXTLESS: &[&str] = &["script", "style", "noscript", "template", "svg", "math", "title", "textarea", "iframe"];

/// Returns the end offset of a tag, a comment or an element without text, or `None` if no tag begins at the offset.
pub(super) fn tag_end(html: &str, at: usize) -> Option<usize> {
    let rest = &html[at..];
    if rest.starts_with("<!--") {
        return Some(rest.find("-->").map_or(html.len(), |end| at + end + 3));
    }
    let name_at = if rest.starts_with("</") { 2 } else { 1 };
    if !rest[name_at..].starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '!' | '?')) {
        return None;
    }
    let end = at + scan_tag(rest).0;
    let name: String = rest[name_at..].chars().take(12).take_while(char::is_ascii_alphanumeric).collect();
    let name = name.to_ascii_lowercase();
    if name_at == 2 || !TEXTLESS.contains(&name.as_str()) || html[..end].ends_with("/>") {
        return Some(end);
    }
    let close = format!("</{name}");
    let is_end_tag =
        |from: &usize| html.get(*from..from + close.len()).is_some_and(|tag| tag.eq_ignore_ascii_case(&close));
    let textless_end = memchr::memchr_iter(b'<', &html.as_bytes()[end..]).map(|offset| end + offset).find(is_end_tag);
    Some(textless_end.unwrap_or(html.len()))
}

/// Returns the length of a tag and the number of separators in it; quoted values may contain `>` and white space.
pub(super) fn scan_tag(tag: &str) -> (usize, usize) {
    let (mut quote, mut spaces) = (None, 0);
    for (at, byte) in tag.bytes().enumerate().skip(1) {
        match (quote, byte) {
            (None, b'>') => return (at + 1, spaces),
            (None, b'"' | b'\'') if tag.as_bytes()[at - 1] == b'=' => quote = Some(byte),
            (None, byte) => spaces += usize::from(byte.is_ascii_whitespace() || byte == b'/'),
            (Some(open), byte) if byte == open => quote = None,
            _ => {}
        }
    }
    (tag.len(), spaces)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_end_of_tags() {
        let after_tag = |html: &str| tag_end(html, 0).map(|end| html[end..].to_owned());
        for (html, rest) in [
            ("<p class='a > b' x>y", Some("y")),
            ("<!-- <p> -->y", Some("y")),
            ("<script>'<p>'</SCRIPT >y", Some("</SCRIPT >y")),
            ("</p>y", Some("y")),
            ("<img src=x/>y", Some("y")),
            ("<p", Some("")),
            ("< p>", None),
            ("<3", None),
        ] {
            assert_eq!(after_tag(html).as_deref(), rest, "{html}");
        }
        assert_eq!(scan_tag("<p a b='c d e' f>x y").1, 3);
    }
}
