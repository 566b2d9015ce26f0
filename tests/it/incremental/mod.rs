//! Incremental compilations and builds equal clean ones, byte for byte: tested with random sequences of edits to every
//! kind of input, in memory and on disk, and with random corruption of caches and outputs.
//!
//! `BRIEFING_STEPS` is the number of edits, `BRIEFING_SEED` the first seed; `./tests/run all` sets 2,000 edits.

mod edits;
mod on_disk;
mod rng;
mod workspace;

use crate::repetitions::repetitions;
use briefing::compile::{self, CompileOptions, Compiled};
use briefing::diagnose::Diagnostics;
use briefing::diagnose::report::{ReportFormat, ReportStyle, report};
use briefing::export;
use briefing::incremental::Session;
use briefing::load::{Inputs, LoadOptions};
use briefing::span::Sources;
use on_disk::DiskBriefing;
use rayon::prelude::*;
use rng::Rng;
use std::sync::Arc;
use workspace::Files;

/// Number of edits per sequence.
const SEQUENCE_LENGTH: usize = 25;

fn inputs(files: &Files) -> Inputs {
    let files = files.iter().map(|(path, text)| (Arc::from(path.as_str()), text.as_bytes().into())).collect();
    Inputs { files, refused: Vec::new() }
}

fn options(rng: &mut Rng) -> CompileOptions {
    CompileOptions {
        load: LoadOptions { drafts: rng.one_in(4), ..LoadOptions::default() },
        build_time: if rng.one_in(8) { 1_800_000_000 } else { 1_767_225_599 },
        locked: false,
        source_positions: rng.one_in(4),
        defer_exports: false,
        social_cards: false,
        clock: None,
    }
}

fn diagnostics_text(compiled: &Compiled) -> String {
    format_diagnostics(&compiled.diagnostics, &compiled.sources)
}

/// Formats diagnostics for humans, with source lines.
fn format_diagnostics(diagnostics: &Diagnostics, sources: &Sources) -> String {
    report(ReportFormat::Human, diagnostics, sources, &compile::rules(), ReportStyle::default())
}

/// Returns the first file that differs between two compilations. Without `with_exports`, export files are ignored.
fn difference(left: &Compiled, right: &Compiled, with_exports: bool) -> Option<String> {
    let paths = left.tree.paths().chain(right.tree.paths()).filter(|path| with_exports || !export::is_export(path));
    let differs = |path: &&str| left.tree.get(path) != right.tree.get(path);
    paths.filter(differs).min().map(str::to_owned)
}

/// Formats all relations.
fn relations(compiled: &Compiled) -> String {
    let relations = &compiled.relations;
    let outgoing = (
        &relations.targets,
        &relations.mention_links,
        &relations.backlinks,
        &relations.cited,
        &relations.quotations,
        &relations.uncited,
    );
    let derived = (
        &relations.events,
        &relations.related,
        &relations.actors,
        &relations.topics,
        &relations.quoted_ranges,
        &relations.quoted_amounts,
    );
    let claims = (
        &relations.claim_support,
        &relations.divergences,
        &relations.supporting_articles,
        &relations.text_mentions,
        &relations.mentioned_in,
    );
    format!("{outgoing:#?}{derived:#?}{claims:#?}{}", relations.lock.to_text())
}

/// Edits a workspace repeatedly and checks after each step.
fn check_random_edits(seed: usize) {
    let mut rng = Rng::new(seed as u64);
    let mut files = workspace::initial_files();
    let mut session = Session::default();
    let mut disk = DiskBriefing::new();
    let mut options_now = options(&mut rng);
    for step in 0..SEQUENCE_LENGTH {
        let location = || format!("seed {seed}, step {step}");
        let previous_files = files.clone();
        for _ in 0..rng.below(4) {
            edits::random_edit(&mut files, &mut rng);
        }
        if rng.one_in(5) {
            options_now = options(&mut rng);
        }
        let inputs = inputs(&files);
        let clean = compile::compile(&inputs, &options_now);
        // Like the preview.
        let exports_later = !rng.one_in(3);
        let incremental =
            session.compile(&inputs, &CompileOptions { defer_exports: exports_later, ..options_now.clone() });
        assert_eq!(diagnostics_text(&incremental), diagnostics_text(&clean), "in memory, {}", location());
        assert_eq!(difference(&incremental, &clean, !exports_later), None, "in memory, {}", location());
        assert_eq!(relations(&incremental), relations(&clean), "in memory, {}", location());
        disk.sync_files(&files);
        disk.corrupt_random_file(&mut rng);
        assert_eq!(disk.build(&options_now), diagnostics_text(&clean), "on the disk, {}", location());
        if clean.diagnostics.has_errors() {
            // A permanent error would hide the effects of later edits.
            files = if rng.one_in(4) { files } else { previous_files };
        } else {
            assert_eq!(disk.difference(&clean), None, "on the disk, {}", location());
        }
    }
}

