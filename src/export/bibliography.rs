//! Bibliography exports: all articles as CSL-JSON, BibTeX and RIS.

use super::{ExportContext, Exporter, to_json};
use crate::cite::bibliography::{BibliographyItem, bibtex, csl_json, ris};
use crate::model::{Details, Kind};

const CSL_JSON: &str = "bibliography.json";
const BIBTEX: &str = "bibliography.bib";
const RIS: &str = "bibliography.ris";

/// Output size per article in bytes, used to reserve the buffer; most articles need less.
const ARTICLE_SIZE_ESTIMATE: usize = 512;

/// Exports `bibliography.json` (CSL-JSON).
pub(super) struct CslJson;

/// Exports `bibliography.bib` (BibTeX).
pub(super) struct BibTex;

/// Exports `bibliography.ris` (RIS).
pub(super) struct Ris;

impl Exporter for CslJson {
    fn owns(&self, path: &str) -> bool {
        path == CSL_JSON
    }

    fn files(&self, export: ExportContext<'_>) -> Vec<(String, Vec<u8>)> {
        let items: Vec<_> = articles(export).map(|item| csl_json(&item)).collect();
        vec![(CSL_JSON.to_owned(), to_json(&items, items.len() * ARTICLE_SIZE_ESTIMATE))]
    }
}

impl Exporter for BibTex {
    fn owns(&self, path: &str) -> bool {
        path == BIBTEX
    }

    fn files(&self, export: ExportContext<'_>) -> Vec<(String, Vec<u8>)> {
        let entries: Vec<String> = articles(export).map(|item| bibtex(&item)).collect();
        vec![(BIBTEX.to_owned(), entries.join("\n").into_bytes())]
    }
}

impl Exporter for Ris {
    fn owns(&self, path: &str) -> bool {
        path == RIS
    }

    fn files(&self, export: ExportContext<'_>) -> Vec<(String, Vec<u8>)> {
        let text: String = articles(export).map(|item| ris(&item)).collect();
        vec![(RIS.to_owned(), text.into_bytes())]
    }
}

/// Iterates over the published articles of the default language, ordered by record id.
fn articles(export: ExportContext<'_>) -> impl Iterator<Item = BibliographyItem<'_>> {
    export.site.of_kind(Kind::Article).filter_map(|(_, record)| match &record.details {
        Details::Article(article) => Some(BibliographyItem::from_article(record, article)),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use super::super::fixture::Fixture;
    use super::*;

    #[test]
    fn writes_every_article_in_three_formats() {
        let fixture = Fixture::new();
        let exporters: [&dyn Exporter; 3] = [&CslJson, &BibTex, &Ris];
        for (exporter, title) in exporters.into_iter().zip([
            "\"title\": \"Title of cai-2025\"",
            "title = {{Title of cai-2025}}",
            "TI  - Title of cai-2025\r\n",
        ]) {
            let (_, bytes) = &exporter.files(fixture.export())[0];
            let text = String::from_utf8(bytes.clone()).unwrap();
            assert!(text.contains(title), "{text}");
        }
    }
}
