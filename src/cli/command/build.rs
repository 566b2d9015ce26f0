//! `briefing build`: compiles the briefing and writes the site.

use crate::cli::Outcome;
use crate::cli::args::Build;
use crate::cli::place;
use crate::cli::project;
use crate::cli::settings::{CompileSettings, Settings};
use crate::cli::terminal::Terminal;
use crate::diagnose::report::sanitized;
use crate::diagnose::{Diagnostics, Severity};
use crate::emit::write::{WriteError, WriteOptions, WriteSummary};
use crate::pipeline::{self, BuildRequest, BuildStats, CompileOptions, Stage, UpToDate};
use crate::span::Sources;
use anyhow::Context;
use std::fmt::Write;
use std::path::PathBuf;
use std::sync::LazyLock;
use std::time::{Duration, Instant};

/// How long to wait for another build that writes to the same folder.
const WAIT: Duration = Duration::from_secs(10);

pub(super) fn run(args: &Build, settings: &Settings, terminal: &mut Terminal) -> anyhow::Result<Outcome> {
    let mut clock = Clock::start();
    let how = CompileSettings {
        base_url: args.base_url.clone(),
        minify: args.minify,
        ..CompileSettings::from(&args.compile)
    };
    let request = BuildRequest {
        root: settings.root.clone(),
        output: args.output_dir.clone(),
        options: CompileOptions { clock: args.timings.then_some(ticks), ..project::compile_options(settings, &how)? },
        use_cache: !args.no_cache,
    };
    let progress = Terminal::progress("building");
    let unreadable = |error| project::unreadable(error, settings);
    let mut build = pipeline::Build::begin(request.clone()).map_err(unreadable)?;
    let unchanged = build.up_to_date();
    clock.lap("look");
    if let Some(UpToDate { stats: tally, folder, diagnostics: mut found, sources }) = unchanged
        && place::problem_of_output(&settings.root, &folder)?.is_none()
    {
        drop(progress);
        let outcome = tell(&mut found, &sources, &how, settings, terminal)?;
        if outcome != Outcome::Fine {
            return Ok(outcome);
        }
        let done = Done { unchanged: tally.files, ..Done::default() };
        let summary = Summary { tally, folder, done, found: project::counts(&found) };
        return sum_up(&summary, args, settings, terminal, &clock);
    }
    let mut compiled = build.compile(&mut |stage| clock.lap(word(stage))).map_err(unreadable)?;
    (clock.viewed, clock.templates) = (compiled.pages.views_built, compiled.pages.template_time);
    drop(progress);
    let outcome = tell(&mut compiled.diagnostics, &compiled.sources, &how, settings, terminal)?;
    if outcome != Outcome::Fine {
        return Ok(outcome);
    }
    let folder = request.output_folder(&compiled.site);
    if let Some(problem) = place::problem_of_output(&settings.root, &folder)? {
        let message = format!("the site cannot be written to `{}`: it {problem}", folder.display());
        return terminal.refuse(&message, "name a folder that holds nothing else, such as `public`");
    }
    let options = WriteOptions { force: args.force, wait: WAIT, ..WriteOptions::default() };
    let written = match build.write(&mut compiled, options) {
        Ok(written) => written,
        Err(error) => return not_written(error, terminal),
    };
    clock.lap(word(Stage::Write));
    let lock_changed = project::save_lock(&compiled, settings)?;
    let (tally, found) = (BuildStats::of(&compiled), project::counts(&compiled.diagnostics));
    let outcome =
        sum_up(&Summary { tally, folder, done: Done::of(&written), found }, args, settings, terminal, &clock)?;
    if lock_changed && project::speaks_to_people(settings) {
        terminal.say("  evidence.lock updated; commit it\n")?;
    }
    // The program ends: the system takes back a large site faster than it could be taken apart.
    std::mem::forget(compiled);
    Ok(outcome)
}

fn not_written(error: WriteError, terminal: &mut Terminal) -> anyhow::Result<Outcome> {
    match error {
        WriteError::ForeignDirectory { .. } | WriteError::Foreign { .. } => {
            terminal.refuse(&format!("the site was not written: {error}"), help_with(&error))
        }
        _ => Err(error).context("the site was not written"),
    }
}

