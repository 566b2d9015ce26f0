//! Punctuation where a style's own text and the text of an article meet: nothing doubled, nothing empty, and full stops
//! and commas within closing quotation marks where the style wants them there. An article's own text stays as it is.

use super::quote_marks::QuoteMarks;
use super::runs::{RunRole, StyledRun, remove_empty};

/// Fixes the punctuation of a style's output. `within` are the quotation marks if full stops and commas go within them.
pub(super) fn fix_punctuation(runs: &mut Vec<StyledRun>, within: Option<&QuoteMarks>) {
    let mut fixer = Fixer { runs: Vec::with_capacity(runs.len()), within };
    for run in runs.drain(..) {
        match run.role {
            RunRole::Text => {
                fixer.runs.push(StyledRun { text: String::new(), ..run.clone() });
                run.text.chars().for_each(|c| fixer.push(c));
            }
            _ => fixer.runs.push(run),
        }
    }
    *runs = fixer.runs;
    remove_empty(runs);
}

struct Fixer<'m> {
    runs: Vec<StyledRun>,
    within: Option<&'m QuoteMarks>,
}

impl Fixer<'_> {
    /// Returns the last character, and `true` if it is the style's own; `None` after a placeholder or at the start.
    fn last(&self) -> Option<(char, bool)> {
        let last = self.runs.iter().rev().find(|run| run.role != RunRole::Text || !run.text.is_empty())?;
        Some((last.text.chars().next_back()?, last.role == RunRole::Text))
    }

    /// Returns the last character before closing quotation marks.
    fn last_within(&self) -> Option<char> {
        let texts = self.runs.iter().rev().take_while(|run| !run.text.is_empty() || run.role == RunRole::Text);
        texts.flat_map(|run| run.text.chars().rev()).find(|c| !matches!(c, '”' | '’' | '"' | '»'))
    }

    /// Removes the last character, which is the style's own.
    fn pop(&mut self) {
        if let Some(run) = self.runs.iter_mut().rev().find(|run| !run.text.is_empty()) {
            run.text.pop();
        }
    }

    /// Removes the style's own characters at the end that are among these.
    fn trim(&mut self, characters: &[char]) {
        while self.last().is_some_and(|(last, is_own)| is_own && characters.contains(&last)) {
            self.pop();
        }
    }

    fn push(&mut self, c: char) {
        match c {
            '.' | ',' => {
                if self.last().is_some_and(|(last, is_own)| is_own && last == ' ') && self.runs.len() > 1 {
                    self.trim(&[' ']);
                }
                if c == '.' {
                    self.trim(&[',']);
                }
                if !self.is_needed(c) {
                    return;
                }
                if self.move_within(c) {
                    return;
                }
            }
            ':' if matches!(self.last_within(), Some('?' | '!' | '？' | '！')) => return,
            ')' | ']' => {
                self.trim(&[',', ' ']);
                let open = if c == ')' { '(' } else { '[' };
                if self.last() == Some((open, true)) {
                    self.pop();
                    self.trim(&[' ']);
                    return;
                }
            }
            ' ' if self.last().is_some_and(|(last, is_own)| is_own && matches!(last, ' ' | '(' | '[')) => return,
            _ => {}
        }
        if let Some(run) = self.runs.last_mut() {
            run.text.push(c);
        }
    }

    /// Checks whether a full stop or comma says more than the text before it.
    fn is_needed(&self, c: char) -> bool {
        let Some((last, is_own)) = self.last() else { return true };
        let within = if matches!(last, '”' | '’' | '"' | '»') { self.last_within() } else { Some(last) };
        match c {
            '.' => !within.is_some_and(ends_sentence),
            _ => !(is_own && last == ','),
        }
    }

    /// Puts a full stop or comma before the closing quotation marks at the end.
    fn move_within(&mut self, c: char) -> bool {
        let Some(marks) = self.within else { return false };
        let mut found = None;
        for (index, run) in self.runs.iter().enumerate().rev().filter(|(_, run)| !run.text.is_empty()) {
            let start = marks.before_closing(&run.text).len();
            let is_apostrophe = run.text[start..] == *"’" && !run.text.contains(['‘', '“']);
            if run.role == RunRole::Url || start == run.text.len() || is_apostrophe && run.role != RunRole::Text {
                break;
            }
            found = Some((index, start));
            if start > 0 {
                break;
            }
        }
        let Some((index, start)) = found else { return false };
        self.runs[index].text.insert(start, c);
        true
    }
}

