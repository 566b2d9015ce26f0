//! Cuts a page into pieces, by the rules of the HTML standard's tokenizer.
//!
//! Where it is not certain what a browser makes of the mark-up, a stretch counts as one in which every byte matters: that
//! may leave white space in, and never takes any out.

use std::ops::Range;

/// A piece of a page. All pieces together are the page.
pub(super) enum HtmlToken<'p> {
    /// Text in which runs of white space are shown as one space.
    Text(&'p str),
    /// A start or end tag.
    Tag(Tag<'p>),
    /// Comments, declarations, and whatever keeps its bytes.
    Verbatim(&'p str),
}

/// A start or end tag.
pub(super) struct Tag<'p> {
    /// The element's name as written.
    pub(super) name: &'p str,
    /// Whether it is an end tag.
    pub(super) is_end: bool,
    /// The whole tag.
    pub(super) text: &'p str,
    /// Where in the tag its attributes' values stand, quotes included.
    pub(super) values: Vec<Range<usize>>,
}

/// Elements whose content is no mark-up: it ends at the first end tag of the same name.
const RAW_TEXT_ELEMENTS: [&str; 10] =
    ["script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes", "noscript", "plaintext"];

/// Elements in which white space is kept, or may be. In SVG and `MathML` mark-up has rules of its own.
const PREFORMATTED_ELEMENTS: [&str; 4] = ["pre", "listing", "svg", "math"];

/// Gives the pieces of a page in their order.
pub(super) struct Scanner<'p> {
    rest: &'p str,
    /// The raw element that was just opened.
    raw: Option<&'p str>,
    /// How many of each of [`KEEPING`] are open.
    open: [usize; PREFORMATTED_ELEMENTS.len()],
}

impl<'p> Scanner<'p> {
    /// Starts at the beginning of a page.
    pub(super) fn new(page: &'p str) -> Scanner<'p> {
        Scanner { rest: page, raw: None, open: [0; PREFORMATTED_ELEMENTS.len()] }
    }

    fn consume(&mut self, length: usize) -> &'p str {
        let (taken, rest) = self.rest.split_at(length);
        self.rest = rest;
        taken
    }

    fn preserves_whitespace(&self) -> bool {
        self.open.iter().any(|&depth| depth > 0)
    }

    /// The content of a raw element, up to its end tag; the rest of the page when there is none, or when a script holds
    /// a comment, in which an end tag may not be one.
    fn raw_text(&mut self, name: &str) -> HtmlToken<'p> {
        let end = raw_text_end(self.rest, name).filter(|&end| {
            !(name.eq_ignore_ascii_case("script") && self.rest.get(..end).is_some_and(|text| text.contains("<!--")))
        });
        HtmlToken::Verbatim(self.consume(end.unwrap_or(self.rest.len())))
    }

    fn tag(&mut self, is_end: bool) -> HtmlToken<'p> {
        let Some((name, length, values)) = read_tag(self.rest, is_end) else {
            return HtmlToken::Verbatim(self.consume(self.rest.len()));
        };
        let kept = self.preserves_whitespace();
        if let Some(which) = PREFORMATTED_ELEMENTS.iter().position(|keeping| name.eq_ignore_ascii_case(keeping)) {
            self.open[which] = if is_end { self.open[which].saturating_sub(1) } else { self.open[which] + 1 };
        }
        if !is_end && RAW_TEXT_ELEMENTS.iter().any(|raw| name.eq_ignore_ascii_case(raw)) {
            self.raw = Some(name);
        }
        let text = self.consume(length);
        if kept { HtmlToken::Verbatim(text) } else { HtmlToken::Tag(Tag { name, is_end, text, values }) }
    }

    fn text(&mut self) -> HtmlToken<'p> {
        let end = self.rest.match_indices('<').map(|(at, _)| at).find(|&at| is_markup(&self.rest[at..]));
        let text = self.consume(end.unwrap_or(self.rest.len()));
        if self.preserves_whitespace() { HtmlToken::Verbatim(text) } else { HtmlToken::Text(text) }
    }
}

impl<'p> Iterator for Scanner<'p> {
    type Item = HtmlToken<'p>;