/// What to do when files that are not briefing's are in the way.
fn help_with(error: &WriteError) -> &'static str {
    match error {
        WriteError::Foreign { .. } => "move it away, or use --force to overwrite it",
        _ => "name another folder with -o, or use --force: it keeps files that are not part of the site",
    }
}

/// Tells what was found, and whether and why nothing is built.
fn tell(
    found: &mut Diagnostics,
    sources: &Sources,
    how: &CompileSettings,
    settings: &Settings,
    terminal: &mut Terminal,
) -> anyhow::Result<Outcome> {
    found.retain_at_least(Severity::Warning);
    project::tell(found, sources, settings, terminal)?;
    let outcome = project::outcome(found, how);
    if outcome != Outcome::Fine && project::speaks_to_people(settings) {
        terminal.tell(&why_not_built(found))?;
    }
    Ok(outcome)
}

fn why_not_built(found: &Diagnostics) -> String {
    let (counts, more) = (project::counts(found), project::more(found));
    let as_errors = if found.has_errors() { "" } else { " (--warnings-as-errors)" };
    format!("Not built: {counts}{as_errors}. {more}\n")
}

/// What a build came to.
struct Summary {
    tally: BuildStats,
    folder: PathBuf,
    done: Done,
    /// How much was found; empty when nothing was.
    found: String,
}

/// How many files of the output were written, were right already, and were removed.
#[derive(Default)]
struct Done {
    written: usize,
    unchanged: usize,
    deleted: usize,
}

impl Done {
    fn of(written: &WriteSummary) -> Done {
        Done { written: written.created + written.changed, unchanged: written.unchanged, deleted: written.deleted }
    }
}

/// Says a few lines: what was made, what was skipped, in what time, and where.
fn sum_up(
    summary: &Summary,
    args: &Build,
    settings: &Settings,
    terminal: &mut Terminal,
    clock: &Clock,
) -> anyhow::Result<Outcome> {
    if project::speaks_to_people(settings) {
        terminal.say(&summary.text(clock.total()))?;
        if args.timings {
            terminal.say(&clock.text())?;
        }
    }
    Ok(Outcome::Fine)
}

impl Summary {
    fn text(&self, took: Duration) -> String {
        let Summary { tally, folder, done, found } = self;
        let mut text = format!(
            "Built {} pages ({} files) in {:.2} s: {}\n  from {}\n  {} written, {} unchanged, {} deleted\n",
            tally.pages,
            tally.files,
            took.as_secs_f64(),
            sanitized(&folder.display().to_string()),
            project::records_of(&tally.records),
            done.written,
            done.unchanged,
            done.deleted,
        );
        if tally.excluded_drafts > 0 {
            let left_out = project::counted(tally.excluded_drafts, "draft");
            let _ = writeln!(text, "  {left_out} left out (--drafts shows them)");
        }
        if !found.is_empty() {
            let _ = writeln!(text, "  {found}");
        }
        text
    }
}

/// Measures stages.
struct Clock {
    begin: Instant,
    last: Instant,
    laps: Vec<(&'static str, Duration)>,
    /// How many pages had their views made.
    viewed: usize,
    /// How long templates ran, on all threads together.
    templates: Duration,
}

/// The time since the first call.
fn ticks() -> Duration {
    static FIRST: LazyLock<Instant> = LazyLock::new(Instant::now);
    FIRST.elapsed()
}

impl Clock {
    fn start() -> Clock {
        let now = Instant::now();
        Clock { begin: now, last: now, laps: Vec::new(), viewed: 0, templates: Duration::ZERO }
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

    fn text(&self) -> String {
        let line = |(stage, took): &(&str, Duration)| format!("  {stage:<8}{:>9.1} ms\n", took.as_secs_f64() * 1_000.0);
        let mut text: String = self.laps.iter().map(line).collect();
        if self.viewed > 0 {
            let (pages, templates) = (project::counted(self.viewed, "page"), self.templates.as_secs_f64() * 1_000.0);
            let _ = writeln!(text, "  looked into {pages}; templates ran {templates:.1} ms on all threads together");
        }
        text
    }
}

/// A stage's word in the table of times.
fn word(stage: Stage) -> &'static str {
    match stage {
        Stage::Read => "read",
        Stage::Load => "load",
        Stage::Relate => "relate",
        Stage::Render => "render",
        Stage::Emit => "emit",
        Stage::Write => "write",
    }
}
