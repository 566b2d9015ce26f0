//! Prepares what each language's pages share: its words, its citation styles, and the templates with its functions.

use super::assets::Assets;
use super::engine::Engine;
use super::functions::{self, Functions};
use super::theme::Theme;
use super::view::{self, EvidenceIndex, LanguageContext, LanguageResources, TrackedSite};
use crate::cite::Styles;
use crate::diagnose::Diagnostics;
use crate::model::Site;
use crate::span::Sources;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// An edition for the default language and for every other language in which anything is written.
/// Some of it may be as it was `before`.
pub(super) fn language_contexts<'a>(
    book: &'a TrackedSite<'a>,
    theme: &Theme,
    styles: &LanguageStyles,
    before: &[(Arc<LanguageResources>, Arc<EvidenceIndex>)],
) -> Vec<LanguageContext<'a>> {
    let config = book.records.config;
    let written: BTreeSet<&str> = book.records.shown().map(|(_, record)| &*record.language).collect();
    let others = config.languages.keys().filter(|tag| **tag != config.default_language && written.contains(&***tag));
    let tags = std::iter::once(&config.default_language).chain(others);
    let edition = |tag: &Arc<str>| {
        let before = before.iter().map(|(imprint, _)| &**imprint).find(|imprint| imprint.tag == *tag);
        Some(LanguageContext::new(book, theme.messages.get(tag)?.clone(), styles.get(tag)?, before))
    };
    tags.filter_map(edition).collect()
}

/// The citation styles of each language.
pub(super) type LanguageStyles = BTreeMap<Arc<str>, Styles>;

/// The citation styles of all languages that the configuration names, whether anything is written in them or not.
pub(super) fn styles(site: &Site, found: &mut Diagnostics) -> LanguageStyles {
    let tags = std::iter::once(&site.config.default_language).chain(site.config.languages.keys());
    tags.map(|tag| (tag.clone(), Styles::of(site, tag, found))).collect()
}

/// Loads the templates once; each edition has them with its own functions.
pub(super) fn engines(
    editions: &[LanguageContext<'_>],
    theme: &Theme,
    assets: &Assets,
    sources: &Sources,
    found: &mut Diagnostics,
) -> Vec<Engine> {
    let Some(book) = editions.first().map(|edition| edition.site) else { return Vec::new() };
    let data = Arc::new(functions::data_values(book.records.untracked()));
    let files = assets.files.clone();
    // To link to every record costs more than most themes make of it.
    let asks = |text: &str| text.contains("get_page") || text.contains("get_url");
    let asks_for_pages = theme.templates.iter().any(|template| asks(&template.text));
    let functions = |edition: &LanguageContext<'_>| Functions {
        messages: edition.messages.clone(),
        base_url: book.records.config.base_url.as_str().into(),
        pages: Arc::new(if asks_for_pages { view::absolute_links(edition) } else { BTreeMap::new() }),
        data: data.clone(),
        assets: files.clone(),
    };
    let loaded = Engine::load(theme, &functions(&editions[0]), sources, found);
    let others: Vec<Engine> = editions[1..].iter().map(|edition| loaded.with_functions(&functions(edition))).collect();
    std::iter::once(loaded).chain(others).collect()
}
