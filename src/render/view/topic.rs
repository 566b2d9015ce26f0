//! View of a topic's page.

use super::event::EventView;
use super::evidence::{BacklinkView, CitedArticleView};
use super::lazy::Lazy;
use super::link::LinkView;
use super::page_context::PageContext;
use super::sources::SourceView;
use crate::model::RecordId;
use serde::Serialize;

/// A topic as templates see it.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct TopicView<'e> {
    names: Vec<&'e str>,
    articles: Lazy<'e, Vec<LinkView<'e>>>,
    initiatives: Lazy<'e, Vec<LinkView<'e>>>,
    events: Lazy<'e, Vec<EventView<'e>>>,
    actors: Lazy<'e, Vec<LinkView<'e>>>,
    cited: Lazy<'e, Vec<CitedArticleView<'e>>>,
    single_source: Lazy<'e, bool>,
    sources: Lazy<'e, Vec<SourceView<'e>>>,
    backlinks: Lazy<'e, Vec<BacklinkView<'e>>>,
    previous: Option<LinkView<'e>>,
    next: Option<LinkView<'e>>,
}

/// Builds the view of a topic's page.
pub(crate) fn topic<'e>(desk: &PageContext<'e>, id: RecordId) -> TopicView<'e> {
    let desk = *desk;
    let book = desk.site;
    let related = move |table| desk.links(book.list_or_canonical(table, id));
    let (previous, next) = desk.prev_next(id);
    TopicView {
        names: desk.other_names(id),
        articles: Lazy::new(move || desk.articles_about(id)),
        initiatives: Lazy::new(move || related(book.relations.related())),
        events: Lazy::new(move || desk.events(book.list_or_canonical(book.relations.events(), id))),
        actors: Lazy::new(move || related(book.relations.actors())),
        cited: Lazy::new(move || desk.cited_articles(id)),
        single_source: Lazy::new(move || desk.is_single_source(id)),
        sources: Lazy::new(move || desk.sources(id)),
        backlinks: Lazy::new(move || desk.backlinks(id)),
        previous,
        next,
    }
}
