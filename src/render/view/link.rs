//! Links to records, with the content of hover cards.

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
    /// Link from the page to the record.
    pub(crate) href: Rc<str>,
    /// Title and metadata of the record.
    pub(crate) card: &'e LinkCard,
    value: Rc<OnceCell<Value>>,
}

/// Serialized form of a link.
#[derive(Serialize)]
struct LinkFields<'e> {
    /// Link from the page to the record.
    href: &'e str,
    /// The record's title.
    title: &'e Value,
    /// The record's kind.
    kind: Kind,
    /// The record's id.
    id: &'e Value,
    /// The record's description.
    description: &'e Value,
    /// The record's date as text.
    date: &'e Value,
    /// The record's subkind, or the place of an event.
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

/// Creates a link from a page to a record, or to its translation into the page's language.
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

/// Returns absolute links to all records of a language, by folder and id: `initiatives/x`.
pub(crate) fn absolute_links(edition: &LanguageContext<'_>) -> BTreeMap<String, Value> {
    let site = edition.site.records;
    let (place, links) = (LinkBase::Absolute(&site.config.base_url), PageLinkCache::default());
    let records = site.shown().filter(|(_, record)| record.language == site.config.default_language);
    let named = records.filter(|(_, record)| record.kind() != Kind::Index);
    let name = |record: &Record| format!("{}/{}", record.kind().folder(), record.id);
    named.map(|(id, record)| (name(record), value_of(&link(edition, place, &links, id)))).collect()
}

impl<'e> PageContext<'e> {
    /// Returns a link to a record.
    pub(super) fn link(&self, id: RecordId) -> LinkView<'e> {
        link(self.lang, self.link_base, self.link_cache, id)
    }

    /// Returns links to those of the records that have pages.
    pub(super) fn links(&self, ids: &[RecordId]) -> Vec<LinkView<'e>> {
        ids.iter().filter(|id| self.lang.site.is_shown(**id)).map(|id| self.link(*id)).collect()
    }

    /// Returns links to records by ids in front matter; unknown ids are skipped.
    pub(super) fn links_by_id(&self, kind: Kind, ids: &[Spanned<String>]) -> Vec<LinkView<'e>> {
        let ids = ids.iter().filter_map(|id| self.lang.site.find(kind, &id.value));
        ids.map(|id| self.link(id)).collect()
    }
}
