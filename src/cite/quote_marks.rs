//! Quotation marks and apostrophes inside titles and names: marks inside marks change, straight ones become curly.

use hayagriva::citationberg::taxonomy::OtherTerm;
use hayagriva::citationberg::{IndependentStyle, Locale, LocaleCode, TermForm};

/// Quotation marks of a style in its locale.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct QuoteMarks {
    /// Opening and closing marks, outer and inner.
    outer: [String; 2],
    inner: [String; 2],
}

/// A mark in a text.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Mark {
    Open,
    Close,
    Apostrophe,
}

impl QuoteMarks {
    /// Finds the marks in the style's own terms for a locale, else in the locale, else in the fallback.
    pub(super) fn of(style: &IndependentStyle, code: &LocaleCode, locales: &[Locale]) -> QuoteMarks {
        let own = style.locale.iter().filter(|locale| locale.lang.as_ref().is_none_or(|lang| lang == code));
        let exact = locales.iter().filter(|locale| locale.lang.as_ref() == Some(code));
        let all: Vec<&Locale> = own.chain(exact).chain(locales).collect();
        let term = |term: OtherTerm, usual: &str| {
            let found = all.iter().find_map(|locale| locale.term(term.into(), TermForm::default()));
            found.map_or_else(|| usual.to_owned(), |term| term.single().unwrap_or(usual).to_owned())
        };
        QuoteMarks {
            outer: [term(OtherTerm::OpenQuote, "“"), term(OtherTerm::CloseQuote, "”")],
            inner: [term(OtherTerm::OpenInnerQuote, "‘"), term(OtherTerm::CloseInnerQuote, "’")],
        }
    }

    /// Returns the change of depth by the style's own text: positive within its quotation marks.
    pub(super) fn depth_after(&self, text: &str, depth: usize) -> usize {
        if self.outer[0] == self.outer[1] {
            return (depth + text.matches(self.outer[0].as_str()).count()) % 2;
        }
        let opened: usize =
            [&self.outer[0], &self.inner[0]].iter().map(|mark| text.matches(mark.as_str()).count()).sum();
        let closed = text.matches(self.outer[1].as_str()).count();
        (depth + opened).saturating_sub(closed)
    }

