//! `briefing check`: finds every mistake, writes nothing of the site.

use crate::cli::CommandOutcome;
use crate::cli::args::CheckArgs;
use crate::cli::external::{self, ExternalCheck};
use crate::cli::project;
use crate::cli::settings::{CompileSettings, Settings};
use crate::cli::terminal::Terminal;
use crate::compile::Compiled;
use crate::diagnose::Severity;

pub(super) fn run(args: &CheckArgs, settings: &Settings, terminal: &mut Terminal) -> anyhow::Result<CommandOutcome> {
    let how = CompileSettings::from(&args.compile);
    let mut compiled = project::compile(settings, &how, "checking")?;
    let web = if args.external && !args.skip_external_links {
        external::check_links(&mut compiled, settings, terminal)?
    } else {
        ExternalCheck::default()
    };
    project::print_diagnostics(&compiled.diagnostics, &compiled.sources, settings, terminal)?;
    if project::is_human_format(settings) {
        terminal.print(&summary(&compiled, &web.summary))?;
    }
    let outcome = project::outcome(&compiled.diagnostics, &how);
    let Some(failure) = web.failure else { return Ok(outcome) };
    if outcome == CommandOutcome::Success {
        return Err(failure.into());
    }
    terminal.report_error(&failure.into());
    Ok(outcome)
}

fn summary(compiled: &Compiled, web: &str) -> String {
    let records = project::format_records(&compiled.site);
    let unchecked = match compiled.relations.unchecked_quotation_count() {
        0 => String::new(),
        1 => " 1 quotation was not checked: the text is not here.".to_owned(),
        count => format!(" {count} quotations were not checked: the texts are not here."),
    };
    if compiled.diagnostics.is_empty() {
        return format!("Checked {records}: no mistakes found.{unchecked}{web}\n");
    }
    let (counts, more) = (project::format_counts(&compiled.diagnostics), project::explain_hint(&compiled.diagnostics));
    let only_notes = compiled.diagnostics.count(Severity::Note) == compiled.diagnostics.iter().len();
    let nothing_wrong = if only_notes { "no mistakes found, " } else { "" };
    format!("Checked {records}: {nothing_wrong}{counts}.{unchecked}{web} {more}\n")
}
