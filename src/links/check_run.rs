//! Sends addresses on their way through the web and gathers what is known of each at the end.

use super::anchors;
use super::cache::{CacheEntry, LinkCache};
use super::collect::ExternalLink;
use super::http::HttpClient;
use super::scheduler::{self, RateLimits, TaskRunner, TaskStep};
use super::status::{CheckStep, RedirectChain, RequestOutcome};
use super::{ProgressFn, address};
use std::collections::BTreeSet;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// After how many answers those until then are kept on the disk, so that an interrupted check goes on where it was.
const SAVE_INTERVAL: usize = 20;

/// What is known at the end.
#[derive(Default)]
pub(super) struct LinkResults {
    /// What was known before, and what somebody answered now.
    pub(super) cache: LinkCache,
    /// What is known now, by the link's place among all.
    pub(super) entries: Vec<(usize, CacheEntry)>,
    /// Whether anybody answered.
    pub(super) has_response: bool,
}

/// Asks for those of the links that are not known.
pub(super) fn check_links(
    links: &[ExternalLink],
    unknown: &[usize],
    client: &HttpClient,
    limits: RateLimits,
    cache: LinkCache,
    now: i64,
    progress: ProgressFn<'_>,
) -> LinkResults {
    let jobs: Vec<LinkTask> = unknown.iter().filter_map(|&at| LinkTask::new(at, links.get(at)?)).collect();
    let gathered = Mutex::new(LinkResults { cache, ..LinkResults::default() });
    let inquiry = CheckRun { client, now, progress, total: jobs.len(), results: gathered };
    scheduler::run(&inquiry, jobs, limits);
    inquiry.results.into_inner().unwrap_or_else(PoisonError::into_inner)
}

struct CheckRun<'a> {
    client: &'a HttpClient,
    now: i64,
    progress: ProgressFn<'a>,
    total: usize,
    results: Mutex<LinkResults>,
}

/// An address on its way.
struct LinkTask {
    /// The link's place among all.
    link: usize,
    /// The address as it is kept.
    url: String,
    chain: RedirectChain,
    anchors: BTreeSet<String>,
}

/// What became of it: the outcome, without the page, and the ids that the page lacks.
#[derive(Clone)]
struct TaskResult {
    outcome: RequestOutcome,
    missing: BTreeSet<String>,
}

impl LinkTask {
    fn new(at: usize, link: &ExternalLink) -> Option<LinkTask> {
        let (url, anchors) = (link.url.clone()?, link.anchors());
        Some(LinkTask { link: at, url: url.to_string(), chain: RedirectChain::new(url, !anchors.is_empty()), anchors })
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

    fn host(&self, job: &LinkTask) -> String {
        address::host(&job.chain.url).to_owned()
    }

    fn step(&self, mut job: LinkTask) -> TaskStep<LinkTask, TaskResult> {
        let answer = self.client.request(&job.chain.url, job.chain.method, !job.anchors.is_empty());
        match job.chain.clone().advance(answer) {
            CheckStep::Request { chain: trail, delay: after } => {
                job.chain = *trail;
                TaskStep::Continue { task: job, delay: after }
            }
            CheckStep::Done(mut outcome) => {
                let page = outcome.page.take();
                let missing = page.map_or_else(BTreeSet::new, |page| anchors::missing_anchors(&page, &job.anchors));
                TaskStep::Done { for_host: outcome.for_host, task: job, output: TaskResult { outcome, missing } }
            }
        }
    }

    fn finish(&self, job: LinkTask, TaskResult { outcome, missing }: TaskResult) {
        let known = CacheEntry::new(self.now, &outcome, job.anchors, missing);
        let mut gathered = self.results();
        if outcome.has_response {
            gathered.has_response = true;
            gathered.cache.insert(&job.url, known.clone());
        }
        gathered.entries.push((job.link, known));
        let count = gathered.entries.len();
        if count.is_multiple_of(SAVE_INTERVAL) {
            // It is saved once more at the end, and what fails then is told.
            let _ = gathered.cache.save();
        }
        (self.progress)(count, self.total);
    }
}
