//! One build in a process of its own, and what it took.

use crate::floor::{Floor, ms};
use briefing::compile::CompileOptions;
use briefing::incremental::{Build, BuildRequest, Stage};
use briefing::output::WriteOptions;
use std::path::Path;
use std::process::Command;
use std::sync::LazyLock;
use std::time::{Duration, Instant};

/// What a build took.
#[derive(Clone, Copy, Default)]
pub(crate) struct BuildTimes {
    pub(crate) total: Duration,
    pub(crate) processor: Duration,
    /// How long templates ran, as if on all processors at once.
    pub(crate) templates: Duration,
    stages: [Duration; STAGES.len()],
    written: u64,
    peak_kib: u64,
}

/// The first is looking for what changed.
const STAGES: [&str; 7] = ["look", "read", "load", "relate", "render", "emit", "write"];

static BEGIN: LazyLock<Instant> = LazyLock::new(Instant::now);

/// Builds as `briefing build` does, and prints what it took.
pub(crate) fn build(folder: &Path) {
    LazyLock::force(&BEGIN);
    let mut laps = [Duration::ZERO; STAGES.len()];
    let mut last = Duration::ZERO;
    let mut lap = |place: usize| {
        let now = BEGIN.elapsed();
        laps[place] += now.saturating_sub(last);
        last = now;
    };
    let options = CompileOptions { clock: Some(|| BEGIN.elapsed()), ..CompileOptions::default() };
    let request = BuildRequest { root: folder.to_owned(), output: None, options, use_cache: true };
    let mut build = Build::begin(request).expect("the site is read");
    let unchanged = build.up_to_date();
    lap(0);
    let (mut templates, mut written) = (Duration::ZERO, 0);
    if unchanged.is_none() {
        let place = |stage| match stage {
            Stage::Read => 1,
            Stage::Load => 2,
            Stage::Relate => 3,
            Stage::Render => 4,
            Stage::Export => 5,
            Stage::Write => 6,
        };
        let mut compiled = build.compile(&mut |stage| lap(place(stage))).expect("the site is read");
        assert!(!compiled.diagnostics.has_errors(), "{:?}", compiled.diagnostics.iter().next());
        let wrote = build.write(&mut compiled, WriteOptions::default()).expect("the site is written");
        lap(6);
        templates = compiled.pages.stats.template_time;
        written = wrote.created + wrote.changed;
        // As for any program that ends, the system takes back what is left.
        std::mem::forget((compiled, build));
    }
    print!("{} {}", last.as_micros(), templates.as_micros());
    for lap in laps {
        print!(" {}", lap.as_micros());
    }
    println!(" {written} {} {}", processor_time().as_micros(), peak_kib());
}

/// Has a site built, and reads what it took.
pub(crate) fn run(folder: &Path) -> BuildTimes {
    let program = std::env::current_exe().expect("the bench knows its own path");
    let output = Command::new(program).arg("child").arg(folder).output().expect("the build runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let text = String::from_utf8(output.stdout).expect("numbers");
    let numbers: Vec<u64> = text.split_whitespace().map(|number| number.parse().expect("a number")).collect();
    let time = |place: usize| Duration::from_micros(numbers[place]);
    let threads = std::thread::available_parallelism().map_or(1, |count| u32::try_from(count.get()).unwrap_or(1));
    BuildTimes {
        total: time(0),
        templates: time(1) / threads,
        stages: std::array::from_fn(|stage| time(2 + stage)),
        written: numbers[9],
        processor: time(10),
        peak_kib: numbers[11],
    }
}

/// The build of middling length.
pub(crate) fn median(builds: &[BuildTimes]) -> BuildTimes {
    let mut sorted = builds.to_vec();
    sorted.sort_by_key(|times| times.total);
    sorted[sorted.len() / 2]
}

pub(crate) fn print_head() {
    print!(
        "{:>16} {:>9} {:>7} {:>7} {:>7} {:>9} {:>8} {:>8} |",
        "", "build", "x", "x look", "µs each", "cpu", "peak MiB", "written"
    );
    for stage in STAGES {
        print!(" {stage:>8}");
    }
    println!();
}

pub(crate) fn print_row(name: &str, builds: &[BuildTimes], floor: &Floor, records: usize) {
    let times = median(builds);
    let ratio = |floor: Duration| times.total.as_secs_f64() / floor.as_secs_f64();
    print!(
        "{name:>16} {:>9.1} {:>7.2} {:>7.2} {:>7} {:>9.1} {:>8} {:>8} |",
        ms(times.total),
        ratio(floor.total()),
        ratio(floor.stat),
        times.total.as_micros() / records as u128,
        ms(times.processor),
        times.peak_kib / 1024,
        times.written
    );
    for stage in times.stages {
        print!(" {:>8.1}", ms(stage));
    }
    println!();
}

/// The processor time that this process has had, from the kernel, in its ticks of 10 ms; 0 where it does not tell.
fn processor_time() -> Duration {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields = stat.rsplit(')').next().unwrap_or_default().split_whitespace();
    let ticks: u64 = fields.skip(11).take(2).filter_map(|ticks| ticks.parse::<u64>().ok()).sum();
    Duration::from_millis(ticks * 10)
}

/// The greatest resident memory so far, from the kernel; 0 where it does not tell.
fn peak_kib() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.trim().trim_end_matches(" kB").parse().ok()).unwrap_or(0)
}
