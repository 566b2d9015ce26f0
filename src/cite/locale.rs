//! Finds the CSL locale of a language: the terms and date formats that styles use.

use crate::diagnose::{Diagnostic, Diagnostics, Rule, Severity, did_you_mean};
use crate::span::Spanned;
use hayagriva::archive::LOCALES;
use hayagriva::citationberg::taxonomy::OtherTerm;
use hayagriva::citationberg::{Locale, LocaleCode, TermForm};
use serde::de::{Deserialize, Deserializer, Error, IgnoredAny, MapAccess, Visitor};
use std::fmt;
use std::sync::{LazyLock, OnceLock};

/// The configured CSL locale does not exist.
pub(crate) static UNKNOWN_LOCALE: Rule = Rule {
    code: "unknown-locale",
    severity: Severity::Error,
    what: "The configuration names an unknown CSL locale.",
    why: "Terms and dates in citations and references would fall back to American English.",
    wrong: "[citations]\nlocale = \"en-UK\"",
    right: "[citations]\nlocale = \"en-GB\"",
};

/// All embedded locales. Decoding one takes time, so each is decoded on first use.
static EMBEDDED: LazyLock<Vec<EmbeddedLocale>> =
    LazyLock::new(|| LOCALES.iter().filter_map(|bytes| embedded_locale(bytes)).collect());

/// A locale embedded in the program.
struct EmbeddedLocale {
    code: LocaleCode,
    bytes: &'static [u8],
    decoded: OnceLock<Option<Locale>>,
}

impl EmbeddedLocale {
    fn locale(&self) -> Option<&Locale> {
        self.decoded.get_or_init(|| ciborium::from_reader(self.bytes).ok()).as_ref()
    }
}

/// Reads the code of an encoded locale; `None` if the bytes are not a locale.
fn embedded_locale(bytes: &'static [u8]) -> Option<EmbeddedLocale> {
    let Code(code) = ciborium::from_reader(bytes).ok()?;
    Some(EmbeddedLocale { code, bytes, decoded: OnceLock::new() })
}

/// Code of an encoded locale. It comes first, and nothing after it is decoded.
struct Code(LocaleCode);

impl<'de> Deserialize<'de> for Code {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Code, D::Error> {
        deserializer.deserialize_map(CodeVisitor)
    }
}

struct CodeVisitor;

impl<'de> Visitor<'de> for CodeVisitor {
    type Value = Code;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a locale")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut fields: A) -> Result<Code, A::Error> {
        while let Some(field) = fields.next_key::<String>()? {
            if field == "@xml:lang" {
                return fields.next_value().map(Code);
            }
            fields.next_value::<IgnoredAny>()?;
        }
        Err(A::Error::missing_field("@xml:lang"))
    }
}

/// Decodes the locale that every briefing needs, so that callers can overlap it with other work.
pub(crate) fn preload() {
    load(&LocaleCode(FALLBACK.to_owned()));
}

/// Locale for terms that another one lacks.
const FALLBACK: &str = "en-US";

/// A locale with its fallback.
pub(super) struct Locales {
    /// Code of the locale.
    pub(super) code: LocaleCode,
    /// The locale and its fallback.
    pub(super) loaded: Vec<Locale>,
}

impl Locales {
    /// Returns the configured locale, else the language's, else the style's own, else [`FALLBACK`]. Reports an unknown
    /// one.
    pub(super) fn resolve(
        configured: Option<&Spanned<String>>,
        language: &str,
        style_default: Option<&LocaleCode>,
        diagnostics: &mut Diagnostics,
    ) -> Locales {
        let code_by_name = configured.and_then(|configured| {
            let code = find_code(&configured.value);
            if code.is_none() {
                let message = format!("there is no locale `{}`", configured.value);
                let diagnostic = Diagnostic::new(&UNKNOWN_LOCALE, configured.span, message).label("unknown locale");
                let diagnostic = diagnostic.help("use a locale such as `en-GB`, `de-DE` or `zh-CN`");
                diagnostics.push(diagnostic.maybe_help(did_you_mean(&configured.value, codes())));
            }
            code
        });
        let code = code_by_name.or_else(|| for_language(language)).or_else(|| style_default.cloned());
        let code = code.unwrap_or_else(|| LocaleCode(FALLBACK.to_owned()));
        Locales { loaded: load(&code), code }
    }

    /// Returns the short term for a missing date.
    pub(super) fn no_date(&self) -> Option<String> {
        if self.code.0.starts_with("zh") {
            // The locale has no short form.
            return Some(if self.code.0 == "zh-TW" { "無日期" } else { "无日期" }.to_owned());
        }
        let exact = self.loaded.iter().filter(|locale| locale.lang.as_ref() == Some(&self.code));
        let all: Vec<&Locale> = exact.chain(&self.loaded).collect();
        let term = |form| all.iter().find_map(|locale| locale.term(OtherTerm::NoDate.into(), form));
        term(TermForm::Short).or_else(|| term(TermForm::Long)).and_then(|term| term.single()).map(str::to_owned)
    }
}

/// Loads a locale and its fallback.
pub(super) fn load(code: &LocaleCode) -> Vec<Locale> {
    let locales = EMBEDDED.iter().filter(|locale| locale.code == *code || locale.code.0 == FALLBACK);
    locales.filter_map(EmbeddedLocale::locale).cloned().collect()
}

fn codes() -> impl Iterator<Item = &'static str> {
    EMBEDDED.iter().map(|locale| locale.code.0.as_str())
}

fn find_code(code: &str) -> Option<LocaleCode> {
    codes().find(|known| known.eq_ignore_ascii_case(code)).map(|known| LocaleCode(known.to_owned()))
}

/// Returns the locale for a language tag: `zh-CN` for `zh-Hans`.
fn for_language(tag: &str) -> Option<LocaleCode> {
    let mut parts = tag.split('-');
    let language = parts.next().unwrap_or_default().to_lowercase();
    let is_traditional = parts.any(|part| ["hant", "tw", "hk", "mo"].contains(&part.to_lowercase().as_str()));
    match language.as_str() {
        "zh" if is_traditional => find_code("zh-TW"),
        "zh" => find_code("zh-CN"),
        _ => find_code(tag).or_else(|| find_code(&LocaleCode(language).fallback()?.0)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decodes_every_locale_under_its_code() {
        let all = hayagriva::archive::locales();
        assert_eq!(EMBEDDED.len(), all.len());
        for (embedded, locale) in EMBEDDED.iter().zip(&all) {
            assert_eq!((embedded.locale(), Some(&embedded.code)), (Some(locale), locale.lang.as_ref()));
        }
    }

    #[test]
    fn maps_language_tags_to_locales() {
        let code = |tag: &str| for_language(tag).map_or(String::new(), |code| code.0);
        let tags = ["en", "en-GB", "zh", "zh-Hans", "zh-Hant", "zh-TW", "de", "pt-br", "xx"];
        let expected = ["en-US", "en-GB", "zh-CN", "zh-CN", "zh-TW", "zh-TW", "de-DE", "pt-BR", ""];
        assert_eq!(tags.map(code), expected);
    }

    #[test]
    fn falls_back_to_the_style_and_to_american_english() {
        let none = Locales::resolve(None, "xx", None, &mut Diagnostics::default());
        assert_eq!((none.code.0.as_str(), none.loaded.len()), ("en-US", 1));
        let of_style = Locales::resolve(None, "xx", Some(&LocaleCode("fr-FR".into())), &mut Diagnostics::default());
        assert_eq!((of_style.code.0.as_str(), of_style.loaded.len()), ("fr-FR", 2));
    }
}
