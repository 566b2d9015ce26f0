//! Names what there is to see in a briefing at each [`Look`], so that a page can be told to be the same as before without
//! making its views.
//!
//! What views see without a look is the same for all pages of a language, and named with every page: the configuration,
//! the theme and the data. Records and files are called by their lasting names, so that the pages stay which have nothing
//! to do with a record that came or went.

use super::invalidation::Invalidation;
use super::page_cache::PageCache;
use super::stable_ids::{IdRemaps, StableIds, StableNaming};
use super::trace::{Dependency, DependencyTrace};
use super::view::{LanguageContext, TrackedSite};
use crate::cache::fingerprint::Fingerprint;
use crate::model::{Details, EvidenceLock, Kind, Record, RecordId, Site};
use crate::relate::Relations;
use crate::span::{FileId, Sources};
use rayon::prelude::*;
use rustc_hash::FxHashSet;
use serde::Serialize;
use std::sync::Arc;

/// What there is to see.
pub(crate) struct DependencyFingerprints {
    ids: Arc<StableIds>,
    remaps: IdRemaps,
    environment: Fingerprint,
    cards: Vec<Fingerprint>,
    records: Vec<Fingerprint>,
    bodies: Vec<Fingerprint>,
    backlinks: Vec<Fingerprint>,
    kinds: [Fingerprint; Kind::ALL.len()],
    bibliography: Fingerprint,
    names: Fingerprint,
    divergences: Fingerprint,
    timeline: Fingerprint,
    evidence: Fingerprint,
}

/// A briefing whose parts are to be named.
#[derive(Clone, Copy)]
struct Fingerprinter<'b> {
    site: &'b Site,
    relations: &'b Relations,
    editions: &'b [LanguageContext<'b>],
    sources: &'b Sources,
    ids: &'b StableIds,
}

impl DependencyFingerprints {
    /// Names everything. Earlier pages may have been made when there were other records.
    pub(crate) fn new(
        site: &Site,
        relations: &Relations,
        editions: &[LanguageContext<'_>],
        sources: &Sources,
        earlier: &PageCache,
    ) -> Option<DependencyFingerprints> {
        let book = editions.first()?.site;
        let roll = Arc::new(StableIds::of(site));
        let briefing = Fingerprinter { site, relations, editions, sources, ids: &roll };
        let all: Vec<RecordId> = site.all().map(|(id, _)| id).collect();
        let rolls = earlier.iter().filter_map(|(_, print)| Some(print.trace.as_ref()?.ids()));
        Some(DependencyFingerprints {
            cards: all.par_iter().map(|id| briefing.card(*id)).collect(),
            records: all.par_iter().map(|id| briefing.record(*id, book)).collect(),
            bodies: all.par_iter().map(|id| briefing.body(*id)).collect(),
            backlinks: all.par_iter().map(|id| briefing.fingerprint(&book.backlink_sentences(*id))).collect(),
            kinds: Kind::ALL.map(|kind| briefing.kind(kind)),
            environment: briefing.environment(),
            bibliography: briefing.bibliography(),
            names: briefing.fingerprint(&book.person_names()),
            divergences: briefing.fingerprint(&relations.divergences),
            timeline: briefing.fingerprint(&relations.timeline),
            evidence: briefing.evidence(),
            remaps: IdRemaps::between(rolls.chain([&roll]), &roll),
            ids: roll,
        })
    }

    /// Names anew what was touched.
    pub(crate) fn update(
        &mut self,
        touched: &Invalidation,
        site: &Site,
        editions: &[LanguageContext<'_>],
        sources: &Sources,
    ) {
        let Some(book) = editions.first().map(|edition| edition.site) else { return };
        let roll = &*self.ids.clone();
        let briefing = Fingerprinter { site, relations: book.relations.untracked(), editions, sources, ids: roll };
        for (id, _) in &touched.changed_bodies {
            self.bodies[id.0 as usize] = briefing.body(*id);
        }
        for id in &touched.relations.backlinks {
            self.backlinks[id.0 as usize] = briefing.fingerprint(&book.backlink_sentences(*id));
        }
        for id in touched.relations.records.iter().flatten() {
            self.records[id.0 as usize] = briefing.record(*id, book);
        }
        if touched.relations.records.is_some() {
            self.evidence = briefing.evidence();
        }
    }

    /// The lasting name of a record.
    pub(crate) fn stable_id(&self, record: RecordId) -> Option<Fingerprint> {
        self.ids.stable_id(record)
    }

    /// The trail of a page that looked there. `page` names what is the page's own besides: its templates and its place.
    pub(crate) fn trace(&self, page: Fingerprint, looks: &[Dependency]) -> Option<DependencyTrace> {
        Some(DependencyTrace {
            fingerprint: self.combined(page, looks)?,
            dependencies: looks.into(),
            ids: self.ids.clone(),
        })
    }

    /// The trail of a page that would see the same as at the end of an earlier one; nothing when it would not.
    pub(crate) fn revalidated(&self, page: Fingerprint, earlier: &DependencyTrace) -> Option<DependencyTrace> {
        let looks = earlier.remapped(&self.remaps)?;
        let is_same = self.combined(page, &looks) == Some(earlier.fingerprint);
        is_same.then(|| DependencyTrace {
            fingerprint: earlier.fingerprint,
            dependencies: looks,
            ids: self.ids.clone(),
        })
    }

    fn combined(&self, page: Fingerprint, looks: &[Dependency]) -> Option<Fingerprint> {
        let mut seen = Vec::with_capacity(looks.len() + 2);
        seen.extend([self.environment, page]);
        for look in looks {
            seen.push(self.of(*look)?);
        }
        Some(Fingerprint::combine(&seen))
    }

    fn of(&self, look: Dependency) -> Option<Fingerprint> {
        match look {
            Dependency::Card(id) => self.cards.get(id as usize).copied(),
            Dependency::Record(id) => self.records.get(id as usize).copied(),
            Dependency::Body(id) => self.bodies.get(id as usize).copied(),
            Dependency::Backlinks(id) => self.backlinks.get(id as usize).copied(),
            Dependency::Bibliography => Some(self.bibliography),
            Dependency::ActorNames => Some(self.names),
            Dependency::Kind(kind) => self.kinds.get(kind as usize).copied(),
            Dependency::Divergences => Some(self.divergences),
            Dependency::Timeline => Some(self.timeline),
            Dependency::Evidence => Some(self.evidence),
        }
    }
}

impl Fingerprinter<'_> {
    fn fingerprint<T: Serialize + ?Sized>(&self, value: &T) -> Fingerprint {
        Fingerprint::of_with(value, &StableNaming { ids: self.ids, sources: self.sources })
    }

    /// What rests on which article, in all languages.
    fn evidence(&self) -> Fingerprint {
        self.fingerprint(&self.editions.iter().map(LanguageContext::evidence_data).collect::<Vec<_>>())
    }

    /// What a link to a record shows, in all languages, where it leads, and in which languages the record is.
    fn card(&self, id: RecordId) -> Fingerprint {
        let record = self.site.record(id);
        let words: Vec<_> = self.editions.iter().map(|edition| edition.link_card(id)).collect();
        let description = record.description.as_ref().map(|description| &description.value);
        self.fingerprint(&(&record.title.value, description, record.label(), words, self.location(id)))
    }

    /// Where a record's page is, and those of its translations.
    fn location(&self, id: RecordId) -> impl Serialize + '_ {
        let Relations { index, translations, .. } = self.relations;
        (id, self.relations.path(id), self.site.record(id).draft, index.canonical(id), translations.row(id))
    }

