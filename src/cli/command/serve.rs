//! `briefing serve`: shows the site in a browser and keeps up with the writer.

use crate::cli::Outcome;
use crate::cli::args::Serve;
use crate::cli::project;
use crate::cli::settings::{CompileSettings, Settings};
use crate::cli::terminal::{Advised, Terminal};
use crate::diagnose::report::sanitized;
use crate::diagnose::{Diagnostics, Severity};
use crate::pipeline::{CompileOptions, Compiled};
use crate::serve::{Happening, ServeError, ServeOptions, Server};
use std::io::ErrorKind;
use std::time::Duration;

/// Where the writer's editor is looked for, in this order.
const EDITORS: [&str; 3] = ["BRIEFING_EDITOR", "VISUAL", "EDITOR"];

pub(super) fn run(args: Serve, settings: &Settings, terminal: &mut Terminal) -> anyhow::Result<Outcome> {
    let open = args.open;
    let server = match Server::start(options(args, settings)?) {
        Ok(server) => server,
        Err(error @ ServeError::Listen { .. }) if is_taken(&error) => {
            let help = "another program listens there, perhaps another preview: give another port with -p".to_owned();
            return Err(Advised { message: error.to_string(), help }.into());
        }
        Err(error) => return Err(error.into()),
    };
    let mut failed = None;
    let ended = server.run(|happening| {
        if let Happening::Serving(url) = happening
            && open
            && let Err(error) = open::that_detached(url)
        {
            failed = failed.take().or(terminal.tell(&format!("The browser did not start: {error}\n")).err());
        }
        failed = failed.take().or(tell(&happening, settings, terminal).err());
    });
    match ended {
        Err(ServeError::Read(error)) => Err(project::unreadable(error, settings)),
        Err(error) => Err(error.into()),
        Ok(()) => failed.map_or(Ok(Outcome::Fine), Err),
    }
}

fn options(args: Serve, settings: &Settings) -> anyhow::Result<ServeOptions> {
    let how = CompileSettings { drafts: args.drafts, base_url: args.base_url, ..CompileSettings::default() };
    let compile =
        CompileOptions { source_positions: true, defer_exports: true, ..project::compile_options(settings, &how)? };
    Ok(ServeOptions {
        root: settings.root.clone(),
        compile,
        interface: args.interface,
        port: args.port,
        next_port: !args.no_port_append,
        allowed_hosts: args.allowed_host,
        extra_watch: args.extra_watch_path,
        quiet: Duration::from_millis(args.debounce),
        poll: args.poll,
        navigate: args.navigate,
        editor: editor(),
    })
}

fn editor() -> Option<String> {
    let named = EDITORS.into_iter().filter_map(std::env::var_os).map(|named| named.to_string_lossy().into_owned());
    named.into_iter().find(|named| !named.trim().is_empty())
}

fn is_taken(error: &ServeError) -> bool {
    matches!(error, ServeError::Listen { source, .. } if source.kind() == ErrorKind::AddrInUse)
}

/// One calm line for what went well; mistakes in full.
fn tell(happening: &Happening<'_>, settings: &Settings, terminal: &mut Terminal) -> anyhow::Result<()> {
    match happening {
        Happening::Serving(url) => terminal.say(&format!("Serving {url} (Ctrl-C ends)\n")),
        Happening::Built { changed, pages, took, compiled } => {
            let found = grave(compiled);
            if changed.is_empty() {
                project::tell(&found, &compiled.sources, settings, terminal)?;
            }
            let (pages, counts) = (project::counted(*pages, "page"), project::counts(&found));
            let counts = if counts.is_empty() { counts } else { format!("; {counts}") };
            terminal.say(&format!("{}{pages} in {} ms{counts}\n", what(changed), took.as_millis()))
        }
        Happening::Mistaken { compiled, changed } => {
            let found = grave(compiled);
            project::tell(&found, &compiled.sources, settings, terminal)?;
            let counts = project::counts(&found);
            terminal.say(&format!("{}{counts}. The last good site is shown on.\n", what(changed)))
        }
        Happening::Unreadable(reason) => {
            terminal.say(&format!("{}. The last good site is shown on.\n", sanitized(reason)))
        }
        Happening::Polling(reason) => {
            terminal.tell(&format!("Looking for changes now and then: {}\n", sanitized(reason)))
        }
    }
}

/// The errors and warnings; notes are in the browser.
fn grave(compiled: &Compiled) -> Diagnostics {
    let mut found = compiled.diagnostics.clone();
    found.retain_at_least(Severity::Warning);
    found
}

/// The files that changed: the first by name.
fn what(changed: &[String]) -> String {
    match changed {
        [] => String::new(),
        [one] => format!("{}: ", sanitized(one)),
        [one, more @ ..] => format!("{} and {}: ", sanitized(one), project::counted(more.len(), "other file")),
    }
}
