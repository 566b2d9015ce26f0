//! Times the preview on generated briefings: from the rename that saves a record to the server giving the new page, and,
//! where Node.js and Chromium are there, to the new words in a real browser's page ("pixel"). Records of each kind are
//! edited in turn, each in its text.
//!
//! `cargo bench --bench preview` runs 100 and 1,000 records; `cargo bench --bench preview -- 10000` one size.
//! `BENCH_DIR` chooses where the briefings are written. The browser needs `npm ci --prefix tests/browser`.

#![expect(clippy::expect_used, clippy::print_stdout, reason = "a bench prints, and stops at what it cannot do")]

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

/// What is edited: the record's file and its page.
const RECORDS: [(&str, &str); 5] = [
    ("content/events/event-0.md", "events/event-0/"),
    ("content/initiatives/initiative-0.md", "initiatives/initiative-0/"),
    ("content/actors/actor-0.md", "actors/actor-0/"),
    ("content/topics/topic-0.md", "topics/topic-0/"),
    ("content/articles/article-0/index.md", "articles/article-0/"),
];

fn main() {
    let given: Option<usize> = std::env::args().skip(1).find_map(|argument| argument.parse().ok());
    println!("Over {EDITS} edits, in ms.\n");
    println!("{:>8} {:>10} {:>8} {:>8} {:>8}", "records", "until", "median", "p95", "worst");
    for size in given.map_or(SIZES.to_vec(), |size| vec![size]) {
        measure(size);
    }
}

fn measure(size: usize) {
    let base = std::env::var_os("BENCH_DIR").map_or_else(std::env::temp_dir, PathBuf::from);
    let folder = base.join(format!("briefing-preview-{size}-{}", std::process::id()));
    site::generate(size, &folder).expect("the generated site is written");
    let (address, url, builds) = serve(&folder);
    let (mut built, mut served): (Vec<Duration>, Vec<Duration>) = (0..EDITS)
        .map(|edit| {
            let words = format!("Edited for the {edit}th time.");
            let (file, page) = RECORDS[edit % RECORDS.len()];
            let page = format!("{}{page}", path_of(&url));
            save(&folder.join(file), &folder.join("beside.tmp"), &words);
            let begin = Instant::now();
            // Asking without a pause would take the processors from the build.
            while !get(address, &page).contains(&words) {
                thread::sleep(Duration::from_millis(1));
            }
            let served = begin.elapsed();
            (builds.recv().expect("it was built"), served)
        })
        .unzip();
    print_row(size, "compiled", &mut built);
    print_row(size, "served", &mut served);
    pixels(size, &folder, &url);
    fs::remove_dir_all(&folder).expect("the generated site is removed");
}

/// Serves a briefing; gives where, and how long each build took.
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
    let ((tell_url, url), (tell_build, builds)) = (channel(), channel());
    thread::spawn(move || {
        server.run(|happening| match happening {
            ServeEvent::Serving(url) => drop(tell_url.send(url.to_owned())),
            ServeEvent::Built { elapsed: took, changed, .. } if !changed.is_empty() => drop(tell_build.send(took)),
            _ => {}
        })
    });
    (address, url.recv().expect("it is served"), builds)
}

/// Saves as careful editors do: written beside, renamed over.
fn save(path: &Path, beside: &Path, words: &str) {
    let text = fs::read_to_string(path).expect("read");
    let end = text.rfind("\n\nEdited").unwrap_or(text.len());
    fs::write(beside, format!("{}\n\n{words}\n", text[..end].trim_end())).expect("written");
    fs::rename(beside, path).expect("renamed");
}

fn get(address: SocketAddr, path: &str) -> String {
    let mut stream = TcpStream::connect(address).expect("connected");
    write!(stream, "GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n").expect("asked");
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).expect("answered");
    String::from_utf8_lossy(&answer).into_owned()
}

fn path_of(url: &str) -> &str {
    url.splitn(4, '/').nth(3).map_or("/", |rest| &url[url.len() - rest.len() - 1..])
}

fn print_row(size: usize, until: &str, times: &mut [Duration]) {
    times.sort();
    let ms = |time: Duration| time.as_secs_f64() * 1_000.0;
    let [median, p95, worst] = [times.len() / 2, times.len() * 95 / 100, times.len() - 1].map(|at| ms(times[at]));
    println!("{size:>8} {until:>10} {median:>8.1} {p95:>8.1} {worst:>8.1}");
}

/// Has a real browser measured by `pixel.js`, which prints a row of the same kind.
fn pixels(size: usize, folder: &Path, url: &str) {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/preview/pixel.js");
    let records = RECORDS.iter().flat_map(|(file, page)| [folder.join(file), format!("{url}{page}").into()]);
    let edits = EDITS / RECORDS.len();
    match Command::new("node").arg(script).args([size, edits].map(|it| it.to_string())).args(records).status() {
        Ok(status) if status.success() => {}
        _ => println!("{size:>8} {:>10} {:>8} {:>8} {:>8}", "pixel", "-", "-", "-"),
    }
}
