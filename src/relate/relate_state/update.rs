//! Relates a briefing again in which only some records say something else: in their bodies, or in their front matter, as
//! long as they are still known by the same names, in the same places.

use super::record_facts::RecordFacts;
use super::{RelateState, aggregate};
use crate::model::{Kind, Passage, Record, RecordId, Site};
use crate::relate::resolve::DEAD_ANCHOR;
use crate::relate::{Backlink, CitedArticle, PerRecord, Relations, Target};
use crate::span::{Sources, Span};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// What is known otherwise than before.
#[derive(Clone, Debug, Default)]
pub struct RelationsDelta {
    /// The records of which others speak in other sentences, or other records do.
    pub backlinks: Vec<RecordId>,
    /// The records of which something else is known, whatever the words, and the articles that were or are cited; nothing
    /// when bodies say the same as before in other words.
    pub records: Option<Vec<RecordId>>,
}

impl RelateState {
    /// Relates a briefing again in which only these records have another body, and those another front matter, each given
    /// as it was before. Nothing when everything must be related anew: something is wrong in what is new, others may lead to
    /// a place that is no more, or a record is known by another name, and who speaks of whom may be otherwise.
    pub fn update(
        &mut self,
        bodies: &[(RecordId, Arc<Record>)],
        front_matter: &[(RecordId, Arc<Record>)],
        site: &Site,
        sources: &Sources,
    ) -> Option<RelationsDelta> {
        let is_wrong = bodies.iter().any(|(_, before)| self.has_diagnostics_after(before, before.front_matter.end))
            || front_matter.iter().any(|(_, before)| self.has_diagnostics_after(before, 0));
        if is_wrong || !front_matter.iter().all(|(id, before)| same_identity(before, site.record(*id))) {
            return None;
        }
        // Made before the work is shared out: a thread that waits for them must not be given work that waits for them, too.
        self.matchers(site);
        let changed: Vec<&(RecordId, Arc<Record>)> = bodies.iter().chain(front_matter).collect();
        let told = changed.par_iter().map(|(id, before)| self.analyze(*id, before, site, sources));
        let told: Vec<RecordFacts> = told.collect::<Option<_>>()?;
        let is_same = front_matter.is_empty() && told.iter().all(|told| told.is_unchanged);
        let has_dead_anchors = || self.reference_diagnostics.iter().any(|finding| finding.rule == &DEAD_ANCHOR);
        if !is_same && (has_dead_anchors() || self.has_incoming_links(&told)) {
            return None;
        }
        let before = self.relations.clone();
        let ids: Vec<RecordId> = told.iter().map(|told| told.id).collect();
        let backlinks = self.apply(told, site);
        if is_same {
            return Some(RelationsDelta { backlinks, records: None });
        }
        if !front_matter.is_empty() {
            self.sort(site);
        }
        self.site_diagnostics = aggregate(&mut self.relations, &self.events_by_date, site, sources);
        let now = &self.relations;
        let all: Vec<RecordId> = site.all().map(|(id, _)| id).collect();
        let mut records: BTreeSet<RecordId> = all.into_par_iter().filter(|id| !now.facts_eq(&before, *id)).collect();
        records.extend(ids.iter().flat_map(|id| before.source_articles(*id).chain(now.source_articles(*id))));
        Some(RelationsDelta { backlinks, records: Some(records.into_iter().collect()) })
    }

    /// Whether anything was found in the file of a record behind a place, or is told with a place there.
    fn has_diagnostics_after(&self, record: &Record, behind: u32) -> bool {
        let is_there = |span: Span| span.file == record.file && span.end > behind;
        self.reference_diagnostics.iter().chain(self.site_diagnostics.iter()).any(|finding| {
            finding.span.is_some_and(is_there) || finding.related.iter().any(|(span, _)| is_there(*span))
        })
    }

