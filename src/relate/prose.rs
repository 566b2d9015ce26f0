//! Gives links and citations the text that readers see.

use crate::model::{
    CitationForm, Details, Inline, PlainText, Record, ReferenceId, ReferenceKind, Site, TextRules, TextSegment,
};
use crate::relate::Target;
use std::ops::Range;

/// Source record of the inlines, with the targets of its references; provides the text of references that have none.
#[derive(Clone, Copy)]
pub(super) struct ProseContext<'a> {
    pub(super) site: &'a Site,
    pub(super) record: &'a Record,
    pub(super) targets: &'a [Target],
}

/// Titles for links without text, author names for narrative citations, nothing for citations in brackets.
impl TextRules for ProseContext<'_> {
    fn link(&self, link: ReferenceId) -> &str {
        self.link_text(link)
    }

    fn citation(&self, citation: ReferenceId) -> Option<String> {
        Some(self.citation_text(citation)).filter(|names| !names.is_empty())
    }
}

impl<'a> ProseContext<'a> {
    /// Returns the text of inlines as a reader sees it.
    pub(super) fn text(self, inlines: &[Inline]) -> PlainText {
        PlainText::new(inlines, &self)
    }

    /// Returns the target of a reference.
    pub(super) fn target(self, reference: ReferenceId) -> &'a Target {
        self.targets.get(reference.0 as usize).unwrap_or(&Target::Unresolved)
    }

    fn kind(self, reference: ReferenceId) -> Option<&'a ReferenceKind> {
        self.record.references.get(reference.0 as usize).map(|reference| &reference.kind)
    }

    fn link_text(self, reference: ReferenceId) -> &'a str {
        match (self.target(reference), self.kind(reference)) {
            (Target::Record { to, .. }, _) => &self.site.record(*to).title.value,
            (_, Some(ReferenceKind::Record { target, .. })) => target,
            _ => "",
        }
    }

    fn citation_text(self, reference: ReferenceId) -> String {
        let Some(ReferenceKind::Citation(citation)) = self.kind(reference) else { return String::new() };
        let Target::Articles(articles) = self.target(reference) else { return String::new() };
        if citation.form != CitationForm::Narrative {
            return String::new();
        }
        let names = citation.items.iter().zip(articles).map(|(item, article)| match article {
            Some(article) => author_names(self.site.record(*article)),
            None => item.id.value.clone(),
        });
        names.collect::<Vec<_>>().join(", ")
    }
}

/// Part of a text node: the start of its span, and the range in its text.
pub(super) type NodePart = (u32, Range<usize>);

/// Returns the parts of text nodes of which a range consists: one, or two with a line break between them. `None` for other
/// ranges.
pub(super) fn nodes_of(prose: &PlainText, range: &Range<usize>) -> Option<(NodePart, Option<NodePart>)> {
    let index = prose.segments.partition_point(|segment| segment.range.start <= range.start).checked_sub(1)?;
    let first = prose.segments.get(index).filter(|segment| segment.is_node)?;
    let part = |node: &TextSegment, part: Range<usize>| {
        (node.span.start, part.start - node.range.start..part.end - node.range.start)
    };
    if range.end <= first.range.end {
        return Some((part(first, range.clone()), None));
    }
    let [line_break, second, ..] = prose.segments.get(index + 1..)? else { return None };
    let is_break =
        !line_break.is_node && line_break.range.len() <= 1 && prose.text[line_break.range.clone()].trim().is_empty();
    let is_adjacent = first.range.end == line_break.range.start && line_break.range.end == second.range.start;
    let is_sibling = first.container == line_break.container && first.container == second.container;
    (is_break
        && is_adjacent
        && is_sibling
        && second.is_node
        && range.end <= second.range.end
        && range.end > second.range.start)
        .then(|| (part(first, range.start..first.range.end), Some(part(second, second.range.start..range.end))))
}

fn author_names(article: &Record) -> String {
    let Details::Article(details) = &article.details else { return article.title.value.clone() };
    let families: Vec<&str> = details.authors.iter().map(crate::model::Author::family_or_name).collect();
    if families.is_empty() { article.title.value.clone() } else { families.join(", ") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Kind, RecordId};
    use crate::relate::relate;
    use crate::testkit::Sample;

    fn prose_of(body: &str) -> PlainText {
        let mut sample = Sample::new();
        sample.add(Kind::Article, "cai-2025", "Empowering").author("Cai Cuihong", "Cai");
        sample.add(Kind::Initiative, "plan", "Action Plan");
        sample.add(Kind::Page, "about", "About").body(body);
        let (site, sources) = sample.finish();
        let relations = relate(&site, &sources, &mut crate::diagnose::Diagnostics::default());
        let page = relations.index.find(Kind::Page, "about").unwrap_or(RecordId(0));
        let record = site.record(page);
        let context = ProseContext { site: &site, record, targets: &relations.targets[page.0 as usize] };
        context.text(record.body.all_runs().next().unwrap().inlines)
    }

    #[test]
    fn keeps_link_text_and_drops_bracketed_citations() {
        let prose = prose_of("See [[plan]] and [[plan|the *plan*]] [@cai-2025, ¶1]. @cai-2025 agrees.");
        assert_eq!(prose.text, "See Action Plan and the plan. Cai agrees.");
        let words: Vec<&str> = prose.references.iter().map(|reference| &prose.text[reference.range.clone()]).collect();
        assert_eq!(words, ["Action Plan", "the plan", "", "Cai"]);
    }

    #[test]
    fn finds_node_of_range() {
        let prose = prose_of("See *the Plan* [[plan]] here");
        let at = prose.text.find("Plan").unwrap();
        let ((node, range), second) = nodes_of(&prose, &(at..at + 4)).unwrap();
        assert_eq!(second, None);
        assert_eq!((node, range), (prose.segments[1].span.start, 4..8));
        assert_eq!(nodes_of(&prose, &(2..at + 4)), None, "crosses nodes");
        let title = prose.text.find("Action").unwrap();
        assert_eq!(nodes_of(&prose, &(title..title + 6)), None, "in a link");
    }

    #[test]
    fn finds_both_nodes_of_a_range_over_a_line_break() {
        for (body, is_found) in [
            ("In New\nYork now", true),
            ("In *New\nYork* now", true),
            ("In *New*\nYork now", false),
            ("In New\n*York* now", false),
        ] {
            let prose = prose_of(body);
            let at = prose.text.find("New").unwrap();
            let nodes = nodes_of(&prose, &(at..at + "New York".len()));
            assert_eq!(nodes.is_some_and(|(_, second)| second.is_some()), is_found, "{body}");
        }
    }
}
