//! Names what there is to see in a briefing at each [`Look`], so that a page can be told to be the same as before without
//! making its views.
//!
//! What views see without a look is the same for all pages of a language, and named with every page: the configuration,
//! the theme and the data, which records there are and where their pages are.

use super::touched::Touched;
use super::trail::{Look, Trail};
use super::view::{Book, Edition};
use crate::cache::fingerprint::Fingerprint;
use crate::model::{Details, EvidenceLock, Kind, Record, RecordId, Site};
use crate::relate::Relations;
use crate::span::{FileId, Sources};
use rayon::prelude::*;
use rustc_hash::FxHashSet;

/// What there is to see.
pub(crate) struct Scene {
    around: Fingerprint,
    cards: Vec<Fingerprint>,
    records: Vec<Fingerprint>,
    bodies: Vec<Fingerprint>,
    backlinks: Vec<Fingerprint>,
    bibliography: Fingerprint,
    names: Fingerprint,
    divergences: Fingerprint,
    timeline: Fingerprint,
    ledger: Fingerprint,
}

impl Scene {
    /// Names everything.
    pub(crate) fn new(
        site: &Site,
        relations: &Relations,
        editions: &[Edition<'_>],
        sources: &Sources,
    ) -> Option<Scene> {
        let book = editions.first()?.book;
        let all: Vec<(RecordId, &Record)> = site.all().collect();
        let cards = all.par_iter().map(|(id, record)| card(*id, record, editions)).collect();
        let records = all.par_iter().map(|(id, record)| of_record(*id, record, book, editions, sources)).collect();
        let bodies = all.par_iter().map(|(id, record)| body(*id, record, relations, sources)).collect();
        let backlinks = all.par_iter().map(|(id, _)| Fingerprint::of_hash(&book.sentences(*id))).collect();
        Some(Scene {
            around: around(site, relations, editions, sources),
            cards,
            records,
            bodies,
            backlinks,
            bibliography: bibliography(site, sources),
            names: Fingerprint::of_hash(&book.names()),
            divergences: Fingerprint::of_hash(&relations.divergences),
            timeline: Fingerprint::of_hash(&relations.timeline),
            ledger: ledger(editions),
        })
    }

    /// Names anew what was touched.
    pub(crate) fn retouch(&mut self, touched: &Touched, site: &Site, editions: &[Edition<'_>], sources: &Sources) {
        let Some(book) = editions.first().map(|edition| edition.book) else { return };
        for (id, _) in &touched.bodies {
            self.bodies[id.0 as usize] = body(*id, site.record(*id), book.relations.all(), sources);
        }
        for id in &touched.known.backlinks {
            self.backlinks[id.0 as usize] = Fingerprint::of_hash(&book.sentences(*id));
        }
        for id in touched.known.records.iter().flatten() {
            self.records[id.0 as usize] = of_record(*id, site.record(*id), book, editions, sources);
        }
        if touched.known.records.is_some() {
            self.ledger = ledger(editions);
        }
    }

    /// The trail of a page that looked there. `page` names what is the page's own besides: its templates and its place.
    pub(crate) fn trail(&self, page: Fingerprint, looks: &[Look]) -> Option<Trail> {
        Some(Trail { end: self.end(page, looks)?, looks: looks.into() })
    }

    /// Whether a page would see the same as at the end of its trail.
    pub(crate) fn is_as_before(&self, page: Fingerprint, trail: &Trail) -> bool {
        self.end(page, &trail.looks) == Some(trail.end)
    }

    fn end(&self, page: Fingerprint, looks: &[Look]) -> Option<Fingerprint> {
        let mut seen = Vec::with_capacity(looks.len() + 2);
        seen.extend([self.around, page]);
        for look in looks {
            seen.push(self.see(*look)?);
        }
        Some(Fingerprint::of_all(&seen))
    }

    fn see(&self, look: Look) -> Option<Fingerprint> {
        match look {
            Look::Card(id) => self.cards.get(id as usize).copied(),
            Look::Record(id) => self.records.get(id as usize).copied(),
            Look::Body(id) => self.bodies.get(id as usize).copied(),
            Look::Backlinks(id) => self.backlinks.get(id as usize).copied(),
            Look::Bibliography => Some(self.bibliography),
            Look::Names => Some(self.names),
            Look::Divergences => Some(self.divergences),
            Look::Timeline => Some(self.timeline),
            Look::Ledger => Some(self.ledger),
        }
    }
}

/// What rests on which article, in all languages.
fn ledger(editions: &[Edition<'_>]) -> Fingerprint {
    Fingerprint::of_hash(&editions.iter().map(Edition::ledger).collect::<Vec<_>>())
}

/// What a link to a record shows, in all languages.
fn card(id: RecordId, record: &Record, editions: &[Edition<'_>]) -> Fingerprint {
    let words: Vec<_> = editions.iter().map(|edition| edition.card(id)).collect();
    let description = record.description.as_ref().map(|description| &description.value);
    Fingerprint::of_hash(&(&record.title.value, description, record.label(), words))
}

/// What a record's files say but for its body, and what is said of it.
fn of_record(
    id: RecordId,
    record: &Record,
    book: &Book<'_>,
    editions: &[Edition<'_>],
    sources: &Sources,
) -> Fingerprint {
    let text = record.text().map(|text| (&text.sha256, text.passages.len(), &*sources.get(text.file).text));
    let files: Vec<_> = record.files.iter().map(|file| (&file.name, file.size)).collect();
    let entries: Vec<_> = editions.iter().map(|edition| edition.of(id)).collect();
    Fingerprint::of_hash(&(sources.text(record.front_matter), text, files, book.of(id), entries))
}

/// What a record's body says, where its references lead, and where its quotations stand.
fn body(id: RecordId, record: &Record, relations: &Relations, sources: &Sources) -> Fingerprint {
    Fingerprint::of_hash(&(&*sources.get(record.file).text, relations.in_body(id)))
}

/// What is said of articles before their text begins: all that references can say.
fn bibliography(site: &Site, sources: &Sources) -> Fingerprint {
    let articles = site.all().filter(|(_, record)| record.kind() == Kind::Article);
    Fingerprint::of_hash(&articles.map(|(id, record)| (id, sources.text(record.front_matter))).collect::<Vec<_>>())
}

/// What views see without a look.
fn around(site: &Site, relations: &Relations, editions: &[Edition<'_>], sources: &Sources) -> Fingerprint {
    let record = |(id, record): (RecordId, &Record)| {
        (record.kind().word(), record.id.clone(), record.language.clone(), record.draft, relations.path(id))
    };
    let records: Vec<_> = site.all().map(record).collect();
    let own: FxHashSet<FileId> = site.records.iter().flat_map(|record| files(record)).collect();
    let is_around = |path: &str, id: FileId| !own.contains(&id) && path != EvidenceLock::FILE;
    let files: Vec<_> = sources
        .iter()
        .filter(|(id, file)| is_around(&file.path, *id))
        .map(|(_, file)| (&file.path, &file.text))
        .collect();
    let languages: Vec<_> = editions.iter().map(Edition::shared).collect();
    let config = (&site.config.base_url, site.config.minify_html, site.drafts);
    Fingerprint::of_hash(&(records, files, languages, config))
}

/// The files that are a record's own.
fn files(record: &Record) -> impl Iterator<Item = FileId> {
    let text = match &record.details {
        Details::Article(article) => article.text.as_ref().map(|text| text.file),
        _ => None,
    };
    std::iter::once(record.file).chain(text)
}
