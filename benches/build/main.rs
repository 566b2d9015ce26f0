//! Times a build stage by stage, on generated sites of 100, 1,000 and 10,000 records shaped like `content/`, and prints
//! each against its floor: reading the same inputs, parsing the same Markdown and TOML, and writing the same outputs with
//! nothing else done.
//!
//! `cargo bench` runs all sizes, each in a process of its own so that its peak memory is its own;
//! `cargo bench -- 500` runs one size. `BENCH_DIR` chooses where the sites are written (a tmpfs, a disk).

#![expect(clippy::expect_used, clippy::print_stdout, reason = "a bench prints, and stops at what it cannot do")]

mod floor;
mod site;

use briefing::diagnose::Diagnostics;
use briefing::emit::write::{WriteOptions, write};
use briefing::emit::{self, Export};
use briefing::load::{self, LoadOptions, walk};
use briefing::relate;
use briefing::render::{self, RenderOptions};
use briefing::span::Sources;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

const SIZES: [usize; 3] = [100, 1_000, 10_000];
const RUNS: usize = 3;

fn main() {
    let given: Option<usize> = std::env::args().skip(1).find_map(|argument| argument.parse().ok());
    if std::env::var_os("BENCH_CHILD").is_some() {
        return measure(given.unwrap_or(SIZES[0]));
    }
    println!("Median of {RUNS} runs; times in ms; `x` is the ratio to the floor of the same size.\n");
    println!(
        "{:>8} {:>8} {:>8} {:>8} {:>8} {:>8} {:>8} | {:>8} {:>6} | {:>8} {:>8} {:>8} {:>8} | {:>8} {:>7} {:>8}",
        "records",
        "read",
        "load",
        "relate",
        "render",
        "emit",
        "write",
        "build",
        "x",
        "f.read",
        "f.parse",
        "f.write",
        "floor",
        "us/rec",
        "pages",
        "peak MiB"
    );
    let sizes = given.map_or(SIZES.to_vec(), |size| vec![size]);
    let program = std::env::current_exe().expect("the bench knows its own path");
    for size in sizes {
        let status = Command::new(&program).arg(size.to_string()).env("BENCH_CHILD", "1").status();
        assert!(status.is_ok_and(|status| status.success()), "the run of {size} records failed");
    }
}

/// What one build took, stage by stage.
#[derive(Clone, Copy, Default)]
struct Times {
    stages: [Duration; 6],
    pages: usize,
}

impl Times {
    fn whole(&self) -> Duration {
        self.stages.iter().sum()
    }
}

fn measure(size: usize) {
    let base = std::env::var_os("BENCH_DIR").map_or_else(std::env::temp_dir, PathBuf::from);
    let folder = base.join(format!("briefing-bench-{size}-{}", std::process::id()));
    site::generate(size, &folder).expect("the generated site is written");
    let mut builds: Vec<Times> = (0..RUNS).map(|run| build(&folder, &folder.join(format!("out-{run}")))).collect();
    let peak = peak_memory_mib();
    builds.sort_by_key(Times::whole);
    let median = builds[RUNS / 2];
    let floor = floor::measure(&folder, &folder.join("out-0"), &folder.join("floor"), RUNS);
    print_row(size, &median, &floor, peak);
    std::fs::remove_dir_all(&folder).expect("the generated site is removed");
}

fn print_row(size: usize, times: &Times, floor: &floor::Floor, peak: u64) {
    let ms = |time: Duration| time.as_secs_f64() * 1_000.0;
    print!("{size:>8}");
    for stage in times.stages {
        print!(" {:>8.1}", ms(stage));
    }
    let (whole, least) = (times.whole(), floor.whole());
    print!(" | {:>8.1} {:>6.2} |", ms(whole), whole.as_secs_f64() / least.as_secs_f64());
    for part in [floor.read, floor.parse, floor.write, least] {
        print!(" {:>8.1}", ms(part));
    }
    #[expect(clippy::cast_precision_loss, reason = "a number of records is small")]
    let per_record = whole.as_secs_f64() * 1e6 / size as f64;
    println!(" | {per_record:>8.1} {:>7} {peak:>8}", times.pages);
}

/// Builds as `briefing build` does, with a clock between the stages.
fn build(root: &Path, output: &Path) -> Times {
    let mut clock = Clock::start();
    let inputs = walk::read_root(root, "briefing.toml").expect("the site is read");
    let read = clock.lap();
    let (mut sources, mut found) = (Sources::default(), Diagnostics::default());
    let site = load::load(&inputs, &LoadOptions::default(), &mut sources, &mut found);
    let load = clock.lap();
    let relations = relate::relate(&site, &sources, &mut found);
    let relate = clock.lap();
    let pages = render::render(&site, &relations, RenderOptions::default(), &mut sources, &mut found);
    let render = clock.lap();
    let tree = emit::emit(Export { site: &site, relations: &relations, pages: &pages, build_time: 0 }, &mut found);
    let emit = clock.lap();
    write(&tree, output, WriteOptions::default()).expect("the site is written");
    let write = clock.lap();
    assert!(!found.has_errors(), "the generated site has errors: {:?}", found.iter().next());
    Times { stages: [read, load, relate, render, emit, write], pages: pages.pages.len() }
}

struct Clock(Instant);

impl Clock {
    fn start() -> Self {
        Clock(Instant::now())
    }

    fn lap(&mut self) -> Duration {
        let lap = self.0.elapsed();
        *self = Clock::start();
        lap
    }
}

/// The process's greatest resident memory so far, from the kernel; 0 where it does not tell.
fn peak_memory_mib() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.trim().trim_end_matches(" kB").parse::<u64>().ok()).map_or(0, |kib| kib / 1024)
}
