//! What a style prints, as runs of words: for HTML that is safe by construction, and with places for what only the page
//! knows.

use crate::model::escape;
use hayagriva::citationberg::{FontStyle, FontVariant, FontWeight, TextDecoration, VerticalAlign};
use hayagriva::{Elem, ElemChild, ElemChildren, ElemMeta, Formatting};

/// Stand around what a style prints in a citation, so that it can be told from what stands around all cites together.
pub(super) const OPEN_MARKER: char = '\u{e000}';
/// See [`OPEN`].
pub(super) const CLOSE_MARKER: char = '\u{e001}';

/// A style is told that a source was first cited in this note; where it prints the number, the page's own goes.
pub(super) const FIRST_NOTE_SENTINEL: usize = 987_654;

/// A run of words that look the same, or a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct StyledRun {
    /// What it is.
    pub(super) role: RunRole,
    /// Its words.
    pub(super) text: String,
    formatting: Formatting,
}

/// What a run is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum RunRole {
    /// Words.
    Text,
    /// An address, which is also where it leads.
    Url,
    /// A title, which leads to the article.
    Title,
    /// The place of the passage.
    Passage,
    /// The place of the reference's number.
    Number,
    /// The place of the number of the note in which the source was first cited.
    FirstNote,
}

impl StyledRun {
    /// Plain words.
    pub(super) fn plain(words: &str) -> StyledRun {
        StyledRun { role: RunRole::Text, text: words.to_owned(), formatting: Formatting::default() }
    }

    /// The place of the passage.
    pub(super) fn passage() -> StyledRun {
        StyledRun { role: RunRole::Passage, ..StyledRun::plain("") }
    }
}

/// The runs of what a style prints. `year` are words for a year that the style could not print.
pub(super) fn collect_runs(printed: &ElemChildren, year: Option<&(String, String)>) -> Vec<StyledRun> {
    let mut reader = RunCollector { runs: Vec::new(), year };
    reader.children(printed, Inside::Other);
    reader.runs
}

/// As [`runs`], for a single part of what a style prints.
pub(super) fn child_runs(printed: &ElemChild) -> Vec<StyledRun> {
    let mut reader = RunCollector { runs: Vec::new(), year: None };
    reader.child(printed, Inside::Other);
    reader.runs
}

/// The element that a text stands in, as far as that matters.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Inside {
    Other,
    Date,
    Number,
}

struct RunCollector<'y> {
    runs: Vec<StyledRun>,
    year: Option<&'y (String, String)>,
}

impl RunCollector<'_> {
    fn children(&mut self, children: &ElemChildren, inside: Inside) {
        for child in &children.0 {
            self.child(child, inside);
        }
    }

    fn child(&mut self, child: &ElemChild, inside: Inside) {
        match child {
            ElemChild::Text(text) => self.text(&text.text, text.formatting, inside),
            ElemChild::Elem(elem) => self.elem(elem, inside),
            ElemChild::Markup(words) => self.push(RunRole::Text, words, Formatting::default()),
            ElemChild::Link { text, .. } => self.push(RunRole::Url, &text.text, text.formatting),
            ElemChild::Transparent { format, .. } => {
                self.runs.push(StyledRun { role: RunRole::Passage, text: String::new(), formatting: *format });
            }
        }
    }

    fn elem(&mut self, elem: &Elem, inside: Inside) {
        let inside = match elem.meta {
            Some(ElemMeta::Date) => Inside::Date,
            Some(ElemMeta::CitationNumber) => Inside::Number,
            _ => inside,
        };
        if elem.display.is_some() {
            self.push_space();
        }
        self.children(&elem.children, inside);
        if elem.display.is_some() {
            self.push_space();
        }
    }

    fn text(&mut self, words: &str, look: Formatting, inside: Inside) {
        match (inside, self.year) {
            (Inside::Date, Some((year, said))) => self.push_with_note(&words.replacen(year, said, 1), look),
            (Inside::Number, _) => self.push_split(RunRole::Number, first_digits(words), words, look),
            _ => self.push_with_note(words, look),
        }
    }

    fn push_with_note(&mut self, words: &str, look: Formatting) {
        let note = FIRST_NOTE_SENTINEL.to_string();
        let at = words.find(&note).map(|at| at..at + note.len());
        self.push_split(RunRole::FirstNote, at, words, look);
    }

    /// Adds words, with a place instead of a part of them.
    fn push_split(&mut self, role: RunRole, part: Option<std::ops::Range<usize>>, words: &str, look: Formatting) {
        let Some(part) = part else { return self.push(RunRole::Text, words, look) };
        self.push(RunRole::Text, &words[..part.start], look);
        self.runs.push(StyledRun { role, text: String::new(), formatting: look });
        self.push(RunRole::Text, &words[part.end..], look);
    }

    fn push(&mut self, role: RunRole, words: &str, look: Formatting) {
        match self.runs.last_mut() {
            _ if words.is_empty() => {}
            Some(last) if last.role == role && last.formatting == look && role == RunRole::Text => {
                last.text.push_str(words)
            }
            _ => self.runs.push(StyledRun { role, text: words.to_owned(), formatting: look }),
        }
    }

    /// Keeps apart what stands in lines of its own.
    fn push_space(&mut self) {
        if self.runs.last().is_some_and(|last| !last.text.ends_with(' ')) {
            self.push(RunRole::Text, " ", Formatting::default());
        }
    }
}

