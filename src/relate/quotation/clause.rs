//! Decides which citations own a quotation in a sentence with several sources.
//!
//! 1. If citations and quotations alternate, each quotation belongs to the citation of its own clause: `@q says "…", and @r
//!    says "…"`, `"…", says Yle [@q], and "…", says the Courier [@r]`.
//! 2. A narrative citation whose clause has the quotation owns it: `@q says "…", unlike @r`.
//!
//! In all other sentences every citation can be the source.

use super::mark_place::QuotedSpan;
use super::owner_reference::OwnerReference;
use super::statement::is_separator;
use crate::model::script::count_words;
use std::ops::Range;

/// Maximum number of quotations and citations of a sentence in which clauses are looked for.
pub(super) const MAX_PARTS: usize = 60;

/// Maximum number of words between two quotations that one citation introduces: `@q says "…" and that "…"`.
const MAX_WORDS_BETWEEN: usize = 3;

/// Maximum number of words between two citations that introduce a quotation together: `@q and @r`, `@q says that @r`.
const MAX_WORDS_BETWEEN_OWNERS: usize = 2;

/// Words in front of a narrative citation that is contrasted with the source, in lower case.
const CONTRASTS: [&str; 16] = [
    "unlike",
    "than",
    "contrast to",
    "contrary to",
    "opposed to",
    "against",
    "als",
    "anders als",
    "gegensatz zu",
    "entgegen",
    "contrairement à",
    "que",
    "a diferencia de",
    "不同于",
    "与",
    "和",
];

/// Part of a sentence.
pub(super) enum ClausePart<'t> {
    Quotation(&'t QuotedSpan),
    Owner { at: usize, reference: OwnerReference, is_narrative: bool },
}

impl ClausePart<'_> {
    pub(super) fn range(&self) -> Range<usize> {
        match self {
            ClausePart::Quotation(quoted) => quoted.start..quoted.end,
            ClausePart::Owner { at, .. } => *at..*at,
        }
    }

    fn is_quotation(&self) -> bool {
        matches!(self, ClausePart::Quotation(_))
    }

    fn is_note(&self) -> bool {
        matches!(self, ClausePart::Owner { reference: OwnerReference::Note(_), .. })
    }

    fn is_narrative(&self) -> bool {
        matches!(self, ClausePart::Owner { is_narrative: true, .. })
    }
}

/// Quotations and citations of a sentence, in order.
pub(super) struct Clauses<'t> {
    pub(super) text: &'t str,
    pub(super) parts: Vec<ClausePart<'t>>,
}

