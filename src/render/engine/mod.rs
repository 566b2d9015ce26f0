//! Template engine: loads and renders Tera templates.
//!
//! 1. `load` parses all templates of the theme; broken ones are reported and left out, so that the others stay usable.
//! 2. `filters` and [`super::functions`] provide the filters and functions that templates can call.
//! 3. `template_graph` computes the templates that a template can reach.
//! 4. `failure` converts errors in templates to diagnostics at the template's own line.

mod failure;
mod filters;
mod load;
mod template_fields;
mod template_graph;

pub(crate) use failure::{TEMPLATE_ERROR, TemplateFailure, UNPRINTABLE_REFERENCE, report_failures};
pub(crate) use template_fields::TemplateFields;
pub(crate) use template_graph::TemplateClosure;

use super::functions::Functions;
use super::theme::Theme;
use crate::diagnose::{Diagnostics, nearest};
use crate::span::{FileId, Sources};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use template_graph::TemplateGraph;
use tera::{Context, Tera};

/// Templates of a site with the functions of one language.
pub(crate) struct Engine {
    tera: Tera,
    functions: Functions,
    graph: Arc<TemplateGraph>,
    files: Arc<BTreeMap<String, FileId>>,
    names: Arc<BTreeSet<String>>,
    broken: Arc<Vec<String>>,
}

impl Engine {
    /// Loads the templates of a theme; broken ones are reported and left out.
    pub(crate) fn load(
        theme: &Theme,
        functions: &Functions,
        sources: &Sources,
        diagnostics: &mut Diagnostics,
    ) -> Engine {
        let mut tera = Tera::default();
        filters::register(&mut tera);
        functions.register(&mut tera);
        let loaded = load::load(tera, theme, sources, diagnostics);
        let files = theme.templates.iter().map(|template| (template.name.clone(), template.file)).collect();
        let names = Arc::new(theme.template_names().map(str::to_owned).collect());
        Engine {
            tera: loaded.tera,
            functions: functions.clone(),
            graph: Arc::new(TemplateGraph::new(theme, &Functions::names())),
            files: Arc::new(files),
            names,
            broken: Arc::new(loaded.broken),
        }
    }

    /// Returns an engine with the same templates and the functions of another language.
    pub(crate) fn with_functions(&self, functions: &Functions) -> Engine {
        let mut tera = self.tera.clone();
        functions.register(&mut tera);
        Engine {
            tera,
            functions: functions.clone(),
            graph: self.graph.clone(),
            files: self.files.clone(),
            names: self.names.clone(),
            broken: self.broken.clone(),
        }
    }

    /// Checks whether a usable template has this name.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.tera.contains_template(name)
    }

    /// Checks whether a template of this name, of any layer, was left out as broken.
    pub(crate) fn is_broken(&self, name: &str) -> bool {
        self.broken.iter().any(|broken| broken == name || broken.ends_with(&format!("/{name}")))
    }

    /// Checks whether no template is broken.
    pub(crate) fn is_complete(&self) -> bool {
        self.broken.is_empty()
    }

    /// Returns the closure of each template by name without a layer's prefix.
    pub(crate) fn closures(&self) -> impl Iterator<Item = (&str, TemplateClosure<'_>)> {
        self.graph.names().map(|name| (name, self.graph.closure(name)))
    }

    /// Returns the functions that templates can call.
    pub(crate) fn functions(&self) -> &Functions {
        &self.functions
    }

    /// Finds the template with the most similar name; returns it as help text.
    pub(crate) fn suggest(&self, name: &str) -> Option<String> {
        suggestion(name, self.names.iter().map(String::as_str))
    }

    /// Renders a template and appends the result to a buffer. The error is `None` for a broken template, which was
    /// already reported when it was loaded.
    pub(crate) fn render(
        &self,
        name: &str,
        context: &Context,
        out: &mut Vec<u8>,
    ) -> Result<(), Option<TemplateFailure>> {
        if !self.has(name) {
            let failure = || TemplateFailure::without_span(&format!("the theme has no template `{name}`"));
            return Err((!self.is_broken(name)).then(failure));
        }
        self.tera
            .render_to(name, context, out)
            .map_err(|error| Some(TemplateFailure::from_render_error(&error, &self.files)))
    }
}

