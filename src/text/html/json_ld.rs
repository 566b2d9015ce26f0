//! JSON-LD metadata: the first schema.org article, or else the page itself.

use super::meta::unescape;
use crate::model::Author;
use crate::text::text_shape::{is_name, is_url};
use dom_query::Document;
use serde_json::Value;
use std::collections::BTreeMap;

/// Maximum number of nodes collected from a page.
const MAX_NODES: usize = 2_000;

/// Article types in addition to those with a name that ends in `Article`.
const ARTICLES: &[&str] = &["BlogPosting", "LiveBlogPosting", "SocialMediaPosting", "Report", "Review", "CreativeWork"];

/// Node of the page's graph, with the nodes it may refer to.
pub(super) struct JsonLdNode {
    value: Value,
    by_id: BTreeMap<String, Value>,
}

/// Finds the node that describes the article.
pub(super) fn find_article(document: &Document) -> Option<JsonLdNode> {
    let mut nodes = Vec::new();
    for script in document.select(r#"script[type="application/ld+json"]"#).nodes() {
        if let Ok(value) = serde_json::from_str::<Value>(script.text().trim()) {
            collect_nodes(value, &mut nodes);
        }
    }
    let has_type = |node: &Value, matches: &dyn Fn(&str) -> bool| {
        node.get("@type").is_some_and(|types| as_list(types).iter().filter_map(Value::as_str).any(matches))
    };
    let is_article = |name: &str| name.ends_with("Article") || ARTICLES.contains(&name);
    let article = nodes.iter().position(|node| has_type(node, &is_article));
    let value = nodes
        .get(article.or_else(|| nodes.iter().position(|node| has_type(node, &|name| name == "WebPage")))?)?
        .clone();
    let id = |node: &Value| node.get("@id").and_then(Value::as_str).map(str::to_owned);
    let by_id = nodes.into_iter().filter_map(|node| Some((id(&node)?, node))).collect();
    Some(JsonLdNode { value, by_id })
}

/// Returns the values of a property, which may be a single value or a list.
fn as_list(value: &Value) -> &[Value] {
    value.as_array().map_or(std::slice::from_ref(value), Vec::as_slice)
}

/// Flattens lists and graphs into a list of nodes.
fn collect_nodes(value: Value, nodes: &mut Vec<Value>) {
    let mut pending = vec![value];
    while let Some(value) = pending.pop() {
        match value {
            Value::Array(list) => pending.extend(list.into_iter().rev()),
            Value::Object(mut node) if nodes.len() < MAX_NODES => {
                let graph = node.remove("@graph");
                if node.contains_key("@type") {
                    nodes.push(Value::Object(node));
                }
                pending.extend(graph);
            }
            _ => {}
        }
    }
}

impl JsonLdNode {
    /// Returns the first of the given properties that is a string or has a name or a URL.
    pub(super) fn text(&self, properties: &[&str]) -> Option<String> {
        properties.iter().find_map(|property| self.first_string(self.value.get(property)?))
    }

    fn first_string(&self, value: &Value) -> Option<String> {
        let value = as_list(value).first()?;
        let text = match value {
            Value::String(text) => text,
            Value::Object(_) => {
                let node = self.resolve(value);
                ["name", "url", "@id"].iter().find_map(|key| as_list(node.get(key)?).first()?.as_str())?
            }
            _ => return None,
        };
        let text = unescape(text);
        (!text.is_empty()).then_some(text)
    }

    /// Resolves a reference to another node; returns other nodes unchanged.
    fn resolve<'v>(&'v self, value: &'v Value) -> &'v Value {
        let is_reference = value.get("name").is_none();
        let other = value.get("@id").and_then(Value::as_str).filter(|_| is_reference).and_then(|id| self.by_id.get(id));
        other.unwrap_or(value)
    }

    /// Returns the persons and organizations of a property.
    pub(super) fn persons(&self, property: &str) -> Vec<Author> {
        let values = self.value.get(property).map(as_list).unwrap_or_default();
        values.iter().filter_map(|value| self.person(value)).collect()
    }

    fn person(&self, value: &Value) -> Option<Author> {
        let name = self.first_string(value).filter(|name| !is_url(name) && !name.contains('@'))?;
        let node = self.resolve(value);
        let text = |property: &str| self.first_string(node.get(property)?).filter(|text| !is_url(text));
        // Many names include the institution: `Ada Berg, Harbour Institute`.
        let (name, rest) = match name.split_once(", ") {
            Some((name, rest)) if is_name(name) && !is_name(rest) => (name.to_owned(), Some(rest.to_owned())),
            _ => (name, None),
        };
        let affiliation = text("affiliation").or_else(|| text("worksFor"));
        Some(Author { name, family: text("familyName"), role: text("jobTitle").or(rest), affiliation })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(json: &str) -> Option<JsonLdNode> {
        find_article(&Document::from(format!("<script type=\"application/ld+json\">{json}</script>")))
    }

    #[test]
    fn finds_article_in_graph() {
        let node = parse(
            r##"{"@context":"https://schema.org","@graph":[{"@type":"WebPage","name":"Page"},
            {"@type":["Thing","NewsArticle"],"headline":"A bridge &amp; a ferry","author":[{"@id":"#ada"},"Tomas Lind"],
             "publisher":{"name":"Harbour Courier"}, "license":{"@id":"https://creativecommons.org/licenses/by/4.0/"}},
            {"@type":"Person","@id":"#ada","name":"Ada Berg","jobTitle":"Professor","affiliation":{"name":"Coast University"}}]}"##,
        )
        .unwrap();
        assert_eq!(node.text(&["headline"]).as_deref(), Some("A bridge & a ferry"));
        assert_eq!(node.text(&["publisher"]).as_deref(), Some("Harbour Courier"));
        assert_eq!(node.text(&["license"]).as_deref(), Some("https://creativecommons.org/licenses/by/4.0/"));
        let persons = node.persons("author");
        assert_eq!(persons.len(), 2);
        assert_eq!(persons[0].role.as_deref(), Some("Professor"));
        assert_eq!(persons[0].affiliation.as_deref(), Some("Coast University"));
    }

    #[test]
    fn tolerates_invalid_json_ld() {
        for json in
            ["", "{", "[]", "null", "[[{\"@type\":1}]]", r#"{"@type":"Article","author":{"@id":"x"},"name":[[]]}"#]
        {
            if let Some(node) = parse(json) {
                assert_eq!(node.text(&["name"]), None);
                node.persons("author");
            }
        }
        assert!(parse(&"[".repeat(100_000)).is_none());
    }
}
