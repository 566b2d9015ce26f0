//! Compiles the briefing and prints diagnostics: shared by `build`, `check`, `list` and `serve`.

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

/// Reads and compiles the briefing.
pub(super) fn compile(
    settings: &Settings,
    compile_settings: &CompileSettings,
    label: &'static str,
) -> anyhow::Result<Compiled> {
    let _progress = Terminal::progress(label);
    let inputs = walk::read_root(&settings.root, &settings.config).map_err(|error| read_error(error, settings))?;
    Ok(compile::compile(&inputs, &compile_options(settings, compile_settings)?))
}

/// Converts the settings to compile options.
pub(super) fn compile_options(
    settings: &Settings,
    compile_settings: &CompileSettings,
) -> anyhow::Result<CompileOptions> {
    Ok(CompileOptions {
        load: LoadOptions {
            config: settings.config.clone(),
            drafts: compile_settings.drafts,
            base_url: compile_settings.base_url.clone(),
        },
        build_time: build_time()?,
        locked: compile_settings.locked,
        source_positions: false,
        defer_exports: false,
        social_cards: false,
        clock: None,
    })
}

/// Converts a read error, with a help text if there is no configuration.
pub(super) fn read_error(error: WalkError, settings: &Settings) -> anyhow::Error {
    match error {
        WalkError::NoBriefing(_) => paths::no_briefing_error(settings),
        error => error.into(),
    }
}

/// Writes the evidence lock if it has changed, and returns true if it has. Builds with drafts do not update the lock,
/// which covers published content.
pub(super) fn save_lock(compiled: &Compiled, settings: &Settings) -> anyhow::Result<bool> {
    let (previous, current) = (&compiled.site.lock, &compiled.relations.lock);
    if compiled.site.drafts || previous == current {
        return Ok(false);
    }
    output::write_file(&settings.root, load::LOCK_FILE, current.to_text().as_bytes())
        .context("failed to write the evidence lock")?;
    Ok(true)
}

/// Prints diagnostics: human-readable formats to standard error, machine-readable ones to standard output.
pub(super) fn print_diagnostics(
    diagnostics: &Diagnostics,
    sources: &Sources,
    settings: &Settings,
    terminal: &mut Terminal,
) -> anyhow::Result<()> {
    let rules = compile::rules();
    let text = report::report(settings.format, diagnostics, sources, &rules, terminal.style());
    if is_human_format(settings) { terminal.print_err(&text) } else { terminal.print(&text) }
}

/// Checks whether the output format is for humans; only then summaries are printed.
pub(super) fn is_human_format(settings: &Settings) -> bool {
    matches!(settings.format, report::ReportFormat::Human | report::ReportFormat::Short)
}

/// Returns the outcome for these diagnostics.
pub(super) fn outcome(diagnostics: &Diagnostics, compile_settings: &CompileSettings) -> CommandOutcome {
    let has_failed =
        diagnostics.has_errors() || compile_settings.warnings_as_errors && diagnostics.count(Severity::Warning) > 0;
    if has_failed { CommandOutcome::BriefingHasErrors } else { CommandOutcome::Success }
}

/// Formats counts by severity: "2 errors, 1 warning and 3 notes"; empty if there are none.
pub(super) fn format_counts(diagnostics: &Diagnostics) -> String {
    let count_of = |severity: Severity| (diagnostics.count(severity), severity.as_str());
    let mut parts: Vec<String> = [Severity::Error, Severity::Warning, Severity::Note]
        .map(count_of)
        .into_iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, word)| pluralize(count, word))
        .collect();
    let last = parts.pop().unwrap_or_default();
    if parts.is_empty() { last } else { format!("{} and {last}", parts.join(", ")) }
}

/// Returns a pointer to `briefing explain` for the most severe diagnostic; empty if there are none.
pub(super) fn explain_hint(diagnostics: &Diagnostics) -> String {
    let most_severe = diagnostics.iter().min_by_key(|diagnostic| diagnostic.severity);
    most_severe
        .map_or(String::new(), |diagnostic| format!("Run `briefing explain {}` for details.", diagnostic.rule.code))
}

/// Formats the number of published records by kind: "5 articles, 30 events, …".
pub(super) fn format_records(site: &Site) -> String {
    format_record_counts(&Kind::WITH_FOLDER.map(|kind| site.count(kind)))
}

/// Formats these counts, which are in the order of [`Kind::WITH_FOLDER`].
pub(super) fn format_record_counts(counts: &[usize; Kind::WITH_FOLDER.len()]) -> String {
    let parts: Vec<String> = Kind::WITH_FOLDER
        .iter()
        .zip(counts)
        .map(|(kind, count)| (*count, kind.as_str()))
        .filter(|(count, _)| *count > 0)
        .map(|(count, word)| pluralize(count, word))
        .collect();
    if parts.is_empty() { "no records".to_owned() } else { parts.join(", ") }
}

/// Formats a count with its noun: "1 draft", "2 drafts".
pub(super) fn pluralize(count: usize, word: &str) -> String {
    if count == 1 { format!("1 {word}") } else { format!("{count} {word}s") }
}
