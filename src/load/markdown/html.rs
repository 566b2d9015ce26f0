//! Raw HTML: kept as it is written, and reported where it will be shown as text. `<!-- more -->` ends the excerpt; other
//! comments are the writer's own business, and left out unless raw HTML passes.

use super::parser::MarkdownParser;
use crate::diagnose::{Diagnostic, Rule, Severity};
use crate::model::BlockKind;
use std::ops::Range;

/// Raw HTML that will be shown as text.
pub(super) static RAW_HTML_IGNORED: Rule = Rule {
    code: "raw-html-ignored",
    severity: Severity::Warning,
    what: "Markdown has HTML tags in it, and `raw_html` is off.",
    why: "HTML could carry scripts, so it is shown to readers as the plain text that it is. Where you trust your \
          authors, `raw_html = true` under `[markdown]` lets it through.",
    wrong: "Signed by <b>seven</b> states.",
    right: "Signed by **seven** states.",
};

/// The block that an HTML block becomes; nothing for a comment.
pub(super) fn block(html: String, range: Range<usize>, reading: &mut MarkdownParser<'_>) -> Option<BlockKind> {
    if reading.dialect.extensions && comment(&html) == Some("more") {
        return Some(BlockKind::More);
    }
    is_kept(&html, range, reading).then_some(BlockKind::Html(html))
}

/// Whether raw HTML stays. Reports what will be shown as text, but for closing tags: their opening tags are reported.
pub(super) fn is_kept(html: &str, range: Range<usize>, reading: &mut MarkdownParser<'_>) -> bool {
    if reading.raw_html || !reading.dialect.extensions {
        return true;
    }
    if is_comments(html) {
        return false;
    }
    if !html.starts_with("</") {
        report(html, range, reading);
    }
    true
}

fn report(html: &str, range: Range<usize>, reading: &mut MarkdownParser<'_>) {
    let written = html.trim_start();
    let start = range.start + (html.len() - written.len());
    let end = written.find(['\n', '\r']).map_or(range.end, |line| start + line);
    reading.report(
        Diagnostic::new(&RAW_HTML_IGNORED, reading.span(start..end.min(range.end)), "HTML is shown as text here")
            .label("raw HTML")
            .help("use Markdown, or set `raw_html = true` under `[markdown]` in `briefing.toml`"),
    );
}

/// The words of a text that is one comment.
fn comment(html: &str) -> Option<&str> {
    let words = html.trim().strip_prefix("<!--")?.strip_suffix("-->")?;
    (!words.contains("-->")).then(|| words.trim())
}

/// Whether the text is nothing but comments.
fn is_comments(html: &str) -> bool {
    let mut rest = html.trim();
    while let Some(after) = rest.strip_prefix("<!--") {
        let Some(end) = after.find("-->") else { return false };
        rest = after[end + 3..].trim_start();
    }
    rest.is_empty()
}

#[cfg(test)]
mod tests {
    use super::super::tests::ParsedMarkdown;
    use super::*;

    #[test]
    fn ends_the_excerpt() {
        let read = ParsedMarkdown::new("a\n\n<!-- more -->\n\nb");
        assert!(matches!(read.body.blocks[1].kind, BlockKind::More));
        assert!(read.codes().is_empty());
    }

    #[test]
    fn keeps_and_reports_tags() {
        let read = ParsedMarkdown::new("a <b>x</b>\n\n  <div onclick=x>\n</div>");
        assert_eq!(read.marked("raw-html-ignored"), ["<b>", "<div onclick=x>"]);
        assert!(matches!(&read.body.blocks[1].kind, BlockKind::Html(html) if html.contains("onclick")));
    }

    #[test]
    fn leaves_out_comments() {
        let read = ParsedMarkdown::new("<!-- a -->\n\nb <!-- c -->");
        assert_eq!(read.sketch(), "[b ]");
        assert!(read.codes().is_empty());
        assert!(is_comments("<!-- a --> <!-- b -->\n"));
        assert!(!is_comments("<!-- a --> <script>"));
        assert!(!is_comments("<!-- a"));
    }
}