    /// Whether someone leads to a passage of an article's page that is there only because one of these cited it.
    fn has_incoming_links(&self, told: &[RecordFacts]) -> bool {
        let passages = |cited: &[CitedArticle]| -> BTreeSet<(RecordId, Passage)> {
            let each =
                |one: &CitedArticle| one.passages.iter().map(|passage| (one.article, *passage)).collect::<Vec<_>>();
            cited.iter().flat_map(each).collect()
        };
        let gone = told.iter().any(|told| {
            let (before, now) = (passages(self.relations.cited.row(told.id)), passages(&told.cited));
            !before.is_subset(&now)
        });
        let index = &self.relations.index;
        let leads_there = |from: RecordId, target: &Target| match target {
            Target::Record { to, anchor: Some(_) } => index.kind(*to) == Kind::Article,
            Target::Anchor(_) => index.kind(from) == Kind::Article,
            _ => false,
        };
        let mut all = (0u32..).map(RecordId).zip(&self.relations.targets);
        gone && all.any(|(from, targets)| targets.iter().any(|target| leads_there(from, target)))
    }

    /// Takes in what records say; gives those of which they speak otherwise.
    fn apply(&mut self, mut told: Vec<RecordFacts>, site: &Site) -> Vec<RecordId> {
        let mut rows: BTreeMap<RecordId, Vec<Backlink>> = BTreeMap::new();
        for told in &told {
            self.merge_backlinks(told, site, &mut rows);
        }
        let relations = &mut self.relations;
        let touched = rows.iter().filter(|(to, row)| relations.backlinks.row(**to) != row.as_slice());
        let touched: Vec<RecordId> = touched.map(|(to, _)| *to).collect();
        relations.backlinks = relations.backlinks.with_rows(rows);
        replace_rows(&mut relations.targets, &mut told, |told| &mut told.targets);
        replace_rows(&mut relations.mention_links, &mut told, |told| &mut told.mentions);
        replace_rows(&mut relations.cited, &mut told, |told| &mut told.cited);
        replace_rows(&mut relations.quotations, &mut told, |told| &mut told.quotations);
        replace_rows(&mut relations.uncited, &mut told, |told| &mut told.uncited);
        touched
    }

    /// Puts the sentences of a record in the place of its former ones, among those of others in the order of speakers.
    fn merge_backlinks(&self, told: &RecordFacts, site: &Site, rows: &mut BTreeMap<RecordId, Vec<Backlink>>) {
        let backlinks = &self.relations.backlinks;
        let order = |id: RecordId| (site.record(id).kind(), site.record(id).title.value.to_lowercase(), id);
        for to in self.mentioned_records(told.id) {
            rows.entry(to).or_insert_with(|| backlinks.row(to).to_vec()).retain(|link| link.from != told.id);
        }
        for (to, link) in &told.backlinks {
            let row = rows.entry(*to).or_insert_with(|| backlinks.row(*to).to_vec());
            let place = row.partition_point(|other| order(other.from) < order(told.id));
            row.insert(place, link.clone());
        }
    }
}

/// Whether a record goes by the same names as before and stands in the same places. An article does not: others are ordered
/// by its date and judged by its rights. Neither does an index page, by which the briefing may be called.
fn same_identity(before: &Record, now: &Record) -> bool {
    let words = |record: &Record| -> Vec<Option<String>> {
        let Record { title, names, slug, path, aliases, .. } = record;
        let lists = [names, aliases].map(|list| list.iter().map(Some).chain([None]));
        let all = [Some(title), slug.as_ref(), path.as_ref()].into_iter().chain(lists.into_iter().flatten());
        all.map(|word| word.map(|word| word.value.clone())).collect()
    };
    let is_other = matches!(now.kind(), Kind::Article | Kind::Index);
    !is_other && before.draft == now.draft && words(before) == words(now)
}

/// Puts what each record says into a table.
fn replace_rows<T: PartialEq>(
    table: &mut PerRecord<T>,
    told: &mut [RecordFacts],
    row: impl Fn(&mut RecordFacts) -> &mut Vec<T>,
) {
    *table = table.with_rows(told.iter_mut().map(|told| (told.id, std::mem::take(row(told)))));
}

impl Relations {
    /// The articles that a record cites and quotes, each for all its languages.
    fn source_articles(&self, id: RecordId) -> impl Iterator<Item = RecordId> {
        let quoted = self.quotations.row(id).iter().map(|quotation| quotation.article);
        self.cited.row(id).iter().map(|cited| cited.article).chain(quoted).map(|article| self.index.canonical(article))
    }

    /// Whether the same is known of a record here and there, whatever the words: see [`Relations::of`].
    fn facts_eq(&self, other: &Relations, id: RecordId) -> bool {
        self.facts(id) == other.facts(id)
    }
}
