//! Whole briefings in memory: loaded site and diagnostics.

use super::*;
use crate::diagnose::Diagnostic;
use crate::model::{DataValue, Details, IndexKind, Kind, Passage, Publish};

mod mistakes;
mod properties;

const CONFIG: &str = "base_url = \"https://example.org/\"\n[languages.zh-Hans]\ntitle = \"中文\"\n";

struct LoadedSite {
    site: Site,
    sources: Sources,
    diagnostics: Diagnostics,
}

impl LoadedSite {
    /// Formats the diagnostics as `path:line:column code message`, or `code message`.
    fn formatted_diagnostics(&self) -> Vec<String> {
        let format = |d: &Diagnostic| match d.span {
            Some(span) => {
                let file = self.sources.get(span.file);
                let at = file.position(span.start as usize);
                format!("{}:{}:{} {} {}", file.path, at.line, at.column, d.rule.code, d.message)
            }
            None => format!("{} {}", d.rule.code, d.message),
        };
        self.diagnostics.iter().map(format).collect()
    }

    fn ids(&self) -> Vec<String> {
        self.site.records.iter().map(|r| format!("{} {} {}", r.kind().as_str(), r.id, r.language)).collect()
    }
}

fn load_bytes(files: &[(&str, &[u8])]) -> LoadedSite {
    let files = files.iter().map(|(path, bytes)| (Arc::from(*path), Bytes::from(*bytes))).collect();
    let inputs = Inputs { files, refused: Vec::new() };
    let (mut sources, mut diagnostics) = (Sources::default(), Diagnostics::default());
    let site = load(&inputs, &LoadOptions::default(), &mut sources, &mut diagnostics);
    diagnostics.sort(&sources);
    LoadedSite { site, sources, diagnostics }
}

fn load_texts(files: &[(&str, &str)]) -> LoadedSite {
    let mut all: Vec<(&str, &[u8])> = vec![("briefing.toml", CONFIG.as_bytes())];
    all.extend(files.iter().map(|(path, text)| (*path, text.as_bytes())));
    load_bytes(&all)
}

const PLAIN: &str = "+++\ntitle = \"T\"\ndescription = \"D\"\n+++\n";

#[test]
fn reads_an_article_with_everything() {
    let text = r#"+++
title = "Empowering AI governance"
description = "Op-ed"
authors = [{ name = "Cai Cuihong", family = "Cai", role = "professor" }, { name = "Light Blade" }]
outlet = "China Daily Global"
date = 2025-08-05
language = "en"
url = "https://example.org/a"
kind = "op-ed"
topics = ["good-governance"]
updated = "2026-11-22"
weight = -3
[rights]
publish = "none"
[extra]
note = "x"
+++
"#;
    let loaded =
        load_texts(&[("content/articles/cai-2025/index.md", text), ("content/articles/cai-2025/article.txt", "One.")]);
    assert_eq!(
        loaded.formatted_diagnostics(),
        ["content/articles/cai-2025/index.md:18:1 missing-summary the article has no summary"]
    );
    let [record] = &loaded.site.records[..] else { panic!() };
    let Details::Article(article) = &record.details else { panic!() };
    assert_eq!((article.authors.len(), article.rights.publish), (2, Publish::None));
    assert_eq!(article.date.as_ref().unwrap().value.to_string(), "2025-08-05");
    assert_eq!((record.weight, &record.extra["note"]), (-3, &serde_json::json!("x")));
    assert!(record.files.is_empty(), "the article's text is never an attachment");
}

#[test]
fn reads_claims_and_status_with_evidence() {
    let text = r#"+++
title = "Pax Silica"
description = "D"
kind = "declaration"
proposer = ["united-states"]
[[status]]
status = "signed"
date = "2025-12-12"
evidence = [{ article = "a", passage = 7 }]
[[claims]]
text = "Seven governments signed"
value = 7
evidence = [{ article = "a", passage = "caption 2", quote = "q" }, { article = "b" }]
+++
"#;
    let loaded = load_texts(&[("content/initiatives/pax-silica.md", text)]);
    assert_eq!(loaded.formatted_diagnostics(), [""; 0]);
    let record = &loaded.site.records[0];
    assert_eq!(record.claims()[0].value.as_ref().unwrap().value, "7");
    let passage = |evidence: &crate::model::Evidence| evidence.passage.as_ref().map(|p| p.value);
    assert_eq!(passage(&record.status()[0].evidence[0]), Passage::parse("7"));
    assert_eq!(
        record.claims()[0].evidence.iter().map(passage).collect::<Vec<_>>(),
        [Passage::parse("caption 2"), None]
    );
}

