//! Parses the file or folder name of a record into id, language and date.

use crate::diagnose::{Diagnostic, Diagnostics, Rule, Severity, did_you_mean};
use crate::load::language;
use crate::model::{Config, Edtf, slugify};
use crate::span::{FileId, Span};
use std::sync::Arc;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Rule: an id has characters that are not allowed.
pub(crate) static INVALID_ID: Rule = Rule {
    code: "invalid-id",
    severity: Severity::Error,
    what: "A record's file name contains characters other than lower-case letters, digits, `-`, `_` and `.`.",
    why: "The name is part of the page's URL and of references, where spaces and capitals cause errors.",
    wrong: "content/events/Tianjin Summit.md",
    right: "content/events/tianjin-summit.md",
};

/// Rule: a file has a language that is not configured.
pub(crate) static UNKNOWN_LANGUAGE: Rule = Rule {
    code: "unknown-language",
    severity: Severity::Error,
    what: "A file name ends in a language that is not configured.",
    why: "Pages are generated only for configured languages.",
    wrong: "content/events/summit.fr.md   # and no [languages.fr] in briefing.toml",
    right: "content/events/summit.fr.md   # and [languages.fr] in briefing.toml",
};

/// Metadata from a record's file or folder name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::load) struct ParsedFileName {
    /// Id of the record, NFC-normalized.
    pub id: Arc<str>,
    /// Language from the name, or the default one.
    pub language: Arc<str>,
    /// Date prefix of the name.
    pub date: Option<Edtf>,
}

impl ParsedFileName {
    /// Parses a name with an optional date prefix; the caller has split off the language.
    pub(super) fn new(name: &str, language: Arc<str>) -> ParsedFileName {
        let (date, id) = split_date(name);
        ParsedFileName { id: Arc::from(id.nfc().collect::<String>()), language, date }
    }
}

/// Splits a file name without `.md` into the record's part and the language after the last dot, by default the
/// configured one.
pub(super) fn split_language<'n>(stem: &'n str, config: &Config) -> (&'n str, Arc<str>) {
    let default = &config.default_language;
    match stem.rsplit_once('.') {
        Some((name, suffix)) if suffix == &**default => (name, Arc::clone(default)),
        Some((name, suffix)) if config.languages.contains_key(suffix) || language::looks_like_tag(suffix) => {
            (name, Arc::from(suffix))
        }
        _ => (stem, Arc::clone(default)),
    }
}

/// Reports an id with invalid characters and a language that is not configured.
pub(super) fn check(name: &ParsedFileName, file: FileId, config: &Config, diagnostics: &mut Diagnostics) {
    let span = Span::new(file, 0..0);
    if let Some(invalid) = name.id.chars().find(|&c| !is_id_character(c)) {
        let suggestion = slugify(&name.id);
        let help = (!suggestion.is_empty()).then(|| format!("rename it to `{suggestion}`"));
        let message = format!("the id `{}` contains `{}`", name.id, invalid.escape_debug());
        diagnostics.push(Diagnostic::new(&INVALID_ID, span, message).maybe_help(help));
    }
    let is_known = name.language == config.default_language || config.languages.contains_key(&name.language);
    if !is_known {
        let tags = config.languages.keys().chain([&config.default_language]).map(|tag| &**tag);
        let help = did_you_mean(&name.language, tags).unwrap_or_else(|| {
            format!(
                "add `[languages.{}]` to the configuration, or remove the language from the file name",
                name.language
            )
        });
        let message = format!("the language `{}` is not configured", name.language);
        diagnostics.push(Diagnostic::new(&UNKNOWN_LANGUAGE, span, message).help(help));
    }
}

fn split_date(name: &str) -> (Option<Edtf>, &str) {
    let parts = name.get(..10).zip(name.get(10..).and_then(|rest| rest.strip_prefix(['-', '_'])));
    match parts {
        Some((day, id)) if !id.is_empty() && has_day_shape(day) => match Edtf::parse(day) {
            Ok(date) => (Some(date), id),
            Err(_) => (None, name),
        },
        _ => (None, name),
    }
}

fn has_day_shape(text: &str) -> bool {
    text.bytes().enumerate().all(|(at, byte)| if matches!(at, 4 | 7) { byte == b'-' } else { byte.is_ascii_digit() })
}

fn is_id_character(c: char) -> bool {
    let is_letter = (c.is_alphabetic() || is_combining_mark(c)) && !c.is_uppercase();
    is_letter || c.is_numeric() || matches!(c, '-' | '_' | '.')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn splits_date_from_id() {
        let name = ParsedFileName::new("2025-09-01-tianjin-summit", "en".into());
        assert_eq!((&*name.id, name.date.is_some()), ("tianjin-summit", true));
        for plain in ["2025-09-01", "2025-13-01-x", "2025-x", "2025-09-01-", "é025-09-01-x"] {
            assert_eq!(ParsedFileName::new(plain, "en".into()).date, None, "{plain}");
        }
    }

    #[test]
    fn ids_are_nfc_normalized() {
        assert_eq!(&*ParsedFileName::new("cafe\u{301}", "en".into()).id, "café");
    }

    #[test]
    fn ids_have_letters_of_any_script() {
        assert!("v3.2_天津é\u{301}-".chars().all(is_id_character));
        assert!(!"A /?\n&".chars().any(is_id_character));
    }
}
