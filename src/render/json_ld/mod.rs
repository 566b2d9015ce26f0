//! JSON-LD: structured data of each page in the vocabulary of schema.org.
//!
//! 1. `thing` describes the subject of the page: an event, a source, an actor.
//! 2. `publication` describes the page itself: authors, publisher, dates; `citations` the articles that it cites.
//! 3. A breadcrumb list describes its position in the site.

mod citations;
mod publication;
mod thing;

use self::citations::{CITO, CitedByProperty, cited_by_property};
use super::script_json::script_json;
use super::template_value::Html;
use super::view::{PageContext, PageView};
use crate::model::{Details, Record, RecordId};
use serde_json::{Map, Value, json};

/// The description of a page, ready for a script element; nothing for a page that describes nothing.
pub(crate) fn json_ld(context: &PageContext<'_>, page: &PageView<'_>, record: Option<RecordId>) -> Option<Html> {
    let cited = cited_by_property(context, record);
    let record = record.map(|id| (id, context.site.records.get(id)));
    let mut graph = match (record, page.is_home()) {
        (record, true) => vec![web_site(context, page), brief(context, page, record.map(|(_, record)| record), &cited)],
        (Some((_, record)), false) if matches!(record.details, Details::Page | Details::Index(_)) => {
            vec![web_page(record.kind().info().schema_type, context, page, Some(record), &cited)]
        }
        (Some((id, record)), false) => {
            let subject = thing::describe_record(context, page, id);
            std::iter::once(subject).chain(publication::record_page(context, page, record, &cited)).collect()
        }
        (None, false) => vec![web_page("CollectionPage", context, page, None, &cited)],
    };
    if !page.breadcrumbs.is_empty() {
        graph.push(breadcrumbs(context, page));
    }
    let schema = json!("https://schema.org");
    let vocabulary = if cited.is_empty() { schema } else { json!([schema, { "cito": CITO }]) };
    script_json(&json!({ "@context": vocabulary, "@graph": graph })).ok().map(Html)
}

/// Builder of a JSON-LD object that omits keys without values.
#[derive(Default)]
struct Description(Map<String, Value>);

impl Description {
    fn of_type(kind: &str) -> Description {
        Description::default().with("@type", kind)
    }

    fn with(mut self, key: &str, value: impl Into<Value>) -> Description {
        self.0.insert(key.to_owned(), value.into());
        self
    }

    fn with_optional(self, key: &str, value: Option<impl Into<Value>>) -> Description {
        match value {
            Some(value) => self.with(key, value),
            None => self,
        }
    }

    fn with_list(self, key: &str, values: Vec<Value>) -> Description {
        if values.is_empty() { self } else { self.with(key, values) }
    }

    fn build(self) -> Value {
        Value::Object(self.0)
    }
}

fn web_page(
    kind: &str,
    context: &PageContext<'_>,
    page: &PageView<'_>,
    record: Option<&Record>,
    cited: &CitedByProperty,
) -> Value {
    let description = Description::of_type(kind)
        .with("@id", page.url.as_str())
        .with("url", page.url.as_str())
        .with("name", page.title)
        .with("description", page.description)
        .with("inLanguage", page.language);
    publication::with_publication(description, context, page, record).with_cited(cited).build()
}

fn web_site(context: &PageContext<'_>, page: &PageView<'_>) -> Value {
    let config = context.site.records.config;
    Description::of_type("WebSite")
        .with("@id", format!("{}#site", config.base_url))
        .with("url", config.base_url.as_str())
        .with("name", context.lang.title())
        .with("description", context.lang.description())
        .with("inLanguage", page.language)
        .with_optional("publisher", config.publisher.as_ref().map(publication::organization))
        .with_optional("version", config.edition.number.as_deref())
        .build()
}

fn brief(context: &PageContext<'_>, page: &PageView<'_>, record: Option<&Record>, cited: &CitedByProperty) -> Value {
    let description = Description::of_type("Article")
        .with("@id", format!("{}#brief", page.url))
        .with("url", page.url.as_str())
        .with("headline", page.title)
        .with("description", page.description)
        .with("inLanguage", page.language)
        .with("isPartOf", json!({ "@id": format!("{}#site", context.site.records.config.base_url) }));
    publication::with_publication(description, context, page, record).with_cited(cited).build()
}

fn breadcrumbs(context: &PageContext<'_>, page: &PageView<'_>) -> Value {
    let above = page.breadcrumbs.iter().map(|crumb| (crumb.title, context.lang.absolute_url(crumb.path)));
    let items = above.chain([(page.title, page.url.clone())]).zip(1..);
    let items: Vec<Value> = items
        .map(|((name, url), position)| json!({ "@type": "ListItem", "position": position, "name": name, "item": url }))
        .collect();
    Description::of_type("BreadcrumbList").with_list("itemListElement", items).build()
}
