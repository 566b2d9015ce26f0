//! Straight quotation marks: pairs them, and prints the marks of the language.
//!
//! The parser decides by the characters around a mark, which fails beside CJK characters and at line ends. Here the marks
//! of a paragraph open and close in turn: a mark closes if one is open and no space precedes it, else it opens.

use super::run::RawInline;
use crate::model::script::{is_cjk, is_hangul};

/// Quotation marks of a language: opening and closing, outer and inner.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct LanguageQuoteMarks {
    outer: [&'static str; 2],
    inner: [&'static str; 2],
}

const fn marks(outer: [&'static str; 2], inner: [&'static str; 2]) -> LanguageQuoteMarks {
    LanguageQuoteMarks { outer, inner }
}

/// Marks of English, and of languages that are not listed.
static DEFAULT: LanguageQuoteMarks = marks(["“", "”"], ["‘", "’"]);

/// Marks by language tag or its first part, from the Unicode CLDR.
static BY_LANGUAGE: &[(&str, LanguageQuoteMarks)] = &[
    ("bg", marks(["„", "“"], ["’", "’"])),
    ("cs", marks(["„", "“"], ["‚", "‘"])),
    ("de", marks(["„", "“"], ["‚", "‘"])),
    ("el", marks(["«", "»"], ["“", "”"])),
    ("es", marks(["«", "»"], ["“", "”"])),
    ("et", marks(["„", "“"], ["‚", "‘"])),
    ("fa", marks(["«", "»"], ["‹", "›"])),
    ("fi", marks(["”", "”"], ["’", "’"])),
    ("fr", marks(["«\u{202f}", "\u{202f}»"], ["“", "”"])),
    ("hr", marks(["„", "”"], ["‚", "’"])),
    ("hu", marks(["„", "”"], ["»", "«"])),
    ("it", marks(["«", "»"], ["“", "”"])),
    ("ja", marks(["「", "」"], ["『", "』"])),
    ("lt", marks(["„", "“"], ["‚", "‘"])),
    ("nb", marks(["«", "»"], ["‘", "’"])),
    ("no", marks(["«", "»"], ["‘", "’"])),
    ("pl", marks(["„", "”"], ["«", "»"])),
    ("ro", marks(["„", "”"], ["«", "»"])),
    ("ru", marks(["«", "»"], ["„", "“"])),
    ("sk", marks(["„", "“"], ["‚", "‘"])),
    ("sl", marks(["„", "“"], ["‚", "‘"])),
    ("sv", marks(["”", "”"], ["’", "’"])),
    ("uk", marks(["«", "»"], ["„", "“"])),
    ("zh-hant", marks(["「", "」"], ["『", "』"])),
    ("zh-hk", marks(["「", "」"], ["『", "』"])),
    ("zh-tw", marks(["「", "」"], ["『", "』"])),
];

impl LanguageQuoteMarks {
    /// Returns the marks of a language (BCP 47).
    pub(super) fn of_language(tag: &str) -> &'static LanguageQuoteMarks {
        let tag = tag.to_ascii_lowercase();
        let find = |tag: &str| BY_LANGUAGE.iter().find(|(known, _)| *known == tag).map(|(_, marks)| marks);
        find(&tag).or_else(|| find(tag.split('-').next()?)).unwrap_or(&DEFAULT)
    }
}

/// Straight mark with the characters around it; `None` for white space and the ends of the text.
#[derive(Clone, Copy)]
struct StraightMark {
    is_double: bool,
    before: Option<char>,
    after: Option<char>,
}

/// Mark that is open: the index of a straight one, or `None` for a typographic one.
struct OpenMark {
    is_double: bool,
    straight: Option<usize>,
    depth: usize,
}

