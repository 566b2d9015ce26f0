//! Images: alternative text, and figures: an image alone in its paragraph, captioned by its title.

use super::parser::MarkdownParser;
use crate::diagnose::{Diagnostic, Rule, Severity};
use crate::model::{BlockKind, Inline, InlineKind};
use std::ops::Range;

/// Rule: an image has no alternative text.
pub(super) static MISSING_ALT: Rule = Rule {
    code: "missing-alt",
    severity: Severity::Warning,
    what: "An image has no alternative text.",
    why: "Readers who cannot see the image have no other description of it.",
    wrong: "![](conference.jpg)",
    right: "![Delegates in the main hall](conference.jpg)",
};

/// Reports an image without alternative text; `range` is the image.
pub(super) fn check_alt(alt: &str, range: Range<usize>, parser: &mut MarkdownParser<'_>) {
    if alt.trim().is_empty() && parser.dialect.extensions {
        parser.report(
            Diagnostic::new(&MISSING_ALT, parser.span(range), "the image has no alternative text")
                .label("no text between `[` and `]`")
                .help("describe the image briefly: `![description](file)`"),
        );
    }
}

/// Builds a paragraph, or a figure if the content is a single image.
pub(super) fn paragraph(mut content: Vec<Inline>, range: Range<usize>, parser: &mut MarkdownParser<'_>) -> BlockKind {
    let image = match content.pop() {
        Some(image) if content.is_empty() && parser.dialect.figures && is_image(&image) => image,
        last => {
            content.extend(last);
            return BlockKind::Paragraph(content);
        }
    };
    let caption = match &image.kind {
        InlineKind::Image { title, .. } if !title.is_empty() => caption(title, range, parser),
        _ => Vec::new(),
    };
    BlockKind::Figure { image: Box::new(image), caption }
}

fn is_image(inline: &Inline) -> bool {
    matches!(inline.kind, InlineKind::Image { .. })
}

/// Parses a title as Markdown, so that it may contain citations.
fn caption(title: &str, range: Range<usize>, parser: &mut MarkdownParser<'_>) -> Vec<Inline> {
    let source = parser.slice(range.clone()).rfind(title).map(|at| range.start + at);
    let source = source.map_or(range, |at| at..at + title.len());
    parser.parse_inlines(title, source)
}

#[cfg(test)]
mod tests {
    use super::super::tests::ParsedMarkdown;

    #[test]
    fn image_alone_in_its_paragraph_becomes_a_figure() {
        let read = ParsedMarkdown::new("![alt *x*](u.png \"Seen in *July* [@a, ¶2]\")");
        assert_eq!(read.sketch(), "figure{img(alt x) | Seen in  em(July)   cite(a ¶2)}");
        assert_eq!(read.cited_slices(), ["a"]);
    }

    #[test]
    fn images_among_text_stay_inline() {
        assert_eq!(ParsedMarkdown::new("See ![alt](u.png)").sketch(), "[See  img(alt)]");
        assert_eq!(ParsedMarkdown::new("- ![alt](u.png)").sketch(), "list{{figure{img(alt) | }}}");
    }

    #[test]
    fn captions_contain_no_figures() {
        assert_eq!(ParsedMarkdown::new("![a](u \"![b](v 'c')\")").sketch(), "figure{img(a) | img(b)}");
    }

    #[test]
    fn reports_missing_alternative_text() {
        let read = ParsedMarkdown::new("a ![](u.png) ![ ](v.png) ![w](w.png)");
        assert_eq!(read.marked("missing-alt"), ["![](u.png)", "![ ](v.png)"]);
    }
}
