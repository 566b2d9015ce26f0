//! Benchmark: preview latency on generated briefings, from the rename that saves a record to the new page on the server
//! and, if Node.js and Chromium are installed, to the new text in a real browser ("pixel"). Edits the body text of one
//! record of each kind in turn.
//!
//! `cargo bench --bench preview` runs 100 and 1,000 records; `cargo bench --bench preview -- 10000` one size.
//! `BENCH_DIR` sets the parent directory of the briefings. The browser needs `npm ci --prefix tests/browser`.

#![expect(clippy::expect_used, clippy::print_stdout, reason = "a benchmark prints its results and panics on errors")]

#[path = "../build/site.rs"]
mod site;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

use briefing::compile::CompileOptions;
use briefing::serve::{ServeEvent, ServeOptions, Server};
use std::fs;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::{Duration, Instant};

const SIZES: [usize; 2] = [100, 1_000];
const EDITS: usize = 100;

/// Edited records: source file and page path.
const RECORDS: [(&str, &str); 5] = [
    ("content/events/event-0.md", "events/event-0/"),
    ("content/initiatives/initiative-0.md", "initiatives/initiative-0/"),
    ("content/actors/actor-0.md", "actors/actor-0/"),
    ("content/topics/topic-0.md", "topics/topic-0/"),
    ("content/articles/article-0/index.md", "articles/article-0/"),
];

fn main() {
    let size_argument: Option<usize> = std::env::args().skip(1).find_map(|argument| argument.parse().ok());
    println!("Over {EDITS} edits, in ms.\n");
    println!("{:>8} {:>10} {:>8} {:>8} {:>8}", "records", "until", "median", "p95", "worst");
    for size in size_argument.map_or(SIZES.to_vec(), |size| vec![size]) {
        measure(size);
    }
}

fn measure(size: usize) {
    let base = std::env::var_os("BENCH_DIR").map_or_else(std::env::temp_dir, PathBuf::from);
    let folder = base.join(format!("briefing-preview-{size}-{}", std::process::id()));
    site::generate(size, &folder).expect("the generated site is written");
    let (address, url, builds) = serve(&folder);
    let (mut compile_times, mut serve_times): (Vec<Duration>, Vec<Duration>) = (0..EDITS)
        .map(|edit| {
            let sentence = format!("Edited for the {edit}th time.");
            let (file, page) = RECORDS[edit % RECORDS.len()];
            let page = format!("{}{page}", url_path(&url));
            save(&folder.join(file), &folder.join("beside.tmp"), &sentence);
            let start = Instant::now();
            // Polling without a pause would take processor time from the build.
            while !get(address, &page).contains(&sentence) {
                thread::sleep(Duration::from_millis(1));
            }
            let serve_time = start.elapsed();
            (builds.recv().expect("it was built"), serve_time)
        })
        .unzip();
    print_row(size, "compiled", &mut compile_times);
    print_row(size, "served", &mut serve_times);
    measure_pixels(size, &folder, &url);
    fs::remove_dir_all(&folder).expect("the generated site is removed");
}

/// Serves a briefing; returns its address, its URL and a channel of build times.
fn serve(folder: &Path) -> (SocketAddr, String, Receiver<Duration>) {
    let server = Server::start(ServeOptions {
        root: folder.to_owned(),
        compile: CompileOptions { source_positions: true, defer_exports: true, ..CompileOptions::default() },
        interface: [127, 0, 0, 1].into(),
        port: 0,
        next_port: false,
        allowed_hosts: Vec::new(),
        extra_watch: Vec::new(),
        debounce: Duration::from_millis(10),
        poll: false,
        navigate: false,
        editor: None,
    });
    let server = server.expect("a port is free");
    let address = server.address();
    let ((url_sender, url), (build_sender, builds)) = (channel(), channel());
    thread::spawn(move || {
        server.run(|event| match event {
            ServeEvent::Serving(url) => drop(url_sender.send(url.to_owned())),
            ServeEvent::Built { elapsed, changed, .. } if !changed.is_empty() => drop(build_sender.send(elapsed)),
            _ => {}
        })
    });
    (address, url.recv().expect("it is served"), builds)
}

/// Saves as editors with atomic writes do: to a temporary file that is renamed.
fn save(path: &Path, temporary: &Path, sentence: &str) {
    let text = fs::read_to_string(path).expect("read");
    let end = text.rfind("\n\nEdited").unwrap_or(text.len());
    fs::write(temporary, format!("{}\n\n{sentence}\n", text[..end].trim_end())).expect("written");
    fs::rename(temporary, path).expect("renamed");
}

fn get(address: SocketAddr, path: &str) -> String {
    let mut stream = TcpStream::connect(address).expect("connected");
    write!(stream, "GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n").expect("request sent");
    let mut response = Vec::new();
    stream.read_to_end(&mut response).expect("response received");
    String::from_utf8_lossy(&response).into_owned()
}

fn url_path(url: &str) -> &str {
    url.splitn(4, '/').nth(3).map_or("/", |rest| &url[url.len() - rest.len() - 1..])
}

fn print_row(size: usize, until: &str, times: &mut [Duration]) {
    times.sort();
    let ms = |time: Duration| time.as_secs_f64() * 1_000.0;
    let [median, p95, max] = [times.len() / 2, times.len() * 95 / 100, times.len() - 1].map(|index| ms(times[index]));
    println!("{size:>8} {until:>10} {median:>8.1} {p95:>8.1} {max:>8.1}");
}

/// Measures in a real browser with `pixel.js`, which prints a row in the same format.
fn measure_pixels(size: usize, folder: &Path, url: &str) {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/preview/pixel.js");
    let records = RECORDS.iter().flat_map(|(file, page)| [folder.join(file), format!("{url}{page}").into()]);
    let edits = EDITS / RECORDS.len();
    match Command::new("node").arg(script).args([size, edits].map(|number| number.to_string())).args(records).status() {
        Ok(status) if status.success() => {}
        _ => println!("{size:>8} {:>10} {:>8} {:>8} {:>8}", "pixel", "-", "-", "-"),
    }
}
