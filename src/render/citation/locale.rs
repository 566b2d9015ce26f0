//! Finds the CSL locale of a language: the words and the forms of dates that styles use.

use crate::diagnose::{Diagnostic, Diagnostics, Rule, Severity, did_you_mean};
use crate::span::Spanned;
use hayagriva::citationberg::{Locale, LocaleCode};
use std::sync::LazyLock;

/// A locale that there is not.
pub(crate) static UNKNOWN_LOCALE: Rule = Rule {
    code: "unknown-locale",
    severity: Severity::Error,
    what: "The configuration names a CSL locale that there is not.",
    why: "Citations and references would have their words and dates in American English.",
    wrong: "[citations]\nlocale = \"en-UK\"",
    right: "[citations]\nlocale = \"en-GB\"",
};

/// All locales. A constant, but one that takes time to decode.
static ALL: LazyLock<Vec<Locale>> = LazyLock::new(hayagriva::archive::locales);

/// Decodes the locales now, for who can do something else meanwhile.
pub(crate) fn prepare() {
    LazyLock::force(&ALL);
}

/// The locale that stands in for missing words.
const FALLBACK: &str = "en-US";

/// A locale and what stands in for it.
pub(super) struct Locales {
    /// Its code.
    pub(super) code: LocaleCode,
    /// It and the one that stands in for its missing words.
    pub(super) loaded: Vec<Locale>,
}

impl Locales {
    /// The locale that an author names, else that of a language, else the style's own. An unknown one is reported.
    pub(super) fn of(
        wanted: Option<&Spanned<String>>,
        language: &str,
        of_style: Option<&LocaleCode>,
        found: &mut Diagnostics,
    ) -> Locales {
        let named = wanted.and_then(|wanted| {
            let code = known(&wanted.value);
            if code.is_none() {
                let message = format!("there is no locale `{}`", wanted.value);
                let diagnostic = Diagnostic::new(&UNKNOWN_LOCALE, wanted.span, message).label("unknown locale");
                let diagnostic = diagnostic.help("name one such as `en-GB`, `de-DE` or `zh-CN`");
                found.push(diagnostic.maybe_help(did_you_mean(&wanted.value, codes())));
            }
            code
        });
        let code = named.or_else(|| of_language(language)).or_else(|| of_style.cloned());
        let code = code.unwrap_or_else(|| LocaleCode(FALLBACK.to_owned()));
        Locales { loaded: load(&code), code }
    }
}

/// A locale, and the one that stands in for its missing words.
pub(super) fn load(code: &LocaleCode) -> Vec<Locale> {
    let is_needed = |locale: &&Locale| locale.lang.as_ref().is_some_and(|lang| lang == code || lang.0 == FALLBACK);
    ALL.iter().filter(is_needed).cloned().collect()
}

fn codes() -> impl Iterator<Item = &'static str> {
    ALL.iter().filter_map(|locale| locale.lang.as_ref()).map(|lang| lang.0.as_str())
}

fn known(code: &str) -> Option<LocaleCode> {
    codes().find(|known| known.eq_ignore_ascii_case(code)).map(|known| LocaleCode(known.to_owned()))
}

/// The locale of a language's tag: `zh-Hans` is written as in `zh-CN`.
fn of_language(tag: &str) -> Option<LocaleCode> {
    let mut parts = tag.split('-');
    let language = parts.next().unwrap_or_default().to_lowercase();
    let is_traditional = parts.any(|part| ["hant", "tw", "hk", "mo"].contains(&part.to_lowercase().as_str()));
    match language.as_str() {
        "zh" if is_traditional => known("zh-TW"),
        "zh" => known("zh-CN"),
        _ => known(tag).or_else(|| known(&LocaleCode(language).fallback()?.0)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn knows_the_locales_of_languages() {
        let code = |tag: &str| of_language(tag).map_or(String::new(), |code| code.0);
        let tags = ["en", "en-GB", "zh", "zh-Hans", "zh-Hant", "zh-TW", "de", "pt-br", "xx"];
        let expected = ["en-US", "en-GB", "zh-CN", "zh-CN", "zh-TW", "zh-TW", "de-DE", "pt-BR", ""];
        assert_eq!(tags.map(code), expected);
    }

    #[test]
    fn falls_back_to_the_style_and_to_american_english() {
        let none = Locales::of(None, "xx", None, &mut Diagnostics::default());
        assert_eq!((none.code.0.as_str(), none.loaded.len()), ("en-US", 1));
        let of_style = Locales::of(None, "xx", Some(&LocaleCode("fr-FR".into())), &mut Diagnostics::default());
        assert_eq!((of_style.code.0.as_str(), of_style.loaded.len()), ("fr-FR", 2));
    }
}
