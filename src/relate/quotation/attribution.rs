//! Decides which citations own a quotation in running text, by their order in its statement.

use super::clause::{ClausePart, Clauses, MAX_PARTS};
use super::inline_text::InlineText;
use super::mark_place::QuotedSpan;
use super::owner_reference::OwnerReference;
use super::statement::{is_quoted, is_separator};
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

/// Citations that may own a quotation, of one rank.
pub(super) struct OwnerGroup {
    /// Citations with the form by which each is joined, best first.
    pub(super) owners: Vec<(AttributionForm, OwnerReference)>,
    /// True if these are the only ones, where any of them can be a source.
    pub(super) is_exclusive: bool,
}

impl OwnerGroup {
    /// Creates a group of one form.
    pub(super) fn new(form: AttributionForm, owners: Vec<OwnerReference>) -> OwnerGroup {
        OwnerGroup { owners: owners.into_iter().map(|owner| (form, owner)).collect(), is_exclusive: false }
    }

    /// Creates a group without alternatives.
    fn exclusive(form: AttributionForm, owners: Vec<OwnerReference>) -> OwnerGroup {
        OwnerGroup { is_exclusive: true, ..OwnerGroup::new(form, owners) }
    }
}

/// Returns the citations and footnotes of a text without the quotations.
pub(super) fn owners_apart(run: &InlineText) -> impl Iterator<Item = OwnerReference> + '_ {
    let citations = run.citations.iter().map(|(_, id)| OwnerReference::Citation(*id, false));
    citations.chain(run.notes.iter().map(|(_, note)| OwnerReference::Note(*note)))
}

/// Text with quotations, split into statements.
pub(super) struct StatementText<'t> {
    pub(super) run: &'t InlineText,
    pub(super) quoted: &'t [QuotedSpan],
    pub(super) starts: Vec<usize>,
    /// Returns true for a citation in brackets, false for a narrative one.
    pub(super) is_bracketed: &'t dyn Fn(ReferenceId) -> bool,
}

