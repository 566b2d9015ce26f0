//! SVG writer: elements with classes instead of styles.

/// SVG drawing under construction. Lengths are in user units.
#[derive(Clone, Debug)]
pub(super) struct Svg {
    width: f64,
    height: f64,
    body: String,
}

/// Alignment of a text relative to its position, as in `text-anchor`.
#[derive(Clone, Copy, Debug)]
pub(super) enum TextAnchor {
    /// The text starts at its position.
    Start,
    /// The text is centred at its position.
    Middle,
    /// The text ends at its position.
    End,
}

impl Svg {
    /// Creates an empty drawing.
    pub(super) fn new(width: f64, height: f64) -> Svg {
        Svg { width, height, body: String::new() }
    }

    /// Adds a rectangle with a tooltip.
    pub(super) fn rect(&mut self, class: &str, (x, y): (f64, f64), (width, height): (f64, f64), title: &str) {
        let [x, y, width, height] = [x, y, width, height].map(coordinate);
        let title = escaped(title);
        self.write(&format!(
            "<rect class=\"{class}\" x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\"><title>{title}</title></rect>"
        ));
    }

    /// Adds a line.
    pub(super) fn line(&mut self, class: &str, from: (f64, f64), to: (f64, f64)) {
        let [x1, y1, x2, y2] = [from.0, from.1, to.0, to.1].map(coordinate);
        self.write(&format!("<line class=\"{class}\" x1=\"{x1}\" y1=\"{y1}\" x2=\"{x2}\" y2=\"{y2}\"/>"));
    }

    /// Adds a circle with a tooltip.
    pub(super) fn circle(&mut self, class: &str, (x, y): (f64, f64), radius: f64, title: &str) {
        let [x, y, radius] = [x, y, radius].map(coordinate);
        let title = escaped(title);
        self.write(&format!(
            "<circle class=\"{class}\" cx=\"{x}\" cy=\"{y}\" r=\"{radius}\"><title>{title}</title></circle>"
        ));
    }

    /// Adds a line through the points; `None` is a gap.
    pub(super) fn path(&mut self, class: &str, points: &[Option<(f64, f64)>]) {
        let mut data = String::new();
        let mut is_pen_down = false;
        for point in points {
            if let Some((x, y)) = point {
                data.push(if is_pen_down { 'L' } else { 'M' });
                data.extend([coordinate(*x), " ".to_owned(), coordinate(*y)]);
            }
            is_pen_down = point.is_some();
        }
        self.write(&format!("<path class=\"{class}\" d=\"{data}\"/>"));
    }

    /// Adds text.
    pub(super) fn text(&mut self, class: &str, (x, y): (f64, f64), anchor: TextAnchor, text: &str) {
        let anchor = match anchor {
            TextAnchor::Start => "start",
            TextAnchor::Middle => "middle",
            TextAnchor::End => "end",
        };
        let [x, y] = [x, y].map(coordinate);
        let text = escaped(text);
        self.write(&format!("<text class=\"{class}\" x=\"{x}\" y=\"{y}\" text-anchor=\"{anchor}\">{text}</text>"));
    }

    /// Returns the SVG element with an accessible title and description.
    pub(super) fn finish(self, title: &str, description: &str) -> String {
        let Svg { width, height, body } = self;
        let [width, height] = [width, height].map(coordinate);
        let (title, description) = (escaped(title), escaped(description));
        format!(
            "<svg viewBox=\"0 0 {width} {height}\" role=\"img\" aria-label=\"{title}\" xmlns=\"http://www.w3.org/2000/svg\">\
             <title>{title}</title><desc>{description}</desc>{body}</svg>"
        )
    }

    fn write(&mut self, element: &str) {
        self.body.push_str(element);
    }
}

/// Escapes text for elements and attributes of HTML and SVG.
pub(super) fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            other => safe.push(other),
        }
    }
    safe
}

/// Truncates a text to an approximate width; returns the text and its estimated width.
pub(super) fn truncate(text: &str, max_width: f64) -> (String, f64) {
    let mut width = 0.0;
    let mut truncated = String::new();
    for c in text.chars() {
        let advance = if u32::from(c) < 0x2e80 { 6.6 } else { 12.0 };
        if width + advance > max_width {
            truncated.push('…');
            return (truncated, width + 6.6);
        }
        width += advance;
        truncated.push(c);
    }
    (truncated, width)
}

/// Formats a coordinate with at most one decimal; values that are not finite become 0.
fn coordinate(value: f64) -> String {
    let text = format!("{:.1}", if value.is_finite() { value } else { 0.0 });
    let text = text.strip_suffix(".0").unwrap_or(&text);
    if text == "-0" { "0".to_owned() } else { text.to_owned() }
}
