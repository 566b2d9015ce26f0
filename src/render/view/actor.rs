//! View of an actor's page.

use super::event::EventView;
use super::event_files::EventFilesView;
use super::evidence::{BacklinkView, CitedArticleView};
use super::lazy::Lazy;
use super::link::LinkView;
use super::page_context::PageContext;
use super::record_coverage::SupportCount;
use super::sources::SourceView;
use super::time_figure::{self, MarkLinks};
use crate::model::{self, Kind, RecordId};
use crate::render::template_value::Html;
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
    figure: Lazy<'e, Option<Html>>,
    initiatives: Lazy<'e, Vec<LinkView<'e>>>,
    topics: Lazy<'e, Vec<LinkView<'e>>>,
    cited: Lazy<'e, Vec<CitedArticleView<'e>>>,
    support: Lazy<'e, SupportCount>,
    sources: Lazy<'e, Vec<SourceView<'e>>>,
    backlinks: Lazy<'e, Vec<BacklinkView<'e>>>,
    event_files: Option<EventFilesView>,
    previous: Option<LinkView<'e>>,
    next: Option<LinkView<'e>>,
}

/// Builds the view of an actor's page.
pub(crate) fn actor<'e>(context: &PageContext<'e>, id: RecordId, actor: &'e model::Actor) -> ActorView<'e> {
    let context = *context;
    let site = context.site;
    let related = move |table| context.links(site.list_or_canonical(table, id));
    let (previous, next) = context.prev_next(id);
    ActorView {
        kind: actor.kind.as_ref().map(|kind| context.lang.messages.kind_label(&kind.value)),
        names: context.other_names(id),
        member_of: context.links_by_id(Kind::Actor, &actor.member_of),
        members: Lazy::new(move || context.links(site.list_or_canonical(site.relations.parts(), id))),
        url: actor.url.as_ref().map(|url| url.value.as_str()),
        articles: Lazy::new(move || context.articles_about(id)),
        events: Lazy::new(move || context.events(site.list_or_canonical(site.relations.events(), id))),
        figure: Lazy::new(move || {
            time_figure::small_figure(&context, site.list_or_canonical(site.relations.events(), id), MarkLinks::ToPages)
        }),
        initiatives: Lazy::new(move || related(site.relations.related())),
        topics: Lazy::new(move || related(site.relations.topics())),
        cited: Lazy::new(move || context.cited_articles(id)),
        support: Lazy::new(move || context.support(id)),
        sources: Lazy::new(move || context.sources(id)),
        backlinks: Lazy::new(move || context.backlinks(id)),
        event_files: context.event_files(id),
        previous,
        next,
    }
}

impl<'e> PageContext<'e> {
    /// Returns links to the articles that a person wrote or that name a topic, then to those whose summaries mention
    /// the record; each once.
    pub(super) fn articles_about(&self, id: RecordId) -> Vec<LinkView<'e>> {
        let site = self.site;
        let speaking = site.mentioning_records(id).map(|from| site.canonical(from));
        let speaking = speaking.filter(|from| site.records.kind(*from) == Kind::Article);
        let mut seen = BTreeSet::new();
        let all = site.list_or_canonical(site.relations.articles(), id).iter().copied().chain(speaking);
        let articles: Vec<RecordId> = all.filter(|article| seen.insert(*article)).collect();
        self.links(&articles)
    }
}
