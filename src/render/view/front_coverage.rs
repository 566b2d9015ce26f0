//! "Who reports what" on the front page: the steps of the story and what each article does for them.

use super::evidence::PassageLink;
use super::link::LinkView;
use super::page_context::PageContext;
use super::record_coverage::SupportCount;
use super::section::CoverageColumn;
use crate::model::{Details, Edtf, Kind, RecordId};
use serde::Serialize;

/// Table of steps and articles.
#[derive(Debug, Serialize)]
pub(crate) struct FrontCoverage<'e> {
    articles: Vec<CoverageColumn<'e>>,
    steps: Vec<CoverageStep<'e>>,
}

/// A step: an initiative with a `weight`, or a turning point if none has one.
#[derive(Debug, Serialize)]
struct CoverageStep<'e> {
    link: LinkView<'e>,
    date: Option<super::date::DateView>,
    turning_point: bool,
    cells: Vec<CoverageCell>,
    support: SupportCount,
}

/// Role of one article for a step, with its passages.
#[derive(Debug, Serialize)]
struct CoverageCell {
    /// `supports`, `disputes`, `part`, `silent` or `older`.
    role: &'static str,
    /// Passages that the step's record cites.
    passages: Vec<PassageLink>,
}

/// Maximum number of articles: wider tables are not legible.
const MAX_ARTICLES: usize = 7;
/// Maximum number of steps.
const MAX_STEPS: usize = 12;
/// Maximum number of passages in a cell.
const MAX_PASSAGES: usize = 2;

/// Builds the table of all articles, by date; `None` with fewer than two articles, with too many for columns, or without a step.
pub(super) fn front_coverage<'e>(context: &PageContext<'e>, articles: &[RecordId]) -> Option<FrontCoverage<'e>> {
    let steps = if (2..=MAX_ARTICLES).contains(&articles.len()) { steps(context) } else { Vec::new() };
    (!steps.is_empty()).then(|| FrontCoverage {
        steps: steps.into_iter().map(|id| step(context, id, articles)).collect(),
        articles: articles.iter().map(|id| CoverageColumn::new(context, *id)).collect(),
    })
}

/// Returns the initiatives with a weight, or else the turning points, by date.
fn steps(context: &PageContext<'_>) -> Vec<RecordId> {
    let site = context.site;
    let weighted = context.records(Kind::Initiative).filter(|(_, record)| record.weight != 0);
    let mut steps: Vec<RecordId> = weighted.map(|(id, _)| id).filter(|id| site.is_shown(*id)).collect();
    if steps.is_empty() {
        let shown = |id: &RecordId| turning_point(context, *id) && site.is_shown(*id);
        steps.extend(site.relations.timeline().iter().copied().filter(shown));
    }
    let first_day = |id: &RecordId| site.records.get(*id).date().and_then(|date| Edtf::earliest(&date.value));
    steps.sort_by_key(|id| (first_day(id).is_none(), first_day(id)));
    steps.truncate(MAX_STEPS);
    steps.into_iter().map(|id| site.in_language(id, context.lang.tag)).collect()
}

/// Checks whether a record is an event that is a turning point.
pub(super) fn turning_point(context: &PageContext<'_>, id: RecordId) -> bool {
    matches!(&context.site.records.get(id).details, Details::Event(event) if event.turning_point)
}

/// Checks whether an initiative is the first one of a turning point.
pub(super) fn is_of_turning_point(context: &PageContext<'_>, id: RecordId) -> bool {
    let site = context.site;
    let id = site.canonical(id);
    let is_first = |event: RecordId| match &site.records.get(event).details {
        Details::Event(event) if event.turning_point => {
            let first = event.initiatives.first().and_then(|first| site.find(Kind::Initiative, &first.value));
            first.is_some_and(|first| site.canonical(first) == id)
        }
        _ => false,
    };
    site.list_or_canonical(site.relations.events(), id).iter().any(|event| site.is_shown(*event) && is_first(*event))
}

fn step<'e>(context: &PageContext<'e>, id: RecordId, articles: &[RecordId]) -> CoverageStep<'e> {
    let record = context.site.records.get(id);
    let support = context.record_support(id);
    let cell = |article: &RecordId| {
        let role = match context.coverage_of(&support, *article) {
            "" => "silent",
            role => role,
        };
        let mut passages = if role == "supports" { context.cited_passages(id, *article) } else { Vec::new() };
        passages.truncate(MAX_PASSAGES);
        CoverageCell { role, passages }
    };
    CoverageStep {
        link: context.link(id),
        date: record.date().map(|date| context.date(&date.value, record.date_label(), None)),
        turning_point: turning_point(context, id) || is_of_turning_point(context, id),
        cells: articles.iter().map(cell).collect(),
        support: context.support(id),
    }
}
