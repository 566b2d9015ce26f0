//! `[edition]`, `[publisher]` and `authors`: the briefing as a publication.

use super::invalid;
use crate::load::front_matter::Fields;
use crate::load::url;
use crate::model::{Edition, Publisher};

/// Reads `[edition]`; reports a blank number.
pub(super) fn edition(fields: &mut Fields<'_, '_>) -> Edition {
    let read = |fields: &mut Fields<'_, '_>| {
        let number = fields.string_or_integer("number").filter(|number| {
            let is_blank = number.value.trim().is_empty();
            if is_blank {
                let help = "write a number such as `2` or `\"1.1\"`, or delete the key";
                fields.report(invalid(number.span, "the number of the edition is empty").help(help));
            }
            !is_blank
        });
        Edition { number: number.map(|number| number.value), date: fields.date("date") }
    };
    fields.table("edition", read).unwrap_or_default()
}

/// Reads `[publisher]`, which must have a name.
pub(super) fn publisher(fields: &mut Fields<'_, '_>) -> Option<Publisher> {
    let read = |fields: &mut Fields<'_, '_>| {
        let (name, url) = (fields.required_string("name"), url::read(fields, "url"));
        Some(Publisher { name: name?.value, url: url.map(|url| url.value) })
    };
    fields.table("publisher", read).flatten()
}

#[cfg(test)]
mod tests {
    use super::super::tests::configure;
    use crate::load::LoadOptions;

    #[test]
    fn reads_who_publishes_the_briefing_and_when() {
        let text = r#"base_url = "https://example.org/"
authors = [{ name = "Ann Vey", family = "Vey" }, { name = "Bo Lind" }]
[publisher]
name = "Lindhaven Institute"
url = "https://institute.example/"
[edition]
number = 2
date = 2031-06-01
"#;
        let (config, diagnostics) = configure(text, &LoadOptions::default());
        assert!(diagnostics.is_empty(), "{diagnostics:?}");
        assert_eq!(config.authors.iter().map(|author| &*author.name).collect::<Vec<_>>(), ["Ann Vey", "Bo Lind"]);
        let publisher = config.publisher.unwrap();
        assert_eq!(
            (&*publisher.name, publisher.url.as_deref()),
            ("Lindhaven Institute", Some("https://institute.example/"))
        );
        assert_eq!(config.edition.number.as_deref(), Some("2"));
        assert_eq!(config.edition.date.unwrap().value.to_string(), "2031-06-01");
    }

    #[test]
    fn reports_invalid_values_at_their_place() {
        let text = r#"base_url = "https://example.org/"
author = "Ann Vey"
authors = ["Ann Vey", { family = "Lind" }]
[publisher]
url = "institute.example"
[edition]
number = " "
date = "1 June 2031"
"#;
        let expected = [
            "unknown-key 2:1 unknown key `author`",
            "invalid-type 3:12 expected a table, found a string",
            "missing-key 3:23 `name` is missing",
            "missing-key 4:1 `name` is missing",
            "invalid-url 5:7 `url` does not begin with `http://` or `https://`",
            "invalid-config 7:10 the number of the edition is empty",
        ];
        let (config, diagnostics) = configure(text, &LoadOptions::default());
        assert_eq!(diagnostics[..6], expected);
        assert!(diagnostics[6].starts_with("invalid-date 8:"), "{diagnostics:?}");
        assert!(config.publisher.is_none() && config.authors.is_empty());
    }
}
