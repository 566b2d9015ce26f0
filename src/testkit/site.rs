//! Fixture builder: small briefings without true spans, with the relations that rendering needs.

use super::{dummy_span, spanned};
use crate::diagnose::Diagnostics;
use crate::model::{
    Block, BlockKind, Citation, CitationForm, CitationItem, CitationRole, Config, Details, Edtf, Event, Index,
    IndexKind, Inline, InlineKind, Kind, Passage, Record, RecordId, Reference, ReferenceId, ReferenceKind, Site,
};
use crate::relate::{self, ArticleRole, CitedArticle, PerRecord, Relations, Target};
use crate::span::{Sources, Span, Spanned};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Builder of a briefing.
pub(crate) struct TestSite {
    pub(crate) site: Site,
    pub(crate) sources: Sources,
}

impl TestSite {
    pub(crate) fn new() -> TestSite {
        let mut sources = Sources::default();
        let file = sources.add("briefing.toml", "name = 'default'");
        let config = Config {
            title: "Test".into(),
            description: "A test.".into(),
            ..Config::new(file, "https://example.org/briefings/ai/")
        };
        TestSite { site: Site::new(config), sources }
    }

    pub(crate) fn with_theme(mut self, name: &str) -> TestSite {
        self.site.config.theme.name.value = name.into();
        self
    }

    /// Adds a file of the theme or the site.
    pub(crate) fn file(&mut self, path: &str, text: &str) {
        let id = self.sources.add(path, text);
        Arc::make_mut(&mut self.site.files).insert(path.into(), text.as_bytes().into());
        Arc::make_mut(&mut self.site.file_sources).insert(path.into(), id);
    }

    /// Adds a record whose title is its id.
    pub(crate) fn record(&mut self, kind: Kind, id: &str) -> &mut Record {
        let details = match kind {
            Kind::Index => {
                Details::Index(Index { kind: IndexKind::from_folder(id).unwrap_or_default(), ..Index::default() })
            }
            _ => Details::new(kind),
        };
        let file = self.sources.add(format!("content/{}/{id}.md", kind.folder()), format!("title = \"{id}\""));
        let title = Spanned::new(id.to_owned(), Span::new(file, 8..10 + id.len()));
        self.site.records.push(Arc::new(Record::new(id, title, details)));
        Arc::make_mut(self.site.records.last_mut().unwrap())
    }

    pub(crate) fn event(&mut self, id: &str, date: Edtf) -> &mut Event {
        let Details::Event(event) = &mut self.record(Kind::Event, id).details else { unreachable!() };
        event.date = Some(spanned(date));
        event
    }

    /// Sorts the records and computes their relations, as far as these tests need them.
    pub(crate) fn relations(&mut self) -> Relations {
        let order = |record: &Arc<Record>| (record.kind(), record.id.clone(), *record.language != *"en");
        self.site.records.sort_by_cached_key(order);
        let site = &self.site;
        let count = site.records.len();
        let find = |kind: Kind, id: &str| site.of_kind(kind).find(|(_, r)| *r.id == *id).map(|(id, _)| id);
        let cited: Vec<Vec<CitedArticle>> = site.records.iter().map(|record| cited(record, &find)).collect();
        let related = relate::relate(site, &self.sources, &mut Diagnostics::default());
        let mut relations = Relations {
            index: related.index,
            claim_support: related.claim_support,
            citations: related.citations,
            passage_citations: related.passage_citations,
            parts: related.parts,
            articles: related.articles,
            actors_by_name: related.actors_by_name,
            quoted_amounts: related.quoted_amounts,
            divergences: related.divergences,
            paths: Arc::new(site.all().map(|(_, record)| path(record)).collect()),
            targets: site.records.iter().map(|record| targets(record, &find)).collect::<Vec<_>>().into(),
            mention_links: PerRecord::empty(count),
            backlinks: PerRecord::empty(count),
            related: PerRecord::empty(count),
            actors: PerRecord::empty(count),
            topics: PerRecord::empty(count),
            prev_next: Arc::new(vec![(None, None); count]),
            supporting_articles: cited
                .iter()
                .map(|cited| cited.iter().map(|citation| citation.article).collect())
                .collect::<Vec<_>>()
                .into(),
            cited: cited.into(),
            events: PerRecord::empty(count),
            translations: PerRecord::empty(count),
            ..Relations::default()
        };
        let mut timeline: Vec<RecordId> = site.of_kind(Kind::Event).map(|(id, _)| id).collect();
        timeline.sort_by_key(|id| site.record(*id).date().and_then(|date| date.value.anchor()));
        for &id in &timeline {
            let Details::Event(event) = &site.record(id).details else { continue };
            for initiative in event.initiatives.iter().filter_map(|name| find(Kind::Initiative, &name.value)) {
                relations.events.add(initiative, id);
            }
        }
        relations.timeline = Arc::new(timeline);
        relations.translations = translations(site).into();
        for (id, record) in site.all() {
            Arc::make_mut(&mut relations.redirects)
                .extend(record.aliases.iter().map(|alias| (alias.value.clone(), id)));
        }
        relations
    }
}

