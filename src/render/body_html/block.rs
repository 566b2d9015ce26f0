//! Block elements.

use super::Writer;
use crate::model::{Alert, Block, BlockKind, Inline, ListItem};
use crate::span::Span;

impl Writer<'_> {
    /// Writes a block and a line ending.
    pub(super) fn block(&mut self, block: &Block) {
        let span = block.span;
        match &block.kind {
            BlockKind::Paragraph(content) => self.paragraph(block, content),
            BlockKind::Heading { level, id, classes, content } => {
                self.heading((level + self.shift).clamp(1, 6), (id, classes), content, span);
            }
            BlockKind::Code { info, text } => self.code(info, text, span),
            BlockKind::Quote { alert: None, blocks } => self.quote(blocks, span),
            BlockKind::Quote { alert: Some(alert), blocks } => self.alert(*alert, blocks, span),
            BlockKind::List { start, tight, items } => self.list(*start, *tight, items),
            BlockKind::Table(table) => self.table(table, span),
            BlockKind::Figure { image, caption } => self.figure(image, caption, span),
            BlockKind::Chart(chart) => {
                let source = super::inlines_html(&chart.source, self.context);
                let figure = self.context.figures.chart(chart, &source, self.context.page);
                self.markup_with_source(&figure, span);
            }
            BlockKind::Timeline(filter) => {
                let timeline = self.context.figures.timeline(filter, self.context.page);
                self.markup_with_source(&timeline, span);
            }
            BlockKind::Rule => self.raw("<hr>"),
            BlockKind::More => return,
            BlockKind::Html(html) => self.html_block(html, span),
        }
        self.raw("\n");
    }

    /// Writes inlines in an element without attributes.
    pub(super) fn element(&mut self, name: &str, content: &[Inline]) {
        self.raw(&format!("<{name}>"));
        self.inlines(content);
        self.raw(&format!("</{name}>"));
    }

    fn paragraph(&mut self, block: &Block, content: &[Inline]) {
        self.raw("<p");
        self.statement_id(block);
        self.source_attribute(block.span);
        self.raw(">");
        self.inlines(content);
        self.raw("</p>");
    }

    fn quote(&mut self, blocks: &[Block], span: Span) {
        self.raw("<blockquote");
        self.source_attribute(span);
        self.raw(">\n");
        self.blocks(blocks);
        self.raw("</blockquote>");
    }

    fn heading(&mut self, level: u8, (id, classes): (&str, &[String]), content: &[Inline], span: Span) {
        self.raw(&format!("<h{level}"));
        self.source_attribute(span);
        if !id.is_empty() && self.scope.is_empty() {
            self.attribute("id", id);
        }
        if !classes.is_empty() {
            self.attribute("class", &classes.join(" "));
        }
        self.raw(">");
        self.inlines(content);
        self.raw(&format!("</h{level}>"));
    }

    fn code(&mut self, info: &str, text: &str, span: Span) {
        self.raw("<pre");
        self.source_attribute(span);
        self.raw("><code");
        if let Some(language) = info.split_whitespace().next() {
            self.attribute("class", &format!("language-{language}"));
        }
        self.raw(">");
        self.text(text);
        self.raw("</code></pre>");
    }

    fn alert(&mut self, alert: Alert, blocks: &[Block], span: Span) {
        let (index, name) = match alert {
            Alert::Note => (0, "note"),
            Alert::Tip => (1, "tip"),
            Alert::Important => (2, "important"),
            Alert::Warning => (3, "warning"),
            Alert::Caution => (4, "caution"),
        };
        self.raw(&format!("<aside class=\"alert alert-{name}\" role=\"note\""));
        self.source_attribute(span);
        self.raw(">\n<p class=\"alert-title\">");
        let messages = self.context.messages;
        self.text(&messages.alerts[index]);
        self.raw("</p>\n");
        self.blocks(blocks);
        self.raw("</aside>");
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
        self.raw(if item.task.is_some() { "<li class=\"task\"" } else { "<li" });
        if let Some(first) = item.blocks.first().filter(|_| tight) {
            self.statement_id(first);
        }
        self.source_attribute(item.span);
        match item.task {
            None => self.raw(">"),
            Some(true) => self.raw("><input type=\"checkbox\" disabled checked> "),
            Some(false) => self.raw("><input type=\"checkbox\" disabled> "),
        }
        for (at, block) in item.blocks.iter().enumerate() {
            match &block.kind {
                BlockKind::Paragraph(content) if tight => {
                    if at > 0 {
                        self.ensure_newline();
                    }
                    self.inlines(content);
                }
                _ => {
                    self.ensure_newline();
                    self.block(block);
                }
            }
        }
        self.raw("</li>\n");
    }

    /// Writes a line ending unless the output already ends with one.
    fn ensure_newline(&mut self) {
        if !self.html.ends_with('\n') {
            self.raw("\n");
        }
    }

    fn figure(&mut self, image: &Inline, caption: &[Inline], span: Span) {
        self.raw("<figure");
        self.source_attribute(span);
        self.raw(">");
        self.image_without_title(image);
        if !caption.is_empty() {
            self.element("figcaption", caption);
        }
        self.raw("</figure>");
    }

    fn html_block(&mut self, html: &str, span: Span) {
        if self.context.body.allows_raw_html() {
            self.raw(html.trim_end_matches('\n'));
        } else {
            self.raw("<p");
            self.source_attribute(span);
            self.raw(">");
            self.text(html.trim());
            self.raw("</p>");
        }
    }

    /// Writes inline HTML: unescaped if the configuration allows raw HTML, else as text.
    pub(super) fn html_inline(&mut self, html: &str) {
        if self.context.body.allows_raw_html() {
            self.raw(html);
        } else {
            self.text(html);
        }
    }
}
