//! Relates records to each other: what a reference leads to, who mentions whom, what comes when, which path is whose.
//!
//! 1. `index` finds records by id, name and path; ambiguous and repeated ones are reported.
//! 2. `paths` gives each page its place in the output and reports collisions.
//! 3. `resolve` decides what every reference of every record leads to; dead ones are reported with the nearest names.
//!    `citations` lists who cites which passage of which article, and in which part of the record.
//! 4. `mentions` finds the first plain mention of each name on each page, and the names in articles' texts.
//! 5. `backlinks` turns both around: who speaks of a record, and in which sentence.
//! 6. `timeline`, `related` and `membership` order events and find what belongs together.
//! 7. `quotation` looks for quoted words in the texts that they are said to be from; `extents` is how much of each they
//!    take together.
//! 8. `claims` counts what claims rest on, and finds those that say different things about the same.
//! 9. `evidence` remembers what was verified, for machines without the texts.
//! 10. `checks` look at the whole for what no single file shows, one file per check.
//! 11. `analysis` calls all of this in order; `record_facts` does it for one record.

mod analysis;
mod backlinks;
mod checks;
mod citations;
mod claims;
mod evidence;
mod front_matter_refs;
mod index;
mod membership;
mod mentions;
mod paths;
mod per_record;
mod prev_next;
mod prose;
mod quotation;
mod quoted_amounts;
mod record_facts;
mod related;
mod resolve;
#[cfg(test)]
mod sample;
mod sentence;
mod suggest;
mod supporting_articles;
mod timeline;

pub use analysis::Analysis;
pub(crate) use citations::single_passages;
pub use citations::{CitationOccurrence, CitingPart, PassageCitation};
pub use claims::{ClaimId, ClaimSupport, Divergence, DivergentValue, QuoteStatus, Support};
pub use evidence::report_outdated;
pub use index::{Lookup, RecordIndex};
pub use mentions::TextMention;
pub(crate) use paths::{OutputLayout, PathOwner};
pub use per_record::PerRecord;
pub use quotation::{Quotation, QuotationPlace, QuotationVerdict, QuotedRange, UncitedQuotation};
pub use quoted_amounts::QuotedAmount;
pub(crate) use record_facts::RecordFacts;
pub(crate) use resolve::DEAD_ANCHOR;
pub use sentence::Sentence;

use crate::diagnose::{Diagnostics, Rule};
use crate::model::{EvidenceLock, RecordId, ReferenceId, Site, Text};
use crate::span::Sources;
use checks::{
    divergence, draft_link, duplicate_name, event_after_articles, event_date, forbidden_quotation, long_quotation,
    quotation_not_found, quoted_share, stale_mentions, unchecked_quotation, uncited_mention, unknown_passage,
    unnamed_record, unsupported_claim, unused_article, wrong_passage,
};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::Arc;

/// All rules of this stage.
pub static RULES: &[&Rule] = &[
    &duplicate_name::DUPLICATE_NAME,
    &paths::OUTPUT_COLLISION,
    &resolve::UNKNOWN_RECORD,
    &resolve::AMBIGUOUS_NAME,
    &resolve::UNKNOWN_CITATION,
    &resolve::DEAD_LINK,
    &resolve::DEAD_ANCHOR,
    &resolve::UNKNOWN_DATA,
    &resolve::UNKNOWN_COLUMN,
    &draft_link::DRAFT_LINK,
    &unused_article::UNUSED_ARTICLE,
    &quotation_not_found::QUOTATION_NOT_FOUND,
    &wrong_passage::WRONG_PASSAGE,
    &forbidden_quotation::FORBIDDEN_QUOTATION,
    &long_quotation::LONG_QUOTATION,
    &quoted_share::QUOTED_SHARE,
    &unsupported_claim::UNSUPPORTED_CLAIM,
    &divergence::DIVERGENCE,
    &event_date::EVENT_DATE,
    &event_after_articles::EVENT_AFTER_ARTICLES,
    &unchecked_quotation::UNCHECKED_QUOTATION,
    &unknown_passage::UNKNOWN_PASSAGE,
    &stale_mentions::STALE_MENTIONS,
    &unnamed_record::UNNAMED_RECORD,
    &uncited_mention::UNCITED_MENTION,
    &evidence::LOCK_OUTDATED,
];

