//! Styled runs of text in a style's output: converted to HTML that is safe by construction, with placeholders for
//! values that depend on the page.

use crate::model::escape;
use hayagriva::citationberg::{FontStyle, FontVariant, FontWeight, TextDecoration, VerticalAlign};
use hayagriva::{Elem, ElemChild, ElemChildren, ElemMeta, Formatting};

/// Delimits a cite in a style's output, to separate it from the text around all cites of a citation.
pub(super) const OPEN_MARKER: char = '\u{e000}';
/// Closes what [`OPEN_MARKER`] opens.
pub(super) const CLOSE_MARKER: char = '\u{e001}';

/// Number of the first note as passed to a style; in its output, it is the placeholder for the page's own number.
pub(super) const FIRST_NOTE_SENTINEL: usize = 987_654;

/// A run of text with one format, or a placeholder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct StyledRun {
    /// Role of the run.
    pub(super) role: RunRole,
    /// Text of the run; empty for placeholders.
    pub(super) text: String,
    formatting: Formatting,
}

/// Role of a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum RunRole {
    /// Plain text.
    Text,
    /// A URL, which is also the target of the link.
    Url,
    /// A title, which links to the article.
    Title,
    /// Placeholder for the passage.
    Passage,
    /// Placeholder for the number of the reference.
    Number,
    /// Placeholder for the number of the note in which the source was first cited.
    FirstNote,
}

impl StyledRun {
    /// Creates a run of unformatted text.
    pub(super) fn plain(text: &str) -> StyledRun {
        StyledRun { role: RunRole::Text, text: text.to_owned(), formatting: Formatting::default() }
    }

    /// Creates a placeholder for the passage.
    pub(super) fn passage() -> StyledRun {
        StyledRun { role: RunRole::Passage, ..StyledRun::plain("") }
    }
}

/// Collects the runs of a style's output. `year` is a year that the style could not print, with its replacement.
pub(super) fn collect_runs(output: &ElemChildren, year: Option<&(String, String)>) -> Vec<StyledRun> {
    let mut collector = RunCollector { runs: Vec::new(), year };
    collector.children(output, Inside::Other);
    collector.runs
}

/// Collects the runs of a single child of a style's output: see [`collect_runs`].
pub(super) fn child_runs(output: &ElemChild) -> Vec<StyledRun> {
    let mut collector = RunCollector { runs: Vec::new(), year: None };
    collector.child(output, Inside::Other);
    collector.runs
}

/// Innermost enclosing element that affects how text is read.
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
            ElemChild::Markup(text) => self.push(RunRole::Text, text, Formatting::default()),
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

    fn text(&mut self, text: &str, formatting: Formatting, inside: Inside) {
        match (inside, self.year) {
            (Inside::Date, Some((year, replacement))) => {
                self.push_with_note(&text.replacen(year, replacement, 1), formatting);
            }
            (Inside::Number, _) => self.push_split(RunRole::Number, first_digits(text), text, formatting),
            _ => self.push_with_note(text, formatting),
        }
    }

    fn push_with_note(&mut self, text: &str, formatting: Formatting) {
        let note = FIRST_NOTE_SENTINEL.to_string();
        let range = text.find(&note).map(|range| range..range + note.len());
        self.push_split(RunRole::FirstNote, range, text, formatting);
    }

    /// Adds text, with a placeholder instead of its range `part`.
    fn push_split(&mut self, role: RunRole, part: Option<std::ops::Range<usize>>, text: &str, formatting: Formatting) {
        let Some(part) = part else { return self.push(RunRole::Text, text, formatting) };
        self.push(RunRole::Text, &text[..part.start], formatting);
        self.runs.push(StyledRun { role, text: String::new(), formatting });
        self.push(RunRole::Text, &text[part.end..], formatting);
    }

    fn push(&mut self, role: RunRole, text: &str, formatting: Formatting) {
        match self.runs.last_mut() {
            _ if text.is_empty() => {}
            Some(last) if last.role == role && last.formatting == formatting && role == RunRole::Text => {
                last.text.push_str(text);
            }
            _ => self.runs.push(StyledRun { role, text: text.to_owned(), formatting }),
        }
    }

    /// Adds a space between text and an element on a line of its own.
    fn push_space(&mut self) {
        if self.runs.last().is_some_and(|last| !last.text.ends_with(' ')) {
            self.push(RunRole::Text, " ", Formatting::default());
        }
    }
}

