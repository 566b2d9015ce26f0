//! How much of each article's text all quotations take together.

use super::quotation::{Quotation, QuotationVerdict, quoted_amount};
use super::{RecordIndex, evidence};
use crate::model::{Record, Site};
use crate::relate::per_record::{Rows, flatten};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// How much of an article's text is quoted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuotedAmount {
    /// How many of its words, each counted once.
    pub quoted_words: usize,
    /// How many words it has, as far as that is known.
    pub total_words: Option<usize>,
}

/// How much of each article's text is quoted by all shown records, by record; it stands with the article that leads its
/// translations.
pub(super) fn quoted_amounts(site: &Site, index: &RecordIndex, quotations: Rows<'_, Quotation>) -> Vec<QuotedAmount> {
    let mut words: Vec<Vec<&str>> = vec![Vec::new(); site.records.len()];
    for quotation in flatten(quotations).filter(|quotation| counts_as_quoted(quotation)) {
        words[index.canonical(quotation.article).0 as usize].push(&quotation.words);
    }
    let extent = |(words, article): (Vec<&str>, &Arc<Record>)| match words.as_slice() {
        [] => QuotedAmount::default(),
        words => QuotedAmount {
            quoted_words: quoted_amount::distinct_word_count(words.iter().copied()),
            total_words: evidence::known_word_count(site, article),
        },
    };
    words.into_par_iter().zip(&site.records).map(extent).collect()
}

/// Whether quoted words are the article's own, as far as is known.
pub(super) fn counts_as_quoted(quotation: &Quotation) -> bool {
    match quotation.verdict {
        QuotationVerdict::Found(_) | QuotationVerdict::Misplaced(_) => true,
        QuotationVerdict::Unchecked => !quotation.translated,
        QuotationVerdict::NotFound => false,
    }
}
