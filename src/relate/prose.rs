//! The plain words of a run of inlines, with the places of the things that lead somewhere.

use crate::model::{CitationForm, Details, Inline, InlineKind, Record, ReferenceId, ReferenceKind, Site};
use crate::relate::Target;
use std::ops::Range;

/// A run's words as a reader sees them: links as their words, narrative citations as names, citation marks left out.
#[derive(Debug, Default)]
pub(super) struct Prose {
    pub(super) text: String,
    /// The text nodes outside links, in order: their place in the text, and the start of their span.
    pub(super) nodes: Vec<(Range<usize>, u32)>,
    /// Links and citations, in the order of their ends.
    pub(super) references: Vec<(Range<usize>, ReferenceId)>,
}

/// Whose words they are: gives the words of references that have none of their own.
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
    /// Reads a run.
    pub(super) fn from_inlines(inlines: &[Inline], speaker: ProseContext<'_>) -> Prose {
        let mut prose = Prose::default();
        let mut links = 0_usize;
        let mut open = vec![OpenInlines { rest: inlines.iter(), link: None }];
        while let Some(level) = open.last_mut() {
            let Some(inline) = level.rest.next() else {
                if let Some((to, start)) = level.link {
                    links -= 1;
                    prose.close_link(to, start, speaker);
                }
                open.pop();
                continue;
            };
            match &inline.kind {
                InlineKind::Emphasis(content) | InlineKind::Strong(content) | InlineKind::Strikethrough(content) => {
                    open.push(OpenInlines { rest: content.iter(), link: None });
                }
                InlineKind::Link { to, content, .. } => {
                    links += 1;
                    open.push(OpenInlines { rest: content.iter(), link: Some((*to, prose.text.len())) });
                }
                InlineKind::Text(words) if links == 0 => prose.push_node(words, inline.span.start),
                InlineKind::Text(words) | InlineKind::Code(words) => prose.text.push_str(words),
                InlineKind::Citation(to) => prose.push_citation(*to, speaker),
                InlineKind::SoftBreak | InlineKind::HardBreak => prose.text.push(' '),
                InlineKind::Image { .. } | InlineKind::FootnoteMark { .. } | InlineKind::Html(_) => {}
            }
        }
        prose
    }

    /// The start of the text node that holds all of a range, with the range's place within its words.
    pub(super) fn node_of(&self, range: &Range<usize>) -> Option<(u32, Range<usize>)> {
        let behind = self.nodes.partition_point(|(place, _)| place.start <= range.start);
        let (place, node) = self.nodes.get(behind.checked_sub(1)?)?;
        (range.end <= place.end).then(|| (*node, range.start - place.start..range.end - place.start))
    }

    fn push_node(&mut self, words: &str, node: u32) {
        let start = self.text.len();
        self.text.push_str(words);
        self.nodes.push((start..self.text.len(), node));
    }

    fn close_link(&mut self, to: ReferenceId, start: usize, speaker: ProseContext<'_>) {
        if self.text.len() == start {
            self.text.push_str(speaker.link_text(to));
        }
        self.references.push((start..self.text.len(), to));
    }

    // A mark in brackets is not read out, so neither is the space before it.
    fn push_citation(&mut self, to: ReferenceId, speaker: ProseContext<'_>) {
        let names = speaker.citation_text(to);
        if names.is_empty() {
            self.text.truncate(self.text.trim_end().len());
            let length = self.text.len();
            self.nodes.iter_mut().rev().take_while(|(place, _)| place.end > length).for_each(|(place, _)| {
                place.end = length.max(place.start);
            });
        }
        let start = self.text.len();
        self.text.push_str(&names);
        self.references.push((start..self.text.len(), to));
    }
}

impl<'a> ProseContext<'a> {
    /// What a reference leads to.
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
    use crate::relate::sample::Sample;
    use crate::relate::{relate, walk};

    fn prose_of(body: &str) -> Prose {
        let mut sample = Sample::new();
        sample.add(Kind::Article, "cai-2025", "Empowering").author("Cai Cuihong", "Cai");
        sample.add(Kind::Initiative, "plan", "Action Plan");
        sample.add(Kind::Page, "about", "About").body(body);
        let (site, sources) = sample.finish();
        let relations = relate(&site, &sources, &mut crate::diagnose::Diagnostics::default());
        let page = relations.index.find(Kind::Page, "about").unwrap_or(RecordId(0));
        let record = site.record(page);
        let speaker = ProseContext { site: &site, record, targets: &relations.targets[page.0 as usize] };
        Prose::from_inlines(walk::runs(&record.body)[0].inlines, speaker)
    }

    #[test]
    fn reads_links_as_words_and_marks_as_nothing() {
        let prose = prose_of("See [[plan]] and [[plan|the *plan*]] [@cai-2025, ¶1]. @cai-2025 agrees.");
        assert_eq!(prose.text, "See Action Plan and the plan. Cai agrees.");
        let words: Vec<&str> = prose.references.iter().map(|(range, _)| &prose.text[range.clone()]).collect();
        assert_eq!(words, ["Action Plan", "the plan", "", "Cai"]);
    }

    #[test]
    fn finds_the_node_of_a_range() {
        let prose = prose_of("See *the Plan* [[plan]] here");
        let at = prose.text.find("Plan").unwrap();
        let (node, range) = prose.node_of(&(at..at + 4)).unwrap();
        assert_eq!((node, range), (prose.nodes[1].1, 4..8));
        assert_eq!(prose.node_of(&(2..at + 4)), None, "crosses nodes");
        let title = prose.text.find("Action").unwrap();
        assert_eq!(prose.node_of(&(title..title + 6)), None, "in a link");
    }
}
