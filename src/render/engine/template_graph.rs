//! Template dependency graph: computes the templates, functions and fields that a page's template can reach.
//!
//! Tera does not expose the templates, components and functions that a template uses, so this module scans template
//! texts for names: a template reaches every template whose name, or the name of a component in it, occurs anywhere in
//! its text. The result is a superset of the templates used, because Tera accepts such names only as literals.

use crate::model::Kind;
use crate::render::projection::UsedFields;
use crate::render::theme::{Template, Theme};
use aho_corasick::AhoCorasick;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Templates of a theme by name without a layer's prefix.
pub(crate) struct TemplateGraph {
    prefixes: Vec<String>,
    /// Index into `templates` by name.
    indices: BTreeMap<String, usize>,
    templates: Vec<Overrides>,
}

/// Templates with the same name in different layers, the nearest last: the one used depends on which of them exist.
type Overrides = Vec<TemplateScan>;

/// Scan of one template's text.
struct TemplateScan {
    text: Arc<str>,
    /// Name with the prefix of its layer.
    name: Arc<str>,
    /// Functions whose names stand in it.
    functions: BTreeSet<&'static str>,
    /// Fields that it may use of each of [`projected_variables`].
    used_fields: Vec<UsedFields>,
    /// Indices of the templates whose names, or those of their components, occur in the text.
    references: BTreeSet<usize>,
    /// True if no part of it is used: a nearer template has its name, no template refers to it with a layer's prefix,
    /// and it defines no component.
    is_overridden: bool,
}

/// Returns the template variables whose fields are serialized only if a template may use them.
fn projected_variables() -> impl Iterator<Item = &'static str> {
    ["site", "page"].into_iter().chain(Kind::ALL.into_iter().filter_map(|kind| kind.info().variable))
}

/// Transitive closure of one template over its references, including itself.
pub(crate) struct TemplateClosure<'r> {
    /// All templates reached.
    all: Vec<&'r TemplateScan>,
    /// Templates reached without passing through overridden ones; valid only while no template is broken.
    used: Vec<&'r TemplateScan>,
}

impl TemplateGraph {
    /// Scans the templates of a theme for references to each other and to the functions with these names.
    pub(crate) fn new(theme: &Theme, functions: &[&'static str]) -> TemplateGraph {
        let mut graph =
            TemplateGraph { prefixes: theme.prefixes.clone(), indices: BTreeMap::new(), templates: Vec::new() };
        for Template { name, text, .. } in &theme.templates {
            let next = graph.templates.len();
            let index = *graph.indices.entry(graph.base_name(name).to_owned()).or_insert(next);
            if index == next {
                graph.templates.push(Overrides::default());
            }
            graph.templates[index].push(TemplateScan {
                text: text.clone(),
                name: name.as_str().into(),
                functions: functions.iter().copied().filter(|name| text.contains(name)).collect(),
                used_fields: scan_used_fields(text),
                references: BTreeSet::new(),
                is_overridden: false,
            });
        }
        graph.mark_overridden(theme);
        graph.resolve_references();
        graph
    }

    /// Marks the templates that are overridden by a nearer one.
    fn mark_overridden(&mut self, theme: &Theme) {
        for (name, index) in &self.indices {
            let by_layer: Vec<String> = self.prefixes.iter().map(|prefix| format!("{prefix}{name}")).collect();
            let is_named = |template: &Template| by_layer.iter().any(|name| template.text.contains(name));
            let [overridden @ .., _] = &mut self.templates[*index][..] else { continue };
            if !overridden.is_empty() && !theme.templates.iter().any(is_named) {
                for scan in overridden.iter_mut() {
                    scan.is_overridden = components(&scan.text).next().is_none();
                }
            }
        }
    }

    /// Returns the closure of a template; empty if the template does not exist.
    pub(crate) fn closure(&self, name: &str) -> TemplateClosure<'_> {
        TemplateClosure { all: self.reachable(name, |_| true), used: self.reachable(name, |scan| !scan.is_overridden) }
    }

    /// Collects the templates reachable through those for which `is_included` holds.
    fn reachable(&self, name: &str, is_included: impl Fn(&TemplateScan) -> bool) -> Vec<&TemplateScan> {
        let mut visited: BTreeSet<usize> = self.indices.get(self.base_name(name)).copied().into_iter().collect();
        let mut pending: Vec<usize> = visited.iter().copied().collect();
        let scans = |index: usize| self.templates[index].iter().filter(|scan| is_included(scan));
        while let Some(index) = pending.pop() {
            pending.extend(scans(index).flat_map(|scan| &scan.references).copied().filter(|to| visited.insert(*to)));
        }
        visited.into_iter().flat_map(scans).collect()
    }

