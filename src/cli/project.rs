//! Compiling the briefing in a folder, and telling what was found: what `build`, `check` and `list` share.

use super::CommandOutcome;
use super::build_time::build_time;
use super::paths;
use super::settings::{CompileSettings, Settings};
use super::terminal::Terminal;
use crate::compile::{self, CompileOptions, Compiled};
use crate::diagnose::{Diagnostics, Severity, report};
use crate::load::walk::{self, WalkError};
use crate::load::{self, LoadOptions};
use crate::model::{Kind, Site};
use crate::output;
use crate::span::Sources;
use anyhow::Context;

/// Reads the briefing's folder and compiles it.
pub(super) fn compile(settings: &Settings, how: &CompileSettings, doing: &'static str) -> anyhow::Result<Compiled> {
    let _progress = Terminal::progress(doing);
    let inputs = walk::read_root(&settings.root, &settings.config).map_err(|error| read_error(error, settings))?;
    Ok(compile::compile(&inputs, &compile_options(settings, how)?))
}

/// How the pipeline compiles the briefing.
pub(super) fn compile_options(settings: &Settings, how: &CompileSettings) -> anyhow::Result<CompileOptions> {
    Ok(CompileOptions {
        load: LoadOptions { config: settings.config.clone(), drafts: how.drafts, base_url: how.base_url.clone() },
        build_time: build_time()?,
        minify: how.minify,
        locked: how.locked,
        source_positions: false,
        defer_exports: false,
        clock: None,
    })
}

/// Why the briefing could not be read, with what to do about it.
pub(super) fn read_error(error: WalkError, settings: &Settings) -> anyhow::Error {
    match error {
        WalkError::NoBriefing(_) => paths::no_briefing_error(settings),
        error => error.into(),
    }
}

/// Writes what was verified into the evidence lock, if it has changed, and says whether it has. A build with drafts leaves
/// the lock alone: it is about what is published.
pub(super) fn save_lock(compiled: &Compiled, settings: &Settings) -> anyhow::Result<bool> {
    let (before, now) = (&compiled.site.lock, &compiled.relations.lock);
    if compiled.site.drafts || before == now {
        return Ok(false);
    }
    output::write_file(&settings.root, load::LOCK_FILE, now.to_text().as_bytes())
        .context("the evidence lock was not written")?;
    Ok(true)
}

/// Prints the findings: for people on standard error, for machines on standard output.
pub(super) fn print_diagnostics(
    found: &Diagnostics,
    sources: &Sources,
    settings: &Settings,
    terminal: &mut Terminal,
) -> anyhow::Result<()> {
    let rules = compile::rules();
    let text = report::report(settings.format, found, sources, &rules, terminal.style());
    if is_human_format(settings) { terminal.print_err(&text) } else { terminal.print(&text) }
}

/// Whether the output is read by people, who want a summary.
pub(super) fn is_human_format(settings: &Settings) -> bool {
    matches!(settings.format, report::ReportFormat::Human | report::ReportFormat::Short)
}

/// What the findings mean for the exit code.
pub(super) fn outcome(found: &Diagnostics, how: &CompileSettings) -> CommandOutcome {
    let failing = found.has_errors() || how.warnings_as_errors && found.count(Severity::Warning) > 0;
    if failing { CommandOutcome::BriefingHasErrors } else { CommandOutcome::Success }
}

/// "2 errors, 1 warning and 3 notes"; empty when nothing was found.
pub(super) fn format_counts(found: &Diagnostics) -> String {
    let of = |severity: Severity| (found.count(severity), severity.as_str());
    let mut said: Vec<String> = [Severity::Error, Severity::Warning, Severity::Note]
        .map(of)
        .into_iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, word)| pluralize(count, word))
        .collect();
    let last = said.pop().unwrap_or_default();
    if said.is_empty() { last } else { format!("{} and {last}", said.join(", ")) }
}

/// Where to read more about the gravest of the findings; empty when nothing was found.
pub(super) fn explain_hint(found: &Diagnostics) -> String {
    let gravest = found.iter().min_by_key(|diagnostic| diagnostic.severity);
    gravest.map_or(String::new(), |it| format!("`briefing explain {}` says more.", it.rule.code))
}

/// "5 articles, 30 events, …": the shown records by kind.
pub(super) fn format_records(site: &Site) -> String {
    format_record_counts(&Kind::WITH_FOLDER.map(|kind| site.of_kind(kind).count()))
}

/// The same of numbers, in the order of [`Kind::WITH_FOLDER`].
pub(super) fn format_record_counts(numbers: &[usize; Kind::WITH_FOLDER.len()]) -> String {
    let said: Vec<String> = Kind::WITH_FOLDER
        .iter()
        .zip(numbers)
        .map(|(kind, number)| (*number, kind.as_str()))
        .filter(|(count, _)| *count > 0)
        .map(|(count, word)| pluralize(count, word))
        .collect();
    if said.is_empty() { "no records".to_owned() } else { said.join(", ") }
}

/// "1 draft", "2 drafts".
pub(super) fn pluralize(count: usize, word: &str) -> String {
    if count == 1 { format!("1 {word}") } else { format!("{count} {word}s") }
}