impl Clauses<'_> {
    /// Returns the citations that alone own a quotation; empty if the sentence does not decide it.
    pub(super) fn owners(&self, quoted: &QuotedSpan) -> Vec<OwnerReference> {
        let at = self.parts.iter().position(|part| part.is_quotation() && part.range().start == quoted.start);
        let Some(at) = at else { return Vec::new() };
        let owners = self.alternating(at).or_else(|| self.governing(at));
        let owners = owners.map(|range| &self.parts[range]).unwrap_or_default();
        owners.iter().filter_map(|part| part.owner(quoted)).collect()
    }

    /// Returns the citations of a quotation's clause, if each clause of the sentence has quotations and citations in the same
    /// order.
    fn alternating(&self, at: usize) -> Option<Range<usize>> {
        let runs: Vec<Range<usize>> = self.runs();
        if runs.len() < 4 || !runs.len().is_multiple_of(2) {
            return None;
        }
        let begins_with_quotation = self.parts.first()?.is_quotation();
        let own = runs.iter().position(|run| run.contains(&at))?;
        if begins_with_quotation {
            let is_joined = |pair: &[Range<usize>]| self.is_joined_behind(pair[0].end - 1, pair[1].start);
            return runs.chunks_exact(2).all(is_joined).then(|| runs.get(own + 1).cloned()).flatten();
        }
        let is_joined = |pair: &[Range<usize>]| self.is_joined_before(pair[0].end - 1, pair[1].start);
        let closes = |pair: &[Range<usize>]| self.is_closing(pair[0].end - 1, pair[1].start);
        let is_apart = !runs[1..].chunks_exact(2).any(closes);
        (runs.chunks_exact(2).all(is_joined) && is_apart).then(|| runs.get(own.checked_sub(1)?).cloned()).flatten()
    }

    /// Splits the parts into runs of quotations and of citations.
    fn runs(&self) -> Vec<Range<usize>> {
        let mut start = 0;
        let chunks = self.parts.chunk_by(|one, other| one.is_quotation() == other.is_quotation());
        let range = |chunk: &[ClausePart<'_>]| {
            start += chunk.len();
            start - chunk.len()..start
        };
        chunks.map(range).collect()
    }

    /// Returns the narrative citation that introduces a quotation, with those that it is joined to (`@q and @r say "…"`), unless
    /// a citation in brackets or a note further behind in the same clause can be the source as well.
    fn governing(&self, at: usize) -> Option<Range<usize>> {
        let owner = self.parts[..at].iter().rposition(|part| !part.is_quotation())?;
        let before = self.text[..self.parts[owner].range().start].trim_end().to_lowercase();
        let is_contrast = CONTRASTS.iter().any(|word| before.ends_with(word));
        if !self.parts[owner].is_narrative() || is_contrast || !self.is_joined_before(owner, owner + 1) {
            return None;
        }
        let continues = |next: usize| {
            let between = self.between(next - 1, next);
            !between.contains([';', '；']) && count_words(between) <= MAX_WORDS_BETWEEN
        };
        let is_introduced = (owner + 2..=at).all(continues);
        let mut further = (at + 1..self.parts.len()).skip_while(|next| self.parts[*next].is_quotation());
        let is_rivalled = further.next().is_some_and(|next| {
            let (part, is_first) = (&self.parts[next], owner + 1 == at);
            let is_adjoining = self.between(at, next).chars().all(|c| c.is_whitespace() || matches!(c, ',' | '，'));
            if part.is_narrative() {
                !is_first && is_adjoining
            } else {
                self.is_unbroken(at, next) && !(part.is_note() && self.is_closing(at, next))
            }
        });
        let is_joined = |at: &usize| {
            !self.parts[*at].is_quotation() && count_words(self.between(*at, at + 1)) <= MAX_WORDS_BETWEEN_OWNERS
        };
        let joined = (0..owner).rev().take_while(is_joined).count();
        (is_introduced && !is_rivalled).then_some(owner - joined..owner + 1)
    }

    /// Returns the text between two parts.
    fn between(&self, first: usize, second: usize) -> &str {
        self.text.get(self.parts[first].range().end..self.parts[second].range().start).unwrap_or("")
    }

    /// Checks whether no clause ends between a part and a later one, quotations between them left out.
    fn is_unbroken(&self, first: usize, last: usize) -> bool {
        (first..last).all(|at| !has_break(self.between(at, at + 1)))
    }

    /// Checks whether a citation behind a quotation belongs to its clause: `"…", says @q`.
    fn is_joined_behind(&self, quotation: usize, owner: usize) -> bool {
        !has_break(self.between(quotation, owner).trim_matches(is_joint))
    }

    /// Checks whether a quotation behind a citation belongs to its clause: `According to @q, "…"`, `@q, a paper, says "…"`.
    fn is_joined_before(&self, owner: usize, quotation: usize) -> bool {
        let between = self.between(owner, quotation);
        let apposition = between.strip_prefix(", ").and_then(|rest| Some(rest.split_once(", ")?.1));
        let between = apposition.unwrap_or(between);
        !has_break(between.trim_matches(is_joint))
    }

    /// Checks whether a citation in brackets or a note directly behind a quotation closes its clause.
    fn is_closing(&self, quotation: usize, owner: usize) -> bool {
        !self.parts[owner].is_narrative() && self.between(quotation, owner).chars().all(is_separator)
    }
}

impl ClausePart<'_> {
    /// Returns the owner with whether it follows a quotation.
    fn owner(&self, quoted: &QuotedSpan) -> Option<OwnerReference> {
        match self {
            ClausePart::Owner { at, reference: OwnerReference::Citation(id, _), .. } => {
                Some(OwnerReference::Citation(*id, *at >= quoted.end))
            }
            ClausePart::Owner { reference, .. } => Some(*reference),
            ClausePart::Quotation(_) => None,
        }
    }
}

/// Checks whether a character can stand between a quotation and the words that introduce it.
fn is_joint(c: char) -> bool {
    c.is_whitespace() || matches!(c, ',' | '，' | '、' | ':' | '：' | '-' | '–' | '—' | '(' | ')' | '（' | '）')
}

/// Checks whether a text has a mark that ends a clause.
fn has_break(text: &str) -> bool {
    let is_comma = |(at, _): (usize, &str)| !text[at + 1..].starts_with(|c: char| c.is_ascii_digit());
    text.contains([';', '，', '；', '。', '!', '?', '！', '？'])
        || text.contains(". ")
        || text.match_indices(',').any(is_comma)
}
