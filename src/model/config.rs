//! Configuration of a briefing: `briefing.toml`, validated.

use super::id_ref::id_refs;
use super::{Author, Edition, Edtf, IdRef, Kind, LinkCheckerConfig, Publisher, QuotationLimits};
use crate::span::{FileId, Span, Spanned};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Validated `briefing.toml` with defaults applied.
#[expect(clippy::struct_excessive_bools, reason = "each is a key of its own")]
#[derive(Clone, Debug)]
pub struct Config {
    /// Configuration file.
    pub file: FileId,
    /// URL of the site's root, always ending in `/`: `https://example.org/briefings/ai/`.
    pub base_url: String,
    /// Title of the briefing.
    pub title: String,
    /// Description in one line.
    pub description: String,
    /// Authors of the briefing, in printed order.
    pub authors: Vec<Author>,
    /// Publisher of the briefing.
    pub publisher: Option<Publisher>,
    /// Number and date of the edition.
    pub edition: Edition,
    /// Language of files without a language suffix (BCP 47).
    pub default_language: Arc<str>,
    /// Additional languages by tag.
    pub languages: BTreeMap<Arc<str>, LanguageConfig>,
    /// Message overrides of the default language.
    pub translations: BTreeMap<String, String>,
    /// Name and options of the theme.
    pub theme: ThemeConfig,
    /// Output folder, relative to the root.
    pub output_dir: String,
    /// True to write `atom.xml` and `feed.json`.
    pub generate_feeds: bool,
    /// Maximum number of entries in a feed.
    pub feed_limit: usize,
    /// Kinds of records whose events have a calendar and a feed of their own.
    pub event_files: Vec<Kind>,
    /// Events in calendars.
    pub calendar: CalendarConfig,
    /// True to write `sitemap.xml`.
    pub generate_sitemap: bool,
    /// True to write `robots.txt`.
    pub generate_robots_txt: bool,
    /// True to build the site search: its index, its page, and the box on every page.
    pub build_search_index: bool,
    /// Globs of files below `content/` to ignore.
    pub ignored_content: Vec<Spanned<String>>,
    /// Globs of files below `static/` to ignore.
    pub ignored_static: Vec<Spanned<String>>,
    /// Options of the Markdown parser.
    pub markdown: MarkdownConfig,
    /// Options of the link checker.
    pub link_checker: LinkCheckerConfig,
    /// Quotation limits for texts that are not published in full.
    pub quotations: QuotationLimits,
    /// Citation style and locale.
    pub citations: CitationConfig,
    /// Pictures of pages for those who share them.
    pub social: SocialConfig,
    /// True to write `llms.txt`, and a Markdown twin of each record's page.
    pub llms_txt: bool,
    /// Period and lanes of the timeline's figure.
    pub timeline: TimelineConfig,
    /// Custom values under `[extra]`.
    pub extra: serde_json::Value,
}

impl Config {
    /// Returns the citation style that is configured for a language, or else for the briefing.
    pub fn citation_style(&self, language: &str) -> Option<&Spanned<String>> {
        let own = self.languages.get(language).and_then(|config| config.citations.style.as_ref());
        own.or(self.citations.style.as_ref())
    }

    /// Creates a configuration with defaults; `base_url` must end in `/`.
    pub fn new(file: FileId, base_url: impl Into<String>) -> Config {
        let nowhere = Span::new(file, 0..0);
        Config {
            file,
            base_url: base_url.into(),
            title: String::new(),
            description: String::new(),
            authors: Vec::new(),
            publisher: None,
            edition: Edition::default(),
            default_language: "en".into(),
            languages: BTreeMap::new(),
            translations: BTreeMap::new(),
            theme: ThemeConfig { name: Spanned::new("default".into(), nowhere), options: Vec::new() },
            output_dir: "public".into(),
            generate_feeds: true,
            feed_limit: 20,
            event_files: vec![Kind::Initiative, Kind::Topic],
            calendar: CalendarConfig::default(),
            generate_sitemap: true,
            generate_robots_txt: true,
            build_search_index: true,
            ignored_content: Vec::new(),
            ignored_static: Vec::new(),
            markdown: MarkdownConfig::default(),
            link_checker: LinkCheckerConfig::default(),
            quotations: QuotationLimits::default(),
            citations: CitationConfig::default(),
            social: SocialConfig::default(),
            llms_txt: false,
            timeline: TimelineConfig::default(),
            extra: serde_json::Value::Null,
        }
    }

    /// Returns the folder of a language's pages, from the site's root: empty for the default language, `zh-Hans/`.
    pub fn language_folder(&self, language: &str) -> String {
        if *language == *self.default_language { String::new() } else { format!("{language}/") }
    }

    /// Returns the path of a language's search page; its index is beside it. `None` if there is no search.
    pub fn search_path(&self, language: &str) -> Option<String> {
        self.build_search_index.then(|| format!("{}search/", self.language_folder(language)))
    }

    /// Returns the path of [`Config::base_url`], beginning and ending with `/`: `/briefings/ai/`.
    pub fn base_path(&self) -> &str {
        let after_scheme = self.base_url.find("://").map_or(0, |at| at + 3);
        self.base_url[after_scheme..].find('/').map_or("/", |at| &self.base_url[after_scheme + at..])
    }

