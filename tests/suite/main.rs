//! Compiles every small briefing under `tests/suite/FEATURE/CASE/` and compares what comes out with what is expected.
//!
//! A case is a briefing's folder (without `briefing.toml`, a minimal one is used) with one or both of:
//!
//! - `expected.txt`: the findings in the short format, exactly, in order; without it nothing may be found.
//!   `BLESS=1 cargo test --test suite` writes it.
//! - `expected.toml`: how to compile (`drafts`, `base_url`, `locked`), and what to look for in the output:
//!   `[[look]]` with `file`, a CSS selector `select`, and one of `text` (of the first match), `texts` (of all), `count`;
//!   with `attr`, an attribute's value instead of the text. White space is folded.
//!   `[[file]]` with `path` and one of `contains`, `lacks`, `equals`, `absent = true`.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test stops at the first thing that is not as it should be")]

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
fn every_case_gives_what_it_should() {
    let cases = cases();
    assert!(cases.len() >= 30, "only {} cases were found", cases.len());
    let failures: Vec<String> = cases.iter().flat_map(|case| run(case)).collect();
    println!("{} cases", cases.len());
    assert!(failures.is_empty(), "{} failures:\n\n{}", failures.len(), failures.join("\n\n"));
}

/// At least sixty different mistakes are seeded, in workspaces that report all of theirs in one run.
#[test]
fn the_seeded_mistakes_are_many_and_of_every_rule() {
    let expected: Vec<String> =
        cases().iter().filter_map(|case| fs::read_to_string(case.join("expected.txt")).ok()).collect();
    let all = expected.concat();
    let seeded = all.lines().filter(|line| line.contains("error[") || line.contains("warning[")).count();
    assert!(seeded >= 60, "only {seeded} seeded mistakes");
    let unseen: Vec<&str> = compile::rules()
        .iter()
        .map(|rule| rule.code)
        .filter(|code| !all.contains(&format!("[{code}]")) && !SEEN_ELSEWHERE.contains(code))
        .collect();
    assert!(unseen.is_empty(), "no case shows these rules at work: {unseen:?}");
}

/// Rules that need files which git cannot hold, which unit tests show, and those that need servers to ask, for which see
/// `tests/external`.
const SEEN_ELSEWHERE: &[&str] =
    &["refused-file", "dead-external-link", "dead-external-anchor", "dead-original", "moved-link", "unchecked-link"];

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
    let mut failures = compare_findings(case, &compiled);
    failures.extend(expected.look.iter().filter_map(|look| look_for(look, &compiled)));
    failures.extend(expected.file.iter().filter_map(|file| look_into(file, &compiled)));
    failures.extend(doubled_ids(&compiled));
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

/// Texts of a few lines may be quoted whole.
const CONFIGURATION: &str = "base_url = \"https://example.org/\"\ntitle = \"Case\"\n[quotations]\nmax_share = 1\n";

/// Reads a case beside a minimal configuration, by way of a copy.
fn read_without_configuration(case: &Path) -> Inputs {
    let folder = tempfile::tempdir().unwrap();
    for entry in walkdir::WalkDir::new(case) {
        let entry = entry.unwrap();
        let to = folder.path().join(entry.path().strip_prefix(case).unwrap());
        if entry.file_type().is_dir() {
            fs::create_dir_all(to).unwrap();
        } else {
            fs::copy(entry.path(), to).unwrap();
        }
    }
    fs::write(folder.path().join("briefing.toml"), CONFIGURATION).unwrap();
    walk::read_root(folder.path(), "briefing.toml").unwrap()
}

fn compare_findings(case: &Path, compiled: &Compiled) -> Vec<String> {
    let found = report(
        ReportFormat::Short,
        &compiled.diagnostics,
        &compiled.sources,
        &compile::rules(),
        ReportStyle::default(),
    );
    let path = case.join("expected.txt");
    let expected = fs::read_to_string(&path).unwrap_or_default();
    if found == expected {
        return Vec::new();
    }
    if std::env::var_os("BLESS").is_some() {
        fs::write(&path, &found).unwrap();
        return Vec::new();
    }
    vec![format!("findings differ\n{}", differences(&expected, &found))]
}

