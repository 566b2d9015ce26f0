//! Bylines: authors and outlet, from lines such as `By ADA BERG | Harbour Courier | Updated: 2031-03-14 07:50`.
//!
//! 1. Dates are cut out; the rest is split at bars, dots and labels (`Author:`, `Source:`).
//! 2. A label determines the type of its part; `By: harbour.example` gives the outlet because it is a host.
//! 3. An unlabelled part next to a name or a date is the outlet if it is short and capitalized.
//! 4. Below the first line, text with a date after a comma is a date line; it may be a place or the outlet, so neither
//!    is extracted.
//! 5. A name alone on a line is an author if the next line is a position (`Professor, Coast University`).

use super::date::{self, DateLine, DateLinePrecision};
use super::interface::is_reading_time;
use super::person::{is_position, parse_names, parse_position};
use crate::model::Author;
use crate::model::script::{ends_sentence, estimate_words};
use crate::text::line::{Line, LineRole};
use crate::text::text_shape::{fold, is_host, is_name, starts_uppercase, strip_prefix_ignore_case};

/// Metadata extracted from bylines.
#[derive(Clone, Debug, Default)]
pub(crate) struct Bylines {
    pub(crate) authors: Vec<Author>,
    pub(crate) authors_line: Option<usize>,
    pub(crate) outlet: Option<(String, usize)>,
    pub(crate) date_lines: Vec<(DateLine, usize)>,
}

const AUTHOR_LABELS: &[&str] = &[
    "written by",
    "author:",
    "authors:",
    "author：",
    "by:",
    "by",
    "words by",
    "interviewer:",
    "interview by",
    "autor:",
    "autorin:",
    "autora:",
    "auteur:",
    "auteur :",
    "autore:",
    "作者：",
    "作者:",
    "文/",
    "文／",
    "撰文：",
    "记者：",
    "记者:",
    "本报记者",
];
/// Words for `by` in other languages. They also begin titles, so they are accepted only below the first line.
const FOREIGN_BY: &[&str] = &["von", "par", "por", "door", "di"];
const OUTLET_LABELS: &[&str] = &[
    "source:",
    "source：",
    "source :",
    "outlet:",
    "publisher:",
    "published by",
    "published in",
    "quelle:",
    "fuente:",
    "fonte:",
    "bron:",
    "来源：",
    "来源:",
    "稿源：",
];
/// Labels that can occur in the middle of a line, without separation from the text before.
const INLINE_LABELS: &[&str] = &[
    "Author:",
    "Authors:",
    "Source:",
    "By:",
    "Editor:",
    "Autor:",
    "Quelle:",
    "Fuente:",
    "作者：",
    "来源：",
    "编辑：",
    "记者：",
];

/// Classifies bylines and date lines among lines outside the body.
pub(crate) fn classify(lines: &mut [Line]) -> Bylines {
    let mut bylines = Bylines::default();
    let first = lines.iter().position(Line::is_unassigned);
    for at in 0..lines.len() {
        if !lines[at].is_unassigned() || lines[at].word_count() > 30 {
            continue;
        }
        let (text, number) = (lines[at].text.clone(), lines[at].number);
        let below = if first < Some(at) { parse_foreign(&text).or_else(|| parse_date_line(&text)) } else { None };
        if let Some(parts) = parse_parts(&text).or(below) {
            apply_parts(&mut lines[at], parts, number, &mut bylines);
        } else if is_name(without_bullet(&text))
            && let Some(next) = (at + 1..lines.len()).find(|next| !lines[*next].text.is_empty())
            && lines[next].is_unassigned()
            && is_position(&lines[next].text)
            && !lines[next].ends_sentence()
        {
            let (role, affiliation) = parse_position(without_bullet(&lines[next].text));
            bylines.authors.push(Author { name: without_bullet(&text).to_owned(), family: None, role, affiliation });
            bylines.authors_line = bylines.authors_line.or(Some(number));
            lines[at].assign_role(LineRole::Byline, "name with a position below it");
            lines[next].assign_role(LineRole::Byline, "position of the person named above");
        }
    }
    bylines
}

