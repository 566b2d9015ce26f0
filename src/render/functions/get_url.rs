//! `get_url(path="fonts/x.woff2", cachebust=true)`: returns the absolute URL of a file or, with `@/…`, of a record's
//! page.

use super::Functions;
use crate::render::assets::content_hash;
use tera::{Error, Kwargs, State, TeraResult, Value};

/// Creates the function.
pub(super) fn function(
    functions: &Functions,
) -> impl Fn(Kwargs, &State<'_>) -> TeraResult<String> + Send + Sync + 'static {
    let Functions { base_url, pages, assets, .. } = functions.clone();
    move |arguments, _| {
        let path = arguments.must_get::<&str>("path")?;
        if let Some(record) = path.strip_prefix("@/") {
            let page = super::get_page::find(&pages, record)?;
            let href = page.get_from_path("href").and_then(Value::as_str);
            return Ok(href.unwrap_or_default().to_owned());
        }
        let path = path.trim_start_matches('/');
        let url = format!("{base_url}{path}");
        if !arguments.get::<bool>("cachebust")?.unwrap_or(false) {
            return Ok(url);
        }
        let bytes = assets.get(path).ok_or_else(|| Error::message(format!("there is no file `{path}`")))?;
        Ok(format!("{url}?h={}", content_hash(bytes)))
    }
}

#[cfg(test)]
mod tests {
    use crate::render::functions::Functions;
    use crate::render::testing::messages;
    use std::collections::BTreeMap;
    use std::sync::Arc;
    use tera::{Context, Tera};

    fn url(call: &str) -> Result<String, tera::Error> {
        let mut functions = Functions::with_messages(messages(&[]));
        functions.assets = Arc::new(BTreeMap::from([("a.css".to_owned(), b"a".as_slice().into())]));
        let mut tera = Tera::default();
        functions.register(&mut tera);
        tera.add_raw_template("x.txt", &format!("{{{{ get_url({call}) }}}}")).unwrap();
        tera.render("x.txt", &Context::new())
    }

    #[test]
    fn returns_absolute_urls() {
        assert_eq!(url("path='/a.css'").unwrap(), "https://example.org/a.css");
        assert_eq!(url("path='a.css', cachebust=true").unwrap().len(), "https://example.org/a.css?h=".len() + 16);
    }

    #[test]
    fn fails_for_missing_file_or_record() {
        assert!(url("path='b.css', cachebust=true").is_err());
        assert!(url("path='@/initiatives/x.md'").is_err());
    }
}
