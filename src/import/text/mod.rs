//! Plain text as copied from a web page.
//!
//! Each physical line is a block: pages copied from a browser keep a paragraph on a line, with or without blank lines
//! between. A text that was wrapped at a fixed width, as in e-mail, is joined first.

mod wrapped;

use super::layout::{Findings, Page};
use super::line::Line;

/// Reads a text as lines.
pub(crate) fn read(text: &str) -> Page {
    let physical: Vec<&str> = text.lines().collect();
    let lines = wrapped::join(&physical).into_iter().map(|(number, text)| Line::new(number, &text, None)).collect();
    Page { lines, stated: Findings::default() }
}
