//! Tables: a region that can be scrolled with the keyboard, without inline styles.

use super::Writer;
use crate::model::{Align, Cell, Table, plain_text};
use crate::span::Span;

impl Writer<'_> {
    /// Writes a table. It is a landmark region only if it has a caption: a region without a name is noise to screen
    /// readers.
    pub(super) fn table(&mut self, table: &Table, span: Span) {
        self.raw("<div class=\"table-wrap\" tabindex=\"0\"");
        if !table.caption.is_empty() {
            self.raw(" role=\"region\"");
            self.attribute("aria-label", plain_text(&table.caption).trim());
        }
        self.source_attribute(span);
        self.raw("><table>");
        if !table.caption.is_empty() {
            self.element("caption", &table.caption);
        }
        self.raw("\n<thead>\n");
        self.row(&table.head, &table.align, "th scope=\"col\"", "th");
        self.raw("</thead>\n");
        if !table.rows.is_empty() {
            self.raw("<tbody>\n");
            for row in &table.rows {
                self.row(row, &table.align, "td", "td");
            }
            self.raw("</tbody>\n");
        }
        self.raw("</table></div>");
    }

    /// Writes a row; `open` and `close` are the contents of the cells' tags.
    fn row(&mut self, cells: &[Cell], align: &[Align], open: &str, close: &str) {
        self.raw("<tr");
        if let Some(first) = cells.iter().find_map(|cell| cell.content.first()) {
            self.source_attribute(first.span);
        }
        self.raw(">");
        for (at, cell) in cells.iter().enumerate() {
            let class = match align.get(at) {
                Some(Align::Left) => " class=\"align-left\"",
                Some(Align::Center) => " class=\"align-center\"",
                Some(Align::Right) => " class=\"align-right\"",
                Some(Align::None) | None => "",
            };
            self.raw(&format!("<{open}{class}>"));
            self.inlines(&cell.content);
            self.raw(&format!("</{close}>"));
        }
        self.raw("</tr>\n");
    }
}
