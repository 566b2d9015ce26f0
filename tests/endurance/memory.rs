//! Edits a preview many times under load: memory, threads and files stay flat, and no edit is lost.

use crate::client::{Client, Events};
use crate::program::ServeProcess;
use crate::repetitions::repetitions;
use crate::workspace::{briefing, topic};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

const PAGE: &str = "/lindhaven/topics/ferries/";

/// Makes an edit and waits until it is served.
fn edit(program: &ServeProcess, n: usize) {
    let text = format!("Edit {n} is here.");
    match n % 10 {
        3 => program.write("themes/default/styles/base.css", &format!("body {{ --edit: {n} }}\n")),
        6 => {
            // Adds a record, and removes the previously added one.
            program.write(&format!("content/topics/pier-{n}.md"), &topic(&format!("Pier {n}"), "It is new."));
            if n > 10 {
                program.remove(&format!("content/topics/pier-{}.md", n - 10));
            }
            program.wait_until(|client| client.get(&format!("/lindhaven/topics/pier-{n}/")).status == 200);
        }
        8 => program.write("content/topics/quay-1.md", &topic(&format!("Quay of {n}"), "See [[ferries]].")),
        _ => {}
    }
    program.write("content/topics/ferries.md", &topic("Ferries", &text));
    program.wait_for(PAGE, &text);
}

/// Requests pages until `stop` is set.
fn request_pages(client: &Client, stop: &AtomicBool, request_count: &AtomicUsize) {
    while !stop.load(Ordering::Relaxed) {
        for page in ["/lindhaven/", PAGE, "/lindhaven/topics/quay-1/", "/lindhaven/briefing.json"] {
            assert_eq!(client.get(page).status, 200, "{page}");
            request_count.fetch_add(1, Ordering::Relaxed);
        }
    }
}

#[test]
fn memory_stays_flat_over_many_edits_under_load() {
    let program = ServeProcess::start(&briefing(40));
    let edits = repetitions("BRIEFING_SOAK", 40);
    let (stop, request_count) = (AtomicBool::new(false), AtomicUsize::new(0));
    let mut early = None;
    thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| request_pages(&program, &stop, &request_count));
        }
        let _guard = StopGuard(&stop);
        let mut listeners: Vec<Events> = Vec::new();
        for n in 0..edits {
            edit(&program, n);
            if n % 5 == 0 {
                let mut events = Events::of(&program);
                assert!(events.next()["generation"].as_u64() > Some(0));
                listeners.push(events);
                // Close connections, but keep some open.
                listeners.drain(..listeners.len().saturating_sub(4));
            }
            if n == edits / 4 {
                early = program.usage();
            }
        }
    });
    let Some((early, late)) = early.zip(program.usage()) else { return };
    println!(
        "{edits} edits, {} pages read\nafter a quarter {early:?}\nat the end {late:?}",
        request_count.into_inner()
    );
    assert!(late.memory < early.memory * 5 / 4 + 16 * 1024, "{early:?} {late:?}");
    assert!(late.threads <= early.threads + 2, "{early:?} {late:?}");
    assert!(late.files <= early.files + 8, "{early:?} {late:?}");
}

#[test]
fn no_edit_is_lost_while_the_processors_are_busy() {
    let program = ServeProcess::start(&briefing(40));
    let edits = repetitions("BRIEFING_LOADED", 10);
    let stop = AtomicBool::new(false);
    let mut waits: Vec<Duration> = Vec::new();
    thread::scope(|scope| {
        for _ in 0..2 * thread::available_parallelism().map_or(2, usize::from) {
            scope.spawn(|| {
                while !stop.load(Ordering::Relaxed) {
                    std::hint::spin_loop();
                }
            });
        }
        let _guard = StopGuard(&stop);
        for n in 0..edits {
            // Up to three saves before the next request, at any moment of the build that the first one triggered.
            let saves = n % 3 + 1;
            for save in 0..saves {
                program.write("content/topics/ferries.md", &topic("Ferries", &format!("Edit {n}.{save} is here.")));
                thread::sleep(Duration::from_millis(n as u64 * 7 % 40));
            }
            waits.push(program.wait_for(PAGE, &format!("Edit {n}.{} is here.", saves - 1)));
        }
    });
    waits.sort();
    println!("{edits} edits under load: {:?} (median), {:?} (slowest)", waits[edits / 2], waits.last().unwrap());
}

/// Stops the background threads of a test on drop, also after a panic.
struct StopGuard<'a>(&'a AtomicBool);

impl Drop for StopGuard<'_> {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}
