//! Extracts the quotations of a record from its text and its evidence.
//!
//! 1. Running text: quoted words, with the citations of their statement (`attribution`).
//! 2. Block quotes, with a citation at their end, in them, or alone in the paragraph behind them (`block_quote`).
//! 3. Table cells, with the citations of their row.
//! 4. Front matter: the `quote` of evidence, and quoted words in a claim or a note on the status.
//!
//! In an article's own summary, quoted words without a citation are attributed to the article.

use super::attribution::{AttributionForm, OwnerGroup, StatementText, owners_apart};
use super::block_quote::{OwnerRules, QuotePart, paragraph, quote_units};
use super::inline_text::InlineText;
use super::mark_place::QuotedSpan;
use super::owner_reference::OwnerReference;
use super::{QuotationPlace, UncitedReason};
use crate::model::{
    Block, BlockKind, Body, Cell, CitationForm, Evidence, Inline, InlineKind, Kind, ListItem, Passage, Record,
    RecordId, ReferenceId, ReferenceKind, Site, bodies, inlines, runs,
};
use crate::relate::{CitationOccurrence, RecordIndex};
use crate::span::{Sources, Span, Spanned};

/// Quoted text with the articles that may own it.
pub(super) struct QuotedText {
    pub(super) words: String,
    pub(super) span: Span,
    pub(super) attribution: Attribution,
}

/// Articles that may own quoted text.
pub(super) enum Attribution {
    /// Candidates, best first; never empty.
    Candidates(Vec<Candidate>),
    /// There is none.
    Without(UncitedReason),
    /// Only unknown articles are cited, which was reported.
    Unknown,
}

/// Article that may own a quotation.
pub(super) struct Candidate {
    pub(super) article: RecordId,
    /// Cited passages; empty for the whole article.
    pub(super) passages: Vec<Spanned<Passage>>,
    pub(super) place: QuotationPlace,
    pub(super) form: AttributionForm,
}

impl Candidate {
    /// Returns the article and its passages, which decide the verdict.
    pub(super) fn question(&self) -> (RecordId, Vec<Passage>) {
        (self.article, self.passages.iter().map(|passage| passage.value).collect())
    }
}

/// Extracts the quotations of one record.
#[derive(Clone, Copy)]
pub(in crate::relate) struct QuotationExtractor<'a> {
    pub(in crate::relate) site: &'a Site,
    pub(in crate::relate) sources: &'a Sources,
    pub(in crate::relate) index: &'a RecordIndex,
    pub(in crate::relate) id: RecordId,
    pub(in crate::relate) record: &'a Record,
    pub(in crate::relate) citations: &'a [CitationOccurrence],
}

