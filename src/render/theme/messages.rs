//! The words of the interface: merged from the layers' `i18n/LANGUAGE.toml`, key by key, and the site's own on top.

use super::layer::Layer;
use super::manifest::{INVALID_THEME_FILE, invalid_toml};
use crate::diagnose::{Diagnostic, Diagnostics, Rule, Severity};
use crate::model::date::DateFormat;
use crate::model::{Config, slugify};
use crate::render::body_html::{BodyMessages, VerdictMessages};
use crate::span::{FileId, Span};
use serde::Deserialize;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::{self, ThreadId};
use toml::de::{DeTable, DeValue};

/// A word that a template asks for and nobody has.
pub(crate) static UNKNOWN_MESSAGE_KEY: Rule = Rule {
    code: "unknown-word",
    severity: Severity::Warning,
    what: "A template asks for an interface word that no theme and no `[translations]` has.",
    why: "Readers would see the word's key instead of a word.",
    wrong: "{{ t(key=\"nav.timelien\") }}",
    right: "{{ t(key=\"nav.timeline\") }}",
};

/// A language for which the theme has no words.
pub(crate) static MISSING_TRANSLATIONS: Rule = Rule {
    code: "missing-words",
    severity: Severity::Warning,
    what: "The theme has no words for one of the site's languages.",
    why: "Menus and headings appear in English on pages of that language.",
    wrong: "default_language = \"fr\"   # and no words in French",
    right: "default_language = \"fr\"   # and themes/NAME/i18n/fr.toml, or [translations] in briefing.toml",
};

/// The language that stands in for missing words.
const FALLBACK_LANGUAGE: &str = "en";

/// The words of one language.
#[derive(Debug)]
pub(crate) struct Messages {
    /// The language's tag.
    pub(crate) language: Arc<str>,
    /// How it says dates.
    pub(crate) date: DateFormat,
    by_key: BTreeMap<String, String>,
    /// What was asked for in vain, by the thread that asked: each page is made by one.
    missing: Mutex<HashMap<ThreadId, MissingKeys>>,
}

/// What was asked for in vain.
#[derive(Debug, Default)]
struct MissingKeys {
    count: usize,
    keys: BTreeSet<String>,
}

impl Messages {
    /// The word of a key such as `nav.timeline`, if there is one.
    pub(crate) fn find(&self, key: &str) -> Option<&str> {
        self.by_key.get(key).map(String::as_str)
    }

    /// The word of a key. Gives the key itself when there is none, and remembers that it was asked for.
    pub(crate) fn get<'w>(&'w self, key: &'w str) -> &'w str {
        self.find(key).unwrap_or_else(|| {
            let mut unknown = self.lock_missing();
            let asked = unknown.entry(thread::current().id()).or_default();
            asked.count += 1;
            asked.keys.insert(key.to_owned());
            key
        })
    }

    /// The word for what sort of its kind a record is; the author's own word when the theme has none.
    pub(crate) fn kind_label(&self, sort: &str) -> String {
        self.label_or_original("sort", sort)
    }

    /// The word for where an initiative stands; the author's own word when the theme has none.
    pub(crate) fn status_label(&self, status: &str) -> String {
        self.label_or_original("status", status)
    }

    fn label_or_original(&self, group: &str, word: &str) -> String {
        self.find(&format!("{group}.{}", slugify(word))).unwrap_or(word).to_owned()
    }

    /// The keys asked for in vain.
    pub(crate) fn missing_keys(&self) -> BTreeSet<String> {
        self.lock_missing().values().flat_map(|asked| &asked.keys).cloned().collect()
    }

    /// How many times this thread has asked for a key in vain.
    pub(crate) fn missing_count(&self) -> usize {
        self.lock_missing().get(&thread::current().id()).map_or(0, |asked| asked.count)
    }

    fn lock_missing(&self) -> MutexGuard<'_, HashMap<ThreadId, MissingKeys>> {
        self.missing.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Returns all messages, to be fingerprinted.
    pub(crate) fn data(&self) -> impl Serialize + '_ {
        (&self.language, &self.by_key)
    }

    /// All keys.
    pub(crate) fn keys(&self) -> impl Iterator<Item = &str> {
        self.by_key.keys().map(String::as_str)
    }

    /// The words that bodies contain by themselves.
    pub(crate) fn body(&self) -> BodyMessages {
        let say = |key| self.get(key).to_owned();
        BodyMessages {
            footnotes: say("body.footnotes"),
            back_to_text: say("body.back_to_text"),
            alerts: [
                say("body.alert_note"),
                say("body.alert_tip"),
                say("body.alert_important"),
                say("body.alert_warning"),
                say("body.alert_caution"),
            ],
            no_date: say("body.no_date"),
            verdicts: VerdictMessages {
                found: say("verdict.found"),
                misplaced: say("verdict.misplaced"),
                not_found: say("verdict.not_found"),
                unchecked: say("verdict.unchecked"),
                translated: say("verdict.translated"),
            },
        }
    }
}

