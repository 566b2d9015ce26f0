//! A briefing that was related, with what it takes to relate it again when records say something else.
//!
//! 1. What depends on front matter, configuration, data and texts alone is found first: the index, where everything goes,
//!    names and where texts mention them; `put_in_order` has the orders in time and by title.
//! 2. `told` is what one record's body says: where it leads, whom it names, what it cites and quotes, in which sentences
//!    it speaks of whom.
//! 3. `settle` draws together what all records say.
//! 4. `again` asks only the records that are other ones, and settles anew only when they say something else, not
//!    when they say it in other words.
//! 5. `kept` is what is kept of it between runs of a program.

mod record_facts;
mod snapshot;
mod update;

pub use snapshot::RelationsSnapshot;
pub use update::RelationsDelta;

use super::checks::{self, duplicate_name};
use super::mentions::{self, Matchers};
use super::paths::{self, OutputLayout};
use super::quotation::{self, Quotation, UncitedQuotation};
use super::suggest::ResolveContext;
use super::{
    MentionLink, PerRecord, RecordIndex, Relations, Target, backlinks, cited, claims, evidence, prev_next,
    quoted_amounts, related, resolve, supporting_articles, timeline,
};
use crate::diagnose::Diagnostics;
use crate::model::{RecordId, Site};
use crate::span::Sources;
use std::sync::{Arc, OnceLock};

/// A briefing that was related.
#[derive(Debug)]
pub struct RelateState {
    /// What came of it.
    pub relations: Relations,
    /// What was found about names, places and references.
    reference_diagnostics: Diagnostics,
    /// What was found about the whole.
    site_diagnostics: Diagnostics,
    layout: OutputLayout,
    /// Made when they are asked for, where what came of them is known already.
    matchers: OnceLock<Matchers>,
    events_by_date: Vec<RecordId>,
}

impl RelateState {
    /// Relates everything, on all processors: what does not need each other is done side by side.
    pub fn new(site: &Site, sources: &Sources) -> RelateState {
        let index = &Arc::new(RecordIndex::new(site));
        let (matchers, (layout, targets, found_first)) =
            rayon::join(|| Matchers::new(site, index), || resolve_references(site, sources, index));
        let ((mention_links, text_mentions), (cited, (quotations, uncited))) = rayon::join(
            || (mentions_of(site, index, &targets, &matchers), mentions::text_mentions(site, index, &matchers)),
            || {
                (
                    PerRecord::from(cited::cited_articles(site, index, &targets)),
                    verify_quotations(site, sources, index, &targets),
                )
            },
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
            targets,
            mention_links,
            backlinks: backlinks.into(),
            cited,
            text_mentions,
            quotations,
            uncited,
            ..Relations::default()
        };
        let (found_last, in_time) = (Diagnostics::default(), Vec::new());
        let mut relating = RelateState {
            relations,
            reference_diagnostics: found_first,
            site_diagnostics: found_last,
            layout,
            matchers: matchers.into(),
            events_by_date: in_time,
        };
        relating.sort(site);
        relating.site_diagnostics = aggregate(&mut relating.relations, &relating.events_by_date, site, sources);
        relating
    }

    /// Puts records in the orders in which front matter has them, and compares what it claims.
    fn sort(&mut self, site: &Site) {
        let index = &self.relations.index;
        let ((in_time, neighbours), divergences) = rayon::join(
            || (timeline::events_by_date(site, index), prev_next::prev_next(site)),
            || claims::divergences(site, index),
        );
        self.relations.timeline = Arc::new(timeline::timeline(site, &in_time));
        self.relations.prev_next = Arc::new(neighbours);
        self.relations.divergences = Arc::new(divergences);
        self.events_by_date = in_time;
    }

    /// The names of all records.
    fn matchers(&self, site: &Site) -> &Matchers {
        self.matchers.get_or_init(|| Matchers::new(site, &self.relations.index))
    }

    /// All that was found.
    pub fn diagnostics(&self) -> Diagnostics {
        let mut found = self.reference_diagnostics.clone();
        found.append(self.site_diagnostics.clone());
        found
    }
}

/// Draws together what all records say, and looks at the whole.
fn aggregate(relations: &mut Relations, in_time: &[RecordId], site: &Site, sources: &Sources) -> Diagnostics {
    let Relations { index, targets, mention_links, cited, quotations, text_mentions, .. } = &*relations;
    let (related, ((lock, quoted, extents), (events, support))) = rayon::join(
        || related::related(site, index, targets, mention_links, cited),
        || {
            let of_texts = || {
                let lock = evidence::build_lock(site, index, quotations, text_mentions);
                (
                    lock,
                    quotation::quoted_ranges(site, index, quotations),
                    quoted_amounts::quoted_amounts(site, index, quotations),
                )
            };
            let of_records = || {
                (
                    timeline::events(site, index, in_time, cited),
                    supporting_articles::supporting_articles(site, index, cited),
                )
            };
            rayon::join(of_texts, of_records)
        },
    );
    relations.claim_support = claims::claim_support(site, index, quotations).into();
    (relations.events, relations.supporting_articles) = (events.into(), support.into());
    (relations.related, relations.actors) = (related.initiatives.into(), related.actors.into());
    relations.topics = related.topics.into();
    (relations.lock, relations.quoted_ranges, relations.quoted_amounts) =
        (Arc::new(lock), quoted.into(), Arc::new(extents));
    let mut found = Diagnostics::default();
    checks::run_all(site, sources, relations, &mut found);
    found
}

/// Where everything goes and leads to, and what is wrong with it.
fn resolve_references(
    site: &Site,
    sources: &Sources,
    index: &RecordIndex,
) -> (OutputLayout, PerRecord<Target>, Diagnostics) {
    let mut found = Diagnostics::default();
    duplicate_name::check(site, sources, index, &mut found);
    let layout = paths::build_layout(site, sources, index, &mut found);
    let targets = resolve::resolve(ResolveContext { site, sources, index, layout: &layout }, &mut found);
    (layout, targets, found)
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
    targets: &PerRecord<Target>,
) -> (PerRecord<Quotation>, PerRecord<UncitedQuotation>) {
    let quotation::Quotations { cited, uncited } = quotation::quotations(site, sources, index, targets);
    (cited.into(), uncited.into())
}