    /// What a record's files say but for its body, and what is said of it.
    fn record(&self, id: RecordId, book: &TrackedSite<'_>) -> Fingerprint {
        let record = self.site.record(id);
        let text = record.text().map(|text| (&text.sha256, text.passages.len(), &*self.sources.get(text.file).text));
        let files: Vec<_> = record.files.iter().map(|file| (&file.name, file.size)).collect();
        let entries: Vec<_> = self.editions.iter().map(|edition| edition.record_data(id)).collect();
        self.fingerprint(&(self.sources.text(record.front_matter), text, files, book.record_data(id), entries))
    }

    /// What a record's body says, where its references lead, and where its quotations stand.
    fn body(&self, id: RecordId) -> Fingerprint {
        self.fingerprint(&(&*self.sources.get(self.site.record(id).file).text, self.relations.body_facts(id)))
    }

    /// Which records of a kind there are.
    fn kind(&self, kind: Kind) -> Fingerprint {
        let records = self.site.all().filter(|(_, record)| record.kind() == kind);
        self.fingerprint(&records.map(|(id, _)| self.location(id)).collect::<Vec<_>>())
    }

    /// What is said of articles before their text begins, and where their pages are: all that references can say.
    fn bibliography(&self) -> Fingerprint {
        let articles = self.site.all().filter(|(_, record)| record.kind() == Kind::Article);
        let said = |(id, record): (RecordId, &Record)| (self.location(id), self.sources.text(record.front_matter));
        self.fingerprint(&articles.map(said).collect::<Vec<_>>())
    }

    /// What views see without a look.
    fn environment(&self) -> Fingerprint {
        let own: FxHashSet<FileId> = self.site.records.iter().flat_map(|record| own_files(record)).collect();
        let is_around = |path: &str, id: FileId| !own.contains(&id) && path != EvidenceLock::FILE;
        let files = self.sources.iter().filter(|(id, file)| is_around(&file.path, *id));
        let files: Vec<_> = files.map(|(_, file)| (&file.path, &file.text)).collect();
        let languages: Vec<_> = self.editions.iter().map(LanguageContext::shared_data).collect();
        let config = &self.site.config;
        self.fingerprint(&(files, languages, &config.base_url, config.minify_html, self.site.drafts))
    }
}

/// The files that are a record's own.
fn own_files(record: &Record) -> impl Iterator<Item = FileId> {
    let text = match &record.details {
        Details::Article(article) => article.text.as_ref().map(|text| text.file),
        _ => None,
    };
    std::iter::once(record.file).chain(text)
}
