//! Markdown: its blocks become lines, its front matter what the text states.

use super::heuristics::date::{self, StampKind};
use super::heuristics::person::names;
use super::heuristics::wording::is_url;
use super::layout::{Findings, Page, Said};
use super::line::{Line, Markup};
use crate::model::Author;
use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};

/// Reads Markdown as lines.
pub(crate) fn read(text: &str) -> Page {
    let (front_matter, body_at) = front_matter(text);
    let before = text[..body_at].matches('\n').count();
    let mut lines = blocks(&text[body_at..]);
    for line in &mut lines {
        line.number += before;
    }
    Page { lines, stated: front_matter.map(|table| stated(&table)).unwrap_or_default() }
}

/// The front matter as a tree, and where the Markdown begins.
fn front_matter(text: &str) -> (Option<serde_json::Value>, usize) {
    for fence in ["+++", "---"] {
        let Some(rest) = text.strip_prefix(fence).filter(|rest| rest.starts_with(['\n', '\r'])) else { continue };
        let Some(end) = rest.find(&format!("\n{fence}")) else { continue };
        let inner = &rest[..end];
        let tree = match fence {
            "+++" => toml::from_str::<serde_json::Value>(inner).ok(),
            _ => serde_saphyr::from_str::<serde_json::Value>(inner).ok(),
        };
        let close = fence.len() + end + 1 + fence.len();
        if tree.as_ref().is_some_and(serde_json::Value::is_object) {
            return (tree, close + text[close..].find('\n').map_or(text.len() - close, |at| at + 1));
        }
    }
    (None, 0)
}

fn stated(table: &serde_json::Value) -> Findings {
    let text = |keys: &[&str]| {
        let value = keys.iter().find_map(|key| table.get(key)?.as_str())?.trim().to_owned();
        (!value.is_empty()).then_some(Said { value, line: None })
    };
    let stamp = |keys: &[&str], kind| {
        let (_, mut stamp) = date::stamps(&text(keys)?.value).into_iter().next()?;
        stamp.kind = kind;
        Some(Said { value: stamp, line: None })
    };
    Findings {
        title: text(&["title"]),
        standfirst: text(&["subtitle", "standfirst"]),
        authors: authors(table),
        outlet: text(&["outlet", "publication", "site_name", "publisher", "source"])
            .filter(|outlet| !is_url(&outlet.value)),
        stamp: stamp(&["date", "published"], StampKind::Published)
            .or_else(|| stamp(&["updated", "lastmod"], StampKind::Updated)),
        language: text(&["language", "lang"]).map(|said| said.value).filter(|tag| tag.len() <= 12 && tag.is_ascii()),
        url: text(&["url", "canonical", "source", "link"]).filter(|url| is_url(&url.value)),
        ..Findings::default()
    }
}

/// `author = "…"`, `authors = ["…"]` or tables with a name.
fn authors(table: &serde_json::Value) -> Vec<Author> {
    let Some(value) = ["authors", "author"].iter().find_map(|key| table.get(key)) else { return Vec::new() };
    let one = |value: &serde_json::Value| -> Vec<Author> {
        let text = |key: &str| value.get(key).and_then(serde_json::Value::as_str).map(str::to_owned);
        let named = |name: String| Author { name, ..Author::default() };
        match value {
            serde_json::Value::String(list) => {
                names(list).unwrap_or_else(|| vec![list.clone()]).into_iter().map(named).collect()
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
    value.as_array().map_or_else(|| one(value), |list| list.iter().flat_map(one).collect())
}

fn blocks(text: &str) -> Vec<Line> {
    let mut starts = Starts { text, at: 0, line: 1 };
    let mut lines = Vec::new();
    let mut block = Block::default();
    let mut items = 0usize;
    for (event, range) in
        Parser::new_ext(text, Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH).into_offset_iter()
    {
        match event {
            Event::Start(Tag::Heading { level, .. }) => {
                block.end(&mut lines);
                block.markup = Some(if level == HeadingLevel::H1 { Markup::Title } else { Markup::Heading });
            }
            Event::Start(Tag::Item) => {
                block.end(&mut lines);
                items += 1;
            }
            Event::End(TagEnd::Item) => {
                block.end(&mut lines);
                items = items.saturating_sub(1);
            }
            Event::Start(
                Tag::Paragraph
                | Tag::BlockQuote(_)
                | Tag::TableRow
                | Tag::TableHead
                | Tag::List(_)
                | Tag::CodeBlock(_)
                | Tag::HtmlBlock,
            ) => {
                block.end(&mut lines);
            }
            Event::End(
                TagEnd::Paragraph
                | TagEnd::Heading(_)
                | TagEnd::TableRow
                | TagEnd::TableHead
                | TagEnd::CodeBlock
                | TagEnd::HtmlBlock,
            ) => block.end(&mut lines),
            Event::Rule => lines.push(Line::new(starts.line_of(range.start), "***", None)),
            Event::Text(words) | Event::Code(words) => {
                block.number = block.number.or(Some(starts.line_of(range.start)));
                block.markup = block.markup.or((items > 0).then_some(Markup::ListItem));
                block.text.push_str(&words);
            }
            Event::SoftBreak | Event::HardBreak | Event::Start(Tag::TableCell) => block.text.push(' '),
            _ => {}
        }
    }
    block.end(&mut lines);
    lines
}

/// The words of a block while it is read.
#[derive(Default)]
struct Block {
    text: String,
    number: Option<usize>,
    markup: Option<Markup>,
}

impl Block {
    fn end(&mut self, lines: &mut Vec<Line>) {
        let ended = std::mem::take(self);
        if let Some(number) = ended.number {
            lines.push(Line::new(number, &ended.text, ended.markup));
        }
    }
}

/// Counts lines forward through a text.
struct Starts<'t> {
    text: &'t str,
    at: usize,
    line: usize,
}

impl Starts<'_> {
    fn line_of(&mut self, offset: usize) -> usize {
        if let Some(between) = self.text.get(self.at..offset) {
            self.line += between.matches('\n').count();
            self.at = offset;
        }
        self.line
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cuts_markdown_into_lines() {
        let page = read("# A bridge\n\nOne *two*\nthree.\n\n## Why\n\n- four\n- five\n");
        let told: Vec<(usize, &str, Option<Markup>)> =
            page.lines.iter().map(|line| (line.number, line.text.as_str(), line.markup)).collect();
        assert_eq!(
            told,
            [
                (1, "A bridge", Some(Markup::Title)),
                (3, "One two three.", None),
                (6, "Why", Some(Markup::Heading)),
                (8, "four", Some(Markup::ListItem)),
                (9, "five", Some(Markup::ListItem)),
            ]
        );
    }

    #[test]
    fn reads_front_matter_of_both_kinds() {
        for text in [
            "---\ntitle: A bridge\nauthor: Ada Berg and Tomas Lind\ndate: \"2031-03-14\"\n---\nText.\n",
            "+++\ntitle = \"A bridge\"\nauthors = [\"Ada Berg\", \"Tomas Lind\"]\ndate = \"2031-03-14\"\n+++\nText.\n",
        ] {
            let page = read(text);
            assert_eq!(page.stated.title.unwrap().value, "A bridge");
            assert_eq!(page.stated.authors.len(), 2);
            assert_eq!(page.stated.stamp.unwrap().value.date, "2031-03-14");
            assert_eq!(page.lines[0].number, 6);
        }
    }
}
