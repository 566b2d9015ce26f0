//! Turns content files into typed records, one file per kind.
//!
//! 1. The front matter is split off and read as a tree; the Markdown below it is read into a body.
//! 2. The kind's own keys are taken, then those that all kinds have (`keys`); what is left over is unknown.
//! 3. Files beside an `index.md` become attachments.
//!
//! Records are read in parallel. Each gathers its own findings, and all are put together in the order of the files'
//! paths.

mod actor;
mod article;
mod attachments;
mod claim;
mod common_keys;
mod event;
mod index;
mod initiative;
mod output_path;
mod url;

pub(crate) use article::MISSING_SUMMARY;
pub(crate) use claim::BAD_PASSAGE;
pub(crate) use common_keys::MISSING_DESCRIPTION;
pub(crate) use output_path::BAD_PATH;
pub(crate) use url::BAD_URL;

use super::article_text::ArticleTexts;
use super::front_matter::{self, Fields, ParsedTable};
use super::layout::{FileLayout, RecordFile, RecordPath};
use super::markdown::MarkdownReader;
use crate::diagnose::Diagnostics;
use crate::model::{Attachment, Config, Details, Edtf, Kind, Record, Text};
use crate::span::{FileId, Sources, Span, Spanned};
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::sync::Arc;

/// What records are read from.
#[derive(Clone, Copy)]
pub(super) struct RecordContext<'a> {
    /// What the files are.
    pub(super) layout: &'a FileLayout,
    /// The texts of articles.
    pub(super) article_texts: &'a ArticleTexts,
    /// The configuration.
    pub(super) config: &'a Config,
}

/// Reads all records, in the order of kind, id and language, the default language first; and what was found in which file.
pub(super) fn read_all(
    ground: &RecordContext<'_>,
    sources: &Sources,
) -> (Vec<Arc<Record>>, BTreeMap<FileId, Diagnostics>) {
    let read_one = |file: &RecordFile| {
        let (record, found) = read(file, &sources.get(file.file).text, ground);
        (Arc::new(record), found)
    };
    let read: Vec<(Arc<Record>, Diagnostics)> = ground.layout.records.par_iter().map(read_one).collect();
    let (mut records, mut found) = (Vec::with_capacity(read.len()), BTreeMap::new());
    for ((record, findings), file) in read.into_iter().zip(&ground.layout.records) {
        if file.is_text && !findings.is_empty() {
            found.insert(file.file, findings);
        }
        if !file.is_duplicate {
            records.push(record);
        }
    }
    let default = &ground.config.default_language;
    records.sort_by_cached_key(|record| {
        (record.kind(), Arc::clone(&record.id), record.language != *default, Arc::clone(&record.language))
    });
    (records, found)
}

/// Reads the file of a record.
pub(super) fn read(file: &RecordFile, text: &str, ground: &RecordContext<'_>) -> (Record, Diagnostics) {
    let mut found = Diagnostics::default();
    let slot = &file.path;
    let parts = front_matter::split(file.file, text, &mut found);
    let (block, parsed) = match parts.block {
        Some((format, block)) => (block.clone(), front_matter::parse(file.file, text, format, block, &mut found)),
        None => (parts.opening.clone(), ParsedTable::default()),
    };
    let mut markdown = MarkdownReader {
        file: file.file,
        source: text,
        config: ground.config.markdown,
        references: Vec::new(),
        diagnostics: Diagnostics::default(),
    };
    let body = markdown.read(parts.body.clone());
    let mut fields = Fields::new(&parsed, Span::new(file.file, parts.opening), text, &mut found);
    let details = details(slot, ground.article_texts, &mut fields, &mut markdown);
    let keys = common_keys::read(&mut fields, slot);
    if slot.kind == Kind::Article && body.blocks.is_empty() && !keys.is_draft() {
        article::report_missing_summary(&mut fields, Span::new(file.file, parts.body));
    }
    fields.finish();
    found.append(markdown.diagnostics);
    markdown.references.shrink_to_fit();
    let front_matter = Span::new(file.file, block);
    let files = attachments_of(slot, ground.layout);
    let record =
        Record { references: markdown.references, files, ..keys.into_record(file, front_matter, details, body) };
    (record, found)
}

/// Gives records that were kept, in the order of the site, what lies beside their files; nothing when one is not among the
/// files.
pub(super) fn restore_attachments(
    mut records: Vec<Arc<Record>>,
    ground: &RecordContext<'_>,
) -> Option<Vec<Arc<Record>>> {
    let files = &ground.layout.records;
    for record in &mut records {
        let record = Arc::get_mut(record)?;
        let place = files.binary_search_by_key(&record.file, |file| file.file).ok()?;
        let RecordFile { path: slot, is_text: true, is_duplicate: false, .. } = &files[place] else { return None };
        record.files = attachments_of(slot, ground.layout);
        if let Details::Article(article) = &mut record.details {
            article.text = text_of(slot, ground.article_texts);
        }
    }
    Some(records)
}

fn attachments_of(slot: &RecordPath, layout: &FileLayout) -> Vec<Attachment> {
    slot.folder.as_deref().map(|folder| attachments::in_folder(folder, layout)).unwrap_or_default()
}

fn details(
    slot: &RecordPath,
    texts: &ArticleTexts,
    fields: &mut Fields<'_, '_>,
    markdown: &mut MarkdownReader<'_>,
) -> Details {
    match slot.kind {
        Kind::Article => Details::Article(Box::new(article::read(fields, slot, text_of(slot, texts)))),
        Kind::Event => Details::Event(event::read(fields, slot)),
        Kind::Initiative => Details::Initiative(initiative::read(fields, slot)),
        Kind::Actor => Details::Actor(actor::read(fields)),
        Kind::Topic => Details::Topic,
        Kind::Page => Details::Page,
        Kind::Index => Details::Index(index::read(fields, slot.introduces.unwrap_or_default(), markdown)),
    }
}

/// The text beside an article, which may be written in its folder or as `ID.md` beside the folder.
fn text_of(slot: &RecordPath, texts: &ArticleTexts) -> Option<Arc<Text>> {
    let folder = slot.folder.clone().unwrap_or_else(|| format!("content/{}/{}/", slot.kind.folder(), slot.name.id));
    texts.get(&folder).cloned()
}

/// Reads `date`; when it is not written, the date in front of the file's name.
fn date(fields: &mut Fields<'_, '_>, slot: &RecordPath) -> Option<Spanned<Edtf>> {
    let place = fields.span();
    fields.date("date").or_else(|| slot.name.date.map(|date| Spanned::new(date, place)))
}
