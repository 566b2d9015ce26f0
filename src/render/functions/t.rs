//! `t(key="count.articles", n=3)`: returns an interface message; `trans` is an alias.

use crate::render::theme::Messages;
use std::borrow::Cow;
use std::sync::Arc;
use tera::{Kwargs, State, TeraResult, Value};

/// Creates the function for a language. `n` selects `KEY.one` or `KEY.other`; every `{name}` is replaced by the
/// argument of that name.
pub(super) fn function(
    messages: Arc<Messages>,
) -> impl Fn(Kwargs, &State<'_>) -> TeraResult<Value> + Send + Sync + 'static {
    move |arguments, _| {
        let key = arguments.must_get::<&str>("key")?;
        let number = arguments.get::<f64>("n")?;
        let message = match number {
            Some(n) => messages.plural_form(key, (n - 1.0).abs() < f64::EPSILON),
            None => messages.get(key),
        };
        let value_of = |name: &str| {
            let mut named = arguments.iter().filter(|(key, _)| key.as_str() == Some(name));
            named.next().filter(|_| name != "key").map(|(_, value)| value.to_string())
        };
        Ok(Value::normal_string(&interpolated(message, value_of)))
    }
}

/// Replaces every `{name}` that has a value, in one pass: placeholders inside values are not replaced.
fn interpolated(message: &str, value_of: impl Fn(&str) -> Option<String>) -> Cow<'_, str> {
    if !message.contains('{') {
        return Cow::Borrowed(message);
    }
    let mut text = String::with_capacity(message.len());
    let mut rest = message;
    while let Some((before, after)) = rest.split_once('{') {
        text.push_str(before);
        let named = after.split_once('}').and_then(|(name, rest)| Some((value_of(name)?, rest)));
        rest = if let Some((value, after)) = named {
            text.push_str(&value);
            after
        } else {
            text.push('{');
            after
        };
    }
    text.push_str(rest);
    Cow::Owned(text)
}

#[cfg(test)]
mod tests {
    use crate::render::functions::Functions;
    use crate::render::testing::messages;
    use tera::{Context, Tera};

    fn render(template: &str) -> String {
        let messages = messages(&[
            ("nav.timeline", "Time & line"),
            ("n.articles.one", "{n} article"),
            ("n.articles.other", "{n} articles"),
            ("by", "by {who} {when}"),
        ]);
        let mut tera = Tera::default();
        Functions::with_messages(messages).register(&mut tera);
        tera.add_raw_template("x.html", template).unwrap();
        tera.render("x.html", &Context::new()).unwrap()
    }

    #[test]
    fn escapes_messages() {
        assert_eq!(
            render("{{ t(key='nav.timeline') }} {{ trans(key='nav.timeline') }}"),
            "Time &amp; line Time &amp; line"
        );
    }

    #[test]
    fn selects_plural_form() {
        assert_eq!(render("{{ t(key='n.articles', n=1) }}, {{ t(key='n.articles', n=0) }}"), "1 article, 0 articles");
    }

    #[test]
    fn replaces_placeholders_once() {
        assert_eq!(render("{{ t(key='by', who='{when}') }}"), "by {when} {when}");
    }

    #[test]
    fn returns_key_of_unknown_message() {
        assert_eq!(render("{{ t(key='no.such', n=2) }}"), "no.such");
    }
}
