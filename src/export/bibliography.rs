//! Bibliography exports: all articles as CSL-JSON, BibTeX and RIS.
//!
//! In CSL-JSON, the `note` of an article has a line for each property of the Citation Typing Ontology with which pages
//! cite it: `cito:citesAsEvidence: https://example.org/events/signed/ https://example.org/initiatives/pact/`.

use super::{ExportContext, Exporter, to_json, url};
use crate::cite::bibliography::{BibliographyItem, bibtex, csl_json, ris};
use crate::model::{Details, RecordId};
use std::collections::BTreeMap;

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
        let citing = citing_pages(export);
        let with_roles = |(id, mut item): (RecordId, BibliographyItem<'_>)| {
            let lines = citing.get(&id).into_iter().flatten();
            let lines = lines.map(|(property, pages)| format!("{property}: {}", pages.join(" ")));
            let note: Vec<String> = item.note.take().into_iter().chain(lines).collect();
            item.note = Some(note.join("\n")).filter(|note| !note.is_empty());
            csl_json(&item)
        };
        let items: Vec<_> = articles(export).map(with_roles).collect();
        vec![(CSL_JSON.to_owned(), to_json(&items, items.len() * ARTICLE_SIZE_ESTIMATE))]
    }
}

impl Exporter for BibTex {
    fn owns(&self, path: &str) -> bool {
        path == BIBTEX
    }

    fn files(&self, export: ExportContext<'_>) -> Vec<(String, Vec<u8>)> {
        let entries: Vec<String> = articles(export).map(|(_, item)| bibtex(&item)).collect();
        vec![(BIBTEX.to_owned(), entries.join("\n").into_bytes())]
    }
}

impl Exporter for Ris {
    fn owns(&self, path: &str) -> bool {
        path == RIS
    }

    fn files(&self, export: ExportContext<'_>) -> Vec<(String, Vec<u8>)> {
        let text: String = articles(export).map(|(_, item)| ris(&item)).collect();
        vec![(RIS.to_owned(), text.into_bytes())]
    }
}

/// Iterates over the published articles, each in its canonical language, ordered by record id.
fn articles(export: ExportContext<'_>) -> impl Iterator<Item = (RecordId, BibliographyItem<'_>)> {
    let canonical = export.site.visible().filter(move |(id, _)| export.relations.index.canonical(*id) == *id);
    canonical.filter_map(|(id, record)| match &record.details {
        Details::Article(article) => Some((id, BibliographyItem::from_article(record, article))),
        _ => None,
    })
}

/// URLs of the pages that cite an article, by property of the Citation Typing Ontology.
type CitingPages = BTreeMap<&'static str, Vec<String>>;

/// Returns the published records that cite each article, in the order of records.
fn citing_pages(export: ExportContext<'_>) -> BTreeMap<RecordId, CitingPages> {
    let relations = export.relations;
    let mut citing: BTreeMap<RecordId, CitingPages> = BTreeMap::new();
    for (id, _) in export.site.visible() {
        for cited in relations.cited.row(id) {
            let pages = citing.entry(relations.index.canonical(cited.article)).or_default();
            pages.entry(cited.role.cito()).or_default().push(url::record_url(export, id));
        }
    }
    citing
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
