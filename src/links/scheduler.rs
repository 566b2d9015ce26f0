//! Works through jobs at hosts, several hosts at a time and each host gently.
//!
//! 1. Every job waits in the queue of its host.
//! 2. A worker takes one whose host is at rest: fewer requests run there than allowed, and the last began a while ago.
//! 3. A job that goes on waits again, perhaps at another host, and its host is left alone for as long as it asked.
//! 4. When a host has said something that holds for all of it, nothing more is asked there.

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

/// How much is asked at a time.
#[derive(Clone, Copy, Debug)]
pub(super) struct RateLimits {
    /// Of one host.
    pub(super) per_host: usize,
    /// Of all hosts together.
    pub(super) total: usize,
    /// How long to wait between two requests to one host.
    pub(super) interval: Duration,
}

/// What is worked on.
pub(super) trait TaskRunner: Sync {
    /// A job.
    type Task: Send;
    /// What a job comes to.
    type Output: Clone + Send;

    /// The host that a job asks next.
    fn host(&self, job: &Self::Task) -> String;

    /// Makes one request.
    fn step(&self, job: Self::Task) -> TaskStep<Self::Task, Self::Output>;

    /// Takes what a job came to, by asking or by what its host said of all of it; one at a time.
    fn finish(&self, job: Self::Task, done: Self::Output);
}

/// How a job goes on.
#[derive(Debug)]
pub(super) enum TaskStep<J, D> {
    /// With another request.
    Continue {
        /// The job.
        task: J,
        /// How long its host is left alone.
        delay: Duration,
    },
    /// Not at all.
    Done {
        /// The job.
        task: J,
        /// What it came to.
        output: D,
        /// Whether that holds for everything at its host.
        for_host: bool,
    },
}

/// Works through all jobs.
pub(super) fn run<W: TaskRunner>(work: &W, jobs: Vec<W::Task>, limits: RateLimits) {
    let mut desk = HostQueues { hosts: BTreeMap::new(), pending: jobs.len() };
    let workers = limits.total.min(jobs.len());
    for job in jobs {
        desk.queue(work.host(&job)).tasks.push_back(job);
    }
    let (desk, changed) = (Mutex::new(desk), Condvar::new());
    thread::scope(|scope| {
        for _ in 0..workers {
            scope.spawn(|| worker(work, limits, &desk, &changed));
        }
    });
}

/// Where jobs wait.
struct HostQueues<W: TaskRunner> {
    hosts: BTreeMap<String, HostQueue<W>>,
    /// How many jobs have not ended.
    pending: usize,
}

struct HostQueue<W: TaskRunner> {
    tasks: VecDeque<W::Task>,
    running: usize,
    next_request_at: Option<Instant>,
    host_output: Option<W::Output>,
}

/// What a worker finds on the desk.
enum NextTask<W: TaskRunner> {
    /// A job and its host.
    Run(String, W::Task),
    /// A job whose end is known without asking.
    Resolved(W::Task, W::Output),
    /// Nothing yet; perhaps at that time.
    Wait(Option<Instant>),
    /// Nothing any more.
    Finished,
}

fn worker<W: TaskRunner>(work: &W, limits: RateLimits, desk: &Mutex<HostQueues<W>>, changed: &Condvar) {
    let mut held = lock(desk);
    loop {
        match held.next_task(limits, Instant::now()) {
            NextTask::Run(host, job) => {
                drop(held);
                let next = work.step(job);
                held = lock(desk);
                held.apply(work, host, next);
            }
            NextTask::Resolved(job, done) => held.finish(work, job, done),
            NextTask::Wait(None) => held = changed.wait(held).unwrap_or_else(PoisonError::into_inner),
            NextTask::Wait(Some(until)) => {
                let time = until.saturating_duration_since(Instant::now());
                held = changed.wait_timeout(held, time).unwrap_or_else(PoisonError::into_inner).0;
                continue;
            }
            NextTask::Finished => return,
        }
        changed.notify_all();
    }
}

/// A worker that panicked has not left the desk in disorder: it holds it for no step that could.
fn lock<T>(desk: &Mutex<T>) -> MutexGuard<'_, T> {
    desk.lock().unwrap_or_else(PoisonError::into_inner)
}

impl<W: TaskRunner> HostQueues<W> {
    fn queue(&mut self, name: String) -> &mut HostQueue<W> {
        let new = || HostQueue { tasks: VecDeque::new(), running: 0, next_request_at: None, host_output: None };
        self.hosts.entry(name).or_insert_with(new)
    }

    fn next_task(&mut self, limits: RateLimits, now: Instant) -> NextTask<W> {
        if self.pending == 0 {
            return NextTask::Finished;
        }
        let mut wake: Option<Instant> = None;
        for (name, host) in &mut self.hosts {
            let may_ask = host.host_output.is_some() || host.running < limits.per_host;
            if !may_ask || host.tasks.is_empty() {
                continue;
            }
            if let Some(until) = host.next_request_at.filter(|until| *until > now && host.host_output.is_none()) {
                wake = Some(wake.map_or(until, |wake| wake.min(until)));
                continue;
            }
            let Some(job) = host.tasks.pop_front() else { continue };
            if let Some(said) = &host.host_output {
                return NextTask::Resolved(job, said.clone());
            }
            host.running += 1;
            host.next_request_at = Some(now + limits.interval);
            return NextTask::Run(name.clone(), job);
        }
        NextTask::Wait(wake)
    }

