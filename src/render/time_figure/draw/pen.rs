//! Writes SVG and HTML, mirrored for scripts that run from right to left.

use crate::model::escape;
use std::fmt::{Display, Write};

/// Writer of the figure's markup. Horizontal positions are mirrored if the script runs from right to left.
pub(super) struct Pen {
    html: String,
    is_rtl: bool,
}

impl Pen {
    pub(super) fn new(is_rtl: bool) -> Pen {
        Pen { html: String::new(), is_rtl }
    }

    /// Returns the markup.
    pub(super) fn finish(self) -> String {
        self.html
    }

    /// Appends markup.
    pub(super) fn raw(&mut self, markup: &str) -> &mut Pen {
        self.html.push_str(markup);
        self
    }

    /// Appends text, escaped.
    pub(super) fn text(&mut self, text: &str) -> &mut Pen {
        escape::text(&mut self.html, text);
        self
    }

    /// Appends ` name="value"`, escaped.
    pub(super) fn attribute(&mut self, name: &str, value: &str) -> &mut Pen {
        escape::attribute(&mut self.html, name, value);
        self
    }

    /// Appends ` name="value"` for a number, with `unit`.
    pub(super) fn number(&mut self, name: &str, value: f64, unit: &str) -> &mut Pen {
        let _ = write!(self.html, " {name}=\"{}{unit}\"", Rounded(value));
        self
    }

    /// Appends ` name="…%"` for a horizontal position, as a share of the width.
    pub(super) fn share(&mut self, name: &str, share: f64) -> &mut Pen {
        let share = if self.is_rtl { 1.0 - share } else { share };
        self.number(name, share * 100.0, "%")
    }

    /// Appends ` x="…%" width="…%"` for a part of the width.
    pub(super) fn part(&mut self, from: f64, to: f64) -> &mut Pen {
        let x = if self.is_rtl { 1.0 - to } else { from };
        self.number("x", x * 100.0, "%").number("width", (to - from).max(0.0) * 100.0, "%")
    }

    /// Appends ` x="…" width="…"` for a part in pixels relative to a mark.
    pub(super) fn pixels(&mut self, from: f64, to: f64) -> &mut Pen {
        let x = if self.is_rtl { -to } else { from };
        self.number("x", x, "").number("width", to - from, "")
    }

    /// Appends ` x="…"` for a position in pixels relative to a mark; nothing for the mark's own.
    pub(super) fn x(&mut self, x: f64) -> &mut Pen {
        self.signed("x", x)
    }

    /// Appends ` name="…"` for a horizontal position in pixels relative to a mark; nothing for the mark's own.
    pub(super) fn signed(&mut self, name: &str, x: f64) -> &mut Pen {
        let x = if self.is_rtl { -x } else { x };
        if x.abs() < 0.005 { self } else { self.number(name, x, "") }
    }

    /// Appends a vertical line at a share of the width.
    pub(super) fn vertical(&mut self, class: &str, share: f64, from: &str) -> &mut Pen {
        self.raw("<line").attribute("class", class).share("x1", share).share("x2", share);
        self.attribute("y1", from).raw(" y2=\"100%\"/>")
    }

    /// Opens an `<svg>` whose origin is at a share of the width and a height in em.
    pub(super) fn open_at(&mut self, share: f64, y: f64) -> &mut Pen {
        self.raw("<svg").share("x", share).number("y", y, "em").raw(">")
    }

    /// Appends a glyph that is not symmetric: mirrored if the script runs from right to left.
    pub(super) fn glyph(&mut self, markup: &str) -> &mut Pen {
        if !self.is_rtl {
            return self.raw(markup);
        }
        self.raw("<g transform=\"scale(-1 1)\">").raw(markup).raw("</g>")
    }

    /// Returns true if the script runs from right to left.
    pub(super) fn is_rtl(&self) -> bool {
        self.is_rtl
    }
}

/// Number with at most two decimals.
pub(super) struct Rounded(pub(super) f64);

impl Display for Rounded {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // Adding zero turns -0 into 0.
        let rounded = (self.0 * 100.0).round() / 100.0 + 0.0;
        write!(f, "{rounded}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mirrors_horizontal_positions() {
        let mut pen = Pen::new(true);
        pen.share("x", 0.25).part(0.1, 0.3).pixels(-5.0, 20.0).x(4.0);
        assert_eq!(pen.finish(), " x=\"75%\" x=\"70%\" width=\"20%\" x=\"-20\" width=\"25\" x=\"-4\"");
    }

    #[test]
    fn rounds_numbers() {
        assert_eq!([Rounded(1.0), Rounded(0.126), Rounded(-0.001)].map(|n| n.to_string()), ["1", "0.13", "0"]);
    }
}
