//! Converts Rust values to template values.

use serde::{Serialize, Serializer};
use tera::Value;

/// Converts a value to a template value. Returns `Value::none()` for a value that templates cannot hold, such as a map without
/// string keys.
pub(crate) fn value_of<T: Serialize + ?Sized>(value: &T) -> Value {
    Value::try_from_serializable(value).unwrap_or_else(|_| Value::none())
}

/// HTML that templates print without escaping.
#[derive(Clone, Debug, Default)]
pub(crate) struct Html(pub(crate) String);

impl Html {
    /// Wraps the words of a statement in an element with its id.
    pub(crate) fn with_statement_id(self, id: Option<&str>) -> Html {
        match id {
            Some(id) => Html(format!("<span id=\"{id}\">{}</span>", self.0)),
            None => self,
        }
    }
}

impl Serialize for Html {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Value::safe_string(&self.0).serialize(serializer)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tera::{Tera, context};

    #[test]
    fn escapes_words_but_not_html() {
        let mut tera = Tera::default();
        tera.add_raw_template("x.html", "{{ x[0] }} {{ x[1] }}").unwrap();
        let both = value_of(&("<b>", Html("<b>".to_owned())));
        assert_eq!(tera.render("x.html", &context! { x => &both }).unwrap(), "&lt;b&gt; <b>");
    }
}
