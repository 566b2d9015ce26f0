//! Weighs the terms of a record: how much each says about what the record is about (BM25 with fields).
//!
//! The saturation of a term's weight, its **level**, is all that the index keeps; the frequency of a term among the
//! records follows from the length of its list. Fields are compared with fixed lengths instead of the averages of all
//! records, so that the edit of a record changes no other record's levels.

use super::date_terms::{date_terms, text_date_terms};
use super::folding::fold;
use super::terms::terms;
use crate::model::Edtf;
use rustc_hash::FxHashMap;

/// Field of a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Field {
    /// Description in one line.
    Description,
    /// Heading.
    Heading,
    /// Claim, bottom line or key point.
    Statement,
    /// Kind, place, authors, outlet.
    Label,
    /// Running text.
    Body,
    /// Text of an article that is published in full.
    ArticleText,
}

impl Field {
    /// Returns the weight of an occurrence, and the usual number of terms.
    fn weight_and_length(self) -> (f32, f32) {
        match self {
            Field::Description => (4.0, 20.0),
            Field::Heading => (4.0, 12.0),
            Field::Statement => (2.5, 60.0),
            Field::Label => (4.0, 8.0),
            Field::Body => (1.0, 300.0),
            Field::ArticleText => (0.6, 1000.0),
        }
    }
}

/// Number of fields.
const FIELDS: usize = Field::ArticleText as usize + 1;

/// All fields.
const ALL_FIELDS: [Field; FIELDS] =
    [Field::Description, Field::Heading, Field::Statement, Field::Label, Field::Body, Field::ArticleText];

/// Weight of a name of one usual length.
const NAME_WEIGHT: f32 = 24.0;

/// Usual number of terms of a name.
const NAME_LENGTH: f32 = 3.0;

/// Weight of the record's date.
const DATE_WEIGHT: f32 = 16.0;

/// Weight at which a term has half of the maximum.
const SATURATION: f32 = 12.0;

/// Number of levels.
pub(super) const LEVELS: u8 = 26;

/// Largest saturated weight that is distinguished from larger ones.
const MAX_SATURATED: f32 = 0.85;

/// Occurrences of a term in a record.
#[derive(Clone, Copy, Debug, Default)]
struct Occurrences {
    /// Greatest weight of a name with the term.
    name: f32,
    /// True if a date has the term.
    is_date: bool,
    in_fields: [u16; FIELDS],
}

/// Collects the terms of a record.
#[derive(Debug, Default)]
pub(super) struct TermCollector {
    /// Index of each term in the list of occurrences.
    terms: FxHashMap<Box<str>, usize>,
    occurrences: Vec<Occurrences>,
    lengths: [u32; FIELDS],
}

impl TermCollector {
    /// Adds a name of the record.
    pub(super) fn add_name(&mut self, name: &str) {
        let folded = fold(name);
        let mut length = 0_u16;
        terms(&folded, |_| length = length.saturating_add(1));
        let weight = NAME_WEIGHT / (0.4 + 0.6 * f32::from(length) / NAME_LENGTH);
        terms(&folded, |term| {
            let occurrences = self.entry(term);
            occurrences.name = occurrences.name.max(weight);
        });
    }

    /// Adds a date of the record.
    pub(super) fn add_date(&mut self, date: &Edtf) {
        for term in date_terms(date) {
            self.entry(&term).is_date = true;
        }
    }

    /// Adds the date of a claim or a step of the record.
    pub(super) fn add_stated_date(&mut self, date: &Edtf) {
        for term in date_terms(date) {
            self.count(Field::Statement, &term);
        }
    }

    /// Adds a text of the record.
    pub(super) fn add_text(&mut self, field: Field, text: &str) {
        terms(&fold(text), |term| {
            self.lengths[field as usize] = self.lengths[field as usize].saturating_add(1);
            self.count(field, term);
        });
        for term in text_date_terms(text) {
            self.count(field, &term);
        }
    }

    fn count(&mut self, field: Field, term: &str) {
        let count = &mut self.entry(term).in_fields[field as usize];
        *count = count.saturating_add(1);
    }

    /// Returns the terms with their levels, in no particular order.
    pub(super) fn into_levels(self) -> Vec<(Box<str>, Level)> {
        let lengths = self.lengths;
        let occurrences = self.occurrences;
        self.terms.into_iter().map(|(term, index)| (term, occurrences[index].level(&lengths))).collect()
    }

    fn entry(&mut self, term: &str) -> &mut Occurrences {
        let index = self.terms.get(term).copied().unwrap_or_else(|| {
            self.occurrences.push(Occurrences::default());
            self.terms.insert(term.into(), self.occurrences.len() - 1);
            self.occurrences.len() - 1
        });
        &mut self.occurrences[index]
    }
}

impl Occurrences {
    #[expect(clippy::cast_precision_loss, reason = "lengths of texts")]
    fn level(&self, lengths: &[u32; FIELDS]) -> Level {
        let mut weight = self.name + if self.is_date { DATE_WEIGHT } else { 0.0 };
        for field in ALL_FIELDS {
            let (field_weight, usual) = field.weight_and_length();
            let count = self.in_fields[field as usize];
            if count > 0 {
                let frequency = 1.0 + f32::from(count).ln();
                weight += field_weight * frequency / (0.5 + 0.5 * lengths[field as usize] as f32 / usual);
            }
        }
        Level::new(weight, self.name > 0.0)
    }
}

/// Quantized weight of a term in a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Level {
    /// Level, less than [`LEVELS`].
    pub(super) level: u8,
    /// True if a name of the record has the term.
    pub(super) is_in_name: bool,
}

impl Level {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the value is between 0 and LEVELS")]
    fn new(weight: f32, is_in_name: bool) -> Level {
        let saturated = weight / (weight + SATURATION) / MAX_SATURATED;
        let level = (saturated * f32::from(LEVELS)).clamp(0.0, f32::from(LEVELS - 1)) as u8;
        Level { level, is_in_name }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn level(collect: impl FnOnce(&mut TermCollector), term: &str) -> Level {
        let mut collector = TermCollector::default();
        collect(&mut collector);
        collector.into_levels().into_iter().find(|(found, _)| &**found == term).unwrap().1
    }

    #[test]
    fn names_outweigh_texts_and_short_names_long_ones() {
        let short = level(|record| record.add_name("Xu Qing"), "qing");
        let long = level(|record| record.add_name("Xu Qing Memorial Harbour Fund"), "qing");
        let text = level(|record| record.add_text(Field::Body, &"qing ".repeat(20)), "qing");
        let once = level(|record| record.add_text(Field::Body, "qing"), "qing");
        assert!(short.level > long.level && long.level > text.level && text.level > once.level);
        assert!(short.is_in_name && !text.is_in_name && short.level < LEVELS);
    }

    #[test]
    fn a_long_text_weighs_its_words_less() {
        let mut long = "word ".to_owned();
        long.push_str(&"other ".repeat(3000));
        let (short, long) = (
            level(|record| record.add_text(Field::Description, "word"), "word"),
            level(|record| record.add_text(Field::Description, &long), "word"),
        );
        assert!(short.level > long.level);
    }
}
