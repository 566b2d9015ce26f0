//! Parses content files into typed records, one file per kind.
//!
//! 1. The front matter is split off and parsed into a tree, the Markdown below it into a body.
//! 2. The kind's own keys are read, then the common ones (`common_keys`); the remaining ones are reported as unknown.
//! 3. Files beside an `index.md` become attachments.
//!
//! Records are parsed in parallel. Each collects its own diagnostics, and all are merged in path order.

mod actor;
mod article;
mod attachments;
mod claim;
mod common_keys;
mod event;
mod index;
mod initiative;
mod inline_markup;
mod names;
mod output_path;
mod paragraph;
mod plain_words;

pub(crate) use article::{MISSING_SUMMARY, UNKNOWN_KIND_OF_TEXT};
pub(crate) use claim::{CONTRADICTORY_ROLES, INVALID_PASSAGE, INVALID_ROLE};
pub(crate) use common_keys::MISSING_DESCRIPTION;
pub(crate) use event::LONG_LABEL;
pub(crate) use index::LONG_HEADLINE;
pub(crate) use inline_markup::MARKUP_WITHOUT_EFFECT;
pub(crate) use output_path::INVALID_PATH;

use super::article_text::ArticleTexts;
use super::front_matter::{self, Fields, ParsedTable};
use super::layout::{FileLayout, RecordFile, RecordPath};
use super::markdown::MarkdownReader;
use crate::diagnose::Diagnostics;
use crate::model::{Attachment, Config, Details, Edtf, Inline, Kind, Record, Text};
use crate::span::{FileId, Sources, Span, Spanned};
use common_keys::CommonKeys;
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Inputs shared by all records.
#[derive(Clone, Copy)]
pub(super) struct RecordContext<'a> {
    /// Classified files.
    pub(super) layout: &'a FileLayout,
    /// Texts of articles.
    pub(super) article_texts: &'a ArticleTexts,
    /// Configuration.
    pub(super) config: &'a Config,
}

/// Parses all records. Returns them sorted by kind, id and language, the default language first, and the diagnostics of
/// each file that has any.
pub(super) fn read_all(
    context: &RecordContext<'_>,
    sources: &Sources,
) -> (Vec<Arc<Record>>, BTreeMap<FileId, Diagnostics>) {
    let read_one = |file: &RecordFile| {
        let (record, diagnostics) = read(file, &sources.get(file.file).text, context);
        (Arc::new(record), diagnostics)
    };
    let read: Vec<(Arc<Record>, Diagnostics)> = context.layout.records.par_iter().map(read_one).collect();
    let (mut records, mut by_file) = (Vec::with_capacity(read.len()), BTreeMap::new());
    for ((record, diagnostics), file) in read.into_iter().zip(&context.layout.records) {
        if file.is_text && !diagnostics.is_empty() {
            by_file.insert(file.file, diagnostics);
        }
        if !file.is_duplicate {
            records.push(record);
        }
    }
    let default = &context.config.default_language;
    records.sort_by_cached_key(|record| {
        (record.kind(), Arc::clone(&record.id), record.language != *default, Arc::clone(&record.language))
    });
    (records, by_file)
}

/// Parses the file of a record.
pub(super) fn read(file: &RecordFile, text: &str, context: &RecordContext<'_>) -> (Record, Diagnostics) {
    let mut diagnostics = Diagnostics::default();
    let record_path = &file.path;
    let parts = front_matter::split(file.file, text, &mut diagnostics);
    let (block, parsed) = match parts.block {
        Some((format, block)) => (block.clone(), front_matter::parse(file.file, text, format, block, &mut diagnostics)),
        None => (parts.opening.clone(), ParsedTable::default()),
    };
    let mut markdown = MarkdownReader {
        file: file.file,
        source: text,
        language: &record_path.name.language,
        config: context.config.markdown,
        references: Vec::new(),
        diagnostics: Diagnostics::default(),
    };
    let body = markdown.read(parts.body.clone());
    let mut fields = Fields::new(&parsed, Span::new(file.file, parts.opening), text, &mut diagnostics);
    let mut details = details(record_path, context.article_texts, &mut fields, &mut markdown);
    let mut keys = common_keys::read(&mut fields, record_path);
    if record_path.kind == Kind::Article && body.blocks.is_empty() && !keys.is_draft() {
        article::report_missing_summary(&mut fields, Span::new(file.file, parts.body));
    }
    fields.finish();
    let title_markup = read_title(&mut keys, &details, &mut markdown);
    let notes = keys.description_mut().into_iter().chain(date_note(&mut details));
    let notes = notes.filter_map(|value| plain_words::read(value, &mut markdown)).collect();
    diagnostics.append(markdown.diagnostics);
    markdown.references.shrink_to_fit();
    let front_matter = Span::new(file.file, block);
    let files = attachments_of(record_path, context.layout);
    let record = keys.into_record(file, front_matter, details, body);
    (Record { references: markdown.references, files, notes, title_markup, ..record }, diagnostics)
}

