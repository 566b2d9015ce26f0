//! Markdown: converts blocks to lines and reads metadata from the front matter.

use super::heuristics::date::{self, DateLineKind};
use super::heuristics::person::parse_names;
use super::heuristics::rights;
use super::line::{Line, Markup};
use super::metadata::{Extracted, SourceMetadata, UnclassifiedText};
use super::text_shape::is_url;
use crate::model::Author;
use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};
use std::ops::Range;

/// Parses Markdown into lines.
pub(super) fn read(text: &str) -> UnclassifiedText {
    let (front_matter, at) = front_matter(text);
    let mut collector =
        LineCollector { line_counter: LineCounter { text, ..LineCounter::default() }, ..LineCollector::default() };
    let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_FOOTNOTES;
    for (event, range) in Parser::new_ext(&text[at..], options).into_offset_iter() {
        collector.handle_event(event, at + range.start..at + range.end);
    }
    collector.finish_block();
    UnclassifiedText {
        lines: collector.lines,
        metadata: front_matter.map(|table| front_matter_metadata(&table)).unwrap_or_default(),
    }
}

/// Parses the front matter; returns it with the offset of the Markdown after it.
fn front_matter(text: &str) -> (Option<serde_json::Value>, usize) {
    let start = text.len() - text.trim_start_matches('\u{feff}').len();
    for fence in ["+++", "---"] {
        let Some(rest) = text[start..].strip_prefix(fence).filter(|rest| rest.starts_with(['\n', '\r'])) else {
            continue;
        };
        let Some(end) = rest.find(&format!("\n{fence}")) else { continue };
        let inner = &rest[..end];
        let tree = match fence {
            "+++" => toml::from_str::<serde_json::Value>(inner).ok(),
            _ => serde_saphyr::from_str::<serde_json::Value>(inner).ok(),
        };
        let close = start + fence.len() + end + 1 + fence.len();
        if tree.as_ref().is_some_and(serde_json::Value::is_object) {
            return (tree, close + text[close..].find('\n').map_or(text.len() - close, |at| at + 1));
        }
    }
    (None, start)
}

fn front_matter_metadata(table: &serde_json::Value) -> SourceMetadata {
    let text = |keys: &[&str]| {
        let value = keys.iter().find_map(|key| table.get(key)?.as_str())?.trim().to_owned();
        (!value.is_empty()).then_some(Extracted { value, line: None })
    };
    let date_line = |keys: &[&str], kind| {
        let (_, mut date_line) = date::find_date_lines(&text(keys)?.value).into_iter().next()?;
        date_line.kind = kind;
        Some(Extracted { value: date_line, line: None })
    };
    SourceMetadata {
        title: text(&["title"]),
        standfirst: text(&["subtitle", "standfirst"]),
        authors: authors(table),
        outlet: text(&["outlet", "publication", "site_name", "publisher", "source"])
            .filter(|outlet| !is_url(&outlet.value)),
        date_line: date_line(&["date", "published"], DateLineKind::Published)
            .or_else(|| date_line(&["updated", "lastmod"], DateLineKind::Updated)),
        language: text(&["language", "lang"])
            .map(|extracted| extracted.value)
            .filter(|tag| tag.len() <= 12 && tag.is_ascii()),
        url: text(&["url", "canonical", "source", "link"]).filter(|url| is_url(&url.value)),
        rights: text(&["license", "licence", "rights", "copyright"])
            .and_then(|extracted| {
                rights::from_license(&extracted.value).or_else(|| rights::from_notice(&extracted.value))
            })
            .map(|value| Extracted { value, line: None }),
        translator: text(&["translator"]),
        editor: text(&["editor"]),
        section: text(&["section"]),
        ..SourceMetadata::default()
    }
}

/// Parses `author = "…"`, `authors = ["…"]` or tables with a name.
fn authors(table: &serde_json::Value) -> Vec<Author> {
    let Some(value) = ["authors", "author"].iter().find_map(|key| table.get(key)) else { return Vec::new() };
    let parse_one = |value: &serde_json::Value| -> Vec<Author> {
        let text = |key: &str| value.get(key).and_then(serde_json::Value::as_str).map(str::to_owned);
        match value {
            serde_json::Value::String(list) => {
                parse_names(list).unwrap_or_else(|| vec![list.clone()]).into_iter().map(Author::named).collect()
            }
            _ => text("name")
                .map(|name| Author {
                    name,
                    family: text("family"),
                    role: text("role"),
                    affiliation: text("affiliation"),
                })
                .into_iter()
                .collect(),
        }
    };
    value.as_array().map_or_else(|| parse_one(value), |list| list.iter().flat_map(parse_one).collect())
}

/// Collects lines from parser events.
#[derive(Default)]
struct LineCollector<'t> {
    lines: Vec<Line>,
    line_counter: LineCounter<'t>,
    block: PendingBlock,
    /// Nesting depth of list items.
    items: usize,
    /// True inside an image.
    in_image: bool,
    /// True inside a footnote.
    in_note: bool,
}

/// Content of the current block.
#[derive(Default)]
struct PendingBlock {
    text: String,
    range: Option<Range<usize>>,
    markup: Option<Markup>,
}

