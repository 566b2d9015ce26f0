//! `t(key="count.articles", n=3)`: a word of the interface; `trans` is another name for it.

use crate::render::theme::Messages;
use std::borrow::Cow;
use std::sync::Arc;
use tera::{Kwargs, State, TeraResult, Value};

/// Makes the function for a language. `n` picks `KEY.one` or `KEY.other`; every `{name}` is replaced by the argument of
/// that name.
pub(super) fn function(
    words: Arc<Messages>,
) -> impl Fn(Kwargs, &State<'_>) -> TeraResult<Value> + Send + Sync + 'static {
    move |arguments, _| {
        let key = arguments.must_get::<&str>("key")?;
        let number = arguments.get::<f64>("n")?;
        let word = match number {
            Some(n) => plural_form(&words, key, n),
            None => words.get(key),
        };
        let value_of = |name: &str| {
            let mut named = arguments.iter().filter(|(key, _)| key.as_str() == Some(name));
            named.next().filter(|_| name != "key").map(|(_, value)| value.to_string())
        };
        Ok(Value::normal_string(&interpolated(word, value_of)))
    }
}

/// The form of a word that goes with a number; a language without a form for one uses the other.
fn plural_form<'w>(words: &'w Messages, key: &'w str, n: f64) -> &'w str {
    let is_one = (n - 1.0).abs() < f64::EPSILON;
    let one = is_one.then(|| words.find(&format!("{key}.one"))).flatten();
    let found = one.or_else(|| words.find(&format!("{key}.other"))).or_else(|| words.find(key));
    found.unwrap_or_else(|| words.get(key))
}

/// Replaces every `{name}` that has a value. One pass: what a value contains is not replaced again.
fn interpolated(word: &str, value_of: impl Fn(&str) -> Option<String>) -> Cow<'_, str> {
    if !word.contains('{') {
        return Cow::Borrowed(word);
    }
    let mut text = String::with_capacity(word.len());
    let mut rest = word;
    while let Some((before, after)) = rest.split_once('{') {
        text.push_str(before);
        let named = after.split_once('}').and_then(|(name, behind)| Some((value_of(name)?, behind)));
        rest = if let Some((value, behind)) = named {
            text.push_str(&value);
            behind
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

    fn said(template: &str) -> String {
        let words = messages(&[
            ("nav.timeline", "Time & line"),
            ("n.articles.one", "{n} article"),
            ("n.articles.other", "{n} articles"),
            ("by", "by {who} {when}"),
        ]);
        let mut tera = Tera::default();
        Functions::with_messages(words).register(&mut tera);
        tera.add_raw_template("x.html", template).unwrap();
        tera.render("x.html", &Context::new()).unwrap()
    }

    #[test]
    fn says_words_escaped() {
        assert_eq!(
            said("{{ t(key='nav.timeline') }} {{ trans(key='nav.timeline') }}"),
            "Time &amp; line Time &amp; line"
        );
    }

    #[test]
    fn picks_the_form_of_a_number() {
        assert_eq!(said("{{ t(key='n.articles', n=1) }}, {{ t(key='n.articles', n=0) }}"), "1 article, 0 articles");
    }

    #[test]
    fn replaces_names_once() {
        assert_eq!(said("{{ t(key='by', who='{when}') }}"), "by {when} {when}");
    }

    #[test]
    fn says_the_key_of_an_unknown_word() {
        assert_eq!(said("{{ t(key='no.such', n=2) }}"), "no.such");
    }
}
