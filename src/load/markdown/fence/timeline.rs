//! The `timeline` fence: a filter for events.

use super::super::parser::MarkdownParser;
use super::settings::FenceSettings;
use super::{Fence, INVALID_SETTING, reject_rows};
use crate::diagnose::Diagnostic;
use crate::model::{BlockKind, Edtf, TimelineFilter};
use crate::span::Spanned;
use std::ops::Range;

/// Builds a timeline filter from its settings.
pub(super) fn read(
    mut settings: FenceSettings<'_>,
    rows: Option<Range<usize>>,
    fence: &Fence<'_>,
    parser: &mut MarkdownParser<'_>,
) -> BlockKind {
    let filter = TimelineFilter {
        initiatives: settings.texts("initiatives", parser),
        actors: settings.texts("actors", parser),
        topics: settings.texts("topics", parser),
        from: date(&mut settings, "from", parser),
        to: date(&mut settings, "to", parser),
        turning_points: settings.flag("turning_points", parser),
    };
    reject_rows(rows, "a timeline accepts only settings", fence, parser);
    settings.finish(parser);
    BlockKind::Timeline(Box::new(filter))
}

fn date(settings: &mut FenceSettings<'_>, key: &'static str, parser: &mut MarkdownParser<'_>) -> Option<Spanned<Edtf>> {
    let (text, at) = settings.text_at(key, parser)?;
    match Edtf::parse(&text) {
        Ok(date) => Some(Spanned::new(date, parser.span(at))),
        Err(error) => {
            let error_range = at.start + error.range.start..at.start + error.range.end;
            let is_exact = parser.slice(at.clone()) == text && !error_range.is_empty() && error_range.end <= at.end;
            let span = parser.span(if is_exact { error_range } else { at });
            let help = error.suggestion.map(|date| format!("did you mean `{date}`?"));
            parser.report(
                Diagnostic::new(&INVALID_SETTING, span, format!("`{key}` must be a date: {}", error.message))
                    .label("not a date")
                    .help("use a date such as `2025-07` or `2025-07-26`")
                    .maybe_help(help),
            );
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::tests::ParsedMarkdown;
    use super::*;

    fn filter(read: &ParsedMarkdown) -> &TimelineFilter {
        match &read.body.blocks[0].kind {
            BlockKind::Timeline(filter) => filter,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn reads_a_filter() {
        let read = ParsedMarkdown::new(
            "```timeline\ninitiatives = [\"pax\", 'un']\nfrom = \"2025-07\"\nto = \"2025-12\"\nturning_points = true\n```",
        );
        let filter = filter(&read);
        assert!(read.codes().is_empty());
        assert!(filter.turning_points && filter.actors.is_empty());
        let slices: Vec<_> = filter.initiatives.iter().map(|id| read.slice(id.span)).collect();
        assert_eq!(slices, ["pax", "un"]);
        assert_eq!(filter.from.as_ref().unwrap().value, Edtf::parse("2025-07").unwrap());
    }

    #[test]
    fn accepts_an_empty_fence() {
        let read = ParsedMarkdown::new("```timeline\n```");
        assert!(read.codes().is_empty());
        assert!(filter(&read).initiatives.is_empty());
    }

    #[test]
    fn reports_invalid_date() {
        let read = ParsedMarkdown::new("```timeline\nfrom = \"2025-13\"\n---\na,b\n```");
        assert_eq!(read.codes(), ["invalid-setting", "invalid-fence"]);
        assert_eq!(read.marked("invalid-fence"), ["a,b"]);
    }
}