    /// Returns the names of all templates without layer prefixes.
    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        self.indices.keys().map(String::as_str)
    }

    /// Strips the layer's prefix from a template's name.
    pub(crate) fn base_name<'n>(&self, name: &'n str) -> &'n str {
        self.prefixes.iter().find_map(|prefix| name.strip_prefix(prefix.as_str())).unwrap_or(name)
    }

    /// Finds the references of every template by searching its text for all names of templates and components.
    fn resolve_references(&mut self) {
        let names = self.indices.iter().map(|(name, index)| (name.clone(), *index));
        let components = self.templates.iter().enumerate().flat_map(|(index, scans)| {
            let names = scans.iter().flat_map(|scan| components(&scan.text));
            names.map(move |name| (name.to_owned(), index))
        });
        let (patterns, indices): (Vec<String>, Vec<usize>) = names.chain(components).unzip();
        let Ok(finder) = AhoCorasick::new(&patterns) else {
            // Too many names for one automaton: every template references every other.
            let all: BTreeSet<usize> = self.indices.values().copied().collect();
            for scan in self.templates.iter_mut().flatten() {
                scan.references.clone_from(&all);
            }
            return;
        };
        for scan in self.templates.iter_mut().flatten() {
            let matches = finder.find_overlapping_iter(&*scan.text);
            scan.references = matches.map(|found| indices[found.pattern().as_usize()]).collect();
        }
    }
}

/// Returns the names of the components that a text defines.
fn components(text: &str) -> impl Iterator<Item = &str> {
    text.match_indices("component").filter_map(|(at, word)| {
        let rest = text[at + word.len()..].trim_start();
        let name = rest.split(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '.'))).next()?;
        (!name.is_empty()).then_some(name)
    })
}

/// Returns the parts of a template's text that are code, neither markup nor comments; the whole text if it contains
/// `raw` or a backslash, which this scan does not interpret.
fn code_parts(text: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    if text.contains("raw") || text.contains('\\') {
        return vec![text];
    }
    let mut rest = text;
    while let Some(at) = rest.find("{{").into_iter().chain(rest.find("{%")).chain(rest.find("{#")).min() {
        let (opening, inside) = rest[at..].split_at(2);
        let length = match opening {
            "{#" => inside.find("#}"),
            "{{" => code_length(inside, "}}"),
            _ => code_length(inside, "%}"),
        };
        let (part, after) = inside.split_at(length.unwrap_or(inside.len()));
        if opening != "{#" {
            parts.push(part);
        }
        rest = after;
    }
    parts
}

/// Returns the byte length of code up to the closing delimiter, ignoring delimiters in string literals.
fn code_length(code: &str, end: &str) -> Option<usize> {
    let mut quote = None;
    for (at, c) in code.char_indices() {
        match quote {
            Some(open) if c == open => quote = None,
            None if matches!(c, '"' | '\'' | '`') => quote = Some(c),
            None if code[at..].starts_with(end) => return Some(at),
            _ => {}
        }
    }
    None
}

/// Finds the fields that a template may use of each of [`projected_variables`].
fn scan_used_fields(text: &str) -> Vec<UsedFields> {
    let code = code_parts(text);
    let dumps_context = code.iter().any(|code| code.contains("__tera_context"));
    let fields = |variable| fields_of(&code, variable).filter(|_| !dumps_context);
    projected_variables().map(|variable| fields(variable).map_or(UsedFields::All, UsedFields::Only)).collect()
}

/// Collects the fields of a variable that code uses; returns `None` if it may use any field.
fn fields_of(code: &[&str], variable: &str) -> Option<BTreeSet<String>> {
    let is_name_char = |c: char| c.is_alphanumeric() || c == '_';
    let mut fields = BTreeSet::new();
    for code in code {
        for (at, _) in code.match_indices(variable) {
            let before = code[..at].chars().next_back();
            let rest = &code[at + variable.len()..];
            if before.is_some_and(is_name_char) || rest.starts_with(is_name_char) {
                continue;
            }
            let field = rest.strip_prefix('.').or_else(|| rest.strip_prefix("?."))?;
            let field = field.split(|c| !is_name_char(c)).next().filter(|field| !field.is_empty())?;
            fields.insert(field.to_owned());
        }
    }
    Some(fields)
}

