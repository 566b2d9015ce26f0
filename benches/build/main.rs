//! Times whole builds of generated sites of 100, 1,000 and 10,000 records shaped like `content/`: a first build, and
//! builds after nothing, one text, one name and the base template changed.
//!
//! Each build is a process of its own that does what `briefing build` does, so that its processor time and its peak memory
//! are its own. Each is printed against two floors: the least that any generator must do for a first build of the same
//! site (read the inputs, parse them, run the templates, write the outputs), and the least for any other (look at every
//! input).
//!
//! `cargo bench --bench build` runs these sizes, `cargo bench --bench build -- 1000 100000` others: what a record costs is to
//! be the same at each. `BENCH_DIR` chooses where the sites are written (a tmpfs, a disk). `cargo bench --bench build --
//! generate 1000 FOLDER` only writes a site.

#![expect(clippy::expect_used, clippy::print_stdout, reason = "a bench prints, and stops at what it cannot do")]

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

/// Larger sites are built once: they take long, and little things do not tell.
const LARGEST: usize = 20_000;

fn runs(size: usize) -> usize {
    if size > LARGEST { 1 } else { 5 }
}

fn main() {
    // Cargo adds `--bench` to what was asked for.
    let given: Vec<String> = std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    let given: Vec<&str> = given.iter().map(String::as_str).collect();
    match given[..] {
        ["child", folder] => child::build(Path::new(folder)),
        ["generate", size, folder] => {
            site::generate(size.parse().expect("a number of records"), Path::new(folder)).expect("the site is written");
        }
        [] => all(&SIZES),
        _ => all(&given.iter().map(|size| size.parse().expect("a number of records")).collect::<Vec<_>>()),
    }
}

fn all(sizes: &[usize]) {
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
    for change in Edit::ALL {
        let builds: Vec<BuildTimes> = (0..runs * change.rounds()).map(|run| build_after(change, folder, run)).collect();
        child::print_row(change.label(), &builds, &floor, size);
    }
    println!();
}

fn first_build(folder: &Path) -> BuildTimes {
    for made in ["public", ".briefing", "evidence.lock"] {
        let path = folder.join(made);
        let _ = fs::remove_dir_all(&path).or_else(|_| fs::remove_file(&path));
    }
    child::run(folder)
}

/// Writers pause: what was built is at rest before the next change.
fn build_after(change: Edit, folder: &Path, run: usize) -> BuildTimes {
    std::thread::sleep(Duration::from_millis(100));
    change.apply(folder, run);
    child::run(folder)
}
