//! External link check. Runs on request only: no other stage uses the network, and no output depends on the result.
//!
//! 1. `collect` collects the `address` of every external link with all of its occurrences; each URL is requested once.
//! 2. `cache` answers for URLs that were checked recently.
//! 3. `check_run` checks the others: `scheduler` limits the request rate per host, `http` sends one request.
//! 4. `status` classifies a response and decides the next step: follow a redirect, wait, retry, or finish. `anchors`
//!    looks for element ids in the page.
//! 5. `report` turns results into diagnostics.
//!
//! Without a network the result is unknown: that is reported once, and no link is called dead.

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

/// Rules of the link check.
pub const RULES: &[&Rule] = &[
    &report::DEAD_EXTERNAL_LINK,
    &report::DEAD_EXTERNAL_ANCHOR,
    &report::DEAD_ORIGINAL,
    &report::MOVED_LINK,
    &report::UNCHECKED_LINK,
];

/// Limit of concurrent requests.
const MAX_REQUESTS: usize = 16;

/// Minimum interval between two requests to one host.
const HOST_INTERVAL: Duration = Duration::from_millis(200);

/// Number of previously reachable URLs that are probed to distinguish a dead host from a missing network.
const MAX_PROBES: usize = 3;

/// Progress callback: number of finished requests, total number of requests.
pub type ProgressFn<'a> = &'a (dyn Fn(usize, usize) + Sync);

/// Options of a link check.
#[derive(Clone, Copy, Debug)]
pub struct LinkCheckOptions {
    /// Current time, in Unix seconds.
    pub now: i64,
    /// Ignores the proxy of the environment.
    pub bypass_proxy: bool,
}

/// Result counts of a link check.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LinkCheckSummary {
    /// Number of distinct URLs.
    pub addresses: usize,
    /// Number of URLs with a cached result.
    pub cached: usize,
    /// Number of dead URLs, including those of unknown hosts.
    pub dead: usize,
    /// Number of URLs that could not be checked.
    pub unchecked: usize,
    /// True if requests were sent and none was answered.
    pub no_network: bool,
}

/// Checks all external links of the published records, reports diagnostics, and updates the cache.
pub fn check(
    site: &Site,
    sources: &Sources,
    options: LinkCheckOptions,
    cache: &mut LinkCache,
    progress: ProgressFn<'_>,
    diagnostics: &mut Diagnostics,
) -> LinkCheckSummary {
    let checker = &site.config.link_checker;
    let links = collect::external_links(site, sources);
    let mut entries: Vec<Option<CacheEntry>> =
        links.iter().map(|link| cached_entry(link, cache, options.now, checker)).collect();
    let mut summary = LinkCheckSummary {
        addresses: links.len(),
        cached: entries.iter().flatten().count(),
        ..LinkCheckSummary::default()
    };
    let uncached: Vec<usize> =
        (0..links.len()).filter(|&index| links[index].url.is_some() && entries[index].is_none()).collect();
    let client = HttpClient::new(checker.timeout, options.bypass_proxy);
    let limits = RateLimits { per_host: checker.per_host, total: MAX_REQUESTS, interval: HOST_INTERVAL };
    let previous = std::mem::take(cache);
    let results = check_run::check_links(&links, &uncached, &client, limits, previous, options.now, progress);
    *cache = results.cache;
    summary.no_network = !uncached.is_empty() && !results.has_response && !is_network_available(&client, cache);
    if !summary.no_network {
        for (index, entry) in results.entries {
            if let Some(url) = &links[index].url {
                cache.insert(url.as_str(), entry.clone());
            }
            entries[index] = Some(entry);
        }
    }
    let reporter = LinkReporter { site, sources, today: format_day(options.now) };
    for (link, entry) in links.iter().zip(&entries) {
        match entry {
            Some(entry) => reporter.report_link(link, entry, diagnostics),
            None if link.url.is_none() => reporter.report_invalid_address(link, diagnostics),
            None => {}
        }
    }
    summary.count(&entries);
    cache.remove_expired(options.now, checker.cache_ttl);
    summary
}

impl LinkCheckSummary {
    fn count(&mut self, entries: &[Option<CacheEntry>]) {
        for entry in entries.iter().flatten() {
            match entry.status {
                LinkStatus::Fine { .. } => {}
                LinkStatus::Dead { .. } | LinkStatus::NoHost { .. } => self.dead += 1,
                LinkStatus::Unchecked { .. } => self.unchecked += 1,
            }
        }
    }
}

/// Returns the cached entry of a link, or `None` if there is none that is fresh.
fn cached_entry(link: &ExternalLink, cache: &LinkCache, now: i64, checker: &LinkCheckerConfig) -> Option<CacheEntry> {
    cache.get(link.url.as_ref()?.as_str(), &link.anchors(), now, checker.cache_ttl).cloned()
}

/// Checks whether any previously reachable URL responds, i.e. whether the network works.
fn is_network_available(client: &HttpClient, cache: &LinkCache) -> bool {
    let urls = cache.reachable_urls().filter_map(|url| url::Url::parse(url).ok());
    urls.take(MAX_PROBES).any(|url| client.request(&url, Method::Head, false).is_ok())
}

/// Formats the UTC date of a Unix timestamp as `YYYY-MM-DD`.
fn format_day(now: i64) -> String {
    let time = jiff::Timestamp::from_second(now).unwrap_or_default();
    time.to_zoned(jiff::tz::TimeZone::UTC).date().to_string()
}