/// Finds the most similar template name, as help text. Names are compared without `.html`, which all of them share.
fn suggestion<'n>(name: &str, names: impl IntoIterator<Item = &'n str>) -> Option<String> {
    let stems = names.into_iter().filter_map(|name| name.strip_suffix(".html"));
    let stem = nearest(name.strip_suffix(".html").unwrap_or(name), stems).into_iter().next()?;
    Some(format!("did you mean `{stem}.html`?"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testkit::{TestSite, codes};

    fn engine(test: &mut TestSite) -> (Engine, Diagnostics) {
        let mut diagnostics = Diagnostics::default();
        let theme = Theme::assemble(&test.site, &mut test.sources, &mut diagnostics);
        let messages = theme.messages["en"].clone();
        (Engine::load(&theme, &Functions::with_messages(messages), &test.sources, &mut diagnostics), diagnostics)
    }

    fn rendered(test: &mut TestSite, name: &str) -> String {
        let (engine, _) = engine(test);
        run(&engine, name).unwrap()
    }

    fn run(engine: &Engine, name: &str) -> Result<String, Option<TemplateFailure>> {
        let mut out = Vec::new();
        engine.render(name, &Context::new(), &mut out).map(|()| String::from_utf8(out).unwrap())
    }

    #[test]
    fn site_template_extends_overridden_one() {
        let mut test = TestSite::new().with_theme("near");
        test.file("themes/near/templates/probe.html", "[{% block x %}theme{% endblock %}]");
        test.file("templates/probe.html", "{% extends \"theme/probe.html\" %}{% block x %}own{% endblock %}");
        test.file("themes/near/templates/other.html", "{% extends \"probe.html\" %}{% block x %}other{% endblock %}");
        assert_eq!(rendered(&mut test, "probe.html"), "[own]");
        assert_eq!(rendered(&mut test, "other.html"), "[other]");
    }

    #[test]
    fn nearer_component_overrides_farther_one() {
        let mut test = TestSite::new().with_theme("near");
        test.file("themes/near/templates/c.html", "{% component probe.x() %}theme{% endcomponent probe.x %}");
        test.file("templates/mine.html", "{% component probe.x() %}own{% endcomponent probe.x %}");
        test.file("templates/probe.html", "{{<probe.x/>}}");
        assert_eq!(rendered(&mut test, "probe.html"), "own");
    }

    #[test]
    fn reports_every_broken_template_and_keeps_others() {
        let mut test = TestSite::new().with_theme("near");
        test.file("templates/syntax.html", "line\n{{ x | }}");
        test.file("templates/filter.html", "{{ 1 | nofilter }}");
        test.file("templates/parent.html", "{% extends \"nowhere.html\" %}");
        test.file("templates/self.html", "{% extends \"self.html\" %}");
        test.file("templates/good.html", "good");
        test.file("templates/child.html", "{% extends \"syntax.html\" %}");
        let (engine, diagnostics) = engine(&mut test);
        assert_eq!(run(&engine, "good.html").ok().as_deref(), Some("good"));
        let mut locations: Vec<String> = diagnostics
            .iter()
            .filter(|d| d.rule.code == "template-error")
            .map(|d| {
                let span = d.span.unwrap();
                let file = test.sources.get(span.file);
                format!("{}:{}", file.path, file.position(span.start as usize).line)
            })
            .collect();
        locations.sort_unstable();
        let expected =
            ["templates/filter.html:1", "templates/parent.html:1", "templates/self.html:1", "templates/syntax.html:2"];
        assert_eq!(locations, expected, "{:?}", codes(&diagnostics));
    }

    #[test]
    fn locates_unknown_filter() {
        let mut test = TestSite::new().with_theme("near");
        test.file("templates/filter.html", "<p>\n中 {{ 1 | nofilter }}");
        let (_, diagnostics) = engine(&mut test);
        let diagnostic = diagnostics.iter().find(|d| d.rule.code == "template-error").unwrap();
        assert!(test.sources.text(diagnostic.span.unwrap()).contains("nofilter"));
        assert_eq!(diagnostic.message, "unknown filter `nofilter`");
    }

    #[test]
    fn locates_failure_while_rendering() {
        let mut test = TestSite::new().with_theme("near");
        test.file("templates/probe.html", "<p>\n{{ nothing.here }}");
        let (engine, _) = engine(&mut test);
        let failure = run(&engine, "probe.html").unwrap_err().unwrap();
        let span = failure.span.unwrap();
        assert_eq!(test.sources.get(span.file).path.as_ref(), "templates/probe.html");
        assert!(test.sources.text(span).contains("nothing"));
    }
}
