//! Finds related records: the initiatives, actors and topics of each record.
//!
//! 1. Records named in front matter come first, in the written order; for articles, also the actors who wrote them.
//! 2. Then associated records, by strength: those whose front matter names the record, and, for articles, the records that
//!    their texts name and the initiatives that they support.
//! 3. Between initiatives, actors and topics, a weak association: named in the same passage of an article, named in the same
//!    front matter, or supported by the same passage.
//!
//! What a page of the briefing says about other records does not relate them, since it may tell them apart.

use super::prev_next::title_key;
use super::{ArticleRole, CitedArticle, RecordIndex, TextMention, localize};
use crate::model::{Details, Kind, Passage, Record, RecordId, Site};
use crate::relate::citations::single_passages;
use crate::relate::per_record::Rows;
use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};
use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::mem::take;

/// Weight of a reference in front matter, in links.
const FRONT_MATTER_WEIGHT: u32 = 4;

/// Maximum number of records in a passage or front matter that counts as an association; one with more is an overview.
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
}

/// References of others to one record.
#[derive(Clone, Default)]
struct Incoming {
    /// Parents and children.
    hierarchy: Vec<RecordId>,
    /// Associated records with weights, one entry per reference.
    associations: Vec<(RecordId, u32)>,
    /// Groups that it is in.
    groups: Vec<u32>,
}

/// All associations, by canonical record.
struct Associations<'a> {
    index: &'a RecordIndex,
    outgoing: Vec<Outgoing>,
    incoming: Vec<Incoming>,
    /// Records that occur together, by group.
    groups: Vec<Vec<RecordId>>,
    ranks: Vec<u32>,
}

