//! What a style prints, as runs of words: for HTML that is safe by construction, and with places for what only the page
//! knows.

use crate::render::body_html::escape;
use hayagriva::citationberg::{FontStyle, FontVariant, FontWeight, TextDecoration, VerticalAlign};
use hayagriva::{Elem, ElemChild, ElemChildren, ElemMeta, Formatting};

/// Stand around what a style prints in a citation, so that it can be told from what stands around all cites together.
pub(super) const OPEN: char = '\u{e000}';
/// See [`OPEN`].
pub(super) const CLOSE: char = '\u{e001}';

/// A style is told that a source was first cited in this note; where it prints the number, the page's own goes.
pub(super) const FIRST_NOTE: usize = 987_654;

/// A run of words that look the same, or a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Run {
    /// What it is.
    pub(super) role: Role,
    /// Its words.
    pub(super) words: String,
    look: Formatting,
}

/// What a run is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// Words.
    Words,
    /// An address, which is also where it leads.
    Address,
    /// A title, which leads to the article.
    Title,
    /// The place of the passage.
    Passage,
    /// The place of the reference's number.
    Number,
    /// The place of the number of the note in which the source was first cited.
    FirstNote,
}

impl Run {
    /// Plain words.
    pub(super) fn words(words: &str) -> Run {
        Run { role: Role::Words, words: words.to_owned(), look: Formatting::default() }
    }

    /// The place of the passage.
    pub(super) fn passage() -> Run {
        Run { role: Role::Passage, ..Run::words("") }
    }
}

/// The runs of what a style prints. `year` are words for a year that the style could not print.
pub(super) fn runs(printed: &ElemChildren, year: Option<&(String, String)>) -> Vec<Run> {
    let mut reader = Reader { runs: Vec::new(), year };
    reader.children(printed, Inside::Nothing);
    reader.runs
}

/// As [`runs`], for a single part of what a style prints.
pub(super) fn runs_of(printed: &ElemChild) -> Vec<Run> {
    let mut reader = Reader { runs: Vec::new(), year: None };
    reader.child(printed, Inside::Nothing);
    reader.runs
}

/// The element that a text stands in, as far as that matters.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Inside {
    Nothing,
    Date,
    Number,
}

struct Reader<'y> {
    runs: Vec<Run>,
    year: Option<&'y (String, String)>,
}

impl Reader<'_> {
    fn children(&mut self, children: &ElemChildren, inside: Inside) {
        for child in &children.0 {
            self.child(child, inside);
        }
    }

    fn child(&mut self, child: &ElemChild, inside: Inside) {
        match child {
            ElemChild::Text(text) => self.text(&text.text, text.formatting, inside),
            ElemChild::Elem(elem) => self.elem(elem, inside),
            ElemChild::Markup(words) => self.push(Role::Words, words, Formatting::default()),
            ElemChild::Link { text, .. } => self.push(Role::Address, &text.text, text.formatting),
            ElemChild::Transparent { format, .. } => {
                self.runs.push(Run { role: Role::Passage, words: String::new(), look: *format });
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
            self.space();
        }
        self.children(&elem.children, inside);
        if elem.display.is_some() {
            self.space();
        }
    }

    fn text(&mut self, words: &str, look: Formatting, inside: Inside) {
        match (inside, self.year) {
            (Inside::Date, Some((year, said))) => self.push_around_note(&words.replacen(year, said, 1), look),
            (Inside::Number, _) => self.push_around(Role::Number, digits(words), words, look),
            _ => self.push_around_note(words, look),
        }
    }

    fn push_around_note(&mut self, words: &str, look: Formatting) {
        let note = FIRST_NOTE.to_string();
        let at = words.find(&note).map(|at| at..at + note.len());
        self.push_around(Role::FirstNote, at, words, look);
    }

    /// Adds words, with a place instead of a part of them.
    fn push_around(&mut self, role: Role, part: Option<std::ops::Range<usize>>, words: &str, look: Formatting) {
        let Some(part) = part else { return self.push(Role::Words, words, look) };
        self.push(Role::Words, &words[..part.start], look);
        self.runs.push(Run { role, words: String::new(), look });
        self.push(Role::Words, &words[part.end..], look);
    }

    fn push(&mut self, role: Role, words: &str, look: Formatting) {
        match self.runs.last_mut() {
            _ if words.is_empty() => {}
            Some(last) if last.role == role && last.look == look && role == Role::Words => last.words.push_str(words),
            _ => self.runs.push(Run { role, words: words.to_owned(), look }),
        }
    }

    /// Keeps apart what stands in lines of its own.
    fn space(&mut self) {
        if self.runs.last().is_some_and(|last| !last.words.ends_with(' ')) {
            self.push(Role::Words, " ", Formatting::default());
        }
    }
}

