//! Renders bodies with their figures: charts and timelines.

use super::page_context::PageContext;
use super::time_figure::MarkLinks;
use super::timeline::TimelineView;
use crate::model::{Body, Chart, Details, IdRef, Kind, RecordId, TimelineFilter};
use crate::render::body_html::{self, BodyContext, FigureRenderer, StatementHtml};
use crate::render::chart;
use crate::render::template_value::{Html, value_of};

/// Renders the figures in bodies of one page.
pub(super) struct PageFigureRenderer<'e> {
    /// Context of the page.
    pub(super) page: PageContext<'e>,
    /// Set if `timeline` fences are rendered.
    pub(super) with_fences: bool,
}

impl PageContext<'_> {
    /// Renders a record's body with its `timeline` fences, for its own page.
    pub(crate) fn body(&self, id: RecordId) -> Html {
        self.render_body(id, true)
    }

    /// Renders an event's body within a timeline, without fences: they could contain the event itself.
    pub(super) fn body_in_timeline(&self, id: RecordId) -> Html {
        self.render_body(id, false)
    }

    /// Renders the first paragraph of a text without its `<p>`.
    pub(super) fn first_paragraph(&self, id: RecordId, body: &Body) -> Html {
        let figures = PageFigureRenderer { page: *self, with_fences: false };
        Html(body_html::inline_html(body, self.body_context(id, &figures)))
    }

    /// Renders a statement of the front page with its citations apart.
    pub(super) fn statement_html(&self, front: RecordId, body: &Body) -> StatementHtml {
        let figures = PageFigureRenderer { page: *self, with_fences: false };
        body_html::statement_html(body, self.body_context(front, &figures))
    }

    fn render_body(&self, id: RecordId, with_fences: bool) -> Html {
        let figures = PageFigureRenderer { page: *self, with_fences };
        Html(body_html::body_html(self.site.records.body(id), self.body_context(id, &figures)))
    }

    fn body_context<'c>(&'c self, record: RecordId, figures: &'c PageFigureRenderer<'c>) -> BodyContext<'c> {
        BodyContext {
            body: self.site.body(record),
            page: self.link_base.page_path(),
            messages: self.lang.body_messages,
            figures,
            sources: self.sources,
            citations: self.citations,
        }
    }
}

impl FigureRenderer for PageFigureRenderer<'_> {
    fn chart(&self, chart: &Chart, source_html: &str, _page: &str) -> String {
        chart::draw(chart, self.page.site.records.data(), source_html, self.page.lang.messages.get("body.chart_data"))
    }

    fn timeline(&self, filter: &TimelineFilter, _page: &str) -> String {
        if !self.with_fences {
            return String::new();
        }
        let all = self.page.site.relations.timeline();
        let events: Vec<RecordId> = all.iter().copied().filter(|id| matches_filter(&self.page, *id, filter)).collect();
        (self.page.render_timeline)(value_of(&TimelineView::new(&self.page, &events, MarkLinks::ToPages)))
    }

    fn claim_support(&self, record: RecordId, position: u32) -> String {
        self.page.claim_badge(record, position as usize)
    }
}

fn matches_filter(context: &PageContext<'_>, id: RecordId, filter: &TimelineFilter) -> bool {
    let site = context.site;
    let Details::Event(event) = &site.records.get(id).details else { return false };
    let find = |named: IdRef<'_>| site.find(named.kind, &named.id.value);
    let is_named = |wanted: IdRef<'_>| {
        let is_wanted = |id| event.id_refs().filter(|own| own.kind == wanted.kind).any(|own| find(own) == Some(id));
        find(wanted).is_some_and(is_wanted)
    };
    let names_one_of = |kind: Kind| filter.id_refs().filter(|wanted| wanted.kind == kind).any(is_named);
    let from = filter.from.as_ref().and_then(|from| from.value.anchor());
    let to = filter.to.as_ref().and_then(|to| to.value.latest().or_else(|| to.value.anchor()));
    let in_time = event.date.as_ref().is_some_and(|date| {
        let ends_before = |day| date.value.latest().is_some_and(|end| end < day);
        let begins_after = |day| date.value.anchor().is_some_and(|start| start > day);
        !from.is_some_and(ends_before) && !to.is_some_and(begins_after)
    });
    in_time
        && (event.turning_point || !filter.turning_points)
        && filter.id_refs().all(|wanted| names_one_of(wanted.kind))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::testing::with_page_context;
    use crate::testkit::{TestSite, day, spanned};

    fn shown(filter: &TimelineFilter) -> Vec<String> {
        let mut test = TestSite::new();
        test.event("early", day(2025, 1, 1)).actors = vec![spanned("china".into())];
        test.event("turning", day(2025, 7, 26)).turning_point = true;
        test.record(Kind::Actor, "china");
        with_page_context(&mut test, "pages/x/", |context| {
            let all = context.site.relations.timeline();
            let shown = all.iter().filter(|id| matches_filter(context, **id, filter));
            shown.map(|id| context.site.records.get(*id).id.to_string()).collect()
        })
    }

    #[test]
    fn matches_all_events_without_a_filter() {
        assert_eq!(shown(&TimelineFilter::default()), ["early", "turning"]);
    }

    #[test]
    fn matches_events_by_filter() {
        let turning_points = TimelineFilter { turning_points: true, ..TimelineFilter::default() };
        assert_eq!(shown(&turning_points), ["turning"]);
        let china = TimelineFilter { actors: vec![spanned("china".into())], ..TimelineFilter::default() };
        assert_eq!(shown(&china), ["early"]);
        let from = TimelineFilter { from: Some(spanned(day(2025, 7, 1))), ..TimelineFilter::default() };
        assert_eq!(shown(&from), ["turning"]);
        let to = TimelineFilter { to: Some(spanned(day(2025, 7, 1))), ..TimelineFilter::default() };
        assert_eq!(shown(&to), ["early"]);
    }
}
