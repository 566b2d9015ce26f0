//! Mistakes that are saved and mended: the last good page stays, what is wrong is told, and nothing is left behind.

use crate::program::ServeProcess;
use crate::repetitions;
use crate::workspace::{briefing, topic};
use std::time::Duration;

const RECORD: &str = "content/topics/ferries.md";
const PAGE: &str = "/lindhaven/topics/ferries/";

/// A way to get something wrong and right again.
struct Mistake {
    path: &'static str,
    broken: String,
    mended: String,
    /// What the overlay says of it.
    told: &'static str,
}

fn mistakes(words: &str) -> [Mistake; 5] {
    let template = format!(
        "{{% extends \"base.html\" %}}{{% block main %}}<p>{words}</p>{{{{ page.body | safe }}}}{{% endblock main %}}"
    );
    let config = |title: &str| format!("base_url = \"https://example.org/lindhaven/\"\ntitle = {title}\n");
    let mended = topic("Ferries", words);
    [
        Mistake { path: RECORD, broken: "+++\ntitle = \"Ferries\n+++\n".into(), mended: mended.clone(), told: RECORD },
        Mistake { path: RECORD, broken: topic("Ferries", "[[nowhere]]"), mended: mended.clone(), told: "nowhere" },
        Mistake { path: RECORD, broken: mended.replace("description", "descripton"), mended, told: "descripton" },
        Mistake {
            path: "templates/topic.html",
            broken: "{% if %}".into(),
            mended: template,
            told: "templates/topic.html",
        },
        Mistake { path: "briefing.toml", broken: config("1"), mended: config("\"Lindhaven\""), told: "briefing.toml" },
    ]
}

#[test]
fn every_mistake_is_told_over_the_last_good_page_and_gone_when_mended() {
    let program = ServeProcess::start(&briefing(20));
    let (mut before, mut waits) = (None, Vec::new());
    let cycles = repetitions("BRIEFING_CYCLES", 5);
    for cycle in 0..cycles {
        let words = format!("Cycle {cycle} is over.");
        let mistake = mistakes(&words).into_iter().nth(cycle % 5).unwrap();
        let good = program.get(PAGE).text();
        program.write(mistake.path, &mistake.broken);
        program.wait_until(|client| client.state(PAGE)["errors"].as_u64() > Some(0));
        let state = program.state(PAGE);
        let told = state["findings"].as_array().unwrap().iter().any(|it| it.to_string().contains(mistake.told));
        assert!(told, "cycle {cycle}: {state}");
        assert_eq!(program.get(PAGE).text(), good, "the last good page is shown on");
        program.write(mistake.path, &mistake.mended);
        waits.push(program.wait_until(|client| client.state(PAGE)["errors"] == 0));
        if mistake.path != "briefing.toml" {
            program.wait_for(PAGE, &words);
        }
        if cycle == cycles.min(20) / 2 {
            before = program.usage();
        }
    }
    waits.sort();
    let slowest = *waits.last().unwrap();
    println!("{cycles} mistakes mended; right again after {:?} (median), {slowest:?} (slowest)", waits[cycles / 2]);
    if let Some((before, after)) = before.zip(program.usage()) {
        println!("early on {before:?}\nat the end {after:?}");
        assert!(after.threads <= before.threads + 2, "{before:?} {after:?}");
        assert!(after.files <= before.files + 2, "{before:?} {after:?}");
    }
    assert!(slowest < Duration::from_secs(20), "{slowest:?}");
}
