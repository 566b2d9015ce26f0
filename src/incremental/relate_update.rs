//! Updates the relations of a briefing of which only some records changed: their bodies, or their front matter as long as their
//! names and paths are the same.

use crate::model::{Kind, Passage, Record, RecordId, Site};
use crate::relate::{Analysis, Backlink, CitedArticle, DEAD_ANCHOR, PerRecord, RecordFacts, Relations, Target};
use crate::span::{Sources, Span};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// The difference to the previous relations.
#[derive(Clone, Debug, Default)]
pub(super) struct RelationsDelta {
    /// The records whose backlinks changed.
    pub(super) backlinks: Vec<RecordId>,
    /// The records with changed facts, and the articles that are or were cited by changed records. `None` if only wording
    /// changed.
    pub(super) records: Option<Vec<RecordId>>,
}

impl Analysis {
    /// Updates the relations for records whose bodies or front matter changed, each given with its previous version. Returns
    /// `None`, and changes nothing, if the update cannot be applied incrementally: a changed record has or had diagnostics,
    /// other records may link to an anchor that no longer exists, or a record changed its names or paths.
    pub(super) fn update(
        &mut self,
        bodies: &[(RecordId, Arc<Record>)],
        front_matter: &[(RecordId, Arc<Record>)],
        site: &Site,
        sources: &Sources,
    ) -> Option<RelationsDelta> {
        let had_diagnostics = bodies.iter().any(|(_, old)| self.has_diagnostics_after(old, old.front_matter.end))
            || front_matter.iter().any(|(_, old)| self.has_diagnostics_after(old, 0));
        if had_diagnostics || !front_matter.iter().all(|(id, old)| same_identity(old, site.record(*id))) {
            return None;
        }
        // Built before work is distributed: a thread that waits for the matchers must not be given a task that waits for them.
        self.matchers(site);
        let changed: Vec<&(RecordId, Arc<Record>)> = bodies.iter().chain(front_matter).collect();
        let facts = changed.par_iter().map(|(id, previous)| self.analyze_record(*id, previous, site, sources));
        let facts: Vec<RecordFacts> = facts.collect::<Option<_>>()?;
        let only_wording = front_matter.is_empty() && facts.iter().all(|facts| facts.is_unchanged);
        let has_dead_anchors = || self.reference_diagnostics.iter().any(|diagnostic| diagnostic.rule == &DEAD_ANCHOR);
        if !only_wording && (has_dead_anchors() || self.has_incoming_links(&facts)) {
            return None;
        }
        let before = self.relations.clone();
        let ids: Vec<RecordId> = facts.iter().map(|facts| facts.id).collect();
        let backlinks = self.apply(facts, site);
        if only_wording {
            return Some(RelationsDelta { backlinks, records: None });
        }
        if !front_matter.is_empty() {
            self.sort(site);
        }
        self.aggregate(site, sources);
        let now = &self.relations;
        let all: Vec<RecordId> = site.all().map(|(id, _)| id).collect();
        let mut records: BTreeSet<RecordId> = all.into_par_iter().filter(|id| !now.facts_eq(&before, *id)).collect();
        records.extend(ids.iter().flat_map(|id| before.source_articles(*id).chain(now.source_articles(*id))));
        Some(RelationsDelta { backlinks, records: Some(records.into_iter().collect()) })
    }

    /// Whether a diagnostic has a span in the file of a record that ends behind `offset`.
    fn has_diagnostics_after(&self, record: &Record, offset: u32) -> bool {
        let is_after = |span: Span| span.file == record.file && span.end > offset;
        self.reference_diagnostics.iter().chain(self.site_diagnostics.iter()).any(|diagnostic| {
            diagnostic.span.is_some_and(is_after) || diagnostic.related.iter().any(|(span, _)| is_after(*span))
        })
    }

    /// Whether any record links to a passage of an article that may exist only because a changed record cited it.
    fn has_incoming_links(&self, changed: &[RecordFacts]) -> bool {
        let passages = |cited: &[CitedArticle]| -> BTreeSet<(RecordId, Passage)> {
            let of_article = |cited: &CitedArticle| {
                cited.passages.iter().map(|passage| (cited.article, *passage)).collect::<Vec<_>>()
            };
            cited.iter().flat_map(of_article).collect()
        };
        let has_removed = changed.iter().any(|facts| {
            let (before, now) = (passages(self.relations.cited.row(facts.id)), passages(&facts.cited));
            !before.is_subset(&now)
        });
        let index = &self.relations.index;
        let links_to_passage = |from: RecordId, target: &Target| match target {
            Target::Record { to, anchor: Some(_) } => index.kind(*to) == Kind::Article,
            Target::Anchor(_) => index.kind(from) == Kind::Article,
            _ => false,
        };
        let mut all = (0u32..).map(RecordId).zip(&self.relations.targets);
        has_removed && all.any(|(from, targets)| targets.iter().any(|target| links_to_passage(from, target)))
    }