/// Returns the range of the first digits in a text.
fn first_digits(text: &str) -> Option<std::ops::Range<usize>> {
    let start = text.find(|c: char| c.is_ascii_digit())?;
    let length = text[start..].find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len() - start);
    Some(start..start + length)
}

/// Removes a marker from all runs.
pub(super) fn remove_marker(runs: &mut Vec<StyledRun>, marker: char) {
    for run in &mut *runs {
        run.text.retain(|c| c != marker);
    }
    runs.retain(|run| run.role != RunRole::Text || !run.text.is_empty());
}

/// Splits at the last [`OPEN_MARKER`]: the runs before it, and those after it.
pub(super) fn split_at_open_marker(mut runs: Vec<StyledRun>) -> (Vec<StyledRun>, Vec<StyledRun>) {
    let Some(index) = runs.iter().rposition(|run| run.text.contains(OPEN_MARKER)) else { return (runs, Vec::new()) };
    let mut after = runs.split_off(index);
    if let Some((before, tail)) = after[0].text.rsplit_once(OPEN_MARKER).map(|(a, b)| (a.to_owned(), b.to_owned())) {
        runs.push(StyledRun { text: before, ..after[0].clone() });
        after[0].text = tail;
    }
    remove_marker(&mut runs, OPEN_MARKER);
    remove_marker(&mut after, OPEN_MARKER);
    if let Some(last) = runs.last_mut() {
        last.text.truncate(last.text.trim_end().len());
    }
    (runs, after)
}

/// Removes a punctuation mark that a style adds after another one, such as the full stop after `Who pays?` or a comma
/// before a full stop.
pub(super) fn fix_punctuation(runs: &mut Vec<StyledRun>) {
    let mut previous: Option<(usize, char)> = None;
    for index in 0..runs.len() {
        if runs[index].role != RunRole::Text {
            previous = None;
            continue;
        }
        let text = std::mem::take(&mut runs[index].text);
        for c in text.chars() {
            match (previous, c) {
                (Some((_, last)), '.') if ends_sentence(last) => continue,
                (Some((_, ',')), ',') => continue,
                (Some((comma_run, ',')), '.') => drop(runs[comma_run].text.pop()),
                _ => {}
            }
            runs[index].text.push(c);
            // A closing quotation mark does not hide the end of a sentence: `pays?”`.
            if !(matches!(c, '”' | '’' | '"') && previous.is_some_and(|(_, last)| ends_sentence(last) && last != '.'))
            {
                previous = Some((index, c));
            }
        }
    }
    runs.retain(|run| run.role != RunRole::Text || !run.text.is_empty());
}

fn ends_sentence(c: char) -> bool {
    matches!(c, '.' | '?' | '!' | '。' | '？' | '！')
}

/// Finds a title in a style's output, ignoring case, and splits it off as a run of its own.
pub(super) fn tag_title(runs: &mut Vec<StyledRun>, title: &str) {
    let title_match = runs.iter().enumerate().find_map(|(index, run)| match run.role {
        RunRole::Text => Some((index, find_ignoring_case(&run.text, title)?)),
        _ => None,
    });
    let Some((index, range)) = title_match else { return };
    let StyledRun { formatting, text, .. } = runs[index].clone();
    let run = |role, text: &str| StyledRun { role, text: text.to_owned(), formatting };
    let parts = [
        run(RunRole::Text, &text[..range.start]),
        run(RunRole::Title, &text[range.clone()]),
        run(RunRole::Text, &text[range.end..]),
    ];
    runs.splice(index..=index, parts.into_iter().filter(|part| !part.text.is_empty()));
}

/// Finds the range of `needle` in a text, ignoring case.
fn find_ignoring_case(text: &str, needle: &str) -> Option<std::ops::Range<usize>> {
    let same = |a: char, b: char| a == b || a.to_lowercase().eq(b.to_lowercase());
    let matches_at = |from: usize| {
        let mut rest = text[from..].char_indices();
        let all = needle.chars().all(|expected| rest.next().is_some_and(|(_, c)| same(c, expected)));
        all.then(|| from..rest.next().map_or(text.len(), |(at, _)| from + at))
    };
    text.char_indices().filter(|_| !needle.is_empty()).find_map(|(from, _)| matches_at(from))
}

