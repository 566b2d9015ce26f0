//! Decides what every reference leads to, and reports those that lead nowhere.
//!
//! 1. `record` resolves `[[…]]`, `content` resolves `@/…`, `path` resolves addresses within the site, `citation`
//!    resolves `[@…]`.
//! 2. `front_matter` looks at ids and evidence in front matter, `fence` at charts and parts of the timeline.
//! 3. `anchor` checks fragments, once all targets are known.
//!
//! A draft that is not shown is found like any record; `checks::draft_link` takes such targets away.

mod anchor;
mod citation;
mod content;
mod fence;
mod front_matter;
mod path;
mod record;

pub(crate) use anchor::DEAD_ANCHOR;
pub(super) use anchor::body_anchors as anchors;
pub(super) use citation::UNKNOWN_CITATION;
pub(super) use content::DEAD_LINK;
pub(super) use fence::{UNKNOWN_COLUMN, UNKNOWN_DATA};
pub(super) use record::{AMBIGUOUS_NAME, UNKNOWN_RECORD};

use super::checks::draft_link;
use super::per_record::PerRecord;
use super::suggest::{self, ResolveContext, UnresolvedName};
use super::{RecordIndex, Target};
use crate::diagnose::{Diagnostics, Severity};
use crate::model::{LinkLevel, Record, RecordId, Reference, ReferenceKind, Site};
use crate::span::{Sources, Span};
use rayon::prelude::*;

/// Resolves all references of all shown records: by record, then by reference. Drafts' references lead nowhere.
pub(super) fn resolve(names: ResolveContext<'_>, found: &mut Diagnostics) -> PerRecord<Target> {
    let ids: Vec<RecordId> = names.site.all().map(|(id, _)| id).collect();
    let resolved: Vec<(Vec<Target>, Vec<UnresolvedName>)> =
        ids.into_par_iter().map(|id| resolve_one(names, id)).collect();
    let (targets, mut problems): (Vec<_>, Vec<_>) = resolved.into_iter().unzip();
    let mut targets = PerRecord::from(targets);
    for (found, more) in problems.iter_mut().zip(anchor::check(names, &targets)) {
        found.extend(more);
    }
    if names.site.config.link_checker.internal_level == LinkLevel::Warn {
        problems.iter_mut().flatten().for_each(downgrade);
    }
    suggest::report(problems.into_iter().flatten(), names, found);
    draft_link::check(names.site, names.index, &mut targets, found);
    targets
}

/// Resolves the references of one record, and says what is wrong with them; their fragments are not looked at.
pub(super) fn resolve_one(names: ResolveContext<'_>, id: RecordId) -> (Vec<Target>, Vec<UnresolvedName>) {
    Resolver { context: names, id, record: names.site.record(id), unresolved: Vec::new() }.run()
}

/// Makes a warning of a dead link within the site, for an author who wants the site built all the same.
fn downgrade(problem: &mut UnresolvedName) {
    let rule = problem.diagnostic.rule;
    if rule == &DEAD_LINK || rule == &DEAD_ANCHOR {
        problem.diagnostic.severity = Severity::Warning;
    }
}

/// Where one record's references are worked on.
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

    fn report(&mut self, problem: impl Into<UnresolvedName>) {
        self.unresolved.push(problem.into());
    }
}

/// The place of an address or name within a reference, or the whole reference where it is not written out.
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
