//! Whatever was compiled or built before, what comes out is what a first compilation gives, byte for byte: shown on random
//! sequences of changes to everything that a briefing is made of, in memory and on the disk, where what is remembered and
//! what was written is meddled with, too.
//!
//! `BRIEFING_STEPS` is how many changes are made, `BRIEFING_SEED` where the sequences begin.

#![expect(clippy::unwrap_used, reason = "a test stops at the first thing that is not as it should be")]

mod edits;
mod on_disk;
mod rng;
mod workspace;

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

/// So many changes in a row; then another sequence begins.
const SEQUENCE_LENGTH: usize = 25;

#[expect(clippy::disallowed_methods, reason = "how much is tested is asked from outside")]
fn number(variable: &str, usual: usize) -> usize {
    std::env::var(variable).ok().and_then(|given| given.parse().ok()).unwrap_or(usual)
}

fn inputs(files: &Files) -> Inputs {
    let files = files.iter().map(|(path, text)| (Arc::from(path.as_str()), text.as_bytes().into())).collect();
    Inputs { files, refused: Vec::new() }
}

fn options(dice: &mut Rng) -> CompileOptions {
    CompileOptions {
        load: LoadOptions { drafts: dice.one_in(4), ..LoadOptions::default() },
        build_time: if dice.one_in(8) { 1_800_000_000 } else { 1_767_225_599 },
        minify: dice.one_in(8),
        locked: false,
        source_positions: dice.one_in(4),
        defer_exports: false,
        clock: None,
    }
}

fn diagnostics_text(compiled: &Compiled) -> String {
    format_diagnostics(&compiled.diagnostics, &compiled.sources)
}

/// What people are told of findings, with the lines in which they stand.
fn format_diagnostics(found: &Diagnostics, sources: &Sources) -> String {
    report(ReportFormat::Human, found, sources, &compile::rules(), ReportStyle::default())
}

/// The first file of two compilations that is not the same in both; of one without machine-readable files, the others.
fn difference(left: &Compiled, right: &Compiled, with_exports: bool) -> Option<String> {
    let paths = left.tree.paths().chain(right.tree.paths()).filter(|path| with_exports || !export::is_export(path));
    let differs = |path: &&str| left.tree.get(path) != right.tree.get(path);
    paths.filter(differs).min().map(str::to_owned)
}

/// All that is known about records.
fn relations(compiled: &Compiled) -> String {
    let known = &compiled.relations;
    let said =
        (&known.targets, &known.mention_links, &known.backlinks, &known.cited, &known.quotations, &known.uncited);
    let turned =
        (&known.events, &known.related, &known.actors, &known.topics, &known.quoted_ranges, &known.quoted_amounts);
    let claims = (
        &known.claim_support,
        &known.divergences,
        &known.supporting_articles,
        &known.text_mentions,
        &known.mentioned_in,
    );
    format!("{said:#?}{turned:#?}{claims:#?}{}", known.lock.to_text())
}

/// Changes a briefing again and again, and checks after each change.
fn sequence(seed: usize) {
    let mut dice = Rng::new(seed as u64);
    let mut files = workspace::initial_files();
    let mut session = Session::default();
    let mut desk = DiskBriefing::new();
    let mut options_now = options(&mut dice);
    for step in 0..SEQUENCE_LENGTH {
        let place = || format!("seed {seed}, step {step}");
        let before = files.clone();
        for _ in 0..dice.below(4) {
            edits::random_edit(&mut files, &mut dice);
        }
        if dice.one_in(5) {
            options_now = options(&mut dice);
        }
        let inputs = inputs(&files);
        let clean = compile::compile(&inputs, &options_now);
        // As the preview does.
        let exports_later = !dice.one_in(3);
        let again = session.compile(&inputs, &CompileOptions { defer_exports: exports_later, ..options_now.clone() });
        assert_eq!(diagnostics_text(&again), diagnostics_text(&clean), "in memory, {}", place());
        assert_eq!(difference(&again, &clean, !exports_later), None, "in memory, {}", place());
        assert_eq!(relations(&again), relations(&clean), "in memory, {}", place());
        desk.sync_files(&files);
        desk.corrupt_random_file(&mut dice);
        assert_eq!(desk.build(&options_now), diagnostics_text(&clean), "on the disk, {}", place());
        if clean.diagnostics.has_errors() {
            // A mistake that stays hides what comes after it.
            files = if dice.one_in(4) { files } else { before };
        } else {
            assert_eq!(desk.difference(&clean), None, "on the disk, {}", place());
        }
    }
}

