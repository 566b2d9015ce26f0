//! View of a topic's page.

use super::event::EventView;
use super::event_files::EventFilesView;
use super::evidence::{BacklinkView, CitedArticleView};
use super::lazy::Lazy;
use super::link::LinkView;
use super::page_context::PageContext;
use super::record_coverage::SupportCount;
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
    support: Lazy<'e, SupportCount>,
    sources: Lazy<'e, Vec<SourceView<'e>>>,
    backlinks: Lazy<'e, Vec<BacklinkView<'e>>>,
    event_files: Option<EventFilesView>,
    previous: Option<LinkView<'e>>,
    next: Option<LinkView<'e>>,
}

/// Builds the view of a topic's page.
pub(crate) fn topic<'e>(context: &PageContext<'e>, id: RecordId) -> TopicView<'e> {
    let context = *context;
    let site = context.site;
    let related = move |table| context.links(site.list_or_canonical(table, id));
    let (previous, next) = context.prev_next(id);
    TopicView {
        names: context.other_names(id),
        articles: Lazy::new(move || context.articles_about(id)),
        initiatives: Lazy::new(move || related(site.relations.related())),
        events: Lazy::new(move || context.events(site.list_or_canonical(site.relations.events(), id))),
        actors: Lazy::new(move || related(site.relations.actors())),
        cited: Lazy::new(move || context.cited_articles(id)),
        support: Lazy::new(move || context.support(id)),
        sources: Lazy::new(move || context.sources(id)),
        backlinks: Lazy::new(move || context.backlinks(id)),
        event_files: context.event_files(id),
        previous,
        next,
    }
}
