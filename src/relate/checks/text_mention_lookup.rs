//! Lookup of the records mentioned in article texts, shared by the checks of names.

use crate::model::script::is_unspaced;
use crate::model::{Kind, RecordId, Site};
use crate::names::LooseText;
use crate::relate::index::name_key;
use crate::relate::per_record::Rows;
use crate::relate::{CitedArticle, RecordIndex, TextMention};
use rustc_hash::FxHashMap;

/// Records mentioned in article texts, and articles cited by records.
#[derive(Clone, Copy)]
pub(in crate::relate) struct TextMentionLookup<'a> {
    /// All records.
    pub(in crate::relate) site: &'a Site,
    /// Index of the records.
    pub(in crate::relate) index: &'a RecordIndex,
    /// Articles cited by each record.
    pub(in crate::relate) cited: Rows<'a, CitedArticle>,
    /// Records mentioned in each article's text.
    pub(in crate::relate) mentions: Rows<'a, TextMention>,
}

impl<'a> TextMentionLookup<'a> {
    /// Returns the records mentioned in an article's text, or `None` if the text is neither available nor locked.
    pub(super) fn mentions_in(self, article: RecordId) -> Option<&'a [TextMention]> {
        let article = self.index.canonical(article);
        let record = self.site.record(article);
        let is_locked = record.kind() == Kind::Article && self.site.lock.texts.contains_key(&*record.id);
        let is_available = record.text().is_some() || is_locked;
        is_available.then(|| &*self.mentions[article.0 as usize])
    }

    /// Checks whether `mentions` include a record, also within a longer name: the name of a summit can contain that of
    /// its organization.
    pub(super) fn is_named(self, record: RecordId, mentions: &[TextMention]) -> bool {
        let canonical = self.index.canonical(record);
        if mentions.iter().any(|mention| mention.record == canonical) {
            return true;
        }
        let names: Vec<String> = self.names(canonical).collect();
        let mut mentioned = mentions.iter().flat_map(|mention| self.names(mention.record));
        mentioned.any(|mentioned| names.iter().any(|name| has_words(&mentioned, name)))
    }

    fn names(self, record: RecordId) -> impl Iterator<Item = String> {
        let record = self.site.record(record);
        let names = record.title_and_names();
        names.map(|name| name_key(&name.value)).filter(|name| !name.is_empty())
    }
}

/// Texts of articles, read when they are first asked for.
pub(super) struct LooseTexts<'a> {
    lookup: TextMentionLookup<'a>,
    texts: FxHashMap<RecordId, LooseText>,
}

impl<'a> LooseTexts<'a> {
    /// Creates an empty cache.
    pub(super) fn new(lookup: &TextMentionLookup<'a>) -> LooseTexts<'a> {
        LooseTexts { lookup: *lookup, texts: FxHashMap::default() }
    }

    /// Checks whether an article's text may name a record in a form that the matcher does not know; false without a text.
    pub(super) fn may_name(&mut self, article: RecordId, record: RecordId) -> bool {
        let TextMentionLookup { site, index, .. } = self.lookup;
        let article = index.canonical(article);
        let Some(text) = site.record(article).text() else { return false };
        let read = || LooseText::new(text.passages.iter().map(|passage| &*passage.words));
        let text = self.texts.entry(article).or_insert_with(read);
        site.record(index.canonical(record)).title_and_names().any(|name| text.may_name(&name.value))
    }
}

/// Checks whether a name contains the words of another.
fn has_words(name: &str, part: &str) -> bool {
    fn words(text: &str) -> Vec<&str> {
        text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect()
    }
    // In scripts without spaces, a name is one word with all that it contains.
    if part.contains(is_unspaced) && name.contains(part) {
        return true;
    }
    let part = words(part);
    !part.is_empty() && words(name).windows(part.len()).any(|window| window == part)
}