impl QuotationExtractor<'_> {
    /// Returns all quotations in reading order, those of evidence last.
    pub(super) fn extract(self) -> Vec<QuotedText> {
        let mut quotations = Vec::new();
        for body in bodies(self.record) {
            let mut reader = BodyReader { extractor: self, body, quotations: &mut quotations };
            reader.blocks(&body.blocks);
            body.footnotes.iter().for_each(|note| reader.blocks(&note.blocks));
        }
        for body in &self.record.notes {
            BodyReader { extractor: self, body, quotations: &mut quotations }.blocks(&body.blocks);
        }
        self.read_front_matter(&mut quotations);
        quotations
    }

    fn read_front_matter(self, quotations: &mut Vec<QuotedText>) {
        for claim in self.record.claims() {
            let run = InlineText::from_marked_value(&claim.text.value, &claim.text_markup, claim.text.span);
            self.read_statement(&run, claim.text.span, &claim.evidence, quotations);
            if let Some(value) = &claim.value {
                let run = InlineText::from_value(&value.value, value.span);
                self.read_statement(&run, value.span, &claim.evidence, quotations);
            }
        }
        for status in self.record.status() {
            if let Some(note) = &status.note {
                let run = InlineText::from_marked_value(note, &status.note_markup, status.status.span);
                self.read_statement(&run, status.status.span, &status.evidence, quotations);
            }
        }
        quotations.extend(self.citations.iter().filter_map(|citation| self.read_quote(citation)));
    }

    /// Reads the quoted words of a claim or a note, which its evidence has to have.
    fn read_statement(self, run: &InlineText, span: Span, evidence: &[Evidence], quotations: &mut Vec<QuotedText>) {
        for quoted in run.quoted_spans() {
            let candidates = evidence.iter().filter(|item| item.role.is_source()).filter_map(|item| {
                let article = self.index.find_in(Kind::Article, &item.article.value, &self.record.language)?;
                let place = QuotationPlace::Statement(item.span);
                let passages = item.passage.iter().cloned().collect();
                Some(Candidate { article, passages, place, form: AttributionForm::Evidence })
            });
            let candidates = merge(candidates);
            let attribution = if candidates.is_empty() {
                Attribution::Without(UncitedReason::NoCitation)
            } else {
                Attribution::Candidates(candidates)
            };
            let span = run.span(&quoted.words, self.sources).unwrap_or(span);
            quotations.push(QuotedText { words: run.text[quoted.words].to_owned(), span, attribution });
        }
    }

    /// Reads the `quote` of a piece of evidence.
    fn read_quote(self, citation: &CitationOccurrence) -> Option<QuotedText> {
        let evidence = citation.evidence(self.record)?;
        let quote = evidence.quote.as_ref()?;
        let article = citation.article?;
        let source_text = self.sources.text(quote.span);
        let offset =
            source_text.strip_suffix(&quote.value[..]).map_or_else(|| source_text.find(&quote.value), |_| Some(0));
        let span = offset.map_or(quote.span, |at| {
            let start = quote.span.start as usize + at;
            Span::new(quote.span.file, start..start + quote.value.len())
        });
        let candidate = Candidate {
            article,
            passages: evidence.passage.iter().cloned().collect(),
            place: QuotationPlace::Evidence(evidence.span),
            form: AttributionForm::Evidence,
        };
        let attribution = Attribution::Candidates(vec![candidate]);
        Some(QuotedText { words: quote.value.clone(), span, attribution })
    }

    fn is_bracketed(self, to: ReferenceId) -> bool {
        let kind = self.record.references.get(to.0 as usize).map(|reference| &reference.kind);
        !matches!(kind, Some(ReferenceKind::Citation(citation)) if citation.form == CitationForm::Narrative)
    }

    /// Returns the known articles of a citation that quoted words can come from.
    pub(super) fn articles(self, to: ReferenceId) -> impl Iterator<Item = (RecordId, Option<Spanned<Passage>>)> {
        let items = self.citations.iter().filter(move |item| item.reference() == Some(to) && item.role.is_source());
        items.filter_map(move |item| {
            let span = item.passage_span(self.record, self.sources)?;
            Some((item.article?, item.passage.map(|passage| Spanned::new(passage, span))))
        })
    }

    /// Checks whether a citation has an unknown article.
    pub(super) fn is_unknown(self, to: ReferenceId) -> bool {
        self.citations.iter().any(|item| item.reference() == Some(to) && item.article.is_none())
    }
}

/// Reads one Markdown text of a record.
struct BodyReader<'a, 'q> {
    extractor: QuotationExtractor<'a>,
    body: &'a Body,
    quotations: &'q mut Vec<QuotedText>,
}

