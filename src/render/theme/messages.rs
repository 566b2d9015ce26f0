//! Interface messages (i18n): merges the layers' `i18n/LANGUAGE.toml` key by key; the site's `[translations]` override
//! them.

use super::layer::Layer;
use super::manifest::{INVALID_THEME_FILE, invalid_toml};
use crate::diagnose::{Diagnostic, Diagnostics, Rule, Severity};
use crate::model::date::DateFormat;
use crate::model::script::primary_subtag;
use crate::model::{Config, slugify};
use crate::render::body_html::{BodyMessages, VerdictMessages};
use crate::span::{FileId, Span};
use serde::Deserialize;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::{self, ThreadId};
use toml::de::{DeTable, DeValue};

/// Message key that no theme and no `[translations]` defines.
pub(crate) static UNKNOWN_MESSAGE_KEY: Rule = Rule {
    code: "unknown-message-key",
    severity: Severity::Warning,
    what: "A template uses a message key that neither a theme nor `[translations]` defines.",
    why: "Readers would see the key instead of the message.",
    wrong: "{{ t(key=\"nav.timelien\") }}",
    right: "{{ t(key=\"nav.timeline\") }}",
};

/// Language without any messages in the theme.
pub(crate) static MISSING_TRANSLATIONS: Rule = Rule {
    code: "missing-translations",
    severity: Severity::Warning,
    what: "The theme has no messages in one of the site's languages.",
    why: "Menus and headings of pages in that language appear in English.",
    wrong: "default_language = \"fr\"   # the theme has no messages in French",
    right: "default_language = \"fr\"   # with themes/NAME/i18n/fr.toml, or [translations] in briefing.toml",
};

/// Language of the fallback messages.
const FALLBACK_LANGUAGE: &str = "en";

/// Messages of one language.
#[derive(Debug)]
pub(crate) struct Messages {
    /// Language tag.
    pub(crate) language: Arc<str>,
    /// Date format.
    pub(crate) date: DateFormat,
    by_key: BTreeMap<String, String>,
    /// Failed lookups by thread. Each page is rendered by one thread, so a page's own failures can be counted.
    missing: Mutex<HashMap<ThreadId, MissingKeys>>,
}

/// Failed lookups of one thread.
#[derive(Debug, Default)]
struct MissingKeys {
    count: usize,
    keys: BTreeSet<String>,
}

impl Messages {
    /// Returns the message for a key such as `nav.timeline`, or `None` if it is undefined.
    pub(crate) fn find(&self, key: &str) -> Option<&str> {
        self.by_key.get(key).map(String::as_str)
    }

    /// Returns the message for a key. If it is undefined, records the failed lookup and returns the key itself.
    pub(crate) fn get<'w>(&'w self, key: &'w str) -> &'w str {
        self.find(key).unwrap_or_else(|| {
            let mut missing = self.lock_missing();
            let misses = missing.entry(thread::current().id()).or_default();
            misses.count += 1;
            misses.keys.insert(key.to_owned());
            key
        })
    }

    /// Returns the plural form of a message, `KEY.one` or `KEY.other`; a language without the form `one` uses `other`.
    pub(crate) fn plural_form<'w>(&'w self, key: &'w str, is_one: bool) -> &'w str {
        let one = is_one.then(|| self.find(&format!("{key}.one"))).flatten();
        let form = one.or_else(|| self.find(&format!("{key}.other"))).or_else(|| self.find(key));
        form.unwrap_or_else(|| self.get(key))
    }

    /// Returns a message about a number of things out of all, with `{n}` and `{of}` filled in.
    pub(crate) fn count(&self, key: &str, n: usize, of: usize) -> String {
        self.plural_form(key, n == 1).replace("{n}", &n.to_string()).replace("{of}", &of.to_string())
    }

    /// Returns the label for a record's subtype (message group `sort`), or the author's own term if the theme has none.
    pub(crate) fn kind_label(&self, subtype: &str) -> String {
        self.label_or_original("sort", subtype)
    }

    /// Returns the label for an initiative's status, or the author's own term if the theme has none.
    pub(crate) fn status_label(&self, status: &str) -> String {
        self.label_or_original("status", status)
    }

