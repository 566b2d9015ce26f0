//! Relates records to each other: targets of references, mentions, chronology and output paths.
//!
//! 1. `index` finds records by id, name and path; ambiguous and repeated ones are reported.
//! 2. `paths` gives each page its place in the output and reports collisions.
//! 3. `resolve` resolves every reference of every record; dead ones are reported with the nearest names. `citations` lists the
//!    citations of each passage, with the citing record and the part of it.
//! 4. `mentions` finds the first plain mention of each name on each page, and the names in articles' texts.
//! 5. `backlinks` inverts both: the records that mention a record, and the sentences in which they do.
//! 6. `timeline`, `related` and `membership` order events and find related records.
//! 7. `quotation` finds quoted words in the texts that they are attributed to, and computes how much of each text is
//!    quoted.
//! 8. `claims` counts what claims rest on, and finds those that say different things about the same.
//! 9. `evidence` remembers what was verified, for machines without the texts.
//! 10. `checks` report what only all records together show, one file per check.
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
mod sentence;
mod suggest;
mod support;
mod timeline;

pub use analysis::Analysis;
pub(crate) use citations::single_passages;
pub use citations::{CitationOccurrence, CitingPart, PassageCitation};
pub use claims::{ClaimId, ClaimSupport, Divergence, DivergentValue, QuoteStatus, Support};
pub use evidence::report_outdated;
pub use index::{Lookup, RecordIndex};
pub use mentions::{MentionPlace, TextMention, mention_places};
pub(crate) use paths::{OutputLayout, PathOwner};
pub use per_record::PerRecord;
pub use quotation::{
    AttributionForm, Quotation, QuotationPlace, QuotationVerdict, QuotedRange, UncitedQuotation, UncitedReason,
    WordMatch, find_words, function_words,
};
pub use quoted_amounts::QuotedAmount;
pub(crate) use record_facts::RecordFacts;
pub(crate) use resolve::DEAD_ANCHOR;
pub use sentence::Sentence;
pub use support::{ArticleRole, RecordCoverage, is_excused, is_older};

use crate::diagnose::{Diagnostics, Rule};
use crate::model::{EvidenceLock, RecordId, ReferenceId, Site, Text};
use crate::span::Sources;
use checks::{
    common_name, cut_short, divergence, draft_link, duplicate_claim, duplicate_name, event_after_articles, event_date,
    forbidden_quotation, lifted_sentence, long_quotation, moment_as_interval, page_locator, quotation_not_found,
    quoted_share, stale_mentions, unattributed_quotation, unchecked_quotation, uncited_mention, unknown_passage,
    unmarked_silence, unnamed_record, unsupported_claim, unusable_name, unused_article, wrong_passage,
};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::Arc;

/// All rules of this stage.
pub static RULES: &[&Rule] = &[
    &duplicate_name::DUPLICATE_NAME,
    &unusable_name::UNUSABLE_NAME,
    &common_name::COMMON_NAME,
    &paths::OUTPUT_COLLISION,
    &resolve::UNKNOWN_RECORD,
    &resolve::AMBIGUOUS_NAME,
    &resolve::UNKNOWN_CITATION,
    &resolve::UNKNOWN_CLAIM,
    &resolve::DEAD_LINK,
    &resolve::DEAD_ANCHOR,
    &resolve::UNKNOWN_DATA,
    &resolve::UNKNOWN_COLUMN,
    &draft_link::DRAFT_LINK,
    &unused_article::UNUSED_ARTICLE,
    &quotation_not_found::QUOTATION_NOT_FOUND,
    &wrong_passage::WRONG_PASSAGE,
    &unattributed_quotation::UNATTRIBUTED_QUOTATION,
    &cut_short::CUT_SHORT,
    &unmarked_silence::UNMARKED_SILENCE,
    &lifted_sentence::LIFTED_SENTENCE,
    &forbidden_quotation::FORBIDDEN_QUOTATION,
    &long_quotation::LONG_QUOTATION,
    &quoted_share::QUOTED_SHARE,
    &unsupported_claim::UNSUPPORTED_CLAIM,
    &duplicate_claim::DUPLICATE_CLAIM,
    &divergence::DIVERGENCE,
    &event_date::EVENT_DATE,
    &moment_as_interval::MOMENT_AS_INTERVAL,
    &event_after_articles::EVENT_AFTER_ARTICLES,
    &unchecked_quotation::UNCHECKED_QUOTATION,
    &unknown_passage::UNKNOWN_PASSAGE,
    &page_locator::PAGE_LOCATOR,
    &stale_mentions::STALE_MENTIONS,
    &unnamed_record::UNNAMED_RECORD,
    &uncited_mention::UNCITED_MENTION,
    &evidence::LOCK_OUTDATED,
    &evidence::OLDER_LOCK_ENTRY,
];