impl BodyReader<'_, '_> {
    fn blocks(&mut self, blocks: &[Block]) {
        for (at, block) in blocks.iter().enumerate() {
            match &block.kind {
                BlockKind::Quote { alert: None, blocks: inner } => {
                    let before = at.checked_sub(1).and_then(|before| blocks.get(before));
                    self.block_quote(inner, [before, blocks.get(at + 1)]);
                }
                BlockKind::Quote { blocks: inner, .. } => self.blocks(inner),
                BlockKind::List { items, .. } => {
                    for ListItem { blocks, .. } in items {
                        self.blocks(blocks);
                    }
                }
                BlockKind::Table(table) => {
                    self.run(&table.caption, None);
                    std::iter::once(&table.head).chain(&table.rows).for_each(|row| self.row(row));
                }
                BlockKind::Paragraph(inlines) => {
                    let alone = blocks.get(at + 1).and_then(paragraph).map(InlineText::from_inlines);
                    let alone = alone.filter(InlineText::has_only_citations);
                    let behind = alone.map(|run| (AttributionForm::AfterSentence, owners_apart(&run).collect()));
                    self.run(inlines, behind.as_ref());
                }
                _ => block.runs().for_each(|run| self.run(run.inlines, None)),
            }
        }
    }

    /// Reads a table row: a cell of citations alone belongs to all cells; without one, the citations of the other cells.
    fn row(&mut self, cells: &[Cell]) {
        let runs: Vec<InlineText> = cells.iter().map(|cell| InlineText::from_inlines(&cell.content)).collect();
        let owners = |run: &InlineText| owners_apart(run).collect::<Vec<_>>();
        let alone: Vec<OwnerReference> = runs.iter().filter(|run| run.has_only_citations()).flat_map(owners).collect();
        let of_row = if alone.is_empty() { runs.iter().flat_map(owners).collect() } else { alone };
        let of_row = (AttributionForm::TableRow, of_row);
        for cell in cells {
            self.run(&cell.content, Some(&of_row));
        }
    }

    /// Reads running text; `apart` are citations outside of it that own the quotations without one in their sentence: those
    /// of the table row, or for the last sentence those alone in the paragraph behind.
    fn run(&mut self, inlines: &[Inline], apart: Option<&(AttributionForm, Vec<OwnerReference>)>) {
        let run = InlineText::from_inlines(inlines);
        let quoted = run.quoted_spans();
        self.unclosed(&run);
        if quoted.is_empty() {
            return;
        }
        let extractor = self.extractor;
        let starts = run.statement_starts(&quoted, &|id| extractor.is_bracketed(id));
        let statements =
            StatementText { run: &run, quoted: &quoted, starts, is_bracketed: &|id| extractor.is_bracketed(id) };
        for span in &quoted {
            let mut groups = statements.owners(span);
            let is_last = statements.starts.last().is_none_or(|start| *start <= span.start);
            let apart = apart.filter(|(form, _)| groups.is_empty() && (*form == AttributionForm::TableRow || is_last));
            groups.extend(apart.map(|(form, owners)| OwnerGroup::new(*form, owners.clone())));
            let attribution = self.attribution(&run, span, groups);
            self.push(&run, span, attribution);
        }
    }

    /// Reads a quotation mark without a counterpart in a text with citations.
    fn unclosed(&mut self, run: &InlineText) {
        let Some((mark, words)) = run.unclosed_mark() else { return };
        let Some(span) = run.span(&mark, self.extractor.sources) else { return };
        let reason = if words.start >= mark.end { UncitedReason::Unclosed } else { UncitedReason::Unopened };
        let words = run.text[words].trim().to_owned();
        self.quotations.push(QuotedText { words, span, attribution: Attribution::Without(reason) });
    }

    fn push(&mut self, run: &InlineText, span: &QuotedSpan, attribution: Attribution) {
        if let Some(source) = run.span(&span.words, self.extractor.sources) {
            let words = run.text[span.words.clone()].trim().to_owned();
            self.quotations.push(QuotedText { words, span: source, attribution });
        }
    }

