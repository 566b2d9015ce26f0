//! `briefing completion SHELL`: prints a completion script.

use crate::cli::Outcome;
use crate::cli::args::{Args, Completion};
use crate::cli::terminal::Terminal;
use clap::CommandFactory;

pub(super) fn run(args: &Completion, terminal: &mut Terminal) -> anyhow::Result<Outcome> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Args::command(), "briefing", &mut script);
    terminal.say(&String::from_utf8_lossy(&script))?;
    Ok(Outcome::Fine)
}
