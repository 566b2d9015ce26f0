//! Tests with the five real articles.

use super::{QuotationFixture, text};
use briefing::compile::{CompileOptions, compile};
use briefing::load::{Inputs, walk};
use briefing::model::{Passage, Text};
use briefing::relate::QuotationVerdict;
use sha2::{Digest, Sha256};
use std::fmt::Write;
use std::fs;
use std::path::Path;

const IDS: [&str; 5] = ["cai-2025", "wang-zhang-2025", "jiang-2025", "light-blade-2025", "zhang-jiang-2025"];

/// Returns the expected data of the articles, and their texts; `None` if they are not available.
fn expected_data() -> Option<(serde_json::Value, Vec<String>)> {
    let shared = Path::new("../shared");
    let Ok(expected) = fs::read_to_string(shared.join("expected_import.json")) else {
        println!("skipped: the five articles are not in `../shared`");
        return None;
    };
    let expected: serde_json::Value = serde_json::from_str(&expected).unwrap();
    let documents = expected["documents"].as_array().unwrap();
    let read = |document: &serde_json::Value| {
        fs::read_to_string(shared.join("articles").join(document["file"].as_str().unwrap())).unwrap()
    };
    let texts = documents.iter().map(read).collect();
    Some((expected, texts))
}

fn of_kind(text: &Text, is_kind: fn(Passage) -> bool) -> Vec<&str> {
    text.passages.iter().filter(|block| is_kind(block.passage)).map(|block| block.words.as_str()).collect()
}

fn hash(words: &str) -> String {
    Sha256::digest(words).iter().fold(String::new(), |mut hex, byte| {
        write!(hex, "{byte:02x}").unwrap();
        hex
    })
}

#[test]
fn splits_texts_as_expected() {
    let Some((expected, texts)) = expected_data() else { return };
    for (expected, words) in expected["documents"].as_array().unwrap().iter().zip(texts) {
        let text = text(&words);
        let file = expected["file"].as_str().unwrap();
        let paragraphs = of_kind(&text, |passage| matches!(passage, Passage::Paragraphs { .. }));
        let headings = of_kind(&text, |passage| matches!(passage, Passage::Heading(_)));
        let captions = of_kind(&text, |passage| matches!(passage, Passage::Caption(_)));
        let standfirst = of_kind(&text, |passage| passage == Passage::Standfirst);
        let body = paragraphs.join("\n\n");
        assert_eq!(paragraphs.len() as u64, expected["paragraphs_count"], "{file}");
        assert_eq!(serde_json::json!(headings), expected["headings"], "{file}");
        assert_eq!(captions.len() as u64, expected["captions_count"], "{file}");
        assert!(body.starts_with(expected["body_first_words"].as_str().unwrap()), "{file}");
        assert!(body.ends_with(expected["body_last_words"].as_str().unwrap()), "{file}");
        assert_eq!(body.split_whitespace().count() as u64, expected["body_words_whitespace"], "{file}");
        assert_eq!(hash(&body), expected["body_sha256_paragraphs_joined_by_two_LF"], "{file}");
        match expected["subtitle"]["sha256"].as_str() {
            Some(subtitle) => assert_eq!(standfirst.iter().map(|words| hash(words)).collect::<Vec<_>>(), [subtitle]),
            None => assert!(standfirst.is_empty(), "{file}: {standfirst:?}"),
        }
    }
}

/// Returns the phrases of the fact sheet: article, passage, words.
fn phrases() -> Vec<(&'static str, String, String)> {
    let sheet = fs::read_to_string("../shared/facts.md").unwrap();
    let rows = sheet.lines().filter(|line| line.starts_with("| C0"));
    let phrase = |row: &str| {
        let article: usize = row[3..6].parse().unwrap();
        let place = row.split(" | ").nth(1).unwrap();
        let passage = match place.split_once(' ').unwrap().1 {
            "standfirst" => "standfirst".to_owned(),
            "byline" => "byline".to_owned(),
            "author note" | "credit" | "boilerplate" => "note".to_owned(),
            caption if caption.starts_with("CAP") => format!("caption {}", &caption[3..]),
            paragraph => paragraph.strip_prefix('P').unwrap_or_else(|| panic!("{row}")).to_owned(),
        };
        let words = &row[row.find('`').unwrap() + 1..row.rfind('`').unwrap()];
        (IDS[article], passage, words.to_owned())
    };
    rows.map(phrase).collect()
}

