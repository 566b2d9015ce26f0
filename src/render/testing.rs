//! Test fixtures: themes and page contexts of a [`TestSite`].

use super::theme::{Messages, Theme};
use super::tracked::{DependencyRecorder, SiteData};
use super::view::{EvidenceIndex, LanguageContext, LanguageResources, LinkBase, PageContext, PageLinkCache};
use crate::cite::{PageCitations, Styles};
use crate::diagnose::Diagnostics;
use crate::testkit::TestSite;
use std::sync::Arc;

/// Runs a test with the context of a page.
pub(crate) fn with_page_context<T>(test: &mut TestSite, page: &str, run: impl FnOnce(&PageContext<'_>) -> T) -> T {
    let theme = theme(test);
    let relations = test.relations();
    let data = SiteData { site: &test.site, relations: &relations };
    let styles = Styles::of(&test.site, "en", &mut Diagnostics::default());
    let evidence = EvidenceIndex::collect(&data, "en");
    let resources = LanguageResources::new(&data, theme.messages["en"].clone(), &styles, &evidence);
    let lang = LanguageContext::new(&data, &resources, &evidence);
    let recorder = DependencyRecorder::default();
    run(&PageContext {
        lang: &lang,
        site: data.tracked(&recorder),
        link_base: LinkBase::Relative(page),
        render_timeline: &|_| String::new(),
        link_cache: &PageLinkCache::default(),
        sources: None,
        citations: &PageCitations::empty(lang.citations(&recorder)),
    })
}

/// Assembles the theme of a site.
pub(crate) fn theme(test: &mut TestSite) -> Theme {
    Theme::assemble(&test.site, &mut test.sources, &mut Diagnostics::default())
}

/// Creates English messages: those of the default theme and the given ones.
pub(crate) fn messages(translations: &[(&str, &str)]) -> Arc<Messages> {
    let mut test = TestSite::new();
    let own = translations.iter().map(|(key, message)| ((*key).to_owned(), (*message).to_owned()));
    test.site.config.translations.extend(own);
    theme(&mut test).messages["en"].clone()
}
