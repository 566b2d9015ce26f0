//! An initiative's page.

use super::date::DateView;
use super::desk::Desk;
use super::evidence::{Backlink, Cited, Claim, Divergence, Status};
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
    status: Vec<Status<'e>>,
    current_status: Option<String>,
    part_of: Vec<Link<'e>>,
    parts: Vec<Link<'e>>,
    related: Vec<Link<'e>>,
    actors: Vec<Link<'e>>,
    topics: Vec<Link<'e>>,
    timeline: Timeline<'e>,
    claims: Vec<Claim<'e>>,
    divergences: Vec<Divergence<'e>>,
    cited: Vec<Cited<'e>>,
    single_source: bool,
    sources: Vec<Source<'e>>,
    backlinks: Vec<Backlink<'e>>,
    previous: Option<Link<'e>>,
    next: Option<Link<'e>>,
}

/// Makes an initiative's page.
pub(crate) fn initiative<'e>(desk: &Desk<'e>, id: RecordId, initiative: &'e model::Initiative) -> Initiative<'e> {
    let book = desk.edition.book;
    let related = |table| desk.links(book.related(table, id));
    let (previous, next) = desk.neighbours(id);
    let (label, note) = (initiative.date_label.as_deref(), initiative.date_note.as_deref());
    Initiative {
        kind: initiative.kind.as_ref().map(|kind| desk.edition.words.sort(&kind.value)),
        names: desk.names(id),
        proposer: desk.named(Kind::Actor, &initiative.proposer),
        date: initiative.date.as_ref().map(|date| desk.date(&date.value, label, note)),
        status: desk.status(id),
        current_status: desk.current_status(id),
        part_of: desk.named(Kind::Initiative, &initiative.part_of),
        parts: desk.links(book.related(book.parts(), id)),
        related: related(book.relations.related),
        actors: desk.named(Kind::Actor, &initiative.actors),
        topics: related(book.relations.topics),
        timeline: Timeline::new(desk, book.related(book.relations.events, id), MarkLinks::ToPages),
        claims: desk.claims(id),
        divergences: desk.divergences(id),
        cited: desk.cited(id),
        single_source: desk.is_single_source(id),
        sources: desk.sources(id),
        backlinks: desk.backlinks(id),
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