#[test]
fn reads_yaml_as_toml() {
    let text = "---\ntitle: T\ndescription: D\ndate: 2025-07~\nactors:\n  - china\n---\nBody\n";
    let loaded = load_texts(&[("content/events/a.md", text)]);
    assert_eq!(loaded.formatted_diagnostics(), [""; 0]);
    let Details::Event(event) = &loaded.site.records[0].details else { panic!() };
    assert!(event.date.as_ref().unwrap().value.is_approximate());
    assert_eq!(loaded.sources.text(event.actors[0].span), "china");
}

#[test]
fn ids_languages_and_dates_come_from_file_names() {
    let loaded = load_texts(&[
        ("content/_index.md", PLAIN),
        ("content/_index.zh-Hans.md", PLAIN),
        ("content/events/2025-09-01-summit.md", PLAIN),
        ("content/events/2025-09-01-summit.zh-Hans.md", PLAIN),
        ("content/events/_index.md", PLAIN),
        ("content/initiatives/pact/index.md", PLAIN),
        ("content/initiatives/pact/index.zh-Hans.md", PLAIN),
        ("content/initiatives/v3.2.md", PLAIN),
        ("content/pages/about.en.md", PLAIN),
    ]);
    assert_eq!(loaded.formatted_diagnostics(), [""; 0]);
    let expected = [
        "event summit en",
        "event summit zh-Hans",
        "initiative pact en",
        "initiative pact zh-Hans",
        "initiative v3.2 en",
        "page about en",
        "index  en",
        "index  zh-Hans",
        "index events en",
    ];
    assert_eq!(loaded.ids(), expected);
    assert_eq!(loaded.site.records[0].date().unwrap().value.to_string(), "2025-09-01");
    let Details::Index(index) = &loaded.site.records[8].details else { panic!() };
    assert_eq!(index.kind, IndexKind::Records(Kind::Event));
}

#[test]
fn files_beside_a_record_are_its_attachments() {
    let png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x10\0\0\0\x20\x08\x06\0\0\0\0\0\0\0";
    let loaded = load_bytes(&[
        ("briefing.toml", CONFIG.as_bytes()),
        ("content/pages/x/index.md", PLAIN.as_bytes()),
        ("content/pages/x/deep/er.png", png),
        ("content/pages/x/article.txt", b"not an article's text"),
    ]);
    assert_eq!(loaded.formatted_diagnostics(), [""; 0]);
    let files = &loaded.site.records[0].files;
    let names: Vec<_> = files.iter().map(|file| (&*file.name, file.size)).collect();
    assert_eq!(names, [("article.txt", None), ("deep/er.png", Some((16, 32)))]);
}

#[test]
fn reads_data_and_site_files() {
    let loaded = load_bytes(&[
        ("briefing.toml", b"base_url = 'https://x/'\nignored_static = ['*.psd']\nignored_content = ['drafts/**']\n"),
        ("content/data/a.csv", "\u{feff}year,n\r\n2024,\"1,2\"\r\n".as_bytes()),
        ("content/data/deep/b.json", b"{\"a\": [1]}"),
        ("content/data/c.toml", b"a = 1"),
        ("content/drafts/x.md", b""),
        ("static/a.psd", b""),
        ("static/a.txt", b"\xff"),
        ("templates/page.html", b"<p>"),
        ("themes/t/static/b.js", b"\xff"),
        ("themes/t/styles/c.css", b"\xff"),
    ]);
    assert_eq!(loaded.formatted_diagnostics(), ["themes/t/styles/c.css:1:1 not-utf8 the byte 0xFF is not UTF-8"]);
    let DataValue::Table { head, rows } = &loaded.site.data["a.csv"].value else { panic!() };
    assert_eq!((head.len(), rows[0][1].as_str()), (2, "1,2"));
    assert!(matches!(&loaded.site.data["deep/b.json"].value, DataValue::Tree(tree) if tree["a"][0] == 1));
    let files: Vec<_> = loaded.site.files.keys().map(|path| &**path).collect();
    assert_eq!(files, ["static/a.txt", "templates/page.html", "themes/t/static/b.js", "themes/t/styles/c.css"]);
    assert_eq!(loaded.site.file_sources.keys().map(|path| &**path).collect::<Vec<_>>(), ["templates/page.html"]);
}

