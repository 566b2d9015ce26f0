//! Lint of the style sheets: of the built-in theme and of the preview.
//!
//! Reports rules that repeat others, unknown properties, unused or undefined custom properties, and classes that nothing
//! writes.

mod style_sheet;
mod written_classes;

use super::builtin;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::LazyLock;
use style_sheet::{StyleRule, StyleSheet};
use written_classes::WrittenClasses;

/// CSS properties and descriptors in use. A name that is missing here is new or misspelt.
const KNOWN_PROPERTIES: &str = "
    -webkit-print-color-adjust -webkit-text-size-adjust align-items align-self all ascent-override background background-color border
    border-block border-bottom border-bottom-color border-collapse border-color border-left border-radius border-top
    border-top-width border-width bottom box-shadow box-sizing break-after break-inside clip-path color color-scheme
    column-gap contain-intrinsic-size container content content-visibility counter-increment counter-reset cursor
    descent-override display fill fill-opacity
    flex flex-basis flex-direction flex-wrap float font font-display font-family font-optical-sizing font-size
    font-style font-variant-caps font-variant-numeric font-weight forced-color-adjust gap grid-column grid-row
    grid-template-columns height inset inset-block inset-inline-end inset-inline-start justify-content justify-items justify-self left
    letter-spacing line-gap-override line-height list-style list-style-position margin margin-block margin-bottom margin-inline
    margin-left margin-right margin-top max-height max-width min-height min-width opacity orphans outline
    outline-offset overflow overflow-wrap overflow-x overflow-y padding padding-block padding-bottom padding-inline
    padding-inline-end padding-inline-start padding-left padding-right padding-top paint-order pointer-events position
    print-color-adjust quotes right rotate scroll-margin-top scroll-padding-top size-adjust src stroke
    stroke-dasharray stroke-linejoin stroke-opacity stroke-width table-layout text-align text-anchor text-decoration
    text-decoration-color text-decoration-style text-decoration-thickness text-indent text-size-adjust text-transform
    order text-underline-offset text-wrap top user-select vertical-align white-space widows width writing-mode z-index
";

/// Findings in style sheets that are used together.
fn lint(sheets: &[StyleSheet], classes: &WrittenClasses) -> Vec<String> {
    let mut findings: Vec<String> = sheets.iter().flat_map(|sheet| lint_sheet(sheet, classes)).collect();
    findings.extend(lint_custom_properties(sheets));
    findings
}

/// Findings in one style sheet.
fn lint_sheet(sheet: &StyleSheet, classes: &WrittenClasses) -> Vec<String> {
    let at = |line: u32, message: String| format!("{}:{line}: {message}", sheet.file);
    let mut findings: Vec<String> = sheet.invalid.iter().map(|&line| at(line, "invalid syntax".to_owned())).collect();
    for (index, rule) in sheet.rules.iter().enumerate() {
        let message = |message| at(rule.line, message);
        findings.extend(repetition(rule, &sheet.rules[..index]).map(message));
        findings.extend(unknown_properties(rule).map(message));
        let unwritten = classes_of(rule).filter(|class| !classes.contains(class));
        findings.extend(unwritten.map(|class| message(format!("nothing writes class `{class}`"))));
    }
    findings
}

/// Compares a rule with the preceding ones of its file. Reports the same selectors in the same context, and the same
/// declarations as in a rule that applies anyway: for the same or wider selectors, with no rule between them that sets
/// these properties.
fn repetition(rule: &StyleRule, preceding: &[StyleRule]) -> Option<String> {
    let selectors = rule.selectors.join(", ");
    if selectors.starts_with('@') {
        return None;
    }
    preceding.iter().enumerate().find_map(|(index, other)| {
        let is_same_context = rule.context == other.context;
        if is_same_context && rule.selectors == other.selectors {
            return Some(format!("line {} has the selectors `{selectors}`, too", other.line));
        }
        let is_repeated = rule.declarations == other.declarations
            && (is_same_context || other.context.is_empty())
            && is_narrower(rule, other)
            && !preceding[index + 1..].iter().any(|between| overlaps(between, other));
        is_repeated.then(|| format!("`{selectors}` repeats the declarations of line {}", other.line))
    })
}

