//! Turns a raw article into a proposed record: what it says of itself, and what each of its lines is for.
//!
//! 1. `decode` reads the bytes as text, and [`crate::text`] the text as lines with roles.
//! 2. `mentions` and `duplicate` compare it with what the briefing has.
//! 3. `record` writes the front matter.
//!
//! Nothing is invented: what a text does not state stays empty. Nothing here touches the disk.

mod decode;
mod duplicate;
mod mentions;
mod name_check;
pub mod record;

pub use duplicate::Duplicate;
pub use mentions::Mention;

use crate::model::script::estimate_words;
use crate::model::{Details, Kind, Site, slugify};
use crate::text::text_shape::fold;
use crate::text::{self, Line, LineRole, ParsedText, SourceMetadata, TextFormat, pdf};
use std::collections::BTreeSet;
use std::sync::Arc;

/// A file to import.
#[derive(Clone, Copy, Debug)]
pub struct ImportFile<'s> {
    /// The file's name; its ending tells the format.
    pub name: &'s str,
    /// Its bytes.
    pub bytes: &'s [u8],
}

/// What the briefing has already.
#[derive(Clone, Debug, Default)]
pub struct ExistingContent {
    /// Ids of articles that are taken.
    pub ids: BTreeSet<String>,
    /// Names of initiatives, actors and events.
    pub names: Vec<RecordName>,
    /// Texts of articles, by the article's id.
    pub texts: Vec<(Arc<str>, String)>,
    /// Titles of articles, by the article's id.
    pub titles: Vec<(Arc<str>, String)>,
}

/// A name of a record.
#[derive(Clone, Debug)]
pub struct RecordName {
    /// The record's kind.
    pub kind: Kind,
    /// The record's id.
    pub id: Arc<str>,
    /// The name.
    pub name: String,
}

impl ExistingContent {
    /// Gathers names and ids from a briefing.
    pub fn new(site: &Site, texts: Vec<(Arc<str>, String)>) -> Self {
        let mut known = ExistingContent { texts, ..ExistingContent::default() };
        for record in &site.records {
            if let Details::Article(_) = record.details {
                known.ids.insert(record.id.to_string());
                known.titles.push((Arc::clone(&record.id), record.title.value.clone()));
            }
            if matches!(record.kind(), Kind::Initiative | Kind::Actor | Kind::Event) {
                let names = std::iter::once(&record.title).chain(&record.names).map(|name| name.value.trim());
                known.names.extend(names.filter(|name| !name.is_empty()).map(|name| RecordName {
                    kind: record.kind(),
                    id: Arc::clone(&record.id),
                    name: name.to_owned(),
                }));
            }
        }
        known
    }
}

/// Why a file cannot be imported.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// Its bytes are no text.
    #[error("{0}")]
    NotText(String),
    /// There is nothing in it.
    #[error("there is nothing in it")]
    Empty,
    /// Its text cannot be read.
    #[error("{0}")]
    Text(#[from] text::TextError),
}

impl ImportError {
    /// What to do about it.
    pub fn help(&self) -> &'static str {
        match self {
            ImportError::NotText(_) => "save the article as HTML, Markdown or plain text, and import that",
            ImportError::Empty => "copy the article's words into it",
            ImportError::Text(refused) => refused.help(),
        }
    }
}

/// A proposed article.
#[derive(Clone, Debug)]
pub struct Proposal {
    /// Its id, not taken yet.
    pub id: String,
    /// How the text is written.
    pub format: TextFormat,
    /// The text in UTF-8, as received but for its encoding.
    pub text: String,
    /// What is written beside the record: the text, or the PDF that it was taken out of.
    pub file: Vec<u8>,
    /// The lines with their roles.
    pub lines: Vec<Line>,
    /// What it says of itself.
    pub metadata: SourceMetadata,
    /// Which records it mentions.
    pub mentions: Vec<Mention>,
    /// The text that is already there.
    pub duplicate: Option<Duplicate>,
    /// What someone should look at.
    pub notes: Vec<String>,
}

impl Proposal {
    /// The body's paragraphs and list items, in order: ¶1 is the first.
    pub fn passages(&self) -> impl Iterator<Item = &Line> {
        self.lines.iter().filter(|line| line.is_passage())
    }

    /// The lines of a role.
    pub fn with_role(&self, role: LineRole) -> impl Iterator<Item = &Line> {
        self.lines.iter().filter(move |line| line.has(role))
    }
}

