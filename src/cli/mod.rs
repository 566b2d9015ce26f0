//! The command line: arguments become settings, settings run a command, the command's outcome becomes an exit code.
//!
//! Exit codes: 0 fine, 1 the briefing has errors, 2 wrong usage, 3 the environment failed.

mod args;
mod build_time;
mod command;
mod external;
mod paths;
mod project;
mod settings;
mod terminal;

use clap::Parser;
use settings::Settings;
use std::ffi::OsString;
use std::io::ErrorKind;
use std::process::ExitCode;
use terminal::Terminal;

/// How a command ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum CommandOutcome {
    /// It did what it should.
    Success,
    /// The briefing has errors.
    BriefingHasErrors,
    /// What was asked for makes no sense.
    WrongUsage,
}

/// Runs the command line and returns the exit code.
pub fn run(args: impl IntoIterator<Item = OsString>) -> ExitCode {
    let args = match args::Args::try_parse_from(args) {
        Ok(args) => args,
        Err(said) => return print_parse_error(&said),
    };
    let mut terminal = Terminal::new(settings::color(args.global.color));
    let outcome = match paths::config_relative_to_root(&args.global.root, &args.global.config) {
        Ok(config) => command::run(args.command, &Settings::new(&args.global, config), &mut terminal),
        Err(advised) => terminal.report_usage_error(&advised.message, &advised.help),
    };
    match outcome {
        Ok(CommandOutcome::Success) => ExitCode::SUCCESS,
        Ok(CommandOutcome::BriefingHasErrors) => ExitCode::from(1),
        Ok(CommandOutcome::WrongUsage) => ExitCode::from(2),
        Err(error) => {
            terminal.report_error(&error);
            ExitCode::from(3)
        }
    }
}

/// Prints what the arguments alone ask for, such as help, or what is wrong with them.
fn print_parse_error(said: &clap::Error) -> ExitCode {
    match said.print() {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => ExitCode::from(3),
        _ => ExitCode::from(u8::try_from(said.exit_code()).unwrap_or(2)),
    }
}
