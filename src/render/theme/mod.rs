//! Assembles the theme from its layers; nearer layers override farther ones.
//!
//! 1. `layer` collects the files of each layer: the site's own, its theme's, those of the themes it extends, and the
//!    built-in default's.
//! 2. `manifest` parses a layer's `theme.toml`, `chain` follows `extends`.
//! 3. `options` validates the site's options against the themes' defaults, `messages` merges the translations.

mod builtin;
mod chain;
mod layer;
mod manifest;
mod messages;
mod options;
#[cfg(test)]
mod style_lint;

pub(crate) use messages::Messages;

use crate::diagnose::{Diagnostic, Diagnostics, Rule, Severity};
use crate::model::{Bytes, Site};
use crate::render::social_card::CardStyle;
use crate::span::{FileId, Sources, Span};
use layer::{Layer, LayerFile};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

pub(crate) use chain::{THEME_CYCLE, UNKNOWN_THEME};
pub(crate) use manifest::INVALID_THEME_FILE;
pub(crate) use messages::{MISSING_TRANSLATIONS, UNKNOWN_MESSAGE_KEY};
pub(crate) use options::{INVALID_OPTION, UNKNOWN_OPTION};

/// Style sheet or script that is listed but missing from every layer.
pub(crate) static MISSING_THEME_FILE: Rule = Rule {
    code: "missing-theme-file",
    severity: Severity::Error,
    what: "A theme lists a style sheet or script that does not exist.",
    why: "Part of the layout or behaviour of pages would be missing without notice.",
    wrong: "styles = [\"tokns.css\"]",
    right: "styles = [\"tokens.css\"]",
};

/// Assembled theme: templates, options, styles, scripts, static files and messages of all layers.
pub(crate) struct Theme {
    /// Templates in load order, farthest layer first, so that later ones override earlier ones.
    pub(crate) templates: Vec<Template>,
    /// Tera fallback prefixes, nearest layer first: `theme/`, `near/`, `default/`.
    pub(crate) prefixes: Vec<String>,
    /// Values of all options for this site.
    pub(crate) options: serde_json::Map<String, serde_json::Value>,
    /// Style sheets in the order of concatenation: name and content.
    pub(crate) styles: Vec<(String, Bytes)>,
    /// Scripts: name and content.
    pub(crate) scripts: Vec<(String, Bytes)>,
    /// Scripts that are loaded on demand: name and content.
    pub(crate) scripts_on_demand: Vec<(String, Bytes)>,
    /// Static files by path in the output.
    pub(crate) statics: BTreeMap<String, Bytes>,
    /// Look of social cards, if the site has any.
    pub(crate) card_style: Option<CardStyle>,
    /// Interface messages by language tag.
    pub(crate) messages: BTreeMap<Arc<str>, Arc<Messages>>,
}

/// Template with its name and source.
#[derive(Clone, Debug)]
pub(crate) struct Template {
    /// Name for `extends` and `include`: `base.html` for the site's own, `default/base.html` for a theme's.
    pub(crate) name: String,
    /// Source id.
    pub(crate) file: FileId,
    /// Template text.
    pub(crate) text: Arc<str>,
}

impl Theme {
    /// Assembles the theme of a site. Never fails: invalid parts are reported and left out.
    pub(crate) fn assemble(site: &Site, sources: &mut Sources, diagnostics: &mut Diagnostics) -> Theme {
        let layers = chain::layers(site, sources, diagnostics);
        let options = options::resolve(&layers, &site.config.theme, diagnostics);
        let styles = listed_files(&layers, "styles", |layer| &layer.manifest.styles, diagnostics);
        let accent = options.get("accent").and_then(serde_json::Value::as_str).unwrap_or_default();
        Theme {
            templates: templates(&layers),
            prefixes: prefixes(&layers),
            card_style: CardStyle::of(site, &styles, accent, diagnostics),
            options,
            styles,
            scripts: listed_files(&layers, "scripts", |layer| &layer.manifest.scripts, diagnostics),
            scripts_on_demand: listed_files(&layers, "scripts", |layer| &layer.manifest.scripts_on_demand, diagnostics),
            statics: static_files(&layers),
            messages: messages::read(&layers, &site.config, diagnostics),
        }
    }

    /// Returns the template names without the prefixes of their layers.
    pub(crate) fn template_names(&self) -> impl Iterator<Item = &str> {
        self.templates.iter().map(|template| {
            let name = template.name.as_str();
            self.prefixes.iter().find_map(|prefix| name.strip_prefix(prefix.as_str())).unwrap_or(name)
        })
    }
}

/// Prefix by which a template refers to the nearest theme's template of a name.
const NEAREST_PREFIX: &str = "theme/";

/// Returns the fallback prefixes in lookup order; the site's own templates have no prefix.
fn prefixes(layers: &[Layer]) -> Vec<String> {
    let names = layers.iter().filter_map(|layer| layer.name.as_ref());
    std::iter::once(NEAREST_PREFIX.to_owned()).chain(names.map(|name| format!("{name}/"))).collect()
}

