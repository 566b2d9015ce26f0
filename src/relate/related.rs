//! Finds related records: the initiatives, actors and topics of each record.
//!
//! 1. Records named in front matter come first, in the written order; for articles, also the actors who wrote them.
//! 2. Then associated records, by strength: those that name the record, link to it or are linked from it, and, for
//!    articles, the initiatives that cite it.
//! 3. Between initiatives, actors and topics, being mentioned on the same page is a weak association.

use super::prev_next::title_key;
use super::{CitedArticle, MentionLink, RecordIndex, Target, localize};
use crate::model::{Details, Kind, Record, RecordId, Site};
use crate::relate::per_record::Rows;
use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};
use std::cmp::Reverse;
use std::mem::take;

/// Weight of a reference in front matter, in links.
const FRONT_MATTER_WEIGHT: u32 = 4;

/// Maximum number of records mentioned on a page that counts as an association; a page with more is an overview.
const MAX_CO_MENTIONS: usize = 12;

/// Maximum length that a list reaches with records that are only mentioned together.
const MAX_CO_MENTIONED: usize = 8;

/// Related records, by record and in its language.
pub(super) struct Related {
    pub(super) initiatives: Vec<Vec<RecordId>>,
    pub(super) actors: Vec<Vec<RecordId>>,
    pub(super) topics: Vec<Vec<RecordId>>,
}

/// Strength of an association.
#[derive(Clone, Copy, Default)]
struct Association {
    direct: u32,
    co_mentions: u32,
}

/// References of one record to others, as canonical records.
#[derive(Default)]
struct Outgoing {
    /// Records in its front matter, without duplicates.
    named: Vec<RecordId>,
    /// Its parents in `part_of`: parents and children have lists of their own.
    part_of: Vec<RecordId>,
    /// Associated records with weights, one entry per reference.
    associations: Vec<(RecordId, u32)>,
    /// Records mentioned on its page; empty if there are more than [`MAX_CO_MENTIONS`].
    co_mentioned: Vec<RecordId>,
}

/// References of others to one record.
#[derive(Clone, Default)]
struct Incoming {
    /// Parents and children.
    hierarchy: Vec<RecordId>,
    /// Associated records with weights, one entry per reference.
    associations: Vec<(RecordId, u32)>,
    /// Pages that mention it together with others.
    co_mentioned_by: Vec<RecordId>,
}

/// All associations, by canonical record.
struct Associations<'a> {
    index: &'a RecordIndex,
    outgoing: Vec<Outgoing>,
    incoming: Vec<Incoming>,
    ranks: Vec<u32>,
}

/// Finds the related records of each record.
pub(super) fn related(
    site: &Site,
    index: &RecordIndex,
    targets: Rows<'_, Target>,
    mentions: Rows<'_, MentionLink>,
    cited: Rows<'_, CitedArticle>,
) -> Related {
    let records: Vec<RecordId> = site.all().map(|(id, _)| id).collect();
    let outgoing_of = |&id: &RecordId| {
        let at = id.0 as usize;
        let tables = (&*targets[at], &*mentions[at], &*cited[at]);
        if index.is_canonical(id) && index.is_shown(id) {
            Outgoing::of_record(id, site, index, tables)
        } else {
            Outgoing::default()
        }
    };
    let (outgoing, ranks) = rayon::join(|| records.par_iter().map(outgoing_of).collect(), || ranks(site));
    let associations = Associations::new(index, outgoing, ranks);
    let lists = records.par_iter().map_init(FxHashMap::default, |strengths, &id| {
        associations.collect(id, strengths);
        [Kind::Initiative, Kind::Actor, Kind::Topic].map(|kind| associations.list(id, kind, strengths))
    });
    let mut lists: Vec<[Vec<RecordId>; 3]> = lists.collect();
    let mut of_kind = |at: usize| {
        let lists: Vec<Vec<RecordId>> = lists.iter_mut().map(|lists| take(&mut lists[at])).collect();
        localize(site, index, &lists)
    };
    Related { initiatives: of_kind(0), actors: of_kind(1), topics: of_kind(2) }
}

