//! Checks that no unpublished text occurs in the output, in any encoding.
//!
//! 1. The whole output, in all `decodings`, is searched for every run of nine words of each unpublished text.
//! 2. A run counts if no author wrote eight of its words in sequence, or if three of its words are unique to the
//!    unpublished text. Quotations, names and titles of the briefing are `allowed`: they often occur with a word or two
//!    in between, as in the text.
//!
//! One test needs the five articles behind `content/`, which are not part of the repository; it reads them from
//! `../shared` and is skipped without them.

mod allowed;
mod decodings;
mod words;

use allowed::Allowed;
use briefing::compile::{CompileOptions, compile};
use briefing::load::{Inputs, walk};
use briefing::model::{Publish, Record};
use decodings::decodings;
use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::fs;
use std::path::Path;
use words::{RUN_LENGTH, hash, runs, words};

/// Returns the files that contain unpublished text, each with its first run.
fn leaks(inputs: &Inputs, names: &[&str]) -> BTreeMap<String, String> {
    let options = CompileOptions { build_time: 1_966_000_000, ..CompileOptions::default() };
    let compiled = compile(inputs, &options);
    let errors: Vec<&str> = compiled
        .diagnostics
        .iter()
        .filter(|diagnostic| diagnostic.rule.severity == briefing::diagnose::Severity::Error)
        .map(|diagnostic| diagnostic.message.as_str())
        .collect();
    assert!(errors.is_empty(), "{errors:?}");
    let is_closed =
        |record: &&std::sync::Arc<Record>| record.rights().is_some_and(|rights| rights.publish != Publish::Full);
    let texts: Vec<Vec<String>> = compiled
        .site
        .records
        .iter()
        .filter(is_closed)
        .filter_map(|record| Some(words(&compiled.sources.get(record.text()?.file).text)))
        .collect();
    let secret: HashSet<u64> = texts.iter().flat_map(|text| text.windows(RUN_LENGTH)).map(hash).collect();
    let allowed = Allowed::of(inputs, &compiled, names);
    let runs = texts.iter().flat_map(|text| text.windows(RUN_LENGTH));
    let counted = runs.clone().filter(|run| allowed.forbids(run)).count();
    println!("{} runs, {counted} of them count", runs.clone().count());
    assert!(counted > 100 && counted * 10 > runs.count() * 9, "too little is looked for");
    let lock = compiled.relations.lock.to_text();
    let files = compiled.tree.in_memory().map(|(path, bytes)| (path.to_owned(), bytes.to_vec()));
    let files = files.chain([("evidence.lock".to_owned(), lock.into_bytes())]);
    let leak = |(path, bytes): (String, Vec<u8>)| {
        let file = String::from_utf8_lossy(&bytes).into_owned();
        let leaked = decodings(&file).into_iter().find_map(|form| {
            let words = words(&form);
            let mut runs = words.windows(RUN_LENGTH).filter(|run| secret.contains(&hash(run)));
            runs.find(|run| allowed.forbids(run)).map(|run| run.join(" "))
        });
        leaked.map(|run| (path, run))
    };
    files.filter_map(leak).collect()
}

#[test]
fn repository_output_contains_no_article_text() {
    let ids = ["cai-2025", "wang-zhang-2025", "jiang-2025", "light-blade-2025", "zhang-jiang-2025"];
    let Ok(articles) = fs::read_dir("../shared/articles") else {
        println!("skipped: the five articles are not in `../shared`");
        return;
    };
    let articles: BTreeSet<_> = articles.map(|entry| entry.unwrap().path()).collect();
    assert_eq!(articles.len(), ids.len());
    let mut inputs = walk::read_root(Path::new("."), "briefing.toml").unwrap();
    for (id, path) in ids.iter().zip(articles) {
        let text = fs::read(path).unwrap();
        inputs.files.insert(format!("content/articles/{id}/article.txt").into(), text.into());
    }
    // An organization without a record; its name alone has nine words.
    let names = ["China-Pakistan Joint Lab for AI and Smart Agriculture"];
    assert_eq!(leaks(&inputs, &names), BTreeMap::new());
}

/// A briefing with three synthetic texts, at most one of them published, in two languages, with all features that
/// process texts.
struct Fixture(Inputs);

impl Fixture {
    fn new(rights: &str) -> Fixture {
        let mut fixture = Fixture(Inputs::default());
        let config = "base_url = \"https://example.org/\"\ntitle = \"Harbour\"\ndescription = \"What was said.\"\n\
                      [languages.zh-Hans]\ntitle = \"港口\"\n[quotations]\nmax_quote_words = 40\nmax_share = 1\n";
        fixture.file("briefing.toml", config);
        for (id, language, rights) in
            [("ferries", "en", rights), ("bridge", "en", "excerpts"), ("duchuan", "zh-Hans", "excerpts")]
        {
            let record = format!(
                "+++\ntitle = \"{id}\"\ndescription = \"What {id} says.\"\ndate = \"2031\"\nlanguage = \"{language}\"\n\
                 [rights]\npublish = \"{rights}\"\n+++\nIt says something.\n"
            );
            fixture.file(&format!("content/articles/{id}/index.md"), &record);
            fixture.file(&format!("content/articles/{id}/index.zh-Hans.md"), &record);
            let text = fs::read_to_string(format!("tests/quotations/texts/{id}.txt")).unwrap();
            fixture.file(&format!("content/articles/{id}/article.txt"), &text);
        }
        fixture.page("They are told of [@ferries, ¶1; @bridge, ¶1; @duchuan, ¶1].");
        fixture
    }