/// Checks whether each selector of a rule is one of the other rule's, or one of these within something.
fn is_narrower(rule: &StyleRule, wide: &StyleRule) -> bool {
    let is_within = |selector: &str, wide: &str| {
        selector == wide || selector.strip_suffix(wide).is_some_and(|ancestor| ancestor.ends_with(' '))
    };
    rule.selectors.iter().all(|selector| wide.selectors.iter().any(|wide| is_within(selector, wide)))
}

/// Checks whether a rule overrides properties of another one, everywhere or within something.
fn overlaps(rule: &StyleRule, other: &StyleRule) -> bool {
    let mut names = rule.declarations.iter().map(|(name, _)| name);
    is_narrower(rule, other) && names.any(|name| other.declarations.iter().any(|(other, _)| name == other))
}

fn unknown_properties(rule: &StyleRule) -> impl Iterator<Item = String> {
    let names = rule.declarations.iter().map(|(name, _)| name.as_str());
    let unknown =
        names.filter(|name| !name.starts_with("--") && KNOWN_PROPERTIES.split_whitespace().all(|known| known != *name));
    unknown.map(|name| format!("unknown property `{name}`"))
}

/// Returns the classes in the selectors of a rule.
fn classes_of(rule: &StyleRule) -> impl Iterator<Item = &str> {
    let selectors = rule.selectors.iter().filter(|selector| !selector.starts_with('@'));
    let classes = selectors.flat_map(|selector| selector.split('.').skip(1));
    classes.map(|rest| rest.split(|c: char| !(c.is_ascii_alphanumeric() || "-_".contains(c))).next().unwrap())
}

/// Reports custom properties that are set and never used, or used and never set.
fn lint_custom_properties(sheets: &[StyleSheet]) -> Vec<String> {
    let (mut set, mut used) = (BTreeMap::new(), BTreeMap::new());
    for sheet in sheets {
        for rule in &sheet.rules {
            let location = || format!("{}:{}", sheet.file, rule.line);
            for (name, value) in &rule.declarations {
                if name.starts_with("--") {
                    set.entry(name.as_str()).or_insert_with(location);
                }
                for rest in value.split("var(").skip(1) {
                    used.entry(rest.split([',', ')']).next().unwrap().trim()).or_insert_with(location);
                }
            }
        }
    }
    let without = |names: &BTreeMap<&str, String>, others: &BTreeMap<&str, String>, what: &str| -> Vec<String> {
        let names = names.iter().filter(|(name, _)| !others.contains_key(*name));
        names.map(|(name, location)| format!("{location}: custom property `{name}` is never {what}")).collect()
    };
    [without(&set, &used, "used"), without(&used, &set, "set")].concat()
}

/// Returns the texts of the files in a folder of the crate, and of those in its subfolders, by path.
fn files_under(folder: &str, extension: &str) -> BTreeMap<String, String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let entries = walkdir::WalkDir::new(root.join(folder)).into_iter().map(Result::unwrap);
    let files = entries.filter(|entry| entry.path().extension().is_some_and(|found| found == extension));
    files
        .map(|file| {
            let path = file.path().strip_prefix(root).unwrap().to_string_lossy().replace('\\', "/");
            (path, fs::read_to_string(file.path()).unwrap())
        })
        .collect()
}

/// Returns the texts of the built-in theme's files in a folder by path.
fn theme_files(folder: &str) -> Vec<(String, String)> {
    let files = builtin::files().into_iter().filter(|(path, _)| path.starts_with(folder));
    files.map(|(path, bytes)| (path, String::from_utf8(bytes.to_vec()).unwrap())).collect()
}

