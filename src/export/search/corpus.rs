//! Lists the records of each language's index.

use super::super::ExportContext;
use crate::model::{Kind, RecordId};
use crate::render::Messages;
use std::sync::Arc;

/// The records that the search of a language finds.
pub(super) struct Corpus<'a> {
    /// Messages of the language.
    pub(super) messages: &'a Arc<Messages>,
    /// Folder of the language's search page.
    pub(super) folder: String,
    /// Records, ordered by kind.
    pub(super) records: Vec<RecordId>,
}

impl<'a> Corpus<'a> {
    /// Lists the languages; none if there is no search.
    pub(super) fn all(export: ExportContext<'a>) -> Vec<Corpus<'a>> {
        let corpus = |messages: &'a Arc<Messages>| {
            let folder = export.site.config.search_path(&messages.language)?;
            Some(Corpus { messages, folder, records: records(export, &messages.language) })
        };
        export.pages.messages.iter().filter_map(corpus).collect()
    }
}

/// Returns the records that pages of a language list: those translated into it, those that exist only in the default
/// language, and all articles.
fn records(export: ExportContext<'_>, language: &str) -> Vec<RecordId> {
    let ExportContext { site, relations, .. } = export;
    let is_shown = |id: RecordId| site.drafts || !site.record(id).draft;
    let canonical = |id: RecordId| Some(relations.index.canonical(id)).filter(|id| is_shown(*id)).unwrap_or(id);
    let mut records: Vec<(Kind, RecordId)> = Vec::new();
    for (id, record) in site.visible() {
        let is_of_language = record.language == site.config.default_language || *record.language == *language;
        if canonical(id) != id || !(is_of_language || record.kind() == Kind::Article) {
            continue;
        }
        let mut translations = relations.index.translations(id);
        let translated = translations.find(|(tag, other)| ***tag == *language && is_shown(*other));
        let id = translated.map_or(id, |(_, other)| other);
        if site.record(id).in_search_index {
            records.push((record.kind(), id));
        }
    }
    records.sort_unstable();
    records.into_iter().map(|(_, id)| id).collect()
}