    fn apply(&mut self, work: &W, name: String, next: TaskStep<W::Task, W::Output>) {
        let host = self.queue(name);
        host.running = host.running.saturating_sub(1);
        match next {
            TaskStep::Continue { task: job, delay: after } => {
                let until = Instant::now() + after;
                host.next_request_at = host.next_request_at.max(Some(until));
                // In front: what has begun ends first.
                self.queue(work.host(&job)).tasks.push_front(job);
            }
            TaskStep::Done { task: job, output: done, for_host: of_host } => {
                if of_host {
                    host.host_output = Some(done.clone());
                }
                self.finish(work, job, done);
            }
        }
    }

    fn finish(&mut self, work: &W, job: W::Task, done: W::Output) {
        self.pending = self.pending.saturating_sub(1);
        work.finish(job, done);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicUsize, Ordering};

    const LIMITS: RateLimits = RateLimits { per_host: 2, total: 8, interval: Duration::ZERO };

    /// Jobs are a host and a number of requests to make there.
    #[derive(Default)]
    struct Log {
        running: Mutex<BTreeMap<String, usize>>,
        most: AtomicUsize,
        begun: Mutex<Vec<(String, Instant)>>,
        ended: Mutex<Vec<(String, &'static str)>>,
        rest: Duration,
    }

    impl TaskRunner for Log {
        type Task = (String, usize);
        type Output = &'static str;

        fn host(&self, job: &Self::Task) -> String {
            job.0.clone()
        }

        fn step(&self, (host, left): Self::Task) -> TaskStep<Self::Task, Self::Output> {
            self.begun.lock().unwrap().push((host.clone(), Instant::now()));
            let now = {
                let mut running = self.running.lock().unwrap();
                let now = running.entry(host.clone()).or_default();
                *now += 1;
                *now
            };
            self.most.fetch_max(now, Ordering::SeqCst);
            thread::sleep(Duration::from_millis(5));
            *self.running.lock().unwrap().get_mut(&host).unwrap() -= 1;
            match left {
                0 => TaskStep::Done { for_host: host == "closed", task: (host, 0), output: "asked" },
                _ => TaskStep::Continue { task: (host, left - 1), delay: self.rest },
            }
        }

        fn finish(&self, job: Self::Task, done: Self::Output) {
            self.ended.lock().unwrap().push((job.0, done));
        }
    }

    fn jobs(host: &str, count: usize, requests: usize) -> Vec<(String, usize)> {
        vec![(host.to_owned(), requests - 1); count]
    }

    #[test]
    fn never_asks_more_of_a_host_than_allowed() {
        let log = Log::default();
        run(&log, [jobs("a", 10, 2), jobs("b", 10, 1)].concat(), LIMITS);
        assert_eq!(log.most.load(Ordering::SeqCst), 2);
        assert_eq!((log.begun.lock().unwrap().len(), log.ended.lock().unwrap().len()), (30, 20));
    }

    #[test]
    fn rests_between_two_requests_to_a_host_and_not_between_hosts() {
        let log = Log::default();
        let pause = Duration::from_millis(40);
        let start = Instant::now();
        run(&log, [jobs("a", 4, 1), jobs("b", 4, 1)].concat(), RateLimits { interval: pause, ..LIMITS });
        let begun = log.begun.lock().unwrap();
        for host in ["a", "b"] {
            // On a busy machine a request begins later than it may, and then sooner before the next.
            let times = begun.iter().filter(|(name, _)| name == host).map(|(_, time)| *time - start);
            assert!(times.zip(0..).all(|(time, before)| time >= pause * before), "{begun:?}");
        }
        assert!(begun[7].1 - begun[0].1 < pause * 6, "the hosts are asked side by side");
    }

    #[test]
    fn leaves_a_host_alone_for_as_long_as_it_asks() {
        let log = Log { rest: Duration::from_millis(60), ..Log::default() };
        run(&log, jobs("a", 1, 2), LIMITS);
        let begun = log.begun.lock().unwrap();
        assert!(begun[1].1 - begun[0].1 >= log.rest);
    }

    #[test]
    fn asks_nothing_more_where_one_answer_holds_for_all() {
        let log = Log::default();
        run(&log, jobs("closed", 50, 1), RateLimits { per_host: 1, ..LIMITS });
        assert_eq!((log.begun.lock().unwrap().len(), log.ended.lock().unwrap().len()), (1, 50));
    }

    #[test]
    fn ends_when_there_is_nothing_to_do() {
        run(&Log::default(), Vec::new(), LIMITS);
    }
}