    /// Checks whether a text ends with a closing mark; returns the text before the closing marks.
    pub(super) fn before_closing<'t>(&self, text: &'t str) -> &'t str {
        let mut rest = text;
        loop {
            let marks = [self.outer[1].as_str(), self.inner[1].as_str(), "”", "’"];
            match marks.iter().find_map(|mark| rest.strip_suffix(mark)) {
                Some(before) => rest = before,
                None => return rest,
            }
        }
    }

    /// Returns a text without the marks around the whole of it.
    pub(super) fn without_outer<'t>(&self, text: &'t str) -> &'t str {
        let inner =
            text.strip_prefix(self.outer[0].as_str()).and_then(|text| text.strip_suffix(self.outer[1].as_str()));
        inner.filter(|inner| !inner.contains(self.outer[0].as_str())).unwrap_or(text)
    }

    /// Sets the marks of a text that is within `depth` quotations.
    pub(super) fn set(&self, text: &str, depth: usize) -> String {
        let chars: Vec<char> = text.chars().collect();
        let marks = self.pair(&chars);
        let mut level = depth;
        let mut result = String::with_capacity(text.len());
        for (index, &c) in chars.iter().enumerate() {
            match marks[index] {
                None => result.push(c),
                Some(Mark::Apostrophe) => result.push('’'),
                Some(Mark::Open) => {
                    result.push_str(if level.is_multiple_of(2) { &self.outer[0] } else { &self.inner[0] });
                    level += 1;
                }
                Some(Mark::Close) => {
                    level = level.saturating_sub(1);
                    result.push_str(if level.is_multiple_of(2) { &self.outer[1] } else { &self.inner[1] });
                }
            }
        }
        result
    }

    /// Pairs opening and closing marks. Single marks without a partner are apostrophes; other ones stay as they are.
    fn pair(&self, chars: &[char]) -> Vec<Option<Mark>> {
        let mut marks = vec![None; chars.len()];
        let mut open: Vec<(usize, char)> = Vec::new();
        for (index, &c) in chars.iter().enumerate() {
            let before = index.checked_sub(1).map(|before| chars[before]);
            let after = chars.get(index + 1).copied();
            let is_word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
            let Some(closing) = self.closing_of(c, before, after) else {
                let Some(partner) = open.iter().rposition(|&(_, expected)| expected == c) else {
                    let is_prime = c == '\'' && before.is_some_and(|c| c.is_ascii_digit());
                    if matches!(c, '\'' | '’') && !is_prime {
                        marks[index] = Some(Mark::Apostrophe);
                    }
                    continue;
                };
                if matches!(c, '\'' | '’') && is_word(before) && is_word(after) {
                    marks[index] = Some(Mark::Apostrophe);
                    continue;
                }
                marks[open[partner].0] = Some(Mark::Open);
                marks[index] = Some(Mark::Close);
                open.truncate(partner);
                continue;
            };
            open.push((index, closing));
            if c == '\'' {
                marks[index] = Some(Mark::Apostrophe);
            }
        }
        marks
    }

    /// Returns the mark that closes what a character opens between its neighbours; `None` if it opens nothing.
    fn closing_of(&self, c: char, before: Option<char>, after: Option<char>) -> Option<char> {
        let starts = before.is_none_or(|c| c.is_whitespace() || "([{–—“‘\"'„‚«‹".contains(c))
            && after.is_some_and(|c| !c.is_whitespace());
        match c {
            '"' | '\'' if starts => Some(c),
            '“' if !self.outer[1].starts_with('“') => Some('”'),
            '‘' if !self.inner[1].starts_with('‘') => Some('’'),
            _ => {
                let own =
                    [&self.outer, &self.inner].into_iter().find(|[open, close]| open != close && open.starts_with(c));
                own.and_then(|[_, close]| close.chars().next())
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marks(outer: [&str; 2], inner: [&str; 2]) -> QuoteMarks {
        QuoteMarks { outer: outer.map(str::to_owned), inner: inner.map(str::to_owned) }
    }

    fn english() -> QuoteMarks {
        marks(["“", "”"], ["‘", "’"])
    }

    #[test]
    fn changes_marks_inside_marks() {
        for (title, inside, outside) in [
            ("The \"new plan\" here", "The ‘new plan’ here", "The “new plan” here"),
            ("The “new plan” here", "The ‘new plan’ here", "The “new plan” here"),
            ("The 'best' of all", "The ‘best’ of all", "The “best” of all"),
            (
                "She said “he called it ‘the end’ today”",
                "She said ‘he called it “the end” today’",
                "She said “he called it ‘the end’ today”",
            ),
            ("“All of it”", "‘All of it’", "“All of it”"),
            ("(\"so-called\") plan", "(‘so-called’) plan", "(“so-called”) plan"),
        ] {
            assert_eq!((english().set(title, 1).as_str(), english().set(title, 0).as_str()), (inside, outside));
        }
    }

    #[test]
    fn keeps_apostrophes_apart_from_marks() {
        for (title, expected) in [
            ("Don't mind the captain's 'phone", "Don’t mind the captain’s ’phone"),
            ("China’s role isn’t over", "China’s role isn’t over"),
            ("O'Connor", "O’Connor"),
            ("The captains' 'own' log", "The captains’ “own” log"),
            ("A 5'10\" mast", "A 5'10\" mast"),
            ("Die „neue Brücke“ ist da", "Die „neue Brücke“ ist da"),
            ("unpaired “mark", "unpaired “mark"),
        ] {
            assert_eq!(english().set(title, 0), expected);
        }
    }

    #[test]
    fn uses_the_marks_of_the_locale() {
        let german = marks(["„", "“"], ["‚", "‘"]);
        assert_eq!(german.set("Der \"neue Plan\" ist da", 0), "Der „neue Plan“ ist da");
        assert_eq!(german.set("Der „neue Plan“ ist da", 1), "Der ‚neue Plan‘ ist da");
        let french = marks(["« ", " »"], ["“", "”"]);
        assert_eq!(french.set("Le \"pont\"", 0), "Le « pont »");
        assert_eq!(french.set("Le \"pont\"", 1), "Le “pont”");
    }

    #[test]
    fn counts_the_depth_of_styles() {
        assert_eq!(english().depth_after("Brook. “", 0), 1);
        assert_eq!(english().depth_after(".” In “", 1), 1);
        assert_eq!(english().depth_after("”", 0), 0);
        assert_eq!(english().before_closing("He said ‘no’”"), "He said ‘no");
    }
}
