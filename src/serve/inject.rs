//! Injects the preview's script into a page: the only difference to the published page. As a same-origin file, the
//! script complies with any content security policy that allows the site's own scripts.

use std::fmt::Write;

/// URL path of the script.
pub(super) const SCRIPT_PATH: &str = "/_briefing/client/main.js";

/// Data that the script reads from its own element.
pub(super) struct ScriptContext<'a> {
    /// Session token, which authorizes requests.
    pub(super) token: &'a str,
    /// Key of the record that the page shows, and line of its title.
    pub(super) record: Option<(String, usize)>,
}

/// Inserts the script at the start of the head, so that it runs before the page's scripts.
pub(super) fn inject(html: &str, context: &ScriptContext<'_>) -> String {
    let mut page = String::with_capacity(html.len() + 256);
    let offset = insertion_point(html);
    page.push_str(&html[..offset]);
    let _ = write!(page, "<script type=\"module\" src=\"{SCRIPT_PATH}\" data-token=\"{}\"", context.token);
    if let Some((key, line)) = &context.record {
        let key = key.replace('&', "&amp;").replace('"', "&quot;");
        let _ = write!(page, " data-record=\"{key}\" data-line=\"{line}\"");
    }
    page.push_str("></script>");
    page.push_str(&html[offset..]);
    page
}

/// Returns the offset after `<head>`, else after the doctype, else 0.
fn insertion_point(html: &str) -> usize {
    let end_of_tag = |tag: &str| {
        let start = find_ignore_case(html, tag)?;
        let rest = &html[start + tag.len()..];
        let is_tag = rest.starts_with('>') || rest.starts_with(|c: char| c.is_ascii_whitespace());
        is_tag.then(|| rest.find('>').map(|end| start + tag.len() + end + 1))?
    };
    end_of_tag("<head").or_else(|| end_of_tag("<!doctype")).unwrap_or(0)
}

/// Finds an ASCII needle in lower case, ignoring the case of the text.
fn find_ignore_case(text: &str, needle: &str) -> Option<usize> {
    text.as_bytes().windows(needle.len()).position(|window| window.eq_ignore_ascii_case(needle.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn injected(html: &str) -> String {
        let page = inject(html, &ScriptContext { token: "t", record: None });
        page.replace("<script type=\"module\" src=\"/_briefing/client/main.js\" data-token=\"t\"></script>", "|")
    }

    #[test]
    fn inserts_script_first_in_head() {
        assert_eq!(injected("<!doctype html><html><head><meta>"), "<!doctype html><html><head>|<meta>");
        assert_eq!(injected("<HTML><HEAD class=\"中\">x"), "<HTML><HEAD class=\"中\">|x");
        assert_eq!(injected("<!DOCTYPE html><header>x"), "<!DOCTYPE html>|<header>x");
        assert_eq!(injected("words"), "|words");
        assert_eq!(injected(""), "|");
        assert_eq!(injected("<head"), "|<head");
    }

    #[test]
    fn writes_record_and_line() {
        let context = ScriptContext { token: "t", record: Some(("event/\"a\"@en".into(), 2)) };
        assert!(inject("", &context).contains(" data-record=\"event/&quot;a&quot;@en\" data-line=\"2\""));
    }
}
