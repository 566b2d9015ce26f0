//! Turns a raw article into a proposed record with extracted metadata and classified lines.
//!
//! 1. `decode` converts the bytes to text, and [`crate::text`] the text to lines with roles.
//! 2. `mentions` and `duplicate` compare it with the content of the briefing.
//! 3. `record` writes the front matter.
//!
//! No metadata is invented: missing values stay empty. This module does not access the disk.

mod decode;
mod duplicate;
mod mentions;
mod name_check;
pub mod record;

pub use duplicate::Duplicate;
pub use mentions::Mention;

use crate::model::script::estimate_words;
use crate::model::{Details, Kind, NameLimits, Site, slugify};
use crate::text::text_shape::fold;
use crate::text::{self, Line, LineRole, ParsedText, SourceMetadata, TextFormat, pdf};
use std::collections::BTreeSet;
use std::sync::Arc;

/// File to import.
#[derive(Clone, Copy, Debug)]
pub struct ImportFile<'s> {
    /// Name of the file; its extension determines the format.
    pub name: &'s str,
    /// Content of the file.
    pub bytes: &'s [u8],
}

/// Existing content of the briefing, for duplicate detection and mentions.
#[derive(Clone, Debug, Default)]
pub struct ExistingContent {
    /// Default language of the briefing (BCP 47), whose names are searched in all texts.
    pub default_language: Arc<str>,
    /// Ids of articles in use.
    pub ids: BTreeSet<String>,
    /// Names of initiatives, actors and events that texts are searched for.
    pub names: Vec<RecordName>,
    /// Texts of articles by article id.
    pub texts: Vec<(Arc<str>, String)>,
    /// Titles of articles by article id.
    pub titles: Vec<(Arc<str>, String)>,
}

/// Name of a record.
#[derive(Clone, Debug)]
pub struct RecordName {
    /// Kind of the record.
    pub kind: Kind,
    /// Id of the record.
    pub id: Arc<str>,
    /// The name: a title or an alias.
    pub name: String,
    /// Language of the record (BCP 47).
    pub language: Arc<str>,
    /// Limits within which the name counts.
    pub limits: NameLimits,
}

impl ExistingContent {
    /// Collects names and ids of a briefing.
    pub fn new(site: &Site, texts: Vec<(Arc<str>, String)>) -> Self {
        let default_language = site.config.default_language.clone();
        let mut existing = ExistingContent { default_language, texts, ..ExistingContent::default() };
        for record in &site.records {
            if let Details::Article(_) = record.details {
                existing.ids.insert(record.id.to_string());
                existing.titles.push((Arc::clone(&record.id), record.title.value.clone()));
            }
            if record.kind().info().is_proposed_on_import {
                existing.names.extend(record.searched_names().map(|(name, limits)| RecordName {
                    kind: record.kind(),
                    id: Arc::clone(&record.id),
                    name: name.value.clone(),
                    language: Arc::clone(&record.language),
                    limits,
                }));
            }
        }
        existing
    }
}

/// Error of an import.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// The file is not text; with the reason.
    #[error("{0}")]
    NotText(String),
    /// The file contains no text.
    #[error("it is empty")]
    Empty,
    /// The text cannot be parsed.
    #[error("{0}")]
    Text(#[from] text::TextError),
}

impl ImportError {
    /// Returns the suggested fix.
    pub fn help(&self) -> &'static str {
        match self {
            ImportError::NotText(_) => "save the article as HTML, Markdown or plain text, and import that file",
            ImportError::Empty => "copy the article's text into the file",
            ImportError::Text(refused) => refused.help(),
        }
    }
}

/// Proposed record of an article.
#[derive(Clone, Debug)]
pub struct Proposal {
    /// Proposed id, not in use yet.
    pub id: String,
    /// Format of the text.
    pub format: TextFormat,
    /// Text in UTF-8, otherwise unchanged.
    pub text: String,
    /// Content of the file to write next to the record: the text, or the original PDF.
    pub file: Vec<u8>,
    /// Lines with their roles.
    pub lines: Vec<Line>,
    /// Metadata extracted from the text.
    pub metadata: SourceMetadata,
    /// Records that the text mentions.
    pub mentions: Vec<Mention>,
    /// Existing text that is similar.
    pub duplicate: Option<Duplicate>,
    /// Notes for the author to review.
    pub notes: Vec<String>,
}

impl Proposal {
    /// Iterates over the paragraphs and list items of the body in order; the first is ¶1.
    pub fn passages(&self) -> impl Iterator<Item = &Line> {
        self.lines.iter().filter(|line| line.is_passage())
    }

    /// Iterates over the lines with a role.
    pub fn with_role(&self, role: LineRole) -> impl Iterator<Item = &Line> {
        self.lines.iter().filter(move |line| line.has(role))
    }
}

