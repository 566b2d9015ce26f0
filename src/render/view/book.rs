//! Indexes of the whole briefing that views need and that do not depend on a language.

use super::passages::{self, Uses};
use crate::model::{Article, Details, Evidence, Kind, RecordId, Site};
use crate::relate::{Divergence, Extent, Quotation, QuotationPlace, Relations, Support};
use rustc_hash::FxHashMap;
use std::collections::{BTreeMap, BTreeSet};

/// The briefing with its indexes. Made once, shared by all pages.
pub(crate) struct Book<'a> {
    /// The briefing.
    pub(crate) site: &'a Site,
    /// Its relations.
    pub(crate) relations: &'a Relations,
    /// Who cites which passages of each article, by record.
    pub(super) uses: Vec<Uses>,
    /// Claims about the same thing that say different things, by what they are about.
    pub(super) divergences: BTreeMap<&'a str, &'a Divergence>,
    /// Parts of initiatives and members of actors, by record.
    pub(super) parts: Vec<Vec<RecordId>>,
    /// Articles that name a topic, and articles that a person wrote, by record.
    pub(super) articles: Vec<Vec<RecordId>>,
    ids: FxHashMap<(Kind, &'a str), RecordId>,
    people: FxHashMap<&'a str, RecordId>,
}

impl<'a> Book<'a> {
    /// Indexes a briefing.
    pub(crate) fn new(site: &'a Site, relations: &'a Relations) -> Book<'a> {
        let mut ids = FxHashMap::default();
        for (id, record) in site.shown() {
            // The default language comes first.
            ids.entry((record.kind(), &*record.id)).or_insert(id);
        }
        let mut book = Book {
            site,
            relations,
            uses: Vec::new(),
            divergences: relations.divergences.iter().map(|one| (one.about.as_str(), one)).collect(),
            parts: vec![Vec::new(); site.records.len()],
            articles: vec![Vec::new(); site.records.len()],
            ids,
            people: people(site),
        };
        book.uses = passages::uses(site, relations, |kind, id| book.find(kind, id));
        book.find_parts();
        book.find_articles();
        book
    }

    /// The shown record of a kind and id that stands for all its languages: the default language's, if there is one.
    pub(crate) fn find(&self, kind: Kind, id: &str) -> Option<RecordId> {
        self.ids.get(&(kind, id)).copied()
    }

    /// Whether a record has a page.
    pub(crate) fn is_shown(&self, id: RecordId) -> bool {
        self.site.drafts || !self.site.record(id).draft
    }

    /// The actor of a person's name.
    pub(super) fn person(&self, name: &str) -> Option<RecordId> {
        self.people.get(name).copied()
    }

    /// The record that stands for all languages of a record.
    pub(super) fn original(&self, id: RecordId) -> RecordId {
        let record = self.site.record(id);
        self.find(record.kind(), &record.id).unwrap_or(id)
    }

    /// The record in another language, or the record itself when it is not translated into it.
    pub(super) fn in_language(&self, id: RecordId, language: &str) -> RecordId {
        if *self.site.record(id).language == *language {
            return id;
        }
        let translations = self.relations.translations.get(id.0 as usize).map_or(&[][..], Vec::as_slice);
        let translated = translations.iter().find(|(tag, other)| **tag == *language && self.is_shown(*other));
        translated.map_or(id, |(_, other)| *other)
    }

    /// A record's entry in a table of relations; a translation without an entry of its own has its original's.
    pub(crate) fn related<T>(&self, table: &'a [Vec<T>], id: RecordId) -> &'a [T] {
        let entry = |id: RecordId| table.get(id.0 as usize).map_or(&[][..], Vec::as_slice);
        if entry(id).is_empty() { entry(self.original(id)) } else { entry(id) }
    }

    /// What a claim rests on, by its place in its record.
    pub(super) fn support(&self, id: RecordId, place: usize) -> Option<&'a Support> {
        Some(&self.relations.claims.get(id.0 as usize)?.get(place)?.support)
    }

    /// How much of an article's text is quoted.
    pub(super) fn extent(&self, article: RecordId) -> Extent {
        self.relations.extents.get(self.original(article).0 as usize).copied().unwrap_or_default()
    }

    /// The quotations of a record with their numbers.
    pub(super) fn quotations(&self, id: RecordId) -> impl Iterator<Item = (usize, &'a Quotation)> {
        self.relations.quotations.get(id.0 as usize).into_iter().flatten().enumerate()
    }

    /// A quotation of a record, by its number.
    pub(super) fn quotation(&self, id: RecordId, number: usize) -> Option<&'a Quotation> {
        self.relations.quotations.get(id.0 as usize)?.get(number)
    }

    /// The quotation in a piece of a record's evidence, with its number.
    pub(super) fn quotation_of(&self, id: RecordId, evidence: &Evidence) -> Option<(usize, &'a Quotation)> {
        evidence.quote.as_ref()?;
        self.quotations(id).find(|(_, quotation)| quotation.place == QuotationPlace::Evidence(evidence.span))
    }

    fn find_parts(&mut self) {
        let site = self.site;
        for (id, record) in site.shown() {
            if self.original(id) != id {
                continue;
            }
            let (kind, wholes) = match &record.details {
                Details::Initiative(initiative) => (Kind::Initiative, &initiative.part_of),
                Details::Actor(actor) => (Kind::Actor, &actor.member_of),
                _ => continue,
            };
            for whole in wholes {
                if let Some(whole) = self.find(kind, &whole.value) {
                    self.parts[whole.0 as usize].push(id);
                }
            }
        }
    }

    fn find_articles(&mut self) {
        let site = self.site;
        for (id, record) in site.shown() {
            let Details::Article(article) = &record.details else { continue };
            if self.original(id) != id {
                continue;
            }
            for about in self.named_by(article) {
                self.articles[about.0 as usize].push(id);
            }
        }
    }

    /// The topics and authors of an article that have pages, each once.
    fn named_by(&self, article: &Article) -> BTreeSet<RecordId> {
        let topics = article.topics.iter().filter_map(|topic| self.find(Kind::Topic, &topic.value));
        let authors = article.authors.iter().filter_map(|author| self.person(&author.name));
        topics.chain(authors).collect()
    }
}

fn people(site: &Site) -> FxHashMap<&str, RecordId> {
    let mut people = FxHashMap::default();
    for (id, record) in site.of_kind(Kind::Actor) {
        for name in std::iter::once(&record.title).chain(&record.names) {
            people.entry(name.value.as_str()).or_insert(id);
        }
    }
    people
}
