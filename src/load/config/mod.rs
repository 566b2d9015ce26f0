//! Reads `briefing.toml`: Zola's key names where Zola has one, defaults for every key but `base_url`.
//!
//! An invalid configuration still yields one, with defaults, so that the rest of the briefing can be checked.

mod base_url;
mod citations;
mod identity;
mod ignore_patterns;
mod languages;
mod link_checker;
mod output;
mod social;
mod theme;
mod timeline;

use super::front_matter::{self, Fields, FrontMatterFormat};
use super::{CONFIG_FILE, Inputs, LoadOptions, author, encoding, language, quotation_limits};
use crate::diagnose::{Diagnostic, Diagnostics, Rule, Severity};
use crate::model::{CalendarConfig, Config, Kind, MarkdownConfig, QuotationLimits};
use crate::span::{FileId, Sources, Span};
use std::sync::Arc;

pub use base_url::normalize as normalize_base_url;
pub(crate) use ignore_patterns::IgnorePatterns;

/// Rule: the configuration is missing or sets an invalid value.
pub(crate) static INVALID_CONFIG: Rule = Rule {
    code: "invalid-config",
    severity: Severity::Error,
    what: "The configuration is missing or has an invalid value.",
    why: "The site could be written to the wrong location, or its links could be broken.",
    wrong: "base_url = \"example.org\"",
    right: "base_url = \"https://example.org/\"",
};

/// Default number of entries in a feed.
const DEFAULT_FEED_LIMIT: usize = 20;

/// Reads the configuration and adds its file to the sources.
pub(super) fn read(
    inputs: &Inputs,
    options: &LoadOptions,
    sources: &mut Sources,
    diagnostics: &mut Diagnostics,
) -> Config {
    let path = if options.config.is_empty() { CONFIG_FILE } else { &options.config };
    let (file, missing) = match inputs.files.get(path) {
        Some(bytes) => {
            let (file, _) = encoding::add_text(sources, path, bytes, diagnostics);
            (file, false)
        }
        None => (sources.add(path, ""), true),
    };
    let start = Span::new(file, 0..0);
    let text = Arc::clone(&sources.get(file).text);
    let content = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 }..text.len();
    let mut parsed = front_matter::parse(file, &text, FrontMatterFormat::Toml, content, diagnostics);
    if missing {
        parsed.is_complete = false;
        diagnostics
            .push(Diagnostic::new(&INVALID_CONFIG, start, format!("`{path}` is missing")).help("run `briefing init`"));
    }
    let mut fields = Fields::new(&parsed, start, &text, diagnostics);
    let config = read_fields(&mut fields, file, options);
    fields.finish();
    config
}

fn read_fields(fields: &mut Fields<'_, '_>, file: FileId, options: &LoadOptions) -> Config {
    let default_language = default_language(fields);
    let timeline = fields.table("timeline", timeline::read).unwrap_or_default();
    Config {
        file,
        base_url: base_url::read(fields, options.base_url.as_deref()),
        title: fields.text("title").unwrap_or_default(),
        description: fields.text("description").unwrap_or_default(),
        authors: author::read_list(fields, "authors"),
        publisher: identity::publisher(fields),
        edition: identity::edition(fields),
        languages: languages::read(fields, &default_language, &timeline.lanes),
        default_language,
        translations: fields.string_map("translations"),
        theme: theme::read(fields, file),
        output_dir: output::output_dir(fields),
        generate_feeds: fields.bool("generate_feeds").unwrap_or(true),
        feed_limit: feed_limit(fields),
        event_files: event_files(fields),
        calendar: CalendarConfig { tentative: fields.bool("calendar_tentative").unwrap_or(false) },
        generate_sitemap: fields.bool("generate_sitemap").unwrap_or(true),
        generate_robots_txt: fields.bool("generate_robots_txt").unwrap_or(true),
        build_search_index: fields.bool("build_search_index").unwrap_or(true),
        ignored_content: ignore_patterns::read(fields, "ignored_content"),
        ignored_static: ignore_patterns::read(fields, "ignored_static"),
        markdown: fields.table("markdown", markdown).unwrap_or_default(),
        link_checker: fields.table("link_checker", link_checker::read).unwrap_or_default(),
        quotations: fields.table("quotations", quotations).unwrap_or_default(),
        citations: citations::read(fields),
        social: social::read(fields),
        llms_txt: fields.bool("llms_txt").unwrap_or(false),
        timeline,
        extra: fields.json("extra"),
    }
}

