//! Source positions in pages: blocks point to their source line, and published sites contain none.

use briefing::compile::{CompileOptions, Compiled, compile};
use briefing::load::walk;
use scraper::{ElementRef, Html, Selector};
use std::collections::BTreeMap;
use std::path::Path;

fn compiled(source_positions: bool) -> Compiled {
    let inputs = walk::read_root(Path::new("."), "").unwrap();
    compile(&inputs, &CompileOptions { build_time: 1_766_000_000, source_positions, ..CompileOptions::default() })
}

/// Checks whether a block starts on a source line: the line contains one of its first words, or opens a fence if the
/// block is drawn from one.
fn starts_at(block: ElementRef<'_>, line: &str) -> bool {
    let text: String = block.text().flat_map(|text| [text, " "]).collect::<String>().to_lowercase();
    let line = line.to_lowercase();
    let mut words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| word.len() > 1).take(4).peekable();
    let is_figure = !matches!(block.value().name(), "p" | "li" | "tr" | "blockquote");
    words.peek().is_none() || words.any(|word| line.contains(word)) || is_figure && line.starts_with("```")
}

#[test]
fn blocks_point_to_their_lines() {
    let compiled = compiled(true);
    let files: BTreeMap<String, _> =
        compiled.site.records.iter().map(|record| (record.key(), compiled.sources.get(record.file))).collect();
    let blocks = Selector::parse("[data-source]").unwrap();
    let (mut correct, mut wrong) = (0, Vec::new());
    for page in &compiled.pages.pages {
        for block in Html::parse_document(page.html().unwrap()).select(&blocks) {
            let (key, line) = block.attr("data-source").unwrap().rsplit_once(':').unwrap();
            let line = files[key].line(line.parse().unwrap());
            if starts_at(block, line) {
                correct += 1;
            } else {
                wrong.push(format!("{}: {key} {line:?} for {}", page.file, block.html()));
            }
        }
    }
    assert!(correct > 400, "{correct} blocks");
    assert!(wrong.len() * 100 <= correct, "{} of {correct} blocks lead elsewhere:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn every_prose_block_has_a_position() {
    let blocks =
        [".prose p:not([class])", ".prose :is(h2, h3, blockquote, pre)", ".prose :is(ul, ol) > li:not([class])"];
    let blocks = Selector::parse(&blocks.join(", ")).unwrap();
    for page in compiled(true).pages.pages.iter().filter(|page| page.record.is_some()) {
        for block in Html::parse_document(page.html().unwrap()).select(&blocks) {
            assert!(block.attr("data-source").is_some(), "{}: {}", page.file, block.html());
        }
    }
}

#[test]
fn published_site_has_no_positions() {
    let compiled = compiled(false);
    for page in &compiled.pages.pages {
        assert!(!page.html().unwrap().contains("data-source"), "{}", page.file);
    }
}
