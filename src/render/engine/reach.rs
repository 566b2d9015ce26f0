//! Finds what a page's template can reach, by reading the templates' texts.
//!
//! Tera does not tell which templates, components and functions a template uses, so their names are looked for: a
//! template reaches every other whose name, or the name of a component in it, stands anywhere in its text. That may be
//! more than it uses, never less, because Tera takes such names only literally.

use crate::cache::fingerprint::Fingerprint;
use crate::render::theme::{Template, Theme};
use aho_corasick::AhoCorasick;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// The templates of a theme, by their names without a layer's prefix.
pub(crate) struct Reaches {
    prefixes: Vec<String>,
    places: BTreeMap<String, usize>,
    templates: Vec<Named>,
}

/// All templates of one name, of whatever layer: which of them is used depends on which there are.
#[derive(Default)]
struct Named {
    texts: Vec<Text>,
    to: BTreeSet<usize>,
}

/// What matters of one template's text.
struct Text {
    words: Arc<str>,
    /// What it is called, and what it says.
    fingerprint: Fingerprint,
    /// Functions whose names stand in it.
    functions: BTreeSet<&'static str>,
    /// Fields of `site` that it asks for; nothing when it may ask for any.
    fields: Option<BTreeSet<String>>,
}

/// What one template can reach.
pub(crate) struct Reach<'r> {
    templates: Vec<&'r Named>,
}

impl Reaches {
    /// Reads the templates of a theme, which may call functions of these names.
    pub(crate) fn new(theme: &Theme, functions: &[&'static str]) -> Reaches {
        let mut reaches = Reaches { prefixes: theme.prefixes.clone(), places: BTreeMap::new(), templates: Vec::new() };
        for Template { name, text, .. } in &theme.templates {
            let next = reaches.templates.len();
            let place = *reaches.places.entry(reaches.bare(name).to_owned()).or_insert(next);
            if place == next {
                reaches.templates.push(Named::default());
            }
            reaches.templates[place].texts.push(Text {
                words: text.clone(),
                fingerprint: Fingerprint::of(&(name, text)),
                functions: functions.iter().copied().filter(|name| text.contains(name)).collect(),
                fields: fields(text, "site"),
            });
        }
        reaches.connect();
        reaches
    }

    /// What a template can reach, itself included; nothing for one that does not exist.
    pub(crate) fn of(&self, name: &str) -> Reach<'_> {
        let mut seen: BTreeSet<usize> = self.places.get(self.bare(name)).copied().into_iter().collect();
        let mut open: Vec<usize> = seen.iter().copied().collect();
        while let Some(place) = open.pop() {
            open.extend(self.templates[place].to.iter().copied().filter(|to| seen.insert(*to)));
        }
        Reach { templates: seen.into_iter().map(|place| &self.templates[place]).collect() }
    }

    /// All names under which a template can be asked for, without prefixes.
    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        self.places.keys().map(String::as_str)
    }

    /// A template's name without its layer's prefix.
    pub(crate) fn bare<'n>(&self, name: &'n str) -> &'n str {
        self.prefixes.iter().find_map(|prefix| name.strip_prefix(prefix.as_str())).unwrap_or(name)
    }

    fn connect(&mut self) {
        let names = self.places.iter().map(|(name, place)| (name.clone(), *place));
        let components = self.templates.iter().enumerate().flat_map(|(place, named)| {
            let texts = named.texts.iter().flat_map(|text| components(&text.words));
            texts.map(move |name| (name.to_owned(), place))
        });
        let (words, places): (Vec<String>, Vec<usize>) = names.chain(components).unzip();
        let Ok(finder) = AhoCorasick::new(&words) else {
            // Too many names for one search: everything reaches everything.
            let all: BTreeSet<usize> = self.places.values().copied().collect();
            self.templates.iter_mut().for_each(|named| named.to.clone_from(&all));
            return;
        };
        for named in &mut self.templates {
            for Text { words, .. } in &named.texts {
                named.to.extend(finder.find_overlapping_iter(&**words).map(|hit| places[hit.pattern().as_usize()]));
            }
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
fn code(text: &str) -> Vec<&str> {
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

/// The fields of a variable that a template asks for; nothing when it may ask for any.
fn fields(text: &str, variable: &str) -> Option<BTreeSet<String>> {
    let is_part = |c: char| c.is_alphanumeric() || c == '_';
    let mut fields = BTreeSet::new();
    for code in code(text) {
        if code.contains("__tera_context") {
            return None;
        }
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

impl Reach<'_> {
    /// Names the templates, each with what it is called and what it says.
    pub(crate) fn fingerprint(&self) -> Fingerprint {
        Fingerprint::of(&self.texts().map(|text| text.fingerprint).collect::<Vec<_>>())
    }

    /// Whether the templates may call a function.
    pub(crate) fn calls(&self, function: &str) -> bool {
        self.texts().any(|text| text.functions.contains(function))
    }

    /// Whether the templates may ask for a field of `site`.
    pub(crate) fn asks_for(&self, field: &str) -> bool {
        self.texts().any(|text| text.fields.as_ref().is_none_or(|fields| fields.contains(field)))
    }

    fn texts(&self) -> impl Iterator<Item = &Text> {
        self.templates.iter().flat_map(|named| &named.texts)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::testing::{self, TestSite};

    fn reaches(templates: &[(&str, &str)]) -> Reaches {
        let mut test = TestSite::new().with_theme("near");
        for (name, text) in templates {
            test.file(name, text);
        }
        Reaches::new(&testing::theme(&mut test), &[])
    }

    fn probe(more: &[(&str, &str)]) -> Fingerprint {
        let base = [
            ("templates/probe.html", "{% extends \"frame.html\" %}{{ <probe.part/> }}"),
            ("templates/frame.html", "{% include \"piece.html\" %}"),
            ("templates/piece.html", "1"),
            ("templates/parts.html", "{% component probe.part() %}{% endcomponent probe.part %}"),
        ];
        reaches(&[&base, more].concat()).of("probe.html").fingerprint()
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
        let fingerprints: BTreeSet<Fingerprint> = names.map(|name| reaches.of(name).fingerprint()).into();
        assert_eq!(fingerprints.len(), 1);
    }

    #[test]
    fn knows_which_fields_of_a_variable_are_asked_for() {
        let asked = |text: &str| fields(text, "site").map(|fields| fields.into_iter().collect::<Vec<_>>().join(" "));
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
    fn needs_little_of_the_site_in_the_default_theme() {
        let mut test = TestSite::new();
        let reaches = Reaches::new(&testing::theme(&mut test), &["t", "load_data"]);
        let reach = reaches.of("event.html");
        assert!(reach.asks_for("title") && !reach.asks_for("counts"));
        assert!(reach.calls("t") && !reach.calls("load_data"));
    }
}
