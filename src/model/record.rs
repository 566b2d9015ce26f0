//! Record: the common fields of all kinds, and the fields of each kind.

use super::{
    Actor, Article, Body, Bytes, Claim, Edtf, Event, IdRef, Index, Initiative, Inline, Kind, NameLimits, Naming,
    Reference, ReferenceId, Rights, Status, Text,
};
use crate::span::{FileId, Span, Spanned};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// Index in [`super::Site::records`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct RecordId(pub u32);

/// One content file with its front matter and body.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Record {
    /// Stable identifier, from the name of the file or folder; unique per kind and language. For [`Kind::Index`] the
    /// folder it introduces (`initiatives`), empty for the front page.
    pub id: Arc<str>,
    /// Language of this file (BCP 47); the configuration's default if the file name has no suffix.
    pub language: Arc<str>,
    /// Source file.
    pub file: FileId,
    /// Span of the front matter in the file (between the delimiters).
    pub front_matter: Span,
    /// Title in plain words; the id if the front matter has none (which is an error).
    pub title: Spanned<String>,
    /// Inline Markdown of the title; empty if it has only words.
    pub title_markup: Vec<Inline>,
    /// Plain text in one line, for cards and search engines.
    pub description: Option<Spanned<String>>,
    /// Alternative names that texts use for it.
    pub names: Vec<Spanned<String>>,
    /// Settings of its names.
    pub naming: Naming,
    /// Date on which it entered the briefing.
    pub published: Option<Spanned<Edtf>>,
    /// Date of the last change.
    pub updated: Option<Spanned<Edtf>>,
    /// Sort order among equals; lower first.
    pub weight: i64,
    /// True for a draft, which is rendered only if drafts are enabled. Loaded all the same, so that links to it can be
    /// reported.
    pub draft: bool,
    /// Last segment of its output path, if different from the id.
    pub slug: Option<Spanned<String>>,
    /// Full output path, if not derived from kind and slug.
    pub path: Option<Spanned<String>>,
    /// Old paths that redirect here.
    pub aliases: Vec<Spanned<String>>,
    /// Template that replaces the kind's default.
    pub template: Option<Spanned<String>>,
    /// Automatic linking of plain mentions on its page; `None` for the site's setting.
    pub link_mentions: Option<bool>,
    /// True to include it in the search index.
    pub in_search_index: bool,
    /// Custom values under `[extra]`.
    #[serde(with = "json_text")]
    pub extra: serde_json::Value,
    /// Fields of its kind.
    pub details: Details,
    /// Markdown below the front matter.
    pub body: Body,
    /// Markdown of the description and of the note on the date, if they may have more than words.
    pub notes: Vec<Body>,
    /// Links, images and citations of the body and of the front matter's Markdown, indexed by [`ReferenceId`].
    pub references: Vec<Reference>,
    /// Files next to `index.md`, copied with the page. Not part of the record's own file, so they are not serialized.
    #[serde(skip)]
    pub files: Vec<Attachment>,
}

/// File next to a record.
#[derive(Clone, Debug)]
pub struct Attachment {
    /// Path relative to the record's folder, with `/`.
    pub name: Arc<str>,
    /// Path relative to the briefing's root.
    pub source: Arc<str>,
    /// Content of the file.
    pub bytes: Bytes,
    /// Width and height in pixels, read from the header of an image.
    pub size: Option<(u32, u32)>,
}

/// Fields of a record that are specific to its kind.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum Details {
    /// Bibliographic record.
    Article(Box<Article>),
    /// Date, place and participants.
    Event(Event),
    /// Proposers, status history and claims.
    Initiative(Initiative),
    /// Memberships and website.
    Actor(Actor),
    /// Topics have no fields of their own.
    Topic,
    /// Pages have no fields of their own.
    Page,
    /// Fields of the front page or an index page.
    Index(Index),
}

/// Serializes a JSON value as its text, for formats that are not self-describing.
mod json_text {
    use serde::de::Error as _;
    use serde::ser::Error as _;
    use serde::{Deserialize, Deserializer, Serializer};
    use serde_json::Value;

    pub(super) fn serialize<S: Serializer>(value: &Value, to: S) -> Result<S::Ok, S::Error> {
        if value.is_null() {
            return to.serialize_str("");
        }
        to.serialize_str(&serde_json::to_string(value).map_err(S::Error::custom)?)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Value, D::Error> {
        let text = <&str>::deserialize(from)?;
        if text.is_empty() { Ok(Value::Null) } else { serde_json::from_str(text).map_err(D::Error::custom) }
    }
}

impl Details {
    /// Creates the empty fields of a kind.
    pub fn new(kind: Kind) -> Details {
        match kind {
            Kind::Article => Details::Article(Box::default()),
            Kind::Event => Details::Event(Event::default()),
            Kind::Initiative => Details::Initiative(Initiative::default()),
            Kind::Actor => Details::Actor(Actor::default()),
            Kind::Topic => Details::Topic,
            Kind::Page => Details::Page,
            Kind::Index => Details::Index(Index::default()),
        }
    }
}

impl Record {
    /// Creates a record in English with a title and the fields of its kind.
    pub fn new(id: &str, title: Spanned<String>, details: Details) -> Record {
        let file = title.span.file;
        Record {
            id: id.into(),
            language: "en".into(),
            file,
            front_matter: Span::new(file, 0..0),
            title,
            title_markup: Vec::new(),
            description: None,
            names: Vec::new(),
            naming: Naming::default(),
            published: None,
            updated: None,
            weight: 0,
            draft: false,
            slug: None,
            path: None,
            aliases: Vec::new(),
            template: None,
            link_mentions: None,
            in_search_index: true,
            extra: serde_json::Value::Null,
            details,
            body: Body::default(),
            notes: Vec::new(),
            references: Vec::new(),
            files: Vec::new(),
        }
    }

