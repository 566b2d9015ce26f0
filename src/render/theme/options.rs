//! Validates `[theme.options]` of `briefing.toml` against the options of the themes.

use super::layer::Layer;
use crate::diagnose::{Diagnostic, Diagnostics, Rule, Severity, did_you_mean};
use crate::model::ThemeConfig;
use serde_json::{Map, Value};

/// Unknown theme option.
pub(crate) static UNKNOWN_OPTION: Rule = Rule {
    code: "unknown-option",
    severity: Severity::Error,
    what: "`[theme.options]` sets an option that the theme does not have.",
    why: "The option would be ignored silently.",
    wrong: "[theme.options]\nacent = \"green\"",
    right: "[theme.options]\naccent = \"green\"",
};

/// Theme option with a value of the wrong type.
pub(crate) static INVALID_OPTION: Rule = Rule {
    code: "invalid-option",
    severity: Severity::Error,
    what: "An option in `[theme.options]` has a value of a different type than its default.",
    why: "The theme's templates cannot use a value of another type.",
    wrong: "[theme.options]\naccent = true",
    right: "[theme.options]\naccent = \"green\"",
};

/// Merges the default options of all layers, farthest first, with the site's values. Unknown options and values of the
/// wrong type are reported and ignored.
pub(crate) fn resolve(layers: &[Layer], config: &ThemeConfig, diagnostics: &mut Diagnostics) -> Map<String, Value> {
    let mut options = Map::new();
    for layer in layers.iter().rev() {
        options.extend(layer.manifest.options.clone());
    }
    for (key, value) in &config.options {
        match options.get_mut(&key.value) {
            None => diagnostics.push(
                Diagnostic::new(&UNKNOWN_OPTION, key.span, format!("the theme has no option `{}`", key.value))
                    .label("unknown option")
                    .help(known_options(&options))
                    .maybe_help(did_you_mean(&key.value, options.keys().map(String::as_str))),
            ),
            Some(default) if type_of(default) != type_of(&value.value) => {
                let (expected, actual) = (type_of(default), type_of(&value.value));
                let message = format!("option `{}` must be {expected}, not {actual}", key.value);
                diagnostics.push(
                    Diagnostic::new(&INVALID_OPTION, value.span, message)
                        .label(format!("must be {expected}"))
                        .help(format!("its default is `{default}`")),
                );
            }
            Some(default) => default.clone_from(&value.value),
        }
    }
    options
}

/// Formats the list of known options as help text.
fn known_options(options: &Map<String, Value>) -> String {
    if options.is_empty() {
        return "the theme has no options".to_owned();
    }
    let names = options.keys().map(|name| format!("`{name}`")).collect::<Vec<_>>();
    format!("options: {}", names.join(", "))
}

/// Returns the JSON type of a value as a phrase for messages.
fn type_of(value: &Value) -> &'static str {
    match value {
        Value::Null => "nothing",
        Value::Bool(_) => "true or false",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "a list",
        Value::Object(_) => "a table",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::theme::chain;
    use crate::testkit::{TestSite, spanned};
    use serde_json::json;

    fn resolved(options: &[(&str, Value)]) -> (Map<String, Value>, Diagnostics) {
        let mut test = TestSite::new().with_theme("near");
        test.file("themes/near/theme.toml", "[options]\nprobe_color = 'red'\nprobe_wide = false");
        test.site.config.theme.options =
            options.iter().map(|(key, value)| (spanned((*key).to_owned()), spanned(value.clone()))).collect();
        let mut diagnostics = Diagnostics::default();
        let layers = chain::layers(&test.site, &mut test.sources, &mut diagnostics);
        (resolve(&layers, &test.site.config.theme, &mut diagnostics), diagnostics)
    }

    #[test]
    fn site_value_overrides_default() {
        let (options, diagnostics) = resolved(&[("probe_color", json!("blue"))]);
        assert!(diagnostics.is_empty());
        assert_eq!((&options["probe_color"], &options["probe_wide"]), (&json!("blue"), &json!(false)));
    }

    #[test]
    fn suggests_similar_option() {
        let (_, diagnostics) = resolved(&[("probe_colour", json!("blue"))]);
        let diagnostic = diagnostics.iter().next().unwrap();
        assert_eq!(diagnostic.rule.code, "unknown-option");
        assert_eq!(diagnostic.help.as_deref(), Some("did you mean `probe_color`?"));
    }

    #[test]
    fn keeps_default_for_wrong_type() {
        let (options, diagnostics) = resolved(&[("probe_wide", json!("yes"))]);
        let diagnostic = diagnostics.iter().next().unwrap();
        assert_eq!(diagnostic.message, "option `probe_wide` must be true or false, not a string");
        assert_eq!(options["probe_wide"], json!(false));
    }
}
