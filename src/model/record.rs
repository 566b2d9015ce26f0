//! A record: what all kinds share, and the part of each kind.

use super::{
    Actor, Article, Body, Bytes, Claim, Edtf, Event, Index, Initiative, Kind, Reference, ReferenceId, Rights, Status,
    Text,
};
use crate::span::{FileId, Span, Spanned};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// A record's place in [`super::Site::records`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct RecordId(pub u32);

/// One content file with its front matter and body.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Record {
    /// Stable name, from the file's or folder's name; unique per kind and language. For [`Kind::Index`] the folder it
    /// introduces (`initiatives`), empty for the front page.
    pub id: Arc<str>,
    /// Language of this file (BCP 47); the configuration's default when the file name has none.
    pub language: Arc<str>,
    /// The file it came from.
    pub file: FileId,
    /// The front matter's place in the file (between the delimiters).
    pub front_matter: Span,
    /// Title; the id when the front matter gives none (which is an error).
    pub title: Spanned<String>,
    /// One plain line about it, for cards and search engines.
    pub description: Option<Spanned<String>>,
    /// Other names that texts use for it.
    pub names: Vec<Spanned<String>>,
    /// When it was last changed.
    pub updated: Option<Spanned<Edtf>>,
    /// Order among equals; lower first.
    pub weight: i64,
    /// Left out unless drafts are asked for. Loaded all the same, so that links to it can be reported.
    pub draft: bool,
    /// Last part of its output path, when not the id.
    pub slug: Option<Spanned<String>>,
    /// Whole output path, when not made from kind and slug.
    pub path: Option<Spanned<String>>,
    /// Old paths that redirect here.
    pub aliases: Vec<Spanned<String>>,
    /// Template to use instead of the kind's own.
    pub template: Option<Spanned<String>>,
    /// Whether plain mentions of names become links on its page; nothing for the site's setting.
    pub link_mentions: Option<bool>,
    /// Whether the search index has it.
    pub in_search_index: bool,
    /// Whatever the author keeps under `[extra]`.
    #[serde(with = "json_text")]
    pub extra: serde_json::Value,
    /// The part that only its kind has.
    pub details: Details,
    /// The Markdown below the front matter.
    pub body: Body,
    /// Every link, image and citation of the body and of the front matter's Markdown; [`ReferenceId`] counts in here.
    pub references: Vec<Reference>,
    /// Files beside `index.md`, copied with the page. They are no part of what its own file says.
    #[serde(skip)]
    pub files: Vec<Attachment>,
}

/// A file beside a record.
#[derive(Clone, Debug)]
pub struct Attachment {
    /// Path relative to the record's folder, with `/`.
    pub name: Arc<str>,
    /// Path relative to the briefing's root.
    pub source: Arc<str>,
    /// Its bytes.
    pub bytes: Bytes,
    /// Width and height in pixels, for an image whose header says so.
    pub size: Option<(u32, u32)>,
}

/// The part of a record that only its kind has.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum Details {
    /// See [`Article`].
    Article(Box<Article>),
    /// See [`Event`].
    Event(Event),
    /// See [`Initiative`].
    Initiative(Initiative),
    /// See [`Actor`].
    Actor(Actor),
    /// Topics have no keys of their own.
    Topic,
    /// Pages have no keys of their own.
    Page,
    /// See [`Index`].
    Index(Index),
}

/// A JSON value as its text: formats that do not describe themselves cannot tell what a value is.
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
    /// The part of a kind that says nothing yet.
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
    /// A record in English that says no more than its title and the part of its kind.
    pub fn new(id: &str, title: Spanned<String>, details: Details) -> Record {
        let file = title.span.file;
        Record {
            id: id.into(),
            language: "en".into(),
            file,
            front_matter: Span::new(file, 0..0),
            title,
            description: None,
            names: Vec::new(),
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
            references: Vec::new(),
            files: Vec::new(),
        }
    }

    /// A name that no other record has: kind, id and language, such as `event/plan-adopted@en`.
    pub fn key(&self) -> String {
        format!("{}/{}@{}", self.kind().as_str(), self.id, self.language)
    }

    /// Its kind.
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

    /// Its date, when its kind has one.
    pub fn date(&self) -> Option<&Spanned<Edtf>> {
        match &self.details {
            Details::Article(article) => article.date.as_ref(),
            Details::Event(event) => event.date.as_ref(),
            Details::Initiative(initiative) => initiative.date.as_ref(),
            _ => None,
        }
    }

    /// What sort of its kind it is, as written, such as `action plan`; for an event its place.
    pub fn label(&self) -> Option<&str> {
        match &self.details {
            Details::Article(article) => article.kind.as_deref(),
            Details::Event(event) => event.place.as_deref(),
            Details::Initiative(initiative) => initiative.kind.as_ref().map(|kind| kind.value.as_str()),
            Details::Actor(actor) => actor.kind.as_ref().map(|kind| kind.value.as_str()),
            Details::Topic | Details::Page | Details::Index(_) => None,
        }
    }

    /// Its claims; none for kinds that make none.
    pub fn claims(&self) -> &[Claim] {
        match &self.details {
            Details::Event(event) => &event.claims,
            Details::Initiative(initiative) => &initiative.claims,
            _ => &[],
        }
    }

    /// Its status history; none for kinds that have none.
    pub fn status(&self) -> &[Status] {
        match &self.details {
            Details::Initiative(initiative) => &initiative.status,
            _ => &[],
        }
    }

    /// What may be published of the text of an article.
    pub fn rights(&self) -> Option<&Rights> {
        match &self.details {
            Details::Article(article) => Some(&article.rights),
            _ => None,
        }
    }

    /// The words of the source itself, for an article whose text lies beside it.
    pub fn text(&self) -> Option<&Text> {
        match &self.details {
            Details::Article(article) => article.text.as_deref(),
            _ => None,
        }
    }

    /// The reference of an id given by its own body.
    pub fn reference(&self, id: ReferenceId) -> &Reference {
        &self.references[id.0 as usize]
    }
}
