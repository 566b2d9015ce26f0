//! Everything that pages are rendered with, prepared once: theme, assets, templates, languages.

use super::assets::{self, Assets};
use super::engine::{Engine, TemplateFields};
use super::functions::{self, Functions};
use super::page_plan::{self, PageJob};
use super::social_card::{SOCIAL_CARD_TITLE, SocialCardSet};
use super::theme::{Messages, Theme};
use super::tracked::{DependencyRecorder, SiteData};
use super::view::{
    self, EvidenceIndex, LanguageCards, LanguageContext, LanguageResources, LinkBase, PageContext, PageLinkCache,
};
use crate::cite::{PageCitations, Styles};
use crate::diagnose::{Diagnostic, Diagnostics};
use crate::model::{RecordId, Site};
use crate::relate::Relations;
use crate::span::{Sources, Span};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use tera::Value;

/// What is shared by all pages. It borrows nothing, so that it can outlive the site it was prepared for.
pub(crate) struct RenderSetup {
    /// The theme with the site's overrides.
    pub(crate) theme: Theme,
    /// Style sheets, scripts and static files.
    pub(crate) assets: Assets,
    /// The default language first, then every other language in which anything is written.
    pub(crate) languages: Vec<LanguageSetup>,
    /// Social cards.
    pub(crate) cards: Arc<SocialCardSet>,
}

/// What is shared by the pages of one language.
pub(crate) struct LanguageSetup {
    /// Messages, link cards, citations.
    pub(crate) resources: LanguageResources,
    /// The evidence of all articles.
    pub(crate) evidence: Arc<EvidenceIndex>,
    /// The templates with the language's functions.
    pub(crate) engine: Engine,
    /// The variable `site` of every template.
    pub(crate) site: Value,
    /// The fields of variables that each template uses.
    pub(crate) used_fields: TemplateFields,
}

impl RenderSetup {
    /// Prepares everything. `build_time` is in seconds since 1970. Files of the built-in theme are added to `sources`.
    pub(crate) fn new(
        site: &Site,
        relations: &Relations,
        build_time: i64,
        sources: &mut Sources,
        diagnostics: &mut Diagnostics,
    ) -> RenderSetup {
        let theme = Theme::assemble(site, sources, diagnostics);
        let assets = assets::collect(site, relations, &theme, diagnostics);
        let styles = citation_styles(site, diagnostics);
        let data = SiteData { site, relations };
        let resources = language_resources(&data, &theme, &styles);
        let contexts: Vec<LanguageContext<'_>> =
            resources.iter().map(|(resources, evidence)| LanguageContext::new(&data, resources, evidence)).collect();
        let engines = engines(&data, &contexts, &theme, &assets, sources, diagnostics);
        let site_values: Vec<Value> =
            contexts.iter().map(|context| site_value(&data, context, &theme, &assets, build_time)).collect();
        let cards = Arc::new(social_cards(&data, &contexts, &theme, diagnostics));
        drop(contexts);
        let languages = resources.into_iter().zip(engines).zip(site_values);
        let language = |(((resources, evidence), engine), site): ((_, Engine), Value)| {
            let used_fields = TemplateFields::new(&engine);
            LanguageSetup { resources, evidence, engine, site, used_fields }
        };
        let languages = languages.map(language).collect();
        RenderSetup { theme, assets, languages, cards }
    }

    /// Takes over what citation styles printed for articles that are unchanged since `previous`.
    pub(crate) fn reuse_citations(&mut self, previous: &RenderSetup) {
        for language in &mut self.languages {
            let tag = language.resources.tag();
            if let Some(same) = previous.languages.iter().find(|other| other.resources.tag() == tag) {
                language.resources.reuse_citations(&same.resources);
            }
        }
    }

    /// Returns the interface messages of each language.
    pub(crate) fn messages(&self) -> Vec<Arc<Messages>> {
        self.languages.iter().map(|language| language.resources.messages().clone()).collect()
    }

    /// Returns the context of each language.
    pub(crate) fn contexts<'a>(&'a self, data: &'a SiteData<'a>) -> Vec<LanguageContext<'a>> {
        let context = |language: &'a LanguageSetup| LanguageContext::new(data, &language.resources, &language.evidence);
        self.languages.iter().map(context).collect()
    }

    /// Lists the pages to render.
    pub(crate) fn plan<'a>(
        &self,
        data: &'a SiteData<'a>,
        contexts: &'a [LanguageContext<'a>],
        diagnostics: &mut Diagnostics,
    ) -> Vec<PageJob<'a>> {
        let Some(language) = self.languages.first() else { return Vec::new() };
        page_plan::plan(data.site, data.relations, contexts, &language.engine, diagnostics)
    }
}

/// Citation styles by language tag.
type LanguageStyles = BTreeMap<Arc<str>, Styles>;

/// Loads the citation styles of all languages in the configuration, whether anything is written in them or not.
fn citation_styles(site: &Site, diagnostics: &mut Diagnostics) -> LanguageStyles {
    let tags = std::iter::once(&site.config.default_language).chain(site.config.languages.keys());
    tags.map(|tag| (tag.clone(), Styles::of(site, tag, diagnostics))).collect()
}

