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

/// Timeout for the output lock, which another build may hold.
const LOCK_TIMEOUT: Duration = Duration::from_secs(10);

pub(super) fn run(args: &BuildArgs, settings: &Settings, terminal: &mut Terminal) -> anyhow::Result<CommandOutcome> {
    if args.minify {
        return reject_minify(terminal);
    }
    let mut timer = StageTimer::start();
    let compile_settings = CompileSettings { base_url: args.base_url.clone(), ..CompileSettings::from(&args.compile) };
    let request = build_request(args, settings, &compile_settings)?;
    let progress = Terminal::progress("building");
    let read_error = |error| project::read_error(error, settings);
    let mut build = incremental::Build::begin(request.clone()).map_err(read_error)?;
    let up_to_date = build.up_to_date();
    timer.lap("scan");
    if let Some(UpToDate { stats, folder, mut diagnostics, sources }) = up_to_date
        && paths::output_problem(&settings.root, &folder)?.is_none()
    {
        drop(progress);
        let outcome = report_diagnostics(&mut diagnostics, &sources, &compile_settings, settings, terminal)?;
        if outcome != CommandOutcome::Success {
            return Ok(outcome);
        }
        let counts = WriteCounts { unchanged: stats.files, ..WriteCounts::default() };
        let summary = BuildSummary { stats, folder, counts, diagnostics: project::format_counts(&diagnostics) };
        return print_summary(&summary, args, settings, terminal, &timer);
    }
    let mut compiled = build.compile(&mut |stage| timer.lap(stage_name(stage))).map_err(read_error)?;
    (timer.views_built, timer.templates) = (compiled.pages.stats.views_built, compiled.pages.stats.template_time);
    drop(progress);
    let outcome =
        report_diagnostics(&mut compiled.diagnostics, &compiled.sources, &compile_settings, settings, terminal)?;
    if outcome != CommandOutcome::Success {
        return Ok(outcome);
    }
    let folder = request.output_folder(&compiled.site);
    if let Some(problem) = paths::output_problem(&settings.root, &folder)? {
        let message = format!("the site cannot be written to `{}`: it {problem}", folder.display());
        return terminal.report_usage_error(&message, "use a separate folder, such as `public`");
    }
    let options = WriteOptions { force: args.force, wait: LOCK_TIMEOUT, ..WriteOptions::default() };
    let written = match build.write(&mut compiled, options) {
        Ok(written) => written,
        Err(error) => return report_write_error(error, terminal),
    };
    timer.lap(stage_name(Stage::Write));
    let lock_changed = project::save_lock(&compiled, settings)?;
    let (stats, diagnostics) = (BuildStats::of(&compiled), project::format_counts(&compiled.diagnostics));
    let outcome = print_summary(
        &BuildSummary { stats, folder, counts: WriteCounts::of(&written), diagnostics },
        args,
        settings,
        terminal,
        &timer,
    )?;
    if lock_changed && project::is_human_format(settings) {
        terminal.print("  evidence.lock updated; commit it\n")?;
    }
    // Leaked on purpose: the process ends, and the system reclaims a large site faster than `drop`.
    std::mem::forget((compiled, build));
    Ok(outcome)
}

fn reject_minify(terminal: &mut Terminal) -> anyhow::Result<CommandOutcome> {
    terminal.report_usage_error(
        "`--minify` is not supported: it would make compressed pages only 2 % smaller",
        "let the web server compress pages, style sheets and scripts with gzip or Brotli",
    )
}

