//! Remembers pages with their keys, so that a page that would come out the same is not made again.

use super::trace::DependencyTrace;
use crate::cache::fingerprint::Fingerprint;
use crate::model::Content;
use rustc_hash::FxHashMap;
use std::sync::Arc;

/// The pages of a rendering, by the paths of their files. A page that could not be made, or could not be made without a
/// warning, is not among them.
#[derive(Clone, Debug, Default)]
pub struct PageCache(FxHashMap<Arc<str>, CachedPage>);

/// A page with its key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CachedPage {
    /// Names everything that the page depends on.
    pub key: Fingerprint,
    /// Where its views looked; nothing for a page that has no views of its own, such as a redirect.
    pub trace: Option<DependencyTrace>,
    /// What its file says.
    pub content: Content,
}

impl PageCache {
    /// The page at a path.
    pub(super) fn get(&self, file: &str) -> Option<&CachedPage> {
        self.0.get(file)
    }

    /// What the page at a path said when it had this key.
    pub(super) fn get_with_key(&self, file: &str, key: Fingerprint) -> Option<&Content> {
        self.get(file).filter(|print| print.key == key).map(|print| &print.content)
    }

    /// How many pages there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is no page.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// All pages, in no order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &CachedPage)> {
        self.0.iter().map(|(file, print)| (&**file, print))
    }

    /// Adds the pages of another rendering, in the place of those at the same paths.
    pub fn extend(&mut self, others: PageCache) {
        self.0.extend(others.0);
    }
}

impl FromIterator<(Arc<str>, CachedPage)> for PageCache {
    fn from_iter<I: IntoIterator<Item = (Arc<str>, CachedPage)>>(prints: I) -> Self {
        PageCache(prints.into_iter().collect())
    }
}