/// The first digits in words.
fn digits(words: &str) -> Option<std::ops::Range<usize>> {
    let start = words.find(|c: char| c.is_ascii_digit())?;
    let length = words[start..].find(|c: char| !c.is_ascii_digit()).unwrap_or(words.len() - start);
    Some(start..start + length)
}

/// Takes out a sign that stands around a citation.
pub(super) fn without_sign(runs: &mut Vec<Run>, sign: char) {
    for run in &mut *runs {
        run.words.retain(|c| c != sign);
    }
    runs.retain(|run| run.role != Role::Words || !run.words.is_empty());
}

/// Cuts at the last sign that opens a citation: what stands before it, and behind it.
pub(super) fn cut(mut runs: Vec<Run>) -> (Vec<Run>, Vec<Run>) {
    let Some(at) = runs.iter().rposition(|run| run.words.contains(OPEN)) else { return (runs, Vec::new()) };
    let mut behind = runs.split_off(at);
    if let Some((before, rest)) = behind[0].words.rsplit_once(OPEN).map(|(a, b)| (a.to_owned(), b.to_owned())) {
        runs.push(Run { words: before, ..behind[0].clone() });
        behind[0].words = rest;
    }
    without_sign(&mut runs, OPEN);
    without_sign(&mut behind, OPEN);
    if let Some(last) = runs.last_mut() {
        last.words.truncate(last.words.trim_end().len());
    }
    (runs, behind)
}

/// Takes out a mark of punctuation that a style adds to one that is there already, such as the full stop behind `Who
/// pays?` or the comma behind which nothing came.
pub(super) fn tidy(runs: &mut Vec<Run>) {
    let mut before: Option<(usize, char)> = None;
    for at in 0..runs.len() {
        if runs[at].role != Role::Words {
            before = None;
            continue;
        }
        let words = std::mem::take(&mut runs[at].words);
        for c in words.chars() {
            match (before, c) {
                (Some((_, last)), '.') if ends_sentence(last) => continue,
                (Some((_, ',')), ',') => continue,
                (Some((of, ',')), '.') => drop(runs[of].words.pop()),
                _ => {}
            }
            runs[at].words.push(c);
            // A closing mark hides nothing: `pays?”` has ended, too.
            if !(matches!(c, '”' | '’' | '"') && before.is_some_and(|(_, last)| ends_sentence(last) && last != '.'))
            {
                before = Some((at, c));
            }
        }
    }
    runs.retain(|run| run.role != Role::Words || !run.words.is_empty());
}

fn ends_sentence(c: char) -> bool {
    matches!(c, '.' | '?' | '!' | '。' | '？' | '！')
}

/// Finds a title in what a style prints, in whatever case.
pub(super) fn mark_title(runs: &mut Vec<Run>, title: &str) {
    let found = runs.iter().enumerate().find_map(|(at, run)| match run.role {
        Role::Words => Some((at, find(&run.words, title)?)),
        _ => None,
    });
    let Some((at, place)) = found else { return };
    let Run { look, words, .. } = runs[at].clone();
    let run = |role, words: &str| Run { role, words: words.to_owned(), look };
    let parts = [
        run(Role::Words, &words[..place.start]),
        run(Role::Title, &words[place.clone()]),
        run(Role::Words, &words[place.end..]),
    ];
    runs.splice(at..=at, parts.into_iter().filter(|part| !part.words.is_empty()));
}

