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
use crate::model::Bytes;
use serde::{Serialize, Serializer};
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
}

/// All template functions.
static FUNCTIONS: [FunctionDef; 5] = [
    FunctionDef { name: "t", register: register_t },
    FunctionDef { name: "trans", register: register_t },
    FunctionDef {
        name: "get_url",
        register: |functions, tera, name| tera.register_function(name, get_url::function(functions)),
    },
    FunctionDef {
        name: "get_page",
        register: |functions, tera, name| tera.register_function(name, get_page::function(functions.pages.clone())),
    },
    FunctionDef {
        name: "load_data",
        register: |functions, tera, name| tera.register_function(name, load_data::function(functions.data.clone())),
    },
];

fn register_t(functions: &Functions, tera: &mut Tera, name: &'static str) {
    tera.register_function(name, t::function(functions.messages.clone()));
}

/// Everything that the results of one function depend on besides its arguments, to be fingerprinted.
pub(crate) struct FunctionData<'f> {
    functions: &'f Functions,
    name: &'static str,
}

impl Serialize for FunctionData<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Functions { messages, base_url, pages, data, assets } = self.functions;
        match self.name {
            "t" | "trans" => messages.data().serialize(serializer),
            "get_page" => pages.serialize(serializer),
            "load_data" => data.serialize(serializer),
            _ => (base_url, pages, assets).serialize(serializer),
        }
    }
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

    /// Returns the data of every function, by name.
    pub(crate) fn data(&self) -> impl Iterator<Item = (&'static str, FunctionData<'_>)> {
        FUNCTIONS.iter().map(|function| (function.name, FunctionData { functions: self, name: function.name }))
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
