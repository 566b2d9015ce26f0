//! Links to records, with what a hover card shows.

use super::language_context::LanguageContext;
use super::link_base::LinkBase;
use super::link_cache::{CachedLink, PageLinkCache};
use super::link_card::LinkCard;
use super::page_context::PageContext;
use crate::model::{Kind, Record, RecordId};
use crate::render::value_hash::value_of;
use crate::span::Spanned;
use serde::{Serialize, Serializer};
use std::cell::OnceCell;
use std::collections::BTreeMap;
use std::rc::Rc;
use tera::Value;

/// A link to a record.
#[derive(Clone, Debug)]
pub(crate) struct LinkView<'e> {
    /// Where it leads, from the page.
    pub(crate) href: Rc<str>,
    /// What it shows.
    pub(crate) card: &'e LinkCard,
    value: Rc<OnceCell<Value>>,
}

/// What templates see of a link.
#[derive(Serialize)]
struct LinkFields<'e> {
    /// Where it leads, from the page.
    href: &'e str,
    /// The record's title.
    title: &'e Value,
    /// The record's kind.
    kind: Kind,
    /// The record's id.
    id: &'e Value,
    /// One line about it.
    description: &'e Value,
    /// Its date in words.
    date: &'e Value,
    /// What sort of its kind it is, or an event's place.
    label: &'e Value,
}

impl Serialize for LinkView<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let LinkView { href, card, value } = self;
        let LinkCard { title, id, description, date, label, .. } = card;
        let fields = || LinkFields { href, title, kind: card.kind(), id, description, date, label };
        value.get_or_init(|| value_of(&fields())).serialize(serializer)
    }
}

/// Makes a link from a place to a record, in the edition's language when it is translated.
fn link<'e>(
    edition: &'e LanguageContext<'_>,
    place: LinkBase<'_>,
    links: &PageLinkCache,
    id: RecordId,
) -> LinkView<'e> {
    let CachedLink { to, href, value } = links.get_or_insert_with(id, || {
        let to = edition.site.in_language(id, &edition.tag);
        (to, place.href(edition.site.relations.path(to)))
    });
    LinkView { href, card: edition.link_card(to), value }
}

/// Links to all records of an edition with absolute addresses, by kind's folder and id: `initiatives/x`.
pub(crate) fn absolute_links(edition: &LanguageContext<'_>) -> BTreeMap<String, Value> {
    let site = edition.site.records;
    let (place, links) = (LinkBase::Absolute(&site.config.base_url), PageLinkCache::default());
    let records = site.shown().filter(|(_, record)| record.language == site.config.default_language);
    let named = records.filter(|(_, record)| record.kind() != Kind::Index);
    let name = |record: &Record| format!("{}/{}", record.kind().folder(), record.id);
    named.map(|(id, record)| (name(record), value_of(&link(edition, place, &links, id)))).collect()
}

impl<'e> PageContext<'e> {
    /// A link to a record.
    pub(super) fn link(&self, id: RecordId) -> LinkView<'e> {
        link(self.lang, self.link_base, self.link_cache, id)
    }

    /// Links to those of the records that have pages.
    pub(super) fn links(&self, ids: &[RecordId]) -> Vec<LinkView<'e>> {
        ids.iter().filter(|id| self.lang.site.is_shown(**id)).map(|id| self.link(*id)).collect()
    }

    /// Links to records named in front matter; unknown ones are left out.
    pub(super) fn links_by_id(&self, kind: Kind, ids: &[Spanned<String>]) -> Vec<LinkView<'e>> {
        let ids = ids.iter().filter_map(|id| self.lang.site.find(kind, &id.value));
        ids.map(|id| self.link(id)).collect()
    }
}
