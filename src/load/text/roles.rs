//! Decides what each block of a text is.
//!
//! 1. The title is the first block that is neither navigation nor a lone section word; its repeats are dropped.
//! 2. The body begins with the first sentence behind the last byline near the top, and ends with the last sentence
//!    before anything that is about the text.
//! 3. Above it: bylines, captions, a standfirst (behind the title, or set apart from the body by a wider gap than
//!    paragraphs are from each other).
//! 4. Within it: captions, headings (short, no full stop, more text behind them), paragraphs, list items.
//! 5. Below it: notes, and navigation, which is dropped.

use super::blocks::{Block, Shape};
use super::signs;
use crate::model::{Passage, TextPassage};
use crate::span::{FileId, Span};
use std::ops::Range;

/// How many words the first sentence of a body has at least.
const FEWEST_WORDS: usize = 5;

/// How many words a title, a heading and a standfirst have at most.
const LONGEST_TITLE: usize = 30;
const LONGEST_HEADING: usize = 16;
const LONGEST_STANDFIRST: usize = 70;

/// How far behind a sentence a byline may follow, for the sentence to be a standfirst.
const BYLINE_BEHIND: usize = 4;

/// What a block is, before it has a number.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Role {
    Paragraph,
    Heading,
    Caption,
    Standfirst,
    Byline,
    Note,
    /// A title, or a part of the page.
    Dropped,
}

/// Gives every block its role, and numbers those that can be cited.
pub(super) fn passages(file: FileId, blocks: Vec<Block>) -> Vec<TextPassage> {
    let title = title(&blocks);
    let body = body(&blocks, title);
    let (mut paragraphs, mut headings, mut captions) = (0, 0, 0);
    let next = |count: &mut u32| {
        *count += 1;
        *count
    };
    let roles: Vec<Role> = (0..blocks.len()).map(|at| role(&blocks, at, title, &body)).collect();
    let mut found = Vec::new();
    for (block, role) in blocks.into_iter().zip(roles) {
        let passage = match role {
            Role::Paragraph => {
                let number = next(&mut paragraphs);
                Passage::Paragraphs { first: number, last: number }
            }
            Role::Heading => Passage::Heading(next(&mut headings)),
            Role::Caption => Passage::Caption(next(&mut captions)),
            Role::Standfirst => Passage::Standfirst,
            Role::Byline => Passage::Byline,
            Role::Note => Passage::Note,
            Role::Dropped => continue,
        };
        found.push(TextPassage { passage, words: block.words, span: Span::new(file, block.range) });
    }
    found
}

/// The place of the title.
fn title(blocks: &[Block]) -> Option<usize> {
    if let Some(marked) = blocks.iter().position(|block| block.shape == Shape::Title) {
        return Some(marked);
    }
    let candidate = |at: &usize| {
        let words = &blocks[*at].words;
        !signs::is_navigation(words) && !signs::is_byline(words) && !signs::is_caption(words)
    };
    let mut candidates = (0..blocks.len().min(12)).filter(candidate).take(3);
    let first = candidates.next()?;
    // A lone word above a longer line without a full stop is the section's name.
    let is_title = |at: usize| {
        let words = &blocks[at].words;
        let closed = signs::ends_sentence(words) && !words.ends_with(['?', '!', '？', '！']);
        !closed && signs::length(words) <= LONGEST_TITLE && blocks[at].shape == Shape::Plain
    };
    let section = signs::length(&blocks[first].words) <= 1;
    let longer = candidates.next().filter(|&next| section && is_title(next) && signs::length(&blocks[next].words) > 1);
    longer.or(Some(first)).filter(|&at| is_title(at))
}

