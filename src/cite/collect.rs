//! Collects the output of the library as runs: fills its placeholders, and puts names in their order.

use super::csl_item::{CslSource, FamilyFirstName};
use super::date_runs::without_season;
use super::markup;
use super::placeholder::{self, TextField};
use super::quote_marks::QuoteMarks;
use super::runs::{FIRST_NOTE_SENTINEL, Part, RunRole, StyledRun};
use super::style_variant::LETTER;
use crate::cite::bibliography::is_cjk;
use hayagriva::{Elem, ElemChild, ElemChildren, ElemMeta, Formatting};
use std::ops::Range;

/// Collects the runs of a style's output for a source. `letter` distinguishes works of one year.
pub(super) fn collect_runs(
    output: &ElemChildren,
    source: &CslSource,
    marks: &QuoteMarks,
    letter: Option<&str>,
) -> Vec<StyledRun> {
    let mut collector = RunCollector { source, letter, ..RunCollector::new(source) };
    collector.children(output, Inside::Other);
    fill(collector.runs, source, marks)
}

/// Collects the runs of a single child of a style's output: see [`collect_runs`].
pub(super) fn child_runs(output: &ElemChild, source: &CslSource) -> Vec<StyledRun> {
    let mut collector = RunCollector::new(source);
    collector.child(output, Inside::Other);
    collector.runs
}

/// Innermost enclosing element that affects how text is read.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Inside {
    Other,
    Number,
}

struct RunCollector<'s> {
    runs: Vec<StyledRun>,
    source: &'s CslSource,
    letter: Option<&'s str>,
    part: Part,
    dates: usize,
    lists: usize,
}

