//! Writes SVG elements with classes instead of styles.

/// A drawing in the making.
#[derive(Clone, Debug)]
pub(super) struct Svg {
    width: f64,
    height: f64,
    body: String,
}

/// Where a text stands relative to its place.
#[derive(Clone, Copy, Debug)]
pub(super) enum TextAnchor {
    /// Its beginning is there.
    Start,
    /// Its middle is there.
    Middle,
    /// Its end is there.
    End,
}

impl Svg {
    /// An empty drawing.
    pub(super) fn new(width: f64, height: f64) -> Svg {
        Svg { width, height, body: String::new() }
    }

    /// A rectangle with words for those who point at it.
    pub(super) fn rect(&mut self, class: &str, (x, y): (f64, f64), (width, height): (f64, f64), words: &str) {
        let [x, y, width, height] = [x, y, width, height].map(coordinate);
        let words = escaped(words);
        self.write(&format!(
            "<rect class=\"{class}\" x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\"><title>{words}</title></rect>"
        ));
    }

    /// A line.
    pub(super) fn line(&mut self, class: &str, from: (f64, f64), to: (f64, f64)) {
        let [x1, y1, x2, y2] = [from.0, from.1, to.0, to.1].map(coordinate);
        self.write(&format!("<line class=\"{class}\" x1=\"{x1}\" y1=\"{y1}\" x2=\"{x2}\" y2=\"{y2}\"/>"));
    }

    /// A circle with words for those who point at it.
    pub(super) fn circle(&mut self, class: &str, (x, y): (f64, f64), radius: f64, words: &str) {
        let [x, y, radius] = [x, y, radius].map(coordinate);
        let words = escaped(words);
        self.write(&format!(
            "<circle class=\"{class}\" cx=\"{x}\" cy=\"{y}\" r=\"{radius}\"><title>{words}</title></circle>"
        ));
    }

    /// Lines from point to point; nothing breaks them.
    pub(super) fn path(&mut self, class: &str, points: &[Option<(f64, f64)>]) {
        let mut data = String::new();
        let mut is_down = false;
        for point in points {
            if let Some((x, y)) = point {
                data.push(if is_down { 'L' } else { 'M' });
                data.extend([coordinate(*x), " ".to_owned(), coordinate(*y)]);
            }
            is_down = point.is_some();
        }
        self.write(&format!("<path class=\"{class}\" d=\"{data}\"/>"));
    }

    /// Words.
    pub(super) fn text(&mut self, class: &str, (x, y): (f64, f64), anchor: TextAnchor, words: &str) {
        let anchor = match anchor {
            TextAnchor::Start => "start",
            TextAnchor::Middle => "middle",
            TextAnchor::End => "end",
        };
        let [x, y] = [x, y].map(coordinate);
        let words = escaped(words);
        self.write(&format!("<text class=\"{class}\" x=\"{x}\" y=\"{y}\" text-anchor=\"{anchor}\">{words}</text>"));
    }

    /// The whole drawing, named and described for those who do not see it.
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

/// Escapes text for HTML and SVG, in elements and attributes.
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

/// About how wide a text is, and the text cut to what has room.
pub(super) fn truncate(text: &str, room: f64) -> (String, f64) {
    let mut width = 0.0;
    let mut shown = String::new();
    for c in text.chars() {
        let advance = if u32::from(c) < 0x2e80 { 6.6 } else { 12.0 };
        if width + advance > room {
            shown.push('…');
            return (shown, width + 6.6);
        }
        width += advance;
        shown.push(c);
    }
    (shown, width)
}

/// A place with one decimal at most.
fn coordinate(value: f64) -> String {
    let text = format!("{:.1}", if value.is_finite() { value } else { 0.0 });
    let text = text.strip_suffix(".0").unwrap_or(&text);
    if text == "-0" { "0".to_owned() } else { text.to_owned() }
}
