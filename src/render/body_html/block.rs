//! Writes blocks.

use super::Writer;
use crate::model::{Alert, Block, BlockKind, Inline, ListItem};

impl Writer<'_> {
    /// Writes one block and a line ending.
    pub(super) fn block(&mut self, block: &Block) {
        match &block.kind {
            BlockKind::Paragraph(content) => self.element("p", content),
            BlockKind::Heading { level, id, classes, content } => self.heading(*level, id, classes, content),
            BlockKind::Code { info, text } => self.code(info, text),
            BlockKind::Quote { alert: None, blocks } => self.around("<blockquote>", blocks, "</blockquote>"),
            BlockKind::Quote { alert: Some(alert), blocks } => self.alert(*alert, blocks),
            BlockKind::List { start, tight, items } => self.list(*start, *tight, items),
            BlockKind::Table(table) => self.table(table),
            BlockKind::Figure { image, caption } => self.figure(image, caption),
            BlockKind::Chart(chart) => {
                let source = super::inlines_html(&chart.source, self.context);
                let drawn = self.context.figures.chart(chart, &source, self.context.page);
                self.raw(&drawn);
            }
            BlockKind::Timeline(filter) => {
                let drawn = self.context.figures.timeline(filter, self.context.page);
                self.raw(&drawn);
            }
            BlockKind::Rule => self.raw("<hr>"),
            BlockKind::More => return,
            BlockKind::Html(html) => self.html_block(html),
        }
        self.raw("\n");
    }

    /// Writes inlines in an element without attributes.
    pub(super) fn element(&mut self, name: &str, content: &[Inline]) {
        self.raw(&format!("<{name}>"));
        self.inlines(content);
        self.raw(&format!("</{name}>"));
    }

    fn around(&mut self, open: &str, blocks: &[Block], close: &str) {
        self.raw(open);
        self.raw("\n");
        self.blocks(blocks);
        self.raw(close);
    }

    fn heading(&mut self, level: u8, id: &str, classes: &[String], content: &[Inline]) {
        let level = (level + self.shift).clamp(1, 6);
        self.raw(&format!("<h{level}"));
        if !id.is_empty() {
            self.attribute("id", id);
        }
        if !classes.is_empty() {
            self.attribute("class", &classes.join(" "));
        }
        self.raw(">");
        self.inlines(content);
        self.raw(&format!("</h{level}>"));
    }

    fn code(&mut self, info: &str, text: &str) {
        self.raw("<pre><code");
        if let Some(language) = info.split_whitespace().next() {
            self.attribute("class", &format!("language-{language}"));
        }
        self.raw(">");
        self.text(text);
        self.raw("</code></pre>");
    }

    fn alert(&mut self, alert: Alert, blocks: &[Block]) {
        let (place, name) = match alert {
            Alert::Note => (0, "note"),
            Alert::Tip => (1, "tip"),
            Alert::Important => (2, "important"),
            Alert::Warning => (3, "warning"),
            Alert::Caution => (4, "caution"),
        };
        self.raw(&format!("<aside class=\"alert alert-{name}\" role=\"note\">\n<p class=\"alert-title\">"));
        let words = self.context.words;
        self.text(&words.alerts[place]);
        self.around("</p>", blocks, "</aside>");
    }

    fn list(&mut self, start: Option<u64>, tight: bool, items: &[ListItem]) {
        let name = if start.is_some() { "ol" } else { "ul" };
        self.raw(&format!("<{name}"));
        if let Some(start) = start.filter(|&start| start != 1) {
            self.attribute("start", &start.to_string());
        }
        self.raw(">\n");
        for item in items {
            self.item(item, tight);
        }
        self.raw(&format!("</{name}>"));
    }

    fn item(&mut self, item: &ListItem, tight: bool) {
        match item.task {
            None => self.raw("<li>"),
            Some(true) => self.raw("<li class=\"task\"><input type=\"checkbox\" disabled checked> "),
            Some(false) => self.raw("<li class=\"task\"><input type=\"checkbox\" disabled> "),
        }
        for (at, block) in item.blocks.iter().enumerate() {
            match &block.kind {
                BlockKind::Paragraph(content) if tight => {
                    if at > 0 {
                        self.line();
                    }
                    self.inlines(content);
                }
                _ => {
                    self.line();
                    self.block(block);
                }
            }
        }
        self.raw("</li>\n");
    }

    /// Begins a new line unless one has just begun.
    fn line(&mut self) {
        if !self.html.ends_with('\n') {
            self.raw("\n");
        }
    }

    fn figure(&mut self, image: &Inline, caption: &[Inline]) {
        self.raw("<figure>");
        self.image_without_title(image);
        if !caption.is_empty() {
            self.element("figcaption", caption);
        }
        self.raw("</figure>");
    }

    fn html_block(&mut self, html: &str) {
        if self.context.site.config.markdown.raw_html {
            self.raw(html.trim_end_matches('\n'));
        } else {
            self.raw("<p>");
            self.text(html.trim());
            self.raw("</p>");
        }
    }

    /// Writes raw HTML among words: as it is where that is allowed, else as words.
    pub(super) fn html_inline(&mut self, html: &str) {
        if self.context.site.config.markdown.raw_html {
            self.raw(html);
        } else {
            self.text(html);
        }
    }
}