fn language_resources(
    data: &SiteData<'_>,
    theme: &Theme,
    styles: &LanguageStyles,
) -> Vec<(LanguageResources, Arc<EvidenceIndex>)> {
    let config = &data.site.config;
    let written: BTreeSet<&str> = data.site.visible().map(|(_, record)| &*record.language).collect();
    let others = config.languages.keys().filter(|tag| **tag != config.default_language && written.contains(&***tag));
    let tags = std::iter::once(&config.default_language).chain(others);
    let resources = |tag: &Arc<str>| {
        let (messages, styles) = (theme.messages.get(tag)?.clone(), styles.get(tag)?);
        let evidence = EvidenceIndex::collect(data, tag);
        Some((LanguageResources::new(data, messages, styles, &evidence), Arc::new(evidence)))
    };
    tags.filter_map(resources).collect()
}

/// Loads the templates once; each language gets them with its own functions.
fn engines(
    data: &SiteData<'_>,
    contexts: &[LanguageContext<'_>],
    theme: &Theme,
    assets: &Assets,
    sources: &Sources,
    diagnostics: &mut Diagnostics,
) -> Vec<Engine> {
    let data_values = Arc::new(functions::data_values(data.site));
    // Links to every record are expensive, and most themes never use them.
    let uses_links = |text: &str| text.contains("get_page") || text.contains("get_url");
    let uses_links = theme.templates.iter().any(|template| uses_links(&template.text));
    let functions = |context: &LanguageContext<'_>| {
        let recorder = DependencyRecorder::default();
        let links = uses_links.then(|| view::absolute_links(context, data.tracked(&recorder)));
        Functions {
            messages: context.messages.clone(),
            base_url: data.site.config.base_url.as_str().into(),
            pages: Arc::new(links.unwrap_or_default()),
            data: data_values.clone(),
            assets: assets.files.clone(),
        }
    };
    let Some((first, others)) = contexts.split_first() else { return Vec::new() };
    let loaded = Engine::load(theme, &functions(first), sources, diagnostics);
    let others: Vec<Engine> = others.iter().map(|context| loaded.with_functions(&functions(context))).collect();
    std::iter::once(loaded).chain(others).collect()
}

/// Returns the variable `site` of a language's templates.
fn site_value(
    data: &SiteData<'_>,
    lang: &LanguageContext<'_>,
    theme: &Theme,
    assets: &Assets,
    build_time: i64,
) -> Value {
    with_site_context(data, lang, |context| view::site(context, theme, assets, build_time))
}

/// Calls a function with the context of a page at the site's root, of which no dependencies are kept.
fn with_site_context<T>(
    data: &SiteData<'_>,
    lang: &LanguageContext<'_>,
    build: impl FnOnce(&PageContext<'_>) -> T,
) -> T {
    let recorder = DependencyRecorder::default();
    build(&PageContext {
        lang,
        site: data.tracked(&recorder),
        link_base: LinkBase::Relative(""),
        render_timeline: &|_| String::new(),
        link_cache: &PageLinkCache::default(),
        sources: None,
        citations: &PageCitations::empty(lang.citations(&recorder)),
    })
}

/// Lists the social cards of all languages, and reports titles that cannot be written on one.
fn social_cards(
    data: &SiteData<'_>,
    contexts: &[LanguageContext<'_>],
    theme: &Theme,
    diagnostics: &mut Diagnostics,
) -> SocialCardSet {
    let Some(style) = &theme.card_style else { return SocialCardSet::default() };
    let mut cards = BTreeMap::new();
    for lang in contexts {
        let LanguageCards { cards: found, unwritable } =
            with_site_context(data, lang, |context| view::language_cards(context, style));
        cards.extend(found.into_iter().map(|card| (card.path.clone(), card)));
        if let Some(first) = unwritable.first() {
            diagnostics.push(unwritable_titles(data, lang, *first, unwritable.len()));
        }
    }
    SocialCardSet { style: Some(style.clone()), cards: cards.into_values().collect() }
}

/// Reports titles that no font of the cards can write, once for each language.
fn unwritable_titles(
    data: &SiteData<'_>,
    lang: &LanguageContext<'_>,
    first: Option<RecordId>,
    count: usize,
) -> Diagnostic {
    let title = first.map_or_else(|| lang.title(), |id| data.site.record(id).title.value.as_str());
    let others = match count - 1 {
        0 => String::new(),
        1 => " and one other title".to_owned(),
        others => format!(" and {others} other titles"),
    };
    let message = format!("no font of the social cards can write `{title}`{others}");
    let span = first.map_or(Span::new(data.site.config.file, 0..0), |id| data.site.record(id).title.span);
    let diagnostic = Diagnostic::new(&SOCIAL_CARD_TITLE, span, message);
    diagnostic.help("name a font file in `briefing.toml`: `social_font = \"templates/fonts/serif.ttf\"`")
}
