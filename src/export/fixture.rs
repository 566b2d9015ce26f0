//! Test fixture: a small briefing built in code, for the exporters' tests.

use super::ExportContext;
use crate::model::{Article, Author, Config, Details, Event, Publisher, Record, RecordId, Site};
use crate::relate::{RecordIndex, Relations};
use crate::render::RenderedSite;
use crate::span::FileId;
pub(super) use crate::testkit::{date, spanned};
use std::sync::Arc;

/// Build time: 31 December 2025, in seconds since 1970.
const BUILD_TIME: i64 = 1_767_139_200;

/// Briefing with its relations and pages.
pub(super) struct Fixture {
    pub(super) site: Site,
    pub(super) relations: Relations,
    pub(super) pages: RenderedSite,
}

impl Fixture {
    /// Creates a briefing without records.
    pub(super) fn empty() -> Fixture {
        let site = Site::new(config());
        Fixture { site, relations: Relations::default(), pages: RenderedSite::default() }
    }

    /// Creates a briefing with one article, `cai-2025`, and one draft.
    pub(super) fn new() -> Fixture {
        let mut fixture = Fixture::empty();
        let article = Article {
            authors: vec![Author { name: "Cai Cuihong".into(), family: Some("Cai".into()), ..Author::default() }],
            outlet: Some("China Daily Global".into()),
            date: Some(date("2025-08-05")),
            language: Some("en".into()),
            url: Some(spanned("https://example.com/a_b%20c".into())),
            accessed: Some(date("2026-11-22")),
            kind: Some("op-ed".into()),
            ..Article::default()
        };
        fixture.add("cai-2025", Details::Article(Box::new(article)));
        let draft = fixture.add("draft", Details::Topic);
        fixture.record(draft).draft = true;
        fixture
    }

    /// Sets the days on which records entered the briefing.
    pub(super) fn published(&mut self, days: &[(&str, &str)]) {
        for (id, day) in days {
            let record = self.site.records.iter_mut().find(|record| *record.id == **id).unwrap();
            Arc::make_mut(record).published = Some(date(day));
        }
    }

    pub(super) fn event(&mut self, id: &str, when: &str) -> RecordId {
        self.add(id, Details::Event(Event { date: Some(date(when)), ..Event::default() }))
    }

    pub(super) fn topic(&mut self, id: &str) -> RecordId {
        self.add(id, Details::Topic)
    }

    pub(super) fn add(&mut self, id: &str, details: Details) -> RecordId {
        let record = record(id, details);
        let relations = &mut self.relations;
        Arc::make_mut(&mut relations.paths).push(format!("{}/{id}/", record.kind().folder()));
        Arc::make_mut(&mut relations.prev_next).push((None, None));
        let id = RecordId(u32::try_from(self.site.records.len()).unwrap());
        if matches!(record.details, Details::Event(_)) {
            Arc::make_mut(&mut relations.timeline).push(id);
        }
        self.site.records.push(Arc::new(record));
        self.relations.index = Arc::new(RecordIndex::new(&self.site));
        id
    }

    pub(super) fn record(&mut self, id: RecordId) -> &mut Record {
        Arc::make_mut(&mut self.site.records[id.0 as usize])
    }

    pub(super) fn export(&self) -> ExportContext<'_> {
        ExportContext { site: &self.site, relations: &self.relations, pages: &self.pages, build_time: BUILD_TIME }
    }
}

/// Returns the text of every element with the given name. Panics on XML that is not well-formed.
pub(super) fn elements(xml: &str, name: &str) -> Vec<String> {
    use quick_xml::events::Event;
    let mut reader = quick_xml::Reader::from_str(xml);
    let (mut elements, mut is_inside) = (Vec::new(), false);
    loop {
        match reader.read_event().unwrap() {
            Event::Start(start) if start.name().as_ref() == name => {
                elements.push(String::new());
                is_inside = true;
            }
            Event::End(end) if end.name().as_ref() == name => is_inside = false,
            Event::Text(text) if is_inside => elements.last_mut().unwrap().push_str(&text),
            Event::GeneralRef(reference) if is_inside => {
                let entity = format!("&{};", &*reference);
                elements.last_mut().unwrap().push_str(&quick_xml::escape::unescape(&entity).unwrap());
            }
            Event::Eof => return elements,
            _ => {}
        }
    }
}

fn record(id: &str, details: Details) -> Record {
    Record {
        description: Some(spanned(format!("About {id}."))),
        ..Record::new(id, spanned(format!("Title of {id}")), details)
    }
}

fn config() -> Config {
    Config {
        title: "A <Briefing> & more".into(),
        description: "About it.".into(),
        publisher: Some(Publisher { name: "Desk".into(), url: None }),
        ..Config::new(FileId(0), "https://example.org/ai/")
    }
}
