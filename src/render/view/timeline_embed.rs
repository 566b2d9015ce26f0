//! View of the timeline that other sites embed, and the HTML with which they do.

use super::link::LinkView;
use super::page_context::PageContext;
use super::time_figure::{self, MarkLinks};
use super::timeline::{TimelineView, shown};
use crate::model::{IndexKind, Kind, RecordId, escape};
use serde::Serialize;

/// Height of the frame, in pixels. The page in it scrolls.
const HEIGHT: u16 = 560;

/// The page for other sites as its template sees it.
#[derive(Debug, Serialize)]
pub(crate) struct TimelineEmbedView<'e> {
    /// All events; the newest part of a long timeline.
    timeline: TimelineView<'e>,
    /// Number of events of the briefing.
    count: usize,
    timeline_href: String,
    home_href: String,
    /// Initiatives that have events: a script shows the timeline of the one that the query names.
    initiatives: Vec<LinkView<'e>>,
}

/// Builds the view. Marks and titles lead to the pages of the events.
pub(crate) fn timeline_embed<'e>(context: &PageContext<'e>) -> TimelineEmbedView<'e> {
    let site = context.site;
    let ids = shown(context, site.relations.timeline());
    let listed = context.lang.timeline.newest().map_or_else(|| ids.clone(), |newest| shown(context, &newest.events));
    let initiatives = site.records_in_language(context.lang.tag, Kind::Initiative).map(|(id, _)| site.canonical(id));
    TimelineEmbedView {
        timeline: TimelineView::list(context, &listed).with_figure(time_figure::full_figure(
            context,
            &ids,
            MarkLinks::ToPages,
        )),
        count: ids.len(),
        timeline_href: context.link_base.href(context.lang.index_page_path(IndexKind::Records(Kind::Event))),
        home_href: context.link_base.href(context.lang.index_page_path(IndexKind::Brief)),
        initiatives: initiatives.filter(|id| context.has_events(*id)).map(|id| context.link(id)).collect(),
    }
}

impl PageContext<'_> {
    /// Returns the HTML with which other sites embed the timeline, or that of an initiative. `None` if the page for it is
    /// turned off or there is no event.
    pub(super) fn embed_code(&self, initiative: Option<RecordId>) -> Option<String> {
        let path = self.lang.embed_path?;
        let mut src = self.lang.absolute_url(path);
        let mut title = self.lang.title().to_owned();
        if let Some(id) = initiative {
            let id = Some(self.site.canonical(id)).filter(|id| self.has_events(*id))?;
            let card = self.link(id).card;
            src = format!("{src}?initiatives={}", card.id());
            title = format!("{}: {title}", card.title());
        }
        let mut code = "<iframe".to_owned();
        escape::attribute(&mut code, "src", &src);
        escape::attribute(&mut code, "title", &title);
        let rest = format!(r#" width="100%" height="{HEIGHT}" style="border: 0" loading="lazy"></iframe>"#);
        Some(code + &rest)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::testing::with_page_context;
    use crate::testkit::{TestSite, day, spanned};

    fn site() -> TestSite {
        let mut test = TestSite::new();
        test.record(Kind::Initiative, "bridge-plan");
        test.record(Kind::Initiative, "quiet-plan");
        test.event("talks", day(2031, 5, 1)).initiatives = vec![spanned("bridge-plan".into())];
        test.event("signing", day(2031, 6, 1));
        test
    }

    #[test]
    fn shows_all_events_and_names_initiatives_that_have_some() {
        with_page_context(&mut site(), "timeline/embed/", |context| {
            let view = serde_json::to_value(timeline_embed(context)).unwrap();
            assert_eq!((&view["count"], &view["timeline_href"]), (&2.into(), &"../".into()));
            let figure = view["timeline"]["figure"].as_str().unwrap();
            assert!(figure.contains("href=\"../../events/talks/\""), "{figure}");
            let ids = view["initiatives"].as_array().unwrap().iter().map(|link| link["id"].as_str().unwrap());
            assert_eq!(ids.collect::<Vec<_>>(), ["bridge-plan"]);
        });
    }

    #[test]
    fn embedding_code_names_the_absolute_address() {
        let mut test = site();
        test.site.config.title = "Bridges & \"roads\"".into();
        with_page_context(&mut test, "", |context| {
            let code = context.embed_code(None).unwrap();
            let expected = "<iframe src=\"https://example.org/briefings/ai/timeline/embed/\" title=\"Bridges &amp; &quot;roads&quot;\"";
            assert!(code.starts_with(expected), "{code}");
            let of = |id| context.embed_code(context.site.find(Kind::Initiative, id));
            assert!(of("bridge-plan").unwrap().contains("/timeline/embed/?initiatives=bridge-plan\""));
            assert_eq!(of("quiet-plan"), None);
        });
        test.site.config.timeline.embed = false;
        with_page_context(&mut test, "", |context| assert_eq!(context.embed_code(None), None));
    }
}