/// Edits texts without adding, removing or renaming records: the most frequent kind of edit, and the one with the most
/// reuse.
fn check_text_edits(seed: usize) {
    let mut rng = Rng::new(seed as u64);
    let mut files = workspace::initial_files();
    let (mut session, mut disk) = (Session::default(), DiskBriefing::new());
    let options = CompileOptions { source_positions: rng.one_in(2), ..options(&mut rng) };
    let preview = CompileOptions { defer_exports: true, ..options.clone() };
    files.insert("content/articles/gull-2031/table.csv".to_owned(), "n\n1\n".to_owned());
    if rng.one_in(2) {
        let article = files.get_mut("content/articles/gull-2031/index.md").unwrap();
        *article = article.replacen("+++\n", "+++\nrights = { publish = \"full\" }\n", 1);
    }
    for step in 0..SEQUENCE_LENGTH {
        let location = || format!("words, seed {seed}, step {step}");
        for _ in 0..=rng.below(2) {
            let apply_edit = if rng.one_in(4) { edits::edit_front_matter } else { edits::edit_body };
            apply_edit(&mut files, &mut rng);
        }
        let inputs = inputs(&files);
        let clean = compile::compile(&inputs, &options);
        let incremental = session.compile(&inputs, &preview);
        assert_eq!(diagnostics_text(&incremental), diagnostics_text(&clean), "in memory, {}", location());
        assert_eq!(difference(&incremental, &clean, false), None, "in memory, {}", location());
        assert_eq!(relations(&incremental), relations(&clean), "in memory, {}", location());
        disk.sync_files(&files);
        disk.corrupt_random_file(&mut rng);
        assert_eq!(disk.build(&options), diagnostics_text(&clean), "on the disk, {}", location());
        if !clean.diagnostics.has_errors() {
            assert_eq!(disk.difference(&clean), None, "on the disk, {}", location());
        }
    }
}

#[test]
fn text_edits_equal_clean_compilation() {
    let (steps, seed) = (repetitions("BRIEFING_STEPS", 200), repetitions("BRIEFING_SEED", 1));
    (seed..seed + steps.div_ceil(SEQUENCE_LENGTH)).into_par_iter().for_each(check_text_edits);
}

#[test]
fn random_edits_equal_clean_compilation() {
    let (steps, seed) = (repetitions("BRIEFING_STEPS", 200), repetitions("BRIEFING_SEED", 1));
    (seed..seed + steps.div_ceil(SEQUENCE_LENGTH)).into_par_iter().for_each(check_random_edits);
}

/// A page with a full text depends on the quotations of other records.
#[test]
fn published_text_links_to_new_quotations() {
    const PAGE: &str = "articles/gull-2031/index.html";
    let mut files = workspace::initial_files();
    let article = files.get_mut("content/articles/gull-2031/index.md").unwrap();
    *article = article.replacen("+++\n", "+++\nrights = { publish = \"full\" }\n", 1);
    let mut session = Session::default();
    let mut page = |files: &Files| {
        let compiled = session.compile(&inputs(files), &CompileOptions::default());
        assert!(!compiled.diagnostics.has_errors(), "{}", diagnostics_text(&compiled));
        String::from_utf8(compiled.tree.bytes(PAGE).unwrap().to_vec()).unwrap()
    };
    let link = "<a href=\"../../topics/fares/#quote-1\" title=\"Quoted in Fares\">the tide was low</a>";
    assert!(page(&files).contains("the tide was low") && !page(&files).contains(link));
    files.get_mut("content/topics/fares.md").unwrap().push_str("\nAnd \"the tide was low\" [@gull-2031, ¶3].\n");
    assert!(page(&files).contains(link));
    files.insert("content/topics/fares.md".to_owned(), workspace::initial_files()["content/topics/fares.md"].clone());
    assert!(!page(&files).contains("Quoted in Fares"));
}

/// Adding or removing a record rebuilds only pages that list its kind, link to it, or that it links to.
#[test]
fn added_or_removed_record_rebuilds_related_pages_only() {
    let (previous_files, mut files) = (workspace::initial_files(), workspace::initial_files());
    files.insert("content/topics/anchors.md".to_owned(), "+++\ntitle = \"Anchors\"\n+++\nOf iron.\n".to_owned());
    let (mut session, mut disk) = (Session::default(), DiskBriefing::new());
    let options = CompileOptions::default();
    let mut count_views = |files: &Files| {
        disk.sync_files(files);
        (session.compile(&inputs(files), &options).pages.stats.views_built, disk.views_built(&options))
    };
    let (all, on_the_disk) = count_views(&previous_files);
    assert!(all > 20 && on_the_disk == all, "a first time, everything");
    for files in [&files, &previous_files] {
        let (some, on_the_disk) = count_views(files);
        assert_eq!(some, on_the_disk);
        assert!((1..all / 2).contains(&some), "{some} of {all}");
    }
}

#[test]
fn workspace_has_no_errors() {
    let compiled = compile::compile(&inputs(&workspace::initial_files()), &CompileOptions::default());
    assert!(!compiled.diagnostics.has_errors(), "{}", diagnostics_text(&compiled));
    assert!(compiled.pages.pages.len() > 20);
}
