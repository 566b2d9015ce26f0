//! Looks at the whole briefing for what no single file shows, one file per check.

pub(super) mod divergence;
pub(super) mod draft_link;
pub(super) mod duplicate_name;
pub(super) mod forbidden_quotation;
pub(super) mod long_quotation;
pub(super) mod quotation_not_found;
pub(super) mod quoted_share;
pub(super) mod stale_mentions;
pub(super) mod unchecked_quotation;
pub(super) mod unknown_passage;
pub(super) mod unsupported_claim;
pub(super) mod unused_article;
pub(super) mod wrong_passage;