    /// Stores the facts of changed records. Returns the records whose backlinks changed.
    fn apply(&mut self, mut changed: Vec<RecordFacts>, site: &Site) -> Vec<RecordId> {
        let mut rows: BTreeMap<RecordId, Vec<Backlink>> = BTreeMap::new();
        for facts in &changed {
            self.merge_backlinks(facts, site, &mut rows);
        }
        let relations = &mut self.relations;
        let is_changed = |(to, row): &(&RecordId, &Vec<Backlink>)| relations.backlinks.row(**to) != row.as_slice();
        let changed_rows: Vec<RecordId> = rows.iter().filter(is_changed).map(|(to, _)| *to).collect();
        relations.backlinks = relations.backlinks.with_rows(rows);
        replace_rows(&mut relations.targets, &mut changed, |facts| &mut facts.targets);
        replace_rows(&mut relations.mention_links, &mut changed, |facts| &mut facts.mentions);
        replace_rows(&mut relations.citations, &mut changed, |facts| &mut facts.citations);
        replace_rows(&mut relations.cited, &mut changed, |facts| &mut facts.cited);
        replace_rows(&mut relations.quotations, &mut changed, |facts| &mut facts.quotations);
        replace_rows(&mut relations.uncited, &mut changed, |facts| &mut facts.uncited);
        changed_rows
    }

    /// Replaces a record's sentences in the backlinks of the records that it mentions or mentioned, keeping their order.
    fn merge_backlinks(&self, facts: &RecordFacts, site: &Site, rows: &mut BTreeMap<RecordId, Vec<Backlink>>) {
        let backlinks = &self.relations.backlinks;
        let order = |id: RecordId| (site.record(id).kind(), site.record(id).title.value.to_lowercase(), id);
        for to in self.mentioned_records(facts.id) {
            rows.entry(to).or_insert_with(|| backlinks.row(to).to_vec()).retain(|link| link.from != facts.id);
        }
        for (to, link) in &facts.backlinks {
            let row = rows.entry(*to).or_insert_with(|| backlinks.row(*to).to_vec());
            let position = row.partition_point(|other| order(other.from) < order(facts.id));
            row.insert(position, link.clone());
        }
    }
}

/// Whether a record keeps its names, the ids of its claims, and its paths. Articles never do: others are ordered by their dates and judged by their rights.
/// Index pages never do either: the briefing may be titled after them.
fn same_identity(before: &Record, now: &Record) -> bool {
    let names = |record: &Record| -> Vec<Option<String>> {
        let Record { title, names, slug, path, aliases, .. } = record;
        let lists = [names, aliases].map(|list| list.iter().map(Some).chain([None]));
        let all = [Some(title), slug.as_ref(), path.as_ref()].into_iter().chain(lists.into_iter().flatten());
        all.map(|name| name.map(|name| name.value.clone())).collect()
    };
    let claims = |record: &Record| -> Vec<Option<String>> {
        record.claims().iter().map(|claim| claim.id.as_ref().map(|id| id.value.clone())).collect()
    };
    let has_claim_ids = |record: &Record| record.claims().iter().any(|claim| claim.id.is_some());
    if (has_claim_ids(before) || has_claim_ids(now)) && claims(before) != claims(now) {
        return false;
    }
    let is_excluded = matches!(now.kind(), Kind::Article | Kind::Index);
    !is_excluded && before.draft == now.draft && names(before) == names(now)
}

/// Moves each record's row into a table.
fn replace_rows<T: PartialEq>(
    table: &mut PerRecord<T>,
    changed: &mut [RecordFacts],
    row: impl Fn(&mut RecordFacts) -> &mut Vec<T>,
) {
    *table = table.with_rows(changed.iter_mut().map(|facts| (facts.id, std::mem::take(row(facts)))));
}

impl Relations {
    /// Iterates over the canonical articles that a record cites and quotes.
    fn source_articles(&self, id: RecordId) -> impl Iterator<Item = RecordId> {
        let quoted = self.quotations.row(id).iter().map(|quotation| quotation.article);
        self.cited.row(id).iter().map(|cited| cited.article).chain(quoted).map(|article| self.index.canonical(article))
    }

    /// Whether a record has the same facts in both, whatever the wording: see [`Relations::facts`].
    fn facts_eq(&self, other: &Relations, id: RecordId) -> bool {
        self.facts(id) == other.facts(id)
    }
}
