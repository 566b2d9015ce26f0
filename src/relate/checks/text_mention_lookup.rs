//! What the checks of names in texts look at: who is named where, as far as texts are known.

use crate::model::{Kind, RecordId, Site};
use crate::relate::index::name_key;
use crate::relate::per_record::Rows;
use crate::relate::{CitedArticle, RecordIndex, TextMention};

/// The texts of articles with the records that they name.
#[derive(Clone, Copy)]
pub(in crate::relate) struct TextMentionLookup<'a> {
    /// The briefing.
    pub(in crate::relate) site: &'a Site,
    /// Its records by id.
    pub(in crate::relate) index: &'a RecordIndex,
    /// Which articles each record cites.
    pub(in crate::relate) cited: Rows<'a, CitedArticle>,
    /// Which records each article's text names.
    pub(in crate::relate) mentions: Rows<'a, TextMention>,
}

impl<'a> TextMentionLookup<'a> {
    /// The records that an article's text names; nothing where the text is neither at hand nor locked.
    pub(super) fn mentions_in(self, article: RecordId) -> Option<&'a [TextMention]> {
        let article = self.index.canonical(article);
        let record = self.site.record(article);
        let is_locked = record.kind() == Kind::Article && self.site.lock.texts.contains_key(&*record.id);
        let is_known = record.text().is_some() || is_locked;
        is_known.then(|| &*self.mentions[article.0 as usize])
    }

    /// Whether a text names a record, be it within a longer name: a summit's name may hold that of its organization.
    pub(super) fn is_named(self, record: RecordId, mentions: &[TextMention]) -> bool {
        let lead = self.index.canonical(record);
        if mentions.iter().any(|mention| mention.record == lead) {
            return true;
        }
        let own: Vec<String> = self.names(lead).collect();
        let longer = mentions.iter().flat_map(|mention| self.names(mention.record));
        longer.into_iter().any(|longer| own.iter().any(|name| longer.contains(name.as_str())))
    }

    fn names(self, record: RecordId) -> impl Iterator<Item = String> {
        let record = self.site.record(record);
        let names = std::iter::once(&record.title).chain(&record.names);
        names.map(|name| name_key(&name.value)).filter(|name| !name.is_empty())
    }
}
