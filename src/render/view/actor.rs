//! View of an actor's page.

use super::event::EventView;
use super::evidence::{BacklinkView, CitedArticleView};
use super::lazy::Lazy;
use super::link::LinkView;
use super::page_context::PageContext;
use super::sources::SourceView;
use crate::model::{self, Kind, RecordId};
use serde::Serialize;
use std::collections::BTreeSet;

/// An actor as templates see it.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct ActorView<'e> {
    kind: Option<String>,
    names: Vec<&'e str>,
    member_of: Vec<LinkView<'e>>,
    members: Lazy<'e, Vec<LinkView<'e>>>,
    url: Option<&'e str>,
    articles: Lazy<'e, Vec<LinkView<'e>>>,
    events: Lazy<'e, Vec<EventView<'e>>>,
    initiatives: Lazy<'e, Vec<LinkView<'e>>>,
    topics: Lazy<'e, Vec<LinkView<'e>>>,
    cited: Lazy<'e, Vec<CitedArticleView<'e>>>,
    single_source: Lazy<'e, bool>,
    sources: Lazy<'e, Vec<SourceView<'e>>>,
    backlinks: Lazy<'e, Vec<BacklinkView<'e>>>,
    previous: Option<LinkView<'e>>,
    next: Option<LinkView<'e>>,
}

/// Builds the view of an actor's page.
pub(crate) fn actor<'e>(desk: &PageContext<'e>, id: RecordId, actor: &'e model::Actor) -> ActorView<'e> {
    let desk = *desk;
    let book = desk.site;
    let related = move |table| desk.links(book.list_or_canonical(table, id));
    let (previous, next) = desk.prev_next(id);
    ActorView {
        kind: actor.kind.as_ref().map(|kind| desk.lang.messages.kind_label(&kind.value)),
        names: desk.other_names(id),
        member_of: desk.links_by_id(Kind::Actor, &actor.member_of),
        members: Lazy::new(move || desk.links(book.list_or_canonical(book.relations.parts(), id))),
        url: actor.url.as_ref().map(|url| url.value.as_str()),
        articles: Lazy::new(move || desk.articles_about(id)),
        events: Lazy::new(move || desk.events(book.list_or_canonical(book.relations.events(), id))),
        initiatives: Lazy::new(move || related(book.relations.related())),
        topics: Lazy::new(move || related(book.relations.topics())),
        cited: Lazy::new(move || desk.cited_articles(id)),
        single_source: Lazy::new(move || desk.is_single_source(id)),
        sources: Lazy::new(move || desk.sources(id)),
        backlinks: Lazy::new(move || desk.backlinks(id)),
        previous,
        next,
    }
}

impl<'e> PageContext<'e> {
    /// Returns links to the articles that a person wrote or that name a topic, then to those whose summaries mention
    /// the record; each once.
    pub(super) fn articles_about(&self, id: RecordId) -> Vec<LinkView<'e>> {
        let book = self.site;
        let speaking = book.mentioning_records(id).map(|from| book.canonical(from));
        let speaking = speaking.filter(|from| book.records.kind(*from) == Kind::Article);
        let mut seen = BTreeSet::new();
        let all = book.list_or_canonical(book.relations.articles(), id).iter().copied().chain(speaking);
        let articles: Vec<RecordId> = all.filter(|article| seen.insert(*article)).collect();
        self.links(&articles)
    }
}
