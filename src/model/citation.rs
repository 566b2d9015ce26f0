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
    /// Relation of the article to the sentence.
    pub role: CitationRole,
    /// Text before the citation, as in `[see @id]`.
    pub prefix: String,
    /// Text after the id that is not a passage, as in `[@id, p. 3]`.
    pub suffix: String,
}

/// Relation of a cited article to a statement, after the Citation Typing Ontology.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum CitationRole {
    /// The article says it.
    #[default]
    Supports,
    /// The article says the contrary.
    Disputes,
    /// The article does not say it.
    Silent,
    /// The article is background: see also, cf.
    Context,
}

impl CitationRole {
    /// All roles.
    pub const ALL: [CitationRole; 4] =
        [CitationRole::Supports, CitationRole::Disputes, CitationRole::Silent, CitationRole::Context];

    /// Returns its name in attributes and front matter.
    pub fn name(self) -> &'static str {
        match self {
            CitationRole::Supports => "supports",
            CitationRole::Disputes => "disputes",
            CitationRole::Silent => "silent",
            CitationRole::Context => "context",
        }
    }

    /// Returns the role with a name.
    pub fn from_name(name: &str) -> Option<CitationRole> {
        CitationRole::ALL.into_iter().find(|role| role.name() == name)
    }

    /// Returns its property in the Citation Typing Ontology. The ontology has none for silence; the article is then
    /// cited for information.
    pub fn cito(self) -> &'static str {
        match self {
            CitationRole::Supports => "cito:citesAsEvidence",
            CitationRole::Disputes => "cito:disagreesWith",
            CitationRole::Silent => "cito:citesForInformation",
            CitationRole::Context => "cito:citesAsRelated",
        }
    }

    /// Checks whether quoted words can come from the article.
    pub fn is_source(self) -> bool {
        matches!(self, CitationRole::Supports | CitationRole::Disputes)
    }
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
    /// Parses `7`, `¶7`, `¶¶2-3`, `2–3`, `para. 7`, `§7`, `heading 1`, `caption 2`, `standfirst`, `byline` or `note`.
    pub fn parse(text: &str) -> Option<Passage> {
        let text = text.trim();
        let is_word = |word: &str| text.eq_ignore_ascii_case(word);
        match text {
            _ if is_word("standfirst") => return Some(Passage::Standfirst),
            _ if is_word("byline") => return Some(Passage::Byline),
            _ if is_word("note") => return Some(Passage::Note),
            _ => {}
        }
        let number = |text: &str| parse_number(text.trim()).filter(|&n| n > 0);
        let behind = |word: &str| {
            text.get(..word.len()).filter(|start| start.eq_ignore_ascii_case(word)).map(|start| &text[start.len()..])
        };
        if let Some(rest) = behind("heading ") {
            return number(rest).map(Passage::Heading);
        }
        if let Some(rest) = behind("caption ") {
            return number(rest).map(Passage::Caption);
        }
        let rest = strip_paragraph_term(text);
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

/// Parses a number in ASCII or full-width digits, or a Chinese numeral below 100.
fn parse_number(text: &str) -> Option<u32> {
    let digit = |c: char| match c {
        '０'..='９' => Some(u32::from(c) - u32::from('０')),
        c => c.to_digit(10),
    };
    let digits: Option<String> = text.chars().map(|c| digit(c).and_then(|digit| char::from_digit(digit, 10))).collect();
    if let Some(digits) = digits {
        return digits.parse().ok();
    }
    let numeral = |text: &str, empty: u32| match text {
        "" => Some(empty),
        one => "一二三四五六七八九".chars().zip(1..).find(|(c, _)| one.chars().eq([*c])).map(|(_, number)| number),
    };
    match text.split_once('十') {
        Some((tens, ones)) => Some(numeral(tens, 1)? * 10 + numeral(ones, 0)?),
        None => numeral(text, 0),
    }
}

/// Terms for a paragraph in front of its number: those of CSL's locators, and of margin numbers.
const PARAGRAPH_TERMS: [&str; 41] = [
    "paragraphs",
    "paragraphes",
    "paragraph",
    "paragraphe",
    "paras.",
    "paras",
    "para.",
    "para",
    "pars.",
    "pars",
    "par.",
    "par",
    "sections",
    "section",
    "sects.",
    "sect.",
    "sect",
    "secs.",
    "sec.",
    "sec",
    "passages",
    "passage",
    "absätze",
    "absatz",
    "abschnitt",
    "abs.",
    "abs",
    "randnummer",
    "rn.",
    "rn",
    "rz.",
    "rz",
    "alinéas",
    "alinéa",
    "al.",
    "párrafo",
    "段落",
    "第",
    "제",
    "문단",
    "단락",
];

/// Terms for a paragraph behind its number.
const COUNTERS: [&str; 9] = ["自然段落", "自然段", "段落目", "段目", "段落", "段", "번째 문단", "문단", "단락"];

/// Removes the term for a paragraph around a number.
fn strip_paragraph_term(text: &str) -> &str {
    let text = COUNTERS.iter().find_map(|counter| text.strip_suffix(counter)).unwrap_or(text).trim_end();
    let marks = text.trim_start_matches(['¶', '§']);
    if marks.len() < text.len() {
        return marks.trim_start();
    }
    let has_term = |term: &&&str| text.get(..term.len()).is_some_and(|start| start.eq_ignore_ascii_case(term));
    let term = PARAGRAPH_TERMS.iter().filter(has_term).max_by_key(|term| term.len());
    term.map_or(text, |term| text[term.len()..].trim_start())
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
        for text in [
            "para 7",
            "para. 7",
            "Paragraph 7",
            "paragraphs 7-7",
            "§7",
            "§ 7",
            "Abs. 7",
            "第7段",
            "7段",
            "par 7",
            "pars. 7",
            "section 7",
            "sec. 7",
            "Sect. 7",
            "passage 7",
            "Rn. 7",
            "Rz. 7",
            "alinéa 7",
            "al. 7",
            "第7自然段",
            "段落7",
            "7段落目",
            "7문단",
            "제7문단",
            "第七段",
        ] {
            assert_eq!(Passage::parse(text), Some(Passage::Paragraphs { first: 7, last: 7 }), "{text}");
        }
        assert_eq!(Passage::parse("Byline"), Some(Passage::Byline));
        assert_eq!(Passage::parse("Caption 2"), Some(Passage::Caption(2)));
        for wrong in ["", "¶", "0", "3-2", "p. 3", "captions", "-1", "4294967296", "pages 3", "parade 3", "第"] {
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
