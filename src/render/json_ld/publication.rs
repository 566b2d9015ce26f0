//! Authors, publisher and dates of the pages themselves, which are not those of their subjects.

use super::Description;
use super::citations::CitedByProperty;
use super::thing::{person_of, start_date};
use crate::model::{Edtf, Publisher, Record};
use crate::render::view::{PageContext, PageView, as_of_date};
use serde_json::{Value, json};

/// Adds the authors, the publisher and the dates of a page. A front page without a date of its own has that up to which
/// it is current.
pub(super) fn with_publication(
    description: Description,
    context: &PageContext<'_>,
    page: &PageView<'_>,
    record: Option<&Record>,
) -> Description {
    let config = context.site.records.config;
    let as_of = || as_of_date(context).filter(|_| page.is_home());
    let day = |date: Option<Edtf>| date.as_ref().and_then(start_date);
    let (published, modified) = (config.page_published(record), config.page_modified(record));
    description
        .with_list("author", config.page_authors(record).iter().map(person_of).collect())
        .with_optional("publisher", config.publisher.as_ref().map(organization))
        .with_optional("datePublished", day(published))
        .with_optional("dateModified", day(modified.or_else(as_of)))
}

/// Describes the page of a record, or returns `None` if nothing is known about it.
pub(super) fn record_page(
    context: &PageContext<'_>,
    page: &PageView<'_>,
    record: &Record,
    cited: &CitedByProperty,
) -> Option<Value> {
    let description = with_publication(Description::default(), context, page, Some(record));
    let Description(publication) = description.with_cited(cited);
    if publication.is_empty() {
        return None;
    }
    let Description(mut description) = Description::of_type("WebPage")
        .with("@id", page.url.as_str())
        .with("isPartOf", json!({ "@id": format!("{}#site", context.site.records.config.base_url) }));
    description.extend(publication);
    Some(Value::Object(description))
}

/// Describes the publisher.
pub(super) fn organization(publisher: &Publisher) -> Value {
    Description::of_type("Organization")
        .with("name", publisher.name.as_str())
        .with_optional("url", publisher.url.as_deref())
        .build()
}
