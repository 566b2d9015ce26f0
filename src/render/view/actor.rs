//! An actor's page.

use super::desk::Desk;
use super::event::Event;
use super::evidence::{Backlink, Cited};
use super::late::Late;
use super::link::Link;
use super::sources::Source;
use crate::model::{self, Kind, RecordId};
use serde::Serialize;
use std::collections::BTreeSet;

/// An actor.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Actor<'e> {
    kind: Option<String>,
    names: Vec<&'e str>,
    member_of: Vec<Link<'e>>,
    members: Late<'e, Vec<Link<'e>>>,
    url: Option<&'e str>,
    articles: Late<'e, Vec<Link<'e>>>,
    events: Late<'e, Vec<Event<'e>>>,
    initiatives: Late<'e, Vec<Link<'e>>>,
    topics: Late<'e, Vec<Link<'e>>>,
    cited: Late<'e, Vec<Cited<'e>>>,
    single_source: Late<'e, bool>,
    sources: Late<'e, Vec<Source<'e>>>,
    backlinks: Late<'e, Vec<Backlink<'e>>>,
    previous: Option<Link<'e>>,
    next: Option<Link<'e>>,
}

/// Makes an actor's page.
pub(crate) fn actor<'e>(desk: &Desk<'e>, id: RecordId, actor: &'e model::Actor) -> Actor<'e> {
    let desk = *desk;
    let book = desk.edition.book;
    let related = move |table| desk.links(book.related(table, id));
    let (previous, next) = desk.neighbours(id);
    Actor {
        kind: actor.kind.as_ref().map(|kind| desk.edition.words.kind_label(&kind.value)),
        names: desk.names(id),
        member_of: desk.named(Kind::Actor, &actor.member_of),
        members: Late::new(move || desk.links(book.related(book.parts(), id))),
        url: actor.url.as_ref().map(|url| url.value.as_str()),
        articles: Late::new(move || desk.articles_about(id)),
        events: Late::new(move || desk.events(book.related(book.relations.events, id))),
        initiatives: Late::new(move || related(book.relations.related)),
        topics: Late::new(move || related(book.relations.topics)),
        cited: Late::new(move || desk.cited(id)),
        single_source: Late::new(move || desk.is_single_source(id)),
        sources: Late::new(move || desk.sources(id)),
        backlinks: Late::new(move || desk.backlinks(id)),
        previous,
        next,
    }
}

impl<'e> Desk<'e> {
    /// The articles that a person wrote or that name a topic, then those whose summaries speak of the record; each once.
    pub(super) fn articles_about(&self, id: RecordId) -> Vec<Link<'e>> {
        let book = self.edition.book;
        let speaking = book.speakers(id).map(|from| book.original(from));
        let speaking = speaking.filter(|from| book.site.kind(*from) == Kind::Article);
        let mut seen = BTreeSet::new();
        let all = book.related(book.articles(), id).iter().copied().chain(speaking);
        let articles: Vec<RecordId> = all.filter(|article| seen.insert(*article)).collect();
        self.links(&articles)
    }
}
