//! `[timeline]`: period and lanes of the figure of time, and whether other sites can embed it.

use super::invalid;
use crate::load::front_matter::Fields;
use crate::model::{Edtf, LaneConfig, TimelineConfig};
use crate::span::Spanned;

/// Maximum number of lanes besides that of all other events.
const MAX_LANES: usize = 8;

/// Reads the table.
pub(super) fn read(fields: &mut Fields<'_, '_>) -> TimelineConfig {
    let focus = fields.date("focus").filter(|focus| is_closed(fields, focus));
    let spans_and_lanes = fields.tables("lanes", |fields| {
        let span = fields.span();
        lane(fields).map(|lane| (span, lane))
    });
    let mut lanes = Vec::new();
    for (index, (span, lane)) in spans_and_lanes.into_iter().flatten().enumerate() {
        if index == MAX_LANES {
            let diagnostic = invalid(span, format!("there are more than {MAX_LANES} lanes"));
            fields.report(diagnostic.help("delete a lane: its events are in the lane of all others"));
        }
        if index < MAX_LANES {
            lanes.push(lane);
        }
    }
    let embed = fields.bool("embed").unwrap_or(TimelineConfig::default().embed);
    TimelineConfig { focus, lanes, embed }
}

/// Checks that a period has two ends, and reports one that has not.
fn is_closed(fields: &mut Fields<'_, '_>, focus: &Spanned<Edtf>) -> bool {
    let ends = focus.value.earliest().zip(focus.value.latest());
    if ends.is_some_and(|(first, last)| first <= last) {
        return true;
    }
    let diagnostic = invalid(focus.span, "`focus` needs a beginning and an end");
    fields.report(diagnostic.help("write both, such as `\"2025-07/2025-12\"`"));
    false
}

/// Reads a lane; `None` if it has no name or nothing that an event could match.
fn lane(fields: &mut Fields<'_, '_>) -> Option<LaneConfig> {
    let name = fields.required_string("name");
    let lane = LaneConfig {
        name: name.as_ref().map(|name| name.value.trim().to_owned()).unwrap_or_default(),
        actors: fields.strings("actors"),
        topics: fields.strings("topics"),
        initiatives: fields.strings("initiatives"),
        kinds: fields.strings("kinds"),
    };
    let name = name?;
    if lane.kinds.is_empty() && lane.id_refs().next().is_none() {
        let diagnostic = invalid(name.span, format!("no event can be in the lane `{}`", name.value));
        fields.report(
            diagnostic.help("add `actors`, `topics`, `initiatives` or `kinds`, such as `actors = [\"china\"]`"),
        );
        return None;
    }
    Some(lane)
}

#[cfg(test)]
mod tests {
    use super::super::tests::configure;
    use crate::load::LoadOptions;

    #[test]
    fn reads_period_and_lanes() {
        let text = r#"base_url = "https://example.org/"
[timeline]
focus = "2031-07/2031-12"
embed = false
[[timeline.lanes]]
name = "Northland"
actors = ["northland"]
[[timeline.lanes]]
name = "Trade"
topics = ["trade"]
initiatives = ["pact"]
kinds = ["signing"]
[languages.zh-Hans]
title = "x"
[languages.zh-Hans.lanes]
Trade = "贸易"
"#;
        let (config, diagnostics) = configure(text, &LoadOptions::default());
        assert!(diagnostics.is_empty(), "{diagnostics:?}");
        assert!(!config.timeline.embed);
        let ends = config.timeline.focus.map(|focus| (focus.value.earliest(), focus.value.latest())).unwrap();
        assert_eq!(ends.0.unwrap().to_string() + "/" + &ends.1.unwrap().to_string(), "2031-07-01/2031-12-31");
        assert_eq!(
            config.timeline.lanes.iter().map(|lane| lane.name.as_str()).collect::<Vec<_>>(),
            ["Northland", "Trade"]
        );
        assert_eq!(config.timeline.lanes[1].id_refs().count(), 2);
        assert_eq!(config.languages["zh-Hans"].lanes["Trade"], "贸易");
    }

    #[test]
    fn reports_invalid_values_at_their_place() {
        let text = r#"base_url = "https://example.org/"
[timeline]
focus = "2031-07/.."
[[timeline.lanes]]
actors = ["northland"]
[[timeline.lanes]]
name = "Empty"
colour = "red"
[languages.zh-Hans.lanes]
Trade = "贸易"
"#;
        let (config, diagnostics) = configure(text, &LoadOptions::default());
        let expected = [
            "invalid-config 3:9 `focus` needs a beginning and an end",
            "missing-key 4:1 `name` is missing",
            "invalid-config 7:8 no event can be in the lane `Empty`",
            "unknown-key 8:1 unknown key `colour`",
            "invalid-config 10:1 no lane has the name `Trade`",
        ];
        assert_eq!(diagnostics, expected);
        assert!(config.timeline.focus.is_none() && config.timeline.lanes.is_empty());
    }

    #[test]
    fn reports_too_many_lanes() {
        let lane = |name: usize| format!("[[timeline.lanes]]\nname = \"{name}\"\nactors = [\"a\"]\n");
        let lanes: String = (0..10).map(lane).collect();
        let (config, diagnostics) =
            configure(&format!("base_url = \"https://example.org/\"\n{lanes}"), &LoadOptions::default());
        assert_eq!((config.timeline.lanes.len(), diagnostics.len()), (8, 1));
    }
}
