//! `get_page(path="initiatives/x.md")`: returns a link to a record with an absolute URL.

use crate::diagnose::did_you_mean;
use std::collections::BTreeMap;
use std::sync::Arc;
use tera::{Error, Kwargs, State, TeraResult, Value};

/// Creates the function.
pub(super) fn function(
    pages: Arc<BTreeMap<String, Value>>,
) -> impl Fn(Kwargs, &State<'_>) -> TeraResult<Value> + Send + Sync + 'static {
    move |arguments, _| find(&pages, arguments.must_get::<&str>("path")?)
}

/// Finds the link to the record at a path under `content/`: `initiatives/x.md` or `initiatives/x/index.md`.
pub(super) fn find(pages: &BTreeMap<String, Value>, path: &str) -> TeraResult<Value> {
    let name = path.trim_start_matches("@/").trim_start_matches('/').trim_end_matches(".md");
    let name = name.strip_suffix("/index").unwrap_or(name);
    pages.get(name).cloned().ok_or_else(|| {
        let suggestion = did_you_mean(name, pages.keys().map(String::as_str));
        let hint = suggestion.map_or(String::new(), |suggestion| format!(", {suggestion}"));
        Error::message(format!("there is no record `{path}`{hint}"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_record_by_file_path() {
        let pages = BTreeMap::from([("initiatives/x".to_owned(), Value::from("link"))]);
        for path in ["initiatives/x.md", "initiatives/x/index.md", "@/initiatives/x.md", "initiatives/x"] {
            assert_eq!(find(&pages, path).unwrap(), Value::from("link"), "{path}");
        }
        let error = find(&pages, "initiative/x.md").unwrap_err().to_string();
        assert_eq!(error, "there is no record `initiative/x.md`, did you mean `initiatives/x`?");
    }
}
