//! The `timeline` fence: which events are shown.

use super::super::parser::MarkdownParser;
use super::settings::FenceSettings;
use super::{Fence, WRONG_SETTING, reject_rows};
use crate::diagnose::Diagnostic;
use crate::model::{BlockKind, Edtf, TimelineFilter};
use crate::span::Spanned;
use std::ops::Range;

/// Makes a part of the timeline of its settings.
pub(super) fn read(
    mut settings: FenceSettings<'_>,
    rows: Option<Range<usize>>,
    fence: &Fence<'_>,
    reading: &mut MarkdownParser<'_>,
) -> BlockKind {
    let filter = TimelineFilter {
        initiatives: settings.texts("initiatives", reading),
        actors: settings.texts("actors", reading),
        topics: settings.texts("topics", reading),
        from: date(&mut settings, "from", reading),
        to: date(&mut settings, "to", reading),
        turning_points: settings.flag("turning_points", reading),
    };
    reject_rows(rows, "a timeline has settings only", fence, reading);
    settings.finish(reading);
    BlockKind::Timeline(Box::new(filter))
}

fn date(
    settings: &mut FenceSettings<'_>,
    key: &'static str,
    reading: &mut MarkdownParser<'_>,
) -> Option<Spanned<Edtf>> {
    let (text, at) = settings.text_at(key, reading)?;
    match Edtf::parse(&text) {
        Ok(date) => Some(Spanned::new(date, reading.span(at))),
        Err(error) => {
            let wrong = at.start + error.range.start..at.start + error.range.end;
            let exact = reading.slice(at.clone()) == text && !wrong.is_empty() && wrong.end <= at.end;
            let place = reading.span(if exact { wrong } else { at });
            let help = error.suggestion.map(|date| format!("did you mean `{date}`?"));
            reading.report(
                Diagnostic::new(&WRONG_SETTING, place, format!("`{key}` must be a date: {}", error.message))
                    .label("not a date")
                    .help("write it as `2025-07` or `2025-07-26`")
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
        let places: Vec<_> = filter.initiatives.iter().map(|id| read.slice(id.span)).collect();
        assert_eq!(places, ["pax", "un"]);
        assert_eq!(filter.from.as_ref().unwrap().value, Edtf::parse("2025-07").unwrap());
    }

    #[test]
    fn accepts_an_empty_fence() {
        let read = ParsedMarkdown::new("```timeline\n```");
        assert!(read.codes().is_empty());
        assert!(filter(&read).initiatives.is_empty());
    }

    #[test]
    fn reports_what_is_no_date() {
        let read = ParsedMarkdown::new("```timeline\nfrom = \"2025-13\"\n---\na,b\n```");
        assert_eq!(read.codes(), ["wrong-setting", "bad-fence"]);
        assert_eq!(read.marked("bad-fence"), ["a,b"]);
    }
}
