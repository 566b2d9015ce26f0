//! From page to source: over the repository's own briefing, blocks lead to the line on which they are written, and a site
//! that is built has no trace of it.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on says so")]

use briefing::compile::{CompileOptions, Compiled, compile};
use briefing::load::walk;
use scraper::{ElementRef, Html, Selector};
use std::collections::BTreeMap;
use std::path::Path;

fn compiled(source_positions: bool) -> Compiled {
    let inputs = walk::read_root(Path::new("."), "").unwrap();
    compile(&inputs, &CompileOptions { build_time: 1_766_000_000, source_positions, ..CompileOptions::default() })
}

/// Whether a line is the one on which a block begins: it has one of the block's first words, or, for what is drawn from
/// a fence, it opens one.
fn begins(block: ElementRef<'_>, line: &str) -> bool {
    let text: String = block.text().flat_map(|text| [text, " "]).collect::<String>().to_lowercase();
    let line = line.to_lowercase();
    let mut words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| word.len() > 1).take(4).peekable();
    let is_drawn = !matches!(block.value().name(), "p" | "li" | "tr" | "blockquote");
    words.peek().is_none() || words.any(|word| line.contains(word)) || is_drawn && line.starts_with("```")
}

#[test]
fn blocks_lead_to_their_lines() {
    let compiled = compiled(true);
    let files: BTreeMap<String, _> =
        compiled.site.records.iter().map(|record| (record.key(), compiled.sources.get(record.file))).collect();
    let marked = Selector::parse("[data-source]").unwrap();
    let (mut right, mut wrong) = (0, Vec::new());
    for page in &compiled.pages.pages {
        for block in Html::parse_document(page.html().unwrap()).select(&marked) {
            let (key, line) = block.attr("data-source").unwrap().rsplit_once(':').unwrap();
            let line = files[key].line(line.parse().unwrap());
            if begins(block, line) {
                right += 1;
            } else {
                wrong.push(format!("{}: {key} {line:?} for {}", page.file, block.html()));
            }
        }
    }
    assert!(right > 400, "{right} blocks");
    assert!(wrong.len() * 100 <= right, "{} of {right} blocks lead elsewhere:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn every_block_of_prose_says_where_it_stands() {
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
fn a_built_site_has_none() {
    let compiled = compiled(false);
    for page in &compiled.pages.pages {
        assert!(!page.html().unwrap().contains("data-source"), "{}", page.file);
    }
}
