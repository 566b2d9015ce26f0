//! A topic's page.

use super::desk::Desk;
use super::event::Event;
use super::evidence::{Backlink, Cited};
use super::link::Link;
use super::sources::Source;
use crate::model::RecordId;
use serde::Serialize;

/// A topic.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Topic<'e> {
    names: Vec<&'e str>,
    articles: Vec<Link<'e>>,
    initiatives: Vec<Link<'e>>,
    events: Vec<Event<'e>>,
    actors: Vec<Link<'e>>,
    cited: Vec<Cited<'e>>,
    single_source: bool,
    sources: Vec<Source<'e>>,
    backlinks: Vec<Backlink<'e>>,
    previous: Option<Link<'e>>,
    next: Option<Link<'e>>,
}

/// Makes a topic's page.
pub(crate) fn topic<'e>(desk: &Desk<'e>, id: RecordId) -> Topic<'e> {
    let book = desk.edition.book;
    let related = |table| desk.links(book.related(table, id));
    let (previous, next) = desk.neighbours(id);
    Topic {
        names: desk.names(id),
        articles: desk.articles_about(id),
        initiatives: related(book.relations.related),
        events: desk.events(book.related(book.relations.events, id)),
        actors: related(book.relations.actors),
        cited: desk.cited(id),
        single_source: desk.is_single_source(id),
        sources: desk.sources(id),
        backlinks: desk.backlinks(id),
        previous,
        next,
    }
}
