//! Prepares what the pages of one language are printed with.

use super::assets::Assets;
use super::citation::PageCitations;
use super::engine::Engine;
use super::template_deps::TemplateDeps;
use super::theme::Theme;
use super::view::{self, Desk, Edition, LinkTable, Place};
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
        edition: &Edition<'_>,
        engine: Engine,
        theme: &Theme,
        assets: &Assets,
        build_time: i64,
    ) -> LanguageEnv {
        let (no_timeline, links) = (|_: Value| String::new(), LinkTable::default());
        let desk = Desk {
            edition,
            place: Place::Page(""),
            draw_timeline: &no_timeline,
            links: &links,
            sources: None,
            citations: &PageCitations::none(&edition.citations),
        };
        let site = view::site(&desk, theme, assets, build_time);
        let template_deps = TemplateDeps::new(&engine, &site);
        LanguageEnv { engine, site, template_deps }
    }
}
