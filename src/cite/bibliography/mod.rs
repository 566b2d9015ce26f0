//! Bibliographic data of articles and pages: genre, names, dates.
//!
//! 1. [`BibliographyItem`] describes a source or a page. This is the only place that does. Its genre follows from the
//!    kind of text, its names are split by `name`.
//! 2. `csl_json`, `bibtex` and `ris` export items, one file per format; `cite` formats them with a citation style.

mod bibtex;
mod csl_json;
mod name;
mod ris;

pub(crate) use crate::model::Genre;
pub(crate) use bibtex::bibtex;
pub(crate) use csl_json::{csl_json, csl_type};
pub(crate) use name::{BibliographyName, PersonName, is_cjk};
pub(crate) use ris::ris;

use crate::model::date::{Bound, Point, historical_year};
use crate::model::{Article, Edtf, Record, UrlStatus, known_kind};
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
    /// Kind of text as written by the author, if it says more than the genre.
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
        let date = |date: &crate::span::Spanned<Edtf>| date.value.clone();
        BibliographyItem {
            id: Cow::Borrowed(&record.id),
            genre: Genre::of(article),
            title: &record.title.value,
            authors: article.authors.iter().map(BibliographyName::of).collect(),
            translator: article.translator.as_deref().map(BibliographyName::from_words),
            editor: article.editor.as_deref().map(BibliographyName::from_words),
            outlet: article.outlet.as_deref(),
            kind: article.kind.as_deref().filter(|kind| !known_kind(kind).is_some_and(|known| known.is_plain)),
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
        matches!(self.genre, Genre::Report | Genre::Book | Genre::Thesis | Genre::Legislation)
    }
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

/// Returns what a reference can say of a date: dates in a year of which nothing is known are left out. `None` without a date.
pub(crate) fn citable_date(date: &Edtf) -> Option<Edtf> {
    let is_known = |point: Point| !point.year.is_unknown();
    let bound = |bound: Bound| if bound.point().is_none_or(is_known) { bound } else { Bound::Unknown };
    match date {
        Edtf::Point(point) => is_known(*point).then(|| date.clone()),
        Edtf::Interval { from, to } => {
            let (from, to) = (bound(*from), bound(*to));
            (from.point().is_some() || to.point().is_some()).then_some(Edtf::Interval { from, to })
        }
        Edtf::Set(_) => date.points().into_iter().all(is_known).then(|| date.clone()),
    }
}

/// Known parts of a date: year, month and day. The year before 1 is -1 (1 BCE).
pub(crate) type DateParts = (i32, Option<u8>, Option<u8>);

/// Returns the parts of a date's start, or of its end if the start is unknown.
pub(crate) fn date_parts(date: &Edtf) -> Option<DateParts> {
    date.points().first().copied().map(point_parts)
}

/// Returns the parts of a single date.
pub(crate) fn point_parts(point: Point) -> DateParts {
    let year = historical_year(point.year.first());
    let month = point.known_month().filter(|_| point.year.is_exact());
    (year, month, point.known_day().filter(|_| month.is_some()))
}

/// Returns the year of a date that is known to its year, or `None` for others and beyond the years 1 to 9999.
pub(crate) fn known_year(date: &Edtf) -> Option<i32> {
    let [point] = date.points()[..] else { return None };
    point.year.known().filter(|year| (1..=9999).contains(year))
}

/// Returns a text on one line: line endings, tabs and other control characters become spaces.
pub(crate) fn one_line(text: &str) -> String {
    let spaced: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    spaced.split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
pub(in crate::cite) mod tests {
    use super::*;

    /// Returns an op-ed, for which each format has an expected output.
    pub(in crate::cite) fn op_ed() -> BibliographyItem<'static> {
        BibliographyItem {
            id: "brook-2031".into(),
            genre: Genre::Newspaper,
            title: "The bridge: what it costs",
            authors: vec![BibliographyName::Person(PersonName {
                family: "Brook",
                given: "Ann",
                family_first: true,
                ..PersonName::default()
            })],
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

    #[test]
    fn a_year_of_which_nothing_is_known_is_no_date() {
        for (text, kept) in [
            ("XXXX", ""),
            ("XXXX-05", ""),
            ("XXX1", ""),
            ("[XXXX,2031]", ""),
            ("XXXX/2031", "/2031"),
            ("2031/XXXX", "2031/"),
            ("1XXX", "1XXX"),
            ("2031-XX", "2031-XX"),
            ("2031/..", "2031/.."),
        ] {
            let Ok(date) = Edtf::parse(text) else { panic!("{text}") };
            assert_eq!(citable_date(&date).map_or(String::new(), |date| date.to_string()), kept, "{text}");
        }
    }

    #[test]
    fn replaces_control_characters_with_spaces() {
        assert_eq!(one_line(" a\r\nER  - \tb\u{0} "), "a ER - b");
    }
}