/// One language's words as the layers have them.
#[derive(Clone, Debug, Default)]
struct MessageTable {
    file: Option<FileId>,
    messages: BTreeMap<String, String>,
    date: toml::Table,
}

/// Reads the words of all languages of the site. What a language lacks is taken from the language without its
/// subtags, then from English.
pub(crate) fn read(layers: &[Layer], config: &Config, found: &mut Diagnostics) -> BTreeMap<Arc<str>, Arc<Messages>> {
    let tables = tables(layers, found);
    let default = (&config.default_language, &config.translations);
    let others = config.languages.iter().map(|(tag, language)| (tag, &language.translations));
    let mut languages = BTreeMap::new();
    for (tag, own) in std::iter::once(default).chain(others) {
        let table = merged(&tables, tag, own);
        if table.file.is_none() && own.is_empty() {
            found.push(missing_language(tag));
        }
        let date = date_words(&table, found);
        let unknown = Mutex::default();
        languages.insert(
            tag.clone(),
            Arc::new(Messages { language: tag.clone(), date, by_key: table.messages, missing: unknown }),
        );
    }
    languages
}

/// What the layers say per language, the nearer over the farther.
fn tables(layers: &[Layer], found: &mut Diagnostics) -> BTreeMap<String, MessageTable> {
    let mut tables: BTreeMap<String, MessageTable> = BTreeMap::new();
    for layer in layers.iter().rev() {
        for (name, (file, text)) in layer.texts_under("i18n/") {
            let Some(tag) = name.strip_suffix(".toml") else { continue };
            tables.entry(tag.to_owned()).or_default().read(&text, file, found);
        }
    }
    tables
}

/// The table `[date]` of a file of words, read for its mistakes.
#[derive(Deserialize)]
struct DateSection {
    #[serde(default)]
    date: Option<toml::Spanned<DateFormat>>,
}

impl MessageTable {
    fn read(&mut self, text: &str, file: FileId, found: &mut Diagnostics) {
        match DeTable::parse(text) {
            Ok(table) => {
                self.file = Some(file);
                self.add_messages(table.get_ref(), file, found);
                self.add_date(text, file, found);
            }
            Err(error) => found.push(invalid_toml(file, &error)),
        }
    }

    fn add_messages(&mut self, table: &DeTable<'_>, file: FileId, found: &mut Diagnostics) {
        let groups = table.iter().filter(|(key, value)| key.get_ref() != "date" || !value.get_ref().is_table());
        let mut open: Vec<_> = groups.map(|(key, value)| (key.get_ref().to_string(), value)).collect();
        while let Some((key, value)) = open.pop() {
            match value.get_ref() {
                DeValue::String(word) => {
                    self.messages.insert(key, word.to_string());
                }
                DeValue::Table(inner) => {
                    open.extend(inner.iter().map(|(name, value)| (format!("{key}.{}", name.get_ref()), value)));
                }
                other => {
                    let article = if other.type_str().starts_with(['a', 'i']) { "an" } else { "a" };
                    let message = format!("the word `{key}` must be a string, not {article} {}", other.type_str());
                    found.push(Diagnostic::new(&INVALID_THEME_FILE, Span::new(file, value.span()), message));
                }
            }
        }
    }

    fn add_date(&mut self, text: &str, file: FileId, found: &mut Diagnostics) {
        let mistake = match toml::from_str::<DateSection>(text) {
            Ok(DateSection { date: Some(date) }) => count_mistake(date.get_ref())
                .map(|message| Diagnostic::new(&INVALID_THEME_FILE, Span::new(file, date.span()), message)),
            Ok(DateSection { date: None }) => None,
            Err(error) => Some(invalid_toml(file, &error)),
        };
        if let Some(mistake) = mistake {
            found.push(mistake);
        } else if let Ok(Some(toml::Value::Table(date))) =
            toml::from_str::<toml::Table>(text).map(|mut table| table.remove("date"))
        {
            self.date.extend(date);
        }
    }
}

/// What is wrong with the number of months or seasons.
fn count_mistake(words: &DateFormat) -> Option<&'static str> {
    if words.months.len() != 12 {
        Some("`date.months` must have twelve names")
    } else if words.seasons.len() != 4 {
        Some("`date.seasons` must have four names")
    } else {
        None
    }
}