impl<'s> RunCollector<'s> {
    fn new(source: &'s CslSource) -> RunCollector<'s> {
        RunCollector { runs: Vec::new(), source, letter: None, part: Part::Other, dates: 0, lists: 0 }
    }

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
            ElemChild::Transparent { format, .. } => self.push_empty(RunRole::Passage, *format),
        }
    }

    fn elem(&mut self, elem: &Elem, inside: Inside) {
        let (outer, start) = (self.part, self.runs.len());
        let mut order = None;
        let mut inside = inside;
        match &elem.meta {
            Some(ElemMeta::Date) => {
                self.part = Part::Date(self.dates);
                self.dates += 1;
            }
            Some(ElemMeta::Names(_)) => {
                self.part = Part::Names(self.lists);
                self.lists += 1;
            }
            Some(ElemMeta::Name(variable, index)) => {
                self.part = Part::Name(outer.names().unwrap_or_default(), *index);
                order = self.source.names.iter().find(|name| name.variable == *variable && name.index == *index);
            }
            Some(ElemMeta::CitationNumber) => inside = Inside::Number,
            _ => {}
        }
        if elem.display.is_some() {
            self.push_space();
        }
        self.children(&elem.children, inside);
        if let Some(order) = order {
            let runs = self.runs.split_off(start.min(self.runs.len()));
            self.runs.extend(in_order(runs, order));
        }
        if elem.display.is_some() {
            self.push_space();
        }
        self.part = outer;
    }

    fn text(&mut self, text: &str, formatting: Formatting, inside: Inside) {
        let text = &*text.replace(LETTER, self.letter.unwrap_or(""));
        match (self.part, inside, &self.source.year_replacement) {
            (Part::Date(_), Inside::Other, None) => self.push_with_note(without_season(text), formatting),
            (Part::Date(_), _, Some((year, replacement))) => {
                self.push_with_note(&text.replacen(year.as_str(), replacement, 1), formatting);
            }
            (_, Inside::Number, _) => self.push_split(RunRole::Number, first_digits(text), text, formatting),
            _ => self.push_with_note(text, formatting),
        }
    }

    fn push_with_note(&mut self, text: &str, formatting: Formatting) {
        let note = FIRST_NOTE_SENTINEL.to_string();
        let range = text.find(&note).map(|range| range..range + note.len());
        self.push_split(RunRole::FirstNote, range, text, formatting);
    }

    /// Adds text, with a placeholder instead of its range `part`.
    fn push_split(&mut self, role: RunRole, part: Option<Range<usize>>, text: &str, formatting: Formatting) {
        let Some(part) = part else { return self.push(RunRole::Text, text, formatting) };
        self.push(RunRole::Text, &text[..part.start], formatting);
        self.push_empty(role, formatting);
        self.push(RunRole::Text, &text[part.end..], formatting);
    }

    fn push_empty(&mut self, role: RunRole, formatting: Formatting) {
        self.runs.push(StyledRun { role, text: String::new(), part: self.part, formatting });
    }

    fn push(&mut self, role: RunRole, text: &str, formatting: Formatting) {
        let part = self.part;
        match self.runs.last_mut() {
            _ if text.is_empty() => {}
            Some(last)
                if last.role == role && last.formatting == formatting && last.part == part && role == RunRole::Text =>
            {
                last.text.push_str(text);
            }
            _ => self.runs.push(StyledRun { role, text: text.to_owned(), part, formatting }),
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
fn first_digits(text: &str) -> Option<Range<usize>> {
    let start = text.find(|c: char| c.is_ascii_digit())?;
    let length = text[start..].find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len() - start);
    Some(start..start + length)
}

/// Returns the runs of a name with the family name first. The library prints it last where a style does not invert names.
fn in_order(runs: Vec<StyledRun>, order: &FamilyFirstName) -> Vec<StyledRun> {
    let family = |run: &StyledRun| find_ignoring_case(&run.text, &order.family);
    let Some((index, range)) = runs.iter().enumerate().rev().find_map(|(index, run)| Some((index, family(run)?)))
    else {
        return runs;
    };
    let with_text = |run: &StyledRun, text: &str| StyledRun { text: text.to_owned(), ..run.clone() };
    let holder = &runs[index];
    let name = with_text(holder, &holder.text[range.clone()]);
    let before = runs[..index].iter().cloned().chain([with_text(holder, &holder.text[..range.start])]);
    let after = [with_text(holder, &holder.text[range.end..])].into_iter().chain(runs[index + 1..].iter().cloned());
    let (mut before, after): (Vec<StyledRun>, Vec<StyledRun>) = (before.collect(), after.collect());
    let has_words = |runs: &[StyledRun]| runs.iter().any(|run| run.text.contains(char::is_alphanumeric));
    if is_cjk(&order.family) && is_cjk(&order.given) {
        let given = if has_words(&before) || has_words(&after) { order.given.as_str() } else { "" };
        let last = runs.last().map_or("", |run| run.text.as_str());
        let space = &last[last.trim_end().len()..];
        return vec![with_text(&name, &format!("{}{given}{space}", name.text))];
    }
    if !has_words(&before) {
        return runs;
    }
    if let Some(last) = before.iter_mut().rev().find(|run| !run.text.is_empty()) {
        last.text.truncate(last.text.trim_end().len());
    }
    let space = with_text(&name, " ");
    let ordered = [name, space].into_iter().chain(before).chain(after);
    ordered.filter(|run| !run.text.is_empty()).collect()
}

/// Finds the range of `needle` in a text, ignoring case.
fn find_ignoring_case(text: &str, needle: &str) -> Option<Range<usize>> {
    let same = |a: char, b: char| a == b || a.to_lowercase().eq(b.to_lowercase());
    let matches_at = |from: usize| {
        let mut rest = text[from..].char_indices();
        let all = needle.chars().all(|expected| rest.next().is_some_and(|(_, c)| same(c, expected)));
        all.then(|| from..rest.next().map_or(text.len(), |(at, _)| from + at))
    };
    text.char_indices().rev().filter(|_| !needle.is_empty()).find_map(|(from, _)| matches_at(from))
}

/// Replaces the placeholders of fields by their texts.
fn fill(runs: Vec<StyledRun>, source: &CslSource, marks: &QuoteMarks) -> Vec<StyledRun> {
    let mut filled = Vec::with_capacity(runs.len() + 4);
    let mut depth = 0;
    for run in runs {
        if run.role != RunRole::Text {
            filled.push(run);
            continue;
        }
        let mut rest = run.text.as_str();
        while let Some(found) = placeholder::find(rest) {
            let before = &rest[..found.start];
            depth = marks.depth_after(before, depth);
            filled.push(StyledRun { text: before.to_owned(), ..run.clone() });
            let text = source.text(found.field);
            let text = if found.strips_periods { text.replace('.', "") } else { text.to_owned() };
            let is_title = found.field == TextField::Title;
            let text = if is_title { markup::encode(&text) } else { text };
            let text = marks.set(&found.case.apply(&text), depth);
            let role = if is_title { RunRole::Title } else { RunRole::Value };
            filled.extend(markup::decode(&StyledRun { role, text, ..run.clone() }));
            rest = &rest[found.end..];
        }
        depth = marks.depth_after(rest, depth);
        // A suffix does not have the format of the text before it.
        let is_suffix = rest.len() < run.text.len() && rest.chars().all(|c| matches!(c, '.' | ',' | ';' | ':' | ' '));
        let formatting = if is_suffix { Formatting::default() } else { run.formatting };
        filled.push(StyledRun { text: rest.to_owned(), formatting, ..run.clone() });
    }
    super::runs::remove_empty(&mut filled);
    filled
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cite::bibliography::tests::op_ed;
    use crate::cite::bibliography::{BibliographyItem, BibliographyName, PersonName};
    use crate::cite::runs::{plain_text, write_html};
    use crate::cite::style::Styles;
    use crate::cite::text_case::TextCase;
    use crate::diagnose::Diagnostics;
    use crate::testkit::TestSite;
    use hayagriva::Formatted;
    use hayagriva::citationberg::FontStyle;
    use hayagriva::citationberg::taxonomy::NameVariable;

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

    fn collected(item: &BibliographyItem<'_>, output: Vec<ElemChild>, letter: Option<&str>) -> Vec<StyledRun> {
        let styles = Styles::of(&TestSite::new().site, "en", &mut Diagnostics::default());
        collect_runs(&ElemChildren(output), &CslSource::new(item), &styles.main.marks, letter)
    }

    fn html(runs: &[StyledRun]) -> String {
        let mut html = String::new();
        write_html(&mut html, runs, |html, run| match run.role {
            RunRole::Number => html.push('#'),
            RunRole::FirstNote => html.push('^'),
            RunRole::Title => html.push_str(&run.text),
            _ => html.push('¶'),
        });
        html
    }

    #[test]
    fn escapes_all_text() {
        let output = vec![text("<script>"), italic("\"a\" & b"), ElemChild::Markup("<b>".into())];
        assert_eq!(html(&collected(&op_ed(), output, None)), "&lt;script&gt;<i>\"a\" &amp; b</i>&lt;b&gt;");
    }

    #[test]
    fn replaces_numbers_with_placeholders() {
        let output = vec![elem(ElemMeta::CitationNumber, vec![text("[12]")]), text(", see n. 987654.")];
        assert_eq!(html(&collected(&op_ed(), output, None)), "[#], see n. ^.");
    }

    #[test]
    fn replaces_years_only_in_dates() {
        let decade = BibliographyItem { issued: crate::model::Edtf::parse("203X").ok(), ..op_ed() };
        let output = vec![text("2030 "), elem(ElemMeta::Date, vec![text("2030b")])];
        assert_eq!(plain_text(&collected(&decade, output, None)), "2030 2030sb");
    }

    #[test]
    fn fills_in_texts() {
        let title = |case: TextCase, title| {
            let placeholder = TextField::Title.placeholder();
            let placeholder = if case == TextCase::Title { placeholder.replace("qX zq", "Qx Zq") } else { placeholder };
            let item = BibliographyItem { title, ..op_ed() };
            let output =
                vec![text("Brook. “"), text(&placeholder), text(".” "), text(&TextField::Container.placeholder())];
            html(&collected(&item, output, None))
        };
        assert_eq!(title(TextCase::Title, "What the EU \"wants\""), "Brook. “What the EU ‘Wants’.” Lindhaven Courier");
        assert_eq!(
            title(TextCase::AsWritten, "O'Brook's <i>Gull</i>"),
            "Brook. “O’Brook’s <i>Gull</i>.” Lindhaven Courier"
        );
        assert_eq!(title(TextCase::AsWritten, "qX zq"), "Brook. “qX zq.” Lindhaven Courier");
        let letter = vec![text("2031"), text(&LETTER.to_string())];
        assert_eq!(html(&collected(&op_ed(), letter.clone(), Some("b"))), "2031b");
        assert_eq!(html(&collected(&op_ed(), letter, None)), "2031");
    }

    #[test]
    fn puts_family_names_first() {
        let printed = |family: &'static str, given: &'static str, words: &[ElemChild]| {
            let person = PersonName { family, given, family_first: true, ..PersonName::default() };
            let item = BibliographyItem { authors: vec![BibliographyName::Person(person)], ..op_ed() };
            plain_text(&collected(&item, vec![elem(ElemMeta::Name(NameVariable::Author, 0), words.to_vec())], None))
        };
        assert_eq!(printed("Gao", "Ling", &[text("Ling Gao")]), "Gao Ling");
        assert_eq!(printed("Gao", "Ling", &[text("L. "), italic("Gao")]), "Gao L.");
        assert_eq!(printed("Gao", "Ling", &[text("Gao, Ling")]), "Gao, Ling");
        assert_eq!(printed("Gao", "Ling", &[text("GAO L")]), "GAO L");
        assert_eq!(printed("Gao", "Ling", &[text("Gao")]), "Gao");
        assert_eq!(printed("한", "민서", &[text("한, 민서")]), "한민서");
        assert_eq!(printed("한", "민서", &[text("민서 한")]), "한민서");
        assert_eq!(printed("한", "민서", &[text("한")]), "한");
    }
}