    /// Returns the unique key: kind, id and language, such as `event/plan-adopted@en`.
    pub fn key(&self) -> String {
        format!("{}/{}@{}", self.kind().as_str(), self.id, self.language)
    }

    /// Returns the kind.
    pub fn kind(&self) -> Kind {
        match self.details {
            Details::Article(_) => Kind::Article,
            Details::Event(_) => Kind::Event,
            Details::Initiative(_) => Kind::Initiative,
            Details::Actor(_) => Kind::Actor,
            Details::Topic => Kind::Topic,
            Details::Page => Kind::Page,
            Details::Index(_) => Kind::Index,
        }
    }

    /// Returns the date, if its kind has one.
    pub fn date(&self) -> Option<&Spanned<Edtf>> {
        match &self.details {
            Details::Article(article) => article.date.as_ref(),
            Details::Event(event) => event.date.as_ref(),
            Details::Initiative(initiative) => initiative.date.as_ref(),
            _ => None,
        }
    }

    /// Returns the text displayed instead of the formatted date, if there is one.
    pub fn date_label(&self) -> Option<&str> {
        match &self.details {
            Details::Article(article) => article.date_label.as_deref(),
            Details::Event(event) => event.date_label.as_deref(),
            Details::Initiative(initiative) => initiative.date_label.as_deref(),
            _ => None,
        }
    }

    /// Returns the subtype as written, such as `action plan`; the place for an event.
    pub fn label(&self) -> Option<&str> {
        match &self.details {
            Details::Article(article) => article.kind.as_deref(),
            Details::Event(event) => event.place.as_deref(),
            Details::Initiative(initiative) => initiative.kind.as_ref().map(|kind| kind.value.as_str()),
            Details::Actor(actor) => actor.kind.as_ref().map(|kind| kind.value.as_str()),
            Details::Topic | Details::Page | Details::Index(_) => None,
        }
    }

    /// Returns the claims; empty for kinds without claims.
    pub fn claims(&self) -> &[Claim] {
        match &self.details {
            Details::Event(event) => &event.claims,
            Details::Initiative(initiative) => &initiative.claims,
            _ => &[],
        }
    }

    /// Returns the status history; empty for kinds without one.
    pub fn status(&self) -> &[Status] {
        match &self.details {
            Details::Initiative(initiative) => &initiative.status,
            _ => &[],
        }
    }

    /// Returns the ids of the larger wholes that it is part of or a member of; these have its own kind.
    pub fn wholes(&self) -> &[Spanned<String>] {
        match &self.details {
            Details::Initiative(initiative) => &initiative.part_of,
            Details::Actor(actor) => &actor.member_of,
            _ => &[],
        }
    }

    /// Returns all ids in its front matter, by descending relevance: its own attributes before related records.
    pub fn id_refs(&self) -> Vec<IdRef<'_>> {
        match &self.details {
            Details::Article(article) => article.id_refs().collect(),
            Details::Event(event) => event.id_refs().collect(),
            Details::Initiative(initiative) => initiative.id_refs().collect(),
            Details::Actor(actor) => actor.id_refs().collect(),
            Details::Topic | Details::Page | Details::Index(_) => Vec::new(),
        }
    }

    /// Iterates over the title and the alternative names.
    pub fn title_and_names(&self) -> impl Iterator<Item = &Spanned<String>> {
        std::iter::once(&self.title).chain(&self.names)
    }

    /// Iterates over the names that texts and pages are searched for, with their limits.
    pub fn searched_names(&self) -> impl Iterator<Item = (&Spanned<String>, NameLimits)> {
        let Naming { match_names, title_is_name, .. } = self.naming;
        let title = std::iter::once(&self.title).filter(move |_| title_is_name);
        let names = title.chain(&self.names).filter(move |_| match_names);
        names.map(|name| (name, self.naming.limits_of(&name.value)))
    }

    /// Returns the Markdown of the description; `None` if it has only words.
    pub fn description_markup(&self) -> Option<&Body> {
        let description = self.description.as_ref()?.span;
        let is_within = |span: Span| description.start <= span.start && span.end <= description.end;
        self.notes.iter().find(|note| note.blocks.first().is_some_and(|block| is_within(block.span)))
    }

    /// Returns the rights of an article's text.
    pub fn rights(&self) -> Option<&Rights> {
        match &self.details {
            Details::Article(article) => Some(&article.rights),
            _ => None,
        }
    }

    /// Returns the text of an article, if there is a file next to it.
    pub fn text(&self) -> Option<&Text> {
        match &self.details {
            Details::Article(article) => article.text.as_deref(),
            _ => None,
        }
    }

    /// Returns a reference by the id from this record's own body.
    pub fn reference(&self, id: ReferenceId) -> &Reference {
        &self.references[id.0 as usize]
    }
}
