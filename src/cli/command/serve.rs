//! `briefing serve`: runs the preview server.

use crate::cli::CommandOutcome;
use crate::cli::args::ServeArgs;
use crate::cli::project;
use crate::cli::settings::{CompileSettings, Settings};
use crate::cli::terminal::{ErrorWithHelp, Terminal};
use crate::compile::{CompileOptions, Compiled};
use crate::diagnose::report::sanitized;
use crate::diagnose::{Diagnostics, Severity};
use crate::serve::{ServeError, ServeEvent, ServeOptions, Server};
use std::io::ErrorKind;
use std::time::Duration;

/// Environment variables that may contain the editor command, in order of precedence.
const EDITOR_VARIABLES: [&str; 3] = ["BRIEFING_EDITOR", "VISUAL", "EDITOR"];

pub(super) fn run(args: ServeArgs, settings: &Settings, terminal: &mut Terminal) -> anyhow::Result<CommandOutcome> {
    let open = args.open;
    let server = match Server::start(options(args, settings)?) {
        Ok(server) => server,
        Err(error @ ServeError::Listen { .. }) if is_port_in_use(&error) => {
            let help = "the port is in use, possibly by another preview; choose another port with -p".to_owned();
            return Err(ErrorWithHelp { message: error.to_string(), help }.into());
        }
        Err(error) => return Err(error.into()),
    };
    let mut output_error = None;
    let result = server.run(|event| {
        if let ServeEvent::Serving(url) = event
            && open
            && let Err(error) = open::that_detached(url)
        {
            output_error =
                output_error.take().or(terminal.print_err(&format!("Failed to open the browser: {error}\n")).err());
        }
        output_error = output_error.take().or(print_event(&event, settings, terminal).err());
    });
    match result {
        Err(ServeError::Read(error)) => Err(project::read_error(error, settings)),
        Err(error) => Err(error.into()),
        Ok(()) => output_error.map_or(Ok(CommandOutcome::Success), Err),
    }
}

fn options(args: ServeArgs, settings: &Settings) -> anyhow::Result<ServeOptions> {
    let compile_settings =
        CompileSettings { drafts: args.drafts, base_url: args.base_url, ..CompileSettings::default() };
    let compile = CompileOptions {
        source_positions: true,
        defer_exports: true,
        ..project::compile_options(settings, &compile_settings)?
    };
    Ok(ServeOptions {
        root: settings.root.clone(),
        compile,
        interface: args.interface,
        port: args.port,
        next_port: !args.no_port_append,
        allowed_hosts: args.allowed_host,
        extra_watch: args.extra_watch_path,
        debounce: Duration::from_millis(args.debounce),
        poll: args.poll,
        navigate: args.navigate,
        editor: editor(),
    })
}

fn editor() -> Option<String> {
    let values =
        EDITOR_VARIABLES.into_iter().filter_map(std::env::var_os).map(|value| value.to_string_lossy().into_owned());
    values.into_iter().find(|value| !value.trim().is_empty())
}

fn is_port_in_use(error: &ServeError) -> bool {
    matches!(error, ServeError::Listen { source, .. } if source.kind() == ErrorKind::AddrInUse)
}

/// Prints one line for a successful build, and all diagnostics of a failed one.
fn print_event(event: &ServeEvent<'_>, settings: &Settings, terminal: &mut Terminal) -> anyhow::Result<()> {
    match event {
        ServeEvent::Serving(url) => terminal.print(&format!("Serving {url} (press Ctrl-C to stop)\n")),
        ServeEvent::Built { changed, pages, elapsed: took, compiled } => {
            let diagnostics = errors_and_warnings(compiled);
            if changed.is_empty() {
                project::print_diagnostics(&diagnostics, &compiled.sources, settings, terminal)?;
            }
            let (pages, counts) = (project::pluralize(*pages, "page"), project::format_counts(&diagnostics));
            let counts = if counts.is_empty() { counts } else { format!("; {counts}") };
            terminal.print(&format!("{}{pages} in {} ms{counts}\n", changed_files(changed), took.as_millis()))
        }
        ServeEvent::Failed { compiled, changed } => {
            let diagnostics = errors_and_warnings(compiled);
            project::print_diagnostics(&diagnostics, &compiled.sources, settings, terminal)?;
            let counts = project::format_counts(&diagnostics);
            terminal.print(&format!("{}{counts}. Still serving the last successful build.\n", changed_files(changed)))
        }
        ServeEvent::Unreadable(reason) => {
            terminal.print(&format!("{}. Still serving the last successful build.\n", sanitized(reason)))
        }
        ServeEvent::Polling(reason) => terminal.print_err(&format!("Polling for changes: {}\n", sanitized(reason))),
    }
}

/// Returns the errors and warnings; notes are shown in the browser.
fn errors_and_warnings(compiled: &Compiled) -> Diagnostics {
    let mut diagnostics = compiled.diagnostics.clone();
    diagnostics.retain_at_least(Severity::Warning);
    diagnostics
}

/// Formats the changed files: the first one and the number of others.
fn changed_files(changed: &[String]) -> String {
    match changed {
        [] => String::new(),
        [first] => format!("{}: ", sanitized(first)),
        [first, others @ ..] => {
            format!("{} and {}: ", sanitized(first), project::pluralize(others.len(), "other file"))
        }
    }
}
