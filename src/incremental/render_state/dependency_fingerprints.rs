//! Fingerprints of everything a page can depend on, for one compilation.
//!
//! What views read without a dependency is the same for all pages of a language and part of every page's fingerprint: the
//! configuration, the theme and the data. Records and files are identified by stable ids, so that a record that comes or goes
//! does not invalidate pages that have nothing to do with it.

use super::invalidation::Invalidation;
use super::page_cache::PageCache;
use super::stable_ids::{IdRemaps, StableIds, StableNaming};
use super::trace::DependencyTrace;
use crate::incremental::fingerprint::Fingerprint;
use crate::model::{Details, EvidenceLock, Kind, Record, RecordId};
use crate::relate::Relations;
use crate::render::Dependency;
use crate::render::tracked::SiteData;
use crate::render::view::LanguageContext;
use crate::span::{FileId, Sources};
use rayon::prelude::*;
use rustc_hash::FxHashSet;
use serde::Serialize;
use std::sync::Arc;

/// The fingerprint of every possible dependency.
pub(super) struct DependencyFingerprints {
    ids: Arc<StableIds>,
    remaps: IdRemaps,
    environment: Fingerprint,
    cards: Vec<Fingerprint>,
    records: Vec<Fingerprint>,
    bodies: Vec<Fingerprint>,
    backlinks: Vec<Fingerprint>,
    kinds: [Fingerprint; Kind::ALL.len()],
    bibliography: Fingerprint,
    actor_names: Fingerprint,
    divergences: Fingerprint,
    timeline: Fingerprint,
    evidence: Fingerprint,
}

/// A briefing to fingerprint.
#[derive(Clone, Copy)]
struct Fingerprinter<'b> {
    data: &'b SiteData<'b>,
    contexts: &'b [LanguageContext<'b>],
    sources: &'b Sources,
    ids: &'b StableIds,
}

impl DependencyFingerprints {
    /// Fingerprints everything. The cached pages may be of compilations with other records.
    pub(super) fn new(
        data: &SiteData<'_>,
        contexts: &[LanguageContext<'_>],
        sources: &Sources,
        cached_pages: &PageCache,
    ) -> DependencyFingerprints {
        let ids = Arc::new(StableIds::of(data.site));
        let of = Fingerprinter { data, contexts, sources, ids: &ids };
        let all: Vec<RecordId> = data.site.all().map(|(id, _)| id).collect();
        let previous = cached_pages.iter().filter_map(|(_, page)| Some(page.trace.as_ref()?.ids()));
        DependencyFingerprints {
            cards: all.par_iter().map(|id| of.card(*id)).collect(),
            records: all.par_iter().map(|id| of.record(*id)).collect(),
            bodies: all.par_iter().map(|id| of.body(*id)).collect(),
            backlinks: all.par_iter().map(|id| of.backlinks(*id)).collect(),
            kinds: Kind::ALL.map(|kind| of.kind(kind)),
            environment: of.environment(),
            bibliography: of.bibliography(),
            actor_names: of.value(&data.relations.actors_by_name),
            divergences: of.value(&data.relations.divergences),
            timeline: of.value(&data.relations.timeline),
            evidence: of.evidence(),
            remaps: IdRemaps::between(previous.chain([&ids]), &ids),
            ids,
        }
    }

    /// Fingerprints again what changed.
    pub(super) fn update(
        &mut self,
        invalidation: &Invalidation,
        data: &SiteData<'_>,
        contexts: &[LanguageContext<'_>],
        sources: &Sources,
    ) {
        let ids = &*self.ids.clone();
        let of = Fingerprinter { data, contexts, sources, ids };
        for (id, _) in &invalidation.changed_bodies {
            self.bodies[id.0 as usize] = of.body(*id);
        }
        for id in &invalidation.relations.backlinks {
            self.backlinks[id.0 as usize] = of.backlinks(*id);
        }
        for id in invalidation.relations.records.iter().flatten() {
            self.records[id.0 as usize] = of.record(*id);
        }
        self.evidence = of.evidence();
    }

    /// Returns the stable id of a record.
    pub(super) fn stable_id(&self, record: RecordId) -> Option<Fingerprint> {
        self.ids.stable_id(record)
    }

    /// Returns the trace of a page with these dependencies. `page` is the fingerprint of the page's own inputs: its subject, path and
    /// templates.
    pub(super) fn trace(&self, page: Fingerprint, dependencies: &[Dependency]) -> Option<DependencyTrace> {
        let fingerprint = self.combined(page, dependencies)?;
        Some(DependencyTrace { fingerprint, dependencies: dependencies.into(), ids: self.ids.clone() })
    }

    /// Returns a previous trace with today's ids, or `None` if any of its dependencies changed.
    pub(super) fn revalidated(&self, page: Fingerprint, previous: &DependencyTrace) -> Option<DependencyTrace> {
        let dependencies = previous.remapped(&self.remaps)?;
        let fingerprint = previous.fingerprint;
        let is_valid = self.combined(page, &dependencies) == Some(fingerprint);
        is_valid.then(|| DependencyTrace { fingerprint, dependencies, ids: self.ids.clone() })
    }

    fn combined(&self, page: Fingerprint, dependencies: &[Dependency]) -> Option<Fingerprint> {
        let mut all = Vec::with_capacity(dependencies.len() + 2);
        all.extend([self.environment, page]);
        for dependency in dependencies {
            all.push(self.of(*dependency)?);
        }
        Some(Fingerprint::combine(&all))
    }

    fn of(&self, dependency: Dependency) -> Option<Fingerprint> {
        match dependency {
            Dependency::Card(id) => self.cards.get(id as usize).copied(),
            Dependency::Record(id) => self.records.get(id as usize).copied(),
            Dependency::Body(id) => self.bodies.get(id as usize).copied(),
            Dependency::Backlinks(id) => self.backlinks.get(id as usize).copied(),
            Dependency::Bibliography => Some(self.bibliography),
            Dependency::ActorNames => Some(self.actor_names),
            Dependency::Kind(kind) => self.kinds.get(kind as usize).copied(),
            Dependency::Divergences => Some(self.divergences),
            Dependency::Timeline => Some(self.timeline),
            Dependency::Evidence => Some(self.evidence),
        }
    }
}

impl Fingerprinter<'_> {
    fn value<T: Serialize + ?Sized>(&self, value: &T) -> Fingerprint {
        Fingerprint::of_with(value, &StableNaming { ids: self.ids, sources: self.sources })
    }

    /// The evidence of all articles, in all languages.
    fn evidence(&self) -> Fingerprint {
        self.value(&self.contexts.iter().map(LanguageContext::evidence_data).collect::<Vec<_>>())
    }

    /// A record's link card in all languages, its path, and the languages in which it exists.
    fn card(&self, id: RecordId) -> Fingerprint {
        let record = self.data.site.record(id);
        let cards: Vec<_> = self.contexts.iter().map(|context| context.link_card_data(id)).collect();
        let description = record.description.as_ref().map(|description| &description.value);
        self.value(&(&record.title.value, description, record.label(), cards, self.location(id)))
    }

    /// The path of a record's page, and those of its translations.
    fn location(&self, id: RecordId) -> impl Serialize + '_ {
        let Relations { index, translations, .. } = self.data.relations;
        (id, self.data.relations.path(id), self.data.site.record(id).draft, index.canonical(id), translations.row(id))
    }

