//! Finds what belongs together: the initiatives, actors and topics of each record.
//!
//! 1. What front matter names comes first, in the written order; for articles, also the actors who wrote them.
//! 2. Then what is tied to the record: who names it, links to it or is linked from it, and, for articles, the initiatives
//!    that cite it; the strongest ties first.
//! 3. Between initiatives, actors and topics, being spoken of together on one page is a tie as well, a weak one.

use super::front_matter_refs::front_matter_refs;
use super::prev_next::title_key;
use super::{CitedArticle, MentionLink, RecordIndex, Target, localize};
use crate::model::{Details, Kind, Record, RecordId, Site};
use crate::relate::per_record::Rows;
use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};
use std::cmp::Reverse;
use std::mem::take;

/// Being named in front matter counts as much as this many links.
const FRONT_MATTER_WEIGHT: u32 = 4;

/// A page that speaks of more records than this is an overview: it does not say what belongs together.
const MAX_CO_MENTIONS: usize = 12;

/// How long a list grows at most by records that are only spoken of together.
const MAX_CO_MENTIONED: usize = 8;

/// What belongs to each record, by record, in its language.
pub(super) struct Related {
    pub(super) initiatives: Vec<Vec<RecordId>>,
    pub(super) actors: Vec<Vec<RecordId>>,
    pub(super) topics: Vec<Vec<RecordId>>,
}

/// How strongly two records are tied.
#[derive(Clone, Copy, Default)]
struct Association {
    direct: u32,
    co_mentions: u32,
}

/// What one record says of others, each the one that stands for all languages.
#[derive(Default)]
struct Outgoing {
    /// Whom its front matter names, without repeats.
    named: Vec<RecordId>,
    /// Whose part it is: wholes and parts have lists of their own.
    part_of: Vec<RecordId>,
    /// How strongly it is tied to others, piece by piece.
    associations: Vec<(RecordId, u32)>,
    /// Those that it speaks of together; nobody where they are a crowd.
    co_mentioned: Vec<RecordId>,
}

/// What others say of one record.
#[derive(Clone, Default)]
struct Incoming {
    /// Its wholes and parts.
    hierarchy: Vec<RecordId>,
    /// Who is tied to it, and how strongly, piece by piece.
    associations: Vec<(RecordId, u32)>,
    /// Who speaks of it together with others.
    co_mentioned_by: Vec<RecordId>,
}

/// All ties, by the records that stand for all languages.
struct Associations<'a> {
    index: &'a RecordIndex,
    outgoing: Vec<Outgoing>,
    incoming: Vec<Incoming>,
    ranks: Vec<u32>,
}

