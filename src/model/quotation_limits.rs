//! Quotation limits for texts that are not published in full.
use serde::{Deserialize, Serialize};

/// Limits for quotations from one article.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuotationLimits {
    /// Maximum number of words of a quotation.
    pub max_quote_words: usize,
    /// Maximum share of the text's words that all quotations may cover together.
    pub max_share: Share,
}

impl Default for QuotationLimits {
    fn default() -> Self {
        QuotationLimits { max_quote_words: 40, max_share: Share::from_fraction(0.1) }
    }
}

/// Share of a whole, with a precision of 0.01 %.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Share(u16);

impl Share {
    const WHOLE: u16 = 10_000;

    /// Creates a share from a fraction, clamped to 0 to 1.
    pub fn from_fraction(fraction: f64) -> Share {
        let parts = (fraction.clamp(0.0, 1.0) * f64::from(Share::WHOLE)).round();
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "it is between 0 and 10,000")]
        Share(parts as u16)
    }

    /// Computes the share of a part in a whole, rounded down; the share in an empty whole is 1.
    pub fn from_ratio(part: usize, whole: usize) -> Share {
        let parts = part.saturating_mul(usize::from(Share::WHOLE)).checked_div(whole);
        Share(parts.and_then(|parts| u16::try_from(parts).ok()).map_or(Share::WHOLE, |parts| parts.min(Share::WHOLE)))
    }

    /// Returns the share of a number, rounded down.
    pub fn of(self, whole: usize) -> usize {
        whole.saturating_mul(usize::from(self.0)) / usize::from(Share::WHOLE)
    }
}

/// Formats in percent: `10%`, `12.5%`.
impl std::fmt::Display for Share {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}%", f64::from(self.0) / 100.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn computes_and_formats_shares() {
        let share = Share::from_fraction;
        assert_eq!((share(0.1).of(99), share(0.125).of(80), share(1.0).of(7), share(0.0).of(7)), (9, 10, 7, 0));
        assert_eq!((Share::from_ratio(33, 40), Share::from_ratio(1, 3).to_string()), (share(0.825), "33.33%".into()));
        assert_eq!((Share::from_ratio(0, 0), Share::from_ratio(9, 1)), (share(1.0), share(1.0)));
        assert_eq!((share(0.1).to_string(), share(0.125).to_string()), ("10%".into(), "12.5%".into()));
        assert_eq!((share(-3.0), share(f64::NAN), share(9.0)), (share(0.0), share(0.0), share(1.0)));
        assert_eq!(share(0.5).of(usize::MAX), usize::MAX / 10_000, "and does not overflow");
    }
}
