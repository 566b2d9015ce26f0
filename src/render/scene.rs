//! Names what there is to see in a briefing at each [`Look`], so that a page can be told to be the same as before without
//! making its views.
//!
//! What views see without a look is the same for all pages of a language, and named with every page: the configuration,
//! the theme and the data. Records and files are called by their lasting names, so that the pages stay which have nothing
//! to do with a record that came or went.

use super::prints::Prints;
use super::roll::{Moves, Names, Roll};
use super::touched::Touched;
use super::trail::{Look, Trail};
use super::view::{Book, Edition};
use crate::cache::fingerprint::Fingerprint;
use crate::model::{Details, EvidenceLock, Kind, Record, RecordId, Site};
use crate::relate::Relations;
use crate::span::{FileId, Sources};
use rayon::prelude::*;
use rustc_hash::FxHashSet;
use serde::Serialize;
use std::sync::Arc;

/// What there is to see.
pub(crate) struct Scene {
    roll: Arc<Roll>,
    moves: Moves,
    around: Fingerprint,
    cards: Vec<Fingerprint>,
    records: Vec<Fingerprint>,
    bodies: Vec<Fingerprint>,
    backlinks: Vec<Fingerprint>,
    kinds: [Fingerprint; Kind::ALL.len()],
    bibliography: Fingerprint,
    names: Fingerprint,
    divergences: Fingerprint,
    timeline: Fingerprint,
    ledger: Fingerprint,
}

/// A briefing whose parts are to be named.
#[derive(Clone, Copy)]
struct Briefing<'b> {
    site: &'b Site,
    relations: &'b Relations,
    editions: &'b [Edition<'b>],
    sources: &'b Sources,
    roll: &'b Roll,
}

impl Scene {
    /// Names everything. Earlier pages may have been made when there were other records.
    pub(crate) fn new(
        site: &Site,
        relations: &Relations,
        editions: &[Edition<'_>],
        sources: &Sources,
        earlier: &Prints,
    ) -> Option<Scene> {
        let book = editions.first()?.book;
        let roll = Arc::new(Roll::of(site));
        let briefing = Briefing { site, relations, editions, sources, roll: &roll };
        let all: Vec<RecordId> = site.all().map(|(id, _)| id).collect();
        let rolls = earlier.iter().filter_map(|(_, print)| Some(print.trail.as_ref()?.roll()));
        Some(Scene {
            cards: all.par_iter().map(|id| briefing.card(*id)).collect(),
            records: all.par_iter().map(|id| briefing.record(*id, book)).collect(),
            bodies: all.par_iter().map(|id| briefing.body(*id)).collect(),
            backlinks: all.par_iter().map(|id| briefing.name(&book.sentences(*id))).collect(),
            kinds: Kind::ALL.map(|kind| briefing.kind(kind)),
            around: briefing.around(),
            bibliography: briefing.bibliography(),
            names: briefing.name(&book.names()),
            divergences: briefing.name(&relations.divergences),
            timeline: briefing.name(&relations.timeline),
            ledger: briefing.ledger(),
            moves: Moves::between(rolls.chain([&roll]), &roll),
            roll,
        })
    }

    /// Names anew what was touched.
    pub(crate) fn retouch(&mut self, touched: &Touched, site: &Site, editions: &[Edition<'_>], sources: &Sources) {
        let Some(book) = editions.first().map(|edition| edition.book) else { return };
        let roll = &*self.roll.clone();
        let briefing = Briefing { site, relations: book.relations.all(), editions, sources, roll };
        for (id, _) in &touched.bodies {
            self.bodies[id.0 as usize] = briefing.body(*id);
        }
        for id in &touched.known.backlinks {
            self.backlinks[id.0 as usize] = briefing.name(&book.sentences(*id));
        }
        for id in touched.known.records.iter().flatten() {
            self.records[id.0 as usize] = briefing.record(*id, book);
        }
        if touched.known.records.is_some() {
            self.ledger = briefing.ledger();
        }
    }

    /// The lasting name of a record.
    pub(crate) fn name(&self, record: RecordId) -> Option<Fingerprint> {
        self.roll.name(record)
    }

    /// The trail of a page that looked there. `page` names what is the page's own besides: its templates and its place.
    pub(crate) fn trail(&self, page: Fingerprint, looks: &[Look]) -> Option<Trail> {
        Some(Trail { end: self.end(page, looks)?, looks: looks.into(), roll: self.roll.clone() })
    }

    /// The trail of a page that would see the same as at the end of an earlier one; nothing when it would not.
    pub(crate) fn again(&self, page: Fingerprint, earlier: &Trail) -> Option<Trail> {
        let looks = earlier.moved(&self.moves)?;
        let is_same = self.end(page, &looks) == Some(earlier.end);
        is_same.then(|| Trail { end: earlier.end, looks, roll: self.roll.clone() })
    }

    fn end(&self, page: Fingerprint, looks: &[Look]) -> Option<Fingerprint> {
        let mut seen = Vec::with_capacity(looks.len() + 2);
        seen.extend([self.around, page]);
        for look in looks {
            seen.push(self.see(*look)?);
        }
        Some(Fingerprint::combine(&seen))
    }

    fn see(&self, look: Look) -> Option<Fingerprint> {
        match look {
            Look::Card(id) => self.cards.get(id as usize).copied(),
            Look::Record(id) => self.records.get(id as usize).copied(),
            Look::Body(id) => self.bodies.get(id as usize).copied(),
            Look::Backlinks(id) => self.backlinks.get(id as usize).copied(),
            Look::Bibliography => Some(self.bibliography),
            Look::Names => Some(self.names),
            Look::Kind(kind) => self.kinds.get(kind as usize).copied(),
            Look::Divergences => Some(self.divergences),
            Look::Timeline => Some(self.timeline),
            Look::Ledger => Some(self.ledger),
        }
    }
}

impl Briefing<'_> {
    fn name<T: Serialize + ?Sized>(&self, value: &T) -> Fingerprint {
        Fingerprint::of_with(value, &Names { roll: self.roll, sources: self.sources })
    }

    /// What rests on which article, in all languages.
    fn ledger(&self) -> Fingerprint {
        self.name(&self.editions.iter().map(Edition::ledger).collect::<Vec<_>>())
    }

    /// What a link to a record shows, in all languages, where it leads, and in which languages the record is.
    fn card(&self, id: RecordId) -> Fingerprint {
        let record = self.site.record(id);
        let words: Vec<_> = self.editions.iter().map(|edition| edition.card(id)).collect();
        let description = record.description.as_ref().map(|description| &description.value);
        self.name(&(&record.title.value, description, record.label(), words, self.place(id)))
    }

    /// Where a record's page is, and those of its translations.
    fn place(&self, id: RecordId) -> impl Serialize + '_ {
        let Relations { index, translations, .. } = self.relations;
        (id, self.relations.path(id), self.site.record(id).draft, index.canonical(id), translations.row(id))
    }