/// What is known about a briefing beyond its single records.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Relations {
    /// Where each record's page goes, by record: a path such as `initiatives/pax-silica-declaration/`, empty for the
    /// front page; ends in `/`. Index pages: `initiatives/`; the introduction of events is that of `timeline/`. Drafts
    /// that are not shown have no page; theirs is empty, too.
    pub paths: Arc<Vec<String>>,
    /// What each reference of each record leads to: by record, then by [`ReferenceId`].
    pub targets: PerRecord<Target>,
    /// First plain mentions to be shown as links, by record; ordered by place in the file.
    pub mention_links: PerRecord<MentionLink>,
    /// Who speaks of each record, by record; ordered by the speaker's kind and title.
    #[serde(skip)]
    pub backlinks: PerRecord<Backlink>,
    /// All shown events of the default language in the order of time.
    pub timeline: Arc<Vec<RecordId>>,
    /// The events that belong to each record (initiative, actor, topic: those that name it; article: those whose claims
    /// or text cite it), in the order of time; by record.
    pub events: PerRecord<RecordId>,
    /// Initiatives that belong with each record, best first: named ones, then those that are spoken of together.
    /// By record; for actors and topics: the initiatives that name or mention them.
    pub related: PerRecord<RecordId>,
    /// Actors that belong with each record, by record.
    pub actors: PerRecord<RecordId>,
    /// Topics that belong with each record, by record.
    pub topics: PerRecord<RecordId>,
    /// Citations of each record, by record; ordered by part, then in reading order.
    pub citations: PerRecord<CitationOccurrence>,
    /// Citations of each article's passages, by canonical article; ordered by passage.
    pub passage_citations: PerRecord<PassageCitation>,
    /// Articles that each record cites, in its text or as evidence, with the passages cited, by record; ordered by the
    /// articles' date.
    pub cited: PerRecord<CitedArticle>,
    /// Quotations with their verdicts, by record: those in its text in reading order, then those of its evidence.
    pub quotations: PerRecord<Quotation>,
    /// Words in quotation marks for which nothing is cited, by record, in reading order.
    pub uncited: PerRecord<UncitedQuotation>,
    /// The records that each article's text names, by record; ordered by kind and id. Names of all languages count, and
    /// translations have none of their own: ask for the record that stands for all languages.
    pub text_mentions: PerRecord<TextMention>,
    /// The articles whose texts name each record, with the passages, by record; ordered by the articles' date.
    pub mentioned_in: PerRecord<TextMention>,
    /// What is quoted of each article's text, where the text is published, by record and in the order of the text; it stands
    /// with the article that leads its translations.
    pub quoted_ranges: PerRecord<QuotedRange>,
    /// How much of each article's text is quoted, by record; it stands with the article that leads its translations.
    pub quoted_amounts: Arc<Vec<QuotedAmount>>,
    /// What each claim rests on, by record and in the order of its claims; empty for drafts that are not shown.
    pub claim_support: PerRecord<ClaimSupport>,
    /// Claims about the same thing that say different things, ordered by what they are about.
    pub divergences: Arc<Vec<Divergence>>,
    /// Articles that bear each record out, by record: those its claims and status name as evidence; where it has no
    /// evidence, those that it cites.
    pub supporting_articles: PerRecord<RecordId>,
    /// The record before and after each one of its kind (events in time, articles by date, others by title); by record.
    pub prev_next: Arc<Vec<(Option<RecordId>, Option<RecordId>)>>,
    /// Parts of each initiative and members of each actor, by record.
    pub parts: PerRecord<RecordId>,
    /// Articles of each topic, and of each actor who is an author, by record.
    pub articles: PerRecord<RecordId>,
    /// Name -> actor.
    pub actors_by_name: Arc<BTreeMap<String, RecordId>>,
    /// The same record in other languages, by record: language tag and record, the record itself included, when there
    /// is more than one.
    pub translations: PerRecord<(Arc<str>, RecordId)>,
    /// Old paths and where they redirect.
    pub redirects: Arc<BTreeMap<String, RecordId>>,
    /// Paths of files of the output that several things want. It was reported.
    pub collisions: Arc<BTreeSet<String>>,
    /// What was verified, to be written into `evidence.lock`.
    #[serde(skip)]
    pub lock: Arc<EvidenceLock>,
    /// Finds records by kind and id.
    #[serde(skip)]
    pub index: Arc<RecordIndex>,
}

/// What a reference leads to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Target {
    /// A record's page, with a fragment.
    Record {
        /// The record (in the language of the page that links to it, when there is a translation).
        to: RecordId,
        /// Fragment without `#`.
        anchor: Option<String>,
    },
    /// A page of the site that is no record, or a file: its path from the site's root, decoded, with the query and
    /// fragment as written.
    Path(String),
    /// A fragment on the same page.
    Anchor(String),
    /// An address on the web or in a mail program.
    External(String),
    /// The articles of a citation, in its order; nothing for an unknown one.
    Articles(Vec<Option<RecordId>>),
    /// Nothing: unknown, or not allowed. It was reported.
    Unresolved,
}