fn ends_sentence(c: char) -> bool {
    matches!(c, '.' | '?' | '!' | '。' | '？' | '！' | '…')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cite::runs::plain_text;

    fn own(words: &str) -> StyledRun {
        StyledRun::plain(words)
    }

    fn title(words: &str) -> StyledRun {
        StyledRun { role: RunRole::Title, ..own(words) }
    }

    fn fixed(runs: &[StyledRun]) -> String {
        let mut runs = runs.to_vec();
        fix_punctuation(&mut runs, None);
        plain_text(&runs)
    }

    #[test]
    fn removes_doubled_punctuation() {
        let all_own = |words: &[&str]| fixed(&words.iter().map(|words| own(words)).collect::<Vec<_>>());
        assert_eq!(all_own(&["“Who pays?", ".” ", "Courier", ",", "."]), "“Who pays?” Courier.");
        assert_eq!(all_own(&["“Who pays?”", ". Courier"]), "“Who pays?” Courier");
        assert_eq!(all_own(&["Brook, J.", ". 2031"]), "Brook, J. 2031");
        assert_eq!(all_own(&["“Bridge.”", ". Courier"]), "“Bridge.” Courier");
        assert_eq!(all_own(&["A, ", ", b"]), "A, b");
        assert_eq!(all_own(&["A  b ", " c ."]), "A b c.");
    }

    #[test]
    fn removes_what_empty_parts_leave() {
        assert_eq!(fixed(&[own("Brook ("), own("2031,"), own(").")]), "Brook (2031).");
        assert_eq!(fixed(&[own("Brook ("), own("), Courier")]), "Brook, Courier");
        assert_eq!(fixed(&[own("Brook [, ]")]), "Brook");
        assert_eq!(fixed(&[own("A"), own(" ( b )")]), "A (b)");
    }

    #[test]
    fn moves_full_stops_and_commas_within_marks() {
        let styles = crate::cite::Styles::of(
            &crate::testkit::TestSite::new().site,
            "en",
            &mut crate::diagnose::Diagnostics::default(),
        );
        let moved = |runs: &[StyledRun]| {
            let mut runs = runs.to_vec();
            fix_punctuation(&mut runs, Some(&styles.main.marks));
            plain_text(&runs)
        };
        assert_eq!(moved(&[own("“"), title("The ferry"), own("”"), own(". Retrieved")]), "“The ferry.” Retrieved");
        assert_eq!(moved(&[own("“"), title("He said ‘no’"), own(".”"), own(" Courier")]), "“He said ‘no.’” Courier");
        assert_eq!(moved(&[own("“"), title("He said ‘no’"), own("”, Courier")]), "“He said ‘no,’” Courier");
        assert_eq!(moved(&[own("“"), title("They ask ‘who?’"), own("”. Courier")]), "“They ask ‘who?’” Courier");
        assert_eq!(moved(&[title("The captains’"), own(". Courier")]), "The captains’. Courier");
    }

    #[test]
    fn keeps_the_text_of_the_article() {
        assert_eq!(
            fixed(&[title("And then, , ( ) nothing..."), own(". Courier")]),
            "And then, , ( ) nothing... Courier"
        );
        assert_eq!(fixed(&[title("Who pays?"), own(", op-ed")]), "Who pays?, op-ed");
        assert_eq!(fixed(&[title("J."), own(",. "), own("https")]), "J. https");
        assert_eq!(fixed(&[title("Trade with the U.S."), own(". Courier")]), "Trade with the U.S. Courier");
        assert_eq!(fixed(&[title("Who pays?"), own(": a view")]), "Who pays? a view");
    }
}