    fn label_or_original(&self, group: &str, term: &str) -> String {
        self.find(&format!("{group}.{}", slugify(term))).unwrap_or(term).to_owned()
    }

    /// Returns the undefined keys that any thread has looked up.
    pub(crate) fn missing_keys(&self) -> BTreeSet<String> {
        self.lock_missing().values().flat_map(|misses| &misses.keys).cloned().collect()
    }

    /// Returns the number of failed lookups by the current thread.
    pub(crate) fn missing_count(&self) -> usize {
        self.lock_missing().get(&thread::current().id()).map_or(0, |misses| misses.count)
    }

    fn lock_missing(&self) -> MutexGuard<'_, HashMap<ThreadId, MissingKeys>> {
        self.missing.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Returns all messages, to be fingerprinted.
    pub(crate) fn data(&self) -> impl Serialize + '_ {
        (&self.language, &self.by_key)
    }

    /// Returns all defined keys.
    pub(crate) fn keys(&self) -> impl Iterator<Item = &str> {
        self.by_key.keys().map(String::as_str)
    }

    /// Returns the messages that bodies contain, such as titles of footnotes and alerts.
    pub(crate) fn body(&self) -> BodyMessages {
        let message = |key| self.get(key).to_owned();
        BodyMessages {
            footnotes: message("body.footnotes"),
            back_to_text: message("body.back_to_text"),
            alerts: [
                message("body.alert_note"),
                message("body.alert_tip"),
                message("body.alert_important"),
                message("body.alert_warning"),
                message("body.alert_caution"),
            ],
            no_date: message("body.no_date"),
            verdicts: VerdictMessages {
                found: message("verdict.found"),
                misplaced: message("verdict.misplaced"),
                not_found: message("verdict.not_found"),
                unchecked: message("verdict.unchecked"),
                translated: message("verdict.translated"),
            },
        }
    }
}

/// Messages of one language as written in the layers' files.
#[derive(Clone, Debug, Default)]
struct MessageTable {
    file: Option<FileId>,
    messages: BTreeMap<String, String>,
    date: toml::Table,
}

/// Reads the messages of all languages of the site. Keys that a language lacks fall back to the language without
/// subtags, then to English.
pub(crate) fn read(
    layers: &[Layer],
    config: &Config,
    diagnostics: &mut Diagnostics,
) -> BTreeMap<Arc<str>, Arc<Messages>> {
    let tables = tables(layers, diagnostics);
    let default = (&config.default_language, &config.translations);
    let others = config.languages.iter().map(|(tag, language)| (tag, &language.translations));
    let mut languages = BTreeMap::new();
    for (tag, translations) in std::iter::once(default).chain(others) {
        let table = merged(&tables, tag, translations);
        if table.file.is_none() && translations.is_empty() {
            diagnostics.push(missing_language(tag));
        }
        let date = date_format(&table, diagnostics);
        let (by_key, missing) = (table.messages, Mutex::default());
        languages.insert(tag.clone(), Arc::new(Messages { language: tag.clone(), date, by_key, missing }));
    }
    languages
}

/// Reads the message files of all layers by language tag; nearer layers override farther ones.
fn tables(layers: &[Layer], diagnostics: &mut Diagnostics) -> BTreeMap<String, MessageTable> {
    let mut tables: BTreeMap<String, MessageTable> = BTreeMap::new();
    for layer in layers.iter().rev() {
        for (name, (file, text)) in layer.texts_under("i18n/") {
            let Some(tag) = name.strip_suffix(".toml") else { continue };
            tables.entry(tag.to_owned()).or_default().read(&text, file, diagnostics);
        }
    }
    tables
}

/// Table `[date]` of a message file, deserialized only to validate it with spans.
#[derive(Deserialize)]
struct DateSection {
    #[serde(default)]
    date: Option<toml::Spanned<DateFormat>>,
}

impl MessageTable {
    fn read(&mut self, text: &str, file: FileId, diagnostics: &mut Diagnostics) {
        match DeTable::parse(text) {
            Ok(table) => {
                self.file = Some(file);
                self.add_messages(table.get_ref(), file, diagnostics);
                self.add_date(text, file, diagnostics);
            }
            Err(error) => diagnostics.push(invalid_toml(file, &error)),
        }
    }