/// Classes in pages of the built-in theme.
static THEME_CLASSES: LazyLock<WrittenClasses> = LazyLock::new(|| {
    let mut classes = WrittenClasses::default();
    for (_, text) in theme_files("templates/") {
        classes.add_template(&text);
    }
    for (_, text) in theme_files("scripts/") {
        classes.add_script(&text);
    }
    for folder in ["src/render", "src/cite"] {
        let files = files_under(folder, "rs").into_iter().filter(|(path, _)| !path.contains("style_lint"));
        files.for_each(|(_, text)| classes.add_rust(&text));
    }
    classes
});

fn theme_sheets() -> Vec<StyleSheet> {
    theme_files("styles/").iter().map(|(path, css)| StyleSheet::parse(path, css)).collect()
}

#[test]
fn theme_has_no_findings() {
    let findings = lint(&theme_sheets(), &THEME_CLASSES);
    assert!(findings.is_empty(), "{}", findings.join("\n"));
}

#[test]
fn preview_has_no_findings() {
    let mut classes = WrittenClasses::default();
    for text in files_under("src/serve/client", "js").values() {
        classes.add_script(text);
    }
    let sheets = files_under("src/serve/client", "css");
    let sheets: Vec<StyleSheet> = sheets.iter().map(|(path, css)| StyleSheet::parse(path, css)).collect();
    let findings = lint(&sheets, &classes);
    assert!(findings.is_empty(), "{}", findings.join("\n"));
}

/// Returns the findings in the theme's style sheets with one text of a sheet replaced by another.
fn lint_with(file: &str, text: &str, replacement: &str) -> Vec<String> {
    let sheets = theme_files("styles/").into_iter().map(|(path, css)| {
        assert!(path != file || css.contains(text), "{file} has no `{text}`");
        let css = if path == file { css.replacen(text, replacement, 1) } else { css };
        StyleSheet::parse(&path, &css)
    });
    lint(&sheets.collect::<Vec<_>>(), &THEME_CLASSES)
}

#[test]
fn reports_rule_inserted_within_selector() {
    let rule = ".event-place { margin-top: 0.2rem; }";
    let split = format!(":lang(zh) {rule}\n.event-note {{");
    let findings = lint_with("styles/timeline.css", ":lang(zh) .event-note {", &split);
    assert_eq!(findings.len(), 2, "{findings:?}");
    assert!(findings[0].contains("`:lang(zh) .event-place` repeats the declarations of line"), "{findings:?}");
    assert!(findings[1].contains("has the selectors `.event-note`, too"), "{findings:?}");
}

#[test]
fn reports_rule_repeated_in_media_query() {
    let rule = "@media (forced-colors: active) {\n";
    let repeated = format!("{rule}.tf-drop {{ stroke: var(--accent); stroke-opacity: 0.55; }}\n");
    let findings = lint_with("styles/time-figure.css", rule, &repeated);
    assert_eq!(findings.len(), 1, "{findings:?}");
    assert!(findings[0].contains("`.tf-drop` repeats the declarations of line"), "{findings:?}");
}

#[test]
fn reports_unknown_names() {
    let cases = [
        ("margin-topp: 0", "unknown property `margin-topp`"),
        ("margin-top: var(--stepp)", "custom property `--stepp` is never set"),
        ("--stepp: 0", "custom property `--stepp` is never used"),
        ("margin-top 0", "invalid syntax"),
    ];
    for (declaration, message) in cases {
        let findings = lint_with("styles/base.css", "margin: 0;", &format!("{declaration}; margin: 0;"));
        assert!(findings.len() == 1 && findings[0].ends_with(message), "{declaration}: {findings:?}");
    }
    for class in ["evnt", "area-round", "event-mark-beside"] {
        let findings = lint_with("styles/base.css", ".label {", &format!(".label .{class}:hover, .label {{"));
        assert!(findings.len() == 1 && findings[0].ends_with(&format!("class `{class}`")), "{class}: {findings:?}");
    }
}
