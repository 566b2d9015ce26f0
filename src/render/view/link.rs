//! Links to records, with what a hover card shows.

use super::card_words::CardWords;
use super::desk::Desk;
use super::edition::Edition;
use super::link_table::{LinkTable, Shared};
use super::place::Place;
use crate::model::{Kind, Record, RecordId};
use crate::render::template_value::value_of;
use crate::span::Spanned;
use serde::{Serialize, Serializer};
use std::cell::OnceCell;
use std::collections::BTreeMap;
use std::rc::Rc;
use tera::Value;

/// A link to a record.
#[derive(Clone, Debug)]
pub(crate) struct Link<'e> {
    /// Where it leads, from the page.
    pub(crate) href: Rc<str>,
    /// The record's title.
    pub(crate) title: &'e str,
    /// The record's kind.
    pub(crate) kind: Kind,
    /// The record's id.
    pub(crate) id: &'e str,
    /// One line about it.
    pub(crate) description: Option<&'e str>,
    /// Its date in words.
    pub(crate) date: Option<&'e str>,
    /// What sort of its kind it is, or an event's place.
    pub(crate) label: Option<&'e str>,
    value: Rc<OnceCell<Value>>,
}

/// What templates see of a link.
#[derive(Serialize)]
struct LinkFields<'e> {
    href: &'e str,
    title: &'e str,
    kind: Kind,
    id: &'e str,
    description: Option<&'e str>,
    date: Option<&'e str>,
    label: Option<&'e str>,
}

impl Serialize for Link<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Link { ref href, title, kind, id, description, date, label, ref value } = *self;
        let fields = || LinkFields { href, title, kind, id, description, date, label };
        value.get_or_init(|| value_of(&fields())).serialize(serializer)
    }
}

/// Makes a link from a place to a record, in the edition's language when it is translated.
fn link<'e>(edition: &'e Edition<'_>, place: Place<'_>, links: &LinkTable, id: RecordId) -> Link<'e> {
    let id = edition.book.in_language(id, &edition.language);
    let card = edition.book.site.card(id);
    let words = edition.card_words(id);
    let Shared { href, value } = links.shared(id, || place.href(edition.book.relations.path(id)));
    Link {
        href,
        title: card.title,
        kind: card.kind,
        id: card.id,
        description: card.description,
        date: words.and_then(CardWords::date),
        label: words.and_then(CardWords::label),
        value,
    }
}

/// Links to all records of an edition with absolute addresses, by kind's folder and id: `initiatives/x`.
pub(crate) fn absolute_links(edition: &Edition<'_>) -> BTreeMap<String, Value> {
    let site = edition.book.site;
    let (place, links) = (Place::Prefix(&site.config.base_url), LinkTable::default());
    let records = site.shown().filter(|(_, record)| record.language == site.config.default_language);
    let named = records.filter(|(_, record)| record.kind() != Kind::Index);
    let name = |record: &Record| format!("{}/{}", record.kind().folder(), record.id);
    named.map(|(id, record)| (name(record), value_of(&link(edition, place, &links, id)))).collect()
}

impl<'e> Desk<'e> {
    /// A link to a record.
    pub(super) fn link(&self, id: RecordId) -> Link<'e> {
        link(self.edition, self.place, self.links, id)
    }

    /// Links to those of the records that have pages.
    pub(super) fn links(&self, ids: &[RecordId]) -> Vec<Link<'e>> {
        ids.iter().filter(|id| self.edition.book.is_shown(**id)).map(|id| self.link(*id)).collect()
    }

    /// Links to records named in front matter; unknown ones are left out.
    pub(super) fn named(&self, kind: Kind, ids: &[Spanned<String>]) -> Vec<Link<'e>> {
        let ids = ids.iter().filter_map(|id| self.edition.book.find(kind, &id.value));
        ids.map(|id| self.link(id)).collect()
    }
}