/// Changes what records say, and neither their names nor which there are: what a writer does most, and what a session spares
/// most work.
fn sequence_of_words(seed: usize) {
    let mut dice = Rng::new(seed as u64);
    let mut files = workspace::initial_files();
    let (mut session, mut desk) = (Session::default(), DiskBriefing::new());
    let options = CompileOptions { source_positions: dice.one_in(2), ..options(&mut dice) };
    let preview = CompileOptions { defer_exports: true, ..options.clone() };
    files.insert("content/articles/gull-2031/table.csv".to_owned(), "n\n1\n".to_owned());
    if dice.one_in(2) {
        let article = files.get_mut("content/articles/gull-2031/index.md").unwrap();
        *article = article.replacen("+++\n", "+++\nrights = { publish = \"full\" }\n", 1);
    }
    for step in 0..SEQUENCE_LENGTH {
        let place = || format!("words, seed {seed}, step {step}");
        for _ in 0..=dice.below(2) {
            let say = if dice.one_in(4) { edits::edit_front_matter } else { edits::edit_body };
            say(&mut files, &mut dice);
        }
        let inputs = inputs(&files);
        let clean = compile::compile(&inputs, &options);
        let again = session.compile(&inputs, &preview);
        assert_eq!(diagnostics_text(&again), diagnostics_text(&clean), "in memory, {}", place());
        assert_eq!(difference(&again, &clean, false), None, "in memory, {}", place());
        assert_eq!(relations(&again), relations(&clean), "in memory, {}", place());
        desk.sync_files(&files);
        desk.corrupt_random_file(&mut dice);
        assert_eq!(desk.build(&options), diagnostics_text(&clean), "on the disk, {}", place());
        if !clean.diagnostics.has_errors() {
            assert_eq!(desk.difference(&clean), None, "on the disk, {}", place());
        }
    }
}

#[test]
fn other_words_give_what_a_first_compilation_gives() {
    let (steps, seed) = (number("BRIEFING_STEPS", 500), number("BRIEFING_SEED", 1));
    (seed..seed + steps.div_ceil(SEQUENCE_LENGTH)).into_par_iter().for_each(sequence_of_words);
}

#[test]
fn every_compilation_gives_what_a_first_one_gives() {
    let (steps, seed) = (number("BRIEFING_STEPS", 500), number("BRIEFING_SEED", 1));
    (seed..seed + steps.div_ceil(SEQUENCE_LENGTH)).into_par_iter().for_each(sequence);
}

/// What others quote of a text shows on the page that has the text, though nothing of the article changed.
#[test]
fn a_published_text_shows_who_comes_to_quote_it() {
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
    let mark = "<a href=\"../../topics/fares/#quote-1\" title=\"Quoted in Fares\">the tide was low</a>";
    assert!(page(&files).contains("the tide was low") && !page(&files).contains(mark));
    files.get_mut("content/topics/fares.md").unwrap().push_str("\nAnd \"the tide was low\" [@gull-2031, ¶3].\n");
    assert!(page(&files).contains(mark));
    files.insert("content/topics/fares.md".to_owned(), workspace::initial_files()["content/topics/fares.md"].clone());
    assert!(!page(&files).contains("Quoted in Fares"));
}

/// Of a record that comes or goes, only those pages are asked which show which records of its kind there are, which lead to it,
/// or which it leads to: in memory, and on the disk.
#[test]
fn a_record_that_comes_or_goes_leaves_other_pages_alone() {
    let (before, mut files) = (workspace::initial_files(), workspace::initial_files());
    files.insert("content/topics/anchors.md".to_owned(), "+++\ntitle = \"Anchors\"\n+++\nOf iron.\n".to_owned());
    let (mut session, mut desk) = (Session::default(), DiskBriefing::new());
    let options = CompileOptions::default();
    let mut viewed = |files: &Files| {
        desk.sync_files(files);
        (session.compile(&inputs(files), &options).pages.stats.views_built, desk.views_built(&options))
    };
    let (all, on_the_disk) = viewed(&before);
    assert!(all > 20 && on_the_disk == all, "a first time, everything");
    for files in [&files, &before] {
        let (some, on_the_disk) = viewed(files);
        assert_eq!(some, on_the_disk);
        assert!((1..all / 2).contains(&some), "{some} of {all}");
    }
}

#[test]
fn the_workspace_has_no_mistake() {
    let compiled = compile::compile(&inputs(&workspace::initial_files()), &CompileOptions::default());
    assert!(!compiled.diagnostics.has_errors(), "{}", diagnostics_text(&compiled));
    assert!(compiled.pages.pages.len() > 20);
}
