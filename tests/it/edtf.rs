//! Parses the public examples of EDTF: those of python-edtf, and samples that edtf.js generates, with their limits.
//!
//! `tests/readers/edtf_examples.py` writes them to a file, which `BRIEFING_EDTF` names.

use briefing::model::Edtf;
use jiff::civil::Date;
use serde::Deserialize;

#[derive(Deserialize)]
struct Examples {
    valid: Vec<Example>,
    invalid: Vec<String>,
    samples: Vec<Sample>,
}

/// Example of python-edtf, with its first and last day (`inf`, `-inf` without a limit).
#[derive(Deserialize)]
struct Example {
    text: String,
    first: String,
    last: String,
}

/// Sample of edtf.js, with its first and last day.
#[derive(Deserialize)]
struct Sample {
    level: u8,
    text: String,
    first: Option<(i32, i8, i8)>,
    last: Option<(i32, i8, i8)>,
}

/// Returns the reason why a date is not taken.
fn reason(text: &str) -> Option<&'static str> {
    let points: Vec<&str> = text.trim_matches(['[', ']', '{', '}']).split(['/', ',']).collect();
    let dates = || points.iter().flat_map(|point| point.split("..")).map(str::trim).filter(|date| !date.is_empty());
    let year = |date: &str| {
        let date = date.trim_start_matches(['~', '?', '%', '-']);
        date.split(['-', '~', '?', '%', 'T']).next().unwrap_or("").to_owned()
    };
    if text.contains(['E', 'S']) {
        return Some("level 2: exponential years and significant digits, for estimates of prehistory");
    }
    if dates().any(|date| !date.starts_with('Y') && year(date).len() < 4) {
        return Some("centuries and decades of ISO 8601 (`20`, `202`) are not EDTF; `20XX`, `202X` say the same");
    }
    if dates().any(|date| date.contains('T') && date.contains(['.', '−'])) {
        return Some("fractions of a second and U+2212 are not EDTF");
    }
    if matches!(text, "/" | "../.." | "/.." | "../") {
        return Some("says nothing about when");
    }
    if dates().any(|date| date.starts_with('-') && year(date).replace(['X', '0'], "").is_empty()) {
        return Some("a negative year of which only zeros are known could be the year 0, which is not negative");
    }
    if dates().any(|date| date.strip_prefix('Y').is_some_and(|year| year.parse::<i32>().is_err())) {
        return Some("years beyond two billions");
    }
    if points.iter().any(|member| member.matches("..").count() > 1) {
        return Some("a range of a set with a third end");
    }
    None
}

fn examples() -> Option<Examples> {
    let Some(path) = std::env::var_os("BRIEFING_EDTF") else {
        assert!(std::env::var_os("CI").is_none(), "no EDTF examples: see tests/run");
        println!("skipped: no EDTF examples; see tests/run");
        return None;
    };
    Some(serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap())
}

/// Returns the days of a date as the examples write them. Seasons without a hemisphere and years beyond the calendar are
/// compared by nobody.
fn limit(day: Option<Date>) -> Option<(i32, i8, i8)> {
    day.map(|day| (day.year().into(), day.month(), day.day()))
}

fn is_comparable(text: &str) -> bool {
    // edtf.js gives February of the year 0 a thirtieth day.
    !text.contains(['T', 'Y'])
        && !text.contains("0000-02")
        && !(21..=32).any(|season| text.contains(&format!("-{season}")))
}

#[test]
fn takes_the_examples_of_python_edtf() {
    let Some(examples) = examples() else { return };
    assert!(examples.valid.len() > 80 && examples.invalid.len() > 10);
    for Example { text, first, last } in examples.valid {
        let date = match (Edtf::parse(&text), reason(&text)) {
            (Ok(date), None) => date,
            (Err(_), Some(_)) => continue,
            (Ok(_), Some(reason)) => panic!("{text} is taken, though {reason}"),
            (Err(error), None) => panic!("{text} is not taken: {}", error.message),
        };
        let parse = |day: &str| Edtf::parse(day).ok().and_then(|day| day.earliest());
        // An unknown bound is ten years away there.
        if is_comparable(&text) && !text.starts_with('/') && !text.ends_with('/') {
            assert_eq!((date.earliest(), date.latest()), (parse(&first), parse(&last)), "{text}");
        }
    }
    for text in examples.invalid {
        assert!(Edtf::parse(&text).is_err(), "{text} is taken");
    }
}

#[test]
fn takes_what_edtf_js_generates() {
    let Some(examples) = examples() else { return };
    let (mut taken, mut failures) = ([0; 3], Vec::new());
    for Sample { level, text, first, last } in examples.samples {
        // The limits of negative dates with unspecified digits are exchanged there.
        let is_exchanged = first.zip(last).is_some_and(|(first, last)| first > last);
        let parsed = Edtf::parse(&text);
        let is_out_of_order = parsed.as_ref().is_err_and(|error| error.message.ends_with("before it begins"));
        let date = match (parsed, reason(&text)) {
            (Ok(date), None) => date,
            (Err(_), Some(_)) => continue,
            (Err(_), None) if is_out_of_order && (is_exchanged || level == 2) => continue,
            // Days of February are not counted there.
            (Err(error), None) if error.message == "the month does not have this day" && level == 2 => continue,
            (Ok(_), Some(reason)) => {
                failures.push(format!("{text} is taken, though {reason}"));
                continue;
            }
            (Err(error), None) => {
                failures.push(format!("level {level}: {text} is not taken: {}", error.message));
                continue;
            }
        };
        taken[usize::from(level)] += 1;
        assert_eq!(Edtf::parse(&date.to_string()), Ok(date.clone()), "{text}: {date}");
        let ours = (limit(date.earliest()), limit(date.latest()));
        if is_comparable(&text) && level < 2 && !is_exchanged && ours != (first, last) {
            failures.push(format!("{text}: {ours:?}, there {:?}", (first, last)));
        }
    }
    assert!(failures.is_empty(), "{} failures:\n{}", failures.len(), failures.join("\n"));
    assert!(taken.iter().all(|count| *count > 250), "{taken:?}");
}
