//! Links to records, with the content of hover cards.

use super::language_context::LanguageContext;
use super::link_base::LinkBase;
use super::link_cache::{CachedLink, PageLinkCache};
use super::link_card::LinkCard;
use super::page_context::PageContext;
use crate::model::{Kind, Record, RecordId};
use crate::render::template_value::value_of;
use crate::render::tracked::TrackedSite;
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
    /// The record's title as HTML.
    title_html: &'e Value,
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
        let LinkCard { title, title_html, id, description, date, label, .. } = card;
        let fields = || LinkFields { href, title, title_html, kind: card.kind(), id, description, date, label };
        value.get_or_init(|| value_of(&fields())).serialize(serializer)
    }
}

/// Creates a link from a page to a record, or to its translation into the page's language.
fn link<'e>(
    lang: &LanguageContext<'e>,
    site: TrackedSite<'_>,
    base: LinkBase<'_>,
    cache: &PageLinkCache,
    id: RecordId,
) -> LinkView<'e> {
    let CachedLink { to, href, value } = cache.get_or_insert_with(id, || {
        let to = site.in_language(id, lang.tag);
        (to, base.href(site.relations.path(to)))
    });
    LinkView { href, card: lang.link_card(to, site.recorder()), value }
}

/// Returns absolute links to all records of a language, by folder and id: `initiatives/x`.
pub(crate) fn absolute_links(lang: &LanguageContext<'_>, site: TrackedSite<'_>) -> BTreeMap<String, Value> {
    let config = site.records.config;
    let (base, cache) = (LinkBase::Absolute(&config.base_url), PageLinkCache::default());
    let records = site.records.shown().filter(|(_, record)| record.language == config.default_language);
    let with_folder = records.filter(|(_, record)| record.kind() != Kind::Index);
    let key = |record: &Record| format!("{}/{}", record.kind().folder(), record.id);
    with_folder.map(|(id, record)| (key(record), value_of(&link(lang, site, base, &cache, id)))).collect()
}

impl<'e> PageContext<'e> {
    /// Returns a link to a record.
    pub(super) fn link(&self, id: RecordId) -> LinkView<'e> {
        link(self.lang, self.site, self.link_base, self.link_cache, id)
    }

    /// Returns links to those of the records that have pages.
    pub(super) fn links(&self, ids: &[RecordId]) -> Vec<LinkView<'e>> {
        ids.iter().filter(|id| self.site.is_shown(**id)).map(|id| self.link(*id)).collect()
    }

    /// Returns links to records by ids in front matter; unknown ids are skipped.
    pub(super) fn links_by_id(&self, kind: Kind, ids: &[Spanned<String>]) -> Vec<LinkView<'e>> {
        let ids = ids.iter().filter_map(|id| self.site.find(kind, &id.value));
        ids.map(|id| self.link(id)).collect()
    }
}
