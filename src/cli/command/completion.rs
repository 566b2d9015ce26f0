//! `briefing completion SHELL`: prints a completion script.

use crate::cli::CommandOutcome;
use crate::cli::args::{Args, CompletionArgs};
use crate::cli::terminal::Terminal;
use clap::CommandFactory;

pub(super) fn run(args: &CompletionArgs, terminal: &mut Terminal) -> anyhow::Result<CommandOutcome> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Args::command(), "briefing", &mut script);
    terminal.print(&String::from_utf8_lossy(&script))?;
    Ok(CommandOutcome::Success)
}
