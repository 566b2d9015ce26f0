//! BibTeX export, with the types and fields that Zotero writes.

use super::{BibliographyItem, BibliographyName, Genre, date_parts, known_year, one_line};
use crate::model::Edtf;
use std::fmt::Write;

const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// Formats an item as a BibTeX entry, which ends with a newline.
pub(crate) fn bibtex(item: &BibliographyItem<'_>) -> String {
    let (kind, outlet_field) = kind(item.genre);
    let date = item.issued.as_ref().and_then(date_parts);
    let month = date.and_then(|(_, month, _)| MONTHS.get(usize::from(month?).checked_sub(1)?));
    let names: Vec<String> = item.authors.iter().map(|author| person(*author)).collect();
    // Other dates as EDTF, which is a text to BibTeX.
    let year =
        item.issued.as_ref().map(|date| known_year(date).map_or_else(|| date.to_string(), |year| year.to_string()));
    let braced = |value: String| format!("{{{value}}}");
    let fields = [
        // Double braces keep the capitals of names.
        ("title", Some(format!("{{{{{}}}}}", escaped(item.title)))),
        ("author", (!names.is_empty()).then(|| braced(names.join(" and ")))),
        ("translator", item.translator.map(|name| braced(person(name)))),
        ("editor", item.editor.map(|name| braced(person(name)))),
        (outlet_field, item.outlet.map(|outlet| braced(escaped(outlet)))),
        ("year", year.map(braced)),
        ("month", month.map(|month| (*month).to_owned())),
        ("url", item.url.as_deref().map(|url| braced(address(url)))),
        ("urldate", item.accessed.as_ref().and_then(Edtf::html_datetime).map(braced)),
        ("note", item.note.as_deref().map(|note| braced(escaped(note)))),
        ("language", item.language.map(|language| braced(escaped(language)))),
    ];
    let mut entry = format!("@{kind}{{{}", key(&item.id));
    for (name, value) in fields {
        if let Some(value) = value {
            // Writing to a string cannot fail.
            let _ = write!(entry, ",\n  {name} = {value}");
        }
    }
    entry.push_str("\n}\n");
    entry
}

/// Returns the entry type and the field for the outlet.
fn kind(genre: Genre) -> (&'static str, &'static str) {
    match genre {
        Genre::Newspaper | Genre::Magazine | Genre::Journal | Genre::Review => ("article", "journal"),
        Genre::Report => ("techreport", "institution"),
        Genre::Book => ("book", "publisher"),
        Genre::Thesis => ("phdthesis", "school"),
        Genre::Interview
        | Genre::Legislation
        | Genre::Speech
        | Genre::Broadcast
        | Genre::BlogPost
        | Genre::Post
        | Genre::Document
        | Genre::Web => ("misc", "howpublished"),
    }
}

fn person(name: BibliographyName<'_>) -> String {
    match name {
        BibliographyName::Person(person) => {
            let particle = if person.particle.is_empty() { person.dropping_particle } else { person.particle };
            let family = name_part(person.family);
            let space = if particle.is_empty() || particle.ends_with(['-', '\'', '’']) { "" } else { " " };
            let suffix =
                if person.suffix.is_empty() { String::new() } else { format!("{}, ", name_part(person.suffix)) };
            format!("{}{space}{family}, {suffix}{}", escaped(particle), name_part(person.given))
        }
        BibliographyName::Whole(name) => format!("{{{}}}", escaped(name)),
    }
}

/// Escapes a part of a name; braces keep it together if BibTeX would split it.
fn name_part(name: &str) -> String {
    let name = escaped(name);
    if name.contains(',') || name.to_lowercase().contains(" and ") { format!("{{{name}}}") } else { name }
}

/// Returns the citation key: the id without characters that are special to BibTeX.
fn key(id: &str) -> String {
    id.chars().filter(|c| c.is_alphanumeric() || "-_:.".contains(*c)).collect()
}

/// Escapes characters that are special to TeX. Braces become commands, because BibTeX counts even escaped ones.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in one_line(text).chars() {
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

/// Encodes a URL for the `url` field: only characters that would end the field or the line.
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
    use super::super::PersonName;
    use super::super::tests::op_ed;
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn writes_an_op_ed() {
        let expected = "\
@article{brook-2031,
  title = {{The bridge: what it costs}},
  author = {Brook, Ann},
  journal = {Lindhaven Courier},
  year = {2031},
  month = aug,
  url = {https://example.com/a_b%20c},
  urldate = {2031-11-22},
  language = {en}
}
";
        assert_eq!(bibtex(&op_ed()), expected);
    }

    #[test]
    fn writes_particles_and_suffixes() {
        let name = |person| super::person(BibliographyName::Person(person));
        let jan = PersonName { family: "Quay", given: "Jan", ..PersonName::default() };
        assert_eq!(name(PersonName { particle: "van der", ..jan }), "van der Quay, Jan");
        assert_eq!(name(PersonName { particle: "al-", ..jan }), "al-Quay, Jan");
        assert_eq!(name(PersonName { dropping_particle: "de", ..jan }), "de Quay, Jan");
        assert_eq!(name(PersonName { suffix: "Jr.", ..jan }), "Quay, Jr., Jan");
    }

    proptest! {
        #[test]
        fn keeps_braces_balanced(title in any::<String>()) {
            let text = bibtex(&BibliographyItem { title: &title, ..op_ed() });
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
