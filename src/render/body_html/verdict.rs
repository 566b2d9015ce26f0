//! Verdicts of quotation checks: writes a label that links to the passage.

use super::{BodyContext, Writer};
use crate::model::href::href;
use crate::model::{Passage, RecordId, ReferenceId};
use crate::relate::{Quotation, QuotationPlace, QuotationVerdict, Relations};

/// Labels of the verdicts.
#[derive(Clone, Debug)]
pub struct VerdictMessages {
    /// The quoted text occurs in the cited passage, `{passage}`.
    pub found: String,
    /// The quoted text occurs in another passage, `{passage}`.
    pub misplaced: String,
    /// The quoted text does not occur.
    pub not_found: String,
    /// The article has no text to search.
    pub unchecked: String,
    /// The quoted text is a translation, which cannot be compared.
    pub translated: String,
}

impl VerdictMessages {
    /// Formats the label for a quotation's verdict.
    pub(crate) fn format(&self, quotation: &Quotation) -> String {
        match quotation.verdict {
            QuotationVerdict::Found(passage) => self.found.replace("{passage}", &passage.to_string()),
            QuotationVerdict::Misplaced(passage) => self.misplaced.replace("{passage}", &passage.to_string()),
            QuotationVerdict::NotFound => self.not_found.clone(),
            QuotationVerdict::Unchecked if quotation.translated => self.translated.clone(),
            QuotationVerdict::Unchecked => self.unchecked.clone(),
        }
    }
}

/// Returns the CSS class of a verdict.
pub(crate) fn class_name(verdict: QuotationVerdict) -> &'static str {
    match verdict {
        QuotationVerdict::Found(_) => "found",
        QuotationVerdict::Misplaced(_) => "misplaced",
        QuotationVerdict::NotFound => "missing",
        QuotationVerdict::Unchecked => "unchecked",
    }
}

/// Returns the passage that a quotation links to: the one that contains it, else the cited one.
pub(crate) fn target_passage(quotation: &Quotation) -> Option<Passage> {
    quotation.verdict.passage().or(quotation.passage.as_ref().map(|passage| passage.value))
}

/// Returns the fragment of a quotation on its record's page; `number` is its index in [`Relations::quotations`].
pub(crate) fn anchor(number: usize) -> String {
    format!("quote-{}", number + 1)
}

/// Finds the quotations that end in a text node: byte offset of the end, index and quotation, sorted by offset.
pub(super) fn ending_in_text(relations: &Relations, record: RecordId, start: u32) -> Vec<(usize, usize, &Quotation)> {
    let ending = numbered(relations, record).filter_map(|(number, quotation)| match quotation.place {
        QuotationPlace::Text { node, at } if node == start => Some((at, number, quotation)),
        _ => None,
    });
    let mut ending: Vec<_> = ending.collect();
    ending.sort_by_key(|(at, number, _)| (*at, *number));
    ending
}

/// Returns a record's quotations with their indices.
fn numbered(relations: &Relations, record: RecordId) -> impl Iterator<Item = (usize, &Quotation)> {
    relations.quotations.row(record).iter().enumerate()
}

impl Writer<'_> {
    /// Writes the verdicts of the quotations that end after a citation.
    pub(super) fn verdicts_after(&mut self, citation: ReferenceId) {
        let (relations, record) = (self.context.relations, self.context.record);
        for (number, quotation) in numbered(relations, record) {
            if quotation.place == QuotationPlace::Citation(citation) {
                self.verdict(number, quotation);
            }
        }
    }

    /// Writes the verdict of a quotation. Only on the record's own page it has an id, to which the passage links back.
    pub(super) fn verdict(&mut self, number: usize, quotation: &Quotation) {
        let BodyContext { relations, record, page, messages, .. } = self.context;
        let fragment = target_passage(quotation).map(Passage::anchor);
        self.raw(&format!("<a class=\"verdict {}\"", class_name(quotation.verdict)));
        if relations.path(record) == page {
            self.attribute("id", &anchor(number));
        }
        self.attribute("href", &href(page, relations.path(quotation.article), fragment.as_deref()));
        // The space separates the label from the quotation in plain text.
        self.raw("><span> ");
        self.text(&messages.verdicts.format(quotation));
        self.raw("</span></a>");
    }
}