/// Reads a file and proposes a record for it. Gives the same for the same input, and never panics.
pub fn propose(source: &ImportFile<'_>, known: &ExistingContent) -> Result<Proposal, ImportError> {
    let ImportFile { bytes, name } = source;
    let opened = if pdf::is_pdf(bytes) { open_pdf(bytes)? } else { open_text(name, bytes)? };
    let OpenedFile { format, text, file, parsed: reading, note } = opened;
    let passages: Vec<&str> = reading.paragraphs().map(|line| line.text.as_str()).collect();
    let body = passages.join("\n");
    let mentions = mentions::find(&passages, known);
    let duplicate = duplicate::find(&body, &known.texts);
    let mut notes: Vec<String> = note.into_iter().chain(review_notes(&reading.metadata, &passages)).collect();
    if duplicate.is_none() {
        notes.extend(same_title_note(&reading.metadata, format, known));
    }
    let ParsedText { lines, metadata: mut found } = reading;
    found.language = found.language.or_else(|| text::language_of(&body));
    let id = unused_id(&propose_id(&found), &known.ids);
    Ok(Proposal { id, format, text, file, lines, metadata: found, mentions, duplicate, notes })
}

/// A file whose text was read.
struct OpenedFile {
    format: TextFormat,
    text: String,
    file: Vec<u8>,
    parsed: ParsedText,
    note: Option<String>,
}

fn open_pdf(bytes: &[u8]) -> Result<OpenedFile, ImportError> {
    let pdf = pdf::extract(bytes).map_err(text::TextError::Pdf)?;
    let reading = text::read_pdf(&pdf);
    Ok(OpenedFile { format: TextFormat::Pdf, text: pdf.text, file: bytes.to_vec(), parsed: reading, note: None })
}

fn open_text(name: &str, bytes: &[u8]) -> Result<OpenedFile, ImportError> {
    let decode::Decoded { mut text, is_utf8, note } = decode::decode(bytes)?;
    let format = TextFormat::from_file_name(name).filter(|format| *format != TextFormat::Pdf);
    let format = format.unwrap_or_else(|| TextFormat::detect(&text));
    if format == TextFormat::Html && !is_utf8 {
        // The page goes on declaring another encoding: the mark tells browsers better.
        text.insert(0, '\u{feff}');
    }
    let reading = text::read(&text, format)?;
    Ok(OpenedFile { format, file: text.clone().into_bytes(), text, parsed: reading, note })
}

/// Says when an article without its text, which would tell, has the same title.
fn same_title_note(found: &SourceMetadata, format: TextFormat, known: &ExistingContent) -> Option<String> {
    let title = fold(&found.title.as_ref()?.value);
    let has_text = |id: &Arc<str>| known.texts.iter().any(|(other, _)| other == id);
    let (id, _) = known.titles.iter().find(|(id, other)| fold(other) == title && !has_text(id))?;
    let name = format.file_name();
    Some(format!("`{id}` has the same title and no text: if this is it, it belongs at content/articles/{id}/{name}"))
}

/// How many words an article has at least, for it to be taken for a whole one.
const MIN_WORDS: usize = 50;

fn review_notes(found: &SourceMetadata, passages: &[&str]) -> Vec<String> {
    let mut notes = name_check::misspelling_notes(&found.authors, passages);
    let words: usize = passages.iter().map(|passage| estimate_words(passage)).sum();
    if passages.is_empty() {
        notes.push("no paragraph was found in it: is it the article?".to_owned());
    } else if words < MIN_WORDS {
        notes.push(format!("its paragraphs have only {words} words: is it the whole article?"));
    }
    notes
}

/// Family name, or name, of the first author and the year; else the outlet or the title.
fn propose_id(found: &SourceMetadata) -> String {
    let author = found.authors.first().map(|author| slugify(author.family_or_name()));
    let outlet = || found.outlet.as_ref().map(|outlet| slugify(&outlet.value));
    let title = || found.title.as_ref().map(|title| slugify(&title.value));
    let word = author.or_else(outlet).or_else(title).filter(|word| !word.is_empty());
    let word: String = word.unwrap_or_else(|| "article".to_owned()).chars().take(60).collect();
    let year = found.date_line.as_ref().and_then(|stamp| stamp.value.date.get(..4));
    year.map_or_else(|| word.clone(), |year| format!("{}-{year}", word.trim_end_matches('-')))
}

/// The id, with a number behind it when it is taken.
pub fn unused_id(id: &str, taken: &BTreeSet<String>) -> String {
    if !taken.contains(id) {
        return id.to_owned();
    }
    (2..=taken.len() + 2).map(|number| format!("{id}-{number}")).find(|id| !taken.contains(id)).unwrap_or_default()
}
