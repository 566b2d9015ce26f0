//! Derives the relations of a single record.

use super::Analysis;
use crate::diagnose::Diagnostics;
use crate::model::{Passage, Record, RecordId, Site};
use crate::relate::backlinks::BacklinkCollector;
use crate::relate::checks::{self, draft_link};
use crate::relate::prose::ProseContext;
use crate::relate::quotation::{self, Quotation, QuotationExtractor, UncitedQuotation};
use crate::relate::suggest::ResolveContext;
use crate::relate::{Backlink, CitationOccurrence, CitedArticle, MentionLink, Target, citations, mentions, resolve};
use crate::span::Sources;
use std::collections::BTreeSet;

/// Relations derived from a single record.
pub(crate) struct RecordFacts {
    pub(crate) id: RecordId,
    pub(crate) targets: Vec<Target>,
    pub(crate) mentions: Vec<MentionLink>,
    pub(crate) citations: Vec<CitationOccurrence>,
    pub(crate) cited: Vec<CitedArticle>,
    pub(crate) quotations: Vec<Quotation>,
    pub(crate) uncited: Vec<UncitedQuotation>,
    /// The records that it mentions, with the sentences.
    pub(crate) backlinks: Vec<(RecordId, Backlink)>,
    /// Whether all of this equals what is known of the record, apart from wording and positions.
    pub(crate) is_unchanged: bool,
}

impl Analysis {
    /// Derives the relations of a record that was `previous` before. Returns `None` if the record has mistakes, or if other
    /// records may have linked to an anchor of it that no longer exists.
    pub(crate) fn analyze_record(
        &self,
        id: RecordId,
        previous: &Record,
        site: &Site,
        sources: &Sources,
    ) -> Option<RecordFacts> {
        let (relations, record) = (&self.relations, site.record(id));
        let index = &*relations.index;
        let (mut targets, problems) =
            resolve::resolve_one(ResolveContext { site, sources, index, layout: &self.layout }, id);
        let mut drafts = Diagnostics::default();
        draft_link::check_one(site, index, record, &mut targets, &mut drafts);
        let is_sound = problems.is_empty()
            && drafts.is_empty()
            && !has_changed_anchors(&targets, relations.targets.row(id))
            && resolve::anchors(&previous.body) == resolve::anchors(&record.body);
        if !is_sound {
            return None;
        }
        let citations = citations::citations_of(site, index, record, &targets);
        let cited = citations::cited_articles(site, record, &citations);
        let mentions = mentions::mention_links_of(id, site, index, &targets, self.matchers(site));
        let reader = QuotationExtractor { site, sources, index, id, record, citations: &citations };
        let (quotations, uncited) = quotation::update_quotations(reader, relations.quotations.row(id));
        if checks::has_wording_findings(sources, record, (&citations, &quotations, &uncited)) {
            return None;
        }
        let said =
            BacklinkCollector::new(id, ProseContext { site, record, targets: &targets }, index).collect(&mentions);
        let shown_passages = |row: &[CitationOccurrence]| -> BTreeSet<(RecordId, Passage)> {
            citations::shown_passages(index, row).collect()
        };
        let is_same = targets == relations.targets.row(id)
            && cited == relations.cited.row(id)
            && shown_passages(&citations) == shown_passages(relations.citations.row(id))
            && slices_eq(&mentions, relations.mention_links.row(id), |one, other| one.to == other.to)
            && slices_eq(&quotations, relations.quotations.row(id), Quotation::semantically_eq)
            && uncited.len() == relations.uncited.row(id).len()
            && said.iter().all(|(to, _)| relations.backlinks.row(*to).iter().any(|link| link.from == id))
            && said.len() == self.mentioned_records(id).len();
        Some(RecordFacts {
            id,
            targets,
            mentions,
            citations,
            cited,
            quotations,
            uncited,
            backlinks: said,
            is_unchanged: is_same,
        })
    }

    /// Returns the records that a record mentions, as far as known, ordered by id.
    pub(crate) fn mentioned_records(&self, id: RecordId) -> Vec<RecordId> {
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

/// Checks whether targets with anchors differ from before; anchors are verified for all records at once.
fn has_changed_anchors(now: &[Target], before: &[Target]) -> bool {
    let is_place = |target: &Target| matches!(target, Target::Record { anchor: Some(_), .. } | Target::Anchor(_));
    now != before && now.iter().chain(before).any(is_place)
}

/// Checks whether two lists have the same length and equal items.
fn slices_eq<T>(one: &[T], other: &[T], is_like: impl Fn(&T, &T) -> bool) -> bool {
    one.len() == other.len() && one.iter().zip(other).all(|(one, other)| is_like(one, other))
}
