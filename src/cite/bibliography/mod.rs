//! Bibliographic data of articles and pages: genre, names, dates.
//!
//! 1. [`BibliographyItem`] describes a source or a page. This is the only place that does.
//! 2. `csl_json`, `bibtex` and `ris` export items, one file per format; `cite` formats them with a citation style.

mod bibtex;
mod csl_json;
mod ris;

pub(crate) use bibtex::bibtex;
pub(crate) use csl_json::{csl_json, csl_type};
pub(crate) use ris::ris;

use crate::model::date::{DatePart, Point};
use crate::model::{Article, Author, Edtf, Record, UrlStatus};
use std::borrow::Cow;

/// Bibliographic data of a source or a page.
#[derive(Clone, Debug)]
pub(crate) struct BibliographyItem<'a> {
    /// Citation key.
    pub(crate) id: Cow<'a, str>,
    /// Genre of the publication.
    pub(crate) genre: Genre,
    /// Title.
    pub(crate) title: &'a str,
    /// Authors, in order.
    pub(crate) authors: Vec<BibliographyName<'a>>,
    /// Translator.
    pub(crate) translator: Option<BibliographyName<'a>>,
    /// Editor.
    pub(crate) editor: Option<BibliographyName<'a>>,
    /// Publication or publisher.
    pub(crate) outlet: Option<&'a str>,
    /// Kind of text as written by the author.
    pub(crate) kind: Option<&'a str>,
    /// Date of publication.
    pub(crate) issued: Option<Edtf>,
    /// Date of access.
    pub(crate) accessed: Option<Edtf>,
    /// Language (BCP 47).
    pub(crate) language: Option<&'a str>,
    /// URL at which it can be read.
    pub(crate) url: Option<Cow<'a, str>>,
    /// Note about an original that can no longer be read.
    pub(crate) note: Option<String>,
    /// URL of an archived copy and the date of archiving.
    pub(crate) archive: Option<(&'a str, Option<Edtf>)>,
}

impl<'a> BibliographyItem<'a> {
    /// Creates the item of an article; id and title are those of its record.
    pub(crate) fn from_article(record: &'a Record, article: &'a Article) -> BibliographyItem<'a> {
        let date = |date: &crate::span::Spanned<Edtf>| date.value;
        BibliographyItem {
            id: Cow::Borrowed(&record.id),
            genre: Genre::of(article),
            title: &record.title.value,
            authors: article.authors.iter().map(BibliographyName::of).collect(),
            translator: article.translator.as_deref().map(BibliographyName::Whole),
            editor: article.editor.as_deref().map(BibliographyName::Whole),
            outlet: article.outlet.as_deref(),
            kind: article.kind.as_deref(),
            issued: article.date.as_ref().map(date),
            accessed: article.accessed.as_ref().map(date),
            language: article.language.as_deref(),
            url: article.readable_url().map(Cow::Borrowed),
            note: dead_original_note(article),
            archive: article.archive_url.as_ref().map(|url| (&*url.value, article.archive_date.as_ref().map(date))),
        }
    }

    /// Returns the newspaper, journal or site that contains it.
    pub(crate) fn container(&self) -> Option<&'a str> {
        self.outlet.filter(|_| !self.is_issued_alone())
    }

    /// Returns the publisher of an item that is not part of a container.
    pub(crate) fn publisher(&self) -> Option<&'a str> {
        self.outlet.filter(|_| self.is_issued_alone())
    }

    fn is_issued_alone(&self) -> bool {
        matches!(self.genre, Genre::Report | Genre::Book)
    }
}

/// Genre of a publication. The export formats map it to their types.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Genre {
    /// Article in a newspaper or on a news site: op-eds, commentaries, news.
    Newspaper,
    /// Article in a magazine.
    Magazine,
    /// Article in a scholarly journal.
    Journal,
    /// Interview.
    Interview,
    /// Report of an institution, policy brief, white paper.
    Report,
    /// Book.
    Book,
    /// Any other web page.
    Web,
}