    /// A record's files except for its body, and its rows in the relations.
    fn record(&self, id: RecordId) -> Fingerprint {
        let record = self.data.site.record(id);
        let text = record.text().map(|text| (&text.sha256, text.passages.len(), &*self.sources.get(text.file).text));
        let files: Vec<_> = record.files.iter().map(|file| (&file.name, file.size)).collect();
        let evidence: Vec<_> = self.contexts.iter().map(|context| context.record_data(id)).collect();
        let derived = (self.data.relations.facts(id), evidence);
        self.value(&(self.sources.text(record.front_matter), text, files, derived))
    }

    /// A record's body, the targets of its references, and the passages of its quotations.
    fn body(&self, id: RecordId) -> Fingerprint {
        let text = &*self.sources.get(self.data.site.record(id).file).text;
        self.value(&(text, self.data.relations.body_facts(id)))
    }

    /// The sentences that mention a record.
    fn backlinks(&self, id: RecordId) -> Fingerprint {
        self.value(self.data.relations.backlinks.row(id))
    }

    /// The set of records of a kind.
    fn kind(&self, kind: Kind) -> Fingerprint {
        let records = self.data.site.all().filter(|(_, record)| record.kind() == kind);
        self.value(&records.map(|(id, _)| self.location(id)).collect::<Vec<_>>())
    }

    /// The front matter of articles and the paths of their pages: everything that references can contain.
    fn bibliography(&self) -> Fingerprint {
        let articles = self.data.site.all().filter(|(_, record)| record.kind() == Kind::Article);
        let data = |(id, record): (RecordId, &Record)| (self.location(id), self.sources.text(record.front_matter));
        self.value(&articles.map(data).collect::<Vec<_>>())
    }

    /// Everything that views read without a dependency.
    fn environment(&self) -> Fingerprint {
        let site = self.data.site;
        let own: FxHashSet<FileId> = site.records.iter().flat_map(|record| own_files(record)).collect();
        let is_shared = |path: &str, id: FileId| !own.contains(&id) && path != EvidenceLock::FILE;
        let files = self.sources.iter().filter(|(id, file)| is_shared(&file.path, *id));
        let files: Vec<_> = files.map(|(_, file)| (&file.path, &file.text)).collect();
        let languages: Vec<_> = self.contexts.iter().map(LanguageContext::shared_data).collect();
        self.value(&(files, languages, &site.config.base_url, site.config.minify_html, site.drafts))
    }
}

/// Returns the files of a record: its own, and the text of an article.
fn own_files(record: &Record) -> impl Iterator<Item = FileId> {
    let text = match &record.details {
        Details::Article(article) => article.text.as_ref().map(|text| text.file),
        _ => None,
    };
    std::iter::once(record.file).chain(text)
}
