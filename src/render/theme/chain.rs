//! Resolves the chain of themes: follows `extends` from the site's theme to the built-in default.

use super::builtin;
use super::layer::{Layer, theme_names};
use crate::diagnose::{Diagnostic, Diagnostics, Rule, Severity, did_you_mean};
use crate::model::Site;
use crate::span::{Sources, Span};

/// Unresolved theme name.
pub(crate) static UNKNOWN_THEME: Rule = Rule {
    code: "unknown-theme",
    severity: Severity::Error,
    what: "`theme` in the configuration, or `extends` in a `theme.toml`, names a theme that does not exist.",
    why: "The pages would not look as the author intended.",
    wrong: "[theme]\nname = \"defualt\"",
    right: "[theme]\nname = \"default\"",
};

/// Cycle in the `extends` chain.
pub(crate) static THEME_CYCLE: Rule = Rule {
    code: "theme-cycle",
    severity: Severity::Error,
    what: "A theme extends itself, directly or through others.",
    why: "The chain of themes must end in a theme that extends no other.",
    wrong: "# themes/plain/theme.toml\nextends = \"plain\"",
    right: "# themes/plain/theme.toml\nextends = \"default\"",
};

/// Returns the layers of a site's theme, nearest first: the site's own files, its theme, the themes it extends, and
/// last the built-in default.
pub(crate) fn layers(site: &Site, sources: &mut Sources, diagnostics: &mut Diagnostics) -> Vec<Layer> {
    let mut layers = vec![Layer::of_site(site, sources)];
    let mut next = Some((site.config.theme.name.value.clone(), site.config.theme.name.span));
    while let Some((name, span)) = next.take() {
        if layers.iter().any(|layer| layer.name.as_deref() == Some(name.as_str())) {
            diagnostics.push(theme_cycle(&name, span, &layers));
        } else if let Some(layer) = Layer::of_theme(site, &name, sources, diagnostics) {
            next = extended_theme(&layer);
            layers.push(layer);
        } else {
            diagnostics.push(unknown_theme(site, &name, span));
        }
    }
    if layers.iter().all(|layer| layer.name.as_deref() != Some(builtin::NAME)) {
        layers.extend(Layer::of_theme(site, builtin::NAME, sources, diagnostics));
    }
    layers
}

/// Returns the name and span of the layer's `extends`, or `None` if it has none.
fn extended_theme(layer: &Layer) -> Option<(String, Span)> {
    let extends = layer.manifest.extends.as_ref()?;
    Some((extends.get_ref().clone(), Span::new(layer.manifest.file?, extends.span())))
}

fn unknown_theme(site: &Site, name: &str, span: Span) -> Diagnostic {
    let names = theme_names(site);
    let list = names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
    Diagnostic::new(&UNKNOWN_THEME, span, format!("there is no theme `{name}`"))
        .label("not found in `themes/`")
        .help(format!("themes: {list}"))
        .maybe_help(did_you_mean(name, names))
}

fn theme_cycle(name: &str, span: Span, layers: &[Layer]) -> Diagnostic {
    let visited: Vec<String> = layers
        .iter()
        .filter_map(|layer| layer.name.as_deref())
        .skip_while(|visited| *visited != name)
        .map(|visited| format!("`{visited}`"))
        .collect();
    let message = match visited.as_slice() {
        [] | [_] => format!("theme `{name}` extends itself"),
        [_, through @ ..] => format!("theme `{name}` extends itself through {}", through.join(", ")),
    };
    Diagnostic::new(&THEME_CYCLE, span, message)
        .label("closes the cycle")
        .help("remove this `extends`, or name a theme that is not in the chain")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testkit::TestSite;

    fn chain(test: &mut TestSite) -> (Vec<String>, Diagnostics) {
        let mut diagnostics = Diagnostics::default();
        let layers = layers(&test.site, &mut test.sources, &mut diagnostics);
        (layers.iter().map(|layer| layer.name.as_deref().unwrap_or("site").to_owned()).collect(), diagnostics)
    }

    #[test]
    fn ends_with_builtin_theme() {
        let (names, diagnostics) = chain(&mut TestSite::new());
        assert_eq!(names, ["site", "default"]);
        assert!(diagnostics.is_empty());
    }

    #[test]
    fn reports_unknown_theme_at_its_name() {
        let mut test = TestSite::new().with_theme("plian");
        test.file("themes/plain/theme.toml", "");
        let (names, diagnostics) = chain(&mut test);
        assert_eq!(names, ["site", "default"]);
        let diagnostic = diagnostics.iter().next().unwrap();
        assert_eq!((diagnostic.rule.code, diagnostic.message.as_str()), ("unknown-theme", "there is no theme `plian`"));
        assert_eq!(diagnostic.help.as_deref(), Some("did you mean `plain`?"));
    }

    #[test]
    fn reports_theme_cycle() {
        let mut test = TestSite::new().with_theme("a");
        test.file("themes/a/theme.toml", "extends = 'b'");
        test.file("themes/b/theme.toml", "extends = 'a'");
        let (names, diagnostics) = chain(&mut test);
        assert_eq!(names, ["site", "a", "b", "default"]);
        let diagnostic = diagnostics.iter().next().unwrap();
        assert_eq!(diagnostic.message, "theme `a` extends itself through `b`");
        assert_eq!(test.sources.get(diagnostic.span.unwrap().file).path.as_ref(), "themes/b/theme.toml");
    }

    #[test]
    fn rejects_path_as_theme_name() {
        for name in ["", ".", "..", "../x", "a/b", "/"] {
            let (_, diagnostics) = chain(&mut TestSite::new().with_theme(name));
            assert_eq!(diagnostics.iter().count(), 1, "{name}");
        }
    }
}
