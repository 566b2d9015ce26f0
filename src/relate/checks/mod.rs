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
