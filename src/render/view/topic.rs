//! A topic's page.

use super::desk::Desk;
use super::event::Event;
use super::evidence::{Backlink, Cited};
use super::late::Late;
use super::link::Link;
use super::sources::Source;
use crate::model::RecordId;
use serde::Serialize;

/// A topic.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Topic<'e> {
    names: Vec<&'e str>,
    articles: Late<'e, Vec<Link<'e>>>,
    initiatives: Late<'e, Vec<Link<'e>>>,
    events: Late<'e, Vec<Event<'e>>>,
    actors: Late<'e, Vec<Link<'e>>>,
    cited: Late<'e, Vec<Cited<'e>>>,
    single_source: Late<'e, bool>,
    sources: Late<'e, Vec<Source<'e>>>,
    backlinks: Late<'e, Vec<Backlink<'e>>>,
    previous: Option<Link<'e>>,
    next: Option<Link<'e>>,
}

/// Makes a topic's page.
pub(crate) fn topic<'e>(desk: &Desk<'e>, id: RecordId) -> Topic<'e> {
    let desk = *desk;
    let book = desk.edition.book;
    let related = move |table| desk.links(book.related(table, id));
    let (previous, next) = desk.neighbours(id);
    Topic {
        names: desk.names(id),
        articles: Late::new(move || desk.articles_about(id)),
        initiatives: Late::new(move || related(book.relations.related)),
        events: Late::new(move || desk.events(book.related(book.relations.events, id))),
        actors: Late::new(move || related(book.relations.actors)),
        cited: Late::new(move || desk.cited(id)),
        single_source: Late::new(move || desk.is_single_source(id)),
        sources: Late::new(move || desk.sources(id)),
        backlinks: Late::new(move || desk.backlinks(id)),
        previous,
        next,
    }
}