impl Outgoing {
    fn of_record(
        id: RecordId,
        site: &Site,
        index: &RecordIndex,
        tables: (&[Target], &[MentionLink], &[CitedArticle]),
    ) -> Outgoing {
        let mut outgoing = Outgoing::default();
        outgoing.collect_named(id, site.record(id), index);
        let (targets, mentions, cited) = tables;
        let mentioned = linked_or_mentioned(id, index, targets, mentions);
        outgoing.associations = outgoing
            .named
            .iter()
            .map(|&to| (to, FRONT_MATTER_WEIGHT))
            .chain(mentioned.iter().map(|&to| (to, 1)))
            .collect();
        if index.kind(id) == Kind::Initiative {
            outgoing.associations.extend(cited.iter().map(|cited| (index.canonical(cited.article), 1)));
        }
        let mut co_mentioned: Vec<RecordId> = outgoing.named.iter().copied().chain(mentioned).collect();
        co_mentioned.retain(|&to| is_listed(index, to));
        co_mentioned.sort_unstable();
        co_mentioned.dedup();
        if co_mentioned.len() <= MAX_CO_MENTIONS {
            outgoing.co_mentioned = co_mentioned;
        }
        outgoing
    }

    fn collect_named(&mut self, id: RecordId, record: &Record, index: &RecordIndex) {
        for named in record.id_refs() {
            let Some(to) = index.find(named.kind, &named.id.value) else { continue };
            self.named.push(to);
            if named.key == "part_of" {
                self.part_of.push(to);
            }
        }
        if let Details::Article(article) = &record.details {
            self.named
                .extend(article.authors.iter().filter_map(|author| index.find_by_name(Kind::Actor, &author.name)));
        }
        let mut seen = FxHashSet::from_iter([id]);
        self.named.retain(|&to| seen.insert(to));
    }
}

/// Returns the records that a record links to or mentions, without duplicates.
fn linked_or_mentioned(
    id: RecordId,
    index: &RecordIndex,
    targets: &[Target],
    mentions: &[MentionLink],
) -> Vec<RecordId> {
    let links = targets.iter().filter_map(|target| match target {
        Target::Record { to, .. } => Some(*to),
        _ => None,
    });
    let mut seen = FxHashSet::from_iter([id]);
    let all = links.chain(mentions.iter().map(|link| link.to));
    let mut records: Vec<RecordId> = all.map(|to| index.canonical(to)).collect();
    records.retain(|&to| seen.insert(to));
    records
}

fn is_listed(index: &RecordIndex, record: RecordId) -> bool {
    index.kind(record).is_linked_on_mention()
}

impl<'a> Associations<'a> {
    fn new(index: &'a RecordIndex, outgoing: Vec<Outgoing>, ranks: Vec<u32>) -> Self {
        let mut incoming = vec![Incoming::default(); outgoing.len()];
        for (from, outgoing) in (0..).map(RecordId).zip(&outgoing) {
            for to in &outgoing.part_of {
                incoming[from.0 as usize].hierarchy.push(*to);
                incoming[to.0 as usize].hierarchy.push(from);
            }
            outgoing
                .associations
                .iter()
                .for_each(|&(to, strength)| incoming[to.0 as usize].associations.push((from, strength)));
            outgoing.co_mentioned.iter().for_each(|to| incoming[to.0 as usize].co_mentioned_by.push(from));
        }
        Associations { index, outgoing, incoming, ranks }
    }

    /// Computes the strength of a record's association with each other record, into `strengths`.
    fn collect(&self, id: RecordId, strengths: &mut FxHashMap<RecordId, Association>) {
        strengths.clear();
        let (outgoing, incoming) = (&self.outgoing[id.0 as usize], &self.incoming[id.0 as usize]);
        for &(to, strength) in outgoing.associations.iter().chain(&incoming.associations) {
            if to != id && is_listed(self.index, to) {
                strengths.entry(to).or_default().direct += strength;
            }
        }
        for from in &incoming.co_mentioned_by {
            for &other in self.outgoing[from.0 as usize].co_mentioned.iter().filter(|other| **other != id) {
                strengths.entry(other).or_default().co_mentions += 1;
            }
        }
    }

    fn list(&self, id: RecordId, kind: Kind, strengths: &FxHashMap<RecordId, Association>) -> Vec<RecordId> {
        let at = id.0 as usize;
        let mut seen: FxHashSet<RecordId> = self.incoming[at].hierarchy.iter().copied().collect();
        let of_kind = |to: &RecordId| self.index.kind(*to) == kind;
        let named = self.outgoing[at].named.iter().copied().filter(of_kind);
        let mut list: Vec<RecordId> = named.filter(|&to| seen.insert(to)).collect();
        let with_co_mentions = counts_co_mentions(self.index.kind(id), kind);
        let others =
            strengths.iter().filter(|&(to, association)| of_kind(to) && (association.direct > 0 || with_co_mentions));
        let mut others: Vec<(RecordId, Association)> = others.map(|(to, association)| (*to, *association)).collect();
        others.retain(|(to, _)| !seen.contains(to));
        others.sort_unstable_by_key(|(to, association)| {
            (Reverse(association.direct), Reverse(association.co_mentions), self.ranks[to.0 as usize])
        });
        let direct = others.iter().take_while(|(_, association)| association.direct > 0).count();
        let capacity = MAX_CO_MENTIONED.saturating_sub(list.len() + direct);
        list.extend(others.iter().take(direct + capacity).map(|(to, _)| *to));
        list
    }
}

