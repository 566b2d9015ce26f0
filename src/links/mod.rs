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
mod cache;
mod check_run;
mod collect;
mod http;
mod report;
#[cfg(test)]
mod sample;
mod scheduler;
mod status;

pub use cache::LinkCache;

use crate::diagnose::{Diagnostics, Rule};
use crate::model::{LinkCheckerConfig, Site};
use crate::span::Sources;
use cache::CacheEntry;
use collect::ExternalLink;
use http::HttpClient;
use report::LinkReporter;
use scheduler::RateLimits;
use status::{LinkStatus, Method};
use std::time::Duration;

/// What asking the web can find.
pub const RULES: &[&Rule] = &[
    &report::DEAD_EXTERNAL_LINK,
    &report::DEAD_EXTERNAL_ANCHOR,
    &report::DEAD_ORIGINAL,
    &report::MOVED_LINK,
    &report::UNCHECKED_LINK,
];

/// How many requests run at a time.
const MAX_REQUESTS: usize = 16;

/// How long to wait between two requests to one host.
const HOST_INTERVAL: Duration = Duration::from_millis(200);

/// How many addresses that were fine before are asked for, to tell dead hosts from a dead network.
const MAX_PROBES: usize = 3;

/// Is told after each answer how many there are, of how many.
pub type ProgressFn<'a> = &'a (dyn Fn(usize, usize) + Sync);

/// How to ask.
#[derive(Clone, Copy, Debug)]
pub struct LinkCheckOptions {
    /// The time, in seconds since 1970.
    pub now: i64,
    /// Whether not to go through the proxy that the environment names.
    pub bypass_proxy: bool,
}

/// What asking came to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LinkCheckSummary {
    /// How many different addresses there are.
    pub addresses: usize,
    /// How many of them are known from before.
    pub cached: usize,
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
    asking: LinkCheckOptions,
    cache: &mut LinkCache,
    progress: ProgressFn<'_>,
    found: &mut Diagnostics,
) -> LinkCheckSummary {
    let checker = &site.config.link_checker;
    let links = collect::external_links(site, sources);
    let mut known: Vec<Option<CacheEntry>> =
        links.iter().map(|link| cached_entry(link, cache, asking.now, checker)).collect();
    let mut asked = LinkCheckSummary {
        addresses: links.len(),
        cached: known.iter().flatten().count(),
        ..LinkCheckSummary::default()
    };
    let unknown: Vec<usize> = (0..links.len()).filter(|&at| links[at].url.is_some() && known[at].is_none()).collect();
    let client = HttpClient::new(checker.timeout, asking.bypass_proxy);
    let limits = RateLimits { per_host: checker.per_host, total: MAX_REQUESTS, interval: HOST_INTERVAL };
    let kept = std::mem::take(cache);
    let gathered = check_run::check_links(&links, &unknown, &client, limits, kept, asking.now, progress);
    *cache = gathered.cache;
    asked.no_network = !unknown.is_empty() && !gathered.has_response && !is_network_available(&client, cache);
    if !asked.no_network {
        for (at, answer) in gathered.entries {
            if let Some(url) = &links[at].url {
                cache.insert(url.as_str(), answer.clone());
            }
            known[at] = Some(answer);
        }
    }
    let report = LinkReporter { site, sources, today: format_day(asking.now) };
    for (link, known) in links.iter().zip(&known) {
        match known {
            Some(known) => report.report_link(link, known, found),
            None if link.url.is_none() => report.report_invalid_address(link, found),
            None => {}
        }
    }
    asked.count(&known);
    cache.remove_expired(asking.now, checker.cache_ttl);
    asked
}

impl LinkCheckSummary {
    fn count(&mut self, answers: &[Option<CacheEntry>]) {
        for known in answers.iter().flatten() {
            match known.status {
                LinkStatus::Fine { .. } => {}
                LinkStatus::Dead { .. } | LinkStatus::NoHost { .. } => self.dead += 1,
                LinkStatus::Unchecked { .. } => self.unchecked += 1,
            }
        }
    }
}

/// What is known of a link from before.
fn cached_entry(link: &ExternalLink, cache: &LinkCache, now: i64, checker: &LinkCheckerConfig) -> Option<CacheEntry> {
    cache.get(link.url.as_ref()?.as_str(), &link.anchors(), now, checker.cache_ttl).cloned()
}

/// Whether an address that was fine before can be reached: then it is not the network that is missing.
fn is_network_available(client: &HttpClient, cache: &LinkCache) -> bool {
    let urls = cache.reachable_urls().filter_map(|url| url::Url::parse(url).ok());
    urls.take(MAX_PROBES).any(|url| client.request(&url, Method::Head, false).is_ok())
}

/// The day of a time, as EDTF writes it.
fn format_day(now: i64) -> String {
    let time = jiff::Timestamp::from_second(now).unwrap_or_default();
    time.to_zoned(jiff::tz::TimeZone::UTC).date().to_string()
}