/// Returns the text without formats; placeholders are empty.
pub(super) fn plain_text(runs: &[StyledRun]) -> String {
    runs.iter().map(|run| run.text.as_str()).collect()
}

/// Writes runs as HTML. `fill` writes placeholders, titles and URLs.
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

/// Returns the tags of a format. Superscript is set by the element of the whole citation.
fn tags(formatting: Formatting) -> Vec<(&'static str, &'static str)> {
    let all = [
        (formatting.font_style == FontStyle::Italic, ("<i>", "</i>")),
        (formatting.font_weight == FontWeight::Bold, ("<b>", "</b>")),
        (formatting.font_variant == FontVariant::SmallCaps, ("<span class=\"small-caps\">", "</span>")),
        (formatting.text_decoration == TextDecoration::Underline, ("<span class=\"underlined\">", "</span>")),
        (formatting.vertical_align == VerticalAlign::Sub, ("<sub>", "</sub>")),
    ];
    all.into_iter().filter_map(|(applies, tags)| applies.then_some(tags)).collect()
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
    fn escapes_all_text() {
        let output = ElemChildren(vec![text("<script>"), italic("\"a\" & b"), ElemChild::Markup("<b>".into())]);
        assert_eq!(html(&collect_runs(&output, None)), "&lt;script&gt;<i>\"a\" &amp; b</i>&lt;b&gt;");
    }

    #[test]
    fn replaces_numbers_with_placeholders() {
        let output = ElemChildren(vec![elem(ElemMeta::CitationNumber, vec![text("[12]")]), text(", see n. 987654.")]);
        assert_eq!(html(&collect_runs(&output, None)), "[#], see n. ^.");
    }

    #[test]
    fn replaces_years_only_in_dates() {
        let output = ElemChildren(vec![text("2030 "), elem(ElemMeta::Date, vec![text("2030b")])]);
        let year = ("2030".to_owned(), "2030s".to_owned());
        assert_eq!(plain_text(&collect_runs(&output, Some(&year))), "2030 2030sb");
    }

    #[test]
    fn splits_names_from_the_rest() {
        let output = ElemChildren(vec![text("\u{e000}Brook "), text("\u{e000}2031"), text(", 7")]);
        let (before, after) = split_at_open_marker(collect_runs(&output, None));
        assert_eq!((plain_text(&before), plain_text(&after)), ("Brook".into(), "2031, 7".into()));
        let (before, after) = split_at_open_marker(collect_runs(&ElemChildren(vec![text("Brook")]), None));
        assert_eq!((plain_text(&before), plain_text(&after)), ("Brook".into(), String::new()));
    }

    #[test]
    fn removes_doubled_punctuation() {
        let fixed = |words: &[&str]| {
            let mut runs: Vec<StyledRun> = words.iter().map(|words| StyledRun::plain(words)).collect();
            fix_punctuation(&mut runs);
            plain_text(&runs)
        };
        assert_eq!(fixed(&["“Who pays?", ".” ", "Courier", ",", "."]), "“Who pays?” Courier.");
        assert_eq!(fixed(&["“Who pays?”", ". Courier"]), "“Who pays?” Courier");
        assert_eq!(fixed(&["Brook, J.", ". 2031"]), "Brook, J. 2031");
        assert_eq!(fixed(&["“Bridge.” ", "A, , b"]), "“Bridge.” A, , b");
    }

    #[test]
    fn finds_titles_ignoring_case() {
        let tagged = |words: &str, title| {
            let mut runs = vec![StyledRun::plain(words)];
            tag_title(&mut runs, title);
            runs.into_iter().map(|run| (run.role == RunRole::Title, run.text)).collect::<Vec<_>>()
        };
        let expected = [(false, "A. “"), (true, "The Bridge: What It Costs"), (false, ".”")];
        let expected = expected.map(|(is_title, words)| (is_title, words.to_owned()));
        assert_eq!(tagged("A. “The Bridge: What It Costs.”", "The bridge: what it costs"), expected);
        assert_eq!(tagged("渡船的未来", "渡船的未来"), [(true, "渡船的未来".to_owned())]);
        assert_eq!(tagged("İi", "ii"), [(false, "İi".to_owned())]);
        assert_eq!(tagged("a", ""), [(false, "a".to_owned())]);
    }
}