/// Pairs the straight marks of a paragraph and replaces them by those of the language.
pub(super) fn pair(raws: &mut [RawInline<'_>], text: &str, marks: &'static LanguageQuoteMarks) {
    let mut pairing = Pairing { marks, open: Vec::new(), printed: Vec::new() };
    visit(raws, text, &mut |content, straight| match straight {
        Some(mark) => pairing.straight(mark),
        None => content.chars().for_each(|c| pairing.typographic(c)),
    });
    let mut printed = pairing.printed.into_iter();
    replace(raws, text, &mut printed);
}

/// State of pairing.
struct Pairing {
    marks: &'static LanguageQuoteMarks,
    open: Vec<OpenMark>,
    /// Printed form of each straight mark; `None` keeps the parser's choice.
    printed: Vec<Option<&'static str>>,
}

/// Maximum number of marks that can be open; a text with more is not pairing them.
const MAX_OPEN: usize = 8;

impl Pairing {
    fn straight(&mut self, mark: StraightMark) {
        let index = self.printed.len();
        let printed = if mark.is_double { self.double(mark, index) } else { self.single(mark, index) };
        self.printed.push(printed);
    }

    fn double(&mut self, mark: StraightMark, index: usize) -> Option<&'static str> {
        let is_open = self.open.iter().any(|open| open.is_double && open.straight.is_some());
        if is_open && can_close(mark) {
            return self.close(true);
        }
        if !is_open
            && mark.before.is_some_and(|c| c.is_ascii_digit())
            && mark.after.is_none_or(|c| !c.is_alphanumeric())
        {
            return Some("″");
        }
        mark.after?;
        self.open(true, index);
        None
    }

    fn single(&mut self, mark: StraightMark, index: usize) -> Option<&'static str> {
        let is_letter = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() && !is_cjk(c) && !is_hangul(c));
        let is_digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
        let is_open = self.open.iter().any(|open| !open.is_double);
        if is_digit(mark.before) && (is_digit(mark.after) || !is_open && !is_letter(mark.after)) {
            return Some("′");
        }
        if is_letter(mark.before) && is_letter(mark.after) {
            return Some("’");
        }
        if is_open && can_close(mark) && !is_letter(mark.after) {
            return self.close(false);
        }
        if mark.after.is_none() || is_letter(mark.before) {
            return Some("’");
        }
        self.open(false, index);
        None
    }

    /// Notes a double typographic mark, so that marks within it become inner ones.
    fn typographic(&mut self, c: char) {
        let is_closing = matches!(c, '”' | '»' | '」' | '』' | '“');
        let top_is_typographic = self.open.last().is_some_and(|open| open.straight.is_none());
        if is_closing && top_is_typographic {
            self.open.pop();
        } else if matches!(c, '“' | '„' | '«' | '「' | '『') && self.open.len() < MAX_OPEN {
            self.open.push(OpenMark { is_double: true, straight: None, depth: 0 });
        }
    }

    fn open(&mut self, is_double: bool, index: usize) {
        if self.open.len() < MAX_OPEN {
            let depth = self.open.iter().filter(|open| open.is_double).count();
            self.open.push(OpenMark { is_double, straight: Some(index), depth });
        }
    }

    /// Closes the innermost straight mark of a kind, and all marks within it.
    fn close(&mut self, is_double: bool) -> Option<&'static str> {
        let at = self.open.iter().rposition(|open| open.is_double == is_double && open.straight.is_some())?;
        let open = self.open.drain(at..).next()?;
        let is_outer = is_double && open.depth == 0;
        let [opening, closing] = if is_outer { self.marks.outer } else { self.marks.inner };
        self.printed[open.straight?] = Some(opening);
        Some(closing)
    }
}

/// Checks whether a mark can close: neither a space nor an opening bracket precedes it.
fn can_close(mark: StraightMark) -> bool {
    mark.before.is_some_and(|c| !matches!(c, '(' | '[' | '{' | '“' | '„' | '«' | '‘' | '（' | '「'))
}

