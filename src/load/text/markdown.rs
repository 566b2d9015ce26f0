//! Divides an article's text that is Markdown into blocks, without its mark-up.

use super::blocks::{Block, Shape};
use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};
use std::ops::Range;

/// Divides a text. Front matter between `+++` or `---` lines is passed over.
pub(super) fn blocks(text: &str) -> Vec<Block> {
    let base = behind_front_matter(text);
    let mut gatherer = Gatherer::default();
    for (event, range) in Parser::new_ext(&text[base..], Options::ENABLE_TABLES).into_offset_iter() {
        gatherer.take(event, base + range.start..base + range.end);
    }
    gatherer.blocks
}

fn behind_front_matter(text: &str) -> usize {
    let text_start = text.len() - text.trim_start_matches('\u{feff}').len();
    let rest = &text[text_start..];
    let fence = ["+++", "---"].into_iter().find(|fence| rest.lines().next().map(str::trim_end) == Some(fence));
    let Some(fence) = fence else { return text_start };
    let mut at = text_start;
    for (number, line) in rest.split_inclusive('\n').enumerate() {
        at += line.len();
        if number > 0 && line.trim_end() == fence {
            return at;
        }
    }
    text_start
}

#[derive(Default)]
struct Gatherer {
    blocks: Vec<Block>,
    /// The words of the block being read, with the place of the last of them.
    open: Option<Block>,
    /// How deep in lists.
    lists: usize,
    /// Whether the words are those of an image.
    in_image: bool,
}

impl Gatherer {
    fn take(&mut self, event: Event<'_>, range: Range<usize>) {
        match event {
            Event::Start(Tag::Paragraph) => self.start(if self.lists > 0 { Shape::Item } else { Shape::Plain }, range),
            Event::Start(Tag::Heading { level: HeadingLevel::H1, .. }) if !self.has_title() => {
                self.start(Shape::Title, range);
            }
            Event::Start(Tag::Heading { .. }) => self.start(Shape::Heading, range),
            Event::Start(Tag::List(_)) => {
                self.finish();
                self.lists += 1;
            }
            Event::Start(Tag::Item) => self.start(Shape::Item, range),
            Event::Start(Tag::TableRow | Tag::TableHead) => self.start(Shape::Paragraph, range),
            Event::Start(Tag::Image { .. }) => {
                self.in_image = true;
                if let Some(open) = self.open.as_mut().filter(|open| open.words.is_empty()) {
                    open.shape = Shape::Caption;
                }
            }
            Event::End(TagEnd::Image) => self.in_image = false,
            Event::End(TagEnd::List(_)) => {
                self.finish();
                self.lists = self.lists.saturating_sub(1);
            }
            Event::End(
                TagEnd::Paragraph | TagEnd::Heading(_) | TagEnd::Item | TagEnd::TableRow | TagEnd::TableHead,
            ) => self.finish(),
            Event::Text(words) | Event::Code(words) => self.say(&words),
            Event::SoftBreak | Event::HardBreak | Event::End(TagEnd::TableCell) => self.say(" "),
            _ => {}
        }
    }

    fn has_title(&self) -> bool {
        self.blocks.iter().any(|block| block.shape == Shape::Title)
    }

    fn start(&mut self, shape: Shape, range: Range<usize>) {
        self.finish();
        self.open = Some(Block { words: String::new(), range, shape, gap: 1 });
    }

    fn say(&mut self, words: &str) {
        if let Some(open) = &mut self.open {
            if open.shape == Shape::Caption && !self.in_image && !words.trim().is_empty() {
                open.shape = Shape::Plain;
            }
            open.words.push_str(words);
        }
    }

    fn finish(&mut self) {
        if let Some(mut block) = self.open.take() {
            block.words.truncate(block.words.trim_end().len());
            if !block.words.is_empty() {
                self.blocks.push(block);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_blocks_without_mark_up() {
        let text = "+++\nx = 1\n+++\n# The *title*\n\nOne [word](https://x.org) and\nmore.\n\n## Why\n\n- a\n- b\n\n![A pier](p.png)\n\n| k |\n|---|\n| v |\n";
        let found: Vec<(Shape, String)> = blocks(text).into_iter().map(|b| (b.shape, b.words)).collect();
        let expected = [
            (Shape::Title, "The title"),
            (Shape::Plain, "One word and more."),
            (Shape::Heading, "Why"),
            (Shape::Item, "a"),
            (Shape::Item, "b"),
            (Shape::Caption, "A pier"),
            (Shape::Paragraph, "k"),
            (Shape::Paragraph, "v"),
        ];
        assert_eq!(found, expected.map(|(shape, words)| (shape, words.to_owned())));
    }
}
