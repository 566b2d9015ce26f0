//! Terminal output: results go to standard output; diagnostics, errors and progress to standard error.
//!
//! A closed pipe, as with `head`, is ignored and does not affect the exit code.

use super::CommandOutcome;
use crate::diagnose::report::{ReportStyle, sanitized};
use anstream::{AutoStream, ColorChoice};
use anyhow::Context;
use std::io::{self, ErrorKind, IsTerminal, Stderr, Stdout, Write};
use std::sync::atomic::{AtomicUsize, Ordering};

/// Error with advice for the user.
#[derive(Debug, thiserror::Error)]
#[error("{message}")]
pub(super) struct ErrorWithHelp {
    /// Error message.
    pub(super) message: String,
    /// Help text.
    pub(super) help: String,
}

/// Standard output and standard error, with or without colours.
pub(super) struct Terminal {
    out: AutoStream<Stdout>,
    err: AutoStream<Stderr>,
}

impl Terminal {
    /// Creates the streams with this colour choice.
    pub(super) fn new(color: ColorChoice) -> Self {
        Terminal { out: AutoStream::new(io::stdout(), color), err: AutoStream::new(io::stderr(), color) }
    }

    /// Prints to standard output.
    pub(super) fn print(&mut self, text: &str) -> anyhow::Result<()> {
        write_flushed(&mut self.out, text).context("failed to write to standard output")
    }

    /// Prints to standard error.
    pub(super) fn print_err(&mut self, text: &str) -> anyhow::Result<()> {
        write_flushed(&mut self.err, text).context("failed to write to standard error")
    }

    /// Prints a usage error with a help text. Returns [`CommandOutcome::WrongUsage`].
    pub(super) fn report_usage_error(&mut self, message: &str, help: &str) -> anyhow::Result<CommandOutcome> {
        self.print_err(&format_error(message, Some(help)))?;
        Ok(CommandOutcome::WrongUsage)
    }

    /// Prints that there is no result, with a help text. Returns [`CommandOutcome::NothingFound`].
    pub(super) fn report_nothing_found(&mut self, message: &str, help: &str) -> anyhow::Result<CommandOutcome> {
        self.print_err(&format_error(message, Some(help)))?;
        Ok(CommandOutcome::NothingFound)
    }

    /// Prints an error with its causes, and its help text if it has one.
    pub(super) fn report_error(&mut self, error: &anyhow::Error) {
        let help = error.downcast_ref::<ErrorWithHelp>().map(|error| error.help.as_str());
        // If standard error fails, the exit code must suffice.
        let _ = self.err.write_all(format_error(&format!("{error:#}"), help).as_bytes());
    }

    /// Returns the report style for standard error.
    pub(super) fn style(&self) -> ReportStyle {
        let color = self.err.current_choice() != ColorChoice::Never;
        ReportStyle { color, ..ReportStyle::default() }
    }

    /// Shows what is being done if standard error is a terminal; removed on drop.
    pub(super) fn progress(label: &'static str) -> Progress {
        let progress = Progress { is_shown: io::stderr().is_terminal(), label, width: AtomicUsize::new(0) };
        progress.show(label);
        progress
    }
}

fn write_flushed(stream: &mut impl Write, text: &str) -> io::Result<()> {
    match stream.write_all(text.as_bytes()).and_then(|()| stream.flush()) {
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
        result => result,
    }
}

/// Formats an error like clap does; the stream strips colours if they are disabled.
fn format_error(message: &str, help: Option<&str>) -> String {
    let help = help.map_or(String::new(), |help| format!("\x1b[1mhelp\x1b[0m: {}\n", sanitized(help)));
    format!("\x1b[1;31merror\x1b[0m: {}\n{help}", sanitized(message))
}

/// Line on a terminal that says what is being done. Written without escape sequences: any terminal can remove it.
pub(super) struct Progress {
    is_shown: bool,
    label: &'static str,
    /// Number of columns that the line takes; its characters are ASCII.
    width: AtomicUsize,
}

impl Progress {
    /// Updates the counter: `done` of `total`.
    #[cfg_attr(not(feature = "external-links"), expect(dead_code, reason = "only the link check reports counts"))]
    pub(super) fn set(&self, done: usize, total: usize) {
        self.show(&format!("{}: {done} of {total}", self.label));
    }

    /// Replaces the line. If standard error fails, there is no progress to see.
    fn show(&self, text: &str) {
        if self.is_shown {
            let _ =
                io::stderr().write_all(replace_line(self.width.swap(text.len(), Ordering::Relaxed), text).as_bytes());
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.show("");
    }
}

/// Returns what replaces a line of `width` columns by a text.
fn replace_line(width: usize, text: &str) -> String {
    let padding = width.saturating_sub(text.len());
    format!("\r{text}{:padding$}\r{text}", "")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_covers_the_one_before() {
        assert_eq!(replace_line(0, "asking"), "\rasking\rasking");
        assert_eq!(replace_line(6, "ask"), "\rask   \rask");
        assert_eq!(replace_line(3, ""), "\r   \r");
    }
}
