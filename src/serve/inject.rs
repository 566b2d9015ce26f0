//! Puts the preview's script into a page. It is all that a page has in the preview and not on the web; being a file of the
//! same origin, it breaks no policy that lets the site's own scripts in.

use std::fmt::Write;

/// Where the script is.
pub(super) const SCRIPT_PATH: &str = "/_briefing/client/main.js";

/// What the script needs to know.
pub(super) struct ScriptContext<'a> {
    /// Lets the script ask and act.
    pub(super) token: &'a str,
    /// The record that the page shows, and the line of its title.
    pub(super) record: Option<(String, usize)>,
}

/// Puts the script at the beginning of a page's head, so that it runs before the page's own scripts do.
pub(super) fn inject(html: &str, about: &ScriptContext<'_>) -> String {
    let mut page = String::with_capacity(html.len() + 256);
    let at = insertion_point(html);
    page.push_str(&html[..at]);
    let _ = write!(page, "<script type=\"module\" src=\"{SCRIPT_PATH}\" data-token=\"{}\"", about.token);
    if let Some((key, line)) = &about.record {
        let key = key.replace('&', "&amp;").replace('"', "&quot;");
        let _ = write!(page, " data-record=\"{key}\" data-line=\"{line}\"");
    }
    page.push_str("></script>");
    page.push_str(&html[at..]);
    page
}

/// Behind `<head>`; where a page has none, behind its doctype.
fn insertion_point(html: &str) -> usize {
    let after = |tag: &str| {
        let start = find_ignore_case(html, tag)?;
        let rest = &html[start + tag.len()..];
        let is_tag = rest.starts_with('>') || rest.starts_with(|c: char| c.is_ascii_whitespace());
        is_tag.then(|| rest.find('>').map(|end| start + tag.len() + end + 1))?
    };
    after("<head").or_else(|| after("<!doctype")).unwrap_or(0)
}

/// The first place of ASCII words in lower case, whatever their case in the text.
fn find_ignore_case(text: &str, words: &str) -> Option<usize> {
    text.as_bytes().windows(words.len()).position(|window| window.eq_ignore_ascii_case(words.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn injected(html: &str) -> String {
        let page = inject(html, &ScriptContext { token: "t", record: None });
        page.replace("<script type=\"module\" src=\"/_briefing/client/main.js\" data-token=\"t\"></script>", "|")
    }

    #[test]
    fn stands_first_in_the_head() {
        assert_eq!(injected("<!doctype html><html><head><meta>"), "<!doctype html><html><head>|<meta>");
        assert_eq!(injected("<HTML><HEAD class=\"中\">x"), "<HTML><HEAD class=\"中\">|x");
        assert_eq!(injected("<!DOCTYPE html><header>x"), "<!DOCTYPE html>|<header>x");
        assert_eq!(injected("words"), "|words");
        assert_eq!(injected(""), "|");
        assert_eq!(injected("<head"), "|<head");
    }

    #[test]
    fn says_which_record_the_page_shows() {
        let about = ScriptContext { token: "t", record: Some(("event/\"a\"@en".into(), 2)) };
        assert!(inject("", &about).contains(" data-record=\"event/&quot;a&quot;@en\" data-line=\"2\""));
    }
}
