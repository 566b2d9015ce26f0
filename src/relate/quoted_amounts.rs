//! Computes the amount of each article's text that is quoted.

use super::quotation::{Quotation, QuotationVerdict, quoted_amount};
use super::{RecordIndex, evidence};
use crate::model::{Record, Site};
use crate::relate::per_record::{Rows, flatten};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// Quoted amount of an article's text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuotedAmount {
    /// Number of distinct quoted words.
    pub quoted_words: usize,
    /// Number of words of the text, if known.
    pub total_words: Option<usize>,
}

/// Computes the quoted amount of each article over all shown records, by record. Only canonical records have values.
pub(super) fn quoted_amounts(site: &Site, index: &RecordIndex, quotations: Rows<'_, Quotation>) -> Vec<QuotedAmount> {
    let mut words: Vec<Vec<&str>> = vec![Vec::new(); site.records.len()];
    for quotation in flatten(quotations).filter(|quotation| counts_as_quoted(quotation)) {
        words[index.canonical(quotation.article).0 as usize].push(&quotation.words);
    }
    let amount = |(words, article): (Vec<&str>, &Arc<Record>)| match words.as_slice() {
        [] => QuotedAmount::default(),
        words => QuotedAmount {
            quoted_words: quoted_amount::distinct_word_count(words.iter().copied()),
            total_words: evidence::known_word_count(site, article),
        },
    };
    words.into_par_iter().zip(&site.records).map(amount).collect()
}

/// Checks whether quoted words count as taken from the article: found, or unchecked and not translated.
pub(super) fn counts_as_quoted(quotation: &Quotation) -> bool {
    match quotation.verdict {
        QuotationVerdict::Found(_) | QuotationVerdict::Misplaced(_) => true,
        QuotationVerdict::Unchecked => !quotation.translated,
        QuotationVerdict::NotFound => false,
    }
}