/// Checks whether a line gives the author of the text.
pub(crate) fn is_byline(line: &Line) -> bool {
    line.is_unassigned()
        && line.word_count() <= 30
        && parse_parts(&line.text).is_some_and(|parts| !parts.authors.is_empty())
}

fn without_bullet(text: &str) -> &str {
    text.trim_start_matches(['•', '·', '-', '*', '–']).trim()
}

/// Parses `Von Ada Berg` alone on a line.
fn parse_foreign(text: &str) -> Option<BylineParts> {
    let rest = FOREIGN_BY.iter().find_map(|by| strip_prefix_ignore_case(text, by)?.strip_prefix(' '))?;
    let authors = parse_authors(rest.split(['|', '·']).next()?.trim())?;
    Some(BylineParts { authors, ..BylineParts::default() })
}

/// Parses `Harbour Courier, March 14, 2031` or `Lindhaven, 14 March 2031`.
fn parse_date_line(text: &str) -> Option<BylineParts> {
    let (range, date_line) = date::find_date_lines(text).into_iter().next()?;
    let name = text[..range.start].trim_end().strip_suffix(',')?;
    let fits = date_line.precision >= DateLinePrecision::Day
        && date::is_residue(&text[range.end..])
        && estimate_words(name) <= 5
        && starts_uppercase(name);
    fits.then(|| BylineParts { date_lines: vec![date_line], ..BylineParts::default() })
}

/// Parsed parts of a byline.
#[derive(Default)]
struct BylineParts {
    date_lines: Vec<DateLine>,
    authors: Vec<Author>,
    outlet: Option<String>,
}

fn apply_parts(line: &mut Line, parts: BylineParts, number: usize, bylines: &mut Bylines) {
    if !parts.authors.is_empty() {
        line.assign_role(LineRole::Byline, "names the author");
        bylines.authors_line = bylines.authors_line.or(Some(number));
        let is_known = |author: &Author| bylines.authors.iter().any(|known| fold(&known.name) == fold(&author.name));
        let new: Vec<Author> = parts.authors.into_iter().filter(|author| !is_known(author)).collect();
        bylines.authors.extend(new);
    }
    if let Some(outlet) = parts.outlet {
        line.assign_role(LineRole::Byline, "names the outlet");
        bylines.outlet = bylines.outlet.take().or(Some((outlet, number)));
    }
    for date_line in parts.date_lines {
        line.assign_role(LineRole::Date, format!("contains a date ({})", date_line.kind.as_str()));
        bylines.date_lines.push((date_line, number));
    }
}

/// Parses a line, or returns `None` if it is neither a byline nor a date line.
fn parse_parts(text: &str) -> Option<BylineParts> {
    if let Some(date_line) =
        date::parse_month_or_year(text).filter(|date_line| date_line.precision == DateLinePrecision::Month)
    {
        return Some(BylineParts { date_lines: vec![date_line], ..BylineParts::default() });
    }
    let mut parts = BylineParts::default();
    let mut rest = String::new();
    let mut end = 0;
    for (range, date_line) in date::find_date_lines(text) {
        rest.push_str(&text[end..range.start]);
        rest.push('|');
        end = range.end;
        parts.date_lines.push(date_line);
    }
    rest.push_str(&text[end..]);
    let has_bars = rest.contains(['|', '·', '•']) || !parts.date_lines.is_empty();
    let mut unlabelled = Vec::new();
    for part in split_parts(&rest) {
        match parse_labelled(&part) {
            Some(LabelledPart::Authors(authors)) => parts.authors.extend(authors),
            Some(LabelledPart::Outlet(outlet)) => parts.outlet = parts.outlet.or(Some(outlet)),
            None if date::is_residue(&part) || is_reading_time(&fold(&part)) => {}
            None => unlabelled.push(part),
        }
    }
    let is_known = !parts.authors.is_empty() || parts.outlet.is_some();
    if !is_known
        && (parts.date_lines.is_empty() || unlabelled.iter().any(|part| ends_sentence(part)) || unlabelled.len() > 2)
    {
        return None;
    }
    let may_be_outlet = |part: &&String| estimate_words(part) <= 6 && starts_uppercase(part) && !ends_sentence(part);
    match unlabelled.first() {
        None => {}
        // A date inside a sentence or a heading makes no date line.
        Some(_) if !is_known && !text.contains(['|', '·', '•']) && !is_apart(text, &parts.date_lines) => {
            return None;
        }
        Some(_) if !has_bars => return None,
        Some(_) => parts.outlet = parts.outlet.or_else(|| unlabelled.iter().find(may_be_outlet).cloned()),
    }
    Some(parts)
}

