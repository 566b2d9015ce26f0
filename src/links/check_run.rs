//! Runs the requests of a link check and collects the results.

use super::anchors;
use super::cache::{CacheEntry, LinkCache};
use super::collect::ExternalLink;
use super::http::HttpClient;
use super::scheduler::{self, RateLimits, TaskRunner, TaskStep};
use super::status::{CheckStep, RedirectChain, RequestOutcome};
use super::{ProgressFn, address};
use std::collections::BTreeSet;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// The cache is saved after this many results, so that an interrupted check resumes from there.
const SAVE_INTERVAL: usize = 20;

/// Results of a check.
#[derive(Default)]
pub(super) struct LinkResults {
    /// The given cache, updated with all results for which a server responded.
    pub(super) cache: LinkCache,
    /// Entry of each checked link, with the index of the link.
    pub(super) entries: Vec<(usize, CacheEntry)>,
    /// True if any server responded.
    pub(super) has_response: bool,
}

/// Checks the links at the indices `uncached`, i.e. those without a cached entry.
pub(super) fn check_links(
    links: &[ExternalLink],
    uncached: &[usize],
    client: &HttpClient,
    limits: RateLimits,
    cache: LinkCache,
    now: i64,
    progress: ProgressFn<'_>,
) -> LinkResults {
    let tasks: Vec<LinkTask> = uncached.iter().filter_map(|&index| LinkTask::new(index, links.get(index)?)).collect();
    let results = Mutex::new(LinkResults { cache, ..LinkResults::default() });
    let check_run = CheckRun { client, now, progress, total: tasks.len(), results };
    scheduler::run(&check_run, tasks, limits);
    check_run.results.into_inner().unwrap_or_else(PoisonError::into_inner)
}

struct CheckRun<'a> {
    client: &'a HttpClient,
    now: i64,
    progress: ProgressFn<'a>,
    total: usize,
    results: Mutex<LinkResults>,
}

/// A link whose check is in progress.
struct LinkTask {
    /// Index of the link.
    link: usize,
    /// Cache key: the URL before any redirect.
    url: String,
    chain: RedirectChain,
    anchors: BTreeSet<String>,
}

/// Result of a task: the outcome without its page, and the ids that the page lacks.
#[derive(Clone)]
struct TaskResult {
    outcome: RequestOutcome,
    missing: BTreeSet<String>,
}

impl LinkTask {
    fn new(index: usize, link: &ExternalLink) -> Option<LinkTask> {
        let (url, anchors) = (link.url.clone()?, link.anchors());
        Some(LinkTask {
            link: index,
            url: url.to_string(),
            chain: RedirectChain::new(url, !anchors.is_empty()),
            anchors,
        })
    }
}

impl CheckRun<'_> {
    fn results(&self) -> MutexGuard<'_, LinkResults> {
        self.results.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl TaskRunner for CheckRun<'_> {
    type Task = LinkTask;
    type Output = TaskResult;

    fn host(&self, task: &LinkTask) -> String {
        address::host(&task.chain.url).to_owned()
    }

    fn step(&self, mut task: LinkTask) -> TaskStep<LinkTask, TaskResult> {
        let response = self.client.request(&task.chain.url, task.chain.method, !task.anchors.is_empty());
        match task.chain.clone().advance(response) {
            CheckStep::Request { chain, delay } => {
                task.chain = *chain;
                TaskStep::Continue { task, delay }
            }
            CheckStep::Done(mut outcome) => {
                let page = outcome.page.take();
                let missing = page.map_or_else(BTreeSet::new, |page| anchors::missing_anchors(&page, &task.anchors));
                TaskStep::Done { for_host: outcome.for_host, task, output: TaskResult { outcome, missing } }
            }
        }
    }

    fn finish(&self, task: LinkTask, TaskResult { outcome, missing }: TaskResult) {
        let entry = CacheEntry::new(self.now, &outcome, task.anchors, missing);
        let mut results = self.results();
        if outcome.has_response {
            results.has_response = true;
            results.cache.insert(&task.url, entry.clone());
        }
        results.entries.push((task.link, entry));
        let count = results.entries.len();
        if count.is_multiple_of(SAVE_INTERVAL) {
            // Best effort: the final save reports its error.
            let _ = results.cache.save();
        }
        (self.progress)(count, self.total);
    }
}
