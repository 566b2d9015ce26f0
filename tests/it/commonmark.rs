//! Runs the examples of the CommonMark specification through the parser and the renderer.
//!
//! The examples come from the npm package `commonmark-spec`, pinned in `tests/corpora`. Both sides are parsed as HTML
//! and compared as trees, so that only differences visible to a reader count: not white space between blocks, the order
//! of attributes or the choice of escapes. Four deliberate differences are normalized first: ids of headings; heading
//! levels, which are shifted if there is a heading of level 1; `class` and `rel` of external links; `loading` and
//! `decoding` of images.

use crate::fixture::{StubRenderer, record, site, words};
use briefing::diagnose::Diagnostics;
use briefing::load::markdown::MarkdownReader;
use briefing::model::{Details, MarkdownConfig, RecordId, ReferenceKind, page_anchor};
use briefing::relate::{Relations, Target};
use briefing::render::body_html::{BodyContext, body_html};
use briefing::render::{DependencyRecorder, TrackedBody};
use briefing::span::FileId;
use scraper::{ElementRef, Html, Node};
use std::path::Path;

/// Reason for a difference.
const SCHEME: &str = "the scheme is not on the list of allowed ones, so the words stand without a link";

/// Examples with a known difference and its reason.
const DIFFERENCES: [(usize, &str); 4] = [
    (596, SCHEME), // <irc://foo.bar:2233/baz>
    (598, SCHEME), // <a+b+c:d>
    (599, SCHEME), // <made-up-scheme://foo,bar>
    (601, SCHEME), // <localhost:5001/foo>
];

struct Example {
    number: usize,
    markdown: String,
    html: String,
}

#[test]
fn examples_render_as_specified() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpora/node_modules/commonmark-spec/spec.txt");
    let Ok(spec) = std::fs::read_to_string(&path) else {
        assert!(std::env::var_os("CI").is_none(), "no CommonMark examples: run npm ci --prefix tests/corpora");
        println!("skipped: no CommonMark examples; run npm ci --prefix tests/corpora");
        return;
    };
    let examples = examples(&spec);
    assert!(examples.len() > 600, "only {} examples were found", examples.len());
    let mut failures = Vec::new();
    for example in &examples {
        let (actual, specified) = (canonical(&render(&example.markdown), false), canonical(&example.html, true));
        let reason = DIFFERENCES.iter().find(|(number, _)| *number == example.number);
        match (actual == specified, reason) {
            (true, None) | (false, Some(_)) => {}
            (true, Some((number, reason))) => {
                failures.push(format!("example {number} comes out as specified; it is listed because {reason}"));
            }
            (false, None) => failures.push(format!(
                "example {}\n  Markdown  {:?}\n  specified {specified}\n  ours      {actual}",
                example.number, example.markdown
            )),
        }
    }
    assert!(failures.is_empty(), "{} of {} examples:\n{}", failures.len(), examples.len(), failures.join("\n"));
}

#[test]
fn comparison_detects_visible_differences() {
    let are_equal = |a: &str, b: &str| canonical(a, false) == canonical(b, false);
    assert!(are_equal("<ul>\n<li>a\nb</li></ul>", "<ul><li> a b </li>\n</ul>\n"));
    assert!(are_equal("<img alt=x src=y loading=lazy>", "<img src='y' alt='x' />"));
    for (a, b) in [
        ("<p>a b</p>", "<p>ab</p>"),
        ("<p>a <em>b</em></p>", "<p>a<em>b</em></p>"),
        ("<p><em>a</em> b</p>", "<p><em>a</em>b</p>"),
        ("<pre>a\n b</pre>", "<pre>a b</pre>"),
        ("<a href=x>a</a>", "<a href=y>a</a>"),
        ("<h1>a</h1>", "<h2>a</h2>"),
        ("<p>&lt;b&gt;</p>", "<p><b></b></p>"),
        ("<p>a</p><p>b</p>", "<p>a b</p>"),
    ] {
        assert!(!are_equal(a, b), "{a} and {b}");
    }
}

/// Parses the examples: 32 backticks and `example`, Markdown, a line with a dot, HTML, 32 backticks; `→` is a tab.
fn examples(spec: &str) -> Vec<Example> {
    let fence = "`".repeat(32);
    let open = format!("{fence} example\n");
    let tests = spec.split("<!-- END TESTS -->").next().unwrap_or("");
    let bodies = tests.split(&open).skip(1).filter_map(|rest| rest.split(&format!("\n{fence}\n")).next());
    let cases = bodies.enumerate().map(|(index, body)| {
        let body = format!("\n{body}\n").replace('→', "\t");
        let (markdown, html) = body.split_once("\n.\n").unwrap_or((&body, ""));
        let markdown = format!("{markdown}\n").split_off(1);
        Example { number: index + 1, markdown, html: html.to_owned() }
    });
    cases.collect()
}

