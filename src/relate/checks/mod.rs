//! Looks at the whole briefing for what no single file shows, one file per check.

pub(super) mod divergence;
pub(super) mod draft_link;
pub(super) mod duplicate_name;
pub(super) mod event_after_articles;
pub(super) mod event_date;
pub(super) mod forbidden_quotation;
pub(super) mod long_quotation;
pub(super) mod quotation_not_found;
pub(super) mod quoted_share;
pub(super) mod stale_mentions;
pub(super) mod text_mention_lookup;
pub(super) mod unchecked_quotation;
pub(super) mod uncited_mention;
pub(super) mod unknown_passage;
pub(super) mod unnamed_record;
pub(super) mod unsupported_claim;
pub(super) mod unused_article;
pub(super) mod wrong_passage;

use super::{RecordIndex, Relations};
use crate::diagnose::Diagnostics;
use crate::model::Site;
use crate::span::Sources;
use rayon::prelude::*;

/// What a check may look at.
struct CheckContext<'a> {
    site: &'a Site,
    sources: &'a Sources,
    relations: &'a Relations,
}

/// Every check that needs the whole briefing to be related.
static CHECKS: [fn(&CheckContext<'_>, &mut Diagnostics); 15] = [
    |it, found| unused_article::check(it.site, it.index(), &it.relations.cited, &it.relations.backlinks, found),
    |it, found| quotation_not_found::check(it.site, it.sources, &it.relations.quotations, found),
    |it, found| wrong_passage::check(it.site, &it.relations.quotations, found),
    |it, found| unchecked_quotation::check(it.site, &it.relations.quotations, found),
    |it, found| forbidden_quotation::check(it.site, it.index(), &it.relations.quotations, found),
    |it, found| long_quotation::check(it.site, it.index(), &it.relations.quotations, found),
    |it, found| quoted_share::check(it.site, it.index(), &it.relations.quotations, &it.relations.quoted_amounts, found),
    |it, found| unsupported_claim::check(it.site, &it.relations.claim_support, found),
    |it, found| divergence::check(it.site, it.index(), &it.relations.cited, &it.relations.divergences, found),
    |it, found| event_date::check(it.site, it.index(), found),
    |it, found| event_after_articles::check(it.site, it.index(), &it.relations.claim_support, found),
    |it, found| unknown_passage::check(it.site, it.sources, it.index(), &it.relations.targets, found),
    |it, found| stale_mentions::check(it.site, it.index(), found),
    |it, found| unnamed_record::check(&it.text_mentions(), found),
    |it, found| uncited_mention::check(&it.text_mentions(), found),
];

impl<'a> CheckContext<'a> {
    fn index(&self) -> &'a RecordIndex {
        &self.relations.index
    }

    fn text_mentions(&self) -> text_mention_lookup::TextMentionLookup<'a> {
        let Relations { index, cited, text_mentions, .. } = self.relations;
        text_mention_lookup::TextMentionLookup { site: self.site, index, cited, mentions: text_mentions }
    }
}

/// Runs every check that needs the whole briefing to be related.
pub(super) fn run_all(site: &Site, sources: &Sources, relations: &Relations, found: &mut Diagnostics) {
    let known = CheckContext { site, sources, relations };
    let run = |check: &fn(&CheckContext<'_>, &mut Diagnostics)| {
        let mut found = Diagnostics::default();
        check(&known, &mut found);
        found
    };
    let all: Vec<Diagnostics> = CHECKS.par_iter().map(run).collect();
    for findings in all {
        found.append(findings);
    }
}
