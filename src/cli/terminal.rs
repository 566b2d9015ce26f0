//! Where words go: results to standard output, findings, complaints and progress to standard error.
//!
//! A reader that goes away, as `head` does, changes nothing about what a command does or how it ends.

use super::CommandOutcome;
use crate::diagnose::report::{ReportStyle, sanitized};
use anstream::{AutoStream, ColorChoice};
use anyhow::Context;
use indicatif::ProgressBar;
use std::io::{self, ErrorKind, IsTerminal, Stderr, Stdout, Write};
use std::time::Duration;

/// A failure that the user can do something about.
#[derive(Debug, thiserror::Error)]
#[error("{message}")]
pub(super) struct ErrorWithHelp {
    /// What failed.
    pub(super) message: String,
    /// What to do.
    pub(super) help: String,
}

/// The two streams of the command, with or without colours.
pub(super) struct Terminal {
    out: AutoStream<Stdout>,
    err: AutoStream<Stderr>,
}

impl Terminal {
    /// Opens the streams; colours as asked for.
    pub(super) fn new(color: ColorChoice) -> Self {
        Terminal { out: AutoStream::new(io::stdout(), color), err: AutoStream::new(io::stderr(), color) }
    }

    /// Writes a result.
    pub(super) fn print(&mut self, words: &str) -> anyhow::Result<()> {
        write_flushed(&mut self.out, words).context("failed to write to standard output")
    }

    /// Writes findings for people.
    pub(super) fn print_err(&mut self, words: &str) -> anyhow::Result<()> {
        write_flushed(&mut self.err, words).context("failed to write to standard error")
    }

    /// Says why what was asked for is not done, and what to do instead.
    pub(super) fn report_usage_error(&mut self, message: &str, help: &str) -> anyhow::Result<CommandOutcome> {
        self.print_err(&format_error(message, Some(help)))?;
        Ok(CommandOutcome::WrongUsage)
    }

    /// Says why the command could not do its work.
    pub(super) fn report_error(&mut self, error: &anyhow::Error) {
        let help = error.downcast_ref::<ErrorWithHelp>().map(|advised| advised.help.as_str());
        // When even standard error is gone, the exit code alone must tell.
        let _ = self.err.write_all(format_error(&format!("{error:#}"), help).as_bytes());
    }

    /// How to print for people on standard error.
    pub(super) fn style(&self) -> ReportStyle {
        let color = self.err.current_choice() != ColorChoice::Never;
        ReportStyle { color, ..ReportStyle::default() }
    }

    /// Shows that work is going on, on a terminal only; gone when the returned value is dropped.
    pub(super) fn progress(doing: &'static str) -> Progress {
        if !io::stderr().is_terminal() {
            return Progress { bar: ProgressBar::hidden(), label: doing };
        }
        let bar = ProgressBar::new_spinner().with_message(doing);
        bar.enable_steady_tick(Duration::from_millis(100));
        Progress { bar, label: doing }
    }
}

fn write_flushed(stream: &mut impl Write, words: &str) -> io::Result<()> {
    match stream.write_all(words.as_bytes()).and_then(|()| stream.flush()) {
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
        done => done,
    }
}

/// Looks as the argument parser's complaints do; the stream takes the colours out where there are none.
fn format_error(message: &str, help: Option<&str>) -> String {
    let help = help.map_or(String::new(), |help| format!("\x1b[1mhelp\x1b[0m: {}\n", sanitized(help)));
    format!("\x1b[1;31merror\x1b[0m: {}\n{help}", sanitized(message))
}

/// A sign that work is going on.
pub(super) struct Progress {
    bar: ProgressBar,
    label: &'static str,
}

impl Progress {
    /// Shows how much is done of how much.
    #[cfg_attr(not(feature = "external-links"), expect(dead_code, reason = "only the web takes long enough"))]
    pub(super) fn set(&self, done: usize, of: usize) {
        self.bar.set_message(format!("{}: {done} of {of}", self.label));
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}
