//! Reads articles as a library does: what kind of publication, who is who, which parts of a date are known.

use super::Export;
use crate::model::date::{Part, Point};
use crate::model::{Article, Author, Details, Edtf, Kind, Record, UrlStatus};

/// A kind of publication. The formats differ in what they call it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Genre {
    /// In a newspaper or on a news site: op-eds, commentaries, news.
    Newspaper,
    /// In a magazine.
    Magazine,
    /// In a scholarly journal.
    Journal,
    /// An interview.
    Interview,
    /// A report of an institution, a policy brief, a white paper.
    Report,
    /// A book.
    Book,
    /// A page on the web that is none of these.
    Web,
}

/// Words in an article's `kind` and the genre they mean; the first that occurs counts.
const GENRES: [(&str, Genre); 17] = [
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
];

impl Genre {
    /// The genre of an article; [`Genre::Web`] when its `kind` says nothing that is known.
    pub(super) fn of(article: &Article) -> Genre {
        let kind = article.kind.as_deref().unwrap_or("").to_lowercase();
        GENRES.iter().find(|(word, _)| kind.contains(word)).map_or(Genre::Web, |(_, genre)| *genre)
    }
}

/// A name as bibliographies want it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Name<'a> {
    /// A person's name in two parts.
    Parts {
        /// The family name.
        family: &'a str,
        /// The other names.
        given: &'a str,
        /// Whether the family name comes first wherever the name is written.
        family_first: bool,
    },
    /// A name that is not taken apart.
    Whole(&'a str),
}

impl<'a> Name<'a> {
    /// The name of an author. It is taken apart only at the family name that the record gives.
    pub(super) fn of(author: &'a Author) -> Name<'a> {
        let name = author.name.trim();
        let Some(family) = author.family.as_deref().map(str::trim).filter(|family| !family.is_empty()) else {
            return Name::Whole(name);
        };
        let at_word = |rest: &'a str| Some(rest.trim()).filter(|given| !given.is_empty() && given.len() < rest.len());
        let behind = name.strip_prefix(family).and_then(at_word);
        let before = || name.strip_suffix(family).and_then(at_word);
        match behind {
            Some(given) => Name::Parts { family, given, family_first: true },
            None => before().map_or(Name::Whole(name), |given| Name::Parts { family, given, family_first: false }),
        }
    }

    /// `Cai, Cuihong`, or the whole name.
    pub(super) fn inverted(self) -> String {
        match self {
            Name::Parts { family, given, .. } => format!("{family}, {given}"),
            Name::Whole(name) => name.to_owned(),
        }
    }
}

/// The shown articles of the default language, in the order of their ids.
pub(super) fn articles(export: Export<'_>) -> impl Iterator<Item = (&Record, &Article)> {
    export.site.of_kind(Kind::Article).filter_map(|(_, record)| match &record.details {
        Details::Article(article) => Some((record, &**article)),
        _ => None,
    })
}

/// The note on an article whose original can no longer be read.
pub(super) fn gone(article: &Article) -> Option<String> {
    let url = article.url.as_ref().filter(|_| article.url_status != UrlStatus::Live)?;
    let said = match article.url_status {
        UrlStatus::Unfit => "its address now leads elsewhere",
        UrlStatus::Live | UrlStatus::Dead => "it is gone",
    };
    let checked = article.url_checked.as_ref().map_or(String::new(), |date| format!(" (checked {})", date.value));
    Some(format!("Original: {}; {said}{checked}", url.value))
}

/// Year, month and day of a date, as far as they are known.
pub(super) type Parts = (i16, Option<u8>, Option<u8>);

/// The parts of a date's beginning, or of its end when only that is known.
pub(super) fn parts(date: &Edtf) -> Option<Parts> {
    date.points().next().map(parts_of)
}

/// The parts of one date.
pub(super) fn parts_of(point: Point) -> Parts {
    match point.part {
        Part::Year | Part::SomeMonth | Part::SomeDayOfYear | Part::Season(_) => (point.year, None, None),
        Part::Month(month) | Part::SomeDay(month) => (point.year, Some(month), None),
        Part::Day { month, day, .. } => (point.year, Some(month), Some(day)),
    }
}

/// A text on one line: line endings, tabs and other control characters become spaces.
pub(super) fn one_line(text: &str) -> String {
    let spaced: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    spaced.split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn author(name: &str, family: &str) -> Author {
        Author { name: name.into(), family: Some(family.into()), ..Author::default() }
    }

    #[test]
    fn takes_names_apart_at_the_family_name() {
        let chinese = author("Cai Cuihong", "Cai");
        assert_eq!(Name::of(&chinese), Name::Parts { family: "Cai", given: "Cuihong", family_first: true });
        let western = author("Ada King Lovelace", "Lovelace");
        assert_eq!(Name::of(&western), Name::Parts { family: "Lovelace", given: "Ada King", family_first: false });
    }

    #[test]
    fn keeps_other_names_whole() {
        for (name, family) in [("Light Blade", ""), ("Caius", "Cai"), ("Cai", "Cai"), ("Someone Else", "Cai")] {
            assert_eq!(Name::of(&author(name, family)), Name::Whole(name));
        }
    }

    #[test]
    fn knows_the_genres() {
        let genre = |kind: &str| Genre::of(&Article { kind: Some(kind.into()), ..Article::default() });
        assert_eq!(genre("Op-Ed"), Genre::Newspaper);
        assert_eq!(genre("policy report"), Genre::Report);
        assert_eq!(genre("institutional note"), Genre::Web);
        assert_eq!(Genre::of(&Article::default()), Genre::Web);
    }

    #[test]
    fn puts_a_text_on_one_line() {
        assert_eq!(one_line(" a\r\nER  - \tb\u{0} "), "a ER - b");
    }
}
