//! JSON-LD: structured data of each page in the vocabulary of schema.org.
//!
//! 1. `thing` describes the subject of the page: an event, a source, an actor.
//! 2. A breadcrumb list describes its position in the site.

mod thing;

use super::script_json::script_json;
use super::value_hash::Html;
use super::view::{LanguageContext, PageView};
use crate::model::RecordId;
use serde_json::{Map, Value, json};

/// Builds the JSON-LD of a page, escaped for a script element; `None` if serialization fails.
pub(crate) fn json_ld(edition: &LanguageContext<'_>, page: &PageView<'_>, record: Option<RecordId>) -> Option<Html> {
    let mut graph = match (record, page.is_home()) {
        (_, true) => vec![web_site(edition, page), brief(edition, page)],
        (Some(id), false) => vec![thing::describe_record(edition, page, id)],
        (None, false) => vec![web_page("CollectionPage", page)],
    };
    if !page.breadcrumbs.is_empty() {
        graph.push(breadcrumbs(edition, page));
    }
    script_json(&json!({ "@context": "https://schema.org", "@graph": graph })).ok().map(Html)
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

fn web_page(kind: &str, page: &PageView<'_>) -> Value {
    Description::of_type(kind)
        .with("@id", page.url.as_str())
        .with("url", page.url.as_str())
        .with("name", page.title)
        .with("description", page.description)
        .with("inLanguage", page.language)
        .with_optional("dateModified", page.updated_day())
        .build()
}

fn web_site(edition: &LanguageContext<'_>, page: &PageView<'_>) -> Value {
    let config = edition.site.records.config;
    Description::of_type("WebSite")
        .with("@id", format!("{}#site", config.base_url))
        .with("url", config.base_url.as_str())
        .with("name", edition.title())
        .with("description", edition.description())
        .with("inLanguage", page.language)
        .with_optional("publisher", publisher(edition))
        .build()
}

fn brief(edition: &LanguageContext<'_>, page: &PageView<'_>) -> Value {
    Description::of_type("Article")
        .with("@id", format!("{}#brief", page.url))
        .with("url", page.url.as_str())
        .with("headline", page.title)
        .with("description", page.description)
        .with("inLanguage", page.language)
        .with("isPartOf", json!({ "@id": format!("{}#site", edition.site.records.config.base_url) }))
        .with_optional("author", publisher(edition))
        .with_optional("dateModified", page.updated_day())
        .build()
}

fn publisher(edition: &LanguageContext<'_>) -> Option<Value> {
    let name = edition.site.records.config.author.as_deref()?;
    Some(json!({ "@type": "Organization", "name": name }))
}

fn breadcrumbs(edition: &LanguageContext<'_>, page: &PageView<'_>) -> Value {
    let above = page.breadcrumbs.iter().map(|crumb| (crumb.title, edition.absolute_url(crumb.path)));
    let items = above.chain([(page.title, page.url.clone())]).zip(1..);
    let items: Vec<Value> = items
        .map(|((name, url), position)| json!({ "@type": "ListItem", "position": position, "name": name, "item": url }))
        .collect();
    Description::of_type("BreadcrumbList").with_list("itemListElement", items).build()
}