/// Parses a file and proposes a record for it. Deterministic; never panics.
pub fn propose(source: &ImportFile<'_>, existing: &ExistingContent) -> Result<Proposal, ImportError> {
    let ImportFile { bytes, name } = source;
    let opened = if pdf::is_pdf(bytes) { open_pdf(bytes)? } else { open_text(name, bytes)? };
    let OpenedFile { format, text, file, parsed, note } = opened;
    let passages: Vec<&str> = parsed.paragraphs().map(|line| line.text.as_str()).collect();
    let body = passages.join("\n");
    let language = parsed.metadata.language.clone().or_else(|| text::language_of(&body));
    let mentions = mentions::find(&passages, language.as_deref().unwrap_or_default(), existing);
    let duplicate = duplicate::find(&body, &existing.texts);
    let mut notes: Vec<String> = note.into_iter().chain(review_notes(&parsed.metadata, &passages)).collect();
    if duplicate.is_none() {
        notes.extend(same_title_note(&parsed.metadata, format, existing));
    }
    let ParsedText { lines, mut metadata } = parsed;
    metadata.language = language;
    let id = unused_id(&propose_id(&metadata), &existing.ids);
    Ok(Proposal { id, format, text, file, lines, metadata, mentions, duplicate, notes })
}

/// File after decoding and parsing.
struct OpenedFile {
    format: TextFormat,
    text: String,
    file: Vec<u8>,
    parsed: ParsedText,
    note: Option<String>,
}

fn open_pdf(bytes: &[u8]) -> Result<OpenedFile, ImportError> {
    let pdf = pdf::extract(bytes).map_err(text::TextError::Pdf)?;
    let parsed = text::read_pdf(&pdf);
    Ok(OpenedFile { format: TextFormat::Pdf, text: pdf.text, file: bytes.to_vec(), parsed, note: None })
}

fn open_text(name: &str, bytes: &[u8]) -> Result<OpenedFile, ImportError> {
    let decode::Decoded { mut text, is_utf8, note } = decode::decode(bytes)?;
    let format = TextFormat::from_file_name(name).filter(|format| *format != TextFormat::Pdf);
    let format = format.unwrap_or_else(|| TextFormat::detect(&text));
    if format == TextFormat::Html && !is_utf8 {
        // The page still declares its old encoding: the byte order mark takes precedence in browsers.
        text.insert(0, '\u{feff}');
    }
    let parsed = text::read(&text, format)?;
    Ok(OpenedFile { format, file: text.clone().into_bytes(), text, parsed, note })
}

/// Returns a note if an article without a text has the same title; duplicate detection needs the text.
fn same_title_note(metadata: &SourceMetadata, format: TextFormat, existing: &ExistingContent) -> Option<String> {
    let title = fold(&metadata.title.as_ref()?.value);
    let has_text = |id: &Arc<str>| existing.texts.iter().any(|(other_id, _)| other_id == id);
    let (id, _) = existing.titles.iter().find(|(id, other_title)| fold(other_title) == title && !has_text(id))?;
    let name = format.file_name();
    Some(format!("`{id}` has the same title and no text; if this is its text, save it as content/articles/{id}/{name}"))
}

/// Minimum number of words of a complete article.
const MIN_WORDS: usize = 50;

fn review_notes(metadata: &SourceMetadata, passages: &[&str]) -> Vec<String> {
    let mut notes = name_check::misspelling_notes(&metadata.authors, passages);
    let words: usize = passages.iter().map(|passage| estimate_words(passage)).sum();
    if passages.is_empty() {
        notes.push("it contains no paragraphs; check that it is the article".to_owned());
    } else if words < MIN_WORDS {
        notes.push(format!("its paragraphs have only {words} words; check that it is the complete article"));
    }
    notes
}

/// Derives an id from the family name (or name) of the first author, else the outlet or the title, and the year.
fn propose_id(metadata: &SourceMetadata) -> String {
    let author = metadata.authors.first().map(|author| slugify(author.family_or_name()));
    let outlet = || metadata.outlet.as_ref().map(|outlet| slugify(&outlet.value));
    let title = || metadata.title.as_ref().map(|title| slugify(&title.value));
    let stem = author.or_else(outlet).or_else(title).filter(|stem| !stem.is_empty());
    let stem: String = stem.unwrap_or_else(|| "article".to_owned()).chars().take(60).collect();
    let year = metadata.date_line.as_ref().and_then(|date_line| date_line.value.date.get(..4));
    year.map_or_else(|| stem.clone(), |year| format!("{}-{year}", stem.trim_end_matches('-')))
}

/// Returns the id, with a numeric suffix if it is in use.
pub fn unused_id(id: &str, used: &BTreeSet<String>) -> String {
    if !used.contains(id) {
        return id.to_owned();
    }
    (2..=used.len() + 2).map(|number| format!("{id}-{number}")).find(|id| !used.contains(id)).unwrap_or_default()
}
