//! `briefing build`: compiles the briefing and writes the site.

use crate::cli::Outcome;
use crate::cli::args::Build;
use crate::cli::place;
use crate::cli::project;
use crate::cli::settings::{CompileSettings, Settings};
use crate::cli::terminal::Terminal;
use crate::diagnose::Severity;
use crate::diagnose::report::inert;
use crate::emit::write::{self, WriteError, WriteOptions, Written};
use crate::pipeline::Compiled;
use anyhow::Context;
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// How long to wait for another build that writes to the same folder.
const WAIT: Duration = Duration::from_secs(10);

pub(super) fn run(args: &Build, settings: &Settings, terminal: &mut Terminal) -> anyhow::Result<Outcome> {
    let begin = Instant::now();
    let how = CompileSettings {
        base_url: args.base_url.clone(),
        minify: args.minify,
        ..CompileSettings::from(&args.compile)
    };
    let mut compiled = project::compile(settings, &how, "building")?;
    compiled.found.keep_from(Severity::Warning);
    project::tell(&compiled.found, &compiled.sources, settings, terminal)?;
    let outcome = project::outcome(&compiled.found, &how);
    if outcome != Outcome::Fine {
        if project::speaks_to_people(settings) {
            terminal.tell(&why_not_built(&compiled))?;
        }
        return Ok(outcome);
    }
    let folder = output_folder(args, settings, &compiled);
    if let Some(problem) = place::problem_of_output(&settings.root, &folder)? {
        let message = format!("the site cannot be written to `{}`: it {problem}", folder.display());
        return terminal.refuse(&message, "name a folder that holds nothing else, such as `public`");
    }
    let options = WriteOptions { force: args.force, wait: WAIT };
    let written = match write::write(&compiled.tree, &folder, options) {
        Ok(written) => written,
        Err(error @ (WriteError::NotOurs { .. } | WriteError::Foreign { .. })) => {
            return terminal.refuse(&format!("the site was not written: {error}"), help_with(&error));
        }
        Err(error) => return Err(error).context("the site was not written"),
    };
    let lock_changed = project::save_lock(&compiled, settings)?;
    if project::speaks_to_people(settings) {
        terminal.say(&summary(&compiled, &written, &folder, begin.elapsed()))?;
        if lock_changed {
            terminal.say("  evidence.lock updated; commit it\n")?;
        }
    }
    Ok(Outcome::Fine)
}

fn output_folder(args: &Build, settings: &Settings, compiled: &Compiled) -> PathBuf {
    match &args.output_dir {
        Some(folder) => folder.clone(),
        None => settings.under_root(&compiled.site.config.output_dir),
    }
}

/// What to do when files that are not briefing's are in the way.
fn help_with(error: &WriteError) -> &'static str {
    match error {
        WriteError::Foreign { .. } => "move it away, or use --force to overwrite it",
        _ => "name another folder with -o, or use --force: it keeps files that are not part of the site",
    }
}

fn why_not_built(compiled: &Compiled) -> String {
    let (counts, more) = (project::counts(&compiled.found), project::more(&compiled.found));
    let as_errors = if compiled.found.has_errors() { "" } else { " (--warnings-as-errors)" };
    format!("Not built: {counts}{as_errors}. {more}\n")
}

/// A few lines: what was made, what was skipped, in what time, and where.
fn summary(compiled: &Compiled, written: &Written, folder: &Path, took: Duration) -> String {
    let site = &compiled.site;
    let pages = compiled.pages.pages.len();
    let files = compiled.tree.files.len();
    let drafts = site.records.iter().filter(|record| record.draft).count();
    let mut text = format!(
        "Built {pages} pages ({files} files) in {:.2} s: {}\n  from {}\n  {} written, {} unchanged, {} deleted\n",
        took.as_secs_f64(),
        inert(&folder.display().to_string()),
        project::records(site),
        written.created + written.changed,
        written.unchanged,
        written.deleted,
    );
    if drafts > 0 && !site.drafts {
        let left_out = project::counted(drafts, "draft");
        let _ = writeln!(text, "  {left_out} left out (--drafts shows them)");
    }
    let counts = project::counts(&compiled.found);
    if !counts.is_empty() {
        let _ = writeln!(text, "  {counts}");
    }
    text
}
