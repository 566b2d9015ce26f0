//! Compiles every case under `tests/suite/FEATURE/CASE/` and compares the result with the expectation.
//!
//! A case is the folder of a briefing (`briefing.toml` is optional) with one or both of:
//!
//! - `expected.txt`: the diagnostics in the short format, exact and in order; without it there must be none. `BLESS=1
//!   cargo test --test it suite::` writes it.
//! - `expected.toml`: compile options (`drafts`, `base_url`, `locked`) and checks of the output: `[[look]]` with
//!   `file`, a CSS selector `select`, and one of `text` (of the first match), `texts` (of all), `count`; with `attr`,
//!   the value of an attribute instead of the text. White space is collapsed. `[[file]]` with `path` and one of
//!   `contains`, `lacks`, `equals`, `absent = true`.

use briefing::compile::{self, CompileOptions, Compiled};
use briefing::diagnose::report::{ReportFormat, ReportStyle, report};
use briefing::load::{Inputs, LoadOptions, walk};
use scraper::{Html, Selector};
use serde::Deserialize;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Expected {
    drafts: bool,
    locked: bool,
    base_url: Option<String>,
    look: Vec<Look>,
    file: Vec<File>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Look {
    file: String,
    select: String,
    attr: Option<String>,
    text: Option<String>,
    texts: Option<Vec<String>>,
    count: Option<usize>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    path: String,
    contains: Option<String>,
    lacks: Option<String>,
    equals: Option<String>,
    #[serde(default)]
    absent: bool,
}

#[test]
fn cases_compile_as_expected() {
    let cases = cases();
    assert!(cases.len() >= 30, "only {} cases were found", cases.len());
    let failures: Vec<String> = cases.iter().flat_map(|case| run(case)).collect();
    println!("{} cases", cases.len());
    assert!(failures.is_empty(), "{} failures:\n\n{}", failures.len(), failures.join("\n\n"));
}

/// The suite covers at least sixty errors and warnings, and every rule.
#[test]
fn cases_cover_every_rule() {
    let expected: Vec<String> =
        cases().iter().filter_map(|case| fs::read_to_string(case.join("expected.txt")).ok()).collect();
    let all = expected.concat();
    let seeded = all.lines().filter(|line| line.contains("error[") || line.contains("warning[")).count();
    assert!(seeded >= 60, "only {seeded} seeded mistakes");
    let untested: Vec<&str> = compile::rules()
        .iter()
        .map(|rule| rule.code)
        .filter(|code| !all.contains(&format!("[{code}]")) && !TESTED_ELSEWHERE.contains(code))
        .collect();
    assert!(untested.is_empty(), "no case shows these rules at work: {untested:?}");
}

/// Rules that are tested elsewhere: by unit tests, because git cannot store the files or no style is known to fail, or by
/// `external`, because they need a server; or need a program without a default feature.
const TESTED_ELSEWHERE: &[&str] = &[
    "refused-file",
    "unprintable-reference",
    "dead-external-link",
    "dead-external-anchor",
    "dead-original",
    "moved-link",
    "unchecked-link",
    "social-cards-unavailable",
];

fn cases() -> Vec<PathBuf> {
    let folders = |folder: &Path| -> Vec<PathBuf> {
        let mut paths: Vec<PathBuf> =
            fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).filter(|path| path.is_dir()).collect();
        paths.sort();
        paths
    };
    folders(Path::new("tests/suite")).iter().flat_map(|feature| folders(feature)).collect()
}

fn run(case: &Path) -> Vec<String> {
    let expected: Expected = match fs::read_to_string(case.join("expected.toml")) {
        Ok(text) => toml::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", case.display())),
        Err(_) => Expected::default(),
    };
    let compiled = compile(case, &expected);
    let mut failures = compare_diagnostics(case, &compiled);
    failures.extend(expected.look.iter().filter_map(|look| check_element(look, &compiled)));
    failures.extend(expected.file.iter().filter_map(|file| check_file(file, &compiled)));
    failures.extend(duplicate_ids(&compiled));
    failures.iter().map(|failure| format!("{}: {failure}", case.display())).collect()
}

fn compile(case: &Path, expected: &Expected) -> Compiled {
    let mut inputs = if case.join("briefing.toml").exists() {
        walk::read_root(case, "briefing.toml").unwrap()
    } else {
        read_without_configuration(case)
    };
    inputs.files.retain(|path, _| !path.starts_with("expected."));
    let load = LoadOptions { drafts: expected.drafts, base_url: expected.base_url.clone(), ..LoadOptions::default() };
    let options =
        CompileOptions { load, build_time: 1_766_000_000, locked: expected.locked, ..CompileOptions::default() };
    compile::compile(&inputs, &options)
}

/// Texts of a few lines may be quoted in full.
const CONFIGURATION: &str = "base_url = \"https://example.org/\"\ntitle = \"Case\"\n[quotations]\nmax_share = 1\n";

