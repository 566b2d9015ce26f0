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

use crate::model::script::length_in_words;
use crate::model::{Details, Kind, Site, slugify};
use crate::text::wording::fold;
use crate::text::{self, Findings, Format, Line, Reading, Role, pdf};
use std::collections::BTreeSet;
use std::sync::Arc;

/// A file to import.
#[derive(Clone, Copy, Debug)]
pub struct Source<'s> {
    /// The file's name; its ending tells the format.
    pub name: &'s str,
    /// Its bytes.
    pub bytes: &'s [u8],
}

/// What the briefing has already.
#[derive(Clone, Debug, Default)]
pub struct Known {
    /// Ids of articles that are taken.
    pub ids: BTreeSet<String>,
    /// Names of initiatives, actors and events.
    pub names: Vec<KnownName>,
    /// Texts of articles, by the article's id.
    pub texts: Vec<(Arc<str>, String)>,
    /// Titles of articles, by the article's id.
    pub titles: Vec<(Arc<str>, String)>,
}

/// A name of a record.
#[derive(Clone, Debug)]
pub struct KnownName {
    /// The record's kind.
    pub kind: Kind,
    /// The record's id.
    pub id: Arc<str>,
    /// The name.
    pub name: String,
}

impl Known {
    /// Gathers names and ids from a briefing.
    pub fn new(site: &Site, texts: Vec<(Arc<str>, String)>) -> Self {
        let mut known = Known { texts, ..Known::default() };
        for record in &site.records {
            if let Details::Article(_) = record.details {
                known.ids.insert(record.id.to_string());
                known.titles.push((Arc::clone(&record.id), record.title.value.clone()));
            }
            if matches!(record.kind(), Kind::Initiative | Kind::Actor | Kind::Event) {
                let names = std::iter::once(&record.title).chain(&record.names).map(|name| name.value.trim());
                known.names.extend(names.filter(|name| !name.is_empty()).map(|name| KnownName {
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
pub enum Refused {
    /// Its bytes are no text.
    #[error("{0}")]
    NotText(String),
    /// There is nothing in it.
    #[error("there is nothing in it")]
    Empty,
    /// Its text cannot be read.
    #[error("{0}")]
    Text(#[from] text::Refused),
}

impl Refused {
    /// What to do about it.
    pub fn help(&self) -> &'static str {
        match self {
            Refused::NotText(_) => "save the article as HTML, Markdown or plain text, and import that",
            Refused::Empty => "copy the article's words into it",
            Refused::Text(refused) => refused.help(),
        }
    }
}

/// A proposed article.
#[derive(Clone, Debug)]
pub struct Proposal {
    /// Its id, not taken yet.
    pub id: String,
    /// How the text is written.
    pub format: Format,
    /// The text in UTF-8, as received but for its encoding.
    pub text: String,
    /// What is written beside the record: the text, or the PDF that it was taken out of.
    pub file: Vec<u8>,
    /// The lines with their roles.
    pub lines: Vec<Line>,
    /// What it says of itself.
    pub found: Findings,
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
    pub fn of_role(&self, role: Role) -> impl Iterator<Item = &Line> {
        self.lines.iter().filter(move |line| line.has(role))
    }
}

/// Reads a file and proposes a record for it. Gives the same for the same input, and never panics.
pub fn propose(source: &Source<'_>, known: &Known) -> Result<Proposal, Refused> {
    let Source { bytes, name } = source;
    let opened = if pdf::is_pdf(bytes) { open_pdf(bytes)? } else { open_text(name, bytes)? };
    let Opened { format, text, file, reading, note } = opened;
    let passages: Vec<&str> = reading.paragraphs().map(|line| line.text.as_str()).collect();
    let body = passages.join("\n");
    let mentions = mentions::find(&passages, known);
    let duplicate = duplicate::find(&body, &known.texts);
    let mut notes: Vec<String> = note.into_iter().chain(notes(&reading.found, &passages)).collect();
    if duplicate.is_none() {
        notes.extend(note_of_same_title(&reading.found, format, known));
    }
    let Reading { lines, mut found } = reading;
    found.language = found.language.or_else(|| text::language_of(&body));
    let id = free_id(&id_of(&found), &known.ids);
    Ok(Proposal { id, format, text, file, lines, found, mentions, duplicate, notes })
}

/// A file whose text was read.
struct Opened {
    format: Format,
    text: String,
    file: Vec<u8>,
    reading: Reading,
    note: Option<String>,
}

fn open_pdf(bytes: &[u8]) -> Result<Opened, Refused> {
    let pdf = pdf::extract(bytes).map_err(text::Refused::Pdf)?;
    let reading = text::read_pdf(&pdf);
    Ok(Opened { format: Format::Pdf, text: pdf.text, file: bytes.to_vec(), reading, note: None })
}

fn open_text(name: &str, bytes: &[u8]) -> Result<Opened, Refused> {
    let decode::Decoded { mut text, is_utf8, note } = decode::decode(bytes)?;
    let format = Format::of_name(name).filter(|format| *format != Format::Pdf);
    let format = format.unwrap_or_else(|| Format::of_text(&text));
    if format == Format::Html && !is_utf8 {
        // The page goes on declaring another encoding: the mark tells browsers better.
        text.insert(0, '\u{feff}');
    }
    let reading = text::read(&text, format)?;
    Ok(Opened { format, file: text.clone().into_bytes(), text, reading, note })
}

/// Says when an article without its text, which would tell, has the same title.
fn note_of_same_title(found: &Findings, format: Format, known: &Known) -> Option<String> {
    let title = fold(&found.title.as_ref()?.value);
    let has_text = |id: &Arc<str>| known.texts.iter().any(|(other, _)| other == id);
    let (id, _) = known.titles.iter().find(|(id, other)| fold(other) == title && !has_text(id))?;
    let name = format.file_name();
    Some(format!("`{id}` has the same title and no text: if this is it, it belongs at content/articles/{id}/{name}"))
}

/// How many words an article has at least, for it to be taken for a whole one.
const FEWEST_WORDS: usize = 50;

fn notes(found: &Findings, passages: &[&str]) -> Vec<String> {
    let mut notes = name_check::notes(&found.authors, passages);
    let words: usize = passages.iter().map(|passage| length_in_words(passage)).sum();
    if passages.is_empty() {
        notes.push("no paragraph was found in it: is it the article?".to_owned());
    } else if words < FEWEST_WORDS {
        notes.push(format!("its paragraphs have only {words} words: is it the whole article?"));
    }
    notes
}

/// Family name, or name, of the first author and the year; else the outlet or the title.
fn id_of(found: &Findings) -> String {
    let author = found.authors.first().map(|author| slugify(author.family_or_name()));
    let outlet = || found.outlet.as_ref().map(|outlet| slugify(&outlet.value));
    let title = || found.title.as_ref().map(|title| slugify(&title.value));
    let word = author.or_else(outlet).or_else(title).filter(|word| !word.is_empty());
    let word: String = word.unwrap_or_else(|| "article".to_owned()).chars().take(60).collect();
    let year = found.stamp.as_ref().and_then(|stamp| stamp.value.date.get(..4));
    year.map_or_else(|| word.clone(), |year| format!("{}-{year}", word.trim_end_matches('-')))
}

/// The id, with a number behind it when it is taken.
pub fn free_id(id: &str, taken: &BTreeSet<String>) -> String {
    if !taken.contains(id) {
        return id.to_owned();
    }
    (2..=taken.len() + 2).map(|number| format!("{id}-{number}")).find(|id| !taken.contains(id)).unwrap_or_default()
}
