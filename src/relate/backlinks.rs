//! Collects backlinks: for each record, the records that link to, mention or cite it, with the first such sentence.
//!
//! A linking record is listed once per target, with its first sentence and the number of its references. References of
//! a record to itself (or to a translation of itself) are not counted.

use super::prose::ProseContext;
use super::sentence::Sentences;
use super::{Backlink, MentionLink, MentionPart, RecordIndex, Target};
use crate::model::{PlainText, Record, RecordId, Site, TextReference, bodies};
use crate::relate::per_record::Rows;
use rayon::prelude::*;
use rustc_hash::FxHashMap;
use std::ops::Range;

/// Returns the backlinks of each record, by record, ordered by kind and title of the linking record.
pub(super) fn backlinks(
    site: &Site,
    index: &RecordIndex,
    targets: Rows<'_, Target>,
    mentions: Rows<'_, MentionLink>,
) -> Vec<Vec<Backlink>> {
    let mut records: Vec<(RecordId, &Record)> = site.visible().collect();
    records.sort_by_cached_key(|(id, record)| (record.kind(), record.title.value.to_lowercase(), *id));
    let collected: Vec<Vec<(RecordId, Backlink)>> = records
        .par_iter()
        .map(|&(id, record)| {
            let at = id.0 as usize;
            let context = ProseContext { site, record, targets: &targets[at] };
            BacklinkCollector::new(id, context, index).collect(&mentions[at])
        })
        .collect();
    let mut counts = vec![0; site.records.len()];
    collected.iter().flatten().for_each(|(to, _)| counts[to.0 as usize] += 1);
    let mut backlinks: Vec<Vec<Backlink>> = counts.into_iter().map(Vec::with_capacity).collect();
    for (to, backlink) in collected.into_iter().flatten() {
        backlinks[to.0 as usize].push(backlink);
    }
    backlinks
}

/// Collects the backlinks that one record creates.
pub(super) struct BacklinkCollector<'a> {
    id: RecordId,
    context: ProseContext<'a>,
    index: &'a RecordIndex,
    backlinks: Vec<(RecordId, Backlink)>,
    positions: FxHashMap<RecordId, usize>,
}

impl<'a> BacklinkCollector<'a> {
    pub(super) fn new(id: RecordId, context: ProseContext<'a>, index: &'a RecordIndex) -> BacklinkCollector<'a> {
        BacklinkCollector { id, context, index, backlinks: Vec::new(), positions: FxHashMap::default() }
    }

    /// Returns the backlinks with their targets, in reading order, one per target.
    pub(super) fn collect(mut self, mentions: &[MentionLink]) -> Vec<(RecordId, Backlink)> {
        let mut by_node: FxHashMap<u32, Vec<&MentionLink>> = FxHashMap::default();
        for mention in mentions.iter().filter(|mention| mention.part != MentionPart::End) {
            by_node.entry(mention.node).or_default().push(mention);
        }
        let record = self.context.record;
        for body in bodies(record) {
            for run in body.all_runs() {
                let prose = self.context.text(run.inlines);
                let mut references = self.references(&prose);
                if std::ptr::eq(body, &raw const record.body) {
                    references.extend(mention_ranges(&prose, &by_node));
                }
                references.retain(|(_, to)| self.is_relevant(*to));
                references.sort_by_key(|(range, _)| range.start);
                self.add_mentions(&prose.text, references);
            }
        }
        self.backlinks
    }

    fn references(&self, prose: &PlainText) -> Vec<(Range<usize>, RecordId)> {
        let mut references = Vec::new();
        for TextReference { range, id, .. } in &prose.references {
            match self.context.target(*id) {
                Target::Record { to, .. } => references.push((range.clone(), *to)),
                Target::Articles(articles) => {
                    references.extend(articles.iter().flatten().map(|to| (range.clone(), *to)));
                }
                _ => {}
            }
        }
        references
    }

    fn add_mentions(&mut self, text: &str, references: Vec<(Range<usize>, RecordId)>) {
        let mut sentences = None;
        for (range, to) in references {
            if let Some(&position) = self.positions.get(&to) {
                self.backlinks[position].1.count += 1;
                continue;
            }
            let sentence = sentences.get_or_insert_with(|| Sentences::new(text)).around(&range);
            self.positions.insert(to, self.backlinks.len());
            self.backlinks.push((to, Backlink { from: self.id, sentence, count: 1 }));
        }
    }

    // A reference to a record without a translation counts for the linking record's version in that language, if there
    // is one.
    fn is_relevant(&self, to: RecordId) -> bool {
        if self.index.is_same_record(self.id, to) {
            return false;
        }
        let language = &self.context.site.record(to).language;
        self.context.record.language == *language || {
            let variant = self.index.in_language(self.id, language);
            self.context.site.record(variant).language != *language
        }
    }
}