/// Checks whether being mentioned together relates a record of kind `from` to one of kind `to`.
fn counts_co_mentions(from: Kind, to: Kind) -> bool {
    from == Kind::Initiative || (from.is_linked_on_mention() && to != Kind::Initiative)
}

/// Returns the position of each record in title order, by record.
fn ranks(site: &Site) -> Vec<u32> {
    let mut by_title: Vec<RecordId> = site.all().map(|(id, _)| id).collect();
    by_title.sort_by_cached_key(|&id| (title_key(site.record(id)), id));
    let mut ranks = vec![0; by_title.len()];
    for (rank, id) in (0..).zip(by_title) {
        ranks[id.0 as usize] = rank;
    }
    ranks
}

#[cfg(test)]
mod tests {
    use crate::diagnose::Diagnostics;
    use crate::model::Kind;
    use crate::relate::{Relations, relate};
    use crate::testkit::Sample;

    fn sample() -> Sample {
        let mut sample = Sample::new();
        sample.add(Kind::Actor, "china", "China");
        sample.add(Kind::Actor, "cai", "Cai Cuihong");
        sample.add(Kind::Actor, "oecd", "OECD").body("Words about the Open Initiative.");
        sample.add(Kind::Topic, "open", "Open source");
        sample.add(Kind::Article, "cai-2025", "Empowering").author("Cai Cuihong", "Cai").ids("topics", &["open"]);
        let plan = sample.add(Kind::Initiative, "plan", "Action Plan");
        plan.ids("proposer", &["china"]).ids("part_of", &["frame"]).ids("related", &["zeta"]).claim("cai-2025", "1");
        sample.add(Kind::Initiative, "frame", "Framework");
        sample.add(Kind::Initiative, "zeta", "Zeta Initiative");
        sample.add(Kind::Initiative, "linked", "Open Initiative").body("See [[plan]].");
        sample.add(Kind::Initiative, "shared", "Shared Initiative");
        let event = sample.add(Kind::Event, "held", "Held");
        event.ids("initiatives", &["plan", "shared"]).ids("actors", &["china"]).ids("topics", &["open"]);
        sample
    }

    fn ids(
        lists: impl Fn(&Relations) -> &crate::relate::PerRecord<crate::model::RecordId>,
        kind: Kind,
        id: &str,
    ) -> Vec<String> {
        let (site, sources) = sample().finish();
        let relations = relate(&site, &sources, &mut Diagnostics::default());
        let record = relations.index.find(kind, id).unwrap();
        lists(&relations)[record.0 as usize].iter().map(|&to| site.record(to).id.to_string()).collect()
    }

    #[test]
    fn lists_named_then_linked_then_co_mentioned() {
        assert_eq!(ids(|r| &r.related, Kind::Initiative, "plan"), ["zeta", "linked", "shared"]);
        assert_eq!(ids(|r| &r.related, Kind::Initiative, "zeta"), ["plan", "frame"]);
        assert_eq!(ids(|r| &r.related, Kind::Initiative, "frame"), ["zeta"], "parts have their own list");
        assert_eq!(ids(|r| &r.related, Kind::Event, "held"), ["plan", "shared"]);
    }

    #[test]
    fn lists_initiatives_that_name_or_mention_an_actor_or_topic() {
        assert_eq!(ids(|r| &r.related, Kind::Actor, "china"), ["plan"]);
        assert_eq!(ids(|r| &r.related, Kind::Actor, "oecd"), ["linked"]);
        assert_eq!(ids(|r| &r.related, Kind::Topic, "open"), Vec::<String>::new());
    }

    #[test]
    fn lists_related_records_of_article() {
        assert_eq!(ids(|r| &r.related, Kind::Article, "cai-2025"), ["plan"]);
        assert_eq!(ids(|r| &r.actors, Kind::Article, "cai-2025"), ["cai"]);
        assert_eq!(ids(|r| &r.topics, Kind::Article, "cai-2025"), ["open"]);
    }

    #[test]
    fn lists_actors_and_topics_by_their_events() {
        assert_eq!(ids(|r| &r.actors, Kind::Initiative, "shared"), ["china"]);
        assert_eq!(ids(|r| &r.topics, Kind::Actor, "china"), ["open"]);
    }
}