/// Replaces the title by its plain words, and returns its Markdown. The title of an article has the marks of the article's
/// language.
fn read_title(keys: &mut CommonKeys, details: &Details, markdown: &mut MarkdownReader<'_>) -> Vec<Inline> {
    let Some(title) = keys.title_mut() else { return Vec::new() };
    let language = match details {
        Details::Article(article) => article.language.as_deref(),
        _ => None,
    };
    let mut reader = MarkdownReader {
        language: language.unwrap_or(markdown.language),
        references: Vec::new(),
        diagnostics: Diagnostics::default(),
        ..*markdown
    };
    let markup = inline_markup::read(title, "a title", &mut reader);
    let MarkdownReader { diagnostics, .. } = reader;
    markdown.diagnostics.append(diagnostics);
    markup
}

/// Restores attachments and article texts of cached records, which are sorted in site order. Returns `None` if the file
/// of one is missing or unusable.
pub(super) fn restore_attachments(
    mut records: Vec<Arc<Record>>,
    context: &RecordContext<'_>,
) -> Option<Vec<Arc<Record>>> {
    let files = &context.layout.records;
    for record in &mut records {
        let record = Arc::get_mut(record)?;
        let index = files.binary_search_by_key(&record.file, |file| file.file).ok()?;
        let RecordFile { path: record_path, is_text: true, is_duplicate: false, .. } = &files[index] else {
            return None;
        };
        record.files = attachments_of(record_path, context.layout);
        if let Details::Article(article) = &mut record.details {
            article.text = text_of(record_path, context.article_texts);
        }
    }
    Some(records)
}

fn attachments_of(record_path: &RecordPath, layout: &FileLayout) -> Vec<Attachment> {
    record_path.folder.as_deref().map(|folder| attachments::in_folder(folder, layout)).unwrap_or_default()
}

fn details(
    record_path: &RecordPath,
    texts: &ArticleTexts,
    fields: &mut Fields<'_, '_>,
    markdown: &mut MarkdownReader<'_>,
) -> Details {
    match record_path.kind {
        Kind::Article => {
            Details::Article(Box::new(article::read(fields, record_path, text_of(record_path, texts), markdown)))
        }
        Kind::Event => Details::Event(event::read(fields, record_path, markdown)),
        Kind::Initiative => Details::Initiative(initiative::read(fields, record_path, markdown)),
        Kind::Actor => Details::Actor(actor::read(fields)),
        Kind::Topic => Details::Topic,
        Kind::Page => Details::Page,
        Kind::Index => Details::Index(index::read(fields, record_path.introduces.unwrap_or_default(), markdown)),
    }
}

/// Returns the note on the date, of the kinds that have one.
fn date_note(details: &mut Details) -> Option<&mut Spanned<String>> {
    match details {
        Details::Event(event) => event.date_note.as_mut(),
        Details::Initiative(initiative) => initiative.date_note.as_mut(),
        Details::Article(article) => article.date_note.as_mut(),
        _ => None,
    }
}

/// Returns the text in the article's folder; the record itself is `index.md` there, or `ID.md` beside the folder.
fn text_of(record_path: &RecordPath, texts: &ArticleTexts) -> Option<Arc<Text>> {
    let folder = record_path
        .folder
        .clone()
        .unwrap_or_else(|| format!("content/{}/{}/", record_path.kind.folder(), record_path.name.id));
    texts.get(&folder).cloned()
}

/// Reads `date`, or falls back to the date prefix of the file name.
fn date(fields: &mut Fields<'_, '_>, record_path: &RecordPath) -> Option<Spanned<Edtf>> {
    let span = fields.span();
    fields.date("date").or_else(|| record_path.name.date.clone().map(|date| Spanned::new(date, span)))
}
