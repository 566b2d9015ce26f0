//! HTML tokenizer: splits a page into tokens by the rules of the HTML standard.
//!
//! Markup that browsers may parse in several ways becomes a verbatim token: the minifier may then keep insignificant
//! white space, but never removes significant white space.

use std::ops::Range;

/// Token of a page. The concatenation of all tokens is the page.
pub(super) enum HtmlToken<'p> {
    /// Text in which browsers collapse runs of white space.
    Text(&'p str),
    /// Start or end tag.
    Tag(Tag<'p>),
    /// Comment, declaration or preformatted content, copied unchanged.
    Verbatim(&'p str),
}

/// Start or end tag.
pub(super) struct Tag<'p> {
    /// Element name as written.
    pub(super) name: &'p str,
    /// True for an end tag.
    pub(super) is_end: bool,
    /// Text of the whole tag.
    pub(super) text: &'p str,
    /// Byte ranges of the attribute values within the tag, including quotes.
    pub(super) values: Vec<Range<usize>>,
}

/// Elements whose content is raw text, which ends at the first end tag of the same name.
const RAW_TEXT_ELEMENTS: [&str; 10] =
    ["script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes", "noscript", "plaintext"];

/// Elements in which white space is or may be significant. SVG and `MathML` have parsing rules of their own.
const PREFORMATTED_ELEMENTS: [&str; 4] = ["pre", "listing", "svg", "math"];

/// Iterator over the tokens of a page in order.
pub(super) struct Scanner<'p> {
    rest: &'p str,
    /// Name of the raw text element whose start tag was just read.
    raw: Option<&'p str>,
    /// Number of open elements of each of [`PREFORMATTED_ELEMENTS`].
    open: [usize; PREFORMATTED_ELEMENTS.len()],
}

impl<'p> Scanner<'p> {
    /// Creates a scanner at the start of a page.
    pub(super) fn new(page: &'p str) -> Scanner<'p> {
        Scanner { rest: page, raw: None, open: [0; PREFORMATTED_ELEMENTS.len()] }
    }

    /// Takes `length` bytes from the rest of the page.
    fn consume(&mut self, length: usize) -> &'p str {
        let (taken, rest) = self.rest.split_at(length);
        self.rest = rest;
        taken
    }

    fn preserves_whitespace(&self) -> bool {
        self.open.iter().any(|&depth| depth > 0)
    }

    /// Reads the content of a raw text element up to its end tag. Reads the rest of the page if the end tag is missing,
    /// or if a script contains a comment, in which an end tag may be part of the script.
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
        let is_preformatted = self.preserves_whitespace();
        if let Some(index) = PREFORMATTED_ELEMENTS.iter().position(|element| name.eq_ignore_ascii_case(element)) {
            self.open[index] = if is_end { self.open[index].saturating_sub(1) } else { self.open[index] + 1 };
        }
        if !is_end && RAW_TEXT_ELEMENTS.iter().any(|raw| name.eq_ignore_ascii_case(raw)) {
            self.raw = Some(name);
        }
        let text = self.consume(length);
        if is_preformatted { HtmlToken::Verbatim(text) } else { HtmlToken::Tag(Tag { name, is_end, text, values }) }
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

/// Checks whether the text starts with a tag, comment or declaration.
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

/// Finds the end of a comment, a declaration or what the standard calls a bogus comment.
fn declaration_end(text: &str, in_foreign: bool) -> Option<usize> {
    let after = |delimiter: &str| text.find(delimiter).map(|at| at + delimiter.len());
    if text.starts_with("<!-->") {
        Some("<!-->".len())
    } else if text.starts_with("<!--->") {
        Some("<!--->".len())
    } else if text.starts_with("<!--") {
        let inside = |at: &usize| text.get("<!--".len()..*at).unwrap_or("");
        let closes = |at: &usize| inside(at).ends_with("--") || inside(at).ends_with("--!");
        text.match_indices('>').map(|(at, _)| at).find(closes).map(|at| at + 1)
    } else if in_foreign && text.starts_with("<![CDATA[") {
        after("]]>")
    } else {
        after(">")
    }
}

/// Finds the start of a raw text element's end tag.
fn raw_text_end(text: &str, name: &str) -> Option<usize> {
    if name.eq_ignore_ascii_case("plaintext") {
        return None;
    }
    let is_end = |&at: &usize| {
        let after = &text.as_bytes()[at + 2..];
        let has_name = after.get(..name.len()).is_some_and(|word| word.eq_ignore_ascii_case(name.as_bytes()));
        has_name && after.get(name.len()).is_some_and(|&next| next.is_ascii_whitespace() || matches!(next, b'/' | b'>'))
    };
    text.match_indices("</").map(|(at, _)| at).find(is_end)
}

/// State of the tag reader.
#[derive(Clone, Copy)]
enum TagState {
    Between,
    Name,
    AfterName,
    BeforeValue,
    Unquoted(usize),
    Quoted(usize, u8),
}

/// Reads a tag; returns its name, its length in bytes and the ranges of its attribute values, or `None` if it does not
/// end.
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
