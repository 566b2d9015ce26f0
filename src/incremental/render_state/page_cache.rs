//! Render cache: maps each output path to its cache key, trace and content.

use super::trace::DependencyTrace;
use crate::incremental::fingerprint::Fingerprint;
use crate::model::Content;
use rustc_hash::FxHashMap;
use std::sync::Arc;

/// The cached pages of a compilation, by output path. Pages with failures or warnings are not cached.
#[derive(Clone, Debug, Default)]
pub(in crate::incremental) struct PageCache(FxHashMap<Arc<str>, CachedPage>);

/// A cached page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::incremental) struct CachedPage {
    /// Fingerprint of everything that the page's template sees.
    pub(in crate::incremental) key: Fingerprint,
    /// The page's dependencies, or `None` for a page without views, such as a redirect.
    pub(in crate::incremental) trace: Option<DependencyTrace>,
    /// The content of the page's file.
    pub(in crate::incremental) content: Content,
}

impl PageCache {
    /// Returns the page at a path.
    pub(super) fn get(&self, file: &str) -> Option<&CachedPage> {
        self.0.get(file)
    }

    /// Returns the content of the page at a path if it has this key.
    pub(super) fn get_with_key(&self, file: &str, key: Fingerprint) -> Option<&Content> {
        self.get(file).filter(|page| page.key == key).map(|page| &page.content)
    }

    /// Returns the number of pages.
    pub(in crate::incremental) fn len(&self) -> usize {
        self.0.len()
    }

    /// Iterates over all pages, in no particular order.
    pub(in crate::incremental) fn iter(&self) -> impl Iterator<Item = (&str, &CachedPage)> {
        self.0.iter().map(|(file, page)| (&**file, page))
    }

    /// Adds the pages of another compilation; they replace those at the same paths.
    pub(in crate::incremental) fn extend(&mut self, other: PageCache) {
        self.0.extend(other.0);
    }
}

impl FromIterator<(Arc<str>, CachedPage)> for PageCache {
    fn from_iter<I: IntoIterator<Item = (Arc<str>, CachedPage)>>(pages: I) -> Self {
        PageCache(pages.into_iter().collect())
    }
}
