//! `briefing check`: finds every mistake, writes nothing of the site.

use crate::cli::Outcome;
use crate::cli::args::Check;
use crate::cli::external::{self, Web};
use crate::cli::project;
use crate::cli::settings::{CompileSettings, Settings};
use crate::cli::terminal::Terminal;
use crate::diagnose::Severity;
use crate::pipeline::Compiled;

pub(super) fn run(args: &Check, settings: &Settings, terminal: &mut Terminal) -> anyhow::Result<Outcome> {
    let how = CompileSettings::from(&args.compile);
    let mut compiled = project::compile(settings, &how, "checking")?;
    let web = if args.external && !args.skip_external_links {
        external::ask(&mut compiled, settings, terminal)?
    } else {
        Web::default()
    };
    project::tell(&compiled.diagnostics, &compiled.sources, settings, terminal)?;
    if project::speaks_to_people(settings) {
        terminal.say(&summary(&compiled, &web.said))?;
    }
    let outcome = project::outcome(&compiled.diagnostics, &how);
    let Some(failure) = web.failure else { return Ok(outcome) };
    if outcome == Outcome::Fine {
        return Err(failure.into());
    }
    terminal.complain(&failure.into());
    Ok(outcome)
}

fn summary(compiled: &Compiled, web: &str) -> String {
    let records = project::records(&compiled.site);
    let unchecked = match compiled.relations.unchecked_quotation_count() {
        0 => String::new(),
        1 => " 1 quotation was not checked: the text is not here.".to_owned(),
        count => format!(" {count} quotations were not checked: the texts are not here."),
    };
    if compiled.diagnostics.is_empty() {
        return format!("Checked {records}: no mistakes found.{unchecked}{web}\n");
    }
    let (counts, more) = (project::counts(&compiled.diagnostics), project::more(&compiled.diagnostics));
    let only_notes = compiled.diagnostics.count(Severity::Note) == compiled.diagnostics.iter().len();
    let nothing_wrong = if only_notes { "no mistakes found, " } else { "" };
    format!("Checked {records}: {nothing_wrong}{counts}.{unchecked}{web} {more}\n")
}
