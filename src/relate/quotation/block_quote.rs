//! Reads block quotes: every word that is shown as quoted belongs to a citation.
//!
//! 1. A block quote is a list of units, one for each paragraph, heading, list item, table cell, caption and code block in it,
//!    those of nested quotes included.
//! 2. A unit with a citation of its own belongs to that one. Between citations in brackets, it is split.
//! 3. All others take the closing citation of their list item, nested quote or quote: the one at its end, alone in a
//!    paragraph at its end, or alone in the paragraph behind it; without one, all in the quote.
//!
//! A footnote counts as the citations in it.

use super::attribution::{AttributionForm, OwnerGroup, owners_apart};
use super::inline_text::InlineText;
use super::mark_place::QuotedSpan;
use super::owner_reference::OwnerReference;
use super::source_label::source_label;
use super::statement::is_separator;
use crate::model::script::{count_words, strip_quote_pair};
use crate::model::{Block, BlockKind, Cell, Inline, ReferenceId};
use std::ops::Range;

/// Maximum number of words of a paragraph that only says where the block quote in front comes from.
const MAX_SOURCE_WORDS: usize = 8;

/// What a reader knows of the citations in a text.
pub(super) trait OwnerRules {
    /// Checks whether quoted words can come from an owner.
    fn can_own(&self, owner: OwnerReference) -> bool;

    /// Returns true for a citation in brackets, false for a narrative one.
    fn is_bracketed(&self, citation: ReferenceId) -> bool;
}

/// Text in a block quote with the citation that closes it.
pub(super) struct QuoteUnit {
    pub(super) run: InlineText,
    closing: Vec<OwnerReference>,
}

/// Part of a unit with the citations that own it.
pub(super) struct QuotePart {
    pub(super) span: QuotedSpan,
    pub(super) owners: Vec<OwnerGroup>,
}

/// Returns the units of a block quote; `around` are the blocks in front of it and behind it.
pub(super) fn quote_units(blocks: &[Block], around: [Option<&Block>; 2], rules: &dyn OwnerRules) -> Vec<QuoteUnit> {
    let [before, next] = around;
    let mut reader = UnitReader { units: Vec::new(), rules };
    reader.group(blocks, next);
    let mut within: Vec<OwnerReference> = reader.units.iter().flat_map(|unit| unit.own(rules)).collect();
    if within.is_empty() {
        within = before.and_then(paragraph).map_or_else(Vec::new, |inlines| introducing(inlines, rules));
    }
    if within.is_empty() {
        // Citations that cannot be the source, which is reported.
        within.extend(reader.units.iter().flat_map(|unit| owners_apart(&unit.run)));
    }
    for unit in reader.units.iter_mut().filter(|unit| unit.closing.is_empty()) {
        unit.closing.clone_from(&within);
    }
    reader.units
}

struct UnitReader<'r> {
    units: Vec<QuoteUnit>,
    rules: &'r dyn OwnerRules,
}

impl UnitReader<'_> {
    /// Reads blocks with a closing citation in common.
    fn group(&mut self, blocks: &[Block], next: Option<&Block>) {
        let start = self.units.len();
        for (at, block) in blocks.iter().enumerate() {
            self.block(block, blocks.get(at + 1), start);
        }
        let mut closing = self.units[start..].last().map_or_else(Vec::new, |unit| unit.at_end(self.rules));
        if closing.is_empty() {
            let behind = next.and_then(paragraph).map(InlineText::from_inlines).map(QuoteUnit::new);
            let is_source = |unit: &QuoteUnit| {
                unit.run.has_only_citations() || unit.is_attribution() || unit.is_source_note(self.rules)
            };
            let behind = behind.filter(is_source);
            closing = behind.map_or_else(Vec::new, |unit| unit.own(self.rules));
        }
        self.close(start, &closing);
    }

    fn block(&mut self, block: &Block, next: Option<&Block>, start: usize) {
        match &block.kind {
            BlockKind::Quote { blocks, .. } => self.group(blocks, next),
            BlockKind::List { items, .. } => items.iter().for_each(|item| self.group(&item.blocks, None)),
            BlockKind::Table(table) => {
                self.inlines(&table.caption);
                std::iter::once(&table.head).chain(&table.rows).for_each(|row| self.row(row));
            }
            BlockKind::Code { text, .. } => self.units.push(QuoteUnit::new(InlineText::from_value(text, block.span))),
            _ => block.runs().for_each(|run| self.inlines(run.inlines)),
        }
        // A paragraph of a citation alone, or with the name of the speaker, closes what precedes it.
        if let Some(unit) = self.units[start..].last().filter(|unit| unit.is_attribution()) {
            let closing = unit.own(self.rules);
            self.close(start, &closing);
        }
    }

    /// Reads a table row: a cell of citations alone belongs to all cells.
    fn row(&mut self, cells: &[Cell]) {
        let start = self.units.len();
        for cell in cells {
            self.inlines(&cell.content);
        }
        let alone = self.units[start..].iter().filter(|unit| unit.run.has_only_citations());
        let closing: Vec<OwnerReference> = alone.flat_map(|unit| unit.own(self.rules)).collect();
        self.close(start, &closing);
    }

    fn inlines(&mut self, inlines: &[Inline]) {
        if !inlines.is_empty() {
            self.units.push(QuoteUnit::new(InlineText::from_inlines(inlines)));
        }
    }

    fn close(&mut self, start: usize, closing: &[OwnerReference]) {
        for unit in self.units[start..].iter_mut().filter(|unit| unit.closing.is_empty()) {
            unit.closing = closing.to_vec();
        }
    }
}