/// A plain mention that becomes a link.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MentionLink {
    /// Start of the [`crate::model::InlineKind::Text`] node's span.
    pub node: u32,
    /// Bytes within that node's words.
    pub range: Range<usize>,
    /// What it leads to.
    pub to: RecordId,
}

/// A place where a record is spoken of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Backlink {
    /// Who speaks.
    pub from: RecordId,
    /// The sentence.
    pub sentence: Sentence,
    /// How many times it does.
    pub count: u32,
}

/// An article cited by a record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CitedArticle {
    /// The article.
    pub article: RecordId,
    /// The passages, ordered, without repeats.
    pub passages: Vec<crate::model::Passage>,
}

impl Relations {
    /// What a reference of a record leads to.
    pub fn target(&self, record: RecordId, reference: ReferenceId) -> &Target {
        &self.targets[record.0 as usize][reference.0 as usize]
    }

    /// How many quotations could not be checked: their article's text is not at hand, or they are translations.
    pub fn unchecked_quotation_count(&self) -> usize {
        self.quotations.all().filter(|quotation| quotation.verdict == QuotationVerdict::Unchecked).count()
    }

    /// The text of an article, in whatever language its record is, where its rights let it be published whole.
    pub fn published_text<'s>(&self, site: &'s Site, article: RecordId) -> Option<&'s Text> {
        quotation::published_text(site, &self.index, article)
    }

    /// All that is said of one record alone whatever words it is said in, to be named: when it is the same in two
    /// compilations of the same records, every table has the same for the record, but for places in bodies and for the
    /// sentences in which others speak of it.
    pub fn facts(&self, id: RecordId) -> impl Serialize + PartialEq + '_ {
        let Relations {
            paths,
            targets: _,
            mention_links: _,
            backlinks,
            timeline: _,
            events,
            related,
            actors,
            topics,
            citations: _,
            passage_citations,
            cited,
            quotations,
            uncited: _,
            text_mentions,
            mentioned_in,
            quoted_ranges: quoted,
            quoted_amounts: extents,
            claim_support: claims,
            divergences: _,
            supporting_articles: support,
            prev_next: neighbours,
            parts,
            articles,
            actors_by_name: _,
            translations,
            redirects: _,
            collisions: _,
            lock: _,
            index: _,
        } = self;
        let at = id.0 as usize;
        let speakers: Vec<RecordId> = backlinks.row(id).iter().map(|link| link.from).collect();
        let quoted_words: Vec<_> = quotations.row(id).iter().map(Quotation::semantic_key).collect();
        (
            (paths.get(at), speakers, events.get(at), related.get(at), actors.get(at), topics.get(at)),
            (cited.get(at), quoted_words, text_mentions.get(at), mentioned_in.get(at), quoted.get(at)),
            (extents.get(at), claims.get(at), support.get(at), neighbours.get(at), translations.get(at)),
            (passage_citations.get(at), parts.get(at), articles.get(at)),
        )
    }

    /// Where the references, mentions and quotations of one record's body lead and stand, to be named.
    pub fn body_facts(&self, id: RecordId) -> impl Serialize + '_ {
        (self.targets.row(id), self.mention_links.row(id), self.quotations.row(id))
    }

    /// The output path of a record.
    pub fn path(&self, record: RecordId) -> &str {
        &self.paths[record.0 as usize]
    }
}

/// Relates everything.
pub fn relate(site: &Site, sources: &Sources, found: &mut Diagnostics) -> Relations {
    let analysis = Analysis::new(site, sources);
    found.append(analysis.diagnostics());
    analysis.relations
}

/// "a, b and c".
fn join_with_and(words: &[String]) -> String {
    match words {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

/// Gives each record the list of the one that stands for all its languages, in its own language where there is one.
fn localize(site: &Site, index: &RecordIndex, lists: &[Vec<RecordId>]) -> Vec<Vec<RecordId>> {
    let of_record = |(id, record): (RecordId, &crate::model::Record)| {
        if !index.is_shown(id) {
            return Vec::new();
        }
        let list = lists[index.canonical(id).0 as usize].iter();
        list.map(|&to| index.in_language(to, &record.language)).collect()
    };
    site.all().map(of_record).collect()
}
