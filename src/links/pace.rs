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
pub(super) struct Limits {
    /// Of one host.
    pub(super) per_host: usize,
    /// Of all hosts together.
    pub(super) at_all: usize,
    /// How long to wait between two requests to one host.
    pub(super) pause: Duration,
}

/// What is worked on.
pub(super) trait Work: Sync {
    /// A job.
    type Job: Send;
    /// What a job comes to.
    type Done: Clone + Send;

    /// The host that a job asks next.
    fn host(&self, job: &Self::Job) -> String;

    /// Makes one request.
    fn ask(&self, job: Self::Job) -> Next<Self::Job, Self::Done>;

    /// Takes what a job came to, by asking or by what its host said of all of it; one at a time.
    fn done(&self, job: Self::Job, done: Self::Done);
}

/// How a job goes on.
#[derive(Debug)]
pub(super) enum Next<J, D> {
    /// With another request.
    Ask {
        /// The job.
        job: J,
        /// How long its host is left alone.
        after: Duration,
    },
    /// Not at all.
    Done {
        /// The job.
        job: J,
        /// What it came to.
        done: D,
        /// Whether that holds for everything at its host.
        of_host: bool,
    },
}

/// Works through all jobs.
pub(super) fn run<W: Work>(work: &W, jobs: Vec<W::Job>, limits: Limits) {
    let mut desk = Desk { hosts: BTreeMap::new(), open: jobs.len() };
    let workers = limits.at_all.min(jobs.len());
    for job in jobs {
        desk.host(work.host(&job)).jobs.push_back(job);
    }
    let (desk, changed) = (Mutex::new(desk), Condvar::new());
    thread::scope(|scope| {
        for _ in 0..workers {
            scope.spawn(|| worker(work, limits, &desk, &changed));
        }
    });
}

/// Where jobs wait.
struct Desk<W: Work> {
    hosts: BTreeMap<String, Host<W>>,
    /// How many jobs have not ended.
    open: usize,
}

struct Host<W: Work> {
    jobs: VecDeque<W::Job>,
    running: usize,
    rests_until: Option<Instant>,
    said: Option<W::Done>,
}

/// What a worker finds on the desk.
enum Pick<W: Work> {
    /// A job and its host.
    Ask(String, W::Job),
    /// A job whose end is known without asking.
    Known(W::Job, W::Done),
    /// Nothing yet; perhaps at that time.
    Wait(Option<Instant>),
    /// Nothing any more.
    End,
}

fn worker<W: Work>(work: &W, limits: Limits, desk: &Mutex<Desk<W>>, changed: &Condvar) {
    let mut held = lock(desk);
    loop {
        match held.pick(limits, Instant::now()) {
            Pick::Ask(host, job) => {
                drop(held);
                let next = work.ask(job);
                held = lock(desk);
                held.settle(work, host, next);
            }
            Pick::Known(job, done) => held.end(work, job, done),
            Pick::Wait(None) => held = changed.wait(held).unwrap_or_else(PoisonError::into_inner),
            Pick::Wait(Some(until)) => {
                let time = until.saturating_duration_since(Instant::now());
                held = changed.wait_timeout(held, time).unwrap_or_else(PoisonError::into_inner).0;
                continue;
            }
            Pick::End => return,
        }
        changed.notify_all();
    }
}

/// A worker that panicked has not left the desk in disorder: it holds it for no step that could.
fn lock<T>(desk: &Mutex<T>) -> MutexGuard<'_, T> {
    desk.lock().unwrap_or_else(PoisonError::into_inner)
}

impl<W: Work> Desk<W> {
    fn host(&mut self, name: String) -> &mut Host<W> {
        let new = || Host { jobs: VecDeque::new(), running: 0, rests_until: None, said: None };
        self.hosts.entry(name).or_insert_with(new)
    }

    fn pick(&mut self, limits: Limits, now: Instant) -> Pick<W> {
        if self.open == 0 {
            return Pick::End;
        }
        let mut wake: Option<Instant> = None;
        for (name, host) in &mut self.hosts {
            let may_ask = host.said.is_some() || host.running < limits.per_host;
            if !may_ask || host.jobs.is_empty() {
                continue;
            }
            if let Some(until) = host.rests_until.filter(|until| *until > now && host.said.is_none()) {
                wake = Some(wake.map_or(until, |wake| wake.min(until)));
                continue;
            }
            let Some(job) = host.jobs.pop_front() else { continue };
            if let Some(said) = &host.said {
                return Pick::Known(job, said.clone());
            }
            host.running += 1;
            host.rests_until = Some(now + limits.pause);
            return Pick::Ask(name.clone(), job);
        }
        Pick::Wait(wake)
    }

    fn settle(&mut self, work: &W, name: String, next: Next<W::Job, W::Done>) {
        let host = self.host(name);
        host.running = host.running.saturating_sub(1);
        match next {
            Next::Ask { job, after } => {
                let until = Instant::now() + after;
                host.rests_until = host.rests_until.max(Some(until));
                // In front: what has begun ends first.
                self.host(work.host(&job)).jobs.push_front(job);
            }
            Next::Done { job, done, of_host } => {
                if of_host {
                    host.said = Some(done.clone());
                }
                self.end(work, job, done);
            }
        }
    }

    fn end(&mut self, work: &W, job: W::Job, done: W::Done) {
        self.open = self.open.saturating_sub(1);
        work.done(job, done);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicUsize, Ordering};

    const LIMITS: Limits = Limits { per_host: 2, at_all: 8, pause: Duration::ZERO };

    /// Jobs are a host and a number of requests to make there.
    #[derive(Default)]
    struct Log {
        running: Mutex<BTreeMap<String, usize>>,
        most: AtomicUsize,
        begun: Mutex<Vec<(String, Instant)>>,
        ended: Mutex<Vec<(String, &'static str)>>,
        rest: Duration,
    }

    impl Work for Log {
        type Job = (String, usize);
        type Done = &'static str;

        fn host(&self, job: &Self::Job) -> String {
            job.0.clone()
        }

        fn ask(&self, (host, left): Self::Job) -> Next<Self::Job, Self::Done> {
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
                0 => Next::Done { of_host: host == "closed", job: (host, 0), done: "asked" },
                _ => Next::Ask { job: (host, left - 1), after: self.rest },
            }
        }

        fn done(&self, job: Self::Job, done: Self::Done) {
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
        run(&log, [jobs("a", 4, 1), jobs("b", 4, 1)].concat(), Limits { pause, ..LIMITS });
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
        run(&log, jobs("closed", 50, 1), Limits { per_host: 1, ..LIMITS });
        assert_eq!((log.begun.lock().unwrap().len(), log.ended.lock().unwrap().len()), (1, 50));
    }

    #[test]
    fn ends_when_there_is_nothing_to_do() {
        run(&Log::default(), Vec::new(), LIMITS);
    }
}
