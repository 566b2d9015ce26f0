//! Command line: arguments become settings, settings run a command, the outcome becomes an exit code.
//!
//! Exit codes: 0 success, 1 the briefing has errors or nothing was found, 2 wrong usage, 3 environment failure.

mod args;
mod article_texts;
mod build_time;
mod command;
mod external;
mod paths;
mod project;
mod settings;
mod terminal;

use crate::cite::silence_panics;
use clap::Parser;
use settings::Settings;
use std::ffi::OsString;
use std::io::ErrorKind;
use std::process::ExitCode;
use terminal::Terminal;

/// Outcome of a command that did not fail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum CommandOutcome {
    /// The command succeeded.
    Success,
    /// The briefing has errors.
    BriefingHasErrors,
    /// A search has no result.
    NothingFound,
    /// The arguments are invalid.
    WrongUsage,
}

/// Runs the command line and returns the exit code.
pub fn run(args: impl IntoIterator<Item = OsString>) -> ExitCode {
    silence_panics();
    let args = match args::Args::try_parse_from(args) {
        Ok(args) => args,
        Err(error) => return print_parse_error(&error),
    };
    let mut terminal = Terminal::new(settings::color(args.global.color));
    let outcome = match paths::config_relative_to_root(&args.global.root, &args.global.config) {
        Ok(config) => command::run(args.command, &Settings::new(&args.global, config), &mut terminal),
        Err(error) => terminal.report_usage_error(&error.message, &error.help),
    };
    match outcome {
        Ok(CommandOutcome::Success) => ExitCode::SUCCESS,
        Ok(CommandOutcome::BriefingHasErrors | CommandOutcome::NothingFound) => ExitCode::from(1),
        Ok(CommandOutcome::WrongUsage) => ExitCode::from(2),
        Err(error) => {
            terminal.report_error(&error);
            ExitCode::from(3)
        }
    }
}

/// Prints a parse error, or the output of `--help` and `--version`, which clap returns as errors.
fn print_parse_error(error: &clap::Error) -> ExitCode {
    match error.print() {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => ExitCode::from(3),
        _ => ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2)),
    }
}
