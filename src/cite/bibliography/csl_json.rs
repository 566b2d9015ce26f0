//! CSL-JSON 1.0.2 export.

use super::{BibliographyName, DateParts, Genre, citable_date, is_cjk, point_parts};
use crate::model::Edtf;
use crate::model::date::{DatePart, Point, historical_year};
use serde::Serialize;
use serde_json::Value;

#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
struct CslItem<'a> {
    id: &'a str,
    #[serde(rename = "type")]
    kind: &'static str,
    title: &'a str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    author: Vec<CslPerson<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    translator: Vec<CslPerson<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    editor: Vec<CslPerson<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    container_title: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    publisher: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    genre: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    issued: Option<CslDate>,
    #[serde(skip_serializing_if = "Option::is_none")]
    accessed: Option<CslDate>,
    #[serde(skip_serializing_if = "Option::is_none")]
    language: Option<&'a str>,
    #[serde(rename = "URL", skip_serializing_if = "Option::is_none")]
    url: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    custom: Option<CslCustom<'a>>,
}

/// Fields that CSL-JSON does not define.
#[derive(Serialize)]
struct CslCustom<'a> {
    archive_url: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    archive_date: Option<String>,
}

#[derive(Serialize)]
#[serde(untagged)]
enum CslPerson<'a> {
    Parts {
        family: &'a str,
        given: &'a str,
        #[serde(rename = "non-dropping-particle", skip_serializing_if = "str::is_empty")]
        particle: &'a str,
        #[serde(rename = "dropping-particle", skip_serializing_if = "str::is_empty")]
        dropping_particle: &'a str,
        #[serde(skip_serializing_if = "str::is_empty")]
        suffix: &'a str,
        #[serde(rename = "static-ordering", skip_serializing_if = "std::ops::Not::not")]
        family_first: bool,
    },
    Whole {
        literal: &'a str,
    },
}

#[derive(Serialize)]
struct CslDate {
    #[serde(rename = "date-parts")]
    parts: Vec<Vec<i32>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    season: Option<u8>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    circa: bool,
}

/// Converts an item to CSL-JSON.
pub(crate) fn csl_json<'a>(item: &super::BibliographyItem<'a>) -> Value {
    let person = |name: &BibliographyName<'a>| CslPerson::from(*name);
    let written = CslItem {
        id: &item.id,
        kind: csl_type(item.genre),
        title: item.title,
        author: item.authors.iter().map(person).collect(),
        translator: item.translator.iter().map(person).collect(),
        editor: item.editor.iter().map(person).collect(),
        container_title: item.container(),
        publisher: item.publisher(),
        genre: item.kind,
        issued: item.issued.as_ref().and_then(CslDate::of),
        accessed: item.accessed.as_ref().and_then(CslDate::of),
        language: item.language,
        url: item.url.as_deref(),
        note: item.note.as_deref(),
        custom: item
            .archive
            .as_ref()
            .map(|(archive_url, date)| CslCustom { archive_url, archive_date: date.as_ref().map(ToString::to_string) }),
    };
    // A plain struct with string keys always serializes.
    serde_json::to_value(written).unwrap_or_default()
}

/// Returns the CSL type of a genre.
pub(crate) fn csl_type(genre: Genre) -> &'static str {
    match genre {
        Genre::Newspaper => "article-newspaper",
        Genre::Magazine => "article-magazine",
        Genre::Journal => "article-journal",
        Genre::Interview => "interview",
        Genre::Report => "report",
        Genre::Book => "book",
        Genre::Thesis => "thesis",
        Genre::Legislation => "legislation",
        Genre::Speech => "speech",
        Genre::Broadcast => "broadcast",
        Genre::BlogPost => "post-weblog",
        Genre::Post => "post",
        Genre::Review => "review-book",
        Genre::Document => "document",
        Genre::Web => "webpage",
    }
}

impl<'a> From<BibliographyName<'a>> for CslPerson<'a> {
    fn from(name: BibliographyName<'a>) -> CslPerson<'a> {
        match name {
            BibliographyName::Person(person) => CslPerson::Parts {
                family: person.family,
                given: person.given,
                particle: person.particle,
                dropping_particle: person.dropping_particle,
                suffix: person.suffix,
                // Chinese, Japanese and Korean names are in this order anyway.
                family_first: person.family_first && !is_cjk(person.family),
            },
            BibliographyName::Whole(literal) => CslPerson::Whole { literal },
        }
    }
}

impl CslDate {
    /// Converts a date or both ends of an interval; `None` without any date. CSL has no open ends, so an open interval
    /// is its known end with `circa`.
    fn of(date: &Edtf) -> Option<CslDate> {
        let date = &citable_date(date)?;
        let points = date.points();
        let season = match points[..] {
            [Point { part: DatePart::Season(season), .. }] => Some(season.number() - 20).filter(|number| *number <= 4),
            _ => None,
        };
        let mut parts: Vec<_> = points.iter().map(|point| parts_list(point_parts(*point))).collect();
        if let [Point { year, .. }] = points[..]
            && !year.is_exact()
        {
            parts.push(vec![historical_year(year.last())]);
        }
        if let [_, .., _] = parts[..] {
            parts = [parts.first().cloned(), parts.last().cloned()].into_iter().flatten().collect();
        }
        let is_inexact = points.iter().any(|point| !point.year.is_exact()) || matches!(date, Edtf::Set(_));
        let rough = is_inexact || date.is_approximate() || date.is_uncertain() || date.is_open();
        (!parts.is_empty()).then_some(CslDate { parts, season, circa: rough })
    }
}

fn parts_list((year, month, day): DateParts) -> Vec<i32> {
    [Some(year), month.map(i32::from), day.map(i32::from)].into_iter().flatten().collect()
}

#[cfg(test)]
mod tests {
    use super::super::tests::op_ed;
    use super::*;
    use serde_json::json;

    #[test]
    fn writes_an_op_ed() {
        let expected = json!({
            "id": "brook-2031",
            "type": "article-newspaper",
            "title": "The bridge: what it costs",
            "author": [{ "family": "Brook", "given": "Ann", "static-ordering": true }],
            "container-title": "Lindhaven Courier",
            "genre": "op-ed",
            "issued": { "date-parts": [[2031, 8, 5]] },
            "accessed": { "date-parts": [[2031, 11, 22]] },
            "language": "en",
            "URL": "https://example.com/a_b%20c"
        });
        assert_eq!(csl_json(&op_ed()), expected);
    }

    #[test]
    fn writes_approximate_dates() {
        let to_json = |text: &str| serde_json::to_value(CslDate::of(&Edtf::parse(text).unwrap())).unwrap();
        assert_eq!(to_json("2025-12-08~"), json!({ "date-parts": [[2025, 12, 8]], "circa": true }));
        assert_eq!(to_json("2025-07/2025-09"), json!({ "date-parts": [[2025, 7], [2025, 9]] }));
        assert_eq!(to_json("2025-22"), json!({ "date-parts": [[2025]], "season": 2 }));
        assert_eq!(to_json("XXXX-05"), json!(null));
        assert_eq!(to_json("XXXX/2031"), json!({ "date-parts": [[2031]], "circa": true }));
        assert_eq!(to_json("1XXX"), json!({ "date-parts": [[1000], [1999]], "circa": true }));
    }
}