impl LineCollector<'_> {
    fn handle_event(&mut self, event: Event<'_>, range: Range<usize>) {
        match event {
            Event::Start(Tag::Heading { level, .. }) => {
                self.finish_block();
                self.block.markup = Some(if level == HeadingLevel::H1 { Markup::Title } else { Markup::Heading });
            }
            Event::Start(Tag::TableRow | Tag::TableHead) => {
                self.finish_block();
                self.block.markup = Some(Markup::Row);
            }
            Event::Start(Tag::FootnoteDefinition(_)) => {
                self.finish_block();
                self.in_note = true;
            }
            Event::End(TagEnd::FootnoteDefinition) => {
                self.finish_block();
                self.in_note = false;
            }
            Event::Start(Tag::Item) => {
                self.finish_block();
                self.items += 1;
            }
            Event::End(TagEnd::Item) => {
                self.finish_block();
                self.items = self.items.saturating_sub(1);
            }
            Event::Start(Tag::Image { .. }) => {
                self.in_image = true;
                if self.block.range.is_none() {
                    self.block.markup = Some(Markup::Caption);
                }
            }
            Event::End(TagEnd::Image) => self.in_image = false,
            Event::Start(Tag::Paragraph | Tag::BlockQuote(_) | Tag::List(_) | Tag::CodeBlock(_) | Tag::HtmlBlock)
            | Event::End(
                TagEnd::Paragraph
                | TagEnd::Heading(_)
                | TagEnd::TableRow
                | TagEnd::TableHead
                | TagEnd::CodeBlock
                | TagEnd::HtmlBlock,
            ) => self.finish_block(),
            Event::Rule => {
                self.finish_block();
                let number = self.line_counter.line_number(range.start);
                self.lines.push(Line::new(number, "***", range, None));
            }
            Event::Text(words) | Event::Code(words) => self.push_text(&words, range),
            Event::SoftBreak | Event::HardBreak | Event::End(TagEnd::TableCell) => self.block.text.push(' '),
            _ => {}
        }
    }

    fn push_text(&mut self, text: &str, range: Range<usize>) {
        let block = &mut self.block;
        if block.markup == Some(Markup::Caption) && !self.in_image && !text.trim().is_empty() {
            block.markup = None;
        }
        block.markup = match block.markup {
            _ if self.in_note => Some(Markup::Note),
            None if self.items > 0 => Some(Markup::ListItem),
            markup => markup,
        };
        block.text.push_str(text);
        let start = block.range.as_ref().map_or(range.start, |block| block.start);
        block.range = Some(start..range.end);
    }

    fn finish_block(&mut self) {
        let PendingBlock { text, range, markup } = std::mem::take(&mut self.block);
        if let Some(range) = range {
            self.lines.push(Line::new(self.line_counter.line_number(range.start), &text, range, markup));
        }
    }
}

/// Line counter that advances through a text.
#[derive(Default)]
struct LineCounter<'t> {
    text: &'t str,
    at: usize,
    /// 0-based number of the line at `at`.
    line: usize,
}

impl LineCounter<'_> {
    fn line_number(&mut self, offset: usize) -> usize {
        if let Some(between) = self.text.get(self.at..offset) {
            self.line += between.matches('\n').count();
            self.at = offset;
        }
        self.line + 1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn splits_markdown_into_lines() {
        let text = "# The *bridge*\n\nOne [word](https://x.org) and\nmore.\n\n## Why\n\n- four\n- five\n\n![A pier](p.png)\n\n\
                    Words ![x](p.png) more.[^1]\n\n| k | l |\n|---|---|\n| v | w |\n\n[^1]: A note.\n";
        let page = read(text);
        let summary: Vec<(usize, &str, Option<Markup>, &str)> = page
            .lines
            .iter()
            .map(|line| (line.number, line.text.as_str(), line.markup, &text[line.range.clone()]))
            .collect();
        let expected = [
            (1, "The bridge", Some(Markup::Title), "The *bridge"),
            (3, "One word and more.", None, "One [word](https://x.org) and\nmore."),
            (6, "Why", Some(Markup::Heading), "Why"),
            (8, "four", Some(Markup::ListItem), "four"),
            (9, "five", Some(Markup::ListItem), "five"),
            (11, "A pier", Some(Markup::Caption), "A pier"),
            (13, "Words x more.", None, "Words ![x](p.png) more."),
            (15, "k l", Some(Markup::Row), "k | l"),
            (17, "v w", Some(Markup::Row), "v | w"),
            (19, "A note.", Some(Markup::Note), "A note."),
        ];
        assert_eq!(summary, expected);
    }

    #[test]
    fn parses_toml_and_yaml_front_matter() {
        for text in [
            "---\ntitle: A bridge\nauthor: Ada Berg and Tomas Lind\ndate: \"2031-03-14\"\n---\nText.\n",
            "+++\ntitle = \"A bridge\"\nauthors = [\"Ada Berg\", \"Tomas Lind\"]\ndate = \"2031-03-14\"\n+++\nText.\n",
        ] {
            let page = read(text);
            assert_eq!(page.metadata.title.unwrap().value, "A bridge");
            assert_eq!(page.metadata.authors.len(), 2);
            assert_eq!(page.metadata.date_line.unwrap().value.date, "2031-03-14");
            assert_eq!(page.lines[0].number, 6);
        }
    }
}