/// Calls `visit` on all texts in order, with the straight mark that a text is, if it is one.
fn visit(raws: &[RawInline<'_>], text: &str, visit_text: &mut dyn FnMut(&str, Option<StraightMark>)) {
    for raw in raws {
        match raw {
            RawInline::Text(content, range) => visit_text(content, straight_mark(content, range, text)),
            RawInline::Emphasis(emphasis) => visit(&emphasis.content, text, visit_text),
            RawInline::Span(content, ..) => visit(content, text, visit_text),
            _ => {}
        }
    }
}

fn replace(raws: &mut [RawInline<'_>], text: &str, printed: &mut dyn Iterator<Item = Option<&'static str>>) {
    for raw in raws {
        match raw {
            RawInline::Text(content, range) if straight_mark(content, range, text).is_some() => {
                if let Some(mark) = printed.next().flatten() {
                    *content = mark.into();
                }
            }
            RawInline::Emphasis(emphasis) => replace(&mut emphasis.content, text, printed),
            RawInline::Span(content, ..) => replace(content, text, printed),
            _ => {}
        }
    }
}

/// Returns the straight mark that the parser has replaced by a typographic one.
fn straight_mark(content: &str, range: &std::ops::Range<usize>, text: &str) -> Option<StraightMark> {
    let is_double = match (content, text.get(range.clone())?) {
        ("“" | "”", "\"") => true,
        ("‘" | "’", "'") => false,
        _ => return None,
    };
    let visible = |c: &char| !c.is_whitespace();
    let before = text[..range.start].chars().next_back().filter(visible);
    Some(StraightMark { is_double, before, after: text[range.end..].chars().next().filter(visible) })
}

#[cfg(test)]
mod tests {
    use super::super::tests::ParsedMarkdown;
    use super::*;

    fn printed(text: &str) -> String {
        ParsedMarkdown::new(text).texts().concat()
    }

    #[test]
    fn pairs_marks_in_any_script() {
        for (text, expected) in [
            ("中\"引\"文\"再\"。", "中“引”文“再”。"),
            ("\"引\"文 \"AI\" words", "“引”文 “AI” words"),
            ("这叫\"完全虚构的话\" [@q, ¶4]。", "这叫“完全虚构的话” 。"),
            ("这叫\"完全虚构的话\"\n下一行", "这叫“完全虚构的话”下一行"),
            ("called\"invented words\" [@q]", "called“invented words” "),
            ("标题\"乙\"", "标题“乙”"),
            ("是\"A\"", "是“A”"),
            ("한국어\"인용\"은", "한국어“인용”은"),
            ("\"He said \"no\" to (\"it\")\"", "“He said ‘no’ to (‘it’)”"),
            ("“\"three resolutions\"”", "“‘three resolutions’”"),
            ("*\"a\"* and [\"b\"]{.term}", "“a” and “b”"),
            ("&quot;中\\\"文", "\"中\"文"),
        ] {
            assert_eq!(printed(text), expected, "{text}");
        }
    }

    #[test]
    fn tells_apostrophes_and_primes_from_quotation_marks() {
        for (text, expected) in [
            ("it's 'so' the states' plan", "it’s ‘so’ the states’ plan"),
            ("He is 5'10\" tall", "He is 5′10″ tall"),
            ("\"about 10\" and 3\"", "“about 10” and 3″"),
            ("他说'新'话", "他说‘新’话"),
            ("그는 '닫혀 있다'라고", "그는 ‘닫혀 있다’라고"),
        ] {
            assert_eq!(printed(text), expected, "{text}");
        }
    }

    #[test]
    fn prints_marks_of_language() {
        let printed = |tag: &str| {
            let marks = LanguageQuoteMarks::of_language(tag);
            [marks.outer.concat(), marks.inner.concat()].join(" ")
        };
        assert_eq!(printed("de-AT"), "„“ ‚‘");
        assert_eq!(printed("zh-Hans"), "“” ‘’");
        assert_eq!(printed("zh-Hant"), "「」 『』");
        assert_eq!(printed("fr"), "«\u{202f}\u{202f}» “”");
        assert_eq!(printed("xx"), "“” ‘’");
    }

    #[test]
    fn stays_bounded() {
        assert_eq!(printed(&"\"a ".repeat(2000)).chars().count(), 5999);
    }
}
