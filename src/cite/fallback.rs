//! Plain cites and references of articles that the library cannot print.

use super::csl_item::CslSource;
use super::placeholder::TextField;
use super::renderer::BibliographyEntry;
use super::runs::{self, Part, RunRole, StyledRun};

/// Returns `Brook 2031`, with the letter that distinguishes works of one year.
pub(super) fn cite(source: &CslSource, letter: Option<&str>, located: bool) -> Vec<StyledRun> {
    let year = year(source, letter).map_or(String::new(), |year| format!(" {year}"));
    let mut runs = vec![StyledRun { part: Part::Names(0), ..StyledRun::plain(&name(source)) }, StyledRun::plain(&year)];
    if located {
        runs.extend([StyledRun::plain(", "), StyledRun::passage()]);
    }
    runs
}

/// Returns `Brook. Title. Courier, 2031.`
pub(super) fn entry(source: &CslSource, letter: Option<&str>) -> BibliographyEntry {
    let title = source.plain_text(TextField::Title);
    let authors: Vec<String> = source.authors.iter().map(|author| author.family.clone()).collect();
    let outlet = [TextField::Container, TextField::Publisher].map(|field| source.plain_text(field)).concat();
    let year = year(source, letter).unwrap_or_default();
    let behind: Vec<&str> = [outlet.as_str(), &year].into_iter().filter(|part| !part.is_empty()).collect();
    let mut runs = Vec::new();
    if !authors.is_empty() {
        runs.push(StyledRun::plain(&format!("{} ", sentence(&authors.join(", ")))));
    }
    runs.extend([StyledRun { role: RunRole::Title, ..StyledRun::plain(&title) }, StyledRun::plain(". ")]);
    if !behind.is_empty() {
        runs.push(StyledRun::plain(&sentence(&behind.join(", "))));
    }
    BibliographyEntry { number: Vec::new(), plain_text: runs::plain_text(&runs), authors: source.authors.clone(), runs }
}

/// Ends a text with a full stop, unless it has one.
fn sentence(text: &str) -> String {
    if text.ends_with(['.', '。', '?', '!', '？', '！']) { text.to_owned() } else { format!("{text}.") }
}

fn year(source: &CslSource, letter: Option<&str>) -> Option<String> {
    let era = if source.is_before_christ { " BC" } else { "" };
    source.year.as_ref().map(|year| format!("{year}{}{era}", letter.unwrap_or("")))
}

fn name(source: &CslSource) -> String {
    let outlet = source.plain_text(TextField::Container);
    match source.authors.as_slice() {
        [] if outlet.is_empty() => source.plain_text(TextField::Title),
        [] => outlet,
        [author] => author.family.clone(),
        [author, ..] => format!("{} et al.", author.family),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cite::bibliography::BibliographyItem;
    use crate::cite::bibliography::tests::op_ed;

    #[test]
    fn prints_plain_references() {
        let print = |item: &BibliographyItem<'_>| {
            let source = CslSource::new(item);
            (runs::plain_text(&cite(&source, None, false)), entry(&source, None).plain_text)
        };
        let expected =
            ("Brook 2031".to_owned(), "Brook. The bridge: what it costs. Lindhaven Courier, 2031.".to_owned());
        assert_eq!(print(&op_ed()), expected);
        let source = CslSource::new(&op_ed());
        assert_eq!(runs::plain_text(&cite(&source, Some("b"), true)), "Brook 2031b, ");
        assert!(entry(&source, Some("b")).plain_text.ends_with(", 2031b."));
        let anonymous = BibliographyItem { authors: Vec::new(), issued: None, ..op_ed() };
        let expected = ("Lindhaven Courier".to_owned(), "The bridge: what it costs. Lindhaven Courier.".to_owned());
        assert_eq!(print(&anonymous), expected);
        let with_stop = BibliographyItem { outlet: Some("J."), ..anonymous.clone() };
        assert_eq!(print(&with_stop).1, "The bridge: what it costs. J.");
        let bare = BibliographyItem { outlet: None, ..anonymous };
        assert_eq!(print(&bare), ("The bridge: what it costs".to_owned(), "The bridge: what it costs. ".to_owned()));
    }
}
