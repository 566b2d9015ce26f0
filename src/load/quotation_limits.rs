//! `max_quote_words` and `max_share`: in `[quotations]` of the configuration, and in an article's `rights`.

use super::front_matter::{Fields, INVALID_VALUE};
use crate::diagnose::Diagnostic;
use crate::model::Share;

/// Reads the maximum number of words of one quotation.
pub(super) fn max_quote_words(fields: &mut Fields<'_, '_>) -> Option<usize> {
    let value = fields.integer("max_quote_words")?;
    let words = usize::try_from(value.value).ok().filter(|words| *words > 0);
    if words.is_none() {
        let message = "`max_quote_words` must be 1 or more";
        let help = "set `rights.publish = \"none\"` in an article that must not be quoted";
        fields.report(Diagnostic::new(&INVALID_VALUE, value.span, message).help(help));
    }
    words
}

/// Reads the maximum share of a text that all its quotations may have in sum.
pub(super) fn max_share(fields: &mut Fields<'_, '_>) -> Option<Share> {
    let value = fields.number("max_share")?;
    if value.value > 0.0 && value.value <= 1.0 {
        return Some(Share::from_fraction(value.value));
    }
    let message = "`max_share` must be greater than 0 and at most 1";
    let help = "use the share of a text that all quotations together may have, such as `0.10` for a tenth";
    fields.report(Diagnostic::new(&INVALID_VALUE, value.span, message).help(help));
    None
}