impl QuoteUnit {
    fn new(run: InlineText) -> QuoteUnit {
        QuoteUnit { run, closing: Vec::new() }
    }

    /// Returns the parts of the unit, each with the citations that own it.
    pub(super) fn parts(&self, rules: &dyn OwnerRules) -> Vec<QuotePart> {
        let own = self.own(rules);
        let pieces = if own.len() > 1 { self.pieces(rules) } else { Vec::new() };
        if pieces.len() > 1 {
            return pieces.into_iter().map(|(range, owners)| self.part(range, owners)).collect();
        }
        let at_end = self.at_end(rules);
        let owners = [at_end, own, self.closing.clone()].into_iter().find(|owners| !owners.is_empty());
        vec![self.part(0..self.run.text.len(), owners.unwrap_or_default())]
    }

    fn part(&self, range: Range<usize>, owners: Vec<OwnerReference>) -> QuotePart {
        let text = &self.run.text[range.clone()];
        // Behind a citation, the punctuation belongs to the words in front.
        let skipped = if range.start > 0 { text.len() - text.trim_start_matches(is_separator).len() } else { 0 };
        let range = range.start + skipped..range.end;
        let text = &text[skipped..];
        let words = strip_quote_marks(text);
        let end = range.start + text.trim_end().len();
        let words = range.start + words.start..range.start + words.end;
        let follows = |owner| match owner {
            OwnerReference::Citation(id, _) => {
                let is_behind =
                    |(at, other): &(usize, ReferenceId)| *other == id && *at >= words.end && *at <= range.end;
                OwnerReference::Citation(id, self.run.citations.iter().any(is_behind))
            }
            note @ OwnerReference::Note(_) => note,
        };
        let (notes, citations): (Vec<_>, Vec<_>) =
            owners.into_iter().map(follows).partition(|owner| matches!(owner, OwnerReference::Note(_)));
        let groups = [(AttributionForm::BlockQuote, citations), (AttributionForm::Footnote, notes)];
        let groups = groups.into_iter().filter(|(_, owners)| !owners.is_empty());
        let owners = groups.map(|(form, owners)| OwnerGroup::new(form, owners)).collect();
        QuotePart { span: QuotedSpan { start: words.start, end, words }, owners }
    }

    /// Returns the citations in the unit, or else its footnotes.
    fn own(&self, rules: &dyn OwnerRules) -> Vec<OwnerReference> {
        self.owners_from(0, rules)
    }

    /// Returns the citations at the end of the unit, or else the footnotes there.
    fn at_end(&self, rules: &dyn OwnerRules) -> Vec<OwnerReference> {
        let closing = |c: char| c.is_whitespace() || matches!(c, '(' | ')' | '.' | '（' | '）' | '。');
        let closing_length = self.run.text.trim_end_matches(closing).len();
        self.owners_from(closing_length, rules)
    }

    fn owners_from(&self, start: usize, rules: &dyn OwnerRules) -> Vec<OwnerReference> {
        let citations = self.run.citations.iter().filter(|(at, _)| *at >= start);
        let citations = citations.map(|(_, id)| OwnerReference::Citation(*id, false));
        let citations: Vec<OwnerReference> = citations.filter(|owner| rules.can_own(*owner)).collect();
        if !citations.is_empty() {
            return citations;
        }
        let notes = self.run.notes.iter().filter(|(at, _)| *at >= start).map(|(_, note)| OwnerReference::Note(*note));
        notes.filter(|owner| rules.can_own(*owner)).collect()
    }

    /// Splits the unit behind each group of citations in brackets; words behind the last group belong to it.
    fn pieces(&self, rules: &dyn OwnerRules) -> Vec<(Range<usize>, Vec<OwnerReference>)> {
        let text = &self.run.text;
        let mut pieces: Vec<(Range<usize>, Vec<OwnerReference>)> = Vec::new();
        for &(at, id) in self.run.citations.iter().filter(|(_, id)| rules.is_bracketed(*id)) {
            let owner = OwnerReference::Citation(id, false);
            let start = pieces.last().map_or(0, |(range, _)| range.end);
            if !rules.can_own(owner) {
                continue;
            }
            match pieces.last_mut() {
                Some((range, owners)) if !has_words(&text[range.end..at]) => {
                    range.end = at;
                    owners.push(owner);
                }
                _ if has_words(&text[start..at]) => pieces.push((start..at, vec![owner])),
                _ => return Vec::new(),
            }
        }
        if let Some((range, _)) = pieces.last_mut() {
            range.end = text.len();
        }
        pieces
    }

