//! How much of each article's text all quotations take together.

use super::quotation::{Quotation, Verdict, extent};
use super::{Index, evidence};
use crate::model::{Record, Site};
use crate::relate::table::{Rows, each};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// How much of an article's text is quoted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Extent {
    /// How many of its words, each counted once.
    pub quoted: usize,
    /// How many words it has, as far as that is known.
    pub whole: Option<usize>,
}

/// How much of each article's text is quoted by all shown records, by record; it stands with the article that leads its
/// translations.
pub(super) fn extents(site: &Site, index: &Index, quotations: Rows<'_, Quotation>) -> Vec<Extent> {
    let mut words: Vec<Vec<&str>> = vec![Vec::new(); site.records.len()];
    for quotation in each(quotations).filter(|quotation| is_taken(quotation)) {
        words[index.lead(quotation.article).0 as usize].push(&quotation.words);
    }
    let extent = |(words, article): (Vec<&str>, &Arc<Record>)| match words.as_slice() {
        [] => Extent::default(),
        words => Extent { quoted: extent::distinct(words.iter().copied()), whole: evidence::words_of(site, article) },
    };
    words.into_par_iter().zip(&site.records).map(extent).collect()
}

/// Whether quoted words are the article's own, as far as is known.
pub(super) fn is_taken(quotation: &Quotation) -> bool {
    match quotation.verdict {
        Verdict::Found(_) | Verdict::Misplaced(_) => true,
        Verdict::Unchecked => !quotation.translated,
        Verdict::NotFound => false,
    }
}