/// Checks whether a bar separates the date from the rest of the line.
fn is_apart(text: &str, date_lines: &[DateLine]) -> bool {
    date_lines.iter().any(|date_line| {
        text.split(['|', '·', '•'])
            .any(|part| part.contains(&date_line.printed) && date::is_residue(&part.replace(&date_line.printed, "")))
    })
}

/// Splits a text at bars and before inline labels.
fn split_parts(text: &str) -> Vec<String> {
    let mut cut = text.replace(['·', '•', '\t'], "|");
    for label in INLINE_LABELS {
        cut = cut.replace(label, &format!("|{label}"));
    }
    let mut parts: Vec<String> = Vec::new();
    for part in cut.split('|').map(|part| part.trim().trim_matches([',', '-', '–', '—']).trim()) {
        if !part.is_empty() {
            parts.push(part.to_owned());
        }
    }
    parts
}

enum LabelledPart {
    Authors(Vec<Author>),
    Outlet(String),
}

fn parse_labelled(part: &str) -> Option<LabelledPart> {
    let strip_label = |labels: &[&str]| {
        labels.iter().find_map(|label| {
            let rest = strip_prefix_ignore_case(part, label)?;
            let needs_space = label.ends_with(|c: char| c.is_ascii_alphabetic());
            (!needs_space || rest.starts_with(char::is_whitespace)).then(|| rest.trim())
        })
    };
    if let Some(outlet) = strip_label(OUTLET_LABELS)
        .filter(|outlet| !outlet.is_empty() && estimate_words(outlet) <= 10 && !ends_sentence(outlet))
    {
        return (!outlet.contains("://")).then(|| LabelledPart::Outlet(outlet.to_owned()));
    }
    let text = strip_label(AUTHOR_LABELS)?;
    let is_single_word = starts_uppercase(text) && !text.contains(char::is_whitespace) && estimate_words(text) == 1;
    // `By: Courier` gives an outlet, while `By Courier` could begin anything.
    if is_host(text) || is_single_word && strip_prefix_ignore_case(part, "by:").is_some() {
        return Some(LabelledPart::Outlet(text.to_owned()));
    }
    parse_authors(text).map(LabelledPart::Authors)
}