/// The lines that are missing (`-`) and those that were not expected (`+`), or both texts when only the order differs.
fn differences(expected: &str, found: &str) -> String {
    let lacking = |from: &str, others: &str, mark: char| -> Vec<String> {
        from.lines()
            .filter(|line| !others.lines().any(|other| other == *line))
            .map(|line| format!("{mark} {line}"))
            .collect()
    };
    let lines = [lacking(expected, found, '-'), lacking(found, expected, '+')].concat();
    if lines.is_empty() { format!("expected:\n{expected}\nfound:\n{found}") } else { lines.join("\n") }
}

fn folded(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn look_for(look: &Look, compiled: &Compiled) -> Option<String> {
    let Some(bytes) = compiled.tree.bytes(&look.file) else {
        return Some(format!("there is no {}", look.file));
    };
    let document = Html::parse_document(std::str::from_utf8(bytes).unwrap());
    let selector = Selector::parse(&look.select).unwrap();
    let found: Vec<String> = document
        .select(&selector)
        .map(|element| match &look.attr {
            Some(attribute) => element.attr(attribute).unwrap_or("(no such attribute)").to_owned(),
            None => folded(&element.text().collect::<String>()),
        })
        .collect();
    let fine = match look {
        Look { text: Some(text), .. } => found.first().is_some_and(|first| *first == folded(text)),
        Look { texts: Some(texts), .. } => found.iter().eq(texts),
        Look { count: Some(count), .. } => found.len() == *count,
        _ => panic!("a look needs text, texts or count: {look:?}"),
    };
    let Look { file, select, attr, text, texts, count } = look;
    let of = attr.as_ref().map(|attribute| format!(" [{attribute}]")).unwrap_or_default();
    let wanted = text.iter().map(|text| format!("{text:?}")).chain(texts.iter().map(|texts| format!("{texts:?}")));
    let wanted: String = wanted.chain(count.iter().map(|count| format!("{count} of them"))).collect();
    (!fine).then(|| format!("{file} {select}{of}\n- {wanted}\n+ {found:?}"))
}

/// Ids that stand twice on a page: a link to one would lead to a place that it does not mean.
fn doubled_ids(compiled: &Compiled) -> Vec<String> {
    let of_page = |path: &str, text: &str| {
        let ids = text.split(" id=\"").skip(1).filter_map(|rest| rest.split('"').next());
        let mut seen = BTreeSet::new();
        ids.filter(|id| !seen.insert(*id)).map(|id| format!("{path} has `{id}` twice")).collect::<Vec<_>>()
    };
    let pages =
        compiled.tree.in_memory().filter(|(path, _)| Path::new(path).extension().is_some_and(|it| it == "html"));
    pages.flat_map(|(path, bytes)| of_page(path, &String::from_utf8_lossy(bytes))).collect()
}

fn look_into(file: &File, compiled: &Compiled) -> Option<String> {
    let text = compiled.tree.bytes(&file.path).map(|bytes| String::from_utf8_lossy(bytes));
    let holds = match (file, &text) {
        (File { absent, .. }, None) => *absent,
        (File { absent: true, .. }, Some(_)) => false,
        (File { contains, lacks, equals, .. }, Some(text)) => {
            contains.as_ref().is_none_or(|part| text.contains(part.as_str()))
                && lacks.as_ref().is_none_or(|part| !text.contains(part.as_str()))
                && equals.as_ref().is_none_or(|whole| text == whole)
        }
    };
    (!holds).then(|| {
        format!(
            "{file:?}\n+ {}",
            text.map_or("there is no such file".to_owned(), |text| text.chars().take(4000).collect())
        )
    })
}
