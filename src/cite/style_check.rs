//! Runs a style on sample items, because the library may panic on a style that no validator has checked.

use super::boundary::guarded;
use super::csl_item::CslSource;
use super::locale;
use crate::cite::bibliography::{BibliographyItem, BibliographyName, Genre, PersonName};
use crate::model::Edtf;
use hayagriva::citationberg::{IndependentStyle, LocaleCode, taxonomy::Locator};
use hayagriva::{
    BibliographyDriver, BibliographyRequest, CitationItem, CitationRequest, LocatorPayload, SpecificLocator,
    TransparentLocator, standalone_citation,
};

/// Checks that a style formats items of every genre without a panic.
pub(super) fn runs_without_panic(style: &IndependentStyle) -> bool {
    guarded(|| cite_all(style)).is_some()
}

fn cite_all(style: &IndependentStyle) {
    let locales = locale::load(&LocaleCode::en_us());
    let locale = || Some(LocaleCode::en_us());
    let sources: Vec<_> = sample_items().iter().map(|source| CslSource::new(source).item).collect();
    let locator =
        |number: u8| SpecificLocator(Locator::Custom, LocatorPayload::Transparent(TransparentLocator::new(number)));
    let request = |source, passage: Option<u8>, number| {
        let item = CitationItem::new(source, passage.map(locator), None, false, None);
        CitationRequest::new(vec![item], style, locale(), &locales, Some(number))
    };
    // Articles are printed one by one: alone, and in notes that follow each other.
    for source in &sources {
        standalone_citation(request(source, Some(1), 1));
        let mut driver = BibliographyDriver::new();
        for (passage, number) in [None, Some(1), Some(2), None].into_iter().zip(1..) {
            driver.citation(request(source, passage, number));
        }
        driver.finish(BibliographyRequest::new(style, locale(), &locales));
    }
}

fn sample_items() -> Vec<BibliographyItem<'static>> {
    let genres =
        [Genre::Newspaper, Genre::Magazine, Genre::Journal, Genre::Interview, Genre::Report, Genre::Book, Genre::Web];
    let bare = |genre| BibliographyItem {
        id: "bare".into(),
        genre,
        title: "Title",
        authors: Vec::new(),
        translator: None,
        editor: None,
        outlet: None,
        kind: None,
        issued: None,
        accessed: None,
        language: None,
        url: None,
        note: None,
        archive: None,
    };
    let full = |genre| BibliographyItem {
        authors: vec![
            BibliographyName::Person(PersonName { family: "Family", given: "Given", ..PersonName::default() }),
            BibliographyName::Whole("Institution"),
        ],
        translator: Some(BibliographyName::Whole("Translator")),
        editor: Some(BibliographyName::Whole("Editor")),
        outlet: Some("Outlet"),
        kind: Some("kind"),
        issued: Edtf::parse("2031-03-14").ok(),
        accessed: Edtf::parse("2031~").ok(),
        language: Some("en"),
        url: Some("https://example.org/".into()),
        ..bare(genre)
    };
    genres.into_iter().flat_map(|genre| [bare(genre), full(genre)]).collect()
}

#[cfg(test)]
mod tests {
    use super::super::archive;
    use super::*;

    #[test]
    fn every_embedded_style_runs_without_panic() {
        for name in archive::names() {
            assert!(runs_without_panic(&archive::by_name(name).unwrap()), "{name}");
        }
    }
}
