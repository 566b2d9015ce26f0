//! What one record's body says, in which words it may be.

use super::Relating;
use crate::diagnose::Diagnostics;
use crate::model::{Record, RecordId, Site};
use crate::relate::backlinks::Listener;
use crate::relate::checks::draft_link;
use crate::relate::near::Names;
use crate::relate::prose::Speaker;
use crate::relate::quotation::{self, Quotation, Reader, Uncited};
use crate::relate::{Backlink, Cited, MentionLink, Target, cited, mentions, resolve};
use crate::span::Sources;

/// What a record's body says now.
pub(super) struct Told {
    pub(super) id: RecordId,
    pub(super) targets: Vec<Target>,
    pub(super) mentions: Vec<MentionLink>,
    pub(super) cited: Vec<Cited>,
    pub(super) quotations: Vec<Quotation>,
    pub(super) uncited: Vec<Uncited>,
    /// In which sentences it speaks of whom.
    pub(super) said: Vec<(RecordId, Backlink)>,
    /// Whether it is what the body said before, in other words.
    pub(super) is_same: bool,
}

impl Relating {
    /// Asks a record that had another body before. Nothing when something is wrong with it, or when others may have led to a
    /// place in it that is no more.
    pub(super) fn ask(&self, id: RecordId, before: &Record, site: &Site, sources: &Sources) -> Option<Told> {
        let (relations, record) = (&self.relations, site.record(id));
        let index = &*relations.index;
        let (mut targets, problems) = resolve::resolve_one(Names { site, sources, index, layout: &self.layout }, id);
        let mut drafts = Diagnostics::default();
        draft_link::check_one(site, index, record, &mut targets, &mut drafts);
        let is_sound = problems.is_empty()
            && drafts.is_empty()
            && !leads_to_places(&targets, relations.targets.row(id))
            && resolve::anchors(&before.body) == resolve::anchors(&record.body);
        if !is_sound {
            return None;
        }
        let cited = cited::cited_by(site, index, record, &targets);
        let mentions = mentions::mention_links_of(id, site, index, &targets, self.matchers(site));
        let reader = Reader { site, sources, index, id, record, targets: &targets };
        let (quotations, uncited) = quotation::quotations_of(reader, relations.quotations.row(id));
        let said = Listener::new(id, Speaker { site, record, targets: &targets }, index).listen(&mentions);
        let is_same = targets == relations.targets.row(id)
            && cited == relations.cited.row(id)
            && same(&mentions, relations.mention_links.row(id), |one, other| one.to == other.to)
            && same(&quotations, relations.quotations.row(id), Quotation::says_the_same)
            && said.iter().all(|(to, _)| relations.backlinks.row(*to).iter().any(|link| link.from == id))
            && said.len() == self.spoken_of(id).len();
        Some(Told { id, targets, mentions, cited, quotations, uncited, said, is_same })
    }

    /// The records of which a record spoke before.
    pub(super) fn spoken_of(&self, id: RecordId) -> Vec<RecordId> {
        let relations = &self.relations;
        let led_to = relations.targets.row(id).iter().flat_map(|target| match target {
            Target::Record { to, .. } => vec![*to],
            Target::Articles(articles) => articles.iter().flatten().copied().collect(),
            _ => Vec::new(),
        });
        let mut all: Vec<RecordId> = led_to.chain(relations.mention_links.row(id).iter().map(|link| link.to)).collect();
        all.sort_unstable();
        all.dedup();
        all.retain(|to| relations.backlinks.row(*to).iter().any(|link| link.from == id));
        all
    }
}

/// Whether references lead to places within pages, and not to the same as before: whether the places are there is asked of
/// all records at once.
fn leads_to_places(now: &[Target], before: &[Target]) -> bool {
    let is_place = |target: &Target| matches!(target, Target::Record { anchor: Some(_), .. } | Target::Anchor(_));
    now != before && now.iter().chain(before).any(is_place)
}

/// Whether two lists are as long and alike item by item.
fn same<T>(one: &[T], other: &[T], is_like: impl Fn(&T, &T) -> bool) -> bool {
    one.len() == other.len() && one.iter().zip(other).all(|(one, other)| is_like(one, other))
}
