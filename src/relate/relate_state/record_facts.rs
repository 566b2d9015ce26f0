//! What one record's body says, in which words it may be.

use super::RelateState;
use crate::diagnose::Diagnostics;
use crate::model::{Record, RecordId, Site};
use crate::relate::backlinks::BacklinkCollector;
use crate::relate::checks::draft_link;
use crate::relate::prose::ProseContext;
use crate::relate::quotation::{self, Quotation, QuotationExtractor, UncitedQuotation};
use crate::relate::suggest::ResolveContext;
use crate::relate::{Backlink, CitedArticle, MentionLink, Target, cited, mentions, resolve};
use crate::span::Sources;

/// What a record's body says now.
pub(super) struct RecordFacts {
    pub(super) id: RecordId,
    pub(super) targets: Vec<Target>,
    pub(super) mentions: Vec<MentionLink>,
    pub(super) cited: Vec<CitedArticle>,
    pub(super) quotations: Vec<Quotation>,
    pub(super) uncited: Vec<UncitedQuotation>,
    /// In which sentences it speaks of whom.
    pub(super) backlinks: Vec<(RecordId, Backlink)>,
    /// Whether it is what the body said before, in other words.
    pub(super) is_unchanged: bool,
}

impl RelateState {
    /// Asks a record that had another body before. Nothing when something is wrong with it, or when others may have led to a
    /// place in it that is no more.
    pub(super) fn analyze(&self, id: RecordId, before: &Record, site: &Site, sources: &Sources) -> Option<RecordFacts> {
        let (relations, record) = (&self.relations, site.record(id));
        let index = &*relations.index;
        let (mut targets, problems) =
            resolve::resolve_one(ResolveContext { site, sources, index, layout: &self.layout }, id);
        let mut drafts = Diagnostics::default();
        draft_link::check_one(site, index, record, &mut targets, &mut drafts);
        let is_sound = problems.is_empty()
            && drafts.is_empty()
            && !has_changed_anchors(&targets, relations.targets.row(id))
            && resolve::anchors(&before.body) == resolve::anchors(&record.body);
        if !is_sound {
            return None;
        }
        let cited = cited::cited_by(site, index, record, &targets);
        let mentions = mentions::mention_links_of(id, site, index, &targets, self.matchers(site));
        let reader = QuotationExtractor { site, sources, index, id, record, targets: &targets };
        let (quotations, uncited) = quotation::update_quotations(reader, relations.quotations.row(id));
        let said =
            BacklinkCollector::new(id, ProseContext { site, record, targets: &targets }, index).collect(&mentions);
        let is_same = targets == relations.targets.row(id)
            && cited == relations.cited.row(id)
            && slices_eq(&mentions, relations.mention_links.row(id), |one, other| one.to == other.to)
            && slices_eq(&quotations, relations.quotations.row(id), Quotation::semantically_eq)
            && said.iter().all(|(to, _)| relations.backlinks.row(*to).iter().any(|link| link.from == id))
            && said.len() == self.mentioned_records(id).len();
        Some(RecordFacts { id, targets, mentions, cited, quotations, uncited, backlinks: said, is_unchanged: is_same })
    }

    /// The records of which a record spoke before.
    pub(super) fn mentioned_records(&self, id: RecordId) -> Vec<RecordId> {
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
fn has_changed_anchors(now: &[Target], before: &[Target]) -> bool {
    let is_place = |target: &Target| matches!(target, Target::Record { anchor: Some(_), .. } | Target::Anchor(_));
    now != before && now.iter().chain(before).any(is_place)
}

/// Whether two lists are as long and alike item by item.
fn slices_eq<T>(one: &[T], other: &[T], is_like: impl Fn(&T, &T) -> bool) -> bool {
    one.len() == other.len() && one.iter().zip(other).all(|(one, other)| is_like(one, other))
}
