//! Placeholders for the texts of an item. The library gets a placeholder instead of a title and leaves it where the title
//! goes, so that the title itself is never changed by the library's rules for case, quotation marks and full stops.
//!
//! A placeholder has letters of both cases: the case in which the library returns them is the case that the style asks
//! for. Its full stop is missing if the style removes full stops.

use super::text_case::TextCase;

/// Text of an item that has a placeholder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TextField {
    /// Title.
    Title,
    /// Newspaper, journal or site.
    Container,
    /// Publisher.
    Publisher,
    /// Kind of text.
    Genre,
}

/// Letters of a placeholder.
const LETTERS: &str = "qX zq";
/// Character of the first field in a placeholder; the other fields follow in order.
const FIRST_FIELD: u32 = 0xe010;
/// Last character of a placeholder.
const END: char = '\u{e00f}';

impl TextField {
    /// All fields.
    pub(super) const ALL: [TextField; 4] =
        [TextField::Title, TextField::Container, TextField::Publisher, TextField::Genre];

    /// Returns the placeholder of the field.
    pub(super) fn placeholder(self) -> String {
        format!("{LETTERS}{}.{END}", self.mark())
    }

    fn mark(self) -> char {
        char::from_u32(FIRST_FIELD + self as u32).unwrap_or(END)
    }
}

/// A placeholder in a style's output.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct FoundPlaceholder {
    /// Its range in the text, in bytes.
    pub(super) start: usize,
    /// End of that range.
    pub(super) end: usize,
    /// The field.
    pub(super) field: TextField,
    /// Case in which the style prints the field.
    pub(super) case: TextCase,
    /// Set if the style removes full stops.
    pub(super) strips_periods: bool,
}

/// Finds the first placeholder in a text.
pub(super) fn find(text: &str) -> Option<FoundPlaceholder> {
    let (at, field) = text
        .char_indices()
        .find_map(|(at, c)| Some((at, TextField::ALL.into_iter().find(|field| field.mark() == c)?)))?;
    let start = at.checked_sub(LETTERS.len())?;
    let letters = text.get(start..at).filter(|letters| letters.eq_ignore_ascii_case(LETTERS))?;
    let rest = &text[at + field.mark().len_utf8()..];
    let tail = rest.strip_prefix('.').unwrap_or(rest);
    let after = tail.strip_prefix(END)?;
    Some(FoundPlaceholder {
        start,
        end: text.len() - after.len(),
        field,
        case: case_of(letters),
        strips_periods: tail.len() == rest.len(),
    })
}

/// Returns the case that changed the letters of a placeholder to these.
fn case_of(letters: &str) -> TextCase {
    match letters {
        "Qx Zq" => TextCase::Title,
        "Qx zq" | "QX zq" => TextCase::FirstUpper,
        "QX ZQ" => TextCase::Upper,
        "qx zq" => TextCase::Lower,
        "QX Zq" => TextCase::EveryWord,
        _ => TextCase::AsWritten,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use hayagriva::lang::{Case, SentenceCase, TitleCase};

    #[test]
    fn detects_the_case_that_a_style_asks_for() {
        for (case, expected) in [
            (Case::NoTransform, TextCase::AsWritten),
            (Case::Title(TitleCase::default()), TextCase::Title),
            (Case::Sentence(SentenceCase::default()), TextCase::FirstUpper),
            (Case::Uppercase, TextCase::Upper),
            (Case::Lowercase, TextCase::Lower),
            (Case::FirstUpper, TextCase::FirstUpper),
            (Case::AllUpper, TextCase::EveryWord),
        ] {
            for field in TextField::ALL {
                let text = format!("In: {}, 2031", case.transform(&field.placeholder()));
                let found = find(&text).unwrap();
                assert_eq!((found.field, found.case, found.strips_periods), (field, expected, false), "{case:?}");
                assert_eq!((&text[..found.start], &text[found.end..]), ("In: ", ", 2031"));
            }
        }
    }

    #[test]
    fn detects_removed_full_stops() {
        let text = TextField::Container.placeholder().replace('.', "");
        assert!(find(&text).unwrap().strips_periods);
        assert_eq!(find("qX zq"), None);
    }
}
