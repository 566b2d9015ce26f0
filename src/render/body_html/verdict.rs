//! Verdicts of quotation checks: writes a label that links to the passage.

use super::{BodyContext, Writer};
use crate::model::href::href;
use crate::model::{Passage, ReferenceId};
use crate::relate::{Quotation, QuotationPlace, QuotationVerdict};

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

/// The fragment of a record's quotation on the record's page, by its place in [`Relations::quotations`].
pub(crate) fn anchor(number: usize) -> String {
    format!("quote-{}", number + 1)
}

/// The quotations that end in the words of a text node: behind how many bytes, number, quotation; in order.
pub(super) fn ending_in_text(quotations: &[Quotation], start: u32) -> Vec<(usize, usize, &Quotation)> {
    let ending = quotations.iter().enumerate().filter_map(|(number, quotation)| match quotation.place {
        QuotationPlace::Text { node, at } if node == start => Some((at, number, quotation)),
        _ => None,
    });
    let mut ending: Vec<_> = ending.collect();
    ending.sort_by_key(|(at, number, _)| (*at, *number));
    ending
}

impl Writer<'_> {
    /// Writes the verdicts of the quotations that end after a citation.
    pub(super) fn verdicts_after(&mut self, citation: ReferenceId) {
        for (number, quotation) in self.context.body.quotations().iter().enumerate() {
            if quotation.place == QuotationPlace::Citation(citation) {
                self.verdict(number, quotation);
            }
        }
    }

    /// Writes the verdict of a quotation. Only on the record's own page it has an id, to which the passage links back.
    pub(super) fn verdict(&mut self, number: usize, quotation: &Quotation) {
        let BodyContext { body, page, messages, .. } = self.context;
        let fragment = quotation.target_passage().map(Passage::anchor);
        self.raw(&format!("<a class=\"verdict {}\"", class_name(quotation.verdict)));
        if body.path() == page {
            self.attribute("id", &anchor(number));
        }
        self.attribute("href", &href(page, body.linked(quotation.article).path, fragment.as_deref()));
        // The space is for readers of the bare text.
        self.raw("><span> ");
        self.text(&messages.verdicts.format(quotation));
        self.raw("</span></a>");
    }
}
