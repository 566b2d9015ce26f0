//! Checks that no page has an id twice, whatever the headings of its records: every id that pages have is given to
//! headings of every record, as the heading's words and as an explicit id.

use crate::support::generated;
use briefing::compile::{CompileOptions, Compiled, compile};
use briefing::load::{Inputs, walk};
use briefing::model::Kind;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::path::Path;

/// Number of ids of one form, such as `claim-1`, that become headings.
const MAX_OF_FORM: usize = 3;

fn compiled(inputs: &Inputs) -> Compiled {
    compile(inputs, &CompileOptions { build_time: 1_966_000_000, ..CompileOptions::default() })
}

fn has_extension(path: &str, extension: &str) -> bool {
    Path::new(path).extension().is_some_and(|found| found == extension)
}

/// Returns the pages with their ids, in order.
fn ids_of_pages(compiled: &Compiled) -> Vec<(String, Vec<String>)> {
    let pages = compiled.tree.in_memory().filter(|(path, _)| has_extension(path, "html"));
    let ids = |bytes: &[u8]| {
        let html = String::from_utf8_lossy(bytes).into_owned();
        html.split(" id=\"").skip(1).filter_map(|rest| rest.split('"').next()).map(str::to_owned).collect()
    };
    pages.map(|(path, bytes)| (path.to_string(), ids(bytes))).collect()
}

/// Returns the form of an id: its letters up to the first number or hyphen.
fn form(id: &str) -> &str {
    id.split(|c: char| c == '-' || c.is_ascii_digit()).next().unwrap_or(id)
}

/// Selects ids for headings: all of different forms, and some of each form.
fn selected(pages: &[(String, Vec<String>)]) -> Vec<String> {
    let mut by_form: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for id in pages.iter().flat_map(|(_, ids)| ids) {
        by_form.entry(form(id)).or_default().insert(id);
    }
    by_form.into_values().flat_map(|ids| ids.into_iter().take(MAX_OF_FORM)).map(str::to_owned).collect()
}

/// Appends headings to all records, and to an introduction of every index page.
fn with_headings(inputs: &mut Inputs, ids: &[String]) {
    let mut headings = String::from("\n\n");
    for id in ids {
        let _ = writeln!(headings, "## {id}\n\nWords.\n\n### Part {{#{id}}}\n\nWords.\n\n## Section {id}\n");
    }
    for folder in Kind::ALL.map(Kind::folder).into_iter().chain(["evidence"]).filter(|folder| *folder != "pages") {
        let introduction = || format!("+++\ntitle = \"List of {folder}\"\n+++\n").into_bytes().into();
        inputs.files.entry(format!("content/{folder}/_index.md").into()).or_insert_with(introduction);
    }
    let is_record = |path: &str| path.starts_with("content/") && has_extension(path, "md");
    for (_, bytes) in inputs.files.iter_mut().filter(|(path, _)| is_record(path)) {
        *bytes = [&**bytes, headings.as_bytes()].concat().into();
    }
}

fn assert_unique(root: &Path, least: usize) {
    let mut inputs = walk::read_root(root, "briefing.toml").unwrap();
    let ids = selected(&ids_of_pages(&compiled(&inputs)));
    assert!(ids.len() >= least, "only {} ids: {ids:?}", ids.len());
    with_headings(&mut inputs, &ids);
    let compiled = compiled(&inputs);
    let mut with_headings = BTreeSet::new();
    let mut duplicates = Vec::new();
    for (path, ids) in ids_of_pages(&compiled) {
        let mut seen = BTreeSet::new();
        duplicates.extend(ids.iter().filter(|id| !seen.insert(*id)).map(|id| format!("{path}: {id}")));
        if seen.iter().any(|id| *id == "section-references") {
            with_headings.insert(path.split('/').next().unwrap_or_default().to_owned());
        }
    }
    assert!(duplicates.is_empty(), "{} ids occur twice:\n{}", duplicates.len(), duplicates.join("\n"));
    for folder in ["articles", "events", "initiatives", "actors", "topics", "timeline", "evidence", "index.html"] {
        assert!(with_headings.contains(folder), "no page in `{folder}` has the headings: {with_headings:?}");
    }
}

#[test]
fn headings_of_the_first_briefing_take_no_ids_of_pages() {
    assert_unique(Path::new("."), 50);
}

#[test]
fn headings_of_a_generated_site_take_no_ids_of_pages() {
    let folder = tempfile::tempdir().unwrap();
    generated::generate(7, folder.path());
    assert_unique(folder.path(), 40);
}