/// Genres by substring of an article's `kind`; the first match counts.
const GENRES: [(&str, Genre); 26] = [
    ("interview", Genre::Interview),
    ("journal", Genre::Journal),
    ("magazine", Genre::Magazine),
    ("book", Genre::Book),
    ("white paper", Genre::Report),
    ("working paper", Genre::Report),
    ("report", Genre::Report),
    ("brief", Genre::Report),
    ("study", Genre::Report),
    ("op-ed", Genre::Newspaper),
    ("commentary", Genre::Newspaper),
    ("opinion", Genre::Newspaper),
    ("editorial", Genre::Newspaper),
    ("column", Genre::Newspaper),
    ("news", Genre::Newspaper),
    ("analysis", Genre::Newspaper),
    ("feature", Genre::Newspaper),
    ("访谈", Genre::Interview),
    ("专访", Genre::Interview),
    ("期刊", Genre::Journal),
    ("杂志", Genre::Magazine),
    ("报告", Genre::Report),
    ("评论", Genre::Newspaper),
    ("社论", Genre::Newspaper),
    ("专栏", Genre::Newspaper),
    ("新闻", Genre::Newspaper),
];

impl Genre {
    /// Returns the genre of an article; [`Genre::Web`] if its `kind` matches no genre.
    pub(crate) fn of(article: &Article) -> Genre {
        let kind = article.kind.as_deref().unwrap_or("").to_lowercase();
        GENRES.iter().find(|(word, _)| kind.contains(word)).map_or(Genre::Web, |(_, genre)| *genre)
    }
}

/// A name in bibliographic form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum BibliographyName<'a> {
    /// Name of a person in two parts.
    Parts {
        /// Family name.
        family: &'a str,
        /// Given names.
        given: &'a str,
        /// Set if the family name always comes first.
        family_first: bool,
    },
    /// A name that is not split.
    Whole(&'a str),
}

