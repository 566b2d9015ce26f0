//! Fingerprints of what pages depend on by their template: the templates that it can reach, the data of the functions that these
//! call, and the fields of `site` that they use. Nothing is listed by hand: the values fingerprinted are those that Tera gets.

use crate::incremental::fingerprint::Fingerprint;
use crate::render::engine::Engine;
use crate::render::setup::LanguageSetup;
use std::collections::{BTreeMap, BTreeSet};
use tera::Value;

/// Fingerprint of each template of a language, by name.
pub(super) struct TemplateDeps(BTreeMap<String, Fingerprint>);

impl TemplateDeps {
    /// Fingerprints every template of a language.
    pub(super) fn new(setup: &LanguageSetup) -> TemplateDeps {
        let uses_field = |template: &str, field: &str| setup.used_fields.of(template, "site").contains(field);
        TemplateDeps::of(&setup.engine, &setup.site, uses_field)
    }

    fn of(engine: &Engine, site: &Value, uses_field: impl Fn(&str, &str) -> bool) -> TemplateDeps {
        let closures: Vec<_> = engine.closures().collect();
        let is_called = |name: &str| closures.iter().any(|(_, closure)| closure.calls(name));
        let functions: Vec<(&str, Fingerprint)> = (engine.functions().data())
            .filter(|(name, _)| is_called(name))
            .map(|(name, data)| (name, Fingerprint::of(&data)))
            .collect();
        let fields = field_fingerprints(site);
        // Many templates reach the same ones: each text is fingerprinted once.
        let texts: BTreeSet<(&str, &str)> = closures.iter().flat_map(|(_, closure)| closure.texts()).collect();
        let texts: BTreeMap<_, _> = texts.into_iter().map(|text| (text, Fingerprint::of(&text))).collect();
        let fingerprint = |(name, closure): &(&str, _)| {
            let closure: &crate::render::engine::TemplateClosure<'_> = closure;
            let texts: Vec<_> = closure.texts().filter_map(|text| texts.get(&text)).collect();
            let functions: Vec<_> = functions.iter().filter(|(function, _)| closure.calls(function)).collect();
            let fields: Vec<_> = fields.iter().filter(|(field, _)| uses_field(name, field)).collect();
            ((*name).to_owned(), Fingerprint::of(&(texts, functions, fields)))
        };
        TemplateDeps(closures.iter().map(fingerprint).collect())
    }

    /// Returns the fingerprint of a template, or `None` for a template that does not exist.
    pub(super) fn fingerprint(&self, template: &str) -> Option<Fingerprint> {
        self.0.get(template).copied()
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
    use crate::render::engine::TemplateFields;
    use crate::render::functions::Functions;
    use crate::render::testing::{self, messages};
    use crate::testkit::TestSite;
    use std::sync::Arc;
    use tera::context;

    fn fingerprint(template: &str, change: impl Fn(&mut Functions, &mut tera::Context)) -> Fingerprint {
        let mut test = TestSite::new().with_theme("near");
        test.file("templates/probe.html", template);
        let theme = testing::theme(&mut test);
        let mut functions = Functions::with_messages(messages(&[("a", "A")]));
        let mut site = context! { title => "T", counts => &1 };
        change(&mut functions, &mut site);
        let engine = Engine::load(&theme, &functions, &test.sources, &mut Diagnostics::default());
        let site = ["title", "counts"].map(|field| (field.to_owned(), site.get(field).cloned().unwrap()));
        let site = Value::from(site.into_iter().collect::<BTreeMap<_, _>>());
        let used = TemplateFields::new(&engine);
        let deps = TemplateDeps::of(&engine, &site, |template, field| used.of(template, "site").contains(field));
        deps.fingerprint("probe.html").unwrap()
    }

    fn changes(template: &str, change: impl Fn(&mut Functions, &mut tera::Context)) -> bool {
        fingerprint(template, |_, _| {}) != fingerprint(template, change)
    }

    #[test]
    fn changes_with_the_fields_of_the_site_that_the_template_uses() {
        assert!(changes("{{ site.title }}", |_, site| site.insert("title", "U")));
        assert!(!changes("{{ site.title }}", |_, site| site.insert("counts", &2)));
        assert!(changes("{{ site | json_encode }}", |_, site| site.insert("counts", &2)));
    }

    #[test]
    fn changes_with_the_data_of_called_functions() {
        let other_messages =
            |functions: &mut Functions, _: &mut tera::Context| functions.messages = messages(&[("a", "B")]);
        let other_data = |functions: &mut Functions, _: &mut tera::Context| {
            functions.data = Arc::new(BTreeMap::from([("x.csv".to_owned(), Value::from(1))]));
        };
        assert!(changes("{{ t(key='a') }}", other_messages));
        assert!(changes("{% set rows = load_data(path='x.csv') %}", other_data));
        assert!(!changes("{{ t(key='a') }}", other_data));
    }
}
