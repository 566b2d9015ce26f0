//! Links to records: `[[id]]`, `[[id|text]]`, `[[id#anchor|text]]`, `[[Name or alias]]`.

use super::link;
use crate::model::ReferenceKind;

/// Parses the target between the brackets, up to the `|`.
pub(super) fn parse_target(source: &str) -> ReferenceKind {
    // In a table the `|` is written `\|`, and the parser keeps the backslash.
    let source = source.strip_suffix('\\').unwrap_or(source);
    let (target, anchor) = link::split_anchor(source);
    let target = target.split_whitespace().collect::<Vec<_>>().join(" ");
    match anchor {
        Some(anchor) if target.is_empty() => ReferenceKind::Anchor(anchor),
        anchor => ReferenceKind::Record { target, anchor: anchor.map(|anchor| anchor.trim().to_owned()) },
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::ParsedMarkdown;
    use super::*;

    fn record(target: &str, anchor: Option<&str>) -> ReferenceKind {
        ReferenceKind::Record { target: target.into(), anchor: anchor.map(str::to_owned) }
    }

    #[test]
    fn reads_targets() {
        assert_eq!(parse_target("global-digital-compact"), record("global-digital-compact", None));
        assert_eq!(parse_target(" Global  Digital\nCompact "), record("Global Digital Compact", None));
        assert_eq!(parse_target("x#part"), record("x", Some("part")));
        assert_eq!(parse_target("#part"), ReferenceKind::Anchor("part".into()));
        assert_eq!(parse_target("x#"), record("x", None));
    }

    #[test]
    fn reads_links() {
        let read = ParsedMarkdown::new("[[a]] [[b#c|*words* here]] [[d|]]");
        assert_eq!(read.sketch(), "[link()   link(em(words)  here)   link()]");
        assert_eq!(read.reference_slices(), ["[[a]]", "[[b#c|*words* here]]", "[[d|]]"]);
        assert_eq!(read.references[1].kind, record("b", Some("c")));
    }

    #[test]
    fn reads_links_in_tables() {
        let read = ParsedMarkdown::new("| a |\n|---|\n| [[b\\|words]] |");
        assert_eq!(read.references[0].kind, record("b", None));
        assert_eq!(read.sketch(), "table{[a] / [link(words)]}");
    }
}
