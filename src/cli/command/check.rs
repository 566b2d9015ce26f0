//! `briefing check`: reports all diagnostics without writing the site.

use crate::cli::CommandOutcome;
use crate::cli::args::CheckArgs;
use crate::cli::external::{self, ExternalCheck};
use crate::cli::project;
use crate::cli::settings::{CompileSettings, Settings};
use crate::cli::terminal::Terminal;
use crate::compile::Compiled;
use crate::diagnose::Severity;

pub(super) fn run(args: &CheckArgs, settings: &Settings, terminal: &mut Terminal) -> anyhow::Result<CommandOutcome> {
    let compile_settings = CompileSettings::from(&args.compile);
    let mut compiled = project::compile(settings, &compile_settings, "checking")?;
    let external = if args.external && !args.skip_external_links {
        external::check_links(&mut compiled, settings, terminal)?
    } else {
        ExternalCheck::default()
    };
    project::print_diagnostics(&compiled.diagnostics, &compiled.sources, settings, terminal)?;
    if project::is_human_format(settings) {
        terminal.print(&summary(&compiled, &external.summary))?;
    }
    let outcome = project::outcome(&compiled.diagnostics, &compile_settings);
    let Some(failure) = external.failure else { return Ok(outcome) };
    if outcome == CommandOutcome::Success {
        return Err(failure.into());
    }
    terminal.report_error(&failure.into());
    Ok(outcome)
}

fn summary(compiled: &Compiled, external: &str) -> String {
    let records = project::format_records(&compiled.site);
    let unchecked = unchecked_quotations(compiled.relations.unchecked_quotation_counts());
    if compiled.diagnostics.is_empty() {
        return format!("Checked {records}: no problems found.{unchecked}{external}\n");
    }
    let (counts, hint) = (project::format_counts(&compiled.diagnostics), project::explain_hint(&compiled.diagnostics));
    let has_only_notes = compiled.diagnostics.count(Severity::Note) == compiled.diagnostics.iter().len();
    let prefix = if has_only_notes { "no problems found, " } else { "" };
    format!("Checked {records}: {prefix}{counts}.{unchecked}{external} {hint}\n")
}

/// Says how many quotations were not checked, for each reason. The counts are of those without a text, and of translations.
fn unchecked_quotations((without_text, translated): (usize, usize)) -> String {
    let missing = match without_text {
        0 => String::new(),
        1 => " 1 quotation was not checked because its text is not available.".to_owned(),
        count => format!(" {count} quotations were not checked because their texts are not available."),
    };
    let translations = match translated {
        0 => String::new(),
        1 => " 1 quotation was not checked because it is a translation.".to_owned(),
        count => format!(" {count} quotations were not checked because they are translations."),
    };
    missing + &translations
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tells_the_reasons_apart() {
        assert_eq!(unchecked_quotations((0, 0)), "");
        assert_eq!(unchecked_quotations((0, 1)), " 1 quotation was not checked because it is a translation.");
        assert_eq!(
            unchecked_quotations((1, 2)),
            " 1 quotation was not checked because its text is not available. \
             2 quotations were not checked because they are translations."
        );
    }
}
