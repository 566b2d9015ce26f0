//! Template filters in addition to Tera's own.

use crate::model::slugify;
use crate::render::script_json::script_json;
use tera::{Error, Kwargs, State, Tera, TeraResult, Value};

/// Registers `slugify` and `json_encode`.
pub(super) fn register(tera: &mut Tera) {
    tera.register_filter("slugify", |text: &str, _: Kwargs, _: &State<'_>| slugify(text));
    tera.register_filter("json_encode", json_encode);
}

/// Serializes a value as JSON that is safe inside a `<script>` element.
fn json_encode(value: &Value, _: Kwargs, _: &State<'_>) -> TeraResult<Value> {
    let json = script_json(value).map_err(Error::message)?;
    Ok(Value::safe_string(&json))
}

#[cfg(test)]
mod tests {
    use super::*;
    use tera::context;

    #[test]
    fn encodes_json_for_scripts() {
        let mut tera = Tera::default();
        register(&mut tera);
        tera.add_raw_template("x.html", "<script>{{ x | json_encode }}</script>").unwrap();
        let html = tera.render("x.html", &context! { x => &["</script>"] }).unwrap();
        assert_eq!(html, "<script>[\"\\u003c/script\\u003e\"]</script>");
    }
}
