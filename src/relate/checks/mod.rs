//! Checks that need the relations of the whole briefing, one rule per file.

pub(super) mod common_name;
pub(super) mod cut_short;
pub(super) mod divergence;
pub(super) mod draft_link;
pub(super) mod duplicate_claim;
pub(super) mod duplicate_name;
pub(super) mod event_after_articles;
pub(super) mod event_date;
pub(super) mod forbidden_quotation;
pub(super) mod lifted_sentence;
pub(super) mod long_quotation;
pub(super) mod moment_as_interval;
pub(super) mod page_locator;
pub(super) mod quotation_not_found;
pub(super) mod quoted_share;
pub(super) mod stale_mentions;
pub(super) mod text_mention_lookup;
pub(super) mod unattributed_quotation;
pub(super) mod unchecked_quotation;
pub(super) mod uncited_mention;
pub(super) mod unknown_passage;
pub(super) mod unmarked_silence;
pub(super) mod unnamed_record;
pub(super) mod unsupported_claim;
pub(super) mod unusable_name;
pub(super) mod unused_article;
pub(super) mod wrong_passage;

use super::quotation::{self, Quotation};
use super::{CitationOccurrence, RecordIndex, Relations, UncitedQuotation, UncitedReason};
use crate::diagnose::Diagnostics;
use crate::model::{Record, Site};
use crate::span::Sources;
use rayon::prelude::*;

/// Input of the checks.
struct CheckContext<'a> {
    site: &'a Site,
    sources: &'a Sources,
    relations: &'a Relations,
}

/// All checks that run after the relations are complete.
static CHECKS: [fn(&CheckContext<'_>, &mut Diagnostics); 22] = [
    |cx, sink| unused_article::check(cx.site, cx.index(), &cx.relations.cited, &cx.relations.backlinks, sink),
    |cx, sink| quotation_not_found::check(cx.site, cx.sources, &cx.relations.quotations, sink),
    |cx, sink| wrong_passage::check(cx.site, &cx.relations.quotations, sink),
    |cx, sink| unattributed_quotation::check(&cx.relations.uncited, sink),
    |cx, sink| cut_short::check(cx.sources, &cx.relations.quotations, sink),
    check_wording,
    |cx, sink| unchecked_quotation::check(cx.site, &cx.relations.quotations, sink),
    |cx, sink| forbidden_quotation::check(cx.site, cx.index(), &cx.relations.quotations, sink),
    |cx, sink| long_quotation::check(cx.site, cx.index(), &cx.relations.quotations, sink),
    |cx, sink| quoted_share::check(cx.site, cx.index(), &cx.relations.quotations, &cx.relations.quoted_amounts, sink),
    |cx, sink| unsupported_claim::check(cx.site, cx.index(), &cx.relations.claim_support, sink),
    |cx, sink| duplicate_claim::check(cx.site, cx.index(), sink),
    |cx, sink| divergence::check(cx.site, cx.index(), &cx.relations.cited, &cx.relations.divergences, sink),
    |cx, sink| event_date::check(cx.site, cx.index(), sink),
    |cx, sink| moment_as_interval::check(cx.site, sink),
    |cx, sink| event_after_articles::check(cx.site, cx.index(), &cx.relations.claim_support, sink),
    |cx, sink| unknown_passage::check(cx.site, cx.sources, &cx.relations.citations, sink),
    |cx, sink| common_name::check(cx.site, sink),
    |cx, sink| page_locator::check(cx.site, cx.index(), sink),
    |cx, sink| stale_mentions::check(cx.site, cx.index(), sink),
    |cx, sink| unnamed_record::check(&cx.text_mentions(), sink),
    |cx, sink| uncited_mention::check(&cx.text_mentions(), sink),
];

/// Runs the checks of wording, record by record.
fn check_wording(context: &CheckContext<'_>, diagnostics: &mut Diagnostics) {
    for (id, record) in context.site.visible() {
        let citations = context.relations.citations.row(id);
        unmarked_silence::check_record(context.sources, record, citations, diagnostics);
        lifted_sentence::check_record(context.sources, record, citations, diagnostics);
    }
}

/// Checks whether the wording of a record has findings. Rows are those of the record.
pub(super) fn has_wording_findings(
    sources: &Sources,
    record: &Record,
    rows: (&[CitationOccurrence], &[Quotation], &[UncitedQuotation]),
) -> bool {
    let (citations, quotations, uncited) = rows;
    let mut diagnostics = Diagnostics::default();
    unmarked_silence::check_record(sources, record, citations, &mut diagnostics);
    lifted_sentence::check_record(sources, record, citations, &mut diagnostics);
    !diagnostics.is_empty()
        || page_locator::has_pages(record)
        || uncited.iter().any(|quotation| quotation.reason != UncitedReason::NoCitation)
        || quotation::cuts(sources, quotations.iter()).next().is_some()
}

impl<'a> CheckContext<'a> {
    fn index(&self) -> &'a RecordIndex {
        &self.relations.index
    }

    fn text_mentions(&self) -> text_mention_lookup::TextMentionLookup<'a> {
        let Relations { index, cited, text_mentions, .. } = self.relations;
        text_mention_lookup::TextMentionLookup { site: self.site, index, cited, mentions: text_mentions }
    }
}

/// Runs all checks in parallel and reports their diagnostics in the order of [`CHECKS`].
pub(super) fn run_all(site: &Site, sources: &Sources, relations: &Relations, diagnostics: &mut Diagnostics) {
    let context = CheckContext { site, sources, relations };
    let run = |check: &fn(&CheckContext<'_>, &mut Diagnostics)| {
        let mut diagnostics = Diagnostics::default();
        check(&context, &mut diagnostics);
        diagnostics
    };
    let all: Vec<Diagnostics> = CHECKS.par_iter().map(run).collect();
    for reported in all {
        diagnostics.append(reported);
    }
}
