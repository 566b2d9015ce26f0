//! Relates a briefing again in which only some records say something else: in their bodies, or in their front matter, as
//! long as they are still known by the same names, in the same places.

use super::told::Told;
use super::{Relating, settle};
use crate::model::{Kind, Passage, Record, RecordId, Site};
use crate::relate::resolve::DEAD_ANCHOR;
use crate::relate::{Backlink, Cited, Relations, Table, Target};
use crate::span::{Sources, Span};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// What is known otherwise than before.
#[derive(Clone, Debug, Default)]
pub struct Again {
    /// The records of which others speak in other sentences, or other records do.
    pub backlinks: Vec<RecordId>,
    /// The records of which something else is known, whatever the words, and the articles that were or are cited; nothing
    /// when bodies say the same as before in other words.
    pub records: Option<Vec<RecordId>>,
}

impl Relating {
    /// Relates a briefing again in which only these records have another body, and those another front matter, each given
    /// as it was before. Nothing when everything must be related anew: something is wrong in what is new, others may lead to
    /// a place that is no more, or a record is known by another name, and who speaks of whom may be otherwise.
    pub fn again(
        &mut self,
        bodies: &[(RecordId, Arc<Record>)],
        front_matter: &[(RecordId, Arc<Record>)],
        site: &Site,
        sources: &Sources,
    ) -> Option<Again> {
        let is_wrong = bodies.iter().any(|(_, before)| self.has_found_something_in(before, before.front_matter.end))
            || front_matter.iter().any(|(_, before)| self.has_found_something_in(before, 0));
        if is_wrong || !front_matter.iter().all(|(id, before)| is_known_alike(before, site.record(*id))) {
            return None;
        }
        // Made before the work is shared out: a thread that waits for them must not be given work that waits for them, too.
        self.matchers(site);
        let changed: Vec<&(RecordId, Arc<Record>)> = bodies.iter().chain(front_matter).collect();
        let told = changed.par_iter().map(|(id, before)| self.ask(*id, before, site, sources));
        let told: Vec<Told> = told.collect::<Option<_>>()?;
        let is_same = front_matter.is_empty() && told.iter().all(|told| told.is_same);
        let has_dead_anchors = || self.found_first.iter().any(|finding| finding.rule == &DEAD_ANCHOR);
        if !is_same && (has_dead_anchors() || self.is_led_to(&told)) {
            return None;
        }
        let before = self.relations.clone();
        let ids: Vec<RecordId> = told.iter().map(|told| told.id).collect();
        let backlinks = self.take(told, site);
        if is_same {
            return Some(Again { backlinks, records: None });
        }
        if !front_matter.is_empty() {
            self.put_in_order(site);
        }
        self.found_last = settle(&mut self.relations, &self.in_time, site, sources);
        let now = &self.relations;
        let all: Vec<RecordId> = site.all().map(|(id, _)| id).collect();
        let mut records: BTreeSet<RecordId> = all.into_par_iter().filter(|id| !now.knows_as(&before, *id)).collect();
        records.extend(ids.iter().flat_map(|id| before.sources_of(*id).chain(now.sources_of(*id))));
        Some(Again { backlinks, records: Some(records.into_iter().collect()) })
    }

    /// Whether anything was found in the file of a record behind a place, or is told with a place there.
    fn has_found_something_in(&self, record: &Record, behind: u32) -> bool {
        let is_there = |span: Span| span.file == record.file && span.end > behind;
        self.found_first.iter().chain(self.found_last.iter()).any(|finding| {
            finding.span.is_some_and(is_there) || finding.related.iter().any(|(span, _)| is_there(*span))
        })
    }

    /// Whether someone leads to a passage of an article's page that is there only because one of these cited it.
    fn is_led_to(&self, told: &[Told]) -> bool {
        let passages = |cited: &[Cited]| -> BTreeSet<(RecordId, Passage)> {
            let each = |one: &Cited| one.passages.iter().map(|passage| (one.article, *passage)).collect::<Vec<_>>();
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
    fn take(&mut self, mut told: Vec<Told>, site: &Site) -> Vec<RecordId> {
        let mut rows: BTreeMap<RecordId, Vec<Backlink>> = BTreeMap::new();
        for told in &told {
            self.speak(told, site, &mut rows);
        }
        let relations = &mut self.relations;
        let touched = rows.iter().filter(|(to, row)| relations.backlinks.row(**to) != row.as_slice());
        let touched: Vec<RecordId> = touched.map(|(to, _)| *to).collect();
        relations.backlinks = relations.backlinks.with(rows);
        take_rows(&mut relations.targets, &mut told, |told| &mut told.targets);
        take_rows(&mut relations.mention_links, &mut told, |told| &mut told.mentions);
        take_rows(&mut relations.cited, &mut told, |told| &mut told.cited);
        take_rows(&mut relations.quotations, &mut told, |told| &mut told.quotations);
        take_rows(&mut relations.uncited, &mut told, |told| &mut told.uncited);
        touched
    }

    /// Puts the sentences of a record in the place of its former ones, among those of others in the order of speakers.
    fn speak(&self, told: &Told, site: &Site, rows: &mut BTreeMap<RecordId, Vec<Backlink>>) {
        let backlinks = &self.relations.backlinks;
        let order = |id: RecordId| (site.record(id).kind(), site.record(id).title.value.to_lowercase(), id);
        for to in self.spoken_of(told.id) {
            rows.entry(to).or_insert_with(|| backlinks.row(to).to_vec()).retain(|link| link.from != told.id);
        }
        for (to, link) in &told.said {
            let row = rows.entry(*to).or_insert_with(|| backlinks.row(*to).to_vec());
            let place = row.partition_point(|other| order(other.from) < order(told.id));
            row.insert(place, link.clone());
        }
    }
}

/// Whether a record goes by the same names as before and stands in the same places. An article does not: others are ordered
/// by its date and judged by its rights. Neither does an index page, by which the briefing may be called.
fn is_known_alike(before: &Record, now: &Record) -> bool {
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
fn take_rows<T: PartialEq>(table: &mut Table<T>, told: &mut [Told], row: impl Fn(&mut Told) -> &mut Vec<T>) {
    *table = table.with(told.iter_mut().map(|told| (told.id, std::mem::take(row(told)))));
}

impl Relations {
    /// The articles that a record cites and quotes, each for all its languages.
    fn sources_of(&self, id: RecordId) -> impl Iterator<Item = RecordId> {
        let quoted = self.quotations.row(id).iter().map(|quotation| quotation.article);
        self.cited.row(id).iter().map(|cited| cited.article).chain(quoted).map(|article| self.index.lead(article))
    }

    /// Whether the same is known of a record here and there, whatever the words: see [`Relations::of`].
    fn knows_as(&self, other: &Relations, id: RecordId) -> bool {
        self.of(id) == other.of(id)
    }
}