fn path(record: &Record) -> String {
    let prefix = if *record.language == *"en" { String::new() } else { format!("{}/", record.language) };
    match (record.kind(), &*record.id) {
        (Kind::Index, "") => prefix,
        (Kind::Index, "events") => format!("{prefix}timeline/"),
        (Kind::Index | Kind::Page, id) => format!("{prefix}{id}/"),
        (kind, id) => format!("{prefix}{}/{id}/", kind.folder()),
    }
}

fn translations(site: &Site) -> Vec<Vec<(Arc<str>, RecordId)>> {
    let variants = |record: &Arc<Record>| {
        let all = site.all().filter(|(_, other)| (other.kind(), &other.id) == (record.kind(), &record.id));
        all.map(|(id, other)| (other.language.clone(), id)).collect::<Vec<_>>()
    };
    site.records.iter().map(variants).map(|all| if all.len() > 1 { all } else { Vec::new() }).collect()
}

fn targets(record: &Record, find: &impl Fn(Kind, &str) -> Option<RecordId>) -> Vec<Target> {
    let target = |reference: &Reference| match &reference.kind {
        ReferenceKind::Citation(citation) => {
            Target::Articles(citation.items.iter().map(|item| find(Kind::Article, &item.id.value)).collect())
        }
        _ => Target::Unresolved,
    };
    record.references.iter().map(target).collect()
}

fn cited(record: &Record, find: &impl Fn(Kind, &str) -> Option<RecordId>) -> Vec<CitedArticle> {
    let mut all: BTreeMap<RecordId, Vec<Passage>> = BTreeMap::new();
    for reference in &record.references {
        let ReferenceKind::Citation(citation) = &reference.kind else { continue };
        for item in &citation.items {
            let Some(article) = find(Kind::Article, &item.id.value) else { continue };
            all.entry(article).or_default().extend(item.passage);
        }
    }
    all.into_iter().map(|(article, passages)| CitedArticle { article, passages, role: ArticleRole::Supports }).collect()
}

/// Adds to a record a paragraph that contains a citation.
pub(crate) fn citing(record: &mut Record, before: &str, (article, passage): (&str, &str), after: &str) {
    let id = ReferenceId(u32::try_from(record.references.len()).unwrap());
    let item = CitationItem {
        id: spanned(article.into()),
        suppress_author: false,
        passage: Passage::parse(passage),
        role: CitationRole::Supports,
        prefix: String::new(),
        suffix: String::new(),
    };
    let kind = ReferenceKind::Citation(Citation { items: vec![item], form: CitationForm::Bracketed });
    record.references.push(Reference { kind, span: dummy_span() });
    let inline = |kind| Inline { kind, span: dummy_span() };
    let content = vec![
        inline(InlineKind::Text(before.into())),
        inline(InlineKind::Citation(id)),
        inline(InlineKind::Text(after.into())),
    ];
    record.body.blocks.push(Block { kind: BlockKind::Paragraph(content), span: dummy_span() });
}

pub(crate) fn set_kind(record: &mut Record, kind: &str) {
    let kind = (!kind.is_empty()).then(|| spanned(kind.to_owned()));
    match &mut record.details {
        Details::Initiative(initiative) => initiative.kind = kind,
        Details::Actor(actor) => actor.kind = kind,
        _ => unreachable!(),
    }
}
