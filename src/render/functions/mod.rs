//! Template functions, one file each.
//!
//! Functions outlive the borrowed site, so they own the tables that they read. The fingerprint of a function's tables
//! is part of the cache key of every page whose templates call it: [`FUNCTIONS`] declares both in one place.

mod get_page;
mod get_url;
mod load_data;
mod t;

pub(crate) use load_data::data_values;

use super::theme::Messages;
use crate::cache::fingerprint::Fingerprint;
use crate::model::Bytes;
use std::collections::BTreeMap;
use std::sync::Arc;
use tera::{Tera, Value};

/// Data of the functions of one language.
#[derive(Clone)]
pub(crate) struct Functions {
    /// Interface messages.
    pub(crate) messages: Arc<Messages>,
    /// URL of the site's root, ending in `/`.
    pub(crate) base_url: Arc<str>,
    /// Links to records with absolute URLs, by folder of the kind and id: `initiatives/x`.
    pub(crate) pages: Arc<BTreeMap<String, Value>>,
    /// Data files by path under `content/data/`.
    pub(crate) data: Arc<BTreeMap<String, Value>>,
    /// Files of the theme and the site by path in the output.
    pub(crate) assets: Arc<BTreeMap<String, Bytes>>,
}

/// Template function.
struct FunctionDef {
    /// Name in templates.
    name: &'static str,
    /// Registers the function in an engine.
    register: fn(&Functions, &mut Tera, &'static str),
    /// Computes the fingerprint of everything that its result can depend on besides its arguments.
    fingerprint: fn(&Functions) -> Fingerprint,
}

/// All template functions.
static FUNCTIONS: [FunctionDef; 5] = [
    FunctionDef { name: "t", register: register_t, fingerprint: |functions| functions.messages.fingerprint() },
    FunctionDef { name: "trans", register: register_t, fingerprint: |functions| functions.messages.fingerprint() },
    FunctionDef {
        name: "get_url",
        register: |functions, tera, name| tera.register_function(name, get_url::function(functions)),
        fingerprint: |functions| Fingerprint::of(&(&functions.base_url, &functions.pages, &functions.assets)),
    },
    FunctionDef {
        name: "get_page",
        register: |functions, tera, name| tera.register_function(name, get_page::function(functions.pages.clone())),
        fingerprint: |functions| Fingerprint::of(&functions.pages),
    },
    FunctionDef {
        name: "load_data",
        register: |functions, tera, name| tera.register_function(name, load_data::function(functions.data.clone())),
        fingerprint: |functions| Fingerprint::of(&functions.data),
    },
];

fn register_t(functions: &Functions, tera: &mut Tera, name: &'static str) {
    tera.register_function(name, t::function(functions.messages.clone()));
}

impl Functions {
    /// Registers the functions in an engine; replaces those of another language.
    pub(crate) fn register(&self, tera: &mut Tera) {
        for function in &FUNCTIONS {
            (function.register)(self, tera, function.name);
        }
    }

    /// Returns the names of all functions.
    pub(crate) fn names() -> Vec<&'static str> {
        FUNCTIONS.iter().map(|function| function.name).collect()
    }

    /// Computes the fingerprints of the data of the functions for which `is_called` holds, by function name.
    pub(crate) fn fingerprints(&self, is_called: impl Fn(&str) -> bool) -> BTreeMap<&'static str, Fingerprint> {
        let called = FUNCTIONS.iter().filter(|function| is_called(function.name));
        called.map(|function| (function.name, (function.fingerprint)(self))).collect()
    }

    /// Creates functions whose only data are messages.
    #[cfg(test)]
    pub(crate) fn with_messages(messages: Arc<Messages>) -> Functions {
        Functions {
            messages,
            base_url: "https://example.org/".into(),
            pages: Arc::default(),
            data: Arc::default(),
            assets: Arc::default(),
        }
    }
}
