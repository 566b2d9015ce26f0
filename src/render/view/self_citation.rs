//! View of the citation of a page: formatted in the site's style, and exported for reference managers.

use super::as_of::as_of_date;
use super::page_context::PageContext;
use crate::cite::bibliography::{BibliographyItem, BibliographyName, Genre, bibtex, csl_json, ris};
use crate::model::Record;
use crate::render::template_value::Html;
use serde::Serialize;

/// Citation of the page in all formats. Exports are embedded, because a file for each would add three files per page.
#[derive(Debug, Serialize)]
pub(crate) struct SelfCitationView {
    html: Html,
    bibtex: String,
    ris: String,
    csl_json: String,
}

/// Builds the citation of a page with a title, URL and kind, with its record if it has one. Its date is that of the
/// edition, otherwise of the last change to the record, otherwise the one up to which the briefing is current. Its
/// authors are those of the page; without any, the publisher takes their place.
pub(super) fn self_citation(
    context: &PageContext<'_>,
    record: Option<&Record>,
    title: &str,
    url: &str,
    kind: &str,
) -> SelfCitationView {
    let lang = context.lang;
    let config = context.config();
    let updated = record.and_then(|record| record.updated.as_ref()).map(|date| date.value.clone());
    let mut authors: Vec<_> = config.page_authors(record).iter().map(BibliographyName::of).collect();
    if authors.is_empty() {
        authors.extend(config.publisher.as_ref().map(|publisher| BibliographyName::Whole(&publisher.name)));
    }
    let item = BibliographyItem {
        id: citation_key(kind, record).into(),
        genre: Genre::Web,
        title,
        authors,
        translator: None,
        editor: None,
        outlet: Some(lang.title()).filter(|site| *site != title),
        kind: None,
        issued: config.edition_date().or(updated).or_else(|| as_of_date(context)),
        accessed: None,
        language: Some(lang.tag),
        url: Some(url.into()),
        note: None,
        archive: None,
    };
    let json = serde_json::to_string_pretty(&[csl_json(&item)]);
    SelfCitationView {
        html: Html(lang.self_citation(&item, context.site.recorder())),
        bibtex: bibtex(&item).trim_end().to_owned(),
        ris: ris(&item).replace("\r\n", "\n").trim_end().to_owned(),
        // A JSON value always serializes.
        csl_json: json.unwrap_or_default(),
    }
}

/// Returns the citation key: `event-plan-adopted`, `timeline`.
fn citation_key(kind: &str, record: Option<&Record>) -> String {
    match record.filter(|record| record.kind().as_str() == kind) {
        Some(record) => format!("{kind}-{}", record.id),
        None => kind.to_owned(),
    }
}
