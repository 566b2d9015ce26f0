//! Saves errors and fixes them: the last good page stays, the error is reported, and no resources leak.

use crate::program::ServeProcess;
use crate::repetitions::repetitions;
use crate::workspace::{briefing, topic};
use std::time::Duration;

const RECORD: &str = "content/topics/ferries.md";
const PAGE: &str = "/lindhaven/topics/ferries/";

/// An error in a file, and its fix.
struct Fault {
    path: &'static str,
    broken: String,
    fixed: String,
    /// Text that the reported diagnostic contains.
    reported: &'static str,
}

fn faults(text: &str) -> [Fault; 5] {
    let template = format!(
        "{{% extends \"base.html\" %}}{{% block main %}}<p>{text}</p>{{{{ page.body | safe }}}}{{% endblock main %}}"
    );
    let config = |title: &str| format!("base_url = \"https://example.org/lindhaven/\"\ntitle = {title}\n");
    let fixed = topic("Ferries", text);
    [
        Fault { path: RECORD, broken: "+++\ntitle = \"Ferries\n+++\n".into(), fixed: fixed.clone(), reported: RECORD },
        Fault { path: RECORD, broken: topic("Ferries", "[[nowhere]]"), fixed: fixed.clone(), reported: "nowhere" },
        Fault { path: RECORD, broken: fixed.replace("description", "descripton"), fixed, reported: "descripton" },
        Fault {
            path: "templates/topic.html",
            broken: "{% if %}".into(),
            fixed: template,
            reported: "templates/topic.html",
        },
        Fault { path: "briefing.toml", broken: config("1"), fixed: config("\"Lindhaven\""), reported: "briefing.toml" },
    ]
}

#[test]
fn reports_errors_keeps_last_good_page_and_recovers() {
    let program = ServeProcess::start(&briefing(20));
    let (mut early, mut waits) = (None, Vec::new());
    let cycles = repetitions("BRIEFING_CYCLES", 5);
    for cycle in 0..cycles {
        let text = format!("Cycle {cycle} is over.");
        let fault = faults(&text).into_iter().nth(cycle % 5).unwrap();
        let good = program.get(PAGE).text();
        program.write(fault.path, &fault.broken);
        program.wait_until(|client| client.state(PAGE)["errors"].as_u64() > Some(0));
        let state = program.state(PAGE);
        let reported = state["findings"]
            .as_array()
            .unwrap()
            .iter()
            .any(|diagnostic| diagnostic.to_string().contains(fault.reported));
        assert!(reported, "cycle {cycle}: {state}");
        assert_eq!(program.get(PAGE).text(), good, "the last good page is shown on");
        program.write(fault.path, &fault.fixed);
        waits.push(program.wait_until(|client| client.state(PAGE)["errors"] == 0));
        if fault.path != "briefing.toml" {
            program.wait_for(PAGE, &text);
        }
        if cycle == cycles.min(20) / 2 {
            early = program.usage();
        }
    }
    waits.sort();
    let slowest = *waits.last().unwrap();
    println!("{cycles} mistakes mended; right again after {:?} (median), {slowest:?} (slowest)", waits[cycles / 2]);
    if let Some((early, late)) = early.zip(program.usage()) {
        println!("early on {early:?}\nat the end {late:?}");
        assert!(late.threads <= early.threads + 2, "{early:?} {late:?}");
        assert!(late.files <= early.files + 2, "{early:?} {late:?}");
    }
    assert!(slowest < Duration::from_secs(20), "{slowest:?}");
}
