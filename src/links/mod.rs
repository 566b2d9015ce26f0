//! Asks the web about the addresses to which records lead. On request only: no other stage needs the network, and none
//! depends on what comes of it.
//!
//! 1. `collect` gathers every `address` of the web with all places at which it stands; each is asked for once.
//! 2. `cache` answers for those that were asked for not long ago.
//! 3. `inquiry` asks for the others: `pace` lets it work at several hosts at a time and at each gently, and `ask` makes
//!    one request.
//! 4. `verdict` decides what an answer means and what to do next: follow, wait, ask again, or be done. `anchors` looks
//!    for the places within a page.
//! 5. `report` turns what is known into findings.
//!
//! Without a network nothing is known: that is said once, and no address is called dead for it.

mod address;
mod anchors;
mod ask;
mod cache;
mod collect;
mod inquiry;
mod pace;
mod report;
#[cfg(test)]
mod sample;
mod verdict;

pub use cache::Cache;

use crate::diagnose::{Diagnostics, Rule};
use crate::model::{LinkCheckerConfig, Site};
use crate::span::Sources;
use ask::Client;
use cache::Known;
use collect::Link;
use pace::Limits;
use report::Report;
use std::time::Duration;
use verdict::{Method, Verdict};

/// What asking the web can find.
pub const RULES: &[&Rule] = &[
    &report::DEAD_EXTERNAL_LINK,
    &report::DEAD_EXTERNAL_ANCHOR,
    &report::DEAD_ORIGINAL,
    &report::MOVED_LINK,
    &report::UNCHECKED_LINK,
];

/// How many requests run at a time.
const AT_ALL: usize = 16;

/// How long to wait between two requests to one host.
const PAUSE: Duration = Duration::from_millis(200);

/// How many addresses that were fine before are asked for, to tell dead hosts from a dead network.
const MOST_PROBES: usize = 3;

/// Is told after each answer how many there are, of how many.
pub type Progress<'a> = &'a (dyn Fn(usize, usize) + Sync);

/// How to ask.
#[derive(Clone, Copy, Debug)]
pub struct Asking {
    /// The time, in seconds since 1970.
    pub now: i64,
    /// Whether not to go through the proxy that the environment names.
    pub directly: bool,
}

/// What asking came to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Asked {
    /// How many different addresses there are.
    pub addresses: usize,
    /// How many of them are known from before.
    pub known: usize,
    /// How many are not there.
    pub dead: usize,
    /// How many could not be checked.
    pub unchecked: usize,
    /// Whether nothing could be reached although something was asked for.
    pub no_network: bool,
}

/// Asks about all addresses of the web in a briefing's shown records, and keeps in the cache what is known now.
pub fn check(
    site: &Site,
    sources: &Sources,
    asking: Asking,
    cache: &mut Cache,
    progress: Progress<'_>,
    found: &mut Diagnostics,
) -> Asked {
    let checker = &site.config.link_checker;
    let links = collect::links(site, sources);
    let mut known: Vec<Option<Known>> = links.iter().map(|link| before(link, cache, asking.now, checker)).collect();
    let mut asked = Asked { addresses: links.len(), known: known.iter().flatten().count(), ..Asked::default() };
    let unknown: Vec<usize> = (0..links.len()).filter(|&at| links[at].url.is_some() && known[at].is_none()).collect();
    let client = Client::new(checker.timeout, asking.directly);
    let limits = Limits { per_host: checker.per_host, at_all: AT_ALL, pause: PAUSE };
    let kept = std::mem::take(cache);
    let gathered = inquiry::ask_for(&links, &unknown, &client, limits, kept, asking.now, progress);
    *cache = gathered.cache;
    asked.no_network = !unknown.is_empty() && !gathered.reached && !is_reachable(&client, cache);
    if !asked.no_network {
        for (at, answer) in gathered.answers {
            if let Some(url) = &links[at].url {
                cache.keep(url.as_str(), answer.clone());
            }
            known[at] = Some(answer);
        }
    }
    let report = Report { site, sources, today: day(asking.now) };
    for (link, known) in links.iter().zip(&known) {
        match known {
            Some(known) => report.link(link, known, found),
            None if link.url.is_none() => report.no_address(link, found),
            None => {}
        }
    }
    asked.count(&known);
    cache.forget_old(asking.now, checker.cache_ttl);
    asked
}

impl Asked {
    fn count(&mut self, answers: &[Option<Known>]) {
        for known in answers.iter().flatten() {
            match known.verdict {
                Verdict::Fine { .. } => {}
                Verdict::Dead { .. } | Verdict::NoHost { .. } => self.dead += 1,
                Verdict::Unchecked { .. } => self.unchecked += 1,
            }
        }
    }
}

/// What is known of a link from before.
fn before(link: &Link, cache: &Cache, now: i64, checker: &LinkCheckerConfig) -> Option<Known> {
    cache.find(link.url.as_ref()?.as_str(), &link.anchors(), now, checker.cache_ttl).cloned()
}

/// Whether an address that was fine before can be reached: then it is not the network that is missing.
fn is_reachable(client: &Client, cache: &Cache) -> bool {
    let urls = cache.fine().filter_map(|url| url::Url::parse(url).ok());
    urls.take(MOST_PROBES).any(|url| client.ask(&url, Method::Head, false).is_ok())
}

/// The day of a time, as EDTF writes it.
fn day(now: i64) -> String {
    let time = jiff::Timestamp::from_second(now).unwrap_or_default();
    time.to_zoned(jiff::tz::TimeZone::UTC).date().to_string()
}
