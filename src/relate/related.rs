//! Finds what belongs together: the initiatives, actors and topics of each record.
//!
//! 1. What front matter names comes first, in the written order; for articles, also the actors who wrote them.
//! 2. Then what is tied to the record: who names it, links to it or is linked from it, and, for articles, the initiatives
//!    that cite it; the strongest ties first.
//! 3. Between initiatives, actors and topics, being spoken of together on one page is a tie as well, a weak one.

use super::named::named;
use super::neighbours::title_key;
use super::{Cited, Index, MentionLink, Target, localize};
use crate::model::{Details, Kind, RecordId, Site};
use crate::relate::table::Rows;
use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};
use std::cmp::Reverse;

/// Being named in front matter counts as much as this many links.
const NAMED: u32 = 4;

/// A page that speaks of more records than this is an overview: it does not say what belongs together.
const CROWD: usize = 12;

/// How long a list grows at most by records that are only spoken of together.
const TOGETHER: usize = 8;

/// What belongs to each record, by record, in its language.
pub(super) struct Related {
    pub(super) initiatives: Vec<Vec<RecordId>>,
    pub(super) actors: Vec<Vec<RecordId>>,
    pub(super) topics: Vec<Vec<RecordId>>,
}

/// How strongly two records are tied.
#[derive(Clone, Copy, Default)]
struct Tie {
    direct: u32,
    together: u32,
}

/// All ties, by the records that stand for all languages.
struct Ties<'a> {
    site: &'a Site,
    index: &'a Index,
    /// What front matter names, without repeats.
    named: Vec<Vec<RecordId>>,
    /// Wholes and parts: they have lists of their own.
    apart: Vec<Vec<RecordId>>,
    /// How strongly each is tied to others.
    strength: Vec<FxHashMap<RecordId, Tie>>,
}

/// Finds what belongs to each record.
pub(super) fn related(
    site: &Site,
    index: &Index,
    targets: Rows<'_, Target>,
    mentions: Rows<'_, MentionLink>,
    cited: Rows<'_, Cited>,
) -> Related {
    let tie_all = || {
        let mut ties = Ties::new(site, index);
        for (id, _) in site.shown().filter(|(id, _)| index.lead(*id) == *id) {
            let at = id.0 as usize;
            ties.add_named(id);
            ties.add_spoken(id, &targets[at], &mentions[at]);
            if index.kind(id) == Kind::Initiative {
                cited[at].iter().for_each(|cited| ties.tie(id, index.lead(cited.article), 1));
            }
        }
        ties
    };
    let (ties, ranks) = rayon::join(tie_all, || ranks(site));
    let lists = |kind: Kind| {
        let records: Vec<RecordId> = site.all().map(|(id, _)| id).collect();
        let lists: Vec<Vec<RecordId>> = records.par_iter().map(|&id| ties.list(id, kind, &ranks)).collect();
        localize(site, index, &lists)
    };
    Related { initiatives: lists(Kind::Initiative), actors: lists(Kind::Actor), topics: lists(Kind::Topic) }
}

impl<'a> Ties<'a> {
    fn new(site: &'a Site, index: &'a Index) -> Self {
        let count = site.records.len();
        let (named, apart) = (vec![Vec::new(); count], vec![Vec::new(); count]);
        Ties { site, index, named, apart, strength: vec![FxHashMap::default(); count] }
    }

    fn add_named(&mut self, id: RecordId) {
        let (site, index) = (self.site, self.index);
        let record = site.record(id);
        let mut all = Vec::new();
        for named in named(record) {
            let Some(to) = index.find(named.kind, &named.id.value) else { continue };
            all.push(to);
            if named.key == "part_of" {
                self.apart[id.0 as usize].push(to);
                self.apart[to.0 as usize].push(id);
            }
        }
        if let Details::Article(article) = &record.details {
            all.extend(article.authors.iter().filter_map(|author| index.named(Kind::Actor, &author.name)));
        }
        let mut seen = FxHashSet::from_iter([id]);
        all.retain(|&to| seen.insert(to));
        for &to in &all {
            self.tie(id, to, NAMED);
        }
        self.named[id.0 as usize] = all;
    }

    fn add_spoken(&mut self, id: RecordId, targets: &[Target], mentions: &[MentionLink]) {
        let links = targets.iter().filter_map(|target| match target {
            Target::Record { to, .. } => Some(*to),
            _ => None,
        });
        let mut seen = FxHashSet::from_iter([id]);
        let all = links.chain(mentions.iter().map(|link| link.to));
        let mut spoken: Vec<RecordId> = all.map(|to| self.index.lead(to)).collect();
        spoken.retain(|&to| seen.insert(to));
        for &to in &spoken {
            self.tie(id, to, 1);
        }
        let named = self.named[id.0 as usize].iter().copied();
        let mut group: Vec<RecordId> = named.chain(spoken).filter(|&to| self.is_listed(to)).collect();
        group.sort_unstable();
        group.dedup();
        if group.len() > CROWD {
            return;
        }
        for (at, &one) in group.iter().enumerate() {
            for &other in &group[at + 1..] {
                self.strength[one.0 as usize].entry(other).or_default().together += 1;
                self.strength[other.0 as usize].entry(one).or_default().together += 1;
            }
        }
    }

    fn tie(&mut self, one: RecordId, other: RecordId, strength: u32) {
        for (from, to) in [(one, other), (other, one)] {
            if from != to && self.is_listed(to) {
                self.strength[from.0 as usize].entry(to).or_default().direct += strength;
            }
        }
    }

    fn is_listed(&self, record: RecordId) -> bool {
        self.index.kind(record).is_linked_on_mention()
    }

    fn list(&self, id: RecordId, kind: Kind, ranks: &[u32]) -> Vec<RecordId> {
        let at = id.0 as usize;
        let mut seen: FxHashSet<RecordId> = self.apart[at].iter().copied().collect();
        let of_kind = |to: &RecordId| self.index.kind(*to) == kind;
        let mut list: Vec<RecordId> =
            self.named[at].iter().copied().filter(of_kind).filter(|&to| seen.insert(to)).collect();
        let together = counts_together(self.index.kind(id), kind);
        let others = self.strength[at].iter().filter(|&(to, tie)| of_kind(to) && (tie.direct > 0 || together));
        let mut others: Vec<(RecordId, Tie)> = others.map(|(to, tie)| (*to, *tie)).collect();
        others.retain(|(to, _)| !seen.contains(to));
        others.sort_unstable_by_key(|(to, tie)| (Reverse(tie.direct), Reverse(tie.together), ranks[to.0 as usize]));
        let direct = others.iter().take_while(|(_, tie)| tie.direct > 0).count();
        let room = TOGETHER.saturating_sub(list.len() + direct);
        list.extend(others.iter().take(direct + room).map(|(to, _)| *to));
        list
    }
}

/// Whether being spoken of together makes records of the second kind belong to one of the first.
fn counts_together(of: Kind, kind: Kind) -> bool {
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
        lists: impl Fn(&Relations) -> &crate::relate::Table<crate::model::RecordId>,
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
