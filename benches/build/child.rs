//! Runs one build in a child process and measures it.

use crate::floor::{Floor, ms};
use briefing::compile::CompileOptions;
use briefing::incremental::{Build, BuildRequest, Stage};
use briefing::output::WriteOptions;
use std::path::Path;
use std::process::Command;
use std::sync::LazyLock;
use std::time::{Duration, Instant};

/// Times, output and memory of one build.
#[derive(Clone, Copy, Default)]
pub(crate) struct BuildTimes {
    pub(crate) total: Duration,
    pub(crate) processor: Duration,
    /// Template time, divided by the number of processors.
    pub(crate) templates: Duration,
    stages: [Duration; STAGES.len()],
    written: u64,
    peak_kib: u64,
}

/// Stage labels; the first stage is the scan for changes.
const STAGES: [&str; 7] = ["scan", "read", "load", "relate", "render", "export", "write"];

static PROCESS_START: LazyLock<Instant> = LazyLock::new(Instant::now);

/// Builds as `briefing build` does, and prints the measurements as numbers for [`run`].
pub(crate) fn build(folder: &Path) {
    LazyLock::force(&PROCESS_START);
    let mut laps = [Duration::ZERO; STAGES.len()];
    let mut last = Duration::ZERO;
    let mut record_lap = |index: usize| {
        let now = PROCESS_START.elapsed();
        laps[index] += now.saturating_sub(last);
        last = now;
    };
    let options = CompileOptions { clock: Some(|| PROCESS_START.elapsed()), ..CompileOptions::default() };
    let request = BuildRequest { root: folder.to_owned(), output: None, options, use_cache: true };
    let mut build = Build::begin(request).expect("the site is read");
    let unchanged = build.up_to_date();
    record_lap(0);
    let (mut templates, mut written) = (Duration::ZERO, 0);
    if unchanged.is_none() {
        let stage_index = |stage| match stage {
            Stage::Read => 1,
            Stage::Load => 2,
            Stage::Relate => 3,
            Stage::Render => 4,
            Stage::Export => 5,
            Stage::Write => 6,
        };
        let mut compiled = build.compile(&mut |stage| record_lap(stage_index(stage))).expect("the site is read");
        assert!(!compiled.diagnostics.has_errors(), "{:?}", compiled.diagnostics.iter().next());
        let wrote = build.write(&mut compiled, WriteOptions::default()).expect("the site is written");
        record_lap(6);
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

/// Builds a site in a child process and parses its measurements.
pub(crate) fn run(folder: &Path) -> BuildTimes {
    let program = std::env::current_exe().expect("the bench knows its own path");
    let output = Command::new(program).arg("child").arg(folder).output().expect("the build runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let text = String::from_utf8(output.stdout).expect("numbers");
    let numbers: Vec<u64> = text.split_whitespace().map(|number| number.parse().expect("a number")).collect();
    let time = |index: usize| Duration::from_micros(numbers[index]);
    let thread_count = std::thread::available_parallelism().map_or(1, |count| u32::try_from(count.get()).unwrap_or(1));
    BuildTimes {
        total: time(0),
        templates: time(1) / thread_count,
        stages: std::array::from_fn(|stage| time(2 + stage)),
        written: numbers[9],
        processor: time(10),
        peak_kib: numbers[11],
    }
}

/// Returns the build with the median total time.
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

/// Returns the processor time of this process, in kernel ticks of 10 ms; 0 if the kernel does not report it.
fn processor_time() -> Duration {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields = stat.rsplit(')').next().unwrap_or_default().split_whitespace();
    let ticks: u64 = fields.skip(11).take(2).filter_map(|ticks| ticks.parse::<u64>().ok()).sum();
    Duration::from_millis(ticks * 10)
}

/// Returns the peak resident memory of this process in KiB; 0 if the kernel does not report it.
fn peak_kib() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.trim().trim_end_matches(" kB").parse().ok()).unwrap_or(0)
}
