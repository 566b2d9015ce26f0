//! Sends addresses on their way through the web and gathers what is known of each at the end.

use super::anchors;
use super::ask::Client;
use super::cache::{Cache, Known};
use super::collect::Link;
use super::pace::{self, Limits, Next, Work};
use super::verdict::{Outcome, Step, Trail};
use super::{Progress, address};
use std::collections::BTreeSet;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// After how many answers those until then are kept on the disk, so that an interrupted check goes on where it was.
const SAVE_EVERY: usize = 20;

/// What is known at the end.
#[derive(Default)]
pub(super) struct Gathered {
    /// What was known before, and what somebody answered now.
    pub(super) cache: Cache,
    /// What is known now, by the link's place among all.
    pub(super) answers: Vec<(usize, Known)>,
    /// Whether anybody answered.
    pub(super) reached: bool,
}

/// Asks for those of the links that are not known.
pub(super) fn ask_for(
    links: &[Link],
    unknown: &[usize],
    client: &Client,
    limits: Limits,
    cache: Cache,
    now: i64,
    progress: Progress<'_>,
) -> Gathered {
    let jobs: Vec<Job> = unknown.iter().filter_map(|&at| Job::new(at, links.get(at)?)).collect();
    let gathered = Mutex::new(Gathered { cache, ..Gathered::default() });
    let inquiry = Inquiry { client, now, progress, total: jobs.len(), gathered };
    pace::run(&inquiry, jobs, limits);
    inquiry.gathered.into_inner().unwrap_or_else(PoisonError::into_inner)
}

struct Inquiry<'a> {
    client: &'a Client,
    now: i64,
    progress: Progress<'a>,
    total: usize,
    gathered: Mutex<Gathered>,
}

/// An address on its way.
struct Job {
    /// The link's place among all.
    link: usize,
    /// The address as it is kept.
    url: String,
    trail: Trail,
    anchors: BTreeSet<String>,
}

/// What became of it: the outcome, without the page, and the ids that the page lacks.
#[derive(Clone)]
struct End {
    outcome: Outcome,
    missing: BTreeSet<String>,
}

impl Job {
    fn new(at: usize, link: &Link) -> Option<Job> {
        let (url, anchors) = (link.url.clone()?, link.anchors());
        Some(Job { link: at, url: url.to_string(), trail: Trail::new(url, !anchors.is_empty()), anchors })
    }
}

impl Inquiry<'_> {
    fn gathered(&self) -> MutexGuard<'_, Gathered> {
        self.gathered.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Work for Inquiry<'_> {
    type Job = Job;
    type Done = End;

    fn host(&self, job: &Job) -> String {
        address::host(&job.trail.url).to_owned()
    }

    fn ask(&self, mut job: Job) -> Next<Job, End> {
        let answer = self.client.ask(&job.trail.url, job.trail.method, !job.anchors.is_empty());
        match job.trail.clone().next(answer) {
            Step::Ask { trail, after } => {
                job.trail = *trail;
                Next::Ask { job, after }
            }
            Step::Done(mut outcome) => {
                let page = outcome.page.take();
                let missing = page.map_or_else(BTreeSet::new, |page| anchors::missing(&page, &job.anchors));
                Next::Done { of_host: outcome.of_host, job, done: End { outcome, missing } }
            }
        }
    }

    fn done(&self, job: Job, End { outcome, missing }: End) {
        let known = Known::new(self.now, &outcome, job.anchors, missing);
        let mut gathered = self.gathered();
        if outcome.reached {
            gathered.reached = true;
            gathered.cache.keep(&job.url, known.clone());
        }
        gathered.answers.push((job.link, known));
        let count = gathered.answers.len();
        if count.is_multiple_of(SAVE_EVERY) {
            // It is saved once more at the end, and what fails then is told.
            let _ = gathered.cache.save();
        }
        (self.progress)(count, self.total);
    }
}
