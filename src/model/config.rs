//! The configuration of a briefing: `briefing.toml`, validated.

use super::{LinkCheckerConfig, QuotationLimits};
use crate::span::{FileId, Span, Spanned};
use std::collections::BTreeMap;
use std::sync::Arc;

/// What `briefing.toml` says, with defaults filled in.
#[derive(Clone, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each is a key of the configuration, named as in Zola")]
pub struct Config {
    /// The file it was read from.
    pub file: FileId,
    /// Address of the site's root, always ending in `/`: `https://example.org/briefings/ai/`.
    pub base_url: String,
    /// The briefing's title.
    pub title: String,
    /// One line about it.
    pub description: String,
    /// Who publishes it.
    pub author: Option<String>,
    /// Language of files without a language suffix (BCP 47).
    pub default_language: Arc<str>,
    /// The other languages, by their tag.
    pub languages: BTreeMap<Arc<str>, LanguageConfig>,
    /// Interface words that replace the theme's, for the default language.
    pub translations: BTreeMap<String, String>,
    /// Name and options of the theme.
    pub theme: ThemeConfig,
    /// Folder of the output, relative to the root.
    pub output_dir: String,
    /// Whether needless space is taken out of pages.
    pub minify_html: bool,
    /// Whether `atom.xml` and `feed.json` are written.
    pub generate_feeds: bool,
    /// How many entries a feed has at most.
    pub feed_limit: usize,
    /// Whether `sitemap.xml` is written.
    pub generate_sitemap: bool,
    /// Whether `robots.txt` is written.
    pub generate_robots_txt: bool,
    /// Globs of files under `content/` to leave out.
    pub ignored_content: Vec<Spanned<String>>,
    /// Globs of files under `static/` to leave out.
    pub ignored_static: Vec<Spanned<String>>,
    /// How Markdown is read.
    pub markdown: MarkdownConfig,
    /// How links are checked.
    pub link_checker: LinkCheckerConfig,
    /// How much may be quoted from texts that are not published whole.
    pub quotations: QuotationLimits,
    /// How articles are cited.
    pub citations: CitationConfig,
    /// Whatever the author keeps under `[extra]`.
    pub extra: serde_json::Value,
}

impl Config {
    /// The configuration of a briefing that says no more than its address, which ends in `/`.
    pub fn new(file: FileId, base_url: impl Into<String>) -> Config {
        let nowhere = Span::new(file, 0..0);
        Config {
            file,
            base_url: base_url.into(),
            title: String::new(),
            description: String::new(),
            author: None,
            default_language: "en".into(),
            languages: BTreeMap::new(),
            translations: BTreeMap::new(),
            theme: ThemeConfig { name: Spanned::new("default".into(), nowhere), options: Vec::new() },
            output_dir: "public".into(),
            minify_html: false,
            generate_feeds: true,
            feed_limit: 20,
            generate_sitemap: true,
            generate_robots_txt: true,
            ignored_content: Vec::new(),
            ignored_static: Vec::new(),
            markdown: MarkdownConfig::default(),
            link_checker: LinkCheckerConfig::default(),
            quotations: QuotationLimits::default(),
            citations: CitationConfig::default(),
            extra: serde_json::Value::Null,
        }
    }

    /// The path part of [`Config::base_url`], beginning and ending with `/`: `/briefings/ai/`.
    pub fn base_path(&self) -> &str {
        let after_scheme = self.base_url.find("://").map_or(0, |at| at + 3);
        self.base_url[after_scheme..].find('/').map_or("/", |at| &self.base_url[after_scheme + at..])
    }

    /// The absolute address of a path such as `timeline/`.
    pub fn absolute(&self, path: &str) -> String {
        format!("{}{}", self.base_url, path.trim_start_matches('/'))
    }
}

/// One language besides the default one.
#[derive(Clone, Debug, Default)]
pub struct LanguageConfig {
    /// The briefing's title in it.
    pub title: Option<String>,
    /// The description in it.
    pub description: Option<String>,
    /// Interface words that replace the theme's.
    pub translations: BTreeMap<String, String>,
    /// How articles are cited on its pages; what is not said is as for the whole briefing.
    pub citations: CitationConfig,
}

/// How articles are cited. Whether there is such a style and locale is seen by `render`.
#[derive(Clone, Debug, Default)]
pub struct CitationConfig {
    /// The name of a CSL style, or the path of a `.csl` file from the briefing's root.
    pub style: Option<Spanned<String>>,
    /// The CSL locale whose words the style uses, such as `en-GB`; nothing for the language's own.
    pub locale: Option<Spanned<String>>,
}

/// Which theme, and how it is set.
#[derive(Clone, Debug)]
pub struct ThemeConfig {
    /// Its folder under `themes/`; `default` is also built in.
    pub name: Spanned<String>,
    /// `[theme.options]`, checked against the theme's own list by `render`.
    pub options: Vec<(Spanned<String>, Spanned<serde_json::Value>)>,
}

/// How Markdown is read.
#[derive(Clone, Copy, Debug)]
pub struct MarkdownConfig {
    /// Whether raw HTML passes through; off unless asked for.
    pub raw_html: bool,
    /// Whether quotes and dashes become typographic.
    pub smart_punctuation: bool,
    /// Whether first mentions of names become links.
    pub link_mentions: bool,
}

impl Default for MarkdownConfig {
    fn default() -> Self {
        MarkdownConfig { raw_html: false, smart_punctuation: true, link_mentions: true }
    }
}