impl<'a> BibliographyName<'a> {
    /// Converts the name of an author. It is split only at the family name in the record.
    pub(crate) fn of(author: &'a Author) -> BibliographyName<'a> {
        let name = author.name.trim();
        let Some(family) = author.family.as_deref().map(str::trim).filter(|family| !family.is_empty()) else {
            return BibliographyName::Whole(name);
        };
        let at_word = |rest: &'a str| Some(rest.trim()).filter(|given| !given.is_empty() && given.len() < rest.len());
        let unspaced = |rest: &'a str| Some(rest).filter(|given| !given.is_empty() && is_cjk(family) && is_cjk(given));
        let given_last = name.strip_prefix(family).and_then(|rest| at_word(rest).or_else(|| unspaced(rest)));
        let given_first = || name.strip_suffix(family).and_then(at_word);
        match given_last {
            Some(given) => BibliographyName::Parts { family, given, family_first: true },
            None => given_first().map_or(BibliographyName::Whole(name), |given| BibliographyName::Parts {
                family,
                given,
                family_first: false,
            }),
        }
    }

    /// Returns `Cai, Cuihong`, or the whole name.
    pub(crate) fn inverted(self) -> String {
        match self {
            BibliographyName::Parts { family, given, .. } => format!("{family}, {given}"),
            BibliographyName::Whole(name) => name.to_owned(),
        }
    }
}

/// Checks whether a name is entirely in Chinese characters, kana or hangul, which need no space between its parts.
pub(crate) fn is_cjk(name: &str) -> bool {
    let is_one = |c: char| {
        matches!(c, '\u{3005}' | '\u{3041}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}' |
            '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{323af}')
    };
    name.chars().all(is_one)
}

/// Formats the note about an article's original if it can no longer be read.
fn dead_original_note(article: &Article) -> Option<String> {
    let url = article.url.as_ref().filter(|_| article.url_status != UrlStatus::Live)?;
    let status = match article.url_status {
        UrlStatus::Unfit => "its address now leads elsewhere",
        UrlStatus::Live | UrlStatus::Dead => "it is gone",
    };
    let checked = article.url_checked.as_ref().map_or(String::new(), |date| format!(" (checked {})", date.value));
    Some(format!("Original: {}; {status}{checked}", url.value))
}

/// Known parts of a date: year, month and day.
pub(crate) type DateParts = (i16, Option<u8>, Option<u8>);

/// Returns the parts of a date's start, or of its end if the start is unknown.
pub(crate) fn date_parts(date: &Edtf) -> Option<DateParts> {
    date.points().next().map(point_parts)
}

/// Returns the parts of a single date.
pub(crate) fn point_parts(point: Point) -> DateParts {
    match point.part {
        DatePart::Year | DatePart::UnspecifiedMonth | DatePart::UnspecifiedDayOfYear | DatePart::Season(_) => {
            (point.year, None, None)
        }
        DatePart::Month(month) | DatePart::UnspecifiedDay(month) => (point.year, Some(month), None),
        DatePart::Day { month, day, .. } => (point.year, Some(month), Some(day)),
    }
}

/// Returns a text on one line: line endings, tabs and other control characters become spaces.
pub(crate) fn one_line(text: &str) -> String {
    let spaced: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    spaced.split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns an op-ed, for which each format has an expected output.
    pub(super) fn op_ed() -> BibliographyItem<'static> {
        BibliographyItem {
            id: "brook-2031".into(),
            genre: Genre::Newspaper,
            title: "The bridge: what it costs",
            authors: vec![BibliographyName::Parts { family: "Brook", given: "Ann", family_first: true }],
            translator: None,
            editor: None,
            outlet: Some("Lindhaven Courier"),
            kind: Some("op-ed"),
            issued: Edtf::parse("2031-08-05").ok(),
            accessed: Edtf::parse("2031-11-22").ok(),
            language: Some("en"),
            url: Some("https://example.com/a_b%20c".into()),
            note: None,
            archive: None,
        }
    }

    fn author(name: &str, family: &str) -> Author {
        Author { name: name.into(), family: Some(family.into()), ..Author::default() }
    }

    #[test]
    fn splits_names_at_the_family_name() {
        let chinese = author("Cai Cuihong", "Cai");
        assert_eq!(
            BibliographyName::of(&chinese),
            BibliographyName::Parts { family: "Cai", given: "Cuihong", family_first: true }
        );
        let western = author("Ada King Lovelace", "Lovelace");
        assert_eq!(
            BibliographyName::of(&western),
            BibliographyName::Parts { family: "Lovelace", given: "Ada King", family_first: false }
        );
        let unspaced = author("渡边小明", "渡边");
        assert_eq!(
            BibliographyName::of(&unspaced),
            BibliographyName::Parts { family: "渡边", given: "小明", family_first: true }
        );
    }

    #[test]
    fn keeps_other_names_whole() {
        for (name, family) in [("Light Blade", ""), ("Caius", "Cai"), ("Cai", "Cai"), ("Someone Else", "Cai")] {
            assert_eq!(BibliographyName::of(&author(name, family)), BibliographyName::Whole(name));
        }
    }

    #[test]
    fn detects_genres_by_kind() {
        let genre = |kind: &str| Genre::of(&Article { kind: Some(kind.into()), ..Article::default() });
        assert_eq!(genre("Op-Ed"), Genre::Newspaper);
        assert_eq!(genre("policy report"), Genre::Report);
        assert_eq!(genre("institutional note"), Genre::Web);
        assert_eq!(genre("时事评论"), Genre::Newspaper);
        assert_eq!(Genre::of(&Article::default()), Genre::Web);
    }

    #[test]
    fn replaces_control_characters_with_spaces() {
        assert_eq!(one_line(" a\r\nER  - \tb\u{0} "), "a ER - b");
    }
}