/// Facts that are derived from all records of a briefing.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Relations {
    /// Where each record's page goes, by record: a path such as `initiatives/pax-silica-declaration/`, empty for the
    /// front page; ends in `/`. Index pages: `initiatives/`; the introduction of events is that of `timeline/`. Drafts
    /// that are not shown have no page; theirs is empty, too.
    pub paths: Arc<Vec<String>>,
    /// Target of each reference: by record, then by [`ReferenceId`].
    pub targets: PerRecord<Target>,
    /// First plain mentions to be shown as links, by record; ordered by place in the file.
    pub mention_links: PerRecord<MentionLink>,
    /// Mentions of each record in others, by record; ordered by the kind and the title of the mentioning record.
    #[serde(skip)]
    pub backlinks: PerRecord<Backlink>,
    /// All shown events of the default language in the order of time.
    pub timeline: Arc<Vec<RecordId>>,
    /// The events that belong to each record (initiative, actor, topic: those that name it; article: those whose claims
    /// or text cite it), in the order of time; by record.
    pub events: PerRecord<RecordId>,
    /// Initiatives that belong with each record, best first: named ones, then those that are mentioned together.
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
    /// The records that each article's text names, by record; ordered by kind and id. Names of all languages count; the
    /// list belongs to the canonical record, and those of its translations are empty.
    pub text_mentions: PerRecord<TextMention>,
    /// The articles whose texts name each record, with the passages, by record; ordered by the articles' date.
    pub mentioned_in: PerRecord<TextMention>,
    /// Quoted ranges of each published article text, by canonical record and in the order of the text.
    pub quoted_ranges: PerRecord<QuotedRange>,
    /// Quoted amount of each article's text, by canonical record.
    pub quoted_amounts: Arc<Vec<QuotedAmount>>,
    /// Support of each claim, by record and in the order of its claims; empty for drafts that are not shown.
    pub claim_support: PerRecord<ClaimSupport>,
    /// Claims about the same thing that say different things, ordered by what they are about.
    pub divergences: Arc<Vec<Divergence>>,
    /// Articles that bear each record out, by record: those its claims and status name as evidence; where it has no
    /// evidence, those that it cites.
    pub supporting_articles: PerRecord<RecordId>,
    /// Articles that do not support each record, with a reason, by record.
    pub coverage: Arc<Vec<RecordCoverage>>,
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

/// Target of a reference.
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
    /// A claim: its record, and its index there.
    Claim(RecordId, u32),
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
    /// Target.
    pub to: RecordId,
    /// Part of the mention.
    pub part: MentionPart,
}

/// Part of a mention in one line of a paragraph's source.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum MentionPart {
    /// The whole mention.
    Whole,
    /// Its beginning, at the end of a line.
    Beginning,
    /// Its end, at the beginning of the next line.
    End,
}

/// A sentence that mentions a record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Backlink {
    /// Record with the sentence.
    pub from: RecordId,
    /// The sentence.
    pub sentence: Sentence,
    /// Number of mentions in the sentence.
    pub count: u32,
}

/// An article cited by a record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CitedArticle {
    /// The article.
    pub article: RecordId,
    /// The passages, ordered, without repeats.
    pub passages: Vec<crate::model::Passage>,
    /// Role of the article for the record.
    pub role: ArticleRole,
}

impl Relations {
    /// Returns the target of a reference of a record.
    pub fn target(&self, record: RecordId, reference: ReferenceId) -> &Target {
        &self.targets[record.0 as usize][reference.0 as usize]
    }

    /// Counts the quotations that could not be checked: those of which the article's text is not available, and those that are
    /// translations.
    pub fn unchecked_quotation_counts(&self) -> (usize, usize) {
        let unchecked = self.quotations.all().filter(|quotation| quotation.verdict == QuotationVerdict::Unchecked);
        let (translated, without_text): (Vec<_>, Vec<_>) = unchecked.partition(|quotation| quotation.translated);
        (without_text.len(), translated.len())
    }

    /// Returns the text of an article, in whatever language its record is, if its rights allow to publish it in full.
    pub fn published_text<'s>(&self, site: &'s Site, article: RecordId) -> Option<&'s Text> {
        quotation::published_text(site, &self.index, article)
    }

    /// Returns the facts of one record, for fingerprinting and comparison. If they are equal in two compilations of the
    /// same records, the record's rows of all tables are equal, except for positions in bodies and for the sentences of
    /// backlinks.
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
            coverage,
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
            coverage.get(at),
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

/// Returns for each record the list of its canonical record, with translations into its language where they exist.
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