/// The first digits in words.
fn first_digits(words: &str) -> Option<std::ops::Range<usize>> {
    let start = words.find(|c: char| c.is_ascii_digit())?;
    let length = words[start..].find(|c: char| !c.is_ascii_digit()).unwrap_or(words.len() - start);
    Some(start..start + length)
}

/// Takes out a sign that stands around a citation.
pub(super) fn remove_marker(runs: &mut Vec<StyledRun>, sign: char) {
    for run in &mut *runs {
        run.text.retain(|c| c != sign);
    }
    runs.retain(|run| run.role != RunRole::Text || !run.text.is_empty());
}

/// Cuts at the last sign that opens a citation: what stands before it, and behind it.
pub(super) fn split_at_open_marker(mut runs: Vec<StyledRun>) -> (Vec<StyledRun>, Vec<StyledRun>) {
    let Some(at) = runs.iter().rposition(|run| run.text.contains(OPEN_MARKER)) else { return (runs, Vec::new()) };
    let mut behind = runs.split_off(at);
    if let Some((before, rest)) = behind[0].text.rsplit_once(OPEN_MARKER).map(|(a, b)| (a.to_owned(), b.to_owned())) {
        runs.push(StyledRun { text: before, ..behind[0].clone() });
        behind[0].text = rest;
    }
    remove_marker(&mut runs, OPEN_MARKER);
    remove_marker(&mut behind, OPEN_MARKER);
    if let Some(last) = runs.last_mut() {
        last.text.truncate(last.text.trim_end().len());
    }
    (runs, behind)
}

/// Takes out a mark of punctuation that a style adds to one that is there already, such as the full stop behind `Who
/// pays?` or the comma behind which nothing came.
pub(super) fn fix_punctuation(runs: &mut Vec<StyledRun>) {
    let mut before: Option<(usize, char)> = None;
    for at in 0..runs.len() {
        if runs[at].role != RunRole::Text {
            before = None;
            continue;
        }
        let words = std::mem::take(&mut runs[at].text);
        for c in words.chars() {
            match (before, c) {
                (Some((_, last)), '.') if ends_sentence(last) => continue,
                (Some((_, ',')), ',') => continue,
                (Some((of, ',')), '.') => drop(runs[of].text.pop()),
                _ => {}
            }
            runs[at].text.push(c);
            // A closing mark hides nothing: `pays?”` has ended, too.
            if !(matches!(c, '”' | '’' | '"') && before.is_some_and(|(_, last)| ends_sentence(last) && last != '.'))
            {
                before = Some((at, c));
            }
        }
    }
    runs.retain(|run| run.role != RunRole::Text || !run.text.is_empty());
}

fn ends_sentence(c: char) -> bool {
    matches!(c, '.' | '?' | '!' | '。' | '？' | '！')
}

/// Finds a title in what a style prints, in whatever case.
pub(super) fn tag_title(runs: &mut Vec<StyledRun>, title: &str) {
    let found = runs.iter().enumerate().find_map(|(at, run)| match run.role {
        RunRole::Text => Some((at, find_ignoring_case(&run.text, title)?)),
        _ => None,
    });
    let Some((at, place)) = found else { return };
    let StyledRun { formatting: look, text: words, .. } = runs[at].clone();
    let run = |role, words: &str| StyledRun { role, text: words.to_owned(), formatting: look };
    let parts = [
        run(RunRole::Text, &words[..place.start]),
        run(RunRole::Title, &words[place.clone()]),
        run(RunRole::Text, &words[place.end..]),
    ];
    runs.splice(at..=at, parts.into_iter().filter(|part| !part.text.is_empty()));
}

/// Where words stand in a text, in whatever case.
fn find_ignoring_case(text: &str, words: &str) -> Option<std::ops::Range<usize>> {
    let same = |one: char, other: char| one == other || one.to_lowercase().eq(other.to_lowercase());
    let begins = |from: usize| {
        let mut rest = text[from..].char_indices();
        let all = words.chars().all(|wanted| rest.next().is_some_and(|(_, c)| same(c, wanted)));
        all.then(|| from..rest.next().map_or(text.len(), |(at, _)| from + at))
    };
    text.char_indices().filter(|_| !words.is_empty()).find_map(|(from, _)| begins(from))
}

/// The words without their look; places are empty.
pub(super) fn plain_text(runs: &[StyledRun]) -> String {
    runs.iter().map(|run| run.text.as_str()).collect()
}

/// Writes runs as HTML. Whoever asks fills the places and writes addresses.
pub(super) fn write_html(html: &mut String, runs: &[StyledRun], mut fill: impl FnMut(&mut String, &StyledRun)) {
    for run in runs {
        let tags = tags(run.formatting);
        for (open, _) in &tags {
            html.push_str(open);
        }
        match run.role {
            RunRole::Text => escape::text(html, &run.text),
            _ => fill(html, run),
        }
        for (_, close) in tags.iter().rev() {
            html.push_str(close);
        }
    }
}

