//! Cache of one page's links to records: a page links to the same few records many times.

use crate::model::RecordId;
use rustc_hash::FxHashMap;
use std::cell::{OnceCell, RefCell};
use std::rc::Rc;
use tera::Value;

/// Links of one page by the id of the linked record.
#[derive(Debug, Default)]
pub(crate) struct PageLinkCache(RefCell<FxHashMap<RecordId, CachedLink>>);

/// Parts shared by all links of a page to a record.
#[derive(Clone, Debug)]
pub(super) struct CachedLink {
    /// Target: the record or its translation into the page's language.
    pub(super) to: RecordId,
    /// Link from the page to the target.
    pub(super) href: Rc<str>,
    /// Serialized link, computed on first use.
    pub(super) value: Rc<OnceCell<Value>>,
}

impl PageLinkCache {
    /// Returns the cached parts of a link; `make` returns its target and href on a miss.
    pub(super) fn get_or_insert_with(&self, id: RecordId, make: impl FnOnce() -> (RecordId, String)) -> CachedLink {
        let make = || {
            let (to, href) = make();
            CachedLink { to, href: href.into(), value: Rc::default() }
        };
        self.0.borrow_mut().entry(id).or_insert_with(make).clone()
    }
}