fn build_request(
    args: &BuildArgs,
    settings: &Settings,
    compile_settings: &CompileSettings,
) -> anyhow::Result<BuildRequest> {
    let options = project::compile_options(settings, compile_settings)?;
    Ok(BuildRequest {
        root: settings.root.clone(),
        output: args.output_dir.clone(),
        options: CompileOptions { social_cards: true, clock: args.timings.then_some(monotonic_time), ..options },
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

/// Returns the help text for an error about files that the build did not write.
fn help_for(error: &WriteError) -> &'static str {
    match error {
        WriteError::Foreign { .. } => "move the file, or use --force to overwrite it",
        _ => "choose another folder with -o, or use --force, which keeps files that are not part of the site",
    }
}

/// Prints warnings and errors. Prints the reason if the build stops here, and returns the outcome.
fn report_diagnostics(
    diagnostics: &mut Diagnostics,
    sources: &Sources,
    compile_settings: &CompileSettings,
    settings: &Settings,
    terminal: &mut Terminal,
) -> anyhow::Result<CommandOutcome> {
    diagnostics.retain_at_least(Severity::Warning);
    project::print_diagnostics(diagnostics, sources, settings, terminal)?;
    let outcome = project::outcome(diagnostics, compile_settings);
    if outcome != CommandOutcome::Success && project::is_human_format(settings) {
        terminal.print_err(&not_built_message(diagnostics))?;
    }
    Ok(outcome)
}

fn not_built_message(diagnostics: &Diagnostics) -> String {
    let (counts, hint) = (project::format_counts(diagnostics), project::explain_hint(diagnostics));
    let as_errors = if diagnostics.has_errors() { "" } else { " (--warnings-as-errors)" };
    format!("Not built: {counts}{as_errors}. {hint}\n")
}

/// Data of the closing summary.
struct BuildSummary {
    stats: BuildStats,
    folder: PathBuf,
    counts: WriteCounts,
    /// Diagnostic counts, formatted; empty if there are none.
    diagnostics: String,
}

/// Number of output files that were written, unchanged and deleted.
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

/// Prints the summary, and stage timings if they were requested.
fn print_summary(
    summary: &BuildSummary,
    args: &BuildArgs,
    settings: &Settings,
    terminal: &mut Terminal,
    timer: &StageTimer,
) -> anyhow::Result<CommandOutcome> {
    if project::is_human_format(settings) {
        terminal.print(&summary.format(timer.total()))?;
        if args.timings {
            terminal.print(&timer.format())?;
        }
    }
    Ok(CommandOutcome::Success)
}

impl BuildSummary {
    fn format(&self, elapsed: Duration) -> String {
        let BuildSummary { stats, folder, counts, diagnostics } = self;
        let mut output = format!(
            "Built {} pages ({} files) in {:.2} s: {}\n  from {}\n  {} written, {} unchanged, {} deleted\n",
            stats.pages,
            stats.files,
            elapsed.as_secs_f64(),
            sanitized(&folder.display().to_string()),
            project::format_record_counts(&stats.records),
            counts.written,
            counts.unchanged,
            counts.deleted,
        );
        if stats.excluded_drafts > 0 {
            let drafts = project::pluralize(stats.excluded_drafts, "draft");
            let _ = writeln!(output, "  {drafts} excluded (use --drafts to include them)");
        }
        if !diagnostics.is_empty() {
            let _ = writeln!(output, "  {diagnostics}");
        }
        output
    }
}

/// Measures the duration of stages.
struct StageTimer {
    begin: Instant,
    last: Instant,
    laps: Vec<(&'static str, Duration)>,
    /// Number of pages whose views were built.
    views_built: usize,
    /// Template rendering time, summed over all threads.
    templates: Duration,
}

/// Returns the time since the first call.
fn monotonic_time() -> Duration {
    static FIRST: LazyLock<Instant> = LazyLock::new(Instant::now);
    FIRST.elapsed()
}

impl StageTimer {
    fn start() -> StageTimer {
        let now = Instant::now();
        StageTimer { begin: now, last: now, laps: Vec::new(), views_built: 0, templates: Duration::ZERO }
    }

    /// Ends a stage that began with the previous lap.
    fn lap(&mut self, stage: &'static str) {
        let now = Instant::now();
        self.laps.push((stage, now - self.last));
        self.last = now;
    }

    fn total(&self) -> Duration {
        self.begin.elapsed()
    }

    fn format(&self) -> String {
        let format_line =
            |(stage, elapsed): &(&str, Duration)| format!("  {stage:<8}{:>9.1} ms\n", elapsed.as_secs_f64() * 1_000.0);
        let mut output: String = self.laps.iter().map(format_line).collect();
        if self.views_built > 0 {
            let (pages, templates) =
                (project::pluralize(self.views_built, "page"), self.templates.as_secs_f64() * 1_000.0);
            let _ = writeln!(
                output,
                "  {pages} evaluated; templates ran for {templates:.1} ms in total across \
                                      all threads"
            );
        }
        output
    }
}

/// Returns the label of a stage in the timings table.
fn stage_name(stage: Stage) -> &'static str {
    match stage {
        Stage::Read => "read",
        Stage::Load => "load",
        Stage::Relate => "relate",
        Stage::Render => "render",
        Stage::Export => "export",
        Stage::Write => "write",
    }
}