/// Parses names, the last with an optional position: `Ada Berg, Professor at Coast University`.
fn parse_authors(text: &str) -> Option<Vec<Author>> {
    if let Some(names) = parse_names(text) {
        return Some(names.into_iter().map(Author::named).collect());
    }
    if let Some((name, rest)) = text.strip_suffix(['）', ')']).and_then(|text| text.split_once(['（', '('])) {
        let (name, rest) = (name.trim(), rest.trim());
        let author = Author { affiliation: Some(rest.to_owned()), ..Author::named(name.to_owned()) };
        return (is_name(name) && !rest.is_empty() && estimate_words(rest) <= 12).then(|| vec![author]);
    }
    let (name, rest) = text.split_once([',', '，'])?;
    if !is_name(name.trim()) || !is_position(rest) || ends_sentence(rest) {
        return None;
    }
    let (role, affiliation) = parse_position(rest);
    Some(vec![Author { role, affiliation, ..Author::named(name.trim().to_owned()) }])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::line::test_lines;

    fn parse(texts: &[&str]) -> (Bylines, Vec<Line>) {
        let mut lines = test_lines(texts);
        (classify(&mut lines), lines)
    }

    fn names_of(bylines: &Bylines) -> Vec<&str> {
        bylines.authors.iter().map(|author| author.name.as_str()).collect()
    }

    #[test]
    fn splits_at_bars() {
        let (bylines, lines) = parse(&["By ADA BERG | Harbour Courier | Updated: 2031-03-14 07:50"]);
        assert_eq!(names_of(&bylines), ["ADA BERG"]);
        assert_eq!(bylines.outlet, Some(("Harbour Courier".to_owned(), 1)));
        assert_eq!(bylines.date_lines[0].0.date, "2031-03-14");
        assert!(lines[0].has(LineRole::Byline) && lines[0].has(LineRole::Date));
    }

    #[test]
    fn parses_labels_without_spaces() {
        let (bylines, _) = parse(&["Author:Ada BERG Release date:2031-03-14 09:03:23Source:HPI"]);
        assert_eq!(names_of(&bylines), ["Ada BERG"]);
        assert_eq!(bylines.outlet.unwrap().0, "HPI");
    }

    #[test]
    fn accepts_host_as_outlet() {
        let (bylines, _) = parse(&["2031-March-14 14:16 By: courier.example", "By Ada Berg and Tomas Lind"]);
        assert_eq!(bylines.outlet.unwrap().0, "courier.example");
        assert_eq!(bylines.authors.len(), 2);
    }

    #[test]
    fn parses_bylines_in_other_languages() {
        assert_eq!(names_of(&parse(&["Die Fähren sind voll", "Von Jörg Müller und Ada Berg"]).0).len(), 2);
        assert_eq!(names_of(&parse(&["Autor: Ada Berg | Quelle: Hafenkurier"]).0), ["Ada Berg"]);
        assert_eq!(names_of(&parse(&["港口", "本报记者 李明"]).0), ["李明"]);
        assert!(parse(&["Von Neumann"]).0.authors.is_empty());
    }

    #[test]
    fn parses_affiliation_in_brackets() {
        let (bylines, _) = parse(&["作者：李明（港口日报）"]);
        assert_eq!((names_of(&bylines), bylines.authors[0].affiliation.as_deref()), (vec!["李明"], Some("港口日报")));
        assert_eq!(names_of(&parse(&["By Ada Berg (Harbour Courier)"]).0), ["Ada Berg"]);
        assert!(parse(&["By the harbour (at last)"]).0.authors.is_empty());
    }

    #[test]
    fn parses_date_after_comma_below_first_line() {
        let (bylines, _) = parse(&["The sea does not wait", "Harbour Courier, 14 March 2031", "Interviewer: Ada Berg"]);
        assert_eq!((bylines.date_lines[0].0.date.as_str(), bylines.outlet), ("2031-03-14", None));
        assert_eq!(bylines.authors[0].name, "Ada Berg");
        assert!(parse(&["Lindhaven, 14 March 2031"]).0.date_lines.is_empty());
        assert!(parse(&["A bridge", "In Lindhaven, March 14, 2031 was a quiet day"]).0.date_lines.is_empty());
    }

    #[test]
    fn accepts_single_word_after_label_as_outlet() {
        assert_eq!(parse(&["2031-March-14 14:16 By: Courier"]).0.outlet.unwrap().0, "Courier");
        assert_eq!(parse(&["By Courier"]).0.outlet, None);
    }

    #[test]
    fn parses_names_with_positions_below() {
        let (bylines, lines) = parse(&[
            "• Ada Berg",
            "",
            "Professor, Coast University",
            "• Tomas Lind",
            "Research Fellow, Lind Institute",
        ]);
        assert_eq!(names_of(&bylines), ["Ada Berg", "Tomas Lind"]);
        assert_eq!(bylines.authors[0].affiliation.as_deref(), Some("Coast University"));
        assert!(lines.iter().all(|line| line.text.is_empty() || line.has(LineRole::Byline)));
    }

    #[test]
    fn ignores_sentences_and_headings() {
        for text in [
            "By 2035 the bridge will be paid.",
            "By the harbour, a bridge rises",
            "What changed after March 14, 2031",
            "On March 14, 2031, the council voted.",
        ] {
            let (bylines, lines) = parse(&[text]);
            assert!(bylines.authors.is_empty() && bylines.date_lines.is_empty() && lines[0].is_unassigned(), "{text}");
        }
    }
}
