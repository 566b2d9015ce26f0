//! The text of an article whose rights do not allow it never leaves the writer's machine: no file of the output holds a
//! run of nine of its words, unless the author has written eight of them into the briefing: a quotation or a name.

use briefing::load::{Inputs, walk};
use briefing::model::{Passage, Site};
use briefing::pipeline::{CompileOptions, compile};
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// How many words in a row are a leak.
const RUN: usize = 9;

const IDS: [&str; 5] = ["cai-2025", "wang-zhang-2025", "jiang-2025", "light-blade-2025", "zhang-jiang-2025"];

/// Words in lower case without the punctuation around them; dashes part words, hyphens do not.
fn words(text: &str) -> Vec<String> {
    let parts = text.split(|c: char| c.is_whitespace() || matches!(c, '—' | '–' | '"' | '<' | '>'));
    let bare = parts.map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()).replace('’', "'").to_lowercase());
    bare.filter(|word| !word.is_empty()).collect()
}

fn runs(text: &str, length: usize) -> BTreeSet<Vec<String>> {
    words(text).windows(length).map(<[String]>::to_vec).collect()
}

/// What an article says in its own words: all but the byline and the notes on who wrote it.
fn passages(site: &Site) -> impl Iterator<Item = &str> {
    let texts = site.records.iter().filter_map(|record| record.text());
    let own = texts.flat_map(|text| &text.passages).filter(|it| !matches!(it.passage, Passage::Byline | Passage::Note));
    own.map(|passage| passage.words.as_str())
}

/// What a file of the output says: as it is, and without tags, with the escapes of HTML, XML and JSON undone.
fn said(bytes: &[u8]) -> [String; 2] {
    let mut raw = String::from_utf8_lossy(bytes).into_owned();
    for (written, meant) in [
        ("&quot;", "\""),
        ("&#39;", "'"),
        ("&#x27;", "'"),
        ("&apos;", "'"),
        ("&nbsp;", " "),
        ("&amp;", "&"),
        ("\\n", " "),
    ] {
        raw = raw.replace(written, meant);
    }
    while let Some(at) = raw.find("\\u") {
        let code = raw.get(at + 2..at + 6).and_then(|hex| u32::from_str_radix(hex, 16).ok());
        let meant = code.and_then(char::from_u32).map_or_else(|| " ".to_owned(), String::from);
        raw.replace_range(at..(at + if code.is_some() { 6 } else { 2 }), &meant);
    }
    let mut plain = String::with_capacity(raw.len());
    let mut in_tag = false;
    for c in raw.chars() {
        match c {
            '<' => in_tag = true,
            '>' => in_tag = false,
            c if !in_tag => plain.push(c),
            _ => {}
        }
    }
    // A soft hyphen or an iCalendar fold parts a word that is one.
    [raw, plain].map(|text| text.replace("\r\n ", "").replace('\u{ad}', ""))
}

/// The files of the output that hold a run of a text, each with the first such run.
fn leaks(inputs: &Inputs) -> Vec<String> {
    let compiled = compile(inputs, &CompileOptions { build_time: 1_766_000_000, ..CompileOptions::default() });
    assert!(!compiled.found.has_errors(), "{:?}", compiled.found);
    let is_authored = |path: &str| path.starts_with("content/") && !path.contains("/article.");
    let authored: Vec<String> = inputs
        .files
        .iter()
        .filter(|(path, _)| is_authored(path))
        .map(|(_, bytes)| String::from_utf8_lossy(bytes).into_owned())
        .collect();
    let own: BTreeSet<Vec<String>> = authored.iter().flat_map(|text| runs(text, RUN - 1)).collect();
    let is_own = |run: &Vec<String>| own.contains(&run[1..]) || own.contains(&run[..RUN - 1]);
    let secret: BTreeSet<Vec<String>> =
        passages(&compiled.site).flat_map(|words| runs(words, RUN)).filter(|run| !is_own(run)).collect();
    assert!(secret.len() > 20, "there is something to look for");
    let of_file = |(path, bytes): (&String, &briefing::model::Bytes)| {
        let found = said(bytes)
            .iter()
            .find_map(|text| words(text).windows(RUN).find(|run| secret.contains(*run)).map(|run| run.join(" ")));
        found.map(|run| format!("{path}: {run}"))
    };
    compiled.tree.files.iter().filter_map(of_file).collect()
}