/// Reads a case with a minimal configuration, from a temporary copy.
fn read_without_configuration(case: &Path) -> Inputs {
    let folder = tempfile::tempdir().unwrap();
    for entry in walkdir::WalkDir::new(case) {
        let entry = entry.unwrap();
        let target = folder.path().join(entry.path().strip_prefix(case).unwrap());
        if entry.file_type().is_dir() {
            fs::create_dir_all(target).unwrap();
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
    fs::write(folder.path().join("briefing.toml"), CONFIGURATION).unwrap();
    walk::read_root(folder.path(), "briefing.toml").unwrap()
}

fn compare_diagnostics(case: &Path, compiled: &Compiled) -> Vec<String> {
    let actual = report(
        ReportFormat::Short,
        &compiled.diagnostics,
        &compiled.sources,
        &compile::rules(),
        ReportStyle::default(),
    );
    let path = case.join("expected.txt");
    let expected = fs::read_to_string(&path).unwrap_or_default();
    if actual == expected {
        return Vec::new();
    }
    if std::env::var_os("BLESS").is_some() {
        fs::write(&path, &actual).unwrap();
        return Vec::new();
    }
    vec![format!("findings differ\n{}", differences(&expected, &actual))]
}

/// Returns missing lines (`-`) and unexpected lines (`+`), or both texts if only the order differs.
fn differences(expected: &str, actual: &str) -> String {
    let only_in = |from: &str, others: &str, prefix: char| -> Vec<String> {
        from.lines()
            .filter(|line| !others.lines().any(|other| other == *line))
            .map(|line| format!("{prefix} {line}"))
            .collect()
    };
    let lines = [only_in(expected, actual, '-'), only_in(actual, expected, '+')].concat();
    if lines.is_empty() { format!("expected:\n{expected}\nfound:\n{actual}") } else { lines.join("\n") }
}

fn collapse_whitespace(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn check_element(look: &Look, compiled: &Compiled) -> Option<String> {
    let Some(bytes) = compiled.tree.bytes(&look.file) else {
        return Some(format!("there is no {}", look.file));
    };
    let document = Html::parse_document(std::str::from_utf8(bytes).unwrap());
    let selector = Selector::parse(&look.select).unwrap();
    let actual: Vec<String> = document
        .select(&selector)
        .map(|element| match &look.attr {
            Some(attribute) => element.attr(attribute).unwrap_or("(no such attribute)").to_owned(),
            None => collapse_whitespace(&element.text().collect::<String>()),
        })
        .collect();
    let is_satisfied = match look {
        Look { text: Some(text), .. } => actual.first().is_some_and(|first| *first == collapse_whitespace(text)),
        Look { texts: Some(texts), .. } => actual.iter().eq(texts),
        Look { count: Some(count), .. } => actual.len() == *count,
        _ => panic!("a look needs text, texts or count: {look:?}"),
    };
    let Look { file, select, attr, text, texts, count } = look;
    let suffix = attr.as_ref().map(|attribute| format!(" [{attribute}]")).unwrap_or_default();
    let expected = text.iter().map(|text| format!("{text:?}")).chain(texts.iter().map(|texts| format!("{texts:?}")));
    let expected: String = expected.chain(count.iter().map(|count| format!("{count} of them"))).collect();
    (!is_satisfied).then(|| format!("{file} {select}{suffix}\n- {expected}\n+ {actual:?}"))
}

/// Returns the duplicate ids of all pages: links to them would be ambiguous.
fn duplicate_ids(compiled: &Compiled) -> Vec<String> {
    let duplicates_of = |path: &str, text: &str| {
        let ids = text.split(" id=\"").skip(1).filter_map(|rest| rest.split('"').next());
        let mut seen = BTreeSet::new();
        ids.filter(|id| !seen.insert(*id)).map(|id| format!("{path} has `{id}` twice")).collect::<Vec<_>>()
    };
    let pages = compiled
        .tree
        .in_memory()
        .filter(|(path, _)| Path::new(path).extension().is_some_and(|extension| extension == "html"));
    pages.flat_map(|(path, bytes)| duplicates_of(path, &String::from_utf8_lossy(bytes))).collect()
}

fn check_file(file: &File, compiled: &Compiled) -> Option<String> {
    let text = compiled.tree.bytes(&file.path).map(|bytes| String::from_utf8_lossy(bytes));
    let is_satisfied = match (file, &text) {
        (File { absent, .. }, None) => *absent,
        (File { absent: true, .. }, Some(_)) => false,
        (File { contains, lacks, equals, .. }, Some(text)) => {
            contains.as_ref().is_none_or(|part| text.contains(part.as_str()))
                && lacks.as_ref().is_none_or(|part| !text.contains(part.as_str()))
                && equals.as_ref().is_none_or(|whole| text == whole)
        }
    };
    (!is_satisfied).then(|| {
        format!(
            "{file:?}\n+ {}",
            text.map_or("there is no such file".to_owned(), |text| text.chars().take(4000).collect())
        )
    })
}
