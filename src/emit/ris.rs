//! `bibliography.ris`: the articles as RIS, with the types and tags that Zotero writes.

use super::bibliography::{self, Genre, Name, Parts};
use super::{Export, Exporter};
use crate::model::{Article, Bytes, Record};

/// See the module.
pub(super) struct Ris;

impl Exporter for Ris {
    fn files(&self, export: Export<'_>) -> Vec<(String, Bytes)> {
        let mut text = String::new();
        for (record, article) in bibliography::articles(export) {
            write_entry(&mut text, record, article);
        }
        vec![("bibliography.ris".to_owned(), Bytes::from(text.into_bytes()))]
    }
}

fn write_entry(text: &mut String, record: &Record, article: &Article) {
    let mut put = |tag: &str, value: &str| {
        let value = bibliography::one_line(value);
        if !value.is_empty() {
            text.extend([tag, "  - ", &value, "\r\n"]);
        }
    };
    let genre = Genre::of(article);
    put("TY", kind(genre));
    put("ID", &record.id);
    put("TI", &record.title.value);
    for author in &article.authors {
        put("AU", &Name::of(author).inverted());
    }
    put("ED", article.editor.as_deref().unwrap_or(""));
    put("A4", article.translator.as_deref().unwrap_or(""));
    let issues_itself = matches!(genre, Genre::Report | Genre::Book);
    put(if issues_itself { "PB" } else { "T2" }, article.outlet.as_deref().unwrap_or(""));
    if let Some(parts) = article.date.as_ref().and_then(|date| bibliography::parts(&date.value)) {
        put("PY", &format!("{:04}", parts.0));
        put("DA", &slashed(parts));
    }
    if let Some(parts) = article.accessed.as_ref().and_then(|date| bibliography::parts(&date.value)) {
        put("Y2", &slashed(parts));
    }
    put("LA", article.language.as_deref().unwrap_or(""));
    put("UR", article.read_at().unwrap_or(""));
    put("N1", &bibliography::gone(article).unwrap_or_default());
    text.push_str("ER  - \r\n\r\n");
}

fn kind(genre: Genre) -> &'static str {
    match genre {
        Genre::Newspaper => "NEWS",
        Genre::Magazine => "MGZN",
        Genre::Journal => "JOUR",
        Genre::Interview => "PCOMM",
        Genre::Report => "RPRT",
        Genre::Book => "BOOK",
        Genre::Web => "ELEC",
    }
}

/// `2025/08/05/`: year, month, day and nothing else; unknown parts are empty.
fn slashed((year, month, day): Parts) -> String {
    let two = |part: Option<u8>| part.map_or_else(String::new, |part| format!("{part:02}"));
    format!("{year:04}/{}/{}/", two(month), two(day))
}

#[cfg(test)]
mod tests {
    use super::super::fixture::Fixture;
    use super::*;

    fn text(fixture: &Fixture) -> String {
        String::from_utf8(Ris.files(fixture.export())[0].1.to_vec()).unwrap()
    }

    #[test]
    fn writes_an_op_ed() {
        let expected = "TY  - NEWS\r\nID  - cai-2025\r\nTI  - Title of cai-2025\r\nAU  - Cai, Cuihong\r\n\
            T2  - China Daily Global\r\nPY  - 2025\r\nDA  - 2025/08/05/\r\nY2  - 2026/11/22/\r\nLA  - en\r\n\
            UR  - https://example.com/a_b%20c\r\nER  - \r\n\r\n";
        assert_eq!(text(&Fixture::new()), expected);
    }

    #[test]
    fn lets_no_line_ending_through() {
        let mut fixture = Fixture::new();
        fixture.site.records[0].title.value = "A\r\nER  - \rTY  - BOOK\n".to_owned();
        assert!(text(&fixture).contains("TI  - A ER - TY - BOOK\r\nAU"));
    }

    #[test]
    fn leaves_unknown_parts_of_dates_empty() {
        assert_eq!(slashed((2025, Some(7), None)), "2025/07//");
        assert_eq!(slashed((2021, None, None)), "2021///");
    }
}
