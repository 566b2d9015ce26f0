//! Finds what a page's template can reach, by reading the templates' texts.
//!
//! Tera does not tell which templates, components and functions a template uses, so their names are looked for: a
//! template reaches every other whose name, or the name of a component in it, stands anywhere in its text. That may be
//! more than it uses, never less, because Tera takes such names only literally.

use crate::render::projection::UsedFields;
use crate::render::theme::{Template, Theme};
use aho_corasick::AhoCorasick;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// The templates of a theme, by their names without a layer's prefix.
pub(crate) struct TemplateGraph {
    prefixes: Vec<String>,
    indices: BTreeMap<String, usize>,
    templates: Vec<Overrides>,
}

/// All templates of one name, of whatever layer, the nearest last: which of them is used depends on which there are.
type Overrides = Vec<TemplateScan>;

/// What matters of one template's text.
struct TemplateScan {
    text: Arc<str>,
    /// Name with the prefix of its layer.
    name: Arc<str>,
    /// Functions whose names stand in it.
    functions: BTreeSet<&'static str>,
    /// The fields of each of [`VARIABLES`] that it may ask for.
    used_fields: Vec<UsedFields>,
    /// The places of the templates whose names, or those of their components, stand in it.
    references: BTreeSet<usize>,
    /// Whether nothing of it is used: a nearer template has its name, none names it by its layer, and it has no components.
    is_overridden: bool,
}

/// What templates are given whose fields are only made when they may be asked for.
const PROJECTED_VARIABLES: [&str; 7] = ["site", "page", "event", "initiative", "article", "actor", "topic"];

/// What one template can reach.
pub(crate) struct TemplateClosure<'r> {
    all: Vec<&'r TemplateScan>,
    /// The same without what is not used, as long as no template is broken.
    used: Vec<&'r TemplateScan>,
}

impl TemplateGraph {
    /// Reads the templates of a theme, which may call functions of these names.
    pub(crate) fn new(theme: &Theme, functions: &[&'static str]) -> TemplateGraph {
        let mut reaches =
            TemplateGraph { prefixes: theme.prefixes.clone(), indices: BTreeMap::new(), templates: Vec::new() };
        for Template { name, text, .. } in &theme.templates {
            let next = reaches.templates.len();
            let place = *reaches.indices.entry(reaches.base_name(name).to_owned()).or_insert(next);
            if place == next {
                reaches.templates.push(Overrides::default());
            }
            reaches.templates[place].push(TemplateScan {
                text: text.clone(),
                name: name.as_str().into(),
                functions: functions.iter().copied().filter(|name| text.contains(name)).collect(),
                used_fields: scan_used_fields(text),
                references: BTreeSet::new(),
                is_overridden: false,
            });
        }
        reaches.mark_overridden(theme);
        reaches.resolve_references();
        reaches
    }

    /// Finds the templates that are not used.
    fn mark_overridden(&mut self, theme: &Theme) {
        for (name, place) in &self.indices {
            let by_layer: Vec<String> = self.prefixes.iter().map(|prefix| format!("{prefix}{name}")).collect();
            let is_named = |template: &Template| by_layer.iter().any(|name| template.text.contains(name));
            let [farther @ .., _] = &mut self.templates[*place][..] else { continue };
            if !farther.is_empty() && !theme.templates.iter().any(is_named) {
                for text in farther.iter_mut() {
                    text.is_overridden = components(&text.text).next().is_none();
                }
            }
        }
    }

    /// What a template can reach, itself included; nothing for one that does not exist.
    pub(crate) fn closure(&self, name: &str) -> TemplateClosure<'_> {
        TemplateClosure { all: self.reachable(name, |_| true), used: self.reachable(name, |text| !text.is_overridden) }
    }