fn fixture(texts: &[String]) -> QuotationFixture {
    let mut fixture = QuotationFixture::default();
    for (id, text) in IDS.iter().zip(texts) {
        fixture.article(id, "en", text);
    }
    fixture
}

#[test]
fn finds_every_phrase_in_its_passage() {
    let Some((_, texts)) = expected_data() else { return };
    let phrases = phrases();
    let mut fixture = fixture(&texts);
    for (id, passage, words) in &phrases {
        fixture.quote(id, passage, words);
    }
    let quotations = fixture.verify();
    let wrong: Vec<String> = phrases
        .iter()
        .zip(&quotations)
        .filter(|(_, quotation)| !matches!(quotation.verdict, QuotationVerdict::Found(_)))
        .map(|((id, passage, words), quotation)| format!("{id} {passage} {words}: {:?}", quotation.verdict))
        .collect();
    let in_paragraphs =
        quotations.iter().filter(|q| matches!(q.verdict, QuotationVerdict::Found(Passage::Paragraphs { .. }))).count();
    println!("{} phrases, {in_paragraphs} of them in paragraphs", phrases.len());
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert_eq!((phrases.len(), in_paragraphs), (156, 134));
}

#[test]
fn rejects_phrases_with_a_changed_word() {
    let Some((_, texts)) = expected_data() else { return };
    let mut fixture = fixture(&texts);
    let mut changed = Vec::new();
    for (id, passage, words) in phrases() {
        let words: Vec<&str> = words.split(' ').collect();
        for at in (0..words.len()).filter(|&at| words[at].contains(char::is_alphanumeric)) {
            let mut other = words.clone();
            other[at] = "marzipan";
            fixture.quote(id, &passage, &other.join(" "));
            changed.push(other.join(" "));
        }
    }
    let quotations = fixture.verify();
    assert_eq!(quotations.len(), changed.len());
    let wrong: Vec<&String> = quotations
        .iter()
        .filter(|q| q.verdict != QuotationVerdict::NotFound)
        .map(|quotation| &quotation.words)
        .collect();
    println!("{} changed phrases", changed.len());
    assert!(wrong.is_empty(), "{wrong:?}");
}

#[test]
fn repository_quotations_are_correct() {
    let Some((_, texts)) = expected_data() else { return };
    let mut inputs = walk::read_root(Path::new("."), "briefing.toml").unwrap();
    for (id, text) in IDS.iter().zip(&texts) {
        inputs.files.insert(format!("content/articles/{id}/article.txt").into(), text.as_bytes().into());
    }
    let compiled = compile(&inputs, &CompileOptions { build_time: 1_766_000_000, ..CompileOptions::default() });
    let wrong: Vec<String> = compiled
        .diagnostics
        .iter()
        .filter(|finding| matches!(finding.rule.code, "quotation-not-found" | "wrong-passage"))
        .map(|finding| {
            let place = finding.span.map(|span| (compiled.sources.get(span.file).path.clone(), span.start));
            format!("{place:?} {}: {} {:?}", finding.message, finding.label, finding.help)
        })
        .collect();
    let quotations = compiled.relations.quotations.all();
    let found = compiled
        .relations
        .quotations
        .all()
        .filter(|quotation| matches!(quotation.verdict, QuotationVerdict::Found(_)))
        .count();
    println!("{} quotations, {found} found", quotations.count());
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The committed lock equals the one of a build with the texts, and a build without them gives the same site.
#[test]
fn repository_site_does_not_depend_on_texts() {
    let Some((_, texts)) = expected_data() else { return };
    let mut inputs = walk::read_root(Path::new("."), "briefing.toml").unwrap();
    let build = |inputs: &Inputs| {
        let options = CompileOptions { build_time: 1_766_000_000, locked: true, ..CompileOptions::default() };
        let compiled = compile(inputs, &options);
        let outdated = compiled.diagnostics.iter().filter(|finding| finding.rule.code == "lock-outdated");
        let outdated: Vec<&str> = outdated.map(|finding| finding.message.as_str()).collect();
        assert_eq!(outdated, [""; 0]);
        compiled.tree
    };
    inputs.files.retain(|path, _| !path.contains("/article."));
    let without = build(&inputs);
    for (id, text) in IDS.iter().zip(&texts) {
        inputs.files.insert(format!("content/articles/{id}/article.txt").into(), text.as_bytes().into());
    }
    let with = build(&inputs);
    let different: Vec<&str> = with.paths().filter(|path| with.get(path) != without.get(path)).collect();
    assert!(different.is_empty() && with.len() == without.len(), "{different:?}");
    println!("{} files", with.len());
}
