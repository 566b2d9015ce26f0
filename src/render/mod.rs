//! Renders pages from records and relations.
//!
//! 1. `theme` assembles the chain of overrides: the site's own files over the theme over the themes it extends over the
//!    built-in theme. `assets` names style sheets and scripts by their content. `engine` loads the templates into Tera, with
//!    the `functions` that they can call.
//! 2. `setup` prepares all of this once for all pages, with what the pages of a language share.
//! 3. `page_plan` lists the pages.
//! 4. `page_renderer` renders one page: `view` builds typed values, which read the briefing through `tracked` handles only;
//!    `projection` keeps the fields that the template uses; Tera runs the template.
//!    `body_html` writes Markdown bodies, `chart` draws their charts, `time_figure` draws timelines, `json_ld` describes the page for machines.
//!    `social_card` draws the picture of a page for those who share it, when the site is written.
//! 5. `diagnostics` reports templates that failed.

mod assets;
pub mod body_html;
mod chart;
mod diagnostics;
pub(crate) mod engine;
pub(crate) mod functions;
mod json_ld;
pub(crate) mod page_plan;
pub(crate) mod page_renderer;
pub(crate) mod projection;
mod script_json;
pub(crate) mod setup;
pub(crate) mod social_card;
pub(crate) mod template_value;
#[cfg(test)]
pub(crate) mod testing;
mod theme;
pub(crate) mod time_figure;
pub(crate) mod tracked;
pub(crate) mod view;

pub(crate) use diagnostics::report_page_diagnostics;
pub(crate) use script_json::script_json;
pub use social_card::SocialCardSet;
pub(crate) use theme::Messages;
pub use tracked::{Dependency, DependencyRecorder, TrackedBody, UnprintedReference};
pub(crate) use view::build_year;

use crate::diagnose::{Diagnostics, Rule};
use crate::model::{Bytes, Content, RecordId, Site};
use crate::relate::Relations;
use crate::span::Sources;
use page_renderer::{PageRenderer, RenderedPage};
use rayon::prelude::*;
use setup::RenderSetup;
use std::collections::BTreeMap;
use std::fmt::Debug;
use std::sync::Arc;
use std::time::Duration;
use tracked::SiteData;

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
    &social_card::INVALID_SOCIAL_FONT,
    &social_card::SOCIAL_CARD_TITLE,
    &social_card::SOCIAL_CARDS_UNAVAILABLE,
    &page_plan::UNKNOWN_TEMPLATE,
    &engine::TEMPLATE_ERROR,
    &engine::UNPRINTABLE_REFERENCE,
];

/// Options of rendering.
#[derive(Clone, Copy, Debug, Default)]
pub struct RenderOptions {
    /// The time of the build, in seconds since 1970 (`SOURCE_DATE_EPOCH` if set).
    pub build_time: i64,
    /// Write the source position of each block into the HTML, for a preview.
    pub source_positions: bool,
    /// The clock that measures how long templates run.
    pub clock: Option<ElapsedFn>,
}

/// Returns the time elapsed since some fixed moment.
pub type ElapsedFn = fn() -> Duration;

/// The pages of a site, and the files of its theme.
#[derive(Debug, Default)]
pub struct RenderedSite {
    /// The pages.
    pub pages: Vec<Page>,
    /// Style sheets, scripts, fonts and static files: path from the site's root -> bytes.
    pub assets: Arc<BTreeMap<String, Bytes>>,
    /// Interface messages of each language that has pages, the default language first.
    pub(crate) messages: Vec<Arc<Messages>>,
    /// Social cards to draw.
    pub cards: Arc<SocialCardSet>,
    /// What rendering took.
    pub stats: RenderStats,
}

/// What rendering took.
#[derive(Clone, Copy, Debug, Default)]
pub struct RenderStats {
    /// Number of pages whose views were built. The other pages were reused without it.
    pub views_built: usize,
    /// How long templates ran, summed over all threads, by [`RenderOptions::clock`].
    pub template_time: Duration,
}

/// One rendered page.
#[derive(Clone, Debug)]
pub struct Page {
    /// Path of its file from the site's root: `timeline/index.html`, `404.html`.
    pub file: Arc<str>,
    /// The HTML, shared with the output.
    pub content: Content,
    /// The record that it shows, if any.
    pub record: Option<RecordId>,
    /// Date of the last change, for the sitemap: `2025-12-31`.
    pub updated: Option<Arc<str>>,
    /// Whether the sitemap lists it.
    pub listed: bool,
}

impl Page {
    /// Returns the HTML, or `None` if the page is not in memory.
    pub fn html(&self) -> Option<&str> {
        std::str::from_utf8(self.content.bytes()?).ok()
    }
}

/// Renders all pages. A page whose template fails is left out and reported; it affects no other page.
pub fn render(
    site: &Site,
    relations: &Relations,
    options: RenderOptions,
    sources: &mut Sources,
    diagnostics: &mut Diagnostics,
) -> RenderedSite {
    let setup = RenderSetup::new(site, relations, options.build_time, sources, diagnostics);
    let data = SiteData { site, relations };
    let contexts = setup.contexts(&data);
    let jobs = setup.plan(&data, &contexts, diagnostics);
    let renderers = PageRenderer::all(&data, &contexts, &setup, options, sources);
    let render = |buffer: &mut Vec<u8>, job: &page_plan::PageJob<'_>| renderers[job.lang].render(job, buffer);
    let rendered: Vec<RenderedPage> = jobs.par_iter().map_init(Vec::new, render).collect();
    report_page_diagnostics(
        site,
        &setup.theme,
        jobs.iter().zip(rendered.iter().map(|page| &*page.failures)),
        diagnostics,
    );
    let template_time = renderers.iter().map(PageRenderer::template_time).sum();
    let stats = RenderStats { views_built: rendered.len(), template_time };
    RenderedSite {
        pages: rendered.into_iter().filter_map(|page| page.page).collect(),
        messages: setup.messages(),
        assets: setup.assets.files,
        cards: setup.cards,
        stats,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Kind, LanguageConfig};
    use crate::testkit::{TestSite, codes, day, spanned};

    const PROBES: [(&str, &str); 16] = [
        ("index.html", "home"),
        ("timeline.html", "timeline"),
        ("embed.html", "embed"),
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
        ("search.html", "search"),
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
            "search/index.html",
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
        let claims: Vec<_> =
            (0..121).map(|n| crate::testkit::claim(&format!("claim {n}"), None, None, &["a"])).collect();
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
        assert_eq!((errors(&found).len(), pages.pages.len()), (1, 10));
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
