//! Benchmark: complete builds of generated sites of 100, 1,000 and 10,000 records, proportioned like `content/`. Times a
//! first build, and builds after no change and after each kind of [`Edit`].
//!
//! Each build runs in its own process and does the work of `briefing build`, so that processor time and peak memory are
//! measured per build. Results are compared with two lower bounds: for a first build, to read and parse the inputs, run
//! the templates and write the outputs; for a later build, to stat every input.
//!
//! `cargo bench --bench build` runs these sizes, `cargo bench --bench build -- 1000 100000` others; the cost per record
//! should not grow with the size. `BENCH_DIR` sets the parent directory of the sites (a tmpfs, a disk). `cargo bench
//! --bench build -- generate 1000 FOLDER` only writes a site.

#![expect(clippy::expect_used, clippy::print_stdout, reason = "a benchmark prints its results and panics on errors")]

mod child;
mod edit;
mod floor;
mod site;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

use child::BuildTimes;
use edit::Edit;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

const SIZES: [usize; 3] = [100, 1_000, 10_000];

/// Larger sites are built once: builds take long, and noise is small in comparison.
const MAX_REPEATED_SIZE: usize = 20_000;

fn runs(size: usize) -> usize {
    if size > MAX_REPEATED_SIZE { 1 } else { 5 }
}

fn main() {
    // Cargo adds `--bench` to the arguments.
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments[..] {
        ["child", folder] => child::build(Path::new(folder)),
        ["generate", size, folder] => {
            site::generate(size.parse().expect("a number of records"), Path::new(folder)).expect("the site is written");
        }
        [] => measure_sizes(&SIZES),
        _ => {
            let sizes: Vec<usize> = arguments.iter().map(|size| size.parse().expect("a number of records")).collect();
            measure_sizes(&sizes);
        }
    }
}

fn measure_sizes(sizes: &[usize]) {
    let base = std::env::var_os("BENCH_DIR").map_or_else(std::env::temp_dir, PathBuf::from);
    println!(
        "Medians of {} builds in {}; times in ms. `x` is the ratio to the floor of a first build, `x look` to that of \
         another, `µs each` what a record costs.\n",
        runs(0),
        base.display()
    );
    for size in sizes {
        let folder = base.join(format!("briefing-bench-{size}-{}", std::process::id()));
        site::generate(*size, &folder).expect("the generated site is written");
        measure(*size, &folder);
        fs::remove_dir_all(&folder).expect("the generated site is removed");
    }
}

fn measure(size: usize, folder: &Path) {
    let runs = runs(size);
    let first: Vec<BuildTimes> = (0..runs).map(|_| first_build(folder)).collect();
    let templates = child::median(&first).templates;
    let floor = floor::measure(folder, &folder.join("public"), &folder.join("floor"), templates, runs);
    fs::remove_dir_all(folder.join("floor")).expect("what the floor wrote is removed");
    floor.print(size);
    child::print_head();
    child::print_row("first build", &first, &floor, size);
    for edit in Edit::ALL {
        let builds: Vec<BuildTimes> = (0..runs * edit.rounds()).map(|run| build_after(edit, folder, run)).collect();
        child::print_row(edit.label(), &builds, &floor, size);
    }
    println!();
}

fn first_build(folder: &Path) -> BuildTimes {
    for path in ["public", ".briefing", "evidence.lock"] {
        let path = folder.join(path);
        let _ = fs::remove_dir_all(&path).or_else(|_| fs::remove_file(&path));
    }
    child::run(folder)
}

/// Pauses, so that file stats settle as they do between edits of an author, then edits and builds.
fn build_after(edit: Edit, folder: &Path, run: usize) -> BuildTimes {
    std::thread::sleep(Duration::from_millis(100));
    edit.apply(folder, run);
    child::run(folder)
}