fn default_language(fields: &mut Fields<'_, '_>) -> Arc<str> {
    let value = fields.string("default_language");
    let tag = value.filter(|tag| languages::is_valid(fields, tag));
    tag.map_or_else(|| Arc::from("en"), |tag| Arc::from(tag.value))
}

fn feed_limit(fields: &mut Fields<'_, '_>) -> usize {
    let Some(limit) = fields.integer("feed_limit") else { return DEFAULT_FEED_LIMIT };
    usize::try_from(limit.value).unwrap_or_else(|_| {
        let diagnostic = invalid(limit.span, "`feed_limit` cannot be negative");
        fields.report(diagnostic.help("set `generate_feeds = false` to disable feeds"));
        DEFAULT_FEED_LIMIT
    })
}

/// Reads the kinds of records whose events have files of their own.
fn event_files(fields: &mut Fields<'_, '_>) -> Vec<Kind> {
    const KINDS: [Kind; 3] = [Kind::Initiative, Kind::Topic, Kind::Actor];
    if fields.is_blank("event_files") {
        return vec![Kind::Initiative, Kind::Topic];
    }
    let mut kinds = Vec::new();
    for name in fields.strings("event_files") {
        if let Some(kind) = KINDS.into_iter().find(|kind| kind.folder() == name.value) {
            kinds.push(kind);
        } else {
            let diagnostic = invalid(name.span, format!("`{}` have no events of their own", name.value));
            fields.report(diagnostic.help("use `initiatives`, `topics` and `actors`"));
        }
    }
    kinds
}

fn markdown(fields: &mut Fields<'_, '_>) -> MarkdownConfig {
    let defaults = MarkdownConfig::default();
    MarkdownConfig {
        raw_html: fields.bool("raw_html").unwrap_or(defaults.raw_html),
        smart_punctuation: fields.bool("smart_punctuation").unwrap_or(defaults.smart_punctuation),
        link_mentions: fields.bool("link_mentions").unwrap_or(defaults.link_mentions),
    }
}

fn quotations(fields: &mut Fields<'_, '_>) -> QuotationLimits {
    let defaults = QuotationLimits::default();
    QuotationLimits {
        max_quote_words: quotation_limits::max_quote_words(fields).unwrap_or(defaults.max_quote_words),
        max_share: quotation_limits::max_share(fields).unwrap_or(defaults.max_share),
    }
}

