//! Plain Markdown of a body: headings, paragraphs, lists, quotes, tables and code, with citations as words.

use super::super::ExportContext;
use super::article_labels::ArticleLabels;
use crate::model::{
    Block, BlockKind, Body, Citation, CitationForm, CitationItem, Inline, ListItem, PlainText, RecordId, ReferenceId,
    ReferenceKind, Table, TextRules,
};
use crate::relate::Target;
use std::borrow::Cow;
use std::fmt::Write;

/// Returns a text with the signs of Markdown escaped.
pub(super) fn escaped(text: &str) -> Cow<'_, str> {
    const SIGNS: [char; 7] = ['\\', '*', '_', '[', ']', '<', '`'];
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let begins_list = digits > 0 && matches!(text.as_bytes().get(digits), Some(b'.' | b')'));
    let begins_block = text.starts_with(['#', '>', '+', '-', '=', '~', '|']);
    if !text.contains(SIGNS) && !begins_block && !begins_list {
        return Cow::from(text);
    }
    let mut escaped = String::with_capacity(text.len() + 4);
    for (index, character) in text.char_indices() {
        if SIGNS.contains(&character) || (index == 0 && begins_block) || (begins_list && index == digits) {
            escaped.push('\\');
        }
        escaped.push(character);
    }
    Cow::from(escaped)
}

/// Converts a record's body, footnotes last.
pub(super) fn body(export: ExportContext<'_>, labels: &ArticleLabels, record: RecordId, body: &Body) -> String {
    let mut writer = MarkdownWriter { words: CitedWords { export, labels, record }, text: String::new() };
    writer.blocks(&body.blocks, "");
    for (note, number) in body.footnotes.iter().zip(1..) {
        let _ = write!(writer.text, "\nFootnote {number}:\n");
        writer.blocks(&note.blocks, "");
    }
    writer.text
}

/// Text of links and citations.
struct CitedWords<'a> {
    export: ExportContext<'a>,
    labels: &'a ArticleLabels,
    record: RecordId,
}

impl TextRules for CitedWords<'_> {
    const IMAGES: bool = true;

    fn link(&self, link: ReferenceId) -> &str {
        match self.export.relations.target(self.record, link) {
            Target::Record { to, .. } => &self.export.site.record(*to).title.value,
            _ => "",
        }
    }

    fn citation(&self, reference: ReferenceId) -> Option<String> {
        let ExportContext { site, relations, .. } = self.export;
        let ReferenceKind::Citation(citation) = &site.record(self.record).reference(reference).kind else {
            return None;
        };
        let Target::Articles(articles) = relations.target(self.record, reference) else { return None };
        Some(self.cited(citation, articles))
    }
}

impl CitedWords<'_> {
    fn cited(&self, citation: &Citation, articles: &[Option<RecordId>]) -> String {
        let item = |(item, article): (&CitationItem, &Option<RecordId>)| {
            let passage = item.passage.map(|passage| format!(", {passage}")).unwrap_or_default();
            format!("{}{passage}", article.map_or(&*item.id.value, |article| self.labels.get(article)))
        };
        let items: Vec<String> = citation.items.iter().zip(articles).map(item).collect();
        let items = items.join("; ");
        if citation.form == CitationForm::Narrative { items } else { format!("({items})") }
    }
}

struct MarkdownWriter<'a> {
    words: CitedWords<'a>,
    text: String,
}

impl MarkdownWriter<'_> {
    /// Writes blocks, each line after a prefix. The depth limit of bodies bounds the recursion.
    fn blocks(&mut self, blocks: &[Block], prefix: &str) {
        for block in blocks {
            self.block(block, prefix);
        }
    }

    fn block(&mut self, block: &Block, prefix: &str) {
        match &block.kind {
            BlockKind::Paragraph(content) => self.paragraph(content, prefix),
            // The title is of level 1, the record's parts are of level 2.
            BlockKind::Heading { level, content, .. } => {
                let mark = "#".repeat(usize::from((*level + 1).clamp(3, 6)));
                let words = self.inlines(content);
                self.line(prefix, &format!("{mark} {words}"));
            }
            BlockKind::Code { text, .. } => {
                let lines: Vec<String> = text.trim_end().lines().map(|line| format!("{prefix}    {line}")).collect();
                let _ = write!(self.text, "\n{}\n", lines.join("\n"));
            }
            BlockKind::Quote { blocks, .. } => self.blocks(blocks, &format!("{prefix}> ")),
            BlockKind::List { start, items, .. } => self.list(*start, items, prefix),
            BlockKind::Table(table) => self.table(table, prefix),
            BlockKind::Figure { caption, .. } => self.paragraph(caption, prefix),
            BlockKind::Chart(chart) => self.line(prefix, &escaped(&chart.title)),
            BlockKind::Timeline(_) | BlockKind::Rule | BlockKind::More | BlockKind::Html(_) => {}
        }
    }

    fn line(&mut self, prefix: &str, words: &str) {
        let _ = write!(self.text, "\n{prefix}{words}\n");
    }

    fn inlines(&self, content: &[Inline]) -> String {
        escaped(PlainText::new(content, &self.words).text.trim()).into_owned()
    }

    fn paragraph(&mut self, content: &[Inline], prefix: &str) {
        let words = self.inlines(content);
        if !words.is_empty() {
            self.line(prefix, &words);
        }
    }

    fn list(&mut self, start: Option<u64>, items: &[ListItem], prefix: &str) {
        self.text.push('\n');
        for (index, item) in (0..).zip(items) {
            let mark = start.map_or("-".to_owned(), |start| format!("{}.", start.saturating_add(index)));
            let (first, others) = match item.blocks.split_first() {
                Some((Block { kind: BlockKind::Paragraph(content), .. }, others)) => (self.inlines(content), others),
                _ => (String::new(), &item.blocks[..]),
            };
            let _ = writeln!(self.text, "{prefix}{mark} {first}");
            self.blocks(others, &format!("{prefix}{}", " ".repeat(mark.len() + 1)));
        }
    }

    fn table(&mut self, table: &Table, prefix: &str) {
        self.paragraph(&table.caption, prefix);
        let row = |cells: &[crate::model::Cell]| {
            let cells = cells.iter().map(|cell| self.inlines(&cell.content).replace('|', "\\|"));
            format!("{prefix}| {} |\n", cells.collect::<Vec<_>>().join(" | "))
        };
        let head = row(&table.head);
        let rule = format!("{prefix}|{}\n", " --- |".repeat(table.head.len()));
        let rows: String = table.rows.iter().map(|cells| row(cells)).collect();
        let _ = write!(self.text, "\n{head}{rule}{rows}");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_signs_and_what_begins_a_block() {
        assert_eq!(escaped("plain words (2025)"), "plain words (2025)");
        assert_eq!(escaped("a *b* [c] <d>"), "a \\*b\\* \\[c\\] \\<d>");
        assert_eq!(escaped("# 1"), "\\# 1");
        assert_eq!(escaped("12. December"), "12\\. December");
        assert_eq!(escaped("2025 was"), "2025 was");
    }
}