impl StatementText<'_> {
    /// Returns the citations that may own a quotation, best first, in groups of one rank.
    pub(super) fn owners(&self, quoted: &QuotedSpan) -> Vec<OwnerGroup> {
        let statement = self.run.statement_at(&self.starts, quoted.start);
        let after_sentence = self.after_sentence(&statement);
        let inside = self.in_range(&(quoted.words.start..quoted.words.end + 1), true);
        let mut groups = vec![
            OwnerGroup::exclusive(AttributionForm::Inside, inside),
            OwnerGroup::exclusive(AttributionForm::Adjoining, self.adjoining(quoted, &statement)),
            self.of_notes_or_clause(quoted, &statement),
            OwnerGroup::new(AttributionForm::Sentence, self.in_sentence(quoted, &statement)),
            OwnerGroup::new(AttributionForm::Footnote, self.notes(&statement)),
            OwnerGroup::new(AttributionForm::AfterSentence, after_sentence),
        ];
        groups.retain(|group| !group.owners.is_empty());
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
    /// stop begins the next sentence, and one after a comma can begin a clause of its own, if another is in front.
    fn adjoining(&self, quoted: &QuotedSpan, statement: &Range<usize>) -> Vec<OwnerReference> {
        let mut owners = Vec::new();
        let mut from = quoted.end;
        let is_introduced = || self.before(quoted, statement).next().is_some();
        for (at, id) in self.citations().filter(|(at, _)| *at >= quoted.end) {
            let between = &self.run.text[from..at];
            let begins = || {
                between.contains(['.', '!', '?', '。', '！', '？', ';', '；'])
                    || between.contains([',', '，', '、']) && is_introduced()
            };
            let is_narrative = !(self.is_bracketed)(id);
            if !between.chars().all(is_separator) || is_narrative && (begins() || !owners.is_empty()) {
                break;
            }
            owners.push(OwnerReference::Citation(id, true));
            from = at;
        }
        owners
    }

    /// Returns the notes directly behind the marks, with the narrative citation that introduces the words: `@q says "…"[^1]`.
    /// Without a note, those of the clause.
    fn of_notes_or_clause(&self, quoted: &QuotedSpan, statement: &Range<usize>) -> OwnerGroup {
        let mut group = OwnerGroup::exclusive(AttributionForm::Footnote, self.adjoining_notes(quoted));
        let is_introduced = self.before(quoted, statement).any(|(_, id)| !(self.is_bracketed)(id));
        if group.owners.is_empty() || is_introduced {
            let of_clause = self.of_clause(quoted, statement);
            group.is_exclusive = group.owners.is_empty() || !of_clause.owners.is_empty();
            group.owners.extend(of_clause.owners);
        }
        group
    }

    /// Returns the notes whose marks are behind the quotation with nothing but punctuation between them.
    fn adjoining_notes(&self, quoted: &QuotedSpan) -> Vec<OwnerReference> {
        let first = self.run.notes.partition_point(|(at, _)| *at < quoted.end);
        let is_adjoining = |(at, _): &&(usize, u32)| self.run.text[quoted.end..*at].chars().all(is_separator);
        let adjoining = self.run.notes[first..].iter().take_while(is_adjoining);
        adjoining.map(|(_, note)| OwnerReference::Note(*note)).collect()
    }

    /// Returns the citations that alone own a quotation in a sentence with several.
    fn of_clause(&self, quoted: &QuotedSpan, statement: &Range<usize>) -> OwnerGroup {
        if self.count_parts(statement) > MAX_PARTS {
            return OwnerGroup::exclusive(AttributionForm::Sentence, Vec::new());
        }
        let next = self.beginning_of_next(statement);
        let citations = self.citations().filter(|(at, id)| {
            (statement.start..=statement.end).contains(at)
                && !self.is_after_sentence(*at, *id)
                && !next.contains(id)
                && !is_quoted(self.quoted, *at)
        });
        let notes = self.run.notes.iter().filter(|(at, _)| (statement.start..=statement.end).contains(at));
        let owners: Vec<ClausePart<'_>> = citations
            .map(|(at, id)| (at, OwnerReference::Citation(id, false), !(self.is_bracketed)(id)))
            .chain(notes.map(|(at, note)| (*at, OwnerReference::Note(*note), false)))
            .map(|(at, reference, is_narrative)| ClausePart::Owner { at, reference, is_narrative })
            .collect();
        if owners.len() < 2 {
            return OwnerGroup::exclusive(AttributionForm::Sentence, Vec::new());
        }
        let spans = self.quoted.iter().filter(|span| statement.contains(&span.start)).map(ClausePart::Quotation);
        // A citation without a space in front of the marks comes first.
        let mut parts: Vec<ClausePart<'_>> = owners.into_iter().chain(spans).collect();
        parts.sort_by_key(|part| part.range().start);
        let owners = Clauses { text: &self.run.text, parts }.owners(quoted);
        let form = |owner: &OwnerReference| match owner {
            OwnerReference::Citation(..) => AttributionForm::Sentence,
            OwnerReference::Note(_) => AttributionForm::Footnote,
        };
        OwnerGroup { owners: owners.into_iter().map(|owner| (form(&owner), owner)).collect(), is_exclusive: true }
    }

    /// Counts the quotations, citations and notes of a statement.
    fn count_parts(&self, statement: &Range<usize>) -> usize {
        let count = |starts: &dyn Fn(usize) -> usize| starts(statement.end + 1) - starts(statement.start);
        count(&|at| self.quoted.partition_point(|span| span.start < at))
            + count(&|at| self.run.citations.partition_point(|(citation, _)| *citation < at))
            + count(&|at| self.run.notes.partition_point(|(note, _)| *note < at))
    }

    /// Returns the citations of the sentence: those after the quotation in their order, then those in front, nearest
    /// first; of very many the nearest.
    fn in_sentence(&self, quoted: &QuotedSpan, statement: &Range<usize>) -> Vec<OwnerReference> {
        let mut owners = self.in_range(&(quoted.end..statement.end + 1), true);
        let next = self.beginning_of_next(statement);
        owners.retain(|owner| !matches!(owner, OwnerReference::Citation(id, _) if next.contains(id)));
        owners.truncate(MAX_PARTS);
        owners
            .extend(self.before(quoted, statement).take(MAX_PARTS).map(|(_, id)| OwnerReference::Citation(id, false)));
        owners
    }

    /// Returns the citations of the sentence in front of a quotation, nearest first.
    fn before(&self, quoted: &QuotedSpan, statement: &Range<usize>) -> impl Iterator<Item = (usize, ReferenceId)> {
        let (start, end) = (statement.start, quoted.start);
        let before = self.citations().rev().filter(move |(at, _)| (start..=end).contains(at));
        before.filter(|(at, id)| !self.is_after_sentence(*at, *id))
    }

    /// Returns the narrative citations that begin the next sentence without a space before them.
    fn beginning_of_next(&self, statement: &Range<usize>) -> Vec<ReferenceId> {
        let next = self.next_start(statement);
        if self.starts.binary_search(&next).is_err() {
            return Vec::new();
        }
        let there = self.citations().filter(|(at, id)| *at == next && !(self.is_bracketed)(*id));
        there.map(|(_, id)| id).collect()
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
