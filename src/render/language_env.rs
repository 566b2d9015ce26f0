//! Prepares what the pages of one language are printed with.

use super::assets::Assets;
use super::engine::Engine;
use super::template_deps::TemplateDeps;
use super::theme::Theme;
use super::view::{self, LanguageContext, LinkBase, PageContext, PageLinkCache};
use crate::cite::PageCitations;
use tera::Value;

/// What the pages of one language are printed with: its templates, and what all of them are given. It depends on what
/// records say of each other, and not on how they say it.
pub(crate) struct LanguageEnv {
    /// The templates.
    pub(super) engine: Engine,
    /// What every template is given as `site`.
    pub(super) site: Value,
    /// What pages depend on by their template.
    pub(super) template_deps: TemplateDeps,
}

impl LanguageEnv {
    /// Prepares what a language's pages are printed with.
    pub(crate) fn new(
        edition: &LanguageContext<'_>,
        engine: Engine,
        theme: &Theme,
        assets: &Assets,
        build_time: i64,
    ) -> LanguageEnv {
        let (no_timeline, links) = (|_: Value| String::new(), PageLinkCache::default());
        let desk = PageContext {
            lang: edition,
            link_base: LinkBase::Relative(""),
            render_timeline: &no_timeline,
            link_cache: &links,
            sources: None,
            citations: &PageCitations::empty(&edition.citations),
        };
        let site = view::site(&desk, theme, assets, build_time);
        let template_deps = TemplateDeps::new(&engine, &site);
        LanguageEnv { engine, site, template_deps }
    }
}
