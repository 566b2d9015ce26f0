//! View of an initiative's page.

use super::date::DateView;
use super::event_files::EventFilesView;
use super::evidence::{BacklinkView, CitedArticleView, ClaimView, DivergenceView, StatusView};
use super::lazy::Lazy;
use super::link::LinkView;
use super::page_context::PageContext;
use super::record_coverage::SupportCount;
use super::sources::SourceView;
use super::time_figure::MarkLinks;
use super::timeline::TimelineView;
use crate::model::{self, Kind, RecordId};
use serde::Serialize;

/// An initiative as templates see it.
#[derive(Debug, Serialize)]
pub(crate) struct InitiativeView<'e> {
    kind: Option<String>,
    names: Vec<&'e str>,
    proposer: Vec<LinkView<'e>>,
    date: Option<DateView>,
    status: Lazy<'e, Vec<StatusView<'e>>>,
    current_status: Option<String>,
    part_of: Vec<LinkView<'e>>,
    parts: Lazy<'e, Vec<LinkView<'e>>>,
    related: Lazy<'e, Vec<LinkView<'e>>>,
    actors: Vec<LinkView<'e>>,
    topics: Lazy<'e, Vec<LinkView<'e>>>,
    timeline: Lazy<'e, TimelineView<'e>>,
    claims: Lazy<'e, Vec<ClaimView<'e>>>,
    divergences: Lazy<'e, Vec<DivergenceView<'e>>>,
    cited: Lazy<'e, Vec<CitedArticleView<'e>>>,
    support: Lazy<'e, SupportCount>,
    in_part: Lazy<'e, Vec<LinkView<'e>>>,
    sources: Lazy<'e, Vec<SourceView<'e>>>,
    backlinks: Lazy<'e, Vec<BacklinkView<'e>>>,
    event_files: Option<EventFilesView>,
    embed_code: Lazy<'e, Option<String>>,
    previous: Option<LinkView<'e>>,
    next: Option<LinkView<'e>>,
}

/// Builds the view of an initiative's page.
pub(crate) fn initiative<'e>(
    context: &PageContext<'e>,
    id: RecordId,
    initiative: &'e model::Initiative,
) -> InitiativeView<'e> {
    let context = *context;
    let site = context.site;
    let related = move |table| context.links(site.list_or_canonical(table, id));
    let (previous, next) = context.prev_next(id);
    let (label, note) =
        (initiative.date_label.as_deref(), initiative.date_note.as_ref().map(|note| note.value.as_str()));
    InitiativeView {
        kind: initiative.kind.as_ref().map(|kind| context.lang.messages.kind_label(&kind.value)),
        names: context.other_names(id),
        proposer: context.links_by_id(Kind::Actor, &initiative.proposer),
        date: initiative.date.as_ref().map(|date| context.date(&date.value, label, note)),
        status: Lazy::new(move || context.status(id)),
        current_status: context.current_status(id),
        part_of: context.links_by_id(Kind::Initiative, &initiative.part_of),
        parts: Lazy::new(move || context.links(site.list_or_canonical(site.relations.parts(), id))),
        related: Lazy::new(move || related(site.relations.related())),
        actors: context.links_by_id(Kind::Actor, &initiative.actors),
        topics: Lazy::new(move || related(site.relations.topics())),
        timeline: Lazy::new(move || {
            TimelineView::new(&context, site.list_or_canonical(site.relations.events(), id), MarkLinks::ToPages)
        }),
        claims: Lazy::new(move || context.claims(id)),
        divergences: Lazy::new(move || context.divergences(id)),
        cited: Lazy::new(move || context.cited_articles(id)),
        support: Lazy::new(move || context.support(id)),
        in_part: Lazy::new(move || context.in_part(id)),
        sources: Lazy::new(move || context.sources(id)),
        backlinks: Lazy::new(move || context.backlinks(id)),
        event_files: context.event_files(id),
        embed_code: Lazy::new(move || context.embed_code(Some(id))),
        previous,
        next,
    }
}

impl<'e> PageContext<'e> {
    /// Returns the other names of a record.
    pub(super) fn other_names(&self, id: RecordId) -> Vec<&'e str> {
        self.site.records.get(id).names.iter().map(|name| name.value.as_str()).collect()
    }
}
