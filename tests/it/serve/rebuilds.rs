//! Rebuilds after changes: no partial pages, no stale content, full recovery from errors.

use super::harness::{TestPreview, record};
use crate::repetitions::repetitions;
use std::fs;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;

#[test]
fn recovers_from_missing_files() {
    let preview = TestPreview::new();
    let page = "/lindhaven/topics/ferries/";
    fs::rename(preview.path("briefing.toml"), preview.path("away.toml")).unwrap();
    preview.wait_until(|preview| !preview.state(page)["trouble"].is_null());
    assert_eq!(preview.get(page).status, 200);
    fs::rename(preview.path("away.toml"), preview.path("briefing.toml")).unwrap();
    preview.wait_until(|preview| preview.state(page)["trouble"].is_null());
    fs::remove_dir_all(preview.path("content")).unwrap();
    preview.wait_until(|preview| preview.get(page).status == 404);
    preview.write("content/topics/ferries.md", &record("Ferries", "Here again."));
    preview.wait_for(page, "Here again.");
}

#[test]
fn starts_with_errors_and_recovers() {
    let preview = TestPreview::new();
    let broken = TestPreview::with(|options| {
        fs::write(options.root.join("content/topics/ferries.md"), record("Ferries", "[[nowhere]]")).unwrap();
    });
    let page = broken.get("/lindhaven/topics/ferries/");
    assert_eq!(page.status, 503);
    assert!(page.text().contains("/_briefing/client/main.js"));
    broken.write("content/topics/ferries.md", &record("Ferries", "Mended."));
    broken.wait_for("/lindhaven/topics/ferries/", "Mended.");
    drop(preview);
}

#[test]
fn serves_complete_pages_during_builds() {
    let preview = Arc::new(TestPreview::new());
    let stop = Arc::new(AtomicBool::new(false));
    let request_count = Arc::new(AtomicUsize::new(0));
    let readers: Vec<_> = (0..3)
        .map(|_| {
            let (preview, stop, request_count) = (preview.clone(), stop.clone(), request_count.clone());
            thread::spawn(move || {
                while !stop.load(Ordering::Relaxed) {
                    let page = preview.get("/lindhaven/topics/ferries/");
                    let html = page.text();
                    assert_eq!(page.status, 200);
                    assert!(html.ends_with("</html>\n") || html.ends_with("</html>"), "a partial page: {html}");
                    let style = html.split("href=\"../../styles.").nth(1).unwrap().split('"').next().unwrap();
                    assert_eq!(
                        preview.get(&format!("/lindhaven/styles.{style}")).status,
                        200,
                        "a page without its styles"
                    );
                    request_count.fetch_add(2, Ordering::Relaxed);
                }
            })
        })
        .collect();
    for edit in 0..repetitions("BRIEFING_EDITS", 10) {
        let text = format!("edit {edit}");
        preview.write("content/topics/ferries.md", &record("Ferries", &text));
        preview.write("themes/default/styles/base.css", &format!("body {{ --edit: {edit} }}\n"));
        preview.wait_for("/lindhaven/topics/ferries/", &text);
    }
    stop.store(true, Ordering::Relaxed);
    for reader in readers {
        reader.join().unwrap();
    }
    assert!(request_count.load(Ordering::Relaxed) > 0);
}

#[test]
fn equals_clean_build_after_checkout() {
    let files = repetitions("BRIEFING_CHECKOUT", 60);
    let preview = TestPreview::new();
    for round in ["one", "two"] {
        for n in 0..files {
            preview.write(&format!("content/topics/t{n}.md"), &record(&format!("Topic {n}"), round));
        }
        for n in (0..files).step_by(3) {
            fs::remove_file(preview.path(&format!("content/topics/t{n}.md"))).unwrap();
        }
    }
    let inputs = briefing::load::walk::read_root(preview.dir.path(), "").unwrap();
    let options = briefing::compile::CompileOptions { source_positions: true, ..Default::default() };
    let clean = briefing::compile::compile(&inputs, &options).tree;
    let last = clean.bytes("briefing.json").unwrap();
    preview.wait_until(|preview| preview.get("/lindhaven/briefing.json").body == **last);
    for (path, bytes) in clean.in_memory().filter(|(path, _)| !path.contains(".html")) {
        assert!(preview.get(&format!("/lindhaven/{path}")).body == **bytes, "{path}");
    }
    assert_eq!(preview.get("/lindhaven/topics/t0/").status, 404);
}

#[test]
fn sends_one_event_per_build() {
    let preview = TestPreview::new();
    preview.write("content/topics/ferries.md", &record("Ferries", "Once."));
    preview.wait_for("/lindhaven/topics/ferries/", "Once.");
    // Unchanged bytes do not trigger an event.
    preview.write("content/topics/ferries.md", &record("Ferries", "Once."));
    preview.write("content/topics/ferries.md~", "a backup");
    preview.write("content/topics/tolls.md", &record("Tolls", "Twice."));
    preview.wait_for("/lindhaven/topics/tolls/", "Twice.");
    let events = preview.events.lock().unwrap().clone();
    let builds: Vec<&str> = events.iter().filter_map(|text| text.strip_prefix("built ")).collect();
    assert_eq!(builds, ["", "content/topics/ferries.md", "content/topics/tolls.md"]);
}
