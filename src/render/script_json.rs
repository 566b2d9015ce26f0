//! JSON for `<script>` elements.

use serde::Serialize;

/// Serializes a value as JSON that cannot end a script element, open a comment or a character reference, or break a
/// line of JavaScript: `<`, `>`, `&`, U+2028 and U+2029, which JSON contains only inside strings, become `\u` escapes.
pub(crate) fn script_json<T: Serialize + ?Sized>(value: &T) -> Result<String, serde_json::Error> {
    let json = serde_json::to_string(value)?;
    let mut safe = String::with_capacity(json.len() + json.len() / 16);
    for c in json.chars() {
        match c {
            '<' => safe.push_str("\\u003c"),
            '>' => safe.push_str("\\u003e"),
            '&' => safe.push_str("\\u0026"),
            '\u{2028}' => safe.push_str("\\u2028"),
            '\u{2029}' => safe.push_str("\\u2029"),
            other => safe.push(other),
        }
    }
    Ok(safe)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_markup_and_line_separators() {
        let text = "</script><!-- &amp; \u{2028}\u{2029} \"quoted\"";
        let json = script_json(text).unwrap();
        assert!(!json.contains(['<', '>', '&', '\u{2028}', '\u{2029}']));
        assert_eq!(serde_json::from_str::<String>(&json).unwrap(), text);
    }
}
