//! `bibliography.bib`: the articles as BibTeX, with the types and fields that Zotero writes.

use super::bibliography::{self, Genre, Name};
use super::{Export, Exporter};
use crate::model::{Article, Bytes, Record};
use std::fmt::Write;

const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// See the module.
pub(super) struct BibTex;

impl Exporter for BibTex {
    fn files(&self, export: Export<'_>) -> Vec<(String, Bytes)> {
        let entries: Vec<String> =
            bibliography::articles(export).map(|(record, article)| entry(record, article)).collect();
        vec![("bibliography.bib".to_owned(), Bytes::from(entries.join("\n").into_bytes()))]
    }
}

fn entry(record: &Record, article: &Article) -> String {
    let (kind, outlet_field) = kind(Genre::of(article));
    let date = article.date.as_ref().and_then(|date| bibliography::parts(&date.value));
    let month = date.and_then(|(_, month, _)| MONTHS.get(usize::from(month?).checked_sub(1)?));
    let names: Vec<String> = article.authors.iter().map(|author| person(Name::of(author))).collect();
    let url = |url: &str| format!("{{{}}}", address(url));
    let fields = [
        // Double braces keep the capitals of names.
        ("title", Some(format!("{{{{{}}}}}", escaped(&record.title.value)))),
        ("author", (!names.is_empty()).then(|| format!("{{{}}}", names.join(" and ")))),
        ("translator", article.translator.as_deref().map(|name| format!("{{{}}}", person(Name::Whole(name))))),
        ("editor", article.editor.as_deref().map(|name| format!("{{{}}}", person(Name::Whole(name))))),
        (outlet_field, article.outlet.as_deref().map(|outlet| format!("{{{}}}", escaped(outlet)))),
        ("year", date.map(|(year, _, _)| format!("{{{year}}}"))),
        ("month", month.map(|month| (*month).to_owned())),
        ("url", article.read_at().map(url)),
        (
            "urldate",
            article.accessed.as_ref().and_then(|date| date.value.html_datetime()).map(|day| format!("{{{day}}}")),
        ),
        ("note", bibliography::gone(article).map(|note| format!("{{{}}}", escaped(&note)))),
        ("language", article.language.as_deref().map(|language| format!("{{{}}}", escaped(language)))),
    ];
    let mut entry = format!("@{kind}{{{}", key(&record.id));
    for (name, value) in fields {
        if let Some(value) = value {
            // Writing to a string cannot fail.
            let _ = write!(entry, ",\n  {name} = {value}");
        }
    }
    entry.push_str("\n}\n");
    entry
}

/// The entry type and the field for the outlet.
fn kind(genre: Genre) -> (&'static str, &'static str) {
    match genre {
        Genre::Newspaper | Genre::Magazine | Genre::Journal => ("article", "journal"),
        Genre::Report => ("techreport", "institution"),
        Genre::Book => ("book", "publisher"),
        Genre::Interview | Genre::Web => ("misc", "howpublished"),
    }
}

fn person(name: Name<'_>) -> String {
    match name {
        Name::Parts { family, given, .. } => format!("{}, {}", part(family), part(given)),
        Name::Whole(name) => format!("{{{}}}", escaped(name)),
    }
}

/// A part of a name; one in which BibTeX would see several names or parts is kept together by braces.
fn part(name: &str) -> String {
    let name = escaped(name);
    if name.contains(',') || name.to_lowercase().contains(" and ") { format!("{{{name}}}") } else { name }
}

/// A citation key: the id without what BibTeX gives a meaning to.
fn key(id: &str) -> String {
    id.chars().filter(|c| c.is_alphanumeric() || "-_:.".contains(*c)).collect()
}

/// Escapes what TeX gives a meaning to. Braces become commands, because BibTeX counts even escaped ones.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in bibliography::one_line(text).chars() {
        match c {
            '#' | '$' | '%' | '&' | '_' => escaped.extend(['\\', c]),
            '{' => escaped.push_str("{\\textbraceleft}"),
            '}' => escaped.push_str("{\\textbraceright}"),
            '\\' => escaped.push_str("{\\textbackslash}"),
            '~' => escaped.push_str("{\\textasciitilde}"),
            '^' => escaped.push_str("{\\textasciicircum}"),
            _ => escaped.push(c),
        }
    }
    escaped
}

/// An address as the `url` field takes it: only what would end the field or break the line is encoded.
fn address(url: &str) -> String {
    let encode = |c: char| match c {
        '{' => "%7B".to_owned(),
        '}' => "%7D".to_owned(),
        '\\' => "%5C".to_owned(),
        c if c.is_control() || c == ' ' => String::new(),
        c => c.to_string(),
    };
    url.chars().map(encode).collect()
}

#[cfg(test)]
mod tests {
    use super::super::fixture::Fixture;
    use super::*;
    use proptest::prelude::*;

    fn text(fixture: &Fixture) -> String {
        String::from_utf8(BibTex.files(fixture.export())[0].1.to_vec()).unwrap()
    }

    #[test]
    fn writes_an_op_ed() {
        let expected = "\
@article{cai-2025,
  title = {{Title of cai-2025}},
  author = {Cai, Cuihong},
  journal = {China Daily Global},
  year = {2025},
  month = aug,
  url = {https://example.com/a_b%20c},
  urldate = {2026-11-22},
  language = {en}
}
";
        assert_eq!(text(&Fixture::new()), expected);
    }

    proptest! {
        #[test]
        fn keeps_braces_in_balance(title in any::<String>()) {
            let mut fixture = Fixture::new();
            fixture.site.records[0].title.value = title;
            let text = text(&fixture);
            let mut depth = 0;
            for (at, c) in text.char_indices() {
                depth += i32::from(c == '{') - i32::from(c == '}');
                prop_assert!(depth > 0 || at < 8 || at + 2 >= text.len(), "closes at {at}: {text}");
            }
            prop_assert_eq!(depth, 0);
            prop_assert_eq!(text.lines().count(), 10);
        }
    }
}