/// Finds what belongs to each record.
pub(super) fn related(
    site: &Site,
    index: &RecordIndex,
    targets: Rows<'_, Target>,
    mentions: Rows<'_, MentionLink>,
    cited: Rows<'_, CitedArticle>,
) -> Related {
    let records: Vec<RecordId> = site.all().map(|(id, _)| id).collect();
    let says = |&id: &RecordId| {
        let at = id.0 as usize;
        let told = (&*targets[at], &*mentions[at], &*cited[at]);
        if index.canonical(id) == id && index.is_shown(id) {
            Outgoing::of_record(id, site, index, told)
        } else {
            Outgoing::default()
        }
    };
    let (said, ranks) = rayon::join(|| records.par_iter().map(says).collect(), || ranks(site));
    let ties = Associations::new(index, said, ranks);
    let lists = records.par_iter().map_init(FxHashMap::default, |tied, &id| {
        ties.collect(id, tied);
        [Kind::Initiative, Kind::Actor, Kind::Topic].map(|kind| ties.list(id, kind, tied))
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
        told: (&[Target], &[MentionLink], &[CitedArticle]),
    ) -> Outgoing {
        let mut said = Outgoing::default();
        said.collect_named(id, site.record(id), index);
        let (targets, mentions, cited) = told;
        let spoken = linked_or_mentioned(id, index, targets, mentions);
        said.associations =
            said.named.iter().map(|&to| (to, FRONT_MATTER_WEIGHT)).chain(spoken.iter().map(|&to| (to, 1))).collect();
        if index.kind(id) == Kind::Initiative {
            said.associations.extend(cited.iter().map(|cited| (index.canonical(cited.article), 1)));
        }
        let mut together: Vec<RecordId> = said.named.iter().copied().chain(spoken).collect();
        together.retain(|&to| is_listed(index, to));
        together.sort_unstable();
        together.dedup();
        if together.len() <= MAX_CO_MENTIONS {
            said.co_mentioned = together;
        }
        said
    }

    fn collect_named(&mut self, id: RecordId, record: &Record, index: &RecordIndex) {
        for named in front_matter_refs(record) {
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

/// Whom a record links to or mentions, each once.
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
    let mut spoken: Vec<RecordId> = all.map(|to| index.canonical(to)).collect();
    spoken.retain(|&to| seen.insert(to));
    spoken
}

fn is_listed(index: &RecordIndex, record: RecordId) -> bool {
    index.kind(record).is_linked_on_mention()
}

impl<'a> Associations<'a> {
    fn new(index: &'a RecordIndex, outgoing: Vec<Outgoing>, ranks: Vec<u32>) -> Self {
        let mut incoming = vec![Incoming::default(); outgoing.len()];
        for (from, said) in (0..).map(RecordId).zip(&outgoing) {
            for to in &said.part_of {
                incoming[from.0 as usize].hierarchy.push(*to);
                incoming[to.0 as usize].hierarchy.push(from);
            }
            said.associations
                .iter()
                .for_each(|&(to, strength)| incoming[to.0 as usize].associations.push((from, strength)));
            said.co_mentioned.iter().for_each(|to| incoming[to.0 as usize].co_mentioned_by.push(from));
        }
        Associations { index, outgoing, incoming, ranks }
    }

    /// Finds how strongly a record is tied to each other.
    fn collect(&self, id: RecordId, tied: &mut FxHashMap<RecordId, Association>) {
        tied.clear();
        let (said, told) = (&self.outgoing[id.0 as usize], &self.incoming[id.0 as usize]);
        for &(to, strength) in said.associations.iter().chain(&told.associations) {
            if to != id && is_listed(self.index, to) {
                tied.entry(to).or_default().direct += strength;
            }
        }
        for from in &told.co_mentioned_by {
            for &other in self.outgoing[from.0 as usize].co_mentioned.iter().filter(|other| **other != id) {
                tied.entry(other).or_default().co_mentions += 1;
            }
        }
    }

    fn list(&self, id: RecordId, kind: Kind, tied: &FxHashMap<RecordId, Association>) -> Vec<RecordId> {
        let at = id.0 as usize;
        let mut seen: FxHashSet<RecordId> = self.incoming[at].hierarchy.iter().copied().collect();
        let of_kind = |to: &RecordId| self.index.kind(*to) == kind;
        let named = self.outgoing[at].named.iter().copied().filter(of_kind);
        let mut list: Vec<RecordId> = named.filter(|&to| seen.insert(to)).collect();
        let together = counts_co_mentions(self.index.kind(id), kind);
        let others = tied.iter().filter(|&(to, tie)| of_kind(to) && (tie.direct > 0 || together));
        let mut others: Vec<(RecordId, Association)> = others.map(|(to, tie)| (*to, *tie)).collect();
        others.retain(|(to, _)| !seen.contains(to));
        others.sort_unstable_by_key(|(to, tie)| {
            (Reverse(tie.direct), Reverse(tie.co_mentions), self.ranks[to.0 as usize])
        });
        let direct = others.iter().take_while(|(_, tie)| tie.direct > 0).count();
        let room = MAX_CO_MENTIONED.saturating_sub(list.len() + direct);
        list.extend(others.iter().take(direct + room).map(|(to, _)| *to));
        list
    }
}

/// Whether being spoken of together makes records of the second kind belong to one of the first.
fn counts_co_mentions(of: Kind, kind: Kind) -> bool {
    match of {
        Kind::Initiative => true,
        Kind::Actor | Kind::Topic => kind != Kind::Initiative,
        Kind::Article | Kind::Event | Kind::Page | Kind::Index => false,
    }
}

/// Each record's place in the order of titles.
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
    use crate::relate::sample::Sample;
    use crate::relate::{Relations, relate};

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
    fn lists_initiatives_named_then_linked_then_together() {
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
    fn lists_what_belongs_to_an_article() {
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
