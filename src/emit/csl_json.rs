//! `bibliography.json`: the articles as CSL-JSON 1.0.2.

use super::bibliography::{self, Genre, Name, Parts};
use super::{Export, Exporter, json};
use crate::model::date::Part;
use crate::model::{Article, Bytes, Edtf, Record};
use serde::Serialize;

/// See the module.
pub(super) struct CslJson;

#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
struct Item<'a> {
    id: &'a str,
    #[serde(rename = "type")]
    kind: &'static str,
    title: &'a str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    author: Vec<Person<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    translator: Vec<Person<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    editor: Vec<Person<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    container_title: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    publisher: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    genre: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    issued: Option<Date>,
    #[serde(skip_serializing_if = "Option::is_none")]
    accessed: Option<Date>,
    #[serde(skip_serializing_if = "Option::is_none")]
    language: Option<&'a str>,
    #[serde(rename = "URL", skip_serializing_if = "Option::is_none")]
    url: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    custom: Option<Custom<'a>>,
}

/// What CSL-JSON has no field for.
#[derive(Serialize)]
struct Custom<'a> {
    archive_url: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    archive_date: Option<String>,
}

#[derive(Serialize)]
#[serde(untagged)]
enum Person<'a> {
    Parts {
        family: &'a str,
        given: &'a str,
        #[serde(rename = "static-ordering", skip_serializing_if = "std::ops::Not::not")]
        family_first: bool,
    },
    Whole {
        literal: &'a str,
    },
}

#[derive(Serialize)]
struct Date {
    #[serde(rename = "date-parts")]
    parts: Vec<Vec<i16>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    season: Option<u8>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    circa: bool,
}

impl Exporter for CslJson {
    fn files(&self, export: Export<'_>) -> Vec<(String, Bytes)> {
        let items: Vec<_> = bibliography::articles(export).map(|(record, article)| item(record, article)).collect();
        vec![("bibliography.json".to_owned(), json(&items))]
    }
}

fn item<'a>(record: &'a Record, article: &'a Article) -> Item<'a> {
    let genre = Genre::of(article);
    let outlet = article.outlet.as_deref();
    let issues_itself = matches!(genre, Genre::Report | Genre::Book);
    Item {
        id: &record.id,
        kind: kind(genre),
        title: &record.title.value,
        author: article.authors.iter().map(|author| Person::from(Name::of(author))).collect(),
        translator: article.translator.iter().map(|name| Person::Whole { literal: name }).collect(),
        editor: article.editor.iter().map(|name| Person::Whole { literal: name }).collect(),
        container_title: outlet.filter(|_| !issues_itself),
        publisher: outlet.filter(|_| issues_itself),
        genre: article.kind.as_deref(),
        issued: article.date.as_ref().and_then(|date| Date::of(&date.value)),
        accessed: article.accessed.as_ref().and_then(|date| Date::of(&date.value)),
        language: article.language.as_deref(),
        url: article.read_at(),
        note: bibliography::gone(article),
        custom: article.archive_url.as_ref().map(|url| Custom {
            archive_url: &url.value,
            archive_date: article.archive_date.as_ref().map(|date| date.value.to_string()),
        }),
    }
}

fn kind(genre: Genre) -> &'static str {
    match genre {
        Genre::Newspaper => "article-newspaper",
        Genre::Magazine => "article-magazine",
        Genre::Journal => "article-journal",
        Genre::Interview => "interview",
        Genre::Report => "report",
        Genre::Book => "book",
        Genre::Web => "webpage",
    }
}

impl<'a> From<Name<'a>> for Person<'a> {
    fn from(name: Name<'a>) -> Person<'a> {
        match name {
            Name::Parts { family, given, family_first } => Person::Parts { family, given, family_first },
            Name::Whole(literal) => Person::Whole { literal },
        }
    }
}

impl Date {
    /// One date or both ends of an interval. CSL has no open ends: the known end stands for both and counts as rough.
    fn of(date: &Edtf) -> Option<Date> {
        let points: Vec<_> = date.points().collect();
        let season = match points[..] {
            [point] => match point.part {
                Part::Season(season) => Some(season.saturating_sub(20)),
                _ => None,
            },
            _ => None,
        };
        let parts: Vec<_> = points.iter().map(|point| date_parts(bibliography::parts_of(*point))).collect();
        let rough = date.is_approximate() || date.is_uncertain() || date.is_open();
        (!parts.is_empty()).then_some(Date { parts, season, circa: rough })
    }
}

fn date_parts((year, month, day): Parts) -> Vec<i16> {
    [Some(year), month.map(i16::from), day.map(i16::from)].into_iter().flatten().collect()
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{Fixture, date};
    use super::*;
    use serde_json::{Value, json};

    #[test]
    fn writes_an_op_ed() {
        let fixture = Fixture::new();
        let items: Value = serde_json::from_slice(&CslJson.files(fixture.export())[0].1).unwrap();
        let expected = json!([{
            "id": "cai-2025",
            "type": "article-newspaper",
            "title": "Title of cai-2025",
            "author": [{ "family": "Cai", "given": "Cuihong", "static-ordering": true }],
            "container-title": "China Daily Global",
            "genre": "op-ed",
            "issued": { "date-parts": [[2025, 8, 5]] },
            "accessed": { "date-parts": [[2026, 11, 22]] },
            "language": "en",
            "URL": "https://example.com/a_b%20c"
        }]);
        assert_eq!(items, expected);
    }

    #[test]
    fn writes_rough_dates() {
        let said = |text: &str| serde_json::to_value(Date::of(&date(text).value)).unwrap();
        assert_eq!(said("2025-12-08~"), json!({ "date-parts": [[2025, 12, 8]], "circa": true }));
        assert_eq!(said("2025-07/2025-09"), json!({ "date-parts": [[2025, 7], [2025, 9]] }));
        assert_eq!(said("2025-22"), json!({ "date-parts": [[2025]], "season": 2 }));
    }
}