fn invalid(span: Span, message: impl Into<String>) -> Diagnostic {
    Diagnostic::new(&INVALID_CONFIG, span, message)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Bytes;

    pub(super) fn configure(text: &str, options: &LoadOptions) -> (Config, Vec<String>) {
        let files = [(Arc::from(CONFIG_FILE), Bytes::from(text.as_bytes()))].into();
        let (mut sources, mut diagnostics) = (Sources::default(), Diagnostics::default());
        let config = read(&Inputs { files, refused: Vec::new() }, options, &mut sources, &mut diagnostics);
        diagnostics.sort(&sources);
        let format = |d: &Diagnostic| match d.span {
            Some(span) => {
                let at = sources.get(span.file).position(span.start as usize);
                format!("{} {}:{} {}", d.rule.code, at.line, at.column, d.message)
            }
            None => format!("{} {}", d.rule.code, d.message),
        };
        let diagnostics = diagnostics.iter().map(format).collect();
        (config, diagnostics)
    }

    #[test]
    fn base_url_is_sufficient() {
        let (config, diagnostics) = configure("base_url = \"https://example.org/ai\"\n", &LoadOptions::default());
        assert!(diagnostics.is_empty(), "{diagnostics:?}");
        assert_eq!(config.base_url, "https://example.org/ai/");
        assert_eq!((&*config.default_language, config.output_dir.as_str()), ("en", "public"));
        assert_eq!(config.theme.name.value, "default");
        assert!(config.generate_feeds && config.generate_sitemap && config.generate_robots_txt);
        assert!(config.build_search_index);
    }

    #[test]
    fn reads_every_table() {
        let text = r#"
base_url = "https://example.org/"
title = "AI"
default_language = "en"
feed_limit = 5
ignored_content = ["drafts/**"]
[theme]
name = "plain"
options = { accent = "teal", nav = [1] }
[markdown]
link_mentions = false
[quotations]
max_quote_words = 25
max_share = 0.05
[citations]
style = "ieee"
[languages.zh-Hans]
title = "人工智能"
citations = { style = "gb-7714-2015-numeric", locale = "zh-CN" }
[languages.zh-Hans.translations]
"nav.timeline" = "时间线"
[translations]
"nav.timeline" = "What happened"
[extra]
any = { thing = 1979-05-27 }
"#;
        let (config, diagnostics) = configure(text, &LoadOptions::default());
        assert!(diagnostics.is_empty(), "{diagnostics:?}");
        assert_eq!((config.theme.name.value.as_str(), config.theme.options.len()), ("plain", 2));
        assert_eq!(config.languages["zh-Hans"].translations["nav.timeline"], "时间线");
        assert_eq!(config.translations["nav.timeline"], "What happened");
        let cited = [&config.citations, &config.languages["zh-Hans"].citations].map(|cited| {
            [&cited.style, &cited.locale].map(|word| word.as_ref().map_or("", |word| word.value.as_str()))
        });
        assert_eq!(cited, [["ieee", ""], ["gb-7714-2015-numeric", "zh-CN"]]);
        assert_eq!(config.extra["any"]["thing"], "1979-05-27");
        assert!(!config.markdown.link_mentions && config.markdown.smart_punctuation);
        assert_eq!((config.feed_limit, config.ignored_content.len()), (5, 1));
        assert_eq!((config.quotations.max_quote_words, config.quotations.max_share.of(200)), (25, 10));
    }

    #[test]
    fn reports_all_errors_at_once() {
        let text = r#"base_url = "example.org"
titel = "AI"
default_language = "english_us"
output_dir = "../out"
feed_limit = -1
ignored_static = ["[a"]
theme = "../evil"
[languages.en_US]
[markdown]
raw_htm = true
[quotations]
max_quote_words = 0
max_share = 10
"#;
        let expected = [
            "invalid-config 1:12 `base_url` must begin with `http://` or `https://`",
            "unknown-key 2:1 unknown key `titel`",
            "invalid-config 3:20 `english_us` is not a language tag",
            "invalid-config 4:14 `output_dir` is outside the briefing",
            "invalid-config 5:14 `feed_limit` cannot be negative",
            "invalid-config 6:19 invalid pattern: unclosed `[`",
            "invalid-config 7:9 `../evil` is not a valid theme name",
            "invalid-config 8:12 `en_US` is not a language tag",
            "unknown-key 10:1 unknown key `raw_htm`",
            "invalid-value 12:19 `max_quote_words` must be 1 or more",
            "invalid-value 13:13 `max_share` must be greater than 0 and at most 1",
        ];
        assert_eq!(configure(text, &LoadOptions::default()).1, expected);
    }

    #[test]
    fn a_missing_file_is_one_diagnostic() {
        let (mut sources, mut diagnostics) = (Sources::default(), Diagnostics::default());
        read(&Inputs::default(), &LoadOptions::default(), &mut sources, &mut diagnostics);
        let codes: Vec<_> = diagnostics.iter().map(|d| d.rule.code).collect();
        assert_eq!(codes, ["invalid-config"]);
    }

    #[test]
    fn option_overrides_base_url() {
        let options = LoadOptions { base_url: Some("http://localhost:1111".into()), ..LoadOptions::default() };
        let (config, diagnostics) = configure("title = \"x\"", &options);
        assert_eq!((config.base_url.as_str(), diagnostics.len()), ("http://localhost:1111/", 0));
        let options = LoadOptions { base_url: Some("localhost".into()), ..LoadOptions::default() };
        assert_eq!(configure("", &options).1.len(), 1);
    }
}
