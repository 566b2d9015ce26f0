//! Schedules tasks across hosts with a rate limit per host.
//!
//! 1. Every task waits in the queue of its host.
//! 2. A worker takes a task whose host is available: fewer requests are running than allowed, and the interval since
//!    the last request has passed.
//! 3. A task that continues is queued again, perhaps at another host, and its host pauses for the requested delay.
//! 4. A result that holds for a whole host finishes all of its remaining tasks without a request.

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

/// Limits of concurrency and request rate.
#[derive(Clone, Copy, Debug)]
pub(super) struct RateLimits {
    /// Concurrent requests per host.
    pub(super) per_host: usize,
    /// Concurrent requests in total, which is the number of worker threads.
    pub(super) total: usize,
    /// Minimum interval between two requests to one host.
    pub(super) interval: Duration,
}

/// Executes the tasks that the scheduler hands out.
pub(super) trait TaskRunner: Sync {
    /// Task type.
    type Task: Send;
    /// Result type of a task.
    type Output: Clone + Send;

    /// Returns the host of the task's next request.
    fn host(&self, task: &Self::Task) -> String;

    /// Sends one request.
    fn step(&self, task: Self::Task) -> TaskStep<Self::Task, Self::Output>;

    /// Receives the result of a task, computed by `step` or shared by its host. Calls are serialized.
    fn finish(&self, task: Self::Task, output: Self::Output);
}

/// Result of one step of a task.
#[derive(Debug)]
pub(super) enum TaskStep<J, D> {
    /// The task needs another request.
    Continue {
        /// The task.
        task: J,
        /// Pause of the host that answered.
        delay: Duration,
    },
    /// The task is finished.
    Done {
        /// The task.
        task: J,
        /// Its result.
        output: D,
        /// True if the result holds for all tasks of the host.
        for_host: bool,
    },
}

/// Runs all tasks and returns when every one is finished.
pub(super) fn run<W: TaskRunner>(runner: &W, tasks: Vec<W::Task>, limits: RateLimits) {
    let mut queues = HostQueues { hosts: BTreeMap::new(), pending: tasks.len() };
    let workers = limits.total.min(tasks.len());
    for task in tasks {
        queues.queue(runner.host(&task)).tasks.push_back(task);
    }
    let (queues, changed) = (Mutex::new(queues), Condvar::new());
    thread::scope(|scope| {
        for _ in 0..workers {
            scope.spawn(|| worker(runner, limits, &queues, &changed));
        }
    });
}

/// Tasks grouped by host.
struct HostQueues<W: TaskRunner> {
    hosts: BTreeMap<String, HostQueue<W>>,
    /// Number of unfinished tasks.
    pending: usize,
}

struct HostQueue<W: TaskRunner> {
    tasks: VecDeque<W::Task>,
    running: usize,
    next_request_at: Option<Instant>,
    host_output: Option<W::Output>,
}

/// Action for an idle worker.
enum NextTask<W: TaskRunner> {
    /// Run this task at this host.
    Run(String, W::Task),
    /// Finish this task with the result of its host.
    Resolved(W::Task, W::Output),
    /// Wait for a change, at most until this time.
    Wait(Option<Instant>),
    /// All tasks are finished.
    Finished,
}

fn worker<W: TaskRunner>(runner: &W, limits: RateLimits, queues: &Mutex<HostQueues<W>>, changed: &Condvar) {
    let mut guard = lock(queues);
    loop {
        match guard.next_task(limits, Instant::now()) {
            NextTask::Run(host, task) => {
                drop(guard);
                let next = runner.step(task);
                guard = lock(queues);
                guard.apply(runner, host, next);
            }
            NextTask::Resolved(task, output) => guard.finish(runner, task, output),
            NextTask::Wait(None) => guard = changed.wait(guard).unwrap_or_else(PoisonError::into_inner),
            NextTask::Wait(Some(until)) => {
                let time = until.saturating_duration_since(Instant::now());
                guard = changed.wait_timeout(guard, time).unwrap_or_else(PoisonError::into_inner).0;
                continue;
            }
            NextTask::Finished => return,
        }
        changed.notify_all();
    }
}