    fn add_messages(&mut self, table: &DeTable<'_>, file: FileId, diagnostics: &mut Diagnostics) {
        let groups = table.iter().filter(|(key, value)| key.get_ref() != "date" || !value.get_ref().is_table());
        let mut pending: Vec<_> = groups.map(|(key, value)| (key.get_ref().to_string(), value)).collect();
        while let Some((key, value)) = pending.pop() {
            match value.get_ref() {
                DeValue::String(message) => {
                    self.messages.insert(key, message.to_string());
                }
                DeValue::Table(inner) => {
                    pending.extend(inner.iter().map(|(name, value)| (format!("{key}.{}", name.get_ref()), value)));
                }
                invalid => {
                    let article = if invalid.type_str().starts_with(['a', 'i']) { "an" } else { "a" };
                    let message = format!("the message `{key}` must be a string, not {article} {}", invalid.type_str());
                    diagnostics.push(Diagnostic::new(&INVALID_THEME_FILE, Span::new(file, value.span()), message));
                }
            }
        }
    }

    fn add_date(&mut self, text: &str, file: FileId, diagnostics: &mut Diagnostics) {
        let error = match toml::from_str::<DateSection>(text) {
            Ok(DateSection { date: Some(date) }) => count_mistake(date.get_ref())
                .map(|message| Diagnostic::new(&INVALID_THEME_FILE, Span::new(file, date.span()), message)),
            Ok(DateSection { date: None }) => None,
            Err(error) => Some(invalid_toml(file, &error)),
        };
        if let Some(error) = error {
            diagnostics.push(error);
        } else if let Ok(Some(toml::Value::Table(date))) =
            toml::from_str::<toml::Table>(text).map(|mut table| table.remove("date"))
        {
            self.date.extend(date);
        }
    }
}

/// Checks the number of months and seasons; returns the error message if one is wrong.
fn count_mistake(format: &DateFormat) -> Option<&'static str> {
    if format.months.len() != 12 {
        Some("`date.months` must have twelve names")
    } else if format.seasons.len() != 4 {
        Some("`date.seasons` must have four names")
    } else {
        None
    }
}

/// Merges the fallback language, the language without subtags, the language itself and the site's own `translations`.
fn merged(tables: &BTreeMap<String, MessageTable>, tag: &str, translations: &BTreeMap<String, String>) -> MessageTable {
    let base = primary_subtag(tag);
    let mut merged = MessageTable::default();
    for name in [FALLBACK_LANGUAGE, base, tag] {
        let Some(table) = tables.get(name) else { continue };
        if name != FALLBACK_LANGUAGE && base != FALLBACK_LANGUAGE {
            remove_foreign_singulars(&mut merged.messages, &table.messages);
        }
        merged.messages.extend(table.messages.clone());
        merged.date.extend(table.date.clone());
        if name == base || name == tag {
            merged.file = table.file;
        }
    }
    for (key, message) in translations {
        match key.strip_prefix("date.") {
            Some(key) => merged.date.insert(key.to_owned(), toml::Value::String(message.clone())).is_some(),
            None => merged.messages.insert(key.clone(), message.clone()).is_some(),
        };
    }
    merged
}

/// Removes the form `one` of messages of which a language has only `other`: it has no such form.
fn remove_foreign_singulars(messages: &mut BTreeMap<String, String>, own: &BTreeMap<String, String>) {
    for key in own.keys().filter_map(|key| key.strip_suffix(".other")) {
        let one = format!("{key}.one");
        if !own.contains_key(&one) {
            messages.remove(&one);
        }
    }
}

/// Builds the date format from a merged table. The files' tables are already validated, so an error here comes from the
/// site's `[translations]`.
fn date_format(table: &MessageTable, diagnostics: &mut Diagnostics) -> DateFormat {
    let message = match toml::Value::Table(table.date.clone()).try_into::<DateFormat>() {
        Ok(format) => match count_mistake(&format) {
            None => return format,
            Some(message) => message.to_owned(),
        },
        Err(error) => error.message().lines().next().unwrap_or_default().to_owned(),
    };
    diagnostics.push(Diagnostic::without_span(
        &INVALID_THEME_FILE,
        format!("the date messages in `[translations]` are invalid: {message}"),
    ));
    DateFormat::default()
}

