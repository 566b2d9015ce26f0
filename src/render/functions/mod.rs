//! The functions that templates can call, one file each.
//!
//! Functions outlive the borrowed site, so they look things up in tables that were made for them. What a function knows
//! is part of the key of every page whose templates name it: [`OFFERS`] says both in one place.

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

/// What the functions of one language know.
#[derive(Clone)]
pub(crate) struct Functions {
    /// Words of the interface.
    pub(crate) messages: Arc<Messages>,
    /// Address of the site's root, ending in `/`.
    pub(crate) base_url: Arc<str>,
    /// Record links with absolute addresses, by kind's folder and id: `initiatives/x`.
    pub(crate) pages: Arc<BTreeMap<String, Value>>,
    /// Data files by their path under `content/data/`.
    pub(crate) data: Arc<BTreeMap<String, Value>>,
    /// Files of the theme and the site by their path in the output.
    pub(crate) assets: Arc<BTreeMap<String, Bytes>>,
}

/// A function that templates can call.
struct FunctionDef {
    /// Its name in templates.
    name: &'static str,
    /// Makes it known to an engine.
    register: fn(&Functions, &mut Tera, &'static str),
    /// Names everything that its answers can depend on besides its arguments.
    fingerprint: fn(&Functions) -> Fingerprint,
}

/// All functions.
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
    /// Makes the functions known to an engine, instead of another language's.
    pub(crate) fn register(&self, tera: &mut Tera) {
        for offer in &FUNCTIONS {
            (offer.register)(self, tera, offer.name);
        }
    }

    /// The functions' names.
    pub(crate) fn names() -> Vec<&'static str> {
        FUNCTIONS.iter().map(|offer| offer.name).collect()
    }

    /// Names what the functions know that are called: by name, of those for which `is_called` holds.
    pub(crate) fn fingerprints(&self, is_called: impl Fn(&str) -> bool) -> BTreeMap<&'static str, Fingerprint> {
        let called = FUNCTIONS.iter().filter(|offer| is_called(offer.name));
        called.map(|offer| (offer.name, (offer.fingerprint)(self))).collect()
    }

    /// Functions that know nothing but words.
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
