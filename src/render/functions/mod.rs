//! The functions that templates can call, one file each.
//!
//! Functions outlive the borrowed site, so they look things up in tables that were made for them.

mod get_page;
mod get_url;
mod load_data;
mod t;

pub(crate) use load_data::data_values;

use super::theme::Words;
use crate::model::Bytes;
use std::collections::BTreeMap;
use std::sync::Arc;
use tera::{Tera, Value};

/// What the functions of one language know.
#[derive(Clone)]
pub(crate) struct Functions {
    /// Words of the interface.
    pub(crate) words: Arc<Words>,
    /// Address of the site's root, ending in `/`.
    pub(crate) base_url: Arc<str>,
    /// Record links with absolute addresses, by kind's folder and id: `initiatives/x`.
    pub(crate) pages: Arc<BTreeMap<String, Value>>,
    /// Data files by their path under `content/data/`.
    pub(crate) data: Arc<BTreeMap<String, Value>>,
    /// Files of the theme and the site by their path in the output.
    pub(crate) assets: Arc<BTreeMap<String, Bytes>>,
}

impl Functions {
    /// Makes the functions known to an engine, instead of another language's.
    pub(crate) fn register(&self, tera: &mut Tera) {
        tera.register_function("t", t::function(self.words.clone()));
        tera.register_function("trans", t::function(self.words.clone()));
        tera.register_function("get_url", get_url::function(self));
        tera.register_function("get_page", get_page::function(self.pages.clone()));
        tera.register_function("load_data", load_data::function(self.data.clone()));
    }

    /// Functions that know nothing but words.
    #[cfg(test)]
    pub(crate) fn with_words(words: Arc<Words>) -> Functions {
        Functions {
            words,
            base_url: "https://example.org/".into(),
            pages: Arc::default(),
            data: Arc::default(),
            assets: Arc::default(),
        }
    }
}
