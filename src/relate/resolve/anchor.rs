//! Checks fragments of links against the anchors of the target page.
//!
//! A record's page has anchors for its headings, paragraphs, footnotes and references; an article's page also for every passage
//! cited anywhere; the timeline for every event.

use super::span_within;
use crate::diagnose::{Diagnostic, Rule, Severity};
use crate::model::{BlockKind, Body, Kind, Record, RecordId, Reference, ReferenceKind, Site, page_anchor};
use crate::relate::per_record::{PerRecord, Rows};
use crate::relate::suggest::{Candidates, ResolveContext, UnresolvedName};
use crate::relate::{CitationOccurrence, Target};
use rayon::prelude::*;
use rustc_hash::FxHashSet;
use std::borrow::Cow;
use std::sync::Arc;

pub(crate) static DEAD_ANCHOR: Rule = Rule {
    code: "dead-anchor",
    severity: Severity::Error,
    what: "A link has a fragment that does not exist on the target page.",
    why: "The link leads to the top of the page instead of the intended section.",
    wrong: "[rights](@/pages/about.md#right)",
    right: "[rights](@/pages/about.md#rights)",
};

/// Anchors of all pages.
struct AnchorChecker<'a> {
    context: ResolveContext<'a>,
    /// Anchors in the body of each record, by record.
    body_anchors: Vec<FxHashSet<Cow<'a, str>>>,
    passages: FxHashSet<(RecordId, String)>,
}

/// Checks the fragments of all targets. Returns the errors by record.
pub(super) fn check(
    context: ResolveContext<'_>,
    targets: Rows<'_, Target>,
    citations: &PerRecord<CitationOccurrence>,
) -> Vec<Vec<UnresolvedName>> {
    let records = &context.site.records;
    let anchors = AnchorChecker {
        context,
        body_anchors: records.par_iter().map(|record| body_anchors(&record.body)).collect(),
        passages: cited_passages(context, citations),
    };
    let check_record = |(at, record): (usize, &Arc<Record>)| {
        let id = RecordId(u32::try_from(at).unwrap_or(u32::MAX));
        let pairs = record.references.iter().zip(&*targets[at]);
        pairs.filter_map(|(reference, target)| anchors.check_one(id, reference, target)).collect()
    };
    records.par_iter().enumerate().map(check_record).collect()
}

impl AnchorChecker<'_> {
    fn check_one(&self, id: RecordId, reference: &Reference, target: &Target) -> Option<UnresolvedName> {
        let (page, anchor) = match target {
            Target::Record { to, anchor: Some(anchor) } => (*to, anchor),
            Target::Anchor(anchor) => (id, anchor),
            _ => return None,
        };
        if anchor.is_empty() || !self.context.index.is_shown(page) || self.has_anchor(page, anchor) {
            return None;
        }
        let message = match reference.kind {
            ReferenceKind::Anchor(_) => format!("this page has no `#{anchor}`"),
            _ => format!("`{}` has no `#{anchor}`", self.context.sources.get(self.context.site.record(page).file).path),
        };
        let span = span_within(self.context.sources, reference, &format!("#{anchor}"));
        let diagnostic = Diagnostic::new(&DEAD_ANCHOR, span, message).label("no such id on the page");
        Some(UnresolvedName::new(diagnostic, anchor, Candidates::Headings(page)))
    }

    fn has_anchor(&self, page: RecordId, anchor: &str) -> bool {
        let AnchorChecker { context: ResolveContext { index, site, .. }, body_anchors, passages } = self;
        let is_id = |prefix, kind| anchor.strip_prefix(prefix).is_some_and(|id| index.find(kind, id).is_some());
        body_anchors[page.0 as usize].contains(anchor)
            || is_id("ref-", Kind::Article)
            || (is_timeline(site, page) && is_id("event-", Kind::Event))
            || passages.contains(&(index.canonical(page), anchor.to_owned()))
            || (page_anchor::is_statement(anchor) && site.record(page).body.has_statement(anchor))
    }
}

fn is_timeline(site: &Site, page: RecordId) -> bool {
    let record = site.record(page);
    record.kind() == Kind::Index && *record.id == *Kind::Event.folder()
}

/// Returns the anchors that a body defines.
pub(in crate::relate) fn body_anchors(body: &Body) -> FxHashSet<Cow<'_, str>> {
    let listed = body.headings.iter().map(|heading| heading.id.as_str());
    let headings = listed.chain(body.all_blocks().filter_map(|block| match &block.kind {
        BlockKind::Heading { id, .. } => Some(id.as_str()),
        _ => None,
    }));
    let labels = body.footnotes.iter().map(|note| &note.label);
    let notes = labels.flat_map(|label| [format!("fn-{label}"), format!("fnref-{label}")]);
    headings.filter(|id| !id.is_empty()).map(Cow::from).chain(notes.map(Cow::from)).collect()
}

fn cited_passages(
    context: ResolveContext<'_>,
    citations: &PerRecord<CitationOccurrence>,
) -> FxHashSet<(RecordId, String)> {
    let cited = citations.all().filter_map(CitationOccurrence::article_and_passage);
    cited.map(|(article, passage)| (context.index.canonical(article), passage.anchor())).collect()
}

#[cfg(test)]
mod tests {
    use crate::diagnose::Diagnostics;
    use crate::model::Kind;
    use crate::relate::relate;
    use crate::testkit::Sample;

    fn messages(link: &str) -> Vec<String> {
        let mut sample = Sample::new();
        sample.add(Kind::Article, "cai-2025", "Empowering").body("## Barriers\n\nOne [@cai-2025, ¶4-5].");
        sample.add(Kind::Event, "held", "Conference held");
        sample.add(Kind::Index, "events", "Timeline");
        sample.add(Kind::Page, "about", "About").body(&format!("## Rights\n\n{link}"));
        let (site, sources) = sample.finish();
        let mut diagnostics = Diagnostics::default();
        relate(&site, &sources, &mut diagnostics);
        let messages = diagnostics.iter().filter(|diagnostic| diagnostic.rule.code == "dead-anchor");
        messages
            .map(|diagnostic| format!("{}: {}", sources.text(diagnostic.span.unwrap()), diagnostic.message))
            .collect()
    }

    #[test]
    fn accepts_headings_passages_references_and_events() {
        for link in [
            "[x](#rights)",
            "[[cai-2025#barriers]]",
            "[x](@/articles/cai-2025.md#p4)",
            "[x](#ref-cai-2025)",
            "[x](@/events/_index.md#event-held)",
            "[x](/articles/cai-2025/#barriers)",
        ] {
            assert_eq!(messages(link), Vec::<String>::new(), "{link}");
        }
    }

    #[test]
    fn reports_missing_anchors() {
        assert_eq!(messages("[x](#right)"), ["#right: this page has no `#right`"]);
        let message = "#p9: `content/articles/cai-2025.md` has no `#p9`";
        assert_eq!(messages("[x](@/articles/cai-2025.md#p9)"), [message]);
        assert_eq!(messages("[[cai-2025#barrier|x]]").len(), 1);
        assert_eq!(messages("[x](@/events/_index.md#event-hold)").len(), 1);
        assert_eq!(messages("[x](#fn-1)").len(), 1);
    }
}
