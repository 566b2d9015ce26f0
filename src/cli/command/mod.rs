//! Commands, one file each.

mod build;
mod check;
mod cite;
mod completion;
mod explain;
mod import;
mod init;
mod list;
mod new;
mod serve;
mod show;

use super::CommandOutcome;
use super::args::Command;
use super::settings::Settings;
use super::terminal::Terminal;

/// Runs a command.
pub(super) fn run(command: Command, settings: &Settings, terminal: &mut Terminal) -> anyhow::Result<CommandOutcome> {
    match command {
        Command::Init(args) => init::run(&args, settings, terminal),
        Command::New(args) => new::run(&args, settings, terminal),
        Command::Import(args) => import::run(&args, settings, terminal),
        Command::Build(args) => build::run(&args, settings, terminal),
        Command::Serve(args) => serve::run(args, settings, terminal),
        Command::Check(args) => check::run(&args, settings, terminal),
        Command::List(args) => list::run(&args, settings, terminal),
        Command::Cite(args) => cite::run(&args, settings, terminal),
        Command::Show(args) => show::run(&args, settings, terminal),
        Command::Explain(args) => explain::run(&args, terminal),
        Command::Completion(args) => completion::run(&args, terminal),
    }
}
