//! Turns related records into pages.
//!
//! 1. `theme` puts the chain together: the site's own files over the theme over the themes it extends over the built-in
//!    default.
//! 2. `assets` names style sheets and scripts by their content.
//! 3. `body_html` writes Markdown trees as HTML, `chart` draws their charts, `citation` cites in the site's style what
//!    `bibliography` says of articles.
//! 4. `plan` lists the pages.
//! 5. `view` makes the typed context of each page, but for what no template of it asks for (`asked`), `json_ld` its
//!    description for machines; `keys` names all that a page depends on, and `prints` knows the pages of the rendering
//!    before: one with the same key is used again. Where the views of a page looked (`trail`), and what there is to see
//!    (`scene`), tells that its key would be the same; `roll` finds the records again that stand elsewhere now.
//! 6. `engine` gives the views to Tera with `functions`; `minify` takes needless space out of what comes of it, if the
//!    configuration asks for it; `press` does all of this for one page at a time, on all
//!    processors, with the `plate` of its language.
//! 7. `rendering` puts all of this together, and does it again for the pages that a change reaches (`touched`).

mod assets;
pub mod body_html;
mod chart;
mod dependency_fingerprints;
mod diagnostics;
mod engine;
mod functions;
mod invalidation;
mod json_ld;
mod language_env;
mod languages;
pub mod minify;
mod page_cache;
mod page_plan;
mod page_renderer;
mod projection;
mod render_state;
mod script_json;
mod stable_ids;
mod template_deps;
#[cfg(test)]
pub(crate) mod testing;
mod theme;
mod trace;
mod value_hash;
mod view;

pub use invalidation::Invalidation;
pub use page_cache::{CachedPage, PageCache};
pub use render_state::RenderState;
pub use stable_ids::StableIds;
pub use trace::{Dependency, DependencyTrace};

use crate::diagnose::{Diagnostics, Rule};
use crate::model::{Bytes, Content, OutputSink, RecordId, Site};
use crate::relate::Relations;
use crate::span::Sources;
use std::collections::BTreeMap;
use std::fmt::Debug;
use std::sync::Arc;
use std::time::Duration;

/// All rules of this stage.
pub static RULES: &[&Rule] = &[
    &theme::UNKNOWN_THEME,
    &theme::THEME_CYCLE,
    &theme::INVALID_THEME_FILE,
    &theme::MISSING_THEME_FILE,
    &theme::UNKNOWN_OPTION,
    &theme::INVALID_OPTION,
    &theme::UNKNOWN_MESSAGE_KEY,
    &theme::MISSING_TRANSLATIONS,
    &assets::ASSET_CLASH,
    &page_plan::UNKNOWN_TEMPLATE,
    &engine::TEMPLATE_ERROR,
];

/// What rendering needs besides the briefing.
#[derive(Clone, Copy, Debug, Default)]
pub struct RenderOptions<'o> {
    /// The time of the build, in seconds since 1970 (`SOURCE_DATE_EPOCH` when set).
    pub build_time: i64,
    /// Whether blocks say where they stand in their file, for a preview that leads from the page to its source.
    pub source_positions: bool,
    /// Pages of an earlier rendering. They change nothing but the time that rendering takes.
    pub cached_pages: Option<&'o PageCache>,
    /// Takes pages as soon as they are made.
    pub sink: Option<&'o dyn OutputSink>,
    /// By which the time that templates take is measured.
    pub clock: Option<ElapsedFn>,
}

/// Says how much time has gone by since some moment.
pub type ElapsedFn = fn() -> Duration;

/// The pages of a site, and the files of its theme.
#[derive(Debug, Default)]
pub struct RenderedSite {
    /// The pages.
    pub pages: Vec<Page>,
    /// Style sheets, scripts, fonts and static files: path from the site's root -> bytes.
    pub assets: Arc<BTreeMap<String, Bytes>>,
    /// The places of those that were made again, where all others are those of the rendering before.
    pub rerendered: Option<Vec<usize>>,
    /// The pages with their keys, for the next rendering.
    pub cache: PageCache,
    /// How many pages had their views made. The others were told without them to be the same as before.
    pub views_built: usize,
    /// How long templates ran, on all threads together, by the clock that was given.
    pub template_time: Duration,
}

/// One rendered page.
#[derive(Clone, Debug)]
pub struct Page {
    /// Path of its file from the site's root: `timeline/index.html`, `404.html`.
    pub file: Arc<str>,
    /// The HTML; the output has the same bytes without a copy.
    pub content: Content,
    /// The record it shows, if it shows one.
    pub record: Option<RecordId>,
    /// Date of the last change, for the sitemap: `2025-12-31`.
    pub updated: Option<Arc<str>>,
    /// Whether it is listed in the sitemap.
    pub listed: bool,
}

/// Whether builds at two times, in seconds since 1970, give the same pages of the same briefing.
pub fn renders_same_at(one: i64, other: i64) -> bool {
    view::build_year(one) == view::build_year(other)
}

