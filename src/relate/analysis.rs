//! Relates a whole briefing, in passes that run in parallel where they do not depend on each other.
//!
//! 1. What depends only on front matter, configuration, data and texts comes first: the index, the layout of the output, names,
//!    and where texts mention them.
//! 2. References are resolved; mentions, citations, quotations and backlinks follow from each record's body.
//! 3. [`Analysis::sort`] orders records by date and title and compares claims.
//! 4. [`Analysis::aggregate`] derives what depends on all records together, and runs the checks.

use super::checks::{self, duplicate_name, unusable_name};
use super::mentions::{self, Matchers};
use super::paths::{self, OutputLayout};
use super::quotation::{self, Quotation, UncitedQuotation};
use super::suggest::ResolveContext;
use super::{
    CitationOccurrence, MentionLink, PerRecord, RecordIndex, Relations, Target, backlinks, citations, claims, evidence,
    membership, prev_next, quoted_amounts, related, resolve, support, timeline,
};
use crate::diagnose::Diagnostics;
use crate::model::{RecordId, Site};
use crate::span::Sources;
use rayon::prelude::*;
use std::sync::{Arc, OnceLock};

/// The relations of a briefing with the intermediate results from which parts of them can be derived again.
#[derive(Debug)]
pub struct Analysis {
    /// The relations.
    pub relations: Relations,
    /// Diagnostics about names, paths and references.
    pub(crate) reference_diagnostics: Diagnostics,
    /// Diagnostics of the checks, which look at all records.
    pub(crate) site_diagnostics: Diagnostics,
    /// Where everything goes in the output.
    pub(crate) layout: OutputLayout,
    /// Matchers of all names, built on first use where their results are known already.
    pub(crate) matchers: OnceLock<Matchers>,
    /// The events, ordered by date.
    pub(crate) events_by_date: Vec<RecordId>,
}

impl Analysis {
    /// Relates a whole briefing.
    pub fn new(site: &Site, sources: &Sources) -> Analysis {
        let index = &Arc::new(RecordIndex::new(site));
        let (matchers, (layout, (targets, citations), reference_diagnostics)) =
            rayon::join(|| Matchers::new(site, index), || resolve_references(site, sources, index));
        let cited: Vec<_> = citations
            .par_iter()
            .zip(&site.records)
            .map(|(row, record)| citations::cited_articles(site, record, row))
            .collect();
        let ((mention_links, text_mentions), (quotations, uncited)) = rayon::join(
            || (mentions_of(site, index, &targets, &matchers), mentions::text_mentions(site, index, &matchers)),
            || verify_quotations(site, sources, index, &citations),
        );
        let (backlinks, translations) = rayon::join(
            || backlinks::backlinks(site, index, &targets, &mention_links),
            || prev_next::translations(site, index),
        );
        let text_mentions: PerRecord<_> = text_mentions.into();
        let relations = Relations {
            paths: layout.paths.clone(),
            redirects: layout.redirects.clone(),
            collisions: layout.collisions.clone(),
            translations: translations.into(),
            mentioned_in: mentions::mentioned_in(site, &text_mentions).into(),
            index: index.clone(),
            actors_by_name: Arc::new(membership::actors_by_name(site)),
            targets,
            mention_links,
            backlinks: backlinks.into(),
            citations,
            cited: cited.into(),
            text_mentions,
            quotations,
            uncited,
            ..Relations::default()
        };
        let mut analysis = Analysis {
            relations,
            reference_diagnostics,
            site_diagnostics: Diagnostics::default(),
            layout,
            matchers: matchers.into(),
            events_by_date: Vec::new(),
        };
        analysis.sort(site);
        analysis.aggregate(site, sources);
        analysis
    }