impl TemplateClosure<'_> {
    /// Iterates over the names and texts of the templates.
    pub(crate) fn texts(&self) -> impl Iterator<Item = (&str, &str)> {
        self.all.iter().map(|scan| (&*scan.name, &*scan.text))
    }

    /// Checks whether the templates may call a function.
    pub(crate) fn calls(&self, function: &str) -> bool {
        self.all.iter().any(|scan| scan.functions.contains(function))
    }

    /// Returns the fields that the templates may use of each of [`projected_variables`]. Valid only while no template
    /// is broken: a template that replaces a broken one may use other fields.
    pub(crate) fn used_fields(&self) -> BTreeMap<&'static str, UsedFields> {
        let fields = |index: usize| {
            self.used.iter().fold(UsedFields::default(), |fields, scan| fields.union(&scan.used_fields[index]))
        };
        projected_variables().enumerate().map(|(index, variable)| (variable, fields(index))).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::testing;
    use crate::testkit::TestSite;

    fn graph(templates: &[(&str, &str)]) -> TemplateGraph {
        let mut test = TestSite::new().with_theme("near");
        for (name, text) in templates {
            test.file(name, text);
        }
        TemplateGraph::new(&testing::theme(&mut test), &[])
    }

    fn texts(closure: &TemplateClosure<'_>) -> Vec<(String, String)> {
        closure.texts().map(|(name, text)| (name.to_owned(), text.to_owned())).collect()
    }

    fn probe(more: &[(&str, &str)]) -> Vec<(String, String)> {
        let base = [
            ("templates/probe.html", "{% extends \"frame.html\" %}{{ <probe.part/> }}"),
            ("templates/frame.html", "{% include \"piece.html\" %}"),
            ("templates/piece.html", "1"),
            ("templates/parts.html", "{% component probe.part() %}{% endcomponent probe.part %}"),
        ];
        texts(&graph(&[&base, more].concat()).closure("probe.html"))
    }

    #[test]
    fn fingerprint_changes_only_with_reached_templates() {
        let before = probe(&[]);
        assert_eq!(before, probe(&[("templates/other.html", "{% extends \"probe.html\" %}")]));
        let changes = [
            ("templates/piece.html", "2"),
            ("templates/parts.html", "{% component probe.part() %}x{% endcomponent probe.part %}"),
            ("themes/near/templates/frame.html", "farther"),
            ("templates/mine.html", "{%- component  probe.part() %}mine{% endcomponent probe.part %}"),
        ];
        for change in changes {
            assert_ne!(before, probe(&[change]), "{change:?}");
        }
    }

    #[test]
    fn finds_template_with_and_without_prefix() {
        let graph = graph(&[("themes/near/templates/probe.html", "near")]);
        let names = ["probe.html", "near/probe.html", "theme/probe.html"];
        let closures: BTreeSet<Vec<(String, String)>> = names.map(|name| texts(&graph.closure(name))).into();
        assert_eq!(closures.len(), 1);
    }

    #[test]
    fn scans_used_fields_of_variable() {
        let used_fields = |text: &str| match scan_used_fields(text).swap_remove(0) {
            UsedFields::Only(fields) => Some(fields.into_iter().collect::<Vec<_>>().join(" ")),
            UsedFields::All => None,
        };
        assert_eq!(
            used_fields("og:site_name {{ site.title }} {{ site?.extra.x }} {{ offsite }}"),
            Some("extra title".into())
        );
        assert_eq!(used_fields("the site's {#- site's {{ -#}{{ \"}}\" ~ site.title }} {# '"), Some("title".into()));
        for whole in [
            "{% raw %} site {% endraw %}",
            "{{ \"\\\"\" }} site",
            "{{ site }}",
            "{{ site[key] }}",
            "{% set s = site %}",
            "{{ __tera_context }}",
            "{{ site . title }}",
        ] {
            assert_eq!(used_fields(whole), None, "{whole}");
        }
    }

    #[test]
    fn collects_used_fields_of_templates_in_use() {
        let used_fields = |more: &[(&str, &str)]| {
            let base = [
                ("templates/actor.html", "{{ actor.names }}{% include \"piece.html\" %}"),
                ("templates/piece.html", "{{ actor?.url }} {{ page.title }}"),
                ("themes/near/templates/actor.html", "{{ actor.cited }}"),
                ("templates/other.html", "{{ actor }}"),
            ];
            graph(&[&base, more].concat()).closure("actor.html").used_fields().remove("actor").unwrap()
        };
        let fields = |names: &[&str]| UsedFields::Only(names.iter().map(|name| (*name).to_owned()).collect());
        assert_eq!(used_fields(&[]), fields(&["names", "url"]));
        for name in ["theme/actor.html", "near/actor.html"] {
            let by_layer = format!("{{% extends \"{name}\" %}}");
            assert!(used_fields(&[("templates/wide.html", &by_layer)]).contains("cited"), "{name}");
        }
        for whole in ["{{ actor | json_encode }}", "{{ <probe.part actor={actor}/> }}", "{% for key, value in actor %}"]
        {
            assert_eq!(used_fields(&[("templates/piece.html", whole)]), UsedFields::All, "{whole}");
        }
    }

    #[test]
    fn default_theme_uses_few_fields_of_site() {
        let mut test = TestSite::new();
        let graph = TemplateGraph::new(&testing::theme(&mut test), &["t", "load_data"]);
        let closure = graph.closure("event.html");
        let site = &closure.used_fields()["site"];
        assert!(site.contains("title") && !site.contains("counts"));
        assert!(closure.calls("t") && !closure.calls("load_data"));
    }
}