fn mention_ranges(prose: &PlainText, by_node: &FxHashMap<u32, Vec<&MentionLink>>) -> Vec<(Range<usize>, RecordId)> {
    let nodes = prose.segments.iter().filter(|segment| segment.is_node);
    let nodes = nodes.filter_map(|node| Some((node.range.start, by_node.get(&node.span.start)?)));
    nodes
        .flat_map(|(start, links)| {
            links.iter().map(move |link| (start + link.range.start..start + link.range.end, link.to))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use crate::diagnose::Diagnostics;
    use crate::model::Kind;
    use crate::relate::relate;
    use crate::testkit::Sample;

    fn backlinks_of(sample: Sample, kind: Kind, id: &str, language: &str) -> Vec<String> {
        let (site, sources) = sample.finish();
        let relations = relate(&site, &sources, &mut Diagnostics::default());
        let record = relations.index.find_in(kind, id, language).unwrap();
        let format_backlink = |link: &super::Backlink| {
            let from = site.record(link.from);
            format!("{} {}: {}", from.title.value, link.count, link.sentence.parts().join("|"))
        };
        relations.backlinks[record.0 as usize].iter().map(format_backlink).collect()
    }

    #[test]
    fn lists_links_and_mentions_with_their_sentence() {
        let mut sample = Sample::new();
        sample.add(Kind::Initiative, "pact", "Pact").body("Of [[pact]] itself.");
        sample.add(Kind::Page, "z", "Zebra").body("First. The Pact counts. The Pact again.");
        sample.add(Kind::Page, "a", "apple").body("Before. See [[pact]] and [[pact|it]]. After.");
        sample.add(Kind::Topic, "t", "Topic").body("## On the [[pact]]");
        let expected = ["Topic 1: On the |Pact|", "apple 2: See |Pact| and it.", "Zebra 1: The |Pact| counts."];
        assert_eq!(backlinks_of(sample, Kind::Initiative, "pact", "en"), expected);
    }

    #[test]
    fn lists_citations_and_the_front_page() {
        let mut sample = Sample::new();
        sample.add(Kind::Article, "cai", "Empowering").author("Cai Cuihong", "Cai").body("Itself [@cai, ¶1].");
        sample.add(Kind::Index, "", "Home").bottom_line("One. Two [@cai, ¶1].").body("Three [@cai].");
        sample.add(Kind::Topic, "t", "Topic").body("As @cai says.");
        let expected = ["Topic 1: As |Cai| says.", "Home 2: Two||."];
        assert_eq!(backlinks_of(sample, Kind::Article, "cai", "en"), expected);
    }

    #[test]
    fn lists_linking_record_in_one_language() {
        let mut sample = Sample::new();
        sample.add(Kind::Topic, "t", "Topic");
        sample.add(Kind::Page, "p", "Page").body("[[t]] here.");
        sample.add(Kind::Page, "p", "页").language("zh-Hans").body("[[t]]");
        sample.add(Kind::Page, "q", "只").language("zh-Hans").body("[[t]]");
        assert_eq!(backlinks_of(sample, Kind::Topic, "t", "en"), ["Page 1: |Topic| here.", "只 1: |Topic|"]);
    }
}
