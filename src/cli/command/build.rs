//! `briefing build`: compiles the briefing and writes the site.

use crate::cli::CommandOutcome;
use crate::cli::args::BuildArgs;
use crate::cli::paths;
use crate::cli::project;
use crate::cli::settings::{CompileSettings, Settings};
use crate::cli::terminal::Terminal;
use crate::compile::CompileOptions;
use crate::diagnose::report::sanitized;
use crate::diagnose::{Diagnostics, Severity};
use crate::incremental::{self, BuildRequest, BuildStats, Stage, UpToDate};
use crate::output::{WriteError, WriteOptions, WriteSummary};
use crate::span::Sources;
use anyhow::Context;
use std::fmt::Write;
use std::path::PathBuf;
use std::sync::LazyLock;
use std::time::{Duration, Instant};

/// How long to wait for another build that writes to the same folder.
const LOCK_TIMEOUT: Duration = Duration::from_secs(10);

pub(super) fn run(args: &BuildArgs, settings: &Settings, terminal: &mut Terminal) -> anyhow::Result<CommandOutcome> {
    let mut clock = StageTimer::start();
    let how = CompileSettings {
        base_url: args.base_url.clone(),
        minify: args.minify,
        ..CompileSettings::from(&args.compile)
    };
    let request = build_request(args, settings, &how)?;
    let progress = Terminal::progress("building");
    let unreadable = |error| project::read_error(error, settings);
    let mut build = incremental::Build::begin(request.clone()).map_err(unreadable)?;
    let unchanged = build.up_to_date();
    clock.lap("look");
    if let Some(UpToDate { stats: tally, folder, diagnostics: mut found, sources }) = unchanged
        && paths::output_problem(&settings.root, &folder)?.is_none()
    {
        drop(progress);
        let outcome = report_diagnostics(&mut found, &sources, &how, settings, terminal)?;
        if outcome != CommandOutcome::Success {
            return Ok(outcome);
        }
        let done = WriteCounts { unchanged: tally.files, ..WriteCounts::default() };
        let summary = BuildSummary { tally, folder, counts: done, diagnostics: project::format_counts(&found) };
        return print_summary(&summary, args, settings, terminal, &clock);
    }
    let mut compiled = build.compile(&mut |stage| clock.lap(stage_name(stage))).map_err(unreadable)?;
    (clock.viewed, clock.templates) = (compiled.pages.stats.views_built, compiled.pages.stats.template_time);
    drop(progress);
    let outcome = report_diagnostics(&mut compiled.diagnostics, &compiled.sources, &how, settings, terminal)?;
    if outcome != CommandOutcome::Success {
        return Ok(outcome);
    }
    let folder = request.output_folder(&compiled.site);
    if let Some(problem) = paths::output_problem(&settings.root, &folder)? {
        let message = format!("the site cannot be written to `{}`: it {problem}", folder.display());
        return terminal.report_usage_error(&message, "name a folder that holds nothing else, such as `public`");
    }
    let options = WriteOptions { force: args.force, wait: LOCK_TIMEOUT, ..WriteOptions::default() };
    let written = match build.write(&mut compiled, options) {
        Ok(written) => written,
        Err(error) => return report_write_error(error, terminal),
    };
    clock.lap(stage_name(Stage::Write));
    let lock_changed = project::save_lock(&compiled, settings)?;
    let (tally, found) = (BuildStats::of(&compiled), project::format_counts(&compiled.diagnostics));
    let outcome = print_summary(
        &BuildSummary { tally, folder, counts: WriteCounts::of(&written), diagnostics: found },
        args,
        settings,
        terminal,
        &clock,
    )?;
    if lock_changed && project::is_human_format(settings) {
        terminal.print("  evidence.lock updated; commit it\n")?;
    }
    // The program ends: the system takes back a large site faster than it could be taken apart.
    std::mem::forget((compiled, build));
    Ok(outcome)
}

fn build_request(args: &BuildArgs, settings: &Settings, how: &CompileSettings) -> anyhow::Result<BuildRequest> {
    let options = project::compile_options(settings, how)?;
    Ok(BuildRequest {
        root: settings.root.clone(),
        output: args.output_dir.clone(),
        options: CompileOptions { clock: args.timings.then_some(monotonic_time), ..options },
        use_cache: !args.no_cache,
    })
}

fn report_write_error(error: WriteError, terminal: &mut Terminal) -> anyhow::Result<CommandOutcome> {
    match error {
        WriteError::ForeignDirectory { .. } | WriteError::Foreign { .. } => {
            terminal.report_usage_error(&format!("the site was not written: {error}"), help_for(&error))
        }
        _ => Err(error).context("the site was not written"),
    }
}