const TEXT: &str = "Ferries at the limit\n\nEvery morning at six the fourteen ferries of Lindhaven leave the old pier with \
    more people than they were built for, and the harbour master’s clerk counts them one by one.\n\nThe council has asked \
    three engineers how long the pier will stand; none of them would put a number of years into writing.\n\nWhat they did \
    put into writing is that the third pile from the land has moved by the breadth of a hand since the autumn, that the \
    planks above it are younger than the pile, and that nobody can say who laid them or who paid for the nails.\n";

/// A briefing that quotes, cites and mentions an article whose text lies beside it.
fn quoting() -> Inputs {
    let mut inputs = Inputs::default();
    let mut add = |path: &str, text: &str| drop(inputs.files.insert(path.into(), text.as_bytes().into()));
    add("briefing.toml", "base_url = \"https://example.org/\"\ntitle = \"Ferries\"\n");
    add(
        "content/articles/ferry-2031/index.md",
        "+++\ntitle = \"Ferries at the limit\"\ndescription = \"Full ferries.\"\ndate = \"2031-02-03\"\n\
         outlet = \"Courier\"\n+++\nIt tells of \"fourteen ferries\".\n",
    );
    add("content/articles/ferry-2031/article.txt", TEXT);
    add(
        "content/initiatives/lindhaven.md",
        "+++\ntitle = \"Lindhaven\"\ndescription = \"A town.\"\n[[claims]]\ntext = \"It counts\"\n\
         evidence = [{ article = \"ferry-2031\", passage = 1, quote = \"counts them one by one\" }]\n+++\n\
         It has an \"old pier\" [@ferry-2031, ¶1] and three engineers [@ferry-2031, ¶2].\n",
    );
    inputs
}

#[test]
fn the_text_of_a_quoted_article_is_nowhere_in_the_output() {
    assert_eq!(leaks(&quoting()), [""; 0]);
}

#[test]
fn a_leak_is_found_in_whatever_form() {
    let leaked = "Every morning at six the <b>fourteen ferries</b> of Lindhaven leave";
    let escaped = "\"the harbour master\\u2019s clerk counts them\\none by one\"";
    let in_attribute =
        "<p title=\"put a number of years into writing none of them would put a number of years into writing\">";
    for (name, text) in [("a.html", leaked), ("b.json", escaped), ("c.html", in_attribute)] {
        let mut inputs = quoting();
        inputs.files.insert(format!("static/{name}").into(), text.as_bytes().into());
        let found = leaks(&inputs);
        assert!(found.len() == 1 && found[0].starts_with(name), "{name}: {found:?}");
    }
}

#[test]
fn the_repository_keeps_the_five_articles_to_itself() {
    let expected = Path::new("../shared/expected_import.json");
    let Ok(expected) = fs::read_to_string(expected) else {
        println!("skipped: the five articles are not in `../shared`");
        return;
    };
    let expected: serde_json::Value = serde_json::from_str(&expected).unwrap();
    let documents = expected["documents"].as_array().unwrap();
    let path = |document: &serde_json::Value| Path::new("../shared/articles").join(document["file"].as_str().unwrap());
    let texts: Vec<String> = documents.iter().map(|document| fs::read_to_string(path(document)).unwrap()).collect();
    let mut inputs = walk::read_root(Path::new("."), "briefing.toml").unwrap();
    for (id, text) in IDS.iter().zip(&texts) {
        inputs.files.insert(format!("content/articles/{id}/article.txt").into(), text.as_bytes().into());
    }
    assert_eq!(leaks(&inputs), [""; 0]);
}
