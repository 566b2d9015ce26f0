//! Divides plain text into blocks.
//!
//! Texts copied from web pages have a line per paragraph, with or without blank lines between them, so each line is a
//! block. Texts that were wrapped at some width are told by their lines: several in a row, nearly all about as long as
//! each other, most of them broken within a sentence. There, lines that follow each other are one block.

use super::signs;
use std::ops::Range;

/// A stretch of a text: a paragraph, a title, a caption, a line of navigation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Block {
    /// Its words.
    pub(super) words: String,
    /// Its bytes.
    pub(super) range: Range<usize>,
    /// What the mark-up says it is.
    pub(super) shape: Shape,
    /// How many blank lines stand before it.
    pub(super) gap: usize,
}

/// What mark-up says of a block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    /// Nothing.
    Plain,
    /// It is a list item.
    Item,
    /// It is the title.
    Title,
    /// It is a heading.
    Heading,
    /// It is a picture's caption.
    Caption,
    /// It is a paragraph, whatever its words.
    Paragraph,
}

/// How long the lines of a wrapped text are, in characters.
const WRAPPED: Range<usize> = 45..101;

/// How many lines with another line directly behind them a wrapped text has at least.
const FEWEST_WRAPPED: usize = 3;

struct Line {
    range: Range<usize>,
    gap: usize,
}

/// Divides a text.
pub(super) fn blocks(text: &str) -> Vec<Block> {
    let lines = lines(text);
    let wrapped = is_wrapped(text, &lines);
    let mut blocks: Vec<Block> = Vec::new();
    for line in lines {
        let words = &text[line.range.clone()];
        let is_item = signs::is_list_item(words);
        match blocks.last_mut() {
            Some(last) if wrapped && line.gap == 0 && !is_item => join(last, words, line.range.end),
            _ => {
                let shape = if is_item { Shape::Item } else { Shape::Plain };
                blocks.push(Block { words: words.to_owned(), range: line.range, shape, gap: line.gap });
            }
        }
    }
    blocks
}

/// The lines that are not blank, without the white space around them.
fn lines(text: &str) -> Vec<Line> {
    let mut found = Vec::new();
    let (mut start, mut gap) = (0, 0);
    for line in text.split_inclusive('\n') {
        let blank = |c: char| c.is_whitespace() || c == '\u{feff}';
        let words = line.trim_matches(blank);
        if words.is_empty() {
            gap += 1;
        } else {
            let from = start + line.len() - line.trim_start_matches(blank).len();
            found.push(Line { range: from..from + words.len(), gap });
            gap = 0;
        }
        start += line.len();
    }
    found
}

fn is_wrapped(text: &str, lines: &[Line]) -> bool {
    let inner: Vec<&str> =
        lines.windows(2).filter(|pair| pair[1].gap == 0).map(|pair| &text[pair[0].range.clone()]).collect();
    let of_that_length = inner.iter().filter(|line| WRAPPED.contains(&line.chars().count())).count();
    let broken = inner.iter().filter(|line| !signs::ends_sentence(line)).count();
    inner.len() >= FEWEST_WRAPPED && of_that_length * 10 >= inner.len() * 8 && broken * 2 > inner.len()
}

fn join(block: &mut Block, words: &str, end: usize) {
    let unspaced = |c: Option<char>| c.is_some_and(signs::is_cjk);
    if !(unspaced(block.words.chars().next_back()) && unspaced(words.chars().next())) {
        block.words.push(' ');
    }
    block.words.push_str(words);
    block.range.end = end;
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<String> {
        blocks(text).into_iter().map(|block| block.words).collect()
    }

    #[test]
    fn takes_each_line_for_a_block() {
        assert_eq!(words("\u{feff}One.\r\nTwo.\n\u{a0}\n\n  Three.  "), ["One.", "Two.", "Three."]);
        assert_eq!(blocks("a\n\u{a0}\n\nb")[1].gap, 2);
        assert_eq!(words(""), Vec::<String>::new());
    }

    #[test]
    fn joins_the_lines_of_a_wrapped_text() {
        let text = "The ferries are full\n\n\
            The council of Lindhaven met on Tuesday evening to hear what\n\
            the harbour master had to say about the crossing, which has\n\
            been late on most days of the year.\n\n\
            Nobody had expected that so many people would come to hear\n\
            him, and the doors were closed before he began.\n";
        let found = blocks(text);
        assert_eq!(found.len(), 3);
        assert!(found[1].words.starts_with("The council") && found[1].words.contains("what the harbour"));
        assert_eq!(&text[found[2].range.clone()][..6], "Nobody");
    }

    #[test]
    fn keeps_long_paragraphs_on_lines_that_follow_each_other_apart() {
        let long =
            "The harbour master said that the crossing had been late on most days of the year, and why. ".repeat(3);
        assert_eq!(words(&format!("{long}\n{long}\n{long}\n{long}\n")).len(), 4);
    }
}
