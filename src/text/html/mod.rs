//! Saved HTML.
//!
//! 1. `limits` rejects pages that would take too long, by the tags of the source (`tags`).
//! 2. `metadata` extracts metadata from JSON-LD (`json_ld`) and `<meta>` (`meta`).
//! 3. `blocks` splits the page into text blocks by its elements (`element`); `dom_smoothie` finds the main content.
//! 4. `locate` finds the source range of each block.
//!
//! Blocks outside the main content may be a byline or a rights notice, but never part of the body.

mod blocks;
mod element;
mod json_ld;
mod limits;
mod locate;
mod meta;
mod metadata;
mod tags;

use super::TextError;
use super::line::{Line, Markup};
use super::metadata::{Extracted, UnclassifiedText};
use super::text_shape::{fold, is_prose};
use crate::model::script::{ends_sentence, estimate_words};
use blocks::{HtmlBlock, blocks};
use dom_query::Document;
use dom_smoothie::{Config, Readability};
use locate::BlockLocator;
use rustc_hash::FxHashSet;

/// Parses a page into lines.
pub(super) fn read(html: &str) -> Result<UnclassifiedText, TextError> {
    limits::check(html)?;
    let document = Document::from(html.trim_start_matches('\u{feff}'));
    let mut metadata = metadata::read_metadata(&document);
    let blocks = blocks(document.root());
    let config = Config { max_elements_to_parse: limits::MAX_ELEMENTS * 2, disable_json_ld: true, ..Config::default() };
    let mut content = None;
    if let Ok(mut readability) = Readability::with_document(document, None, Some(config)) {
        let title = readability.get_article_title().trim().to_owned();
        metadata.title = metadata
            .title
            .or(Some(title).filter(|title| !title.is_empty()).map(|value| Extracted { value, line: None }));
        content = readability.parse().ok().map(|article| main_content(&article.content));
    }
    let is_inside = find_main_blocks(&blocks, content.as_ref());
    let mut locator = BlockLocator::new(html);
    let mut lines = Vec::with_capacity(blocks.len());
    for ((number, block), is_inside) in (1..).zip(blocks).zip(is_inside) {
        let range = locator.find(&block.text);
        let markup = if is_inside { block.markup } else { Some(Markup::Outside) };
        lines.push(Line::new(number, &block.text, range, markup));
    }
    Ok(UnclassifiedText { lines, metadata })
}

/// Returns the folded text of the blocks of the main content.
fn main_content(html: &str) -> FxHashSet<String> {
    blocks(Document::from(html).root()).into_iter().map(|block| fold(&block.text)).collect()
}

/// Returns for each block whether it belongs to the main content: blocks found there, titles, blocks between the title
/// and them, and paragraphs among them.
fn find_main_blocks(blocks: &[HtmlBlock], content: Option<&FxHashSet<String>>) -> Vec<bool> {
    let is_teaser = |block: &HtmlBlock| {
        let may_be_link = matches!(block.markup, Some(Markup::Title | Markup::Heading));
        block.is_link && !may_be_link && !ends_sentence(&block.text)
    };
    let is_candidate = |block: &HtmlBlock| !block.is_outside && !is_teaser(block);
    let Some(content) = content else { return blocks.iter().map(is_candidate).collect() };
    let is_found: Vec<bool> =
        blocks.iter().map(|block| is_candidate(block) && content.contains(&fold(&block.text))).collect();
    let first = is_found.iter().position(|found| *found).unwrap_or(blocks.len());
    let last = is_found.iter().rposition(|found| *found).unwrap_or(0);
    let is_paragraph = |block: &HtmlBlock| is_prose(estimate_words(&block.text), ends_sentence(&block.text));
    let is_title = |block: &HtmlBlock| block.markup == Some(Markup::Title);
    let title = blocks[..first].iter().rposition(|block| is_title(block) && !block.is_outside).unwrap_or(first);
    let lies_between =
        |at: usize| (title..first).contains(&at) || (first..last).contains(&at) && is_paragraph(&blocks[at]);
    (0..blocks.len())
        .map(|at| is_found[at] || is_candidate(&blocks[at]) && (is_title(&blocks[at]) || lies_between(at)))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = "<html><head><title>A bridge | Courier</title></head><body><header><h1>Harbour Courier</h1></header>\
        <nav><a href='/'>Home</a></nav><main><h1>A bridge</h1><p>By Ada Berg</p>\
        <p>The council of Lindhaven voted on Friday for a new harbour bridge that opens for ships, after a long debate.</p>\
        <p><a href='/2'>Read also: ten ways to cross a harbour</a></p>\
        <p>The bridge costs thirty-eight million crowns, of which the province pays one half, said the treasurer.</p>\
        <div class='img-caption'>The old bridge at low tide</div></main>\
        <aside><p>Our other stories of this week are read by many people, and you may read them, too, if you wish.</p></aside>\
        </body></html>";

    #[test]
    fn separates_article_from_page() {
        let page = read(PAGE).unwrap();
        let lines: Vec<(&str, Option<Markup>)> =
            page.lines.iter().map(|line| (line.text.split(' ').next().unwrap(), line.markup)).collect();
        let expected = [
            ("Harbour", Some(Markup::Outside)),
            ("Home", Some(Markup::Outside)),
            ("A", Some(Markup::Title)),
            ("By", None),
            ("The", None),
            ("Read", Some(Markup::Outside)),
            ("The", None),
            ("The", Some(Markup::Caption)),
            ("Our", Some(Markup::Outside)),
        ];
        assert_eq!(lines, expected);
    }

    #[test]
    fn lines_have_source_ranges() {
        for line in read(PAGE).unwrap().lines {
            assert!(PAGE[line.range].starts_with(&line.text[..4]));
        }
    }

    #[test]
    fn parses_minimal_input() {
        for html in ["", "<", "<p>", "x", "<table><td>x", "\u{feff}<html>", "<body><frameset>"] {
            read(html).unwrap();
        }
    }
}