/// Where words stand in a text, in whatever case.
fn find(text: &str, words: &str) -> Option<std::ops::Range<usize>> {
    let same = |one: char, other: char| one == other || one.to_lowercase().eq(other.to_lowercase());
    let begins = |from: usize| {
        let mut rest = text[from..].char_indices();
        let all = words.chars().all(|wanted| rest.next().is_some_and(|(_, c)| same(c, wanted)));
        all.then(|| from..rest.next().map_or(text.len(), |(at, _)| from + at))
    };
    text.char_indices().filter(|_| !words.is_empty()).find_map(|(from, _)| begins(from))
}

/// The words without their look; places are empty.
pub(super) fn plain(runs: &[Run]) -> String {
    runs.iter().map(|run| run.words.as_str()).collect()
}

/// Writes runs as HTML. Whoever asks fills the places and writes addresses.
pub(super) fn write(html: &mut String, runs: &[Run], mut fill: impl FnMut(&mut String, &Run)) {
    for run in runs {
        let tags = tags(run.look);
        for (open, _) in &tags {
            html.push_str(open);
        }
        match run.role {
            Role::Words => escape::text(html, &run.words),
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

    fn html(runs: &[Run]) -> String {
        let mut html = String::new();
        write(&mut html, runs, |html, run| match run.role {
            Role::Number => html.push('#'),
            Role::FirstNote => html.push('^'),
            _ => html.push('¶'),
        });
        html
    }

    #[test]
    fn escapes_all_words() {
        let printed = ElemChildren(vec![text("<script>"), italic("\"a\" & b"), ElemChild::Markup("<b>".into())]);
        assert_eq!(html(&runs(&printed, None)), "&lt;script&gt;<i>\"a\" &amp; b</i>&lt;b&gt;");
    }

    #[test]
    fn finds_the_places_of_numbers() {
        let printed = ElemChildren(vec![elem(ElemMeta::CitationNumber, vec![text("[12]")]), text(", see n. 987654.")]);
        assert_eq!(html(&runs(&printed, None)), "[#], see n. ^.");
    }

    #[test]
    fn says_years_in_words() {
        let printed = ElemChildren(vec![text("2030 "), elem(ElemMeta::Date, vec![text("2030b")])]);
        let year = ("2030".to_owned(), "2030s".to_owned());
        assert_eq!(plain(&runs(&printed, Some(&year))), "2030 2030sb");
    }

    #[test]
    fn cuts_names_from_the_rest() {
        let printed = ElemChildren(vec![text("\u{e000}Brook "), text("\u{e000}2031"), text(", 7")]);
        let (before, behind) = cut(runs(&printed, None));
        assert_eq!((plain(&before), plain(&behind)), ("Brook".into(), "2031, 7".into()));
        let (before, behind) = cut(runs(&ElemChildren(vec![text("Brook")]), None));
        assert_eq!((plain(&before), plain(&behind)), ("Brook".into(), String::new()));
    }

    #[test]
    fn tidies_punctuation() {
        let tidied = |words: &[&str]| {
            let mut runs: Vec<Run> = words.iter().map(|words| Run::words(words)).collect();
            tidy(&mut runs);
            plain(&runs)
        };
        assert_eq!(tidied(&["“Who pays?", ".” ", "Courier", ",", "."]), "“Who pays?” Courier.");
        assert_eq!(tidied(&["“Who pays?”", ". Courier"]), "“Who pays?” Courier");
        assert_eq!(tidied(&["Brook, J.", ". 2031"]), "Brook, J. 2031");
        assert_eq!(tidied(&["“Bridge.” ", "A, , b"]), "“Bridge.” A, , b");
    }

    #[test]
    fn finds_titles_in_whatever_case() {
        let marked = |words: &str, title| {
            let mut runs = vec![Run::words(words)];
            mark_title(&mut runs, title);
            runs.into_iter().map(|run| (run.role == Role::Title, run.words)).collect::<Vec<_>>()
        };
        let expected = [(false, "A. “"), (true, "The Bridge: What It Costs"), (false, ".”")];
        let expected = expected.map(|(is_title, words)| (is_title, words.to_owned()));
        assert_eq!(marked("A. “The Bridge: What It Costs.”", "The bridge: what it costs"), expected);
        assert_eq!(marked("渡船的未来", "渡船的未来"), [(true, "渡船的未来".to_owned())]);
        assert_eq!(marked("İi", "ii"), [(false, "İi".to_owned())]);
        assert_eq!(marked("a", ""), [(false, "a".to_owned())]);
    }
}