impl Page {
    /// Returns the HTML, or `None` if the page is not in memory.
    pub fn html(&self) -> Option<&str> {
        std::str::from_utf8(self.content.bytes()?).ok()
    }
}

/// Prepares what takes time, is the same for all briefings and depends on nothing: another thread can do it while a briefing
/// is loaded.
pub fn prepare() {
    crate::cite::preload();
}

/// Renders everything. A page whose template fails is left out; the others are made all the same.
pub fn render(
    site: &Site,
    relations: &Relations,
    options: RenderOptions<'_>,
    sources: &mut Sources,
    found: &mut Diagnostics,
) -> RenderedSite {
    RenderState::new(None, site, relations, options, sources, found).1
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Kind, LanguageConfig};
    use testing::{TestSite, codes, day, spanned};

    const PROBES: [(&str, &str); 14] = [
        ("index.html", "home"),
        ("timeline.html", "timeline"),
        ("section.html", "section"),
        ("articles.html", "section"),
        ("evidence.html", "ledger"),
        ("ledger.html", "ledger"),
        ("event.html", "event"),
        ("initiative.html", "initiative"),
        ("article.html", "article"),
        ("actor.html", "actor"),
        ("topic.html", "topic"),
        ("page.html", "page"),
        ("404.html", "not_found"),
        ("redirect.html", "redirect"),
    ];

    /// A briefing with a theme whose pages show their whole view as JSON.
    fn probed() -> TestSite {
        let mut test = TestSite::new().with_theme("tiny");
        test.file("themes/tiny/theme.toml", "");
        for (name, key) in PROBES {
            let page = if key == "redirect" { "" } else { "{{ page | json_encode }}\n" };
            test.file(&format!("templates/{name}"), &format!("{page}{{{{ {key} | json_encode }}}}"));
        }
        test
    }

    fn rendered(test: &mut TestSite) -> (RenderedSite, Diagnostics) {
        let relations = test.relations();
        let mut found = Diagnostics::default();
        let options = RenderOptions { build_time: 1_767_225_599, ..RenderOptions::default() };
        let pages = render(&test.site, &relations, options, &mut test.sources, &mut found);
        (pages, found)
    }

    fn errors(found: &Diagnostics) -> Vec<&str> {
        codes(found).into_iter().filter(|code| !code.ends_with("words") && !code.ends_with("-word")).collect()
    }

    #[test]
    fn makes_all_pages_without_a_word_written() {
        let (pages, found) = rendered(&mut probed());
        assert_eq!(errors(&found), Vec::<&str>::new(), "{found:?}");
        let files: Vec<&str> = pages.pages.iter().map(|page| &*page.file).collect();
        let expected = [
            "index.html",
            "timeline/index.html",
            "initiatives/index.html",
            "articles/index.html",
            "actors/index.html",
            "topics/index.html",
            "evidence/index.html",
            "404.html",
        ];
        assert_eq!(files, expected);
    }

    #[test]
    fn makes_a_page_of_every_kind() {
        let mut test = probed();
        for kind in Kind::WITH_FOLDER {
            test.record(kind, &format!("a-{}", kind.as_str()));
        }
        let (pages, found) = rendered(&mut test);
        assert_eq!(errors(&found), Vec::<&str>::new(), "{found:?}");
        for kind in Kind::WITH_FOLDER {
            let record = pages.pages.iter().find(|page| page.file.contains(&format!("a-{}/", kind.as_str()))).unwrap();
            assert!(record.html().unwrap().contains("\"json_ld\":\"{"), "{}", record.html().unwrap());
        }
    }

    #[test]
    fn gives_articles_a_page_of_the_ledger_each_when_it_is_long() {
        let mut test = probed();
        test.record(Kind::Article, "a");
        test.record(Kind::Article, "unused");
        let claims: Vec<_> = (0..121).map(|n| testing::claim(&format!("claim {n}"), None, None, &["a"])).collect();
        test.event("e", day(2025, 1, 1)).claims = claims.clone();
        let (pages, _) = rendered(&mut test);
        let ledgers: Vec<&Page> = pages.pages.iter().filter(|page| page.file.starts_with("evidence/")).collect();
        assert_eq!(
            ledgers.iter().map(|page| &*page.file).collect::<Vec<_>>(),
            ["evidence/index.html", "evidence/a/index.html"]
        );
        assert!(ledgers.iter().all(|page| page.listed));
        assert!(
            ledgers[0].html().unwrap().contains("\"page_href\":\"a/\",\"passages\":[]"),
            "{}",
            ledgers[0].html().unwrap()
        );
        assert!(
            ledgers[1].html().unwrap().contains("\"head_title\":\"Evidence: a · Test\""),
            "{}",
            ledgers[1].html().unwrap()
        );
        assert!(ledgers[1].html().unwrap().contains("\"statement\":\"claim 120\""));
        test.event("e", day(2025, 1, 1)).claims = claims[..120].to_vec();
        test.site.records.retain(|record| record.claims().len() != 121);
        let (pages, _) = rendered(&mut test);
        assert!(pages.pages.iter().all(|page| *page.file != *"evidence/a/index.html"));
    }

    #[test]
    fn leaves_out_only_the_page_that_fails() {
        let mut test = probed();
        test.event("e", day(2025, 1, 1));
        test.event("f", day(2025, 1, 2));
        test.file("templates/event.html", "<h1>\n{{ event.titel }}");
        let (pages, found) = rendered(&mut test);
        let failure = found.iter().find(|d| d.rule.code == "template-error").unwrap();
        assert!(failure.message.ends_with(", on the page `/events/e/` and one other"), "{}", failure.message);
        assert_eq!(test.sources.get(failure.span.unwrap().file).path.as_ref(), "templates/event.html");
        assert_eq!(failure.related.len(), 1);
        assert_eq!((errors(&found).len(), pages.pages.len()), (1, 8));
    }

    #[test]
    fn reports_a_word_that_nobody_has_where_it_is_asked_for() {
        let mut test = probed();
        test.file("templates/404.html", "{{ t(key='nav.timelien') }}");
        test.site.config.translations.insert("nav.timeline".into(), "Timeline".into());
        let (_, found) = rendered(&mut test);
        let word = found.iter().find(|d| d.message.contains("timelien")).unwrap();
        assert_eq!(test.sources.text(word.span.unwrap()), "nav.timelien");
        assert_eq!(word.help.as_deref(), Some("did you mean `nav.timeline`?"));
    }

    #[test]
    fn reports_unknown_template_of_a_record() {
        let mut test = probed();
        test.file("templates/long.html", "long");
        test.record(Kind::Topic, "a").template = Some(spanned("lnog.html".into()));
        test.record(Kind::Topic, "b").template = Some(spanned("long.html".into()));
        let (pages, found) = rendered(&mut test);
        assert_eq!(errors(&found), ["unknown-template"]);
        let unknown = found.iter().find(|d| d.rule.code == "unknown-template").unwrap();
        assert_eq!(unknown.help.as_deref(), Some("did you mean `long.html`?"));
        assert!(pages.pages.iter().any(|page| *page.file == *"topics/b/index.html" && page.html().unwrap() == "long"));
        assert!(pages.pages.iter().any(|page| *page.file == *"topics/a/index.html"));
    }

    #[test]
    fn makes_translations_and_their_index_pages() {
        let mut test = probed();
        test.site
            .config
            .languages
            .insert("zh-Hans".into(), LanguageConfig { title: Some("测试".into()), ..LanguageConfig::default() });
        test.record(Kind::Topic, "a");
        test.record(Kind::Topic, "b");
        let translation = test.record(Kind::Topic, "a");
        translation.language = "zh-Hans".into();
        translation.title.value = "标题".into();
        let (pages, _) = rendered(&mut test);
        let html = |file: &str| pages.pages.iter().find(|page| *page.file == *file).and_then(Page::html).unwrap();
        assert!(html("zh-Hans/topics/a/index.html").contains("标题 · 测试"));
        let list = html("zh-Hans/topics/index.html");
        assert!(
            list.contains("\"href\":\"a/\",\"title\":\"标题\"") && list.contains("\"href\":\"../../topics/b/\""),
            "{list}"
        );
        assert!(html("topics/a/index.html").contains("\"href\":\"../../zh-Hans/topics/a/\""));
    }

    #[test]
    fn redirects_old_paths() {
        let mut test = probed();
        test.record(Kind::Topic, "a").aliases = vec![spanned("old/a/".into()), spanned("old.html".into())];
        let (pages, _) = rendered(&mut test);
        let page = |file: &str| pages.pages.iter().find(|page| *page.file == *file).unwrap();
        let expected = r#"{"href":"../../topics/a/","url":"https://example.org/briefings/ai/topics/a/"}"#;
        assert_eq!(page("old/a/index.html").html().unwrap(), expected);
        assert!(page("old.html").html().unwrap().contains("\"href\":\"topics/a/\"") && !page("old.html").listed);
    }

    #[test]
    fn not_found_page_works_at_any_depth() {
        let (pages, _) = rendered(&mut probed());
        let page = pages.pages.last().unwrap();
        assert!(page.html().unwrap().contains("\"root\":\"/briefings/ai/\""), "{}", page.html().unwrap());
        assert!(page.html().unwrap().contains("\"href\":\"/briefings/ai/timeline/\""));
        assert!(!page.listed);
    }

    #[test]
    fn gives_the_same_bytes_every_time() {
        let mut test = probed();
        for n in 0..40u8 {
            test.event(&format!("e{n}"), day(2025, n % 12 + 1, 1));
        }
        let bytes =
            |pages: RenderedSite| pages.pages.into_iter().map(|page| (page.file, page.content)).collect::<Vec<_>>();
        assert_eq!(bytes(rendered(&mut test).0), bytes(rendered(&mut test).0));
    }
}