/// What to do when files that are not briefing's are in the way.
fn help_for(error: &WriteError) -> &'static str {
    match error {
        WriteError::Foreign { .. } => "move it away, or use --force to overwrite it",
        _ => "name another folder with -o, or use --force: it keeps files that are not part of the site",
    }
}

/// Tells what was found, and whether and why nothing is built.
fn report_diagnostics(
    found: &mut Diagnostics,
    sources: &Sources,
    how: &CompileSettings,
    settings: &Settings,
    terminal: &mut Terminal,
) -> anyhow::Result<CommandOutcome> {
    found.retain_at_least(Severity::Warning);
    project::print_diagnostics(found, sources, settings, terminal)?;
    let outcome = project::outcome(found, how);
    if outcome != CommandOutcome::Success && project::is_human_format(settings) {
        terminal.print_err(&not_built_message(found))?;
    }
    Ok(outcome)
}

fn not_built_message(found: &Diagnostics) -> String {
    let (counts, more) = (project::format_counts(found), project::explain_hint(found));
    let as_errors = if found.has_errors() { "" } else { " (--warnings-as-errors)" };
    format!("Not built: {counts}{as_errors}. {more}\n")
}

/// What a build came to.
struct BuildSummary {
    tally: BuildStats,
    folder: PathBuf,
    counts: WriteCounts,
    /// How much was found; empty when nothing was.
    diagnostics: String,
}

/// How many files of the output were written, were right already, and were removed.
#[derive(Default)]
struct WriteCounts {
    written: usize,
    unchanged: usize,
    deleted: usize,
}

impl WriteCounts {
    fn of(written: &WriteSummary) -> WriteCounts {
        WriteCounts {
            written: written.created + written.changed,
            unchanged: written.unchanged,
            deleted: written.deleted,
        }
    }
}

/// Says a few lines: what was made, what was skipped, in what time, and where.
fn print_summary(
    summary: &BuildSummary,
    args: &BuildArgs,
    settings: &Settings,
    terminal: &mut Terminal,
    clock: &StageTimer,
) -> anyhow::Result<CommandOutcome> {
    if project::is_human_format(settings) {
        terminal.print(&summary.format(clock.total()))?;
        if args.timings {
            terminal.print(&clock.format())?;
        }
    }
    Ok(CommandOutcome::Success)
}

impl BuildSummary {
    fn format(&self, took: Duration) -> String {
        let BuildSummary { tally, folder, counts: done, diagnostics: found } = self;
        let mut text = format!(
            "Built {} pages ({} files) in {:.2} s: {}\n  from {}\n  {} written, {} unchanged, {} deleted\n",
            tally.pages,
            tally.files,
            took.as_secs_f64(),
            sanitized(&folder.display().to_string()),
            project::format_record_counts(&tally.records),
            done.written,
            done.unchanged,
            done.deleted,
        );
        if tally.excluded_drafts > 0 {
            let left_out = project::pluralize(tally.excluded_drafts, "draft");
            let _ = writeln!(text, "  {left_out} left out (--drafts shows them)");
        }
        if !found.is_empty() {
            let _ = writeln!(text, "  {found}");
        }
        text
    }
}

/// Measures stages.
struct StageTimer {
    begin: Instant,
    last: Instant,
    laps: Vec<(&'static str, Duration)>,
    /// How many pages had their views made.
    viewed: usize,
    /// How long templates ran, on all threads together.
    templates: Duration,
}

/// The time since the first call.
fn monotonic_time() -> Duration {
    static FIRST: LazyLock<Instant> = LazyLock::new(Instant::now);
    FIRST.elapsed()
}

impl StageTimer {
    fn start() -> StageTimer {
        let now = Instant::now();
        StageTimer { begin: now, last: now, laps: Vec::new(), viewed: 0, templates: Duration::ZERO }
    }

    /// Ends a stage.
    fn lap(&mut self, stage: &'static str) {
        let now = Instant::now();
        self.laps.push((stage, now - self.last));
        self.last = now;
    }

    fn total(&self) -> Duration {
        self.begin.elapsed()
    }

    fn format(&self) -> String {
        let line = |(stage, took): &(&str, Duration)| format!("  {stage:<8}{:>9.1} ms\n", took.as_secs_f64() * 1_000.0);
        let mut text: String = self.laps.iter().map(line).collect();
        if self.viewed > 0 {
            let (pages, templates) = (project::pluralize(self.viewed, "page"), self.templates.as_secs_f64() * 1_000.0);
            let _ = writeln!(text, "  looked into {pages}; templates ran {templates:.1} ms on all threads together");
        }
        text
    }
}

/// A stage's word in the table of times.
fn stage_name(stage: Stage) -> &'static str {
    match stage {
        Stage::Read => "read",
        Stage::Load => "load",
        Stage::Relate => "relate",
        Stage::Render => "render",
        Stage::Export => "emit",
        Stage::Write => "write",
    }
}
