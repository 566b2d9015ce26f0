//! Raw HTML: kept verbatim, and reported where it will be shown as text. `<!-- more -->` ends the excerpt; other
//! comments are private to the author, and dropped unless raw HTML is allowed.

use super::parser::MarkdownParser;
use crate::diagnose::{Diagnostic, Rule, Severity};
use crate::model::BlockKind;
use std::ops::Range;

/// Rule: raw HTML will be shown as text.
pub(super) static RAW_HTML_IGNORED: Rule = Rule {
    code: "raw-html-ignored",
    severity: Severity::Warning,
    what: "Markdown contains HTML tags, and `raw_html` is off.",
    why: "HTML can contain scripts, so it is shown as plain text. If you trust all authors, set `raw_html = \
          true` under `[markdown]` to allow it.",
    wrong: "Signed by <b>seven</b> states.",
    right: "Signed by **seven** states.",
};

/// Builds the block of raw HTML; `None` for a comment that is dropped.
pub(super) fn block(html: String, range: Range<usize>, parser: &mut MarkdownParser<'_>) -> Option<BlockKind> {
    if parser.dialect.extensions && comment(&html) == Some("more") {
        return Some(BlockKind::More);
    }
    is_kept(&html, range, parser).then_some(BlockKind::Html(html))
}

/// Checks whether raw HTML is kept. Reports what will be shown as text, except for closing tags, whose opening tags are
/// reported.
pub(super) fn is_kept(html: &str, range: Range<usize>, parser: &mut MarkdownParser<'_>) -> bool {
    if parser.raw_html || !parser.dialect.extensions {
        return true;
    }
    if is_comments(html) {
        return false;
    }
    if !html.starts_with("</") {
        report(html, range, parser);
    }
    true
}

fn report(html: &str, range: Range<usize>, parser: &mut MarkdownParser<'_>) {
    let trimmed = html.trim_start();
    let start = range.start + (html.len() - trimmed.len());
    let end = trimmed.find(['\n', '\r']).map_or(range.end, |line| start + line);
    parser.report(
        Diagnostic::new(&RAW_HTML_IGNORED, parser.span(start..end.min(range.end)), "raw HTML is shown as text")
            .label("raw HTML")
            .help("use Markdown, or set `raw_html = true` under `[markdown]` in `briefing.toml`"),
    );
}

/// Returns the content of a text that is a single comment.
fn comment(html: &str) -> Option<&str> {
    let content = html.trim().strip_prefix("<!--")?.strip_suffix("-->")?;
    (!content.contains("-->")).then(|| content.trim())
}

/// Checks whether the text consists of comments.
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
    fn more_comment_ends_the_excerpt() {
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
    fn drops_comments() {
        let read = ParsedMarkdown::new("<!-- a -->\n\nb <!-- c -->");
        assert_eq!(read.sketch(), "[b ]");
        assert!(read.codes().is_empty());
        assert!(is_comments("<!-- a --> <!-- b -->\n"));
        assert!(!is_comments("<!-- a --> <script>"));
        assert!(!is_comments("<!-- a"));
    }
}
