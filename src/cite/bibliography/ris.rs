//! RIS export, with the types and tags that Zotero writes.

use super::{BibliographyItem, BibliographyName, DateParts, Genre, date_parts, known_year, one_line};
use crate::model::Edtf;

/// Formats an item as an RIS record, which ends with an empty line.
pub(crate) fn ris(item: &BibliographyItem<'_>) -> String {
    let mut text = String::new();
    let mut put = |tag: &str, value: &str| {
        let value = one_line(value);
        if !value.is_empty() {
            text.extend([tag, "  - ", &value, "\r\n"]);
        }
    };
    let optional = |written: Option<BibliographyName<'_>>| written.map(name).unwrap_or_default();
    put("TY", kind(item.genre));
    put("ID", &item.id);
    put("TI", item.title);
    for author in &item.authors {
        put("AU", &name(*author));
    }
    put("ED", &optional(item.editor));
    put("A4", &optional(item.translator));
    put("T2", item.container().unwrap_or(""));
    put("PB", item.publisher().unwrap_or(""));
    let parts = |date: Option<&Edtf>| date.filter(|date| known_year(date).is_some()).and_then(date_parts);
    match parts(item.issued.as_ref()) {
        Some(parts) => {
            put("PY", &format!("{:04}", parts.0));
            put("DA", &slashed(parts));
        }
        // RIS has no date without a year, with a choice of years or before the year 1.
        None => put("N1", &item.issued.as_ref().map_or_else(String::new, |date| format!("Date: {date}"))),
    }
    if let Some(parts) = parts(item.accessed.as_ref()) {
        put("Y2", &slashed(parts));
    }
    put("LA", item.language.unwrap_or(""));
    put("UR", item.url.as_deref().unwrap_or(""));
    put("N1", item.note.as_deref().unwrap_or(""));
    text.push_str("ER  - \r\n\r\n");
    text
}

/// Formats a name. RIS separates family and given names by a comma, so a name that is not split gets wide commas.
fn name(name: BibliographyName<'_>) -> String {
    match name {
        BibliographyName::Person(_) => name.inverted(),
        BibliographyName::Whole(name) => name.replace(", ", "，").replace(',', "，"),
    }
}

fn kind(genre: Genre) -> &'static str {
    match genre {
        Genre::Newspaper | Genre::Review => "NEWS",
        Genre::Magazine => "MGZN",
        Genre::Journal => "JOUR",
        Genre::Interview => "PCOMM",
        Genre::Report => "RPRT",
        Genre::Book => "BOOK",
        Genre::Thesis => "THES",
        Genre::Legislation => "BILL",
        Genre::Speech => "HEAR",
        Genre::Broadcast => "SOUND",
        Genre::BlogPost => "BLOG",
        Genre::Post | Genre::Web => "ELEC",
        Genre::Document => "GEN",
    }
}

/// Formats a date as `YYYY/MM/DD/`; unknown parts are empty.
fn slashed((year, month, day): DateParts) -> String {
    let two = |part: Option<u8>| part.map_or_else(String::new, |part| format!("{part:02}"));
    format!("{year:04}/{}/{}/", two(month), two(day))
}

#[cfg(test)]
mod tests {
    use super::super::tests::op_ed;
    use super::*;

    #[test]
    fn writes_an_op_ed() {
        let expected = "TY  - NEWS\r\nID  - brook-2031\r\nTI  - The bridge: what it costs\r\nAU  - Brook, Ann\r\n\
            T2  - Lindhaven Courier\r\nPY  - 2031\r\nDA  - 2031/08/05/\r\nY2  - 2031/11/22/\r\nLA  - en\r\n\
            UR  - https://example.com/a_b%20c\r\nER  - \r\n\r\n";
        assert_eq!(ris(&op_ed()), expected);
    }

    #[test]
    fn writes_titles_without_line_endings() {
        let hostile = BibliographyItem { title: "A\r\nER  - \rTY  - BOOK\n", ..op_ed() };
        assert!(ris(&hostile).contains("TI  - A ER - TY - BOOK\r\nAU"));
    }

    #[test]
    fn keeps_names_of_organizations_whole() {
        let authors = |name| BibliographyItem { authors: vec![name], ..op_ed() };
        for (whole, line) in [
            ("Center for Ferries, Tunnels and Tolls", "AU  - Center for Ferries，Tunnels and Tolls\r\n"),
            ("Light Blade", "AU  - Light Blade\r\n"),
            ("Port, Pier and Quay, Ltd.", "AU  - Port，Pier and Quay，Ltd.\r\n"),
        ] {
            assert!(ris(&authors(BibliographyName::Whole(whole))).contains(line), "{whole}");
        }
        let person = BibliographyName::from_words("Jan de Quay Jr.");
        assert!(ris(&authors(person)).contains("AU  - Quay, Jan de, Jr.\r\n"));
    }

    #[test]
    fn leaves_unknown_parts_of_dates_empty() {
        assert_eq!(slashed((2025, Some(7), None)), "2025/07//");
        assert_eq!(slashed((2021, None, None)), "2021///");
    }
}