    /// Checks whether the unit is a short note that ends with a citation: `(The Courier, [@q])`.
    fn is_source_note(&self, rules: &dyn OwnerRules) -> bool {
        let is_short = count_words(&self.run.text) <= MAX_SOURCE_WORDS;
        is_short && self.run.quoted_spans().is_empty() && !self.at_end(rules).is_empty()
    }

    /// Checks whether the unit only says where the words before it come from.
    fn is_attribution(&self) -> bool {
        let has_owners = !(self.run.citations.is_empty() && self.run.notes.is_empty());
        has_owners && !has_words(&self.run.text[strip_quote_marks(&self.run.text)])
    }
}

/// Returns the citations of a paragraph whose last sentence introduces what follows: `@q writes:`.
fn introducing(inlines: &[Inline], rules: &dyn OwnerRules) -> Vec<OwnerReference> {
    let unit = QuoteUnit::new(InlineText::from_inlines(inlines));
    if !unit.run.text.trim_end().ends_with([':', '：']) {
        return Vec::new();
    }
    let starts = unit.run.statement_starts(&unit.run.quoted_spans(), &|id| rules.is_bracketed(id));
    unit.owners_from(starts.last().copied().unwrap_or(0), rules)
}

fn has_words(text: &str) -> bool {
    text.contains(char::is_alphanumeric)
}

/// Returns the content of a paragraph.
pub(super) fn paragraph(block: &Block) -> Option<&[Inline]> {
    match &block.kind {
        BlockKind::Paragraph(inlines) => Some(inlines),
        _ => None,
    }
}

/// Returns the range of a paragraph's words, without an attribution on the last line and without quotation marks around
/// the whole.
fn strip_quote_marks(text: &str) -> Range<usize> {
    let is_attribution = |line: &str| {
        let line = line.trim_start();
        line.starts_with(['—', '–', '-', '―']) || source_label(line).is_some()
    };
    let body = match text.trim_end().rsplit_once('\n') {
        Some((body, last)) if is_attribution(last) => body,
        None if is_attribution(text) => "",
        _ => text,
    };
    let Range { start, end } = without_leftovers(body);
    let body = &body[..end];
    let inner = &body[start..];
    // A further mark inside means that the outer marks are not a pair.
    match strip_quote_pair(inner).filter(|unquoted| !unquoted.contains(['“', '”', '"', '«', '»', '「', '『'])) {
        Some(unquoted) => {
            let start_of_inner = start + inner.find(unquoted).unwrap_or(0);
            start_of_inner..start_of_inner + unquoted.len()
        }
        None => start..body.len(),
    }
}

/// Returns the range of a text without what a citation leaves at its ends: empty brackets, dashes, colons.
fn without_leftovers(text: &str) -> Range<usize> {
    const BRACKETS: [&str; 3] = ["()", "（）", "[]"];
    let is_joint = |c: char| c.is_whitespace() || matches!(c, '—' | '–' | '―' | ':' | '：' | ';' | '；');
    let mut inner = text;
    loop {
        let shorter = inner.trim_start_matches(is_joint).trim_end_matches(|c| is_joint(c) || c == '-');
        let shorter = BRACKETS.iter().fold(shorter, |text, pair| {
            let text = text.strip_prefix(pair).unwrap_or(text);
            text.strip_suffix(pair).unwrap_or(text)
        });
        if shorter.len() == inner.len() {
            break;
        }
        inner = shorter;
    }
    let start = text.find(inner).unwrap_or(0);
    start..start + inner.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strips_marks_and_attribution_of_block_quote() {
        for (text, words) in [
            ("“The ferries are full.”\n", "The ferries are full."),
            ("‘It’s full’", "It’s full"),
            ("»Alles voll«", "Alles voll"),
            ("The ferries are full.\n— Ada Brook ", "The ferries are full."),
            ("“Full” and “late”", "“Full” and “late”"),
            ("— Ada Brook", ""),
            ("The ferries are full.\nSource: ", "The ferries are full."),
            ("Quelle : ", ""),
            ("", ""),
            ("The ferries are full. ()", "The ferries are full."),
            ("“The ferries are full.” — ", "The ferries are full."),
            (": The ferries are full. ---", "The ferries are full."),
            ("共有13条。（）", "共有13条。"),
            ("It was -5 degrees (at noon)", "It was -5 degrees (at noon)"),
        ] {
            assert_eq!(&text[strip_quote_marks(text)], words, "{text}");
        }
    }
}