fn missing_language(tag: &str) -> Diagnostic {
    let message = format!("the theme has no messages for the language `{tag}`");
    Diagnostic::without_span(&MISSING_TRANSLATIONS, message).help(format!("add `i18n/{tag}.toml` to the theme"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::theme::chain;
    use crate::testkit::{TestSite, codes};

    fn read_messages(test: &mut TestSite) -> (BTreeMap<Arc<str>, Arc<Messages>>, Diagnostics) {
        let mut diagnostics = Diagnostics::default();
        let layers = chain::layers(&test.site, &mut test.sources, &mut diagnostics);
        (read(&layers, &test.site.config, &mut diagnostics), diagnostics)
    }

    #[test]
    fn merges_messages_key_by_key() {
        let mut test = TestSite::new().with_theme("near");
        test.file("themes/near/i18n/en.toml", "[probe]\none = 'near'\n[date]\nrange = '{from}–{to}'");
        test.file("themes/near/theme.toml", "extends = 'far'");
        test.file("themes/far/i18n/en.toml", "[probe]\none = 'far'\ntwo = 'far'\n[date]\nuntil = 'by {date}'");
        test.site.config.translations.insert("probe.three".into(), "own".into());
        let (messages, diagnostics) = read_messages(&mut test);
        assert_eq!(codes(&diagnostics), Vec::<&str>::new());
        let en = &messages["en"];
        assert_eq!(["probe.one", "probe.two", "probe.three"].map(|k| en.get(k)), ["near", "far", "own"]);
        assert_eq!((en.date.range.as_str(), en.date.until.as_str()), ("{from}–{to}", "by {date}"));
    }

    #[test]
    fn records_missing_keys() {
        let (messages, _) = read_messages(&mut TestSite::new());
        assert_eq!(messages["en"].get("probe.nothing"), "probe.nothing");
        assert!(messages["en"].missing_keys().contains("probe.nothing"));
    }

    #[test]
    fn falls_back_to_language_without_subtags() {
        let mut test = TestSite::new().with_theme("near");
        test.site.config.languages.insert("zh-Hans".into(), crate::model::LanguageConfig::default());
        test.file("themes/near/i18n/zh.toml", "[probe]\none = '一'");
        test.file("themes/near/i18n/en.toml", "[probe]\none = 'one'\ntwo = 'two'");
        let (messages, _) = read_messages(&mut test);
        assert_eq!(["probe.one", "probe.two"].map(|key| messages["zh-Hans"].get(key)), ["一", "two"]);
    }

    #[test]
    fn a_language_without_a_singular_does_not_borrow_it() {
        let mut test = TestSite::new().with_theme("near");
        test.site.config.languages.insert("zh".into(), crate::model::LanguageConfig::default());
        test.file("themes/near/i18n/en.toml", "[probe]\nthings.one = '{n} thing'\nthings.other = '{n} things'");
        test.file("themes/near/i18n/zh.toml", "[probe]\nthings.other = '{n}个'");
        let (messages, _) = read_messages(&mut test);
        assert_eq!(messages["zh"].plural_form("probe.things", true), "{n}个");
        assert_eq!(messages["en"].plural_form("probe.things", true), "{n} thing");
    }

    #[test]
    fn reports_wrong_number_of_months() {
        let mut test = TestSite::new().with_theme("near");
        test.file("themes/near/i18n/en.toml", "[date]\nmonths = ['January']");
        let (messages, diagnostics) = read_messages(&mut test);
        assert_eq!(codes(&diagnostics), ["invalid-theme-file"]);
        assert_eq!(messages["en"].date.months.len(), 12);
    }

    #[test]
    fn marks_message_that_is_not_a_string() {
        let mut test = TestSite::new().with_theme("near");
        test.file("themes/near/i18n/en.toml", "[probe]\none = 12\n[date]\nmnths = []");
        let (_, diagnostics) = read_messages(&mut test);
        let marked: Vec<&str> = diagnostics.iter().map(|d| test.sources.text(d.span.unwrap())).collect();
        assert_eq!(marked, ["12", "mnths"]);
    }
}