    /// The texts that a template can reach through those for which `counts` holds.
    fn reachable(&self, name: &str, counts: impl Fn(&TemplateScan) -> bool) -> Vec<&TemplateScan> {
        let mut seen: BTreeSet<usize> = self.indices.get(self.base_name(name)).copied().into_iter().collect();
        let mut open: Vec<usize> = seen.iter().copied().collect();
        let of = |place: usize| self.templates[place].iter().filter(|text| counts(text));
        while let Some(place) = open.pop() {
            open.extend(of(place).flat_map(|text| &text.references).copied().filter(|to| seen.insert(*to)));
        }
        seen.into_iter().flat_map(of).collect()
    }

    /// All names under which a template can be asked for, without prefixes.
    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        self.indices.keys().map(String::as_str)
    }

    /// A template's name without its layer's prefix.
    pub(crate) fn base_name<'n>(&self, name: &'n str) -> &'n str {
        self.prefixes.iter().find_map(|prefix| name.strip_prefix(prefix.as_str())).unwrap_or(name)
    }

    fn resolve_references(&mut self) {
        let names = self.indices.iter().map(|(name, place)| (name.clone(), *place));
        let components = self.templates.iter().enumerate().flat_map(|(place, named)| {
            let texts = named.iter().flat_map(|text| components(&text.text));
            texts.map(move |name| (name.to_owned(), place))
        });
        let (words, places): (Vec<String>, Vec<usize>) = names.chain(components).unzip();
        let Ok(finder) = AhoCorasick::new(&words) else {
            // Too many names for one search: everything reaches everything.
            let all: BTreeSet<usize> = self.indices.values().copied().collect();
            for text in self.templates.iter_mut().flatten() {
                text.references.clone_from(&all);
            }
            return;
        };
        for text in self.templates.iter_mut().flatten() {
            let hits = finder.find_overlapping_iter(&*text.text);
            text.references = hits.map(|hit| places[hit.pattern().as_usize()]).collect();
        }
    }
}

/// The names of the components that a text defines.
fn components(text: &str) -> impl Iterator<Item = &str> {
    text.match_indices("component").filter_map(|(at, word)| {
        let rest = text[at + word.len()..].trim_start();
        let name = rest.split(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '.'))).next()?;
        (!name.is_empty()).then_some(name)
    })
}

/// The parts of a template's text that are neither markup nor comments; all of it where that is not plain to see.
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
        let (part, behind) = inside.split_at(length.unwrap_or(inside.len()));
        if opening != "{#" {
            parts.push(part);
        }
        rest = behind;
    }
    parts
}

/// How long code is that ends before a mark outside of quotation marks.
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

/// The fields of each of [`VARIABLES`] that a template may ask for.
fn scan_used_fields(text: &str) -> Vec<UsedFields> {
    let code = code_parts(text);
    let is_any = code.iter().any(|code| code.contains("__tera_context"));
    let fields = |variable| fields_of(&code, variable).filter(|_| !is_any);
    PROJECTED_VARIABLES.iter().map(|variable| fields(variable).map_or(UsedFields::All, UsedFields::Only)).collect()
}

