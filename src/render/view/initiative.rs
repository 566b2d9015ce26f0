//! An initiative's page.

use super::date::DateView;
use super::desk::Desk;
use super::evidence::{Backlink, Cited, Claim, Divergence, Status};
use super::late::Late;
use super::link::Link;
use super::sources::Source;
use super::timeline::{MarkLinks, Timeline};
use crate::model::{self, Kind, RecordId};
use serde::Serialize;

/// An initiative.
#[derive(Debug, Serialize)]
pub(crate) struct Initiative<'e> {
    kind: Option<String>,
    names: Vec<&'e str>,
    proposer: Vec<Link<'e>>,
    date: Option<DateView>,
    status: Late<'e, Vec<Status<'e>>>,
    current_status: Option<String>,
    part_of: Vec<Link<'e>>,
    parts: Late<'e, Vec<Link<'e>>>,
    related: Late<'e, Vec<Link<'e>>>,
    actors: Vec<Link<'e>>,
    topics: Late<'e, Vec<Link<'e>>>,
    timeline: Late<'e, Timeline<'e>>,
    claims: Late<'e, Vec<Claim<'e>>>,
    divergences: Late<'e, Vec<Divergence<'e>>>,
    cited: Late<'e, Vec<Cited<'e>>>,
    single_source: Late<'e, bool>,
    sources: Late<'e, Vec<Source<'e>>>,
    backlinks: Late<'e, Vec<Backlink<'e>>>,
    previous: Option<Link<'e>>,
    next: Option<Link<'e>>,
}

/// Makes an initiative's page.
pub(crate) fn initiative<'e>(desk: &Desk<'e>, id: RecordId, initiative: &'e model::Initiative) -> Initiative<'e> {
    let desk = *desk;
    let book = desk.edition.book;
    let related = move |table| desk.links(book.related(table, id));
    let (previous, next) = desk.neighbours(id);
    let (label, note) = (initiative.date_label.as_deref(), initiative.date_note.as_deref());
    Initiative {
        kind: initiative.kind.as_ref().map(|kind| desk.edition.words.kind_label(&kind.value)),
        names: desk.names(id),
        proposer: desk.named(Kind::Actor, &initiative.proposer),
        date: initiative.date.as_ref().map(|date| desk.date(&date.value, label, note)),
        status: Late::new(move || desk.status(id)),
        current_status: desk.current_status(id),
        part_of: desk.named(Kind::Initiative, &initiative.part_of),
        parts: Late::new(move || desk.links(book.related(book.parts(), id))),
        related: Late::new(move || related(book.relations.related)),
        actors: desk.named(Kind::Actor, &initiative.actors),
        topics: Late::new(move || related(book.relations.topics)),
        timeline: Late::new(move || Timeline::new(&desk, book.related(book.relations.events, id), MarkLinks::ToPages)),
        claims: Late::new(move || desk.claims(id)),
        divergences: Late::new(move || desk.divergences(id)),
        cited: Late::new(move || desk.cited(id)),
        single_source: Late::new(move || desk.is_single_source(id)),
        sources: Late::new(move || desk.sources(id)),
        backlinks: Late::new(move || desk.backlinks(id)),
        previous,
        next,
    }
}

impl<'e> Desk<'e> {
    /// The other names of a record.
    pub(super) fn names(&self, id: RecordId) -> Vec<&'e str> {
        self.edition.book.site.record(id).names.iter().map(|name| name.value.as_str()).collect()
    }
}
