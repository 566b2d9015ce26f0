//! Follows `extends` from the site's theme to the built-in default.

use super::builtin;
use super::layer::{Layer, theme_names};
use crate::diagnose::{Diagnostic, Diagnostics, Rule, Severity, did_you_mean};
use crate::model::Site;
use crate::span::{Sources, Span};

/// A theme that is nowhere.
pub(crate) static UNKNOWN_THEME: Rule = Rule {
    code: "unknown-theme",
    severity: Severity::Error,
    what: "`theme` in the configuration, or `extends` in a `theme.toml`, names a theme that does not exist.",
    why: "The pages would look different from what the author chose.",
    wrong: "[theme]\nname = \"defualt\"",
    right: "[theme]\nname = \"default\"",
};

/// Themes that extend each other.
pub(crate) static THEME_CYCLE: Rule = Rule {
    code: "theme-cycle",
    severity: Severity::Error,
    what: "A theme extends itself, directly or through others.",
    why: "There is no last theme to take a missing file from.",
    wrong: "# themes/plain/theme.toml\nextends = \"plain\"",
    right: "# themes/plain/theme.toml\nextends = \"default\"",
};

/// The layers of a site's theme, nearest first: the site's own files, its theme, the themes that it extends, and at the
/// end the built-in default.
pub(crate) fn layers(site: &Site, sources: &mut Sources, found: &mut Diagnostics) -> Vec<Layer> {
    let mut layers = vec![Layer::of_site(site, sources)];
    let mut next = Some((site.config.theme.name.value.clone(), site.config.theme.name.span));
    while let Some((name, span)) = next.take() {
        if layers.iter().any(|layer| layer.name.as_deref() == Some(name.as_str())) {
            found.push(theme_cycle(&name, span, &layers));
        } else if let Some(layer) = Layer::of_theme(site, &name, sources, found) {
            next = extended_theme(&layer);
            layers.push(layer);
        } else {
            found.push(unknown_theme(site, &name, span));
        }
    }
    if layers.iter().all(|layer| layer.name.as_deref() != Some(builtin::NAME)) {
        layers.extend(Layer::of_theme(site, builtin::NAME, sources, found));
    }
    layers
}

fn extended_theme(layer: &Layer) -> Option<(String, Span)> {
    let extends = layer.manifest.extends.as_ref()?;
    Some((extends.get_ref().clone(), Span::new(layer.manifest.file?, extends.span())))
}

fn unknown_theme(site: &Site, name: &str, span: Span) -> Diagnostic {
    let names = theme_names(site);
    let all = names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
    Diagnostic::new(&UNKNOWN_THEME, span, format!("there is no theme `{name}`"))
        .label("no such folder under `themes/`")
        .help(format!("themes: {all}"))
        .maybe_help(did_you_mean(name, names))
}

fn theme_cycle(name: &str, span: Span, layers: &[Layer]) -> Diagnostic {
    let passed: Vec<String> = layers
        .iter()
        .filter_map(|layer| layer.name.as_deref())
        .skip_while(|passed| *passed != name)
        .map(|passed| format!("`{passed}`"))
        .collect();
    let message = match passed.as_slice() {
        [] | [_] => format!("theme `{name}` extends itself"),
        [_, through @ ..] => format!("theme `{name}` extends itself through {}", through.join(", ")),
    };
    Diagnostic::new(&THEME_CYCLE, span, message)
        .label("closes the circle")
        .help("take this `extends` out, or name a theme that is not in the chain")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::testing::TestSite;

    fn chain(test: &mut TestSite) -> (Vec<String>, Diagnostics) {
        let mut found = Diagnostics::default();
        let layers = layers(&test.site, &mut test.sources, &mut found);
        (layers.iter().map(|layer| layer.name.as_deref().unwrap_or("site").to_owned()).collect(), found)
    }

    #[test]
    fn ends_with_the_builtin_theme() {
        let (names, found) = chain(&mut TestSite::new());
        assert_eq!(names, ["site", "default"]);
        assert!(found.is_empty());
    }

    #[test]
    fn reports_unknown_theme_where_it_is_named() {
        let mut test = TestSite::new().with_theme("plian");
        test.file("themes/plain/theme.toml", "");
        let (names, found) = chain(&mut test);
        assert_eq!(names, ["site", "default"]);
        let diagnostic = found.iter().next().unwrap();
        assert_eq!((diagnostic.rule.code, diagnostic.message.as_str()), ("unknown-theme", "there is no theme `plian`"));
        assert_eq!(diagnostic.help.as_deref(), Some("did you mean `plain`?"));
    }

    #[test]
    fn reports_themes_that_extend_each_other() {
        let mut test = TestSite::new().with_theme("a");
        test.file("themes/a/theme.toml", "extends = 'b'");
        test.file("themes/b/theme.toml", "extends = 'a'");
        let (names, found) = chain(&mut test);
        assert_eq!(names, ["site", "a", "b", "default"]);
        let diagnostic = found.iter().next().unwrap();
        assert_eq!(diagnostic.message, "theme `a` extends itself through `b`");
        assert_eq!(test.sources.get(diagnostic.span.unwrap().file).path.as_ref(), "themes/b/theme.toml");
    }

    #[test]
    fn takes_no_path_for_a_theme() {
        for name in ["", ".", "..", "../x", "a/b", "/"] {
            let (_, found) = chain(&mut TestSite::new().with_theme(name));
            assert_eq!(found.iter().count(), 1, "{name}");
        }
    }
}
