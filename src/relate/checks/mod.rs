//! Looks at the whole briefing for what no single file shows, one file per check.

pub(super) mod divergence;
pub(super) mod draft_link;
pub(super) mod duplicate_name;
pub(super) mod event_after_articles;
pub(super) mod event_date;
pub(super) mod forbidden_quotation;
pub(super) mod long_quotation;
pub(super) mod named_in_texts;
pub(super) mod quotation_not_found;
pub(super) mod quoted_share;
pub(super) mod stale_mentions;
pub(super) mod unchecked_quotation;
pub(super) mod uncited_mention;
pub(super) mod unknown_passage;
pub(super) mod unnamed_record;
pub(super) mod unsupported_claim;
pub(super) mod unused_article;
pub(super) mod wrong_passage;

use super::Relations;
use crate::diagnose::Diagnostics;
use crate::model::Site;
use crate::span::Sources;

/// Runs every check that needs the whole briefing to be related.
pub(super) fn look_at_all(site: &Site, sources: &Sources, relations: &Relations, found: &mut Diagnostics) {
    let Relations { index, targets, cited, quotations, claims, .. } = relations;
    unused_article::check(site, index, cited, &relations.backlinks, found);
    quotation_not_found::check(site, sources, quotations, found);
    wrong_passage::check(site, quotations, found);
    unchecked_quotation::check(site, quotations, found);
    forbidden_quotation::check(site, index, quotations, found);
    long_quotation::check(site, index, quotations, found);
    quoted_share::check(site, index, quotations, &relations.extents, found);
    unsupported_claim::check(site, claims, found);
    divergence::check(site, index, cited, &relations.divergences, found);
    event_date::check(site, index, found);
    event_after_articles::check(site, index, claims, found);
    unknown_passage::check(site, sources, index, targets, found);
    stale_mentions::check(site, index, found);
    let known = named_in_texts::KnownTexts { site, index, cited, mentions: &relations.text_mentions };
    unnamed_record::check(&known, found);
    uncited_mention::check(&known, found);
}
