//! Converts inlines into plain text, with the positions of links and citations.

use crate::model::{CitationForm, Details, Inline, InlineKind, Record, ReferenceId, ReferenceKind, Site};
use crate::relate::Target;
use std::ops::Range;

/// Text as a reader sees it: link text included, narrative citations as author names, citations in brackets left out.
#[derive(Debug, Default)]
pub(super) struct Prose {
    pub(super) text: String,
    /// Text nodes outside links, in order: range in `text`, and start of the node's span.
    pub(super) nodes: Vec<(Range<usize>, u32)>,
    /// Links and citations, ordered by their ends.
    pub(super) references: Vec<(Range<usize>, ReferenceId)>,
}

/// Source record of the inlines, with the targets of its references; provides the text of references that have none.
#[derive(Clone, Copy)]
pub(super) struct ProseContext<'a> {
    pub(super) site: &'a Site,
    pub(super) record: &'a Record,
    pub(super) targets: &'a [Target],
}

struct OpenInlines<'a> {
    rest: std::slice::Iter<'a, Inline>,
    link: Option<(ReferenceId, usize)>,
}

impl Prose {
    /// Converts inlines.
    pub(super) fn from_inlines(inlines: &[Inline], context: ProseContext<'_>) -> Prose {
        let mut prose = Prose::default();
        let mut links = 0_usize;
        let mut open = vec![OpenInlines { rest: inlines.iter(), link: None }];
        while let Some(level) = open.last_mut() {
            let Some(inline) = level.rest.next() else {
                if let Some((to, start)) = level.link {
                    links -= 1;
                    prose.close_link(to, start, context);
                }
                open.pop();
                continue;
            };
            match &inline.kind {
                InlineKind::Emphasis(children) | InlineKind::Strong(children) | InlineKind::Strikethrough(children) => {
                    open.push(OpenInlines { rest: children.iter(), link: None });
                }
                InlineKind::Link { to, content: children, .. } => {
                    links += 1;
                    open.push(OpenInlines { rest: children.iter(), link: Some((*to, prose.text.len())) });
                }
                InlineKind::Text(words) if links == 0 => prose.push_node(words, inline.span.start),
                InlineKind::Text(words) | InlineKind::Code(words) => prose.text.push_str(words),
                InlineKind::Citation(to) => prose.push_citation(*to, context),
                InlineKind::SoftBreak | InlineKind::HardBreak => prose.text.push(' '),
                InlineKind::Image { .. } | InlineKind::FootnoteMark { .. } | InlineKind::Html(_) => {}
            }
        }
        prose
    }

    /// Returns the text node that contains a whole range, as the start of its span, with the range relative to its
    /// text.
    pub(super) fn node_of(&self, range: &Range<usize>) -> Option<(u32, Range<usize>)> {
        let count = self.nodes.partition_point(|(node_range, _)| node_range.start <= range.start);
        let (node_range, node) = self.nodes.get(count.checked_sub(1)?)?;
        (range.end <= node_range.end).then(|| (*node, range.start - node_range.start..range.end - node_range.start))
    }

    fn push_node(&mut self, words: &str, node: u32) {
        let start = self.text.len();
        self.text.push_str(words);
        self.nodes.push((start..self.text.len(), node));
    }

    fn close_link(&mut self, to: ReferenceId, start: usize, context: ProseContext<'_>) {
        if self.text.len() == start {
            self.text.push_str(context.link_text(to));
        }
        self.references.push((start..self.text.len(), to));
    }

    // A citation in brackets has no text, so the space before it is removed as well.
    fn push_citation(&mut self, to: ReferenceId, context: ProseContext<'_>) {
        let names = context.citation_text(to);
        if names.is_empty() {
            self.text.truncate(self.text.trim_end().len());
            let length = self.text.len();
            self.nodes.iter_mut().rev().take_while(|(range, _)| range.end > length).for_each(|(range, _)| {
                range.end = length.max(range.start);
            });
        }
        let start = self.text.len();
        self.text.push_str(&names);
        self.references.push((start..self.text.len(), to));
    }
}

impl<'a> ProseContext<'a> {
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

fn author_names(article: &Record) -> String {
    let Details::Article(details) = &article.details else { return article.title.value.clone() };
    let families: Vec<&str> = details.authors.iter().map(crate::model::Author::family_or_name).collect();
    if families.is_empty() { article.title.value.clone() } else { families.join(", ") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Kind, RecordId};
    use crate::relate::{relate, walk};
    use crate::testkit::Sample;

    fn prose_of(body: &str) -> Prose {
        let mut sample = Sample::new();
        sample.add(Kind::Article, "cai-2025", "Empowering").author("Cai Cuihong", "Cai");
        sample.add(Kind::Initiative, "plan", "Action Plan");
        sample.add(Kind::Page, "about", "About").body(body);
        let (site, sources) = sample.finish();
        let relations = relate(&site, &sources, &mut crate::diagnose::Diagnostics::default());
        let page = relations.index.find(Kind::Page, "about").unwrap_or(RecordId(0));
        let record = site.record(page);
        let context = ProseContext { site: &site, record, targets: &relations.targets[page.0 as usize] };
        Prose::from_inlines(walk::runs(&record.body)[0].inlines, context)
    }

    #[test]
    fn keeps_link_text_and_drops_bracketed_citations() {
        let prose = prose_of("See [[plan]] and [[plan|the *plan*]] [@cai-2025, ¶1]. @cai-2025 agrees.");
        assert_eq!(prose.text, "See Action Plan and the plan. Cai agrees.");
        let words: Vec<&str> = prose.references.iter().map(|(range, _)| &prose.text[range.clone()]).collect();
        assert_eq!(words, ["Action Plan", "the plan", "", "Cai"]);
    }

    #[test]
    fn finds_node_of_range() {
        let prose = prose_of("See *the Plan* [[plan]] here");
        let at = prose.text.find("Plan").unwrap();
        let (node, range) = prose.node_of(&(at..at + 4)).unwrap();
        assert_eq!((node, range), (prose.nodes[1].1, 4..8));
        assert_eq!(prose.node_of(&(2..at + 4)), None, "crosses nodes");
        let title = prose.text.find("Action").unwrap();
        assert_eq!(prose.node_of(&(title..title + 6)), None, "in a link");
    }
}