/// The blocks from the body's first paragraph to its last.
fn body(blocks: &[Block], title: Option<usize>) -> Range<usize> {
    let from = title.map_or(0, |title| title + 1);
    let is_open = |at: usize| {
        let Block { words, shape, .. } = &blocks[at];
        *shape == Shape::Paragraph
            || signs::length(words) >= FEWEST_WORDS
                && signs::ends_sentence(words)
                && !signs::is_byline(words)
                && !signs::is_caption(words)
                && !signs::ends_text(words)
    };
    let Some(mut start) = (from..blocks.len()).find(|&at| is_open(at)) else { return blocks.len()..blocks.len() };
    let near = start + 1..blocks.len().min(start + 1 + BYLINE_BEHIND);
    if let Some(byline) = near.clone().rev().find(|&at| signs::is_byline(&blocks[at].words)) {
        start = (byline + 1..blocks.len()).find(|&at| is_open(at)).unwrap_or(start);
    }
    if is_set_apart(blocks, start, title) && blocks.get(start + 1).is_some() && is_open(start + 1) {
        start += 1;
    }
    let limit = (start + 1..blocks.len()).find(|&at| signs::ends_text(&blocks[at].words)).unwrap_or(blocks.len());
    let closes = |at: &usize| {
        let Block { words, shape, .. } = &blocks[*at];
        matches!(shape, Shape::Item | Shape::Paragraph)
            || signs::ends_sentence(words) && !signs::is_caption(words) && !signs::is_navigation(words)
    };
    let last = (start..limit).rev().find(closes).unwrap_or(start);
    start..last + 1
}

/// Whether a block is short and has a wider gap behind it than the paragraphs that follow have between them.
fn is_set_apart(blocks: &[Block], at: usize, title: Option<usize>) -> bool {
    let gaps: Vec<usize> = blocks.iter().skip(at + 2).map(|block| block.gap).collect();
    let Some(behind) = blocks.get(at + 1).map(|block| block.gap) else { return false };
    let wider = gaps.iter().filter(|&&gap| gap >= behind).count();
    let short = signs::length(&blocks[at].words) <= LONGEST_STANDFIRST;
    title.is_some() && short && gaps.len() >= 2 && behind >= 2 && wider * 4 < gaps.len()
}

fn role(blocks: &[Block], at: usize, title: Option<usize>, body: &Range<usize>) -> Role {
    let Block { words, shape, .. } = &blocks[at];
    let repeats_title = title.is_some_and(|title| blocks[title].words == *words);
    if repeats_title || title.is_some_and(|title| at < title) {
        return Role::Dropped;
    }
    if *shape == Shape::Caption || signs::is_caption(words) {
        return Role::Caption;
    }
    if at < body.start {
        return above(blocks, at, title);
    }
    if at < body.end {
        return within(blocks, at);
    }
    below(words)
}

fn above(blocks: &[Block], at: usize, title: Option<usize>) -> Role {
    let words = &blocks[at].words;
    let begun = blocks[title.map_or(0, |title| title + 1)..at].iter().any(|block| signs::is_byline(&block.words));
    if signs::is_credit(words) {
        Role::Note
    } else if signs::is_navigation(words) {
        Role::Dropped
    } else if signs::is_byline(words) {
        Role::Byline
    } else if signs::length(words) >= FEWEST_WORDS && (!begun || signs::ends_sentence(words)) {
        Role::Standfirst
    } else {
        Role::Byline
    }
}

fn within(blocks: &[Block], at: usize) -> Role {
    let Block { words, shape, .. } = &blocks[at];
    match shape {
        Shape::Heading | Shape::Title => Role::Heading,
        Shape::Item | Shape::Paragraph => Role::Paragraph,
        _ if signs::is_navigation(words) => Role::Dropped,
        _ if signs::is_credit(words) => Role::Note,
        _ if is_heading(words) => Role::Heading,
        _ => Role::Paragraph,
    }
}

fn is_heading(words: &str) -> bool {
    let open = !signs::ends_sentence(words) && !words.ends_with([',', ';', ':', '，', '；', '：', '、']);
    open && signs::length(words) <= LONGEST_HEADING && !signs::is_list_item(words)
}

fn below(words: &str) -> Role {
    let label = words.contains(['@', ':', '：']) && signs::length(words) >= 2;
    let says_something = signs::length(words) >= FEWEST_WORDS || signs::ends_sentence(words) || label;
    let is_note = (says_something || signs::ends_text(words)) && !signs::is_navigation(words);
    if is_note { Role::Note } else { Role::Dropped }
}