/// Renders plain CommonMark: targets are not resolved, raw HTML is allowed.
fn render(markdown: &str) -> String {
    let mut reader = MarkdownReader {
        file: FileId(0),
        source: markdown,
        language: "en",
        config: MarkdownConfig { raw_html: true, smart_punctuation: false, link_mentions: false },
        references: Vec::new(),
        diagnostics: Diagnostics::default(),
    };
    let body = reader.read_commonmark(0..markdown.len());
    let targets = reader.references.iter().map(|reference| match &reference.kind {
        ReferenceKind::External(address) | ReferenceKind::Path(address) => Target::External(address.clone()),
        ReferenceKind::Anchor(anchor) => Target::Anchor(anchor.clone()),
        _ => Target::Unresolved,
    });
    let targets = vec![targets.collect::<Vec<_>>()].into();
    let relations = Relations { targets, paths: std::sync::Arc::new(vec![String::new()]), ..Relations::default() };
    let mut site = site(vec![record("page", "Page", Details::Page)]);
    site.config.markdown = reader.config;
    std::sync::Arc::make_mut(&mut site.records[0]).references = reader.references;
    let (recorder, words) = (DependencyRecorder::default(), words());
    let context = BodyContext {
        body: TrackedBody::new(&site, &relations, &recorder, RecordId(0)),
        page: "",
        messages: &words,
        figures: &StubRenderer,
        sources: None,
        citations: &StubRenderer,
    };
    body_html(&body, context)
}

/// Serializes parsed HTML in a canonical form: block tags on lines of their own, white space collapsed. Shifts the
/// headings of the specification like the renderer does.
fn canonical(html: &str, move_headings: bool) -> String {
    let shift = usize::from(move_headings && html.contains("<h1"));
    let mut output = String::new();
    write_children(Html::parse_fragment(html).root_element(), shift, false, &mut output);
    output.trim_end().to_owned()
}

fn write_children(element: ElementRef<'_>, shift: usize, verbatim: bool, output: &mut String) {
    for child in element.children() {
        match child.value() {
            Node::Text(text) if verbatim => output.extend(text.replace('<', "&lt;").escape_debug()),
            Node::Text(text) => write_words(text, output),
            Node::Comment(comment) => output.extend(["<!--", comment, "-->"]),
            _ => {}
        }
        if let Some(child) = ElementRef::wrap(child) {
            let name = name(child, shift);
            let block = BLOCKS.contains(&&*name);
            write_tag(&format!("<{name}{}>", attributes(child)), block, output);
            write_children(child, shift, verbatim || name == "pre", output);
            write_tag(&format!("</{name}>"), block, output);
        }
    }
}

fn write_words(words: &str, output: &mut String) {
    for c in words.chars() {
        match c {
            '<' => output.push_str("&lt;"),
            c if !c.is_ascii_whitespace() => output.push(c),
            _ if output.is_empty() || output.ends_with([' ', '\n']) => {}
            _ => output.push(' '),
        }
    }
}

fn write_tag(tag: &str, block: bool, output: &mut String) {
    if block {
        output.truncate(output.trim_end().len());
        output.push('\n');
    }
    output.push_str(tag);
    if block {
        output.push('\n');
    }
}

/// Serializes attributes in sorted order, without those that the renderer adds deliberately.
fn attributes(element: ElementRef<'_>) -> String {
    let added: &[&str] = match element.value().name() {
        "a" => &["class", "rel"],
        "img" => &["loading", "decoding"],
        "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => &["id"],
        _ => &[],
    };
    // Statements have an id of their own, derived from their words.
    let is_statement = |name: &str, value: &str| name == "id" && page_anchor::is_statement(value);
    let specified = element.value().attrs().filter(|(name, value)| !added.contains(name) && !is_statement(name, value));
    let mut specified: Vec<String> = specified.map(|(name, value)| format!(" {name}={value:?}")).collect();
    specified.sort();
    specified.concat()
}

fn name(element: ElementRef<'_>, shift: usize) -> String {
    let name = element.value().name();
    match name.strip_prefix('h').and_then(|level| level.parse::<usize>().ok()) {
        Some(level) => format!("h{}", (level + shift).min(6)),
        None => name.to_owned(),
    }
}

const BLOCKS: [&str; 17] =
    ["p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "pre", "blockquote", "hr", "br", "table", "tr", "td"];
