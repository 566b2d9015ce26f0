//! Citations and the passages they refer to.

use crate::span::Spanned;
use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;

/// Citation in Markdown: `[@a, ¶2; @b]` or `@a`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Citation {
    /// Cited articles in written order; never empty.
    pub items: Vec<CitationItem>,
    /// Syntactic form of the citation.
    pub form: CitationForm,
}

/// Syntactic form of a citation in its sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum CitationForm {
    /// `[@id]`: parenthetical.
    Bracketed,
    /// `@id writes`: the authors' names are part of the sentence.
    Narrative,
}

/// One cited article of a citation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CitationItem {
    /// Id of the article.
    pub id: Spanned<String>,
    /// `-@id`: omits the authors, which the sentence names already.
    pub suppress_author: bool,
    /// Cited passage of the article's text.
    pub passage: Option<Passage>,
    /// Text before the citation, as in `[see @id]`.
    pub prefix: String,
    /// Text after the id that is not a passage, as in `[@id, p. 3]`.
    pub suffix: String,
}

/// Citable part of an article's text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(remote = "Self")]
pub enum Passage {
    /// `¶7` or `¶2-3`: range of numbered paragraphs, both ends inclusive.
    Paragraphs {
        /// First paragraph, 1-based.
        first: u32,
        /// Last paragraph, at least `first`.
        last: u32,
    },
    /// `heading 2`.
    Heading(u32),
    /// `caption 2`.
    Caption(u32),
    /// `standfirst`: the lines below the title.
    Standfirst,
    /// `byline`: author, outlet and date as printed.
    Byline,
    /// `note`: the author's note, credits and disclaimers.
    Note,
}

impl Passage {
    /// Parses `7`, `¶7`, `¶¶2-3`, `2–3`, `heading 1`, `caption 2`, `standfirst`, `byline` or `note`.
    pub fn parse(text: &str) -> Option<Passage> {
        let text = text.trim();
        match text {
            "standfirst" => return Some(Passage::Standfirst),
            "byline" => return Some(Passage::Byline),
            "note" => return Some(Passage::Note),
            _ => {}
        }
        let number = |text: &str| text.trim().parse::<u32>().ok().filter(|&n| n > 0);
        if let Some(rest) = text.strip_prefix("heading ") {
            return number(rest).map(Passage::Heading);
        }
        if let Some(rest) = text.strip_prefix("caption ") {
            return number(rest).map(Passage::Caption);
        }
        let rest = text.trim_start_matches('¶').trim_start();
        let (first, last) = match rest.split_once(['-', '–']) {
            Some((first, last)) => (number(first)?, number(last.trim().trim_start_matches('¶'))?),
            None => (number(rest)?, number(rest)?),
        };
        (first <= last).then_some(Passage::Paragraphs { first, last })
    }

    /// Returns the fragment id of the passage on the article's page: `p7`, `caption-2`, `standfirst`.
    pub fn anchor(self) -> String {
        match self {
            Passage::Paragraphs { first, .. } => format!("p{first}"),
            Passage::Heading(n) => format!("heading-{n}"),
            Passage::Caption(n) => format!("caption-{n}"),
            Passage::Standfirst => "standfirst".to_owned(),
            Passage::Byline => "byline".to_owned(),
            Passage::Note => "note".to_owned(),
        }
    }
}

impl fmt::Display for Passage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Passage::Paragraphs { first, last } if first == last => write!(f, "¶{first}"),
            Passage::Paragraphs { first, last } => write!(f, "¶{first}–{last}"),
            Passage::Heading(n) => write!(f, "heading {n}"),
            Passage::Caption(n) => write!(f, "caption {n}"),
            Passage::Standfirst => f.write_str("standfirst"),
            Passage::Byline => f.write_str("byline"),
            Passage::Note => f.write_str("note"),
        }
    }
}

/// Serializes as displayed for human-readable formats, and as an enum, which is faster, for binary ones.
impl Serialize for Passage {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if serializer.is_human_readable() { serializer.collect_str(self) } else { Passage::serialize(self, serializer) }
    }
}

impl<'de> Deserialize<'de> for Passage {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        if !deserializer.is_human_readable() {
            return Passage::deserialize(deserializer);
        }
        let text = String::deserialize(deserializer)?;
        Passage::parse(&text).ok_or_else(|| D::Error::custom(format_args!("`{text}` is not a passage")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parses_passages() {
        assert_eq!(Passage::parse("¶7"), Some(Passage::Paragraphs { first: 7, last: 7 }));
        assert_eq!(Passage::parse("¶¶2–3"), Some(Passage::Paragraphs { first: 2, last: 3 }));
        assert_eq!(Passage::parse("caption 2"), Some(Passage::Caption(2)));
        for wrong in ["", "¶", "0", "3-2", "p. 3", "captions", "-1", "4294967296"] {
            assert_eq!(Passage::parse(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn formats_parsed_passages() {
        for text in ["¶7", "¶2–3", "heading 1", "caption 2", "standfirst", "byline", "note"] {
            let passage = Passage::parse(text).unwrap();
            assert_eq!(passage.to_string(), text);
            assert_eq!(serde_json::to_value(passage).unwrap(), text);
            assert_eq!(serde_json::from_value::<Passage>(text.into()).unwrap(), passage);
            let bytes = postcard::to_stdvec(&passage).unwrap();
            assert_eq!(postcard::from_bytes::<Passage>(&bytes).unwrap(), passage);
        }
    }
}
