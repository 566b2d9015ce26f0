//! `load_data(path="x.csv")`: returns a data file, a table as `headers` and `records`, any other file as a tree.

use crate::diagnose::did_you_mean;
use crate::model::{DataValue, Site};
use crate::render::template_value::value_of;
use serde::Serialize;
use std::collections::BTreeMap;
use std::sync::Arc;
use tera::{Error, Kwargs, State, TeraResult, Value};

/// Creates the function.
pub(super) fn function(
    data: Arc<BTreeMap<String, Value>>,
) -> impl Fn(Kwargs, &State<'_>) -> TeraResult<Value> + Send + Sync + 'static {
    move |arguments, _| {
        let path = arguments.must_get::<&str>("path")?;
        let name = path.trim_start_matches('/').trim_start_matches("data/");
        data.get(name).cloned().ok_or_else(|| {
            let suggestion = did_you_mean(name, data.keys().map(String::as_str));
            let hint = suggestion.map_or(String::new(), |suggestion| format!(", {suggestion}"));
            Error::message(format!("there is no data file `{path}`{hint}"))
        })
    }
}

/// Table as templates see it.
#[derive(Serialize)]
struct TableValue<'s> {
    headers: &'s [String],
    records: &'s [Vec<String>],
}

/// Converts the data files of a site to template values, by path under `content/data/`.
pub(crate) fn data_values(site: &Site) -> BTreeMap<String, Value> {
    let value = |value: &DataValue| match value {
        DataValue::Table { head, rows } => value_of(&TableValue { headers: head, records: rows }),
        DataValue::Tree(tree) => value_of(tree),
    };
    site.data.iter().map(|(path, file)| (path.as_ref().to_owned(), value(&file.value))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::DataFile;
    use crate::span::FileId;
    use crate::testkit::TestSite;

    #[test]
    fn converts_tables_and_trees() {
        let mut test = TestSite::new();
        let table = DataValue::Table { head: vec!["year".into()], rows: vec![vec!["2025".into()]] };
        std::sync::Arc::make_mut(&mut test.site.data)
            .insert("a.csv".into(), DataFile { file: FileId(0), value: table });
        let tree = DataValue::Tree(serde_json::json!({"x": [1]}));
        std::sync::Arc::make_mut(&mut test.site.data)
            .insert("b.json".into(), DataFile { file: FileId(0), value: tree });
        let data = data_values(&test.site);
        assert_eq!(data["a.csv"].get_from_path("records.0.0").unwrap().as_str(), Some("2025"));
        assert_eq!(data["b.json"].get_from_path("x.0").unwrap().as_i64(), Some(1));
    }
}