/// Finds the related records of each record.
pub(super) fn related(
    site: &Site,
    index: &RecordIndex,
    text_mentions: Rows<'_, TextMention>,
    cited: Rows<'_, CitedArticle>,
) -> Related {
    let records: Vec<RecordId> = site.all().map(|(id, _)| id).collect();
    let outgoing_of = |&id: &RecordId| {
        let at = id.0 as usize;
        let tables = (&*text_mentions[at], &*cited[at]);
        if index.is_canonical(id) && index.is_shown(id) {
            Outgoing::of_record(id, site, index, tables)
        } else {
            Outgoing::default()
        }
    };
    let (outgoing, ranks): (Vec<Outgoing>, _) =
        rayon::join(|| records.par_iter().map(outgoing_of).collect(), || ranks(site));
    let groups = groups(index, &outgoing, text_mentions, cited);
    let associations = Associations::new(index, outgoing, groups, ranks);
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
        (mentions, cited): (&[TextMention], &[CitedArticle]),
    ) -> Outgoing {
        let mut outgoing = Outgoing::default();
        outgoing.collect_named(id, site.record(id), index);
        outgoing.associations = outgoing.named.iter().map(|&to| (to, FRONT_MATTER_WEIGHT)).collect();
        outgoing.associations.extend(mentions.iter().map(|mention| (index.canonical(mention.record), 1)));
        if index.kind(id) == Kind::Initiative {
            let supporting = cited.iter().filter(|cited| cited.role == ArticleRole::Supports);
            outgoing.associations.extend(supporting.map(|cited| (index.canonical(cited.article), 1)));
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

/// Returns the records that occur together: in a passage of an article, in front matter, or as supported by a passage.
fn groups(
    index: &RecordIndex,
    outgoing: &[Outgoing],
    text_mentions: Rows<'_, TextMention>,
    cited: Rows<'_, CitedArticle>,
) -> Vec<Vec<RecordId>> {
    let mut by_passage: BTreeMap<(RecordId, Passage, bool), Vec<RecordId>> = BTreeMap::new();
    for (article, mentions) in (0..).map(RecordId).zip(text_mentions) {
        for mention in mentions.iter() {
            for &passage in &mention.passages {
                by_passage.entry((article, passage, false)).or_default().push(mention.record);
            }
        }
    }
    for (record, cited) in (0..).map(RecordId).zip(cited).filter(|(id, _)| index.is_canonical(*id)) {
        for cited in cited.iter().filter(|cited| cited.role == ArticleRole::Supports) {
            for passage in cited.passages.iter().copied().flat_map(single_passages) {
                by_passage.entry((index.canonical(cited.article), passage, true)).or_default().push(record);
            }
        }
    }
    let named = outgoing.iter().map(|outgoing| outgoing.named.clone());
    let mut groups: Vec<Vec<RecordId>> = named.chain(by_passage.into_values()).collect();
    for group in &mut groups {
        group.retain(|&id| is_listed(index, id));
        group.sort_unstable();
        group.dedup();
    }
    groups.retain(|group| (2..=MAX_CO_MENTIONS).contains(&group.len()));
    groups
}

fn is_listed(index: &RecordIndex, record: RecordId) -> bool {
    index.kind(record).is_linked_on_mention()
}

impl<'a> Associations<'a> {
    fn new(index: &'a RecordIndex, outgoing: Vec<Outgoing>, groups: Vec<Vec<RecordId>>, ranks: Vec<u32>) -> Self {
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
        }
        for (group, records) in (0..).zip(&groups) {
            for record in records {
                incoming[record.0 as usize].groups.push(group);
            }
        }
        Associations { index, outgoing, incoming, groups, ranks }
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
        for group in &incoming.groups {
            for &other in self.groups[*group as usize].iter().filter(|other| **other != id) {
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
        sample.add(Kind::Actor, "oecd", "OECD").body("Not to be confused with the Open Initiative.");
        sample.add(Kind::Topic, "open", "Open source");
        let cai = sample.add(Kind::Article, "cai-2025", "Empowering");
        cai.author("Cai Cuihong", "Cai").ids("topics", &["open"]);
        cai.text(&[
            "The Action Plan and the Framework.",
            "The OECD and the Zeta Initiative met.",
            "An Open Initiative.",
        ]);
        let plan = sample.add(Kind::Initiative, "plan", "Action Plan");
        plan.ids("proposer", &["china"]).ids("part_of", &["frame"]).ids("related", &["zeta"]).claim("cai-2025", "1");
        sample.add(Kind::Initiative, "frame", "Framework");
        sample.add(Kind::Initiative, "zeta", "Zeta Initiative");
        sample.add(Kind::Initiative, "linked", "Open Initiative").body("See [[plan]] [@cai-2025, ¶1].");
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
    fn lists_named_records_then_those_of_the_same_passages() {
        assert_eq!(ids(|r| &r.related, Kind::Initiative, "plan"), ["zeta", "linked", "shared"]);
        assert_eq!(ids(|r| &r.related, Kind::Initiative, "zeta"), ["plan", "frame"]);
        assert_eq!(ids(|r| &r.related, Kind::Initiative, "frame"), ["zeta"], "parts have their own list");
        assert_eq!(ids(|r| &r.related, Kind::Event, "held"), ["plan", "shared"]);
    }

    #[test]
    fn sentences_of_the_briefing_relate_nothing() {
        assert_eq!(ids(|r| &r.related, Kind::Actor, "oecd"), [""; 0], "its page only tells it apart");
        assert_eq!(ids(|r| &r.actors, Kind::Initiative, "linked"), [""; 0]);
    }

    #[test]
    fn lists_initiatives_that_name_an_actor_or_are_in_its_passages() {
        assert_eq!(ids(|r| &r.related, Kind::Actor, "china"), ["plan"]);
        assert_eq!(ids(|r| &r.actors, Kind::Initiative, "zeta"), ["china", "oecd"]);
        assert_eq!(ids(|r| &r.related, Kind::Topic, "open"), Vec::<String>::new());
    }

    #[test]
    fn lists_related_records_of_article() {
        assert_eq!(ids(|r| &r.related, Kind::Article, "cai-2025"), ["plan", "linked", "frame", "zeta"]);
        assert_eq!(ids(|r| &r.actors, Kind::Article, "cai-2025"), ["cai", "oecd"]);
        assert_eq!(ids(|r| &r.topics, Kind::Article, "cai-2025"), ["open"]);
    }

    #[test]
    fn lists_actors_and_topics_by_their_events() {
        assert_eq!(ids(|r| &r.actors, Kind::Initiative, "shared"), ["china"]);
        assert_eq!(ids(|r| &r.topics, Kind::Actor, "china"), ["open"]);
    }
}
