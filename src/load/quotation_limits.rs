//! `max_quote_words` and `max_share`: of `[quotations]` in the configuration, and of an article's `rights`.

use super::front_matter::{BAD_VALUE, Fields};
use crate::diagnose::Diagnostic;
use crate::model::Share;

/// The number of words that a quotation has at most.
pub(super) fn max_quote_words(fields: &mut Fields<'_, '_>) -> Option<usize> {
    let written = fields.integer("max_quote_words")?;
    let words = usize::try_from(written.value).ok().filter(|words| *words > 0);
    if words.is_none() {
        let message = "`max_quote_words` must be 1 or more";
        let help = "set `rights.publish = \"none\"` in an article from which nothing may be quoted";
        fields.report(Diagnostic::new(&BAD_VALUE, written.span, message).help(help));
    }
    words
}

/// The share of a text that all its quotations have at most.
pub(super) fn max_share(fields: &mut Fields<'_, '_>) -> Option<Share> {
    let written = fields.number("max_share")?;
    if written.value > 0.0 && written.value <= 1.0 {
        return Some(Share::from_fraction(written.value));
    }
    let message = "`max_share` must be above 0 and at most 1";
    let help = "write the share of a text that may be quoted in sum, such as `0.10` for a tenth";
    fields.report(Diagnostic::new(&BAD_VALUE, written.span, message).help(help));
    None
}