/// The fields of a variable that code asks for; nothing when it may ask for any.
fn fields_of(code: &[&str], variable: &str) -> Option<BTreeSet<String>> {
    let is_part = |c: char| c.is_alphanumeric() || c == '_';
    let mut fields = BTreeSet::new();
    for code in code {
        for (at, _) in code.match_indices(variable) {
            let before = code[..at].chars().next_back();
            let rest = &code[at + variable.len()..];
            if before.is_some_and(is_part) || rest.starts_with(is_part) {
                continue;
            }
            let field = rest.strip_prefix('.').or_else(|| rest.strip_prefix("?."))?;
            let field = field.split(|c| !is_part(c)).next().filter(|field| !field.is_empty())?;
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

    /// Whether the templates may call a function.
    pub(crate) fn calls(&self, function: &str) -> bool {
        self.all.iter().any(|text| text.functions.contains(function))
    }

    /// Which fields of each of the [`VARIABLES`] the templates may ask for, as long as none is broken: in the place of a
    /// broken one, one may be used that asks for others.
    pub(crate) fn used_fields(&self) -> BTreeMap<&'static str, UsedFields> {
        let of = |place: usize| {
            self.used.iter().fold(UsedFields::default(), |asked, text| asked.union(&text.used_fields[place]))
        };
        PROJECTED_VARIABLES.iter().enumerate().map(|(place, variable)| (*variable, of(place))).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::testing::{self, TestSite};

    fn reaches(templates: &[(&str, &str)]) -> TemplateGraph {
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
        texts(&reaches(&[&base, more].concat()).closure("probe.html"))
    }

    #[test]
    fn changes_with_everything_that_is_reached_and_nothing_else() {
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
    fn takes_a_template_by_its_name_with_or_without_prefix() {
        let reaches = reaches(&[("themes/near/templates/probe.html", "near")]);
        let names = ["probe.html", "near/probe.html", "theme/probe.html"];
        let closures: BTreeSet<Vec<(String, String)>> = names.map(|name| texts(&reaches.closure(name))).into();
        assert_eq!(closures.len(), 1);
    }

    #[test]
    fn knows_which_fields_of_a_variable_are_asked_for() {
        let asked = |text: &str| match scan_used_fields(text).swap_remove(0) {
            UsedFields::Only(fields) => Some(fields.into_iter().collect::<Vec<_>>().join(" ")),
            UsedFields::All => None,
        };
        assert_eq!(
            asked("og:site_name {{ site.title }} {{ site?.extra.x }} {{ offsite }}"),
            Some("extra title".into())
        );
        assert_eq!(asked("the site's {#- site's {{ -#}{{ \"}}\" ~ site.title }} {# '"), Some("title".into()));
        for whole in [
            "{% raw %} site {% endraw %}",
            "{{ \"\\\"\" }} site",
            "{{ site }}",
            "{{ site[key] }}",
            "{% set s = site %}",
            "{{ __tera_context }}",
            "{{ site . title }}",
        ] {
            assert_eq!(asked(whole), None, "{whole}");
        }
    }

    #[test]
    fn knows_what_views_are_asked_for_by_the_templates_that_are_used() {
        let asked = |more: &[(&str, &str)]| {
            let base = [
                ("templates/actor.html", "{{ actor.names }}{% include \"piece.html\" %}"),
                ("templates/piece.html", "{{ actor?.url }} {{ page.title }}"),
                ("themes/near/templates/actor.html", "{{ actor.cited }}"),
                ("templates/other.html", "{{ actor }}"),
            ];
            reaches(&[&base, more].concat()).closure("actor.html").used_fields().remove("actor").unwrap()
        };
        let fields = |names: &[&str]| UsedFields::Only(names.iter().map(|name| (*name).to_owned()).collect());
        assert_eq!(asked(&[]), fields(&["names", "url"]));
        for name in ["theme/actor.html", "near/actor.html"] {
            let by_layer = format!("{{% extends \"{name}\" %}}");
            assert!(asked(&[("templates/wide.html", &by_layer)]).contains("cited"), "{name}");
        }
        for whole in ["{{ actor | json_encode }}", "{{ <probe.part actor={actor}/> }}", "{% for key, value in actor %}"]
        {
            assert_eq!(asked(&[("templates/piece.html", whole)]), UsedFields::All, "{whole}");
        }
    }

    #[test]
    fn needs_little_of_the_site_in_the_default_theme() {
        let mut test = TestSite::new();
        let reaches = TemplateGraph::new(&testing::theme(&mut test), &["t", "load_data"]);
        let reach = reaches.closure("event.html");
        let site = &reach.used_fields()["site"];
        assert!(site.contains("title") && !site.contains("counts"));
        assert!(reach.calls("t") && !reach.calls("load_data"));
    }
}
