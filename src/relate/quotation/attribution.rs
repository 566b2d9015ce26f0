//! Decides which citations own a quotation in running text, by their order in its statement.

use super::inline_text::{InlineText, is_separator};
use super::quoted_span::QuotedSpan;
use crate::model::ReferenceId;
use serde::{Deserialize, Serialize};
use std::ops::Range;

/// Form by which a quotation is joined to its citation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum AttributionForm {
    /// The citation is within the marks.
    Inside,
    /// The citation follows the marks directly.
    Adjoining,
    /// The citation follows in the same sentence, or stands in front, or both.
    Sentence,
    /// A footnote of the sentence cites.
    Footnote,
    /// The citation stands alone after the sentence.
    AfterSentence,
    /// The words are in the brackets of the citation.
    Aside,
    /// Block quote with its citation.
    BlockQuote,
    /// Cell of a table row with a cell of citations.
    TableRow,
    /// Evidence of a claim or status in front matter.
    Evidence,
    /// An article's own summary.
    Summary,
}

impl AttributionForm {
    /// Returns its label in lists and exports.
    pub fn name(self) -> &'static str {
        match self {
            AttributionForm::Inside => "inside",
            AttributionForm::Adjoining => "adjoining",
            AttributionForm::Sentence => "sentence",
            AttributionForm::Footnote => "footnote",
            AttributionForm::AfterSentence => "after sentence",
            AttributionForm::Aside => "aside",
            AttributionForm::BlockQuote => "block quote",
            AttributionForm::TableRow => "table row",
            AttributionForm::Evidence => "evidence",
            AttributionForm::Summary => "summary",
        }
    }
}

/// Citation that may own a quotation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum OwnerReference {
    /// Citation in the same text; true if it follows the quotation.
    Citation(ReferenceId, bool),
    /// Footnote, by index.
    Note(u32),
}

/// Group of citations of one form.
pub(super) type OwnerGroup = (AttributionForm, Vec<OwnerReference>);

/// Returns the citations and footnotes of a text without the quotations.
pub(super) fn owners_apart(run: &InlineText) -> impl Iterator<Item = OwnerReference> + '_ {
    let citations = run.citations.iter().map(|(_, id)| OwnerReference::Citation(*id, false));
    citations.chain(run.notes.iter().map(|(_, note)| OwnerReference::Note(*note)))
}

/// Text with quotations, split into statements.
pub(super) struct StatementText<'t> {
    pub(super) run: &'t InlineText,
    pub(super) starts: Vec<usize>,
    /// Returns true for a citation in brackets, false for a narrative one.
    pub(super) is_bracketed: &'t dyn Fn(ReferenceId) -> bool,
}

impl StatementText<'_> {
    /// Returns the citations that may own a quotation, best first, in groups of one form.
    pub(super) fn owners(&self, quoted: &QuotedSpan) -> Vec<OwnerGroup> {
        let statement = self.run.statement_at(&self.starts, quoted.start);
        let after_sentence = self.after_sentence(&statement);
        let mut groups = vec![
            (AttributionForm::Inside, self.in_range(&(quoted.words.start..quoted.words.end + 1), true)),
            (AttributionForm::Adjoining, self.adjoining(quoted)),
            (AttributionForm::Sentence, self.in_sentence(quoted, &statement)),
            (AttributionForm::Footnote, self.notes(&statement)),
            (AttributionForm::AfterSentence, after_sentence),
        ];
        groups.retain(|(_, owners)| !owners.is_empty());
        groups
    }

    fn citations(&self) -> impl DoubleEndedIterator<Item = (usize, ReferenceId)> + '_ {
        self.run.citations.iter().copied()
    }

    fn in_range(&self, range: &Range<usize>, follows: bool) -> Vec<OwnerReference> {
        let within = self.citations().filter(|(at, _)| range.contains(at));
        within.map(|(_, id)| OwnerReference::Citation(id, follows)).collect()
    }

    /// Returns the citations behind the marks with nothing but punctuation between them. A narrative one after a full
    /// stop begins the next sentence.
    fn adjoining(&self, quoted: &QuotedSpan) -> Vec<OwnerReference> {
        let mut owners = Vec::new();
        let mut from = quoted.end;
        for (at, id) in self.citations().filter(|(at, _)| *at >= quoted.end) {
            let between = &self.run.text[from..at];
            let ends_sentence = between.contains(['.', '!', '?', '。', '！', '？']);
            let is_bracketed = (self.is_bracketed)(id);
            if !between.chars().all(is_separator) || !is_bracketed && (ends_sentence || !owners.is_empty()) {
                break;
            }
            owners.push(OwnerReference::Citation(id, true));
            from = at;
        }
        owners
    }

    /// Returns the citations of the sentence: those after the quotation in their order, then those in front, nearest
    /// first.
    fn in_sentence(&self, quoted: &QuotedSpan, statement: &Range<usize>) -> Vec<OwnerReference> {
        let mut owners = self.in_range(&(quoted.end..statement.end + 1), true);
        // A narrative citation can begin the next sentence without a space before it.
        let next = self.next_start(statement);
        if self.starts.binary_search(&next).is_ok() {
            let there = self.citations().filter(|(at, id)| *at == next && !(self.is_bracketed)(*id));
            let beginning: Vec<ReferenceId> = there.map(|(_, id)| id).collect();
            owners.retain(|owner| !matches!(owner, OwnerReference::Citation(id, _) if beginning.contains(id)));
        }
        let before = self.citations().rev().filter(|(at, _)| (statement.start..=quoted.start).contains(at));
        owners.extend(
            before
                .filter(|(at, id)| !self.is_after_sentence(*at, *id))
                .map(|(_, id)| OwnerReference::Citation(id, false)),
        );
        owners
    }

    /// Returns the notes whose marks are in the sentence or directly after its stop.
    fn notes(&self, statement: &Range<usize>) -> Vec<OwnerReference> {
        let marks = self.run.notes.iter().filter(|(at, _)| (statement.start..=statement.end).contains(at));
        marks.map(|(_, note)| OwnerReference::Note(*note)).collect()
    }

    /// Returns the citations in brackets between the sentence's stop and the next sentence.
    fn after_sentence(&self, statement: &Range<usize>) -> Vec<OwnerReference> {
        let next = self.next_start(statement);
        let after = self.citations().filter(|(at, id)| (statement.end..=next).contains(at) && (self.is_bracketed)(*id));
        after.map(|(_, id)| OwnerReference::Citation(id, true)).collect()
    }

    /// Checks whether a citation at an offset stands between two sentences.
    fn is_after_sentence(&self, at: usize, id: ReferenceId) -> bool {
        let own = self.run.statement_at(&self.starts, at);
        let is_at_start = at <= own.start && own.start > 0;
        (self.is_bracketed)(id)
            && (is_at_start || at >= own.end && own.end > own.start && at > 0 && self.next_start(&own) > own.end)
    }

    fn next_start(&self, statement: &Range<usize>) -> usize {
        let next = self.starts.partition_point(|&start| start <= statement.start);
        self.starts.get(next).copied().unwrap_or(self.run.text.len())
    }
}