/// Locks the queues. A poisoned lock is safe to use: no code that holds it can panic halfway through an update.
fn lock<T>(queues: &Mutex<T>) -> MutexGuard<'_, T> {
    queues.lock().unwrap_or_else(PoisonError::into_inner)
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
            let may_run = host.host_output.is_some() || host.running < limits.per_host;
            if !may_run || host.tasks.is_empty() {
                continue;
            }
            if let Some(until) = host.next_request_at.filter(|until| *until > now && host.host_output.is_none()) {
                wake = Some(wake.map_or(until, |wake| wake.min(until)));
                continue;
            }
            let Some(task) = host.tasks.pop_front() else { continue };
            if let Some(shared) = &host.host_output {
                return NextTask::Resolved(task, shared.clone());
            }
            host.running += 1;
            host.next_request_at = Some(now + limits.interval);
            return NextTask::Run(name.clone(), task);
        }
        NextTask::Wait(wake)
    }

    fn apply(&mut self, runner: &W, name: String, next: TaskStep<W::Task, W::Output>) {
        let host = self.queue(name);
        host.running = host.running.saturating_sub(1);
        match next {
            TaskStep::Continue { task, delay } => {
                let until = Instant::now() + delay;
                host.next_request_at = host.next_request_at.max(Some(until));
                // At the front: started tasks finish first.
                self.queue(runner.host(&task)).tasks.push_front(task);
            }
            TaskStep::Done { task, output, for_host } => {
                if for_host {
                    host.host_output = Some(output.clone());
                }
                self.finish(runner, task, output);
            }
        }
    }

    fn finish(&mut self, runner: &W, task: W::Task, output: W::Output) {
        self.pending = self.pending.saturating_sub(1);
        runner.finish(task, output);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicUsize, Ordering};

    const LIMITS: RateLimits = RateLimits { per_host: 2, total: 8, interval: Duration::ZERO };

    /// Records all calls. A task is a host and the number of requests left.
    #[derive(Default)]
    struct RecordingRunner {
        running: Mutex<BTreeMap<String, usize>>,
        max_running: AtomicUsize,
        started: Mutex<Vec<(String, Instant)>>,
        finished: Mutex<Vec<(String, &'static str)>>,
        delay: Duration,
    }

    impl TaskRunner for RecordingRunner {
        type Task = (String, usize);
        type Output = &'static str;

        fn host(&self, task: &Self::Task) -> String {
            task.0.clone()
        }

        fn step(&self, (host, left): Self::Task) -> TaskStep<Self::Task, Self::Output> {
            self.started.lock().unwrap().push((host.clone(), Instant::now()));
            let now = {
                let mut running = self.running.lock().unwrap();
                let now = running.entry(host.clone()).or_default();
                *now += 1;
                *now
            };
            self.max_running.fetch_max(now, Ordering::SeqCst);
            thread::sleep(Duration::from_millis(5));
            *self.running.lock().unwrap().get_mut(&host).unwrap() -= 1;
            match left {
                0 => TaskStep::Done { for_host: host == "closed", task: (host, 0), output: "asked" },
                _ => TaskStep::Continue { task: (host, left - 1), delay: self.delay },
            }
        }

        fn finish(&self, task: Self::Task, output: Self::Output) {
            self.finished.lock().unwrap().push((task.0, output));
        }
    }

    fn tasks(host: &str, count: usize, requests: usize) -> Vec<(String, usize)> {
        vec![(host.to_owned(), requests - 1); count]
    }

    #[test]
    fn limits_concurrent_requests_per_host() {
        let runner = RecordingRunner::default();
        run(&runner, [tasks("a", 10, 2), tasks("b", 10, 1)].concat(), LIMITS);
        assert_eq!(runner.max_running.load(Ordering::SeqCst), 2);
        assert_eq!((runner.started.lock().unwrap().len(), runner.finished.lock().unwrap().len()), (30, 20));
    }

    #[test]
    fn keeps_interval_per_host_only() {
        let runner = RecordingRunner::default();
        let pause = Duration::from_millis(40);
        let start = Instant::now();
        run(&runner, [tasks("a", 4, 1), tasks("b", 4, 1)].concat(), RateLimits { interval: pause, ..LIMITS });
        let started = runner.started.lock().unwrap();
        for host in ["a", "b"] {
            // On a busy machine a request may start late and then follow its predecessor sooner.
            let times = started.iter().filter(|(name, _)| name == host).map(|(_, time)| *time - start);
            assert!(times.zip(0..).all(|(time, before)| time >= pause * before), "{started:?}");
        }
        assert!(started[7].1 - started[0].1 < pause * 6, "the hosts are asked side by side");
    }

    #[test]
    fn pauses_host_for_requested_delay() {
        let runner = RecordingRunner { delay: Duration::from_millis(60), ..RecordingRunner::default() };
        run(&runner, tasks("a", 1, 2), LIMITS);
        let started = runner.started.lock().unwrap();
        assert!(started[1].1 - started[0].1 >= runner.delay);
    }

    #[test]
    fn shares_result_that_holds_for_host() {
        let runner = RecordingRunner::default();
        run(&runner, tasks("closed", 50, 1), RateLimits { per_host: 1, ..LIMITS });
        assert_eq!((runner.started.lock().unwrap().len(), runner.finished.lock().unwrap().len()), (1, 50));
    }

    #[test]
    fn returns_without_tasks() {
        run(&RecordingRunner::default(), Vec::new(), LIMITS);
    }
}
