//! What is made once per page of its links to records: a page names the same few records in many places.

use crate::model::RecordId;
use rustc_hash::FxHashMap;
use std::cell::{OnceCell, RefCell};
use std::rc::Rc;
use tera::Value;

/// The links of one page, by the record that they are asked for.
#[derive(Debug, Default)]
pub(crate) struct PageLinkCache(RefCell<FxHashMap<RecordId, CachedLink>>);

/// What all links of a page to a record share.
#[derive(Clone, Debug)]
pub(super) struct CachedLink {
    /// The record that they lead to: that in the page's language when there is one.
    pub(super) to: RecordId,
    /// Where they lead, from the page.
    pub(super) href: Rc<str>,
    /// What templates see, made when it is first asked for.
    pub(super) value: Rc<OnceCell<Value>>,
}

impl PageLinkCache {
    /// The shared parts of a record's links; `make` is asked only the first time where they lead to, and how.
    pub(super) fn get_or_insert_with(&self, id: RecordId, make: impl FnOnce() -> (RecordId, String)) -> CachedLink {
        let make = || {
            let (to, href) = make();
            CachedLink { to, href: href.into(), value: Rc::default() }
        };
        self.0.borrow_mut().entry(id).or_insert_with(make).clone()
    }
}