    fn file(&mut self, path: &str, text: &str) {
        self.0.files.insert(path.into(), text.as_bytes().into());
    }

    fn page(&mut self, words: &str) {
        let page = format!("+++\ntitle = \"Method\"\ndescription = \"How it was read.\"\n+++\n{words}\n");
        self.file("content/pages/method.md", &page);
    }
}

/// Returns the first words of the first paragraph of the text `ferries`.
fn first_words(count: usize) -> String {
    let text = fs::read_to_string("tests/quotations/texts/ferries.txt").unwrap();
    let longest = text.lines().find(|line| line.split(' ').count() > 20).unwrap();
    longest.split(' ').take(count).collect::<Vec<_>>().join(" ")
}

#[test]
fn unpublished_text_is_not_in_the_output() {
    assert_eq!(leaks(&Fixture::new("excerpts").0, &[]), BTreeMap::new());
    assert_eq!(leaks(&Fixture::new("none").0, &[]), BTreeMap::new());
}

/// Sensitivity check: if a text is published in one record, it is detected as a leak of another record with the same
/// text.
#[test]
fn detects_published_copy_of_unpublished_text() {
    let mut fixture = Fixture::new("full");
    let text = fs::read_to_string("tests/quotations/texts/ferries.txt").unwrap();
    fixture.file("content/articles/bridge/article.txt", &text);
    let leaks = leaks(&fixture.0, &[]);
    let pages: Vec<&str> = leaks.keys().map(String::as_str).collect();
    let expected =
        ["articles/ferries/index.html", "search/x0.js", "zh-Hans/articles/ferries/index.html", "zh-Hans/search/x0.js"];
    assert_eq!(pages, expected);
}

#[test]
fn allows_quotations_only() {
    let mut fixture = Fixture::new("excerpts");
    fixture.page(&format!("It says \"{}\" [@ferries].", first_words(12)));
    assert_eq!(leaks(&fixture.0, &[]), BTreeMap::new());
    fixture.page(&format!("It says \"{}\" [@ferries], and {}.", first_words(12), first_words(20)));
    assert!(leaks(&fixture.0, &[]).contains_key("method/index.html"));
}

/// Sensitivity check: a leak is detected in every file type and encoding.
#[test]
fn detects_leak_in_any_file_type() {
    let words = first_words(10);
    let json = words.chars().fold(String::new(), |json, c| json + &format!("\\u{:04x}", u32::from(c)));
    let tagged = words.replacen(' ', " <b>", 1).replacen(' ', "</b> ", 3);
    for (name, text) in [
        ("a.html", format!("<p>{tagged}</p>")),
        ("b.json", format!("{{\"text\":\"{json}\"}}")),
        ("c.html", format!("<p title=\"{words}\">")),
        ("d.txt", words.to_uppercase()),
        ("e.svg", format!("<text>{}</text>", words.replace(' ', "&#32;"))),
        ("f.xml", format!("&lt;p&gt;{}&lt;/p&gt;", words.replace(' ', "&amp;nbsp;"))),
    ] {
        let mut fixture = Fixture::new("excerpts");
        fixture.file(&format!("static/{name}"), &text);
        let files: Vec<String> = leaks(&fixture.0, &[]).into_keys().collect();
        assert_eq!(files, [name], "{text}");
    }
}

#[test]
fn detects_text_in_every_encoding() {
    let secret = runs("The quick ferry & its “brown” crew aren't full, so 7 < 9 sail.");
    for encoded in [
        "<p>The quick <mark>ferry</mark> &amp; its &#8220;brown&#x201d; crew<br>aren&#39;t full, so 7 &lt; 9 sail.</p>",
        "{\"text\":\"The quick ferry \\u0026 its \\\"brown\\\" crew aren\\u2019t\\nfull, so 7 \\u003c 9 sail.\"}",
        "{\"html\":\"\\u003cp\\u003eThe quick ferry &amp; its <b>brown<\\/b> crew aren&#39;t full so 7 &lt; 9 sail\"}",
        "&lt;p&gt;The quick ferry &amp;amp; its brown crew aren&amp;#39;t &lt;i&gt;full&lt;/i&gt;, so 7 9 sail&lt;/p&gt;",
        "https://example.org/#:~:text=The%20quick%20ferry%20%26%20its%20brown%20crew%20aren%E2%80%99t%20full%2C%20so%207",
        "DESCRIPTION:The quick fer\r\n ry & its brown crew aren't full\\, so 7 9 sail",
    ] {
        let is_detected = decodings(encoded)
            .iter()
            .any(|form| words(form).windows(RUN_LENGTH).any(|run| secret.contains(&hash(run))));
        assert!(is_detected, "{encoded}: {:?}", decodings(encoded));
    }
}