    /// Finds the candidates among groups of citations. Those of an exclusive group are the only ones, if any of them can be
    /// a source.
    fn attribution(&self, run: &InlineText, quoted: &QuotedSpan, groups: Vec<OwnerGroup>) -> Attribution {
        let (mut has_citations, mut is_unknown) = (false, false);
        let mut candidates: Vec<Candidate> = Vec::new();
        for OwnerGroup { owners, is_exclusive } in groups {
            let references = owners.into_iter().flat_map(|(form, owner)| {
                self.references(owner).into_iter().map(move |(reference, follows)| (form, reference, follows))
            });
            for (form, reference, follows) in references {
                has_citations = true;
                is_unknown |= self.extractor.is_unknown(reference);
                let place =
                    if follows { Some(QuotationPlace::Citation(reference)) } else { run.place_after(quoted.end) };
                let Some(place) = place.or_else(|| run.place_after(quoted.words.end)) else { continue };
                candidates.extend(self.extractor.articles(reference).map(|(article, passage)| Candidate {
                    article,
                    passages: passage.into_iter().collect(),
                    place,
                    form,
                }));
            }
            if is_exclusive && !candidates.is_empty() {
                return Attribution::Candidates(merge(candidates));
            }
        }
        candidates.extend(self.of_summary(run, quoted).filter(|_| !is_unknown));
        match merge(candidates) {
            candidates if !candidates.is_empty() => Attribution::Candidates(candidates),
            _ if is_unknown => Attribution::Unknown,
            _ if has_citations => Attribution::Without(UncitedReason::NotJoined),
            _ => Attribution::Without(UncitedReason::NoCitation),
        }
    }

    /// Returns the article itself as the source of a quotation in its own summary.
    fn of_summary(&self, run: &InlineText, quoted: &QuotedSpan) -> Option<Candidate> {
        let QuotationExtractor { record, id, .. } = self.extractor;
        let place = run.place_after(quoted.end).filter(|_| record.kind() == Kind::Article)?;
        Some(Candidate { article: id, passages: Vec::new(), place, form: AttributionForm::Summary })
    }

    /// Returns the citations of an owner, each with true if its mark can follow it.
    fn references(&self, owner: OwnerReference) -> Vec<(ReferenceId, bool)> {
        match owner {
            OwnerReference::Citation(id, follows) => vec![(id, follows)],
            OwnerReference::Note(note) => {
                let note = self.body.footnotes.get(note as usize);
                let runs = note.into_iter().flat_map(|note| runs(&note.blocks));
                runs.flat_map(|run| citations_of(run.inlines)).map(|id| (id, false)).collect()
            }
        }
    }

    /// Reads a block quote, whose words are all quoted.
    fn block_quote(&mut self, blocks: &[Block], around: [Option<&Block>; 2]) {
        for unit in quote_units(blocks, around, self) {
            for QuotePart { span, owners } in unit.parts(self) {
                let attribution = self.attribution(&unit.run, &span, owners);
                self.push(&unit.run, &span, attribution);
            }
        }
    }
}

impl OwnerRules for BodyReader<'_, '_> {
    fn can_own(&self, owner: OwnerReference) -> bool {
        let extractor = self.extractor;
        let can_own = |id| extractor.articles(id).next().is_some() || extractor.is_unknown(id);
        self.references(owner).into_iter().any(|(id, _)| can_own(id))
    }

    fn is_bracketed(&self, citation: ReferenceId) -> bool {
        self.extractor.is_bracketed(citation)
    }
}

fn citations_of(content: &[Inline]) -> impl Iterator<Item = ReferenceId> {
    inlines(content).filter_map(|inline| match inline.kind {
        InlineKind::Citation(id) => Some(id),
        _ => None,
    })
}

/// Joins the candidates of one article: their passages are a union, and one without a passage covers all.
pub(super) fn merge(candidates: impl IntoIterator<Item = Candidate>) -> Vec<Candidate> {
    let mut merged: Vec<Candidate> = Vec::new();
    for candidate in candidates {
        match merged.iter_mut().find(|other| other.article == candidate.article) {
            None => merged.push(candidate),
            Some(other) if other.passages.is_empty() => {}
            Some(other) if candidate.passages.is_empty() => other.passages.clear(),
            Some(other) => other.passages.extend(candidate.passages),
        }
    }
    merged
}
