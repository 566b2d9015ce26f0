//! View of the citation of a page: formatted in the site's style, and exported for reference managers.

use super::home;
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

/// Builds the citation of a page with a title, URL and kind, with its record if it has one.
pub(super) fn self_citation(
    context: &PageContext<'_>,
    record: Option<&Record>,
    title: &str,
    url: &str,
    kind: &str,
) -> SelfCitationView {
    let lang = context.lang;
    let updated = record.and_then(|record| record.updated.as_ref()).map(|date| date.value);
    let item = BibliographyItem {
        id: citation_key(kind, record).into(),
        genre: Genre::Web,
        title,
        authors: context.config().author.as_deref().map(BibliographyName::Whole).into_iter().collect(),
        translator: None,
        editor: None,
        outlet: Some(lang.title()).filter(|site| *site != title),
        kind: None,
        issued: updated.or_else(|| home::as_of_date(context)),
        accessed: None,
        language: Some(lang.tag),
        url: Some(url.into()),
        note: None,
        archive: None,
    };
    let json = serde_json::to_string_pretty(&[csl_json(&item)]);
    SelfCitationView {
        html: Html(lang.citations(context.site.recorder()).self_citation(&item)),
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
