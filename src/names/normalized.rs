//! Text as names are compared in it: white space, hyphens, quotation marks, width and Unicode form made equal.

use crate::model::script::is_unspaced;
use std::borrow::Cow;
use std::ops::Range;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Normalized text with the places of its characters in the original.
#[derive(Debug)]
pub(super) struct NormalizedText<'t> {
    /// The text: single spaces, none between letters of scripts without spaces; `-` for hyphens, `–` for dashes; straight
    /// quotation marks; composed letters of normal width; no soft hyphens and no characters without width.
    pub(super) text: Cow<'t, str>,
    /// Offset in the original of each byte, and of the end; `None` if nothing changed.
    offsets: Option<Vec<u32>>,
}

impl<'t> NormalizedText<'t> {
    /// Normalizes a text.
    pub(super) fn new(original: &'t str) -> NormalizedText<'t> {
        if is_normalized(original) {
            return NormalizedText { text: Cow::Borrowed(original), offsets: None };
        }
        let (mut text, mut offsets) = (String::with_capacity(original.len()), Vec::with_capacity(original.len() + 1));
        let mut chars = original.char_indices().peekable();
        while let Some((at, c)) = chars.next() {
            let first_end = at + c.len_utf8();
            let mut end = first_end;
            while let Some((mark_at, mark)) = chars.next_if(|(_, next)| is_combining_mark(*next)) {
                end = mark_at + mark.len_utf8();
            }
            let from = text.len();
            if end > first_end {
                text.extend(original[at..end].nfc());
            } else {
                push_normalized(&mut text, c, &original[end..]);
            }
            offsets.extend(std::iter::repeat_n(offset(at), text.len() - from));
        }
        offsets.push(offset(original.len()));
        NormalizedText { text: Cow::Owned(text), offsets: Some(offsets) }
    }

    /// Returns the range of the original for a range of the normalized text that begins and ends with a character.
    pub(super) fn original_range(&self, range: &Range<usize>, original: &str) -> Range<usize> {
        let Some(offsets) = &self.offsets else { return range.clone() };
        let at = |index: usize| offsets.get(index).map_or(original.len(), |at| *at as usize);
        let start = at(range.start);
        // The end is that of the last character with its marks: what is left out behind it does not belong to the name.
        let last = at(range.end.saturating_sub(1)).max(start);
        let mut rest = original[last..].char_indices();
        rest.next();
        let end = rest.find(|(_, c)| !is_combining_mark(*c)).map_or(original.len(), |(length, _)| last + length);
        start..end
    }
}

fn offset(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

fn is_normalized(text: &str) -> bool {
    let bytes = text.as_bytes();
    let has_extra_space = bytes.first() == Some(&b' ') || memchr::memmem::find(bytes, b"  ").is_some();
    let is_plain = |byte: &u8| *byte == b' ' || byte.is_ascii_graphic();
    if has_extra_space || bytes.iter().all(is_plain) {
        return !has_extra_space;
    }
    text.chars().all(|c| {
        if c.is_ascii() {
            return c == ' ' || c.is_ascii_graphic();
        }
        normalized(c) == Some(c) && !is_combining_mark(c) && !is_unspaced(c)
    })
}

/// Appends a character without marks; `rest` is what follows it.
fn push_normalized(text: &mut String, c: char, rest: &str) {
    match normalized(c) {
        None => {}
        Some(' ') if text.is_empty() || text.ends_with(' ') => {}
        Some(' ') if text.ends_with(is_unspaced) && rest.trim_start().starts_with(is_unspaced) => {}
        Some(c) => text.push(c),
    }
}

/// Returns the character that replaces this one; `None` if it is left out.
fn normalized(c: char) -> Option<char> {
    Some(match c {
        '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' => return None,
        '\u{2010}' | '\u{2011}' => '-',
        '\u{2012}'..='\u{2015}' => '–',
        '‘' | '’' | '‚' | 'ʼ' => '\'',
        '“' | '”' | '„' => '"',
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xff01 + 0x21).unwrap_or(c),
        c if c.is_whitespace() => ' ',
        c => c,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn makes_spellings_equal_and_keeps_their_places() {
        for (original, normalized) in [
            ("New\u{a0}\n York", "New York"),
            ("har\u{ad}bour", "harbour"),
            ("EU\u{2011}wide — “so”", "EU-wide – \"so\""),
            ("ＡＩ　plan", "AI plan"),
            ("Cafe\u{301}", "Café"),
            ("世界\n组织 AI", "世界组织 AI"),
        ] {
            assert_eq!(NormalizedText::new(original).text, normalized, "{original}");
        }
        let original = "the Cafe\u{301}\u{ad} of New\u{a0}York.";
        let text = NormalizedText::new(original);
        let place = |name: &str| text.text.find(name).map(|at| at..at + name.len()).unwrap();
        assert_eq!(&original[text.original_range(&place("Café"), original)], "Cafe\u{301}");
        assert_eq!(&original[text.original_range(&place("New York"), original)], "New\u{a0}York");
    }

    #[test]
    fn borrows_normalized_texts() {
        assert!(matches!(NormalizedText::new("Plain words, Ärger.").text, Cow::Borrowed(_)));
        assert!(matches!(NormalizedText::new("Two  spaces").text, Cow::Owned(_)));
    }

    proptest::proptest! {
        #[test]
        fn ranges_are_those_of_characters(original in "([ab é’–中한\u{301}\u{ad}\u{a0}Ａ\n]|\\PC){0,40}") {
            let text = NormalizedText::new(&original);
            for (at, c) in text.text.char_indices() {
                let range = text.original_range(&(at..at + c.len_utf8()), &original);
                proptest::prop_assert!(original.get(range).is_some());
            }
        }
    }
}
