//! Asking the web, for `check --external`: with what is known from before, and with a sign that something happens.

use super::settings::Settings;
use super::terminal::{ErrorWithHelp, Terminal};
use crate::compile::Compiled;

/// What asking the web came to.
#[derive(Debug, Default)]
pub(super) struct ExternalCheck {
    /// In a sentence for the summary, with a space before it.
    pub(super) summary: String,
    /// Why the web could not be asked.
    pub(super) failure: Option<ErrorWithHelp>,
}

/// Asks, and adds what is found.
#[cfg(feature = "external-links")]
pub(super) fn check_links(
    compiled: &mut Compiled,
    settings: &Settings,
    terminal: &mut Terminal,
) -> anyhow::Result<ExternalCheck> {
    use crate::links::{self, LinkCache, LinkCheckOptions};

    /// Where answers are kept, relative to the root.
    const CACHE: &str = ".briefing/links.json";

    let mut cache = LinkCache::open(settings.root.join(CACHE));
    let asking = LinkCheckOptions { now: super::build_time::now()?, bypass_proxy: false };
    let progress = Terminal::progress("asking the web");
    let tick = |done, of| progress.set(done, of);
    let (site, sources) = (&compiled.site, &compiled.sources);
    let asked = links::check(site, sources, asking, &mut cache, &tick, &mut compiled.diagnostics);
    drop(progress);
    compiled.diagnostics.sort(&compiled.sources);
    if let Err(error) = cache.save() {
        let path = settings.under_root(CACHE);
        terminal.print_err(&format!("Not kept for the next time in {}: {error}\n", path.display()))?;
    }
    Ok(summarize(asked))
}

/// Says that this program cannot.
#[cfg(not(feature = "external-links"))]
pub(super) fn ask(_: &mut Compiled, _: &Settings, _: &mut Terminal) -> anyhow::Result<ExternalCheck> {
    let message = "this program cannot ask the web: it was built without `external-links`".to_owned();
    Err(ErrorWithHelp { message, help: "build it with `cargo build --features external-links`".to_owned() }.into())
}

#[cfg(feature = "external-links")]
fn summarize(asked: crate::links::LinkCheckSummary) -> ExternalCheck {
    use super::project::pluralize;

    if asked.no_network {
        let links = pluralize(asked.addresses - asked.cached, "link");
        let message = format!("no network: none of {links} to the web could be reached");
        let help = "look at the connection, and at `HTTPS_PROXY` where it leads through a proxy; the rest is checked";
        return ExternalCheck {
            summary: String::new(),
            failure: Some(ErrorWithHelp { message, help: help.to_owned() }),
        };
    }
    let known = if asked.cached > 0 { format!(" ({} known from before)", asked.cached) } else { String::new() };
    let came_to = match (asked.dead, asked.unchecked) {
        (0, 0) => "all there".to_owned(),
        (dead, 0) => format!("{dead} dead"),
        (0, unchecked) => format!("{unchecked} unchecked"),
        (dead, unchecked) => format!("{dead} dead, {unchecked} unchecked"),
    };
    let said = match asked.addresses {
        0 => " No links to the web.".to_owned(),
        count => format!(" {} to the web{known}: {came_to}.", pluralize(count, "link")),
    };
    ExternalCheck { summary: said, failure: None }
}
