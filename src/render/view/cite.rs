//! How to cite the page: in the site's style, and for the programs of libraries.

use super::desk::Desk;
use super::home;
use crate::model::Record;
use crate::render::bibliography::{Genre, Item, Name, bibtex, csl_json, ris};
use crate::render::value_hash::Html;
use serde::Serialize;

/// The page as a bibliographic item. The machine forms stand in the page: a file for each would make three of every page.
#[derive(Debug, Serialize)]
pub(crate) struct Cite {
    html: Html,
    bibtex: String,
    ris: String,
    csl_json: String,
}

/// Makes it for a page of a title, address and kind, about a record or none.
pub(super) fn cite(desk: &Desk<'_>, record: Option<&Record>, title: &str, url: &str, kind: &str) -> Cite {
    let edition = desk.edition;
    let updated = record.and_then(|record| record.updated.as_ref()).map(|date| date.value);
    let item = Item {
        id: key(kind, record).into(),
        genre: Genre::Web,
        title,
        authors: desk.config().author.as_deref().map(Name::Whole).into_iter().collect(),
        translator: None,
        editor: None,
        outlet: Some(edition.title()).filter(|site| *site != title),
        kind: None,
        issued: updated.or_else(|| home::as_of_date(desk)),
        accessed: None,
        language: Some(&edition.language),
        url: Some(url.into()),
        note: None,
        archive: None,
    };
    let json = serde_json::to_string_pretty(&[csl_json(&item)]);
    Cite {
        html: Html(edition.citations.page_entry(&item)),
        bibtex: bibtex(&item).trim_end().to_owned(),
        ris: ris(&item).replace("\r\n", "\n").trim_end().to_owned(),
        // A tree of JSON can always be written.
        csl_json: json.unwrap_or_default(),
    }
}

/// `event-plan-adopted`, `timeline`.
fn key(kind: &str, record: Option<&Record>) -> String {
    match record.filter(|record| record.kind().as_str() == kind) {
        Some(record) => format!("{kind}-{}", record.id),
        None => kind.to_owned(),
    }
}