/// The elements for a look. Raised words are raised by the element of the whole citation.
fn tags(look: Formatting) -> Vec<(&'static str, &'static str)> {
    let all = [
        (look.font_style == FontStyle::Italic, ("<i>", "</i>")),
        (look.font_weight == FontWeight::Bold, ("<b>", "</b>")),
        (look.font_variant == FontVariant::SmallCaps, ("<span class=\"small-caps\">", "</span>")),
        (look.text_decoration == TextDecoration::Underline, ("<span class=\"underlined\">", "</span>")),
        (look.vertical_align == VerticalAlign::Sub, ("<sub>", "</sub>")),
    ];
    all.into_iter().filter_map(|(is_so, tags)| is_so.then_some(tags)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use hayagriva::Formatted;

    fn text(words: &str) -> ElemChild {
        ElemChild::Text(Formatted { text: words.to_owned(), formatting: Formatting::default() })
    }

    fn italic(words: &str) -> ElemChild {
        let formatting = Formatting { font_style: FontStyle::Italic, ..Formatting::default() };
        ElemChild::Text(Formatted { text: words.to_owned(), formatting })
    }

    fn elem(meta: ElemMeta, children: Vec<ElemChild>) -> ElemChild {
        ElemChild::Elem(Elem { children: ElemChildren(children), display: None, meta: Some(meta) })
    }

    fn html(runs: &[StyledRun]) -> String {
        let mut html = String::new();
        write_html(&mut html, runs, |html, run| match run.role {
            RunRole::Number => html.push('#'),
            RunRole::FirstNote => html.push('^'),
            _ => html.push('¶'),
        });
        html
    }

    #[test]
    fn escapes_all_words() {
        let printed = ElemChildren(vec![text("<script>"), italic("\"a\" & b"), ElemChild::Markup("<b>".into())]);
        assert_eq!(html(&collect_runs(&printed, None)), "&lt;script&gt;<i>\"a\" &amp; b</i>&lt;b&gt;");
    }

    #[test]
    fn finds_the_places_of_numbers() {
        let printed = ElemChildren(vec![elem(ElemMeta::CitationNumber, vec![text("[12]")]), text(", see n. 987654.")]);
        assert_eq!(html(&collect_runs(&printed, None)), "[#], see n. ^.");
    }

    #[test]
    fn says_years_in_words() {
        let printed = ElemChildren(vec![text("2030 "), elem(ElemMeta::Date, vec![text("2030b")])]);
        let year = ("2030".to_owned(), "2030s".to_owned());
        assert_eq!(plain_text(&collect_runs(&printed, Some(&year))), "2030 2030sb");
    }

    #[test]
    fn cuts_names_from_the_rest() {
        let printed = ElemChildren(vec![text("\u{e000}Brook "), text("\u{e000}2031"), text(", 7")]);
        let (before, behind) = split_at_open_marker(collect_runs(&printed, None));
        assert_eq!((plain_text(&before), plain_text(&behind)), ("Brook".into(), "2031, 7".into()));
        let (before, behind) = split_at_open_marker(collect_runs(&ElemChildren(vec![text("Brook")]), None));
        assert_eq!((plain_text(&before), plain_text(&behind)), ("Brook".into(), String::new()));
    }

    #[test]
    fn tidies_punctuation() {
        let tidied = |words: &[&str]| {
            let mut runs: Vec<StyledRun> = words.iter().map(|words| StyledRun::plain(words)).collect();
            fix_punctuation(&mut runs);
            plain_text(&runs)
        };
        assert_eq!(tidied(&["“Who pays?", ".” ", "Courier", ",", "."]), "“Who pays?” Courier.");
        assert_eq!(tidied(&["“Who pays?”", ". Courier"]), "“Who pays?” Courier");
        assert_eq!(tidied(&["Brook, J.", ". 2031"]), "Brook, J. 2031");
        assert_eq!(tidied(&["“Bridge.” ", "A, , b"]), "“Bridge.” A, , b");
    }

    #[test]
    fn finds_titles_in_whatever_case() {
        let marked = |words: &str, title| {
            let mut runs = vec![StyledRun::plain(words)];
            tag_title(&mut runs, title);
            runs.into_iter().map(|run| (run.role == RunRole::Title, run.text)).collect::<Vec<_>>()
        };
        let expected = [(false, "A. “"), (true, "The Bridge: What It Costs"), (false, ".”")];
        let expected = expected.map(|(is_title, words)| (is_title, words.to_owned()));
        assert_eq!(marked("A. “The Bridge: What It Costs.”", "The bridge: what it costs"), expected);
        assert_eq!(marked("渡船的未来", "渡船的未来"), [(true, "渡船的未来".to_owned())]);
        assert_eq!(marked("İi", "ii"), [(false, "İi".to_owned())]);
        assert_eq!(marked("a", ""), [(false, "a".to_owned())]);
    }
}