    /// Returns the absolute URL of a path such as `timeline/`.
    pub fn absolute(&self, path: &str) -> String {
        format!("{}{}", self.base_url, path.trim_start_matches('/'))
    }
}

/// Settings of an additional language.
#[derive(Clone, Debug, Default)]
pub struct LanguageConfig {
    /// Translated title of the briefing.
    pub title: Option<String>,
    /// Translated description.
    pub description: Option<String>,
    /// Message overrides.
    pub translations: BTreeMap<String, String>,
    /// Names of the timeline's lanes, by their name in the default language.
    pub lanes: BTreeMap<String, String>,
    /// Citation style and locale on its pages; missing values are inherited from the briefing.
    pub citations: CitationConfig,
}

/// `[timeline]`: the figure of time, and its page for other sites.
#[derive(Clone, Debug)]
pub struct TimelineConfig {
    /// Period that takes the width: a date or an interval with both ends; `None` chooses it.
    pub focus: Option<Spanned<Edtf>>,
    /// Lanes from the top; without any, the actors with most events.
    pub lanes: Vec<LaneConfig>,
    /// Whether there is a page that other sites can embed.
    pub embed: bool,
}

impl Default for TimelineConfig {
    fn default() -> TimelineConfig {
        TimelineConfig { focus: None, lanes: Vec::new(), embed: true }
    }
}

impl TimelineConfig {
    /// Maximum number of events on the timeline's page; a longer timeline has a page per year or month.
    pub const MAX_EVENTS: usize = 120;

    /// Returns the path of the page that other sites embed, from that of the timeline; `None` if it is turned off.
    pub fn embed_path(&self, timeline: &str) -> Option<String> {
        self.embed.then(|| format!("{timeline}embed/"))
    }
}

/// Lane of the figure: an event belongs to the first one that it matches.
#[derive(Clone, Debug, Default)]
pub struct LaneConfig {
    /// Name in the default language.
    pub name: String,
    /// Ids of actors of its events.
    pub actors: Vec<Spanned<String>>,
    /// Ids of topics of its events.
    pub topics: Vec<Spanned<String>>,
    /// Ids of initiatives of its events.
    pub initiatives: Vec<Spanned<String>>,
    /// Kinds of its events.
    pub kinds: Vec<Spanned<String>>,
}

impl LaneConfig {
    /// Iterates over the ids of records.
    pub fn id_refs(&self) -> impl Iterator<Item = IdRef<'_>> + Clone {
        id_refs("actors", Kind::Actor, &self.actors).chain(id_refs("topics", Kind::Topic, &self.topics)).chain(id_refs(
            "initiatives",
            Kind::Initiative,
            &self.initiatives,
        ))
    }
}

/// Events in calendars.
#[derive(Clone, Copy, Debug, Default)]
pub struct CalendarConfig {
    /// True to write events whose day is unknown, too, as tentative.
    pub tentative: bool,
}

/// Citation style and locale. `render` validates that they exist.
#[derive(Clone, Debug, Default)]
pub struct CitationConfig {
    /// Name of a CSL style, or the path of a `.csl` file relative to the briefing's root.
    pub style: Option<Spanned<String>>,
    /// CSL locale, such as `en-GB`; `None` for that of the page's language.
    pub locale: Option<Spanned<String>>,
}

/// `social_cards` and `social_font`.
#[derive(Clone, Debug, Default)]
pub struct SocialConfig {
    /// Pages with a card of their own, if they are configured.
    pub cards: Option<Spanned<SocialCards>>,
    /// Path of a font file for titles that the theme's fonts cannot write, relative to the root.
    pub font: Option<Spanned<String>>,
}

impl SocialConfig {
    /// Returns which pages have a card of their own.
    pub fn cards(&self) -> SocialCards {
        self.cards.as_ref().map_or(SocialCards::default(), |cards| cards.value)
    }
}

/// Pages with a social card of their own; others have that of the front page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SocialCards {
    /// None.
    Off,
    /// The front page, turning points and initiatives.
    #[default]
    Main,
    /// All pages of records, and those that list them.
    All,
}

/// Theme selection and its options.
#[derive(Clone, Debug)]
pub struct ThemeConfig {
    /// Folder below `themes/`; `default` is also built in.
    pub name: Spanned<String>,
    /// `[theme.options]`; `render` validates them against the theme's manifest.
    pub options: Vec<(Spanned<String>, Spanned<serde_json::Value>)>,
}

/// Options of the Markdown parser.
#[derive(Clone, Copy, Debug)]
pub struct MarkdownConfig {
    /// True to pass raw HTML through; false by default.
    pub raw_html: bool,
    /// True to convert quotes and dashes to typographic ones.
    pub smart_punctuation: bool,
    /// True to link the first mention of a record's name.
    pub link_mentions: bool,
}

impl Default for MarkdownConfig {
    fn default() -> Self {
        MarkdownConfig { raw_html: false, smart_punctuation: true, link_mentions: true }
    }
}