    /// What a record's files say but for its body, and what is said of it.
    fn record(&self, id: RecordId, book: &Book<'_>) -> Fingerprint {
        let record = self.site.record(id);
        let text = record.text().map(|text| (&text.sha256, text.passages.len(), &*self.sources.get(text.file).text));
        let files: Vec<_> = record.files.iter().map(|file| (&file.name, file.size)).collect();
        let entries: Vec<_> = self.editions.iter().map(|edition| edition.of(id)).collect();
        self.name(&(self.sources.text(record.front_matter), text, files, book.of(id), entries))
    }

    /// What a record's body says, where its references lead, and where its quotations stand.
    fn body(&self, id: RecordId) -> Fingerprint {
        self.name(&(&*self.sources.get(self.site.record(id).file).text, self.relations.body_facts(id)))
    }

    /// Which records of a kind there are.
    fn kind(&self, kind: Kind) -> Fingerprint {
        let records = self.site.all().filter(|(_, record)| record.kind() == kind);
        self.name(&records.map(|(id, _)| self.place(id)).collect::<Vec<_>>())
    }

    /// What is said of articles before their text begins, and where their pages are: all that references can say.
    fn bibliography(&self) -> Fingerprint {
        let articles = self.site.all().filter(|(_, record)| record.kind() == Kind::Article);
        let said = |(id, record): (RecordId, &Record)| (self.place(id), self.sources.text(record.front_matter));
        self.name(&articles.map(said).collect::<Vec<_>>())
    }

    /// What views see without a look.
    fn around(&self) -> Fingerprint {
        let own: FxHashSet<FileId> = self.site.records.iter().flat_map(|record| files(record)).collect();
        let is_around = |path: &str, id: FileId| !own.contains(&id) && path != EvidenceLock::FILE;
        let files = self.sources.iter().filter(|(id, file)| is_around(&file.path, *id));
        let files: Vec<_> = files.map(|(_, file)| (&file.path, &file.text)).collect();
        let languages: Vec<_> = self.editions.iter().map(Edition::shared).collect();
        let config = &self.site.config;
        self.name(&(files, languages, &config.base_url, config.minify_html, self.site.drafts))
    }
}

/// The files that are a record's own.
fn files(record: &Record) -> impl Iterator<Item = FileId> {
    let text = match &record.details {
        Details::Article(article) => article.text.as_ref().map(|text| text.file),
        _ => None,
    };
    std::iter::once(record.file).chain(text)
}
