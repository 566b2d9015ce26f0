//! Names what a page depends on, so that a page of an earlier build can be told to be the same.
//!
//! A page's key covers everything that its template can see: its views, which `press` adds; the templates that its own
//! can reach; what the functions know that those may call; the fields of `site` that they may ask for. Nothing is listed
//! by hand that somebody could forget: the views and `site` are named from the very values that Tera is given.

use super::engine::{Engine, TemplateClosure};
use super::projection::UsedFields;
use crate::cache::fingerprint::Fingerprint;
use std::collections::BTreeMap;
use tera::Value;

/// What all pages of an edition with the same template depend on and ask for, by the template.
pub(crate) struct TemplateDeps(BTreeMap<String, TemplateDep>);

struct TemplateDep {
    fingerprint: Fingerprint,
    used_fields: BTreeMap<&'static str, UsedFields>,
}

impl TemplateDeps {
    /// Finds it for every template of an edition. `site` is what all pages are given.
    pub(crate) fn new(engine: &Engine, site: &Value) -> TemplateDeps {
        let reaches: Vec<(&str, TemplateClosure<'_>)> = engine.closures().collect();
        let is_called = |function: &str| reaches.iter().any(|(_, reach)| reach.calls(function));
        let known = engine.function_fingerprints(is_called);
        let fields = field_fingerprints(site);
        let ground = |reach: &TemplateClosure<'_>| {
            let known: Vec<_> = known.iter().filter(|(function, _)| reach.calls(function)).collect();
            let asked = if engine.is_complete() { reach.used_fields() } else { BTreeMap::new() };
            let is_asked = |field: &str| asked.get("site").is_none_or(|asked| asked.contains(field));
            let fields: Vec<_> = fields.iter().filter(|(field, _)| is_asked(field)).collect();
            let name = Fingerprint::of(&(reach.fingerprint(), known, fields));
            TemplateDep { fingerprint: name, used_fields: asked }
        };
        TemplateDeps(reaches.iter().map(|(name, reach)| ((*name).to_owned(), ground(reach))).collect())
    }

    /// The name of what pages with a template depend on; nothing for a template that does not exist.
    pub(crate) fn fingerprint(&self, template: &str) -> Option<Fingerprint> {
        Some(self.0.get(template)?.fingerprint)
    }

    /// Which fields of a variable pages with a template may ask for.
    pub(crate) fn used_fields(&self, template: &str, variable: &str) -> &UsedFields {
        let asked = self.0.get(template).and_then(|ground| ground.used_fields.get(variable));
        asked.unwrap_or(&UsedFields::All)
    }
}

fn field_fingerprints(site: &Value) -> Vec<(&str, Fingerprint)> {
    let Some(map) = site.as_map() else { return Vec::new() };
    map.iter().filter_map(|(name, value)| Some((name.as_str()?, Fingerprint::of(value)))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnose::Diagnostics;
    use crate::render::functions::Functions;
    use crate::render::testing::{self, TestSite, messages};
    use std::sync::Arc;
    use tera::context;

    fn ground(template: &str, change: impl Fn(&mut Functions, &mut tera::Context)) -> Fingerprint {
        let mut test = TestSite::new().with_theme("near");
        test.file("templates/probe.html", template);
        let theme = testing::theme(&mut test);
        let mut functions = Functions::with_messages(messages(&[("a", "A")]));
        let mut site = context! { title => "T", counts => &1 };
        change(&mut functions, &mut site);
        let engine = Engine::load(&theme, &functions, &test.sources, &mut Diagnostics::default());
        let site = ["title", "counts"].map(|field| (field.to_owned(), site.get(field).cloned().unwrap()));
        TemplateDeps::new(&engine, &Value::from(site.into_iter().collect::<BTreeMap<_, _>>()))
            .fingerprint("probe.html")
            .unwrap()
    }

    fn changes(template: &str, change: impl Fn(&mut Functions, &mut tera::Context)) -> bool {
        ground(template, |_, _| {}) != ground(template, change)
    }

    #[test]
    fn changes_with_the_fields_of_the_site_that_are_asked_for() {
        assert!(changes("{{ site.title }}", |_, site| site.insert("title", "U")));
        assert!(!changes("{{ site.title }}", |_, site| site.insert("counts", &2)));
        assert!(changes("{{ site | json_encode }}", |_, site| site.insert("counts", &2)));
    }

    #[test]
    fn changes_with_what_called_functions_know() {
        let other_words =
            |functions: &mut Functions, _: &mut tera::Context| functions.messages = messages(&[("a", "B")]);
        let other_data = |functions: &mut Functions, _: &mut tera::Context| {
            functions.data = Arc::new(BTreeMap::from([("x.csv".to_owned(), Value::from(1))]));
        };
        assert!(changes("{{ t(key='a') }}", other_words));
        assert!(changes("{% set rows = load_data(path='x.csv') %}", other_data));
        assert!(!changes("{{ t(key='a') }}", other_data));
    }
}
