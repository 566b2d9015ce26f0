//! Finds the quoted ranges in texts that are published in full.

use super::fold::fold;
use super::haystack::Haystack;
use super::needle::parts;
use super::{Quotation, QuotationVerdict};
use crate::model::{Passage, Publish, Record, RecordId, Site, Text};
use crate::relate::RecordIndex;
use crate::relate::per_record::Rows;
use rayon::prelude::*;
use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};
use std::ops::Range;

/// Range of a published text that a record quotes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuotedRange {
    /// Block: index into [`Text::passages`].
    pub block: usize,
    /// Byte range in the block's text.
    pub range: Range<usize>,
    /// Record that quotes it.
    pub record: RecordId,
    /// Index of the quotation among the record's.
    pub number: usize,
}

/// Returns the text of an article if its rights allow full publication.
pub(in crate::relate) fn published_text<'s>(
    site: &'s Site,
    index: &RecordIndex,
    article: RecordId,
) -> Option<&'s Text> {
    let canonical = site.record(index.canonical(article));
    let rights = canonical.rights().filter(|rights| rights.publish == Publish::Full);
    rights.and_then(|_| canonical.text())
}

/// Returns the quoted ranges of each published text, by article and in text order.
pub(in crate::relate) fn quoted_ranges(
    site: &Site,
    index: &RecordIndex,
    quotations: Rows<'_, Quotation>,
) -> Vec<Vec<QuotedRange>> {
    let mut by_article: FxHashMap<RecordId, Vec<(RecordId, usize)>> = FxHashMap::default();
    for (record, quotations) in (0u32..).map(RecordId).zip(quotations) {
        for (number, quotation) in quotations.iter().enumerate() {
            by_article.entry(index.canonical(quotation.article)).or_default().push((record, number));
        }
    }
    let of_article = |(article, _): (RecordId, &Record)| {
        let (Some(text), Some(quoted)) = (published_text(site, index, article), by_article.get(&article)) else {
            return Vec::new();
        };
        let haystack = Haystack::new(text);
        let mut ranges: Vec<QuotedRange> = Vec::new();
        for &(record, number) in quoted {
            let quotation = &quotations[record.0 as usize][number];
            let (QuotationVerdict::Found(passage) | QuotationVerdict::Misplaced(passage)) = quotation.verdict else {
                continue;
            };
            let places = find_ranges(&quotation.words, passage, text, &haystack);
            ranges.extend(places.into_iter().map(|(block, range)| QuotedRange { block, range, record, number }));
        }
        ranges.sort_by_key(|range| (range.block, range.range.start, range.range.end, range.record, range.number));
        ranges
    };
    let all: Vec<(RecordId, &Record)> = site.all().collect();
    all.into_par_iter().map(of_article).collect()
}

/// Returns the ranges of a quotation in the passage of its verdict, as block indexes and byte ranges.
fn find_ranges(words: &str, passage: Passage, text: &Text, haystack: &Haystack) -> Vec<(usize, Range<usize>)> {
    let places = haystack.find_ranges(&parts(&fold(words)), passage);
    places.into_iter().map(|(block, part)| (block, fold(&text.passages[block].words).original_range(part))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnose::Diagnostics;
    use crate::model::Kind;
    use crate::relate::relate;
    use crate::testkit::Sample;

    /// Returns the quoted ranges of a text with these rights, as block indexes and text.
    fn quoted(publish: Publish, quotations: &[(&str, &str)]) -> Vec<(usize, String)> {
        let mut sample = Sample::new();
        let text = ["The “harbour” master — who else? — counts fourteen ferries.", "Fourteen ferries are not eﬃcient."];
        sample.add(Kind::Article, "courier", "Courier").publish(publish).text(&text);
        sample.add(Kind::Article, "courier", "信使").language("zh-Hans");
        let event = sample.add(Kind::Event, "held", "Held");
        for (passage, words) in quotations {
            event.claim("courier", passage).quote(words);
        }
        let (site, sources) = sample.finish();
        let relations = relate(&site, &sources, &mut Diagnostics::default());
        let article = relations.index.find(Kind::Article, "courier").unwrap();
        assert!(
            relations
                .quoted_ranges
                .iter()
                .enumerate()
                .all(|(at, quoted)| at == article.0 as usize || quoted.is_empty())
        );
        let words = |range: &QuotedRange| (range.block, text[range.block][range.range.clone()].to_owned());
        relations.quoted_ranges[article.0 as usize].iter().map(words).collect()
    }

    #[test]
    fn finds_words_in_source_typography() {
        let ranges = quoted(Publish::Full, &[("2", "not efficient"), ("1", "\"harbour\" master - who else? - counts")]);
        let expected = [(0, "“harbour” master — who else? — counts".to_owned()), (1, "not eﬃcient".to_owned())];
        assert_eq!(ranges, expected);
    }

    #[test]
    fn finds_every_part_in_verdict_passage() {
        let ranges = quoted(
            Publish::Full,
            &[("1-2", "master … efficient"), ("2", "fourteen"), ("2", "ourteen ferries […] not")],
        );
        assert_eq!(ranges, [(0, "master".to_owned()), (0, "fourteen".to_owned()), (1, "eﬃcient".to_owned())]);
    }

    #[test]
    fn is_empty_for_unpublished_text() {
        assert!(quoted(Publish::Excerpts, &[("2", "not efficient")]).is_empty());
        assert!(quoted(Publish::None, &[("2", "not efficient")]).is_empty());
    }
}
