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

mod again;
mod kept;
mod told;

pub use again::Again;
pub use kept::Kept;

use super::checks::{self, duplicate_name};
use super::mentions::{self, Matchers};
use super::near::Names;
use super::paths::{self, Layout};
use super::quotation::{self, Quotation, Uncited};
use super::{
    Index, MentionLink, Relations, Table, Target, backlinks, cited, claims, evidence, extents, neighbours, related,
    resolve, support, timeline,
};
use crate::diagnose::Diagnostics;
use crate::model::{RecordId, Site};
use crate::span::Sources;
use std::sync::{Arc, OnceLock};

/// A briefing that was related.
#[derive(Debug)]
pub struct Relating {
    /// What came of it.
    pub relations: Relations,
    /// What was found about names, places and references.
    found_first: Diagnostics,
    /// What was found about the whole.
    found_last: Diagnostics,
    layout: Layout,
    /// Made when they are asked for, where what came of them is known already.
    matchers: OnceLock<Matchers>,
    in_time: Vec<RecordId>,
}

impl Relating {
    /// Relates everything, on all processors: what does not need each other is done side by side.
    pub fn new(site: &Site, sources: &Sources) -> Relating {
        let index = &Arc::new(Index::new(site));
        let (matchers, (layout, targets, found_first)) =
            rayon::join(|| Matchers::new(site, index), || places(site, sources, index));
        let ((mention_links, text_mentions), (cited, (quotations, uncited))) = rayon::join(
            || (mentions_of(site, index, &targets, &matchers), mentions::text_mentions(site, index, &matchers)),
            || (Table::from(cited::cited(site, index, &targets)), quoted(site, sources, index, &targets)),
        );
        let (backlinks, translations) = rayon::join(
            || backlinks::backlinks(site, index, &targets, &mention_links),
            || neighbours::translations(site, index),
        );
        let text_mentions: Table<_> = text_mentions.into();
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
        let mut relating = Relating { relations, found_first, found_last, layout, matchers: matchers.into(), in_time };
        relating.put_in_order(site);
        relating.found_last = settle(&mut relating.relations, &relating.in_time, site, sources);
        relating
    }

    /// Puts records in the orders in which front matter has them, and compares what it claims.
    fn put_in_order(&mut self, site: &Site) {
        let index = &self.relations.index;
        let ((in_time, neighbours), divergences) = rayon::join(
            || (timeline::in_time(site, index), neighbours::neighbours(site)),
            || claims::divergences(site, index),
        );
        self.relations.timeline = Arc::new(timeline::timeline(site, &in_time));
        self.relations.neighbours = Arc::new(neighbours);
        self.relations.divergences = Arc::new(divergences);
        self.in_time = in_time;
    }

    /// The names of all records.
    fn matchers(&self, site: &Site) -> &Matchers {
        self.matchers.get_or_init(|| Matchers::new(site, &self.relations.index))
    }

    /// All that was found.
    pub fn found(&self) -> Diagnostics {
        let mut found = self.found_first.clone();
        found.append(self.found_last.clone());
        found
    }
}

/// Draws together what all records say, and looks at the whole.
fn settle(relations: &mut Relations, in_time: &[RecordId], site: &Site, sources: &Sources) -> Diagnostics {
    let Relations { index, targets, mention_links, cited, quotations, text_mentions, .. } = &*relations;
    let (related, ((lock, quoted, extents), (events, support))) = rayon::join(
        || related::related(site, index, targets, mention_links, cited),
        || {
            let of_texts = || {
                let lock = evidence::lock(site, index, quotations, text_mentions);
                (lock, quotation::stretches(site, index, quotations), extents::extents(site, index, quotations))
            };
            let of_records = || (timeline::events(site, index, in_time, cited), support::support(site, index, cited));
            rayon::join(of_texts, of_records)
        },
    );
    relations.claims = claims::standings(site, index, quotations).into();
    (relations.events, relations.support) = (events.into(), support.into());
    (relations.related, relations.actors) = (related.initiatives.into(), related.actors.into());
    relations.topics = related.topics.into();
    (relations.lock, relations.quoted, relations.extents) = (Arc::new(lock), quoted.into(), Arc::new(extents));
    let mut found = Diagnostics::default();
    checks::look_at_all(site, sources, relations, &mut found);
    found
}

/// Where everything goes and leads to, and what is wrong with it.
fn places(site: &Site, sources: &Sources, index: &Index) -> (Layout, Table<Target>, Diagnostics) {
    let mut found = Diagnostics::default();
    duplicate_name::check(site, sources, index, &mut found);
    let layout = paths::lay_out(site, sources, index, &mut found);
    let targets = resolve::resolve(Names { site, sources, index, layout: &layout }, &mut found);
    (layout, targets, found)
}

fn mentions_of(site: &Site, index: &Index, targets: &Table<Target>, matchers: &Matchers) -> Table<MentionLink> {
    mentions::mention_links(site, index, targets, matchers).into()
}

fn quoted(
    site: &Site,
    sources: &Sources,
    index: &Index,
    targets: &Table<Target>,
) -> (Table<Quotation>, Table<Uncited>) {
    let quotation::Quotations { cited, uncited } = quotation::quotations(site, sources, index, targets);
    (cited.into(), uncited.into())
}