#[test]
fn two_files_for_one_record_are_reported_and_one_is_kept() {
    let loaded = load_texts(&[("content/topics/x.md", PLAIN), ("content/topics/x/index.md", "+++\ntitel = 1\n+++\n")]);
    let codes: Vec<_> = loaded.diagnostics.iter().map(|d| (d.rule.code, d.related.len())).collect();
    assert_eq!(codes, [("duplicate-id", 1), ("missing-description", 0), ("missing-key", 0), ("unknown-key", 0)]);
    assert_eq!(loaded.site.records.len(), 1);
    let forms = load_texts(&[("content/topics/caf\u{e9}.md", PLAIN), ("content/topics/cafe\u{301}.md", PLAIN)]);
    assert_eq!(forms.diagnostics.iter().map(|d| d.rule.code).collect::<Vec<_>>(), ["duplicate-id"]);
}

#[test]
fn a_file_that_is_not_utf8_is_one_diagnostic_and_still_a_record() {
    let loaded = load_bytes(&[
        ("briefing.toml", CONFIG.as_bytes()),
        ("content/topics/a.md", b"+++\ntitle = \"caf\xe9\"\ntitel = 1\n+++\n"),
        ("content/topics/b.md", b"\xff\xfe+\0+\0+\0"),
    ]);
    let expected = [
        "content/topics/a.md:2:13 not-utf8 the byte 0xE9 is not UTF-8",
        "content/topics/b.md:1:1 not-utf8 the file is UTF-16, not UTF-8",
    ];
    assert_eq!(loaded.formatted_diagnostics(), expected);
    assert_eq!(loaded.ids(), ["topic a en", "topic b en"]);
}

#[test]
fn refused_files_are_reported() {
    let refused = vec![("static/x".to_owned(), "it is not a regular file".to_owned())];
    let files = [(Arc::from("briefing.toml"), Bytes::from(CONFIG.as_bytes()))].into();
    let (mut sources, mut diagnostics) = (Sources::default(), Diagnostics::default());
    load(&Inputs { files, refused }, &LoadOptions::default(), &mut sources, &mut diagnostics);
    let messages: Vec<_> = diagnostics.iter().map(|d| d.message.as_str()).collect();
    assert_eq!(messages, ["`static/x` was not read: it is not a regular file"]);
}

#[test]
fn rule_codes_are_unique() {
    let mut codes: Vec<_> = rules().map(|rule| rule.code).collect();
    let count = codes.len();
    codes.sort_unstable();
    codes.dedup();
    assert_eq!(codes.len(), count);
}

#[test]
fn order_of_ten_thousand_records_is_deterministic() {
    let names: Vec<String> = (0..10_000).map(|n| format!("content/events/e{n}.md")).collect();
    let files: Vec<(&str, &str)> = names.iter().map(|name| (name.as_str(), "+++\ntitel = 1\n+++\n")).collect();
    let (first, second) = (load_texts(&files), load_texts(&files));
    assert_eq!((first.formatted_diagnostics().len(), first.ids().len()), (40_000, 10_000));
    assert!(first.formatted_diagnostics() == second.formatted_diagnostics() && first.ids() == second.ids());
    let files = |loaded: &LoadedSite| loaded.site.records.iter().map(|r| r.file).collect::<Vec<_>>();
    assert_eq!(files(&first), files(&second));
}