/// Collects the templates of all layers, farthest first, so that a nearer one of the same name overrides it. A theme's
/// template gets the alias `theme/NAME` if some template refers to it: that is how a site's template extends the one it
/// overrides.
fn templates(layers: &[Layer]) -> Vec<Template> {
    let mut named: Vec<Template> = Vec::new();
    for layer in layers.iter().rev() {
        let prefix = layer.name.as_ref().map_or(String::new(), |name| format!("{name}/"));
        for (name, (file, text)) in layer.texts_under("templates/") {
            named.push(Template { name: format!("{prefix}{name}"), file, text });
        }
    }
    let referring: Vec<Arc<str>> =
        named.iter().map(|template| &template.text).filter(|text| text.contains(NEAREST_PREFIX)).cloned().collect();
    let mut aliases: BTreeMap<String, Template> = BTreeMap::new();
    for layer in layers.iter().rev().filter(|layer| layer.name.is_some()) {
        for (name, (file, text)) in layer.texts_under("templates/") {
            let alias = format!("{NEAREST_PREFIX}{name}");
            if referring.iter().any(|text| text.contains(&alias)) {
                aliases.insert(alias.clone(), Template { name: alias, file, text });
            }
        }
    }
    named.extend(aliases.into_values());
    named
}

/// Returns the files that the manifests list under `styles` or `scripts`, farthest layer first. Each name occurs once,
/// with the content of the nearest layer that has the file; missing files are reported.
fn listed_files(
    layers: &[Layer],
    folder: &str,
    list: impl Fn(&Layer) -> &[toml::Spanned<String>],
    diagnostics: &mut Diagnostics,
) -> Vec<(String, Bytes)> {
    let mut listed: BTreeSet<&str> = BTreeSet::new();
    let mut files = Vec::new();
    for layer in layers.iter().rev() {
        for entry in list(layer) {
            let name = entry.get_ref().as_str();
            if !listed.insert(name) {
                continue;
            }
            match nearest_file(layers, &format!("{folder}/{name}")) {
                Some(file) => files.push((name.to_owned(), file.bytes.clone())),
                None => diagnostics.push(missing_file(layer, folder, entry)),
            }
        }
    }
    files
}

/// Finds a file in the nearest layer that has it.
fn nearest_file<'l>(layers: &'l [Layer], path: &str) -> Option<&'l LayerFile> {
    layers.iter().find_map(|layer| layer.files.get(path))
}

fn missing_file(layer: &Layer, folder: &str, entry: &toml::Spanned<String>) -> Diagnostic {
    let name = entry.get_ref();
    let message = format!("the theme has no file `{folder}/{name}`");
    let prefix = format!("{folder}/");
    let help = crate::diagnose::did_you_mean(name, layer.files.keys().filter_map(|path| path.strip_prefix(&prefix)));
    let diagnostic = match layer.manifest.file {
        Some(file) => Diagnostic::new(&MISSING_THEME_FILE, Span::new(file, entry.span()), message),
        None => Diagnostic::without_span(&MISSING_THEME_FILE, message),
    };
    diagnostic.label("file not found").maybe_help(help)
}

/// Merges the static files of all layers by path in the output.
fn static_files(layers: &[Layer]) -> BTreeMap<String, Bytes> {
    let mut files = BTreeMap::new();
    for layer in layers.iter().rev() {
        let files_of_layer = layer.files.iter().filter_map(|(path, file)| Some((path.strip_prefix("static/")?, file)));
        files.extend(files_of_layer.map(|(path, file)| (path.to_owned(), file.bytes.clone())));
    }
    files
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testkit::{TestSite, codes};

    fn assemble(test: &mut TestSite) -> (Theme, Diagnostics) {
        let mut diagnostics = Diagnostics::default();
        let theme = Theme::assemble(&test.site, &mut test.sources, &mut diagnostics);
        (theme, diagnostics)
    }

    #[test]
    fn nearer_files_override_farther_ones() {
        let mut test = TestSite::new().with_theme("near");
        test.file("themes/near/theme.toml", "extends = 'far'\nstyles = ['near.css', 'shared.css']");
        test.file("themes/near/styles/near.css", "near");
        test.file("themes/near/styles/shared.css", "nearer");
        test.file("themes/far/theme.toml", "styles = ['shared.css', 'far.css']");
        test.file("themes/far/styles/shared.css", "farther");
        test.file("themes/far/styles/far.css", "far");
        test.file("themes/far/static/logo.svg", "far");
        test.file("static/logo.svg", "own");
        let (theme, diagnostics) = assemble(&mut test);
        assert!(!codes(&diagnostics).contains(&"missing-theme-file"));
        let styles: Vec<&str> = theme.styles.iter().map(|(_, b)| std::str::from_utf8(b).unwrap()).collect();
        assert!(styles.ends_with(&["nearer", "far", "near"]), "{styles:?}");
        assert_eq!(&*theme.statics["logo.svg"], b"own");
    }

    #[test]
    fn prefixes_template_names_by_layer() {
        let mut test = TestSite::new().with_theme("near");
        test.file("themes/near/templates/probe.html", "near");
        test.file("templates/probe.html", "{% extends \"theme/probe.html\" %}");
        let (theme, _) = assemble(&mut test);
        let names: Vec<&str> =
            theme.templates.iter().map(|t| t.name.as_str()).filter(|n| n.contains("probe")).collect();
        assert_eq!(names, ["near/probe.html", "probe.html", "theme/probe.html"]);
        assert_eq!(theme.prefixes, ["theme/", "near/", "default/"]);
    }

    #[test]
    fn reports_missing_listed_file() {
        let mut test = TestSite::new().with_theme("near");
        test.file("themes/near/theme.toml", "styles = [\"tokns.css\"]");
        test.file("themes/near/styles/tokens.css", "");
        let (_, diagnostics) = assemble(&mut test);
        let diagnostic = diagnostics.iter().next().unwrap();
        assert_eq!(diagnostic.rule.code, "missing-theme-file");
        assert_eq!(test.sources.text(diagnostic.span.unwrap()), "\"tokns.css\"");
        assert_eq!(diagnostic.help.as_deref(), Some("did you mean `tokens.css`?"));
    }
}