    fn next(&mut self) -> Option<HtmlToken<'p>> {
        if self.rest.is_empty() {
            return None;
        }
        if let Some(name) = self.raw.take() {
            return Some(self.raw_text(name));
        }
        let bytes = self.rest.as_bytes();
        Some(match (bytes.first(), bytes.get(1), bytes.get(2)) {
            (Some(b'<'), Some(letter), _) if letter.is_ascii_alphabetic() => self.tag(false),
            (Some(b'<'), Some(b'/'), Some(letter)) if letter.is_ascii_alphabetic() => self.tag(true),
            _ if is_markup(self.rest) => {
                let end = declaration_end(self.rest, self.preserves_whitespace());
                HtmlToken::Verbatim(self.consume(end.unwrap_or(self.rest.len())))
            }
            _ => self.text(),
        })
    }
}

/// Whether a tag, comment or declaration begins here, and not text.
fn is_markup(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.first() == Some(&b'<')
        && match bytes.get(1) {
            Some(b'!' | b'?') => true,
            Some(b'/') => bytes.len() > 2,
            Some(letter) => letter.is_ascii_alphabetic(),
            None => false,
        }
}

/// The end of a comment, a declaration or what the standard calls a bogus comment.
fn declaration_end(text: &str, in_foreign: bool) -> Option<usize> {
    let behind = |mark: &str, from: usize| text.get(from..)?.find(mark).map(|at| from + at + mark.len());
    if text.starts_with("<!-->") {
        Some("<!-->".len())
    } else if text.starts_with("<!--->") {
        Some("<!--->".len())
    } else if text.starts_with("<!--") {
        let inside = |at: &usize| text.get("<!--".len()..*at).unwrap_or("");
        let closes = |at: &usize| inside(at).ends_with("--") || inside(at).ends_with("--!");
        text.match_indices('>').map(|(at, _)| at).find(closes).map(|at| at + 1)
    } else if in_foreign && text.starts_with("<![CDATA[") {
        behind("]]>", 0)
    } else {
        behind(">", 0)
    }
}

/// Where a raw element's end tag begins.
fn raw_text_end(text: &str, name: &str) -> Option<usize> {
    if name.eq_ignore_ascii_case("plaintext") {
        return None;
    }
    let is_end = |&at: &usize| {
        let after = &text.as_bytes()[at + 2..];
        let named = after.get(..name.len()).is_some_and(|word| word.eq_ignore_ascii_case(name.as_bytes()));
        named && after.get(name.len()).is_some_and(|&next| next.is_ascii_whitespace() || matches!(next, b'/' | b'>'))
    };
    text.match_indices("</").map(|(at, _)| at).find(is_end)
}

/// Where a reader of a tag is.
#[derive(Clone, Copy)]
enum TagState {
    Between,
    Name,
    AfterName,
    BeforeValue,
    Unquoted(usize),
    Quoted(usize, u8),
}

/// Reads a tag: its name, its length, and where its values stand. Nothing when it does not end.
fn read_tag(text: &str, is_end: bool) -> Option<(&str, usize, Vec<Range<usize>>)> {
    let start = if is_end { 2 } else { 1 };
    let is_name_end = |byte: u8| byte.is_ascii_whitespace() || matches!(byte, b'/' | b'>');
    let length = text.bytes().skip(start).position(is_name_end)?;
    let name = text.get(start..start + length)?;
    let mut values = Vec::new();
    let mut state = TagState::Between;
    for (at, byte) in text.bytes().enumerate().skip(start + length) {
        let is_space = byte.is_ascii_whitespace();
        state = match (state, byte) {
            (TagState::Quoted(from, quote), _) if byte == quote => {
                values.push(from..at + 1);
                TagState::Between
            }
            (TagState::Unquoted(from), _) if is_space || byte == b'>' => {
                values.push(from..at);
                TagState::Between
            }
            (TagState::Quoted(..) | TagState::Unquoted(_), _) => state,
            (TagState::Name, _) if is_space => TagState::AfterName,
            (_, _) if is_space => state,
            (TagState::BeforeValue, b'"' | b'\'') => TagState::Quoted(at, byte),
            (TagState::BeforeValue, _) if byte != b'>' => TagState::Unquoted(at),
            (TagState::Name | TagState::AfterName, b'=') => TagState::BeforeValue,
            (_, b'/' | b'>') => TagState::Between,
            _ => TagState::Name,
        };
        if byte == b'>' && matches!(state, TagState::Between) {
            return Some((name, at + 1, values));
        }
    }
    None
}
