//! External link check of `check --external`, with cache and progress bar.

use super::settings::Settings;
use super::terminal::{ErrorWithHelp, Terminal};
use crate::compile::Compiled;

/// Result of the external link check.
#[derive(Debug, Default)]
pub(super) struct ExternalCheck {
    /// Sentence for the summary, with a leading space.
    pub(super) summary: String,
    /// Reason why the check was not possible.
    pub(super) failure: Option<ErrorWithHelp>,
}

/// Checks the external links and adds the diagnostics to the compilation.
#[cfg(feature = "external-links")]
pub(super) fn check_links(
    compiled: &mut Compiled,
    settings: &Settings,
    terminal: &mut Terminal,
) -> anyhow::Result<ExternalCheck> {
    use crate::links::{self, LinkCache, LinkCheckOptions};

    /// Path of the link cache, relative to the root.
    const CACHE: &str = ".briefing/links.json";

    let mut cache = LinkCache::open(settings.root.join(CACHE));
    let options = LinkCheckOptions { now: super::build_time::now()?, bypass_proxy: false };
    let progress = Terminal::progress("checking links");
    let tick = |done, total| progress.set(done, total);
    let (site, sources) = (&compiled.site, &compiled.sources);
    let summary = links::check(site, sources, options, &mut cache, &tick, &mut compiled.diagnostics);
    drop(progress);
    compiled.diagnostics.sort(&compiled.sources);
    if let Err(error) = cache.save() {
        let path = settings.under_root(CACHE);
        terminal.print_err(&format!("Failed to save the link cache {}: {error}\n", path.display()))?;
    }
    Ok(summarize(summary))
}

/// Returns an error: the program was built without this feature.
#[cfg(not(feature = "external-links"))]
pub(super) fn check_links(_: &mut Compiled, _: &Settings, _: &mut Terminal) -> anyhow::Result<ExternalCheck> {
    let message =
        "external links cannot be checked: this binary was built without the feature `external-links`".to_owned();
    Err(ErrorWithHelp { message, help: "rebuild with `cargo build --features external-links`".to_owned() }.into())
}

#[cfg(feature = "external-links")]
fn summarize(summary: crate::links::LinkCheckSummary) -> ExternalCheck {
    use super::project::pluralize;

    if summary.no_network {
        let links = pluralize(summary.addresses - summary.cached, "external link");
        let message = format!("no network: none of {links} could be checked");
        let help = "check the network connection, and `HTTPS_PROXY` if you use a proxy; all other checks were \
                    completed";
        return ExternalCheck {
            summary: String::new(),
            failure: Some(ErrorWithHelp { message, help: help.to_owned() }),
        };
    }
    let cached_note = if summary.cached > 0 { format!(" ({} cached)", summary.cached) } else { String::new() };
    let result = match (summary.dead, summary.unchecked) {
        (0, 0) => "all reachable".to_owned(),
        (dead, 0) => format!("{dead} dead"),
        (0, unchecked) => format!("{unchecked} unchecked"),
        (dead, unchecked) => format!("{dead} dead, {unchecked} unchecked"),
    };
    let sentence = match summary.addresses {
        0 => " No external links.".to_owned(),
        count => format!(" {}{cached_note}: {result}.", pluralize(count, "external link")),
    };
    ExternalCheck { summary: sentence, failure: None }
}
