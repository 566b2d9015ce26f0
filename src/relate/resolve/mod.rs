//! Resolves references to targets, and reports dead ones.
//!
//! 1. `record` resolves `[[…]]`, `content` resolves `@/…`, `path` resolves addresses within the site, `citation`
//!    resolves `[@…]`, `claim` resolves `{.claim #id}`.
//! 2. `front_matter` checks ids and evidence in front matter, `fence` checks charts and timelines.
//! 3. `anchor` checks fragments after all targets are resolved.
//!
//! Drafts that are not shown resolve like any record; `checks::draft_link` removes such targets.

mod anchor;
mod citation;
mod claim;
mod content;
mod fence;
mod front_matter;
mod path;
mod record;

pub(crate) use anchor::DEAD_ANCHOR;
pub(super) use anchor::body_anchors as anchors;
pub(super) use citation::UNKNOWN_CITATION;
pub(super) use claim::UNKNOWN_CLAIM;
pub(super) use content::DEAD_LINK;
pub(super) use fence::{UNKNOWN_COLUMN, UNKNOWN_DATA};
pub(super) use record::{AMBIGUOUS_NAME, UNKNOWN_RECORD};

use super::checks::draft_link;
use super::per_record::PerRecord;
use super::suggest::{self, ResolveContext, UnresolvedName};
use super::{CitationOccurrence, RecordIndex, Target, citations};
use crate::diagnose::{Diagnostics, Severity};
use crate::model::{LinkLevel, Record, RecordId, Reference, ReferenceKind, Site};
use crate::span::{Sources, Span};
use rayon::prelude::*;

/// Resolves the references of all shown records, by record, then by reference, and lists their citations. References of
/// drafts are unresolved.
pub(super) fn resolve(
    context: ResolveContext<'_>,
    diagnostics: &mut Diagnostics,
) -> (PerRecord<Target>, PerRecord<CitationOccurrence>) {
    let ids: Vec<RecordId> = context.site.all().map(|(id, _)| id).collect();
    let resolved: Vec<(Vec<Target>, Vec<UnresolvedName>)> =
        ids.into_par_iter().map(|id| resolve_one(context, id)).collect();
    let (targets, mut unresolved): (Vec<_>, Vec<_>) = resolved.into_iter().unzip();
    let mut targets = PerRecord::from(targets);
    draft_link::check(context.site, context.index, &mut targets, diagnostics);
    let citations = citations::citations(context.site, context.index, &targets).into();
    for (unresolved, anchors) in unresolved.iter_mut().zip(anchor::check(context, &targets, &citations)) {
        unresolved.extend(anchors);
    }
    if context.site.config.link_checker.internal_level == LinkLevel::Warn {
        unresolved.iter_mut().flatten().for_each(downgrade);
    }
    unresolved.push(front_matter::unknown_config_ids(&context.site.config, context.index));
    suggest::report(unresolved.into_iter().flatten(), context, diagnostics);
    (targets, citations)
}

/// Resolves the references of one record, except their fragments. Returns targets and errors.
pub(super) fn resolve_one(context: ResolveContext<'_>, id: RecordId) -> (Vec<Target>, Vec<UnresolvedName>) {
    Resolver { context, id, record: context.site.record(id), unresolved: Vec::new() }.run()
}

/// Lowers a dead internal link to a warning, for `internal_level = "warn"`.
fn downgrade(unresolved: &mut UnresolvedName) {
    let rule = unresolved.diagnostic.rule;
    if rule == &DEAD_LINK || rule == &DEAD_ANCHOR {
        unresolved.diagnostic.severity = Severity::Warning;
    }
}

/// Resolves the references of one record.
struct Resolver<'a> {
    context: ResolveContext<'a>,
    id: RecordId,
    record: &'a Record,
    unresolved: Vec<UnresolvedName>,
}

impl<'a> Resolver<'a> {
    fn run(mut self) -> (Vec<Target>, Vec<UnresolvedName>) {
        if !self.context.index.is_shown(self.id) {
            return (vec![Target::Unresolved; self.record.references.len()], Vec::new());
        }
        let targets = self.record.references.iter().map(|reference| self.resolve(reference)).collect();
        self.check_front_matter();
        self.check_fences();
        (targets, self.unresolved)
    }

    fn resolve(&mut self, reference: &'a Reference) -> Target {
        match &reference.kind {
            ReferenceKind::Record { target, anchor } => self.resolve_record(reference, target, anchor.as_deref()),
            ReferenceKind::Content { path, anchor } => self.resolve_content(reference, path, anchor.as_deref()),
            ReferenceKind::Anchor(anchor) => Target::Anchor(anchor.clone()),
            ReferenceKind::Path(path) => self.resolve_path(reference, path),
            ReferenceKind::External(address) => Target::External(address.clone()),
            ReferenceKind::Forbidden(_) => Target::Unresolved,
            ReferenceKind::Citation(citation) => self.resolve_citation(citation),
            ReferenceKind::Claim(id) => self.resolve_claim(reference, id),
        }
    }

    fn site(&self) -> &'a Site {
        self.context.site
    }

    fn index(&self) -> &'a RecordIndex {
        self.context.index
    }

    fn language(&self) -> &'a str {
        &self.record.language
    }

    fn span_of(&self, reference: &Reference, words: &str) -> Span {
        span_within(self.context.sources, reference, words)
    }

    fn report(&mut self, unresolved: impl Into<UnresolvedName>) {
        self.unresolved.push(unresolved.into());
    }
}

/// Returns the span of an address or name within a reference, or the whole reference if it is not written out.
fn span_within(sources: &Sources, reference: &Reference, words: &str) -> Span {
    let span = reference.span;
    let text = sources.text(span);
    let at = match reference.kind {
        ReferenceKind::Record { .. } => text.find(words),
        _ => text.rfind(words),
    };
    match at {
        Some(at) if !words.is_empty() => {
            let start = span.start as usize + at;
            Span::new(span.file, start..start + words.len())
        }
        _ => span,
    }
}