    /// Orders records by what their front matter says, and compares claims.
    pub(crate) fn sort(&mut self, site: &Site) {
        let index = &self.relations.index;
        let ((events_by_date, prev_next), divergences) = rayon::join(
            || (timeline::events_by_date(site, index), prev_next::prev_next(site)),
            || claims::divergences(site, index),
        );
        self.relations.timeline = Arc::new(timeline::timeline(site, &events_by_date));
        self.relations.prev_next = Arc::new(prev_next);
        self.relations.divergences = Arc::new(divergences);
        self.relations.parts = membership::parts(site, &self.relations.index).into();
        self.relations.articles =
            membership::articles(site, &self.relations.index, &self.relations.actors_by_name).into();
        self.events_by_date = events_by_date;
    }

    /// Returns the matchers of all names.
    pub(crate) fn matchers(&self, site: &Site) -> &Matchers {
        self.matchers.get_or_init(|| Matchers::new(site, &self.relations.index))
    }

    /// Returns all diagnostics.
    pub fn diagnostics(&self) -> Diagnostics {
        let mut diagnostics = self.reference_diagnostics.clone();
        diagnostics.append(self.site_diagnostics.clone());
        diagnostics
    }

    /// Derives what depends on all records together, and runs the checks.
    pub(crate) fn aggregate(&mut self, site: &Site, sources: &Sources) {
        let events_by_date = &self.events_by_date;
        let Relations { index, citations, cited, quotations, text_mentions, .. } = &self.relations;
        let of_texts = || {
            let lock = evidence::build_lock(site, index, quotations, text_mentions);
            let ranges = quotation::quoted_ranges(site, index, quotations);
            (lock, ranges, quoted_amounts::quoted_amounts(site, index, quotations))
        };
        let of_records = || {
            let events = timeline::events(site, index, events_by_date, cited);
            let passage_citations = citations::passage_citations(site, index, citations, quotations);
            (events, support::supporting_articles(cited), passage_citations)
        };
        let (related, ((lock, quoted_ranges, quoted_amounts), (events, supporting_articles, passage_citations))) =
            rayon::join(|| related::related(site, index, text_mentions, cited), || rayon::join(of_texts, of_records));
        let relations = &mut self.relations;
        relations.claim_support = claims::claim_support(site, &relations.index, &relations.quotations).into();
        relations.events = events.into();
        relations.supporting_articles = supporting_articles.into();
        relations.coverage = Arc::new(support::coverage(&support::CoverageInput {
            site,
            index: &relations.index,
            supporting: &relations.supporting_articles,
            cited: &relations.cited,
            named_in: &relations.mentioned_in,
            parts: &relations.parts,
        }));
        relations.passage_citations = passage_citations.into();
        relations.related = related.initiatives.into();
        relations.actors = related.actors.into();
        relations.topics = related.topics.into();
        relations.lock = Arc::new(lock);
        relations.quoted_ranges = quoted_ranges.into();
        relations.quoted_amounts = Arc::new(quoted_amounts);
        let mut diagnostics = Diagnostics::default();
        checks::run_all(site, sources, relations, &mut diagnostics);
        self.site_diagnostics = diagnostics;
    }
}

/// Where everything goes and leads to, and what is wrong with it.
fn resolve_references(
    site: &Site,
    sources: &Sources,
    index: &RecordIndex,
) -> (OutputLayout, (PerRecord<Target>, PerRecord<CitationOccurrence>), Diagnostics) {
    let mut found = Diagnostics::default();
    duplicate_name::check(site, sources, index, &mut found);
    unusable_name::check(site, &mut found);
    let layout = paths::build_layout(site, sources, index, &mut found);
    let resolved = resolve::resolve(ResolveContext { site, sources, index, layout: &layout }, &mut found);
    (layout, resolved, found)
}

fn mentions_of(
    site: &Site,
    index: &RecordIndex,
    targets: &PerRecord<Target>,
    matchers: &Matchers,
) -> PerRecord<MentionLink> {
    mentions::mention_links(site, index, targets, matchers).into()
}

fn verify_quotations(
    site: &Site,
    sources: &Sources,
    index: &RecordIndex,
    citations: &PerRecord<CitationOccurrence>,
) -> (PerRecord<Quotation>, PerRecord<UncitedQuotation>) {
    let quotation::Quotations { cited, uncited } = quotation::quotations(site, sources, index, citations);
    (cited.into(), uncited.into())
}