fn merged(tables: &BTreeMap<String, MessageTable>, tag: &str, own: &BTreeMap<String, String>) -> MessageTable {
    let base = tag.split('-').next().unwrap_or(tag);
    let mut merged = MessageTable::default();
    for name in [FALLBACK_LANGUAGE, base, tag] {
        let Some(table) = tables.get(name) else { continue };
        merged.messages.extend(table.messages.clone());
        merged.date.extend(table.date.clone());
        if name == base || name == tag {
            merged.file = table.file;
        }
    }
    for (key, word) in own {
        match key.strip_prefix("date.") {
            Some(key) => merged.date.insert(key.to_owned(), toml::Value::String(word.clone())).is_some(),
            None => merged.messages.insert(key.clone(), word.clone()).is_some(),
        };
    }
    merged
}

/// The words for dates. The files' own have been read; what is wrong here, the site's `[translations]` have brought in.
fn date_words(table: &MessageTable, found: &mut Diagnostics) -> DateFormat {
    let message = match toml::Value::Table(table.date.clone()).try_into::<DateFormat>() {
        Ok(words) => match count_mistake(&words) {
            None => return words,
            Some(message) => message.to_owned(),
        },
        Err(error) => error.message().lines().next().unwrap_or_default().to_owned(),
    };
    found.push(Diagnostic::without_span(
        &INVALID_THEME_FILE,
        format!("`[translations]` cannot be used for dates: {message}"),
    ));
    DateFormat::default()
}

fn missing_language(tag: &str) -> Diagnostic {
    let message = format!("the theme has no words for the language `{tag}`");
    Diagnostic::without_span(&MISSING_TRANSLATIONS, message).help(format!("add `i18n/{tag}.toml` to the theme"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::testing::{TestSite, codes};
    use crate::render::theme::chain;

    fn words(test: &mut TestSite) -> (BTreeMap<Arc<str>, Arc<Messages>>, Diagnostics) {
        let mut found = Diagnostics::default();
        let layers = chain::layers(&test.site, &mut test.sources, &mut found);
        (read(&layers, &test.site.config, &mut found), found)
    }

    #[test]
    fn merges_key_by_key() {
        let mut test = TestSite::new().with_theme("near");
        test.file("themes/near/i18n/en.toml", "[probe]\none = 'near'\n[date]\nrange = '{from}–{to}'");
        test.file("themes/near/theme.toml", "extends = 'far'");
        test.file("themes/far/i18n/en.toml", "[probe]\none = 'far'\ntwo = 'far'\n[date]\nuntil = 'by {date}'");
        test.site.config.translations.insert("probe.three".into(), "own".into());
        let (words, found) = words(&mut test);
        assert_eq!(codes(&found), Vec::<&str>::new());
        let en = &words["en"];
        assert_eq!(["probe.one", "probe.two", "probe.three"].map(|k| en.get(k)), ["near", "far", "own"]);
        assert_eq!((en.date.range.as_str(), en.date.until.as_str()), ("{from}–{to}", "by {date}"));
    }

    #[test]
    fn remembers_words_asked_for_in_vain() {
        let (words, _) = words(&mut TestSite::new());
        assert_eq!(words["en"].get("probe.nothing"), "probe.nothing");
        assert!(words["en"].missing_keys().contains("probe.nothing"));
    }

    #[test]
    fn falls_back_to_the_wider_language() {
        let mut test = TestSite::new().with_theme("near");
        test.site.config.languages.insert("zh-Hans".into(), crate::model::LanguageConfig::default());
        test.file("themes/near/i18n/zh.toml", "[probe]\none = '一'");
        test.file("themes/near/i18n/en.toml", "[probe]\none = 'one'\ntwo = 'two'");
        let (words, _) = words(&mut test);
        assert_eq!(["probe.one", "probe.two"].map(|key| words["zh-Hans"].get(key)), ["一", "two"]);
    }

    #[test]
    fn reports_months_that_are_not_twelve() {
        let mut test = TestSite::new().with_theme("near");
        test.file("themes/near/i18n/en.toml", "[date]\nmonths = ['January']");
        let (words, found) = words(&mut test);
        assert_eq!(codes(&found), ["wrong-theme-file"]);
        assert_eq!(words["en"].date.months.len(), 12);
    }

    #[test]
    fn marks_a_word_that_is_no_string() {
        let mut test = TestSite::new().with_theme("near");
        test.file("themes/near/i18n/en.toml", "[probe]\none = 12\n[date]\nmnths = []");
        let (_, found) = words(&mut test);
        let marked: Vec<&str> = found.iter().map(|d| test.sources.text(d.span.unwrap())).collect();
        assert_eq!(marked, ["12", "mnths"]);
    }
}
