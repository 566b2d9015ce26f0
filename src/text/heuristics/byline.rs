//! Bylines: authors and outlet, from lines such as `By ADA BERG | Harbour Courier | Updated: 2031-03-14 07:50`.
//!
//! 1. The dates are cut out; what is left is split at bars, dots and labels (`Author:`, `Source:`).
//! 2. A labelled part is what its label says; `By: harbour.example` names the outlet, since it is a host.
//! 3. An unlabelled part beside a name or a date is the outlet, when it is short and begins with a capital.
//! 4. Below the first line, words with a date behind a comma are a date line; whether they name a place or the outlet is
//!    not said.
//! 5. A name alone on a line is an author when the next line is a position (`Professor, Coast University`).

use super::date::{self, DateLine, DateLinePrecision};
use super::interface::is_reading_time;
use super::person::{is_position, parse_names, parse_position};
use crate::model::Author;
use crate::model::script::{ends_sentence, estimate_words};
use crate::text::line::{Line, LineRole};
use crate::text::text_shape::{fold, is_host, is_name, starts_uppercase, strip_prefix_ignore_case};

/// What bylines say.
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
/// Words for `by` in other languages, which begin many a title, too: taken below the first line only.
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
/// Labels that may stand in the middle of a line, glued to what is before them.
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

/// Reads the bylines and date lines among these lines, which stand outside the body.
pub(crate) fn classify(lines: &mut [Line]) -> Bylines {
    let mut found = Bylines::default();
    let first = lines.iter().position(Line::is_unassigned);
    for at in 0..lines.len() {
        if !lines[at].is_unassigned() || lines[at].word_count() > 30 {
            continue;
        }
        let (text, number) = (lines[at].text.clone(), lines[at].number);
        let below = if first < Some(at) { parse_foreign(&text).or_else(|| parse_date_line(&text)) } else { None };
        if let Some(parts) = parse_parts(&text).or(below) {
            apply_parts(&mut lines[at], parts, number, &mut found);
        } else if is_name(without_bullet(&text))
            && let Some(next) = (at + 1..lines.len()).find(|next| !lines[*next].text.is_empty())
            && lines[next].is_unassigned()
            && is_position(&lines[next].text)
            && !lines[next].ends_sentence()
        {
            let (role, affiliation) = parse_position(without_bullet(&lines[next].text));
            found.authors.push(Author { name: without_bullet(&text).to_owned(), family: None, role, affiliation });
            found.authors_line = found.authors_line.or(Some(number));
            lines[at].assign_role(LineRole::Byline, "a name with a position below it");
            lines[next].assign_role(LineRole::Byline, "the position of the name above it");
        }
    }
    found
}

/// Whether a line says who wrote the text.
pub(crate) fn is_byline(line: &Line) -> bool {
    line.is_unassigned()
        && line.word_count() <= 30
        && parse_parts(&line.text).is_some_and(|parts| !parts.authors.is_empty())
}

fn without_bullet(text: &str) -> &str {
    text.trim_start_matches(['•', '·', '-', '*', '–']).trim()
}

/// `Von Ada Berg`, with nothing else on the line.
fn parse_foreign(text: &str) -> Option<BylineParts> {
    let rest = FOREIGN_BY.iter().find_map(|by| strip_prefix_ignore_case(text, by)?.strip_prefix(' '))?;
    let authors = parse_authors(rest.split(['|', '·']).next()?.trim())?;
    Some(BylineParts { authors, ..BylineParts::default() })
}

/// `Harbour Courier, March 14, 2031`, `Lindhaven, 14 March 2031`.
fn parse_date_line(text: &str) -> Option<BylineParts> {
    let (range, stamp) = date::find_date_lines(text).into_iter().next()?;
    let words = text[..range.start].trim_end().strip_suffix(',')?;
    let fits = stamp.precision >= DateLinePrecision::Day
        && date::is_residue(&text[range.end..])
        && estimate_words(words) <= 5
        && starts_uppercase(words);
    fits.then(|| BylineParts { date_lines: vec![stamp], ..BylineParts::default() })
}

/// A line taken apart.
#[derive(Default)]
struct BylineParts {
    date_lines: Vec<DateLine>,
    authors: Vec<Author>,
    outlet: Option<String>,
}

fn apply_parts(line: &mut Line, parts: BylineParts, number: usize, found: &mut Bylines) {
    if !parts.authors.is_empty() {
        line.assign_role(LineRole::Byline, "names who wrote it");
        found.authors_line = found.authors_line.or(Some(number));
        let known = |author: &Author| found.authors.iter().any(|known| fold(&known.name) == fold(&author.name));
        let new: Vec<Author> = parts.authors.into_iter().filter(|author| !known(author)).collect();
        found.authors.extend(new);
    }
    if let Some(outlet) = parts.outlet {
        line.assign_role(LineRole::Byline, "names where it appeared");
        found.outlet = found.outlet.take().or(Some((outlet, number)));
    }
    for stamp in parts.date_lines {
        line.assign_role(LineRole::Date, format!("has a date ({})", stamp.kind.as_str()));
        found.date_lines.push((stamp, number));
    }
}

/// Takes a line apart; nothing when it is no byline and no date line.
fn parse_parts(text: &str) -> Option<BylineParts> {
    if let Some(stamp) = date::parse_month_or_year(text).filter(|stamp| stamp.precision == DateLinePrecision::Month) {
        return Some(BylineParts { date_lines: vec![stamp], ..BylineParts::default() });
    }
    let mut found = BylineParts::default();
    let mut rest = String::new();
    let mut end = 0;
    for (range, stamp) in date::find_date_lines(text) {
        rest.push_str(&text[end..range.start]);
        rest.push('|');
        end = range.end;
        found.date_lines.push(stamp);
    }
    rest.push_str(&text[end..]);
    let has_bars = rest.contains(['|', '·', '•']) || !found.date_lines.is_empty();
    let mut unknown = Vec::new();
    for piece in pieces(&rest) {
        match parse_labelled(&piece) {
            Some(LabelledPart::Authors(authors)) => found.authors.extend(authors),
            Some(LabelledPart::Outlet(outlet)) => found.outlet = found.outlet.or(Some(outlet)),
            None if date::is_residue(&piece) || is_reading_time(&fold(&piece)) => {}
            None => unknown.push(piece),
        }
    }
    let is_known = !found.authors.is_empty() || found.outlet.is_some();
    if !is_known
        && (found.date_lines.is_empty() || unknown.iter().any(|piece| ends_sentence(piece)) || unknown.len() > 2)
    {
        return None;
    }
    let may_be_outlet =
        |piece: &&String| estimate_words(piece) <= 6 && starts_uppercase(piece) && !ends_sentence(piece);
    match unknown.first() {
        None => {}
        // A date inside a sentence or a heading makes no date line.
        Some(_) if !is_known && !text.contains(['|', '·', '•']) && !is_apart(text, &found.date_lines) => {
            return None;
        }
        Some(_) if !has_bars => return None,
        Some(_) => found.outlet = found.outlet.or_else(|| unknown.iter().find(may_be_outlet).cloned()),
    }
    Some(found)
}

/// Whether a bar parts the date from the other words of its line.
fn is_apart(text: &str, stamps: &[DateLine]) -> bool {
    stamps.iter().any(|stamp| {
        text.split(['|', '·', '•'])
            .any(|piece| piece.contains(&stamp.printed) && date::is_residue(&piece.replace(&stamp.printed, "")))
    })
}

/// The pieces between bars, and before labels in the middle of a line.
fn pieces(text: &str) -> Vec<String> {
    let mut cut = text.replace(['·', '•', '\t'], "|");
    for label in INLINE_LABELS {
        cut = cut.replace(label, &format!("|{label}"));
    }
    let mut pieces: Vec<String> = Vec::new();
    for piece in cut.split('|').map(|piece| piece.trim().trim_matches([',', '-', '–', '—']).trim()) {
        if !piece.is_empty() {
            pieces.push(piece.to_owned());
        }
    }
    pieces
}

enum LabelledPart {
    Authors(Vec<Author>),
    Outlet(String),
}

fn parse_labelled(piece: &str) -> Option<LabelledPart> {
    let behind = |labels: &[&str]| {
        labels.iter().find_map(|label| {
            let rest = strip_prefix_ignore_case(piece, label)?;
            let glued = label.ends_with(|c: char| c.is_ascii_alphabetic());
            (!glued || rest.starts_with(char::is_whitespace)).then(|| rest.trim())
        })
    };
    if let Some(outlet) = behind(OUTLET_LABELS)
        .filter(|outlet| !outlet.is_empty() && estimate_words(outlet) <= 10 && !ends_sentence(outlet))
    {
        return (!outlet.contains("://")).then(|| LabelledPart::Outlet(outlet.to_owned()));
    }
    let named = behind(AUTHOR_LABELS)?;
    let is_word = starts_uppercase(named) && !named.contains(char::is_whitespace) && estimate_words(named) == 1;
    // `By: Courier` names an outlet, where `By Courier` might begin anything.
    if is_host(named) || is_word && strip_prefix_ignore_case(piece, "by:").is_some() {
        return Some(LabelledPart::Outlet(named.to_owned()));
    }
    parse_authors(named).map(LabelledPart::Authors)
}

/// Names, the last with its position if it has one: `Ada Berg, Professor at Coast University`.
fn parse_authors(named: &str) -> Option<Vec<Author>> {
    let named_only = |name: String| Author { name, ..Author::default() };
    if let Some(names) = parse_names(named) {
        return Some(names.into_iter().map(named_only).collect());
    }
    if let Some((name, behind)) = named.strip_suffix(['）', ')']).and_then(|named| named.split_once(['（', '('])) {
        let (name, behind) = (name.trim(), behind.trim());
        let author = Author { affiliation: Some(behind.to_owned()), ..named_only(name.to_owned()) };
        return (is_name(name) && !behind.is_empty() && estimate_words(behind) <= 12).then(|| vec![author]);
    }
    let (name, behind) = named.split_once([',', '，'])?;
    if !is_name(name.trim()) || !is_position(behind) || ends_sentence(behind) {
        return None;
    }
    let (role, affiliation) = parse_position(behind);
    Some(vec![Author { role, affiliation, ..named_only(name.trim().to_owned()) }])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::line::test_lines;

    fn read(texts: &[&str]) -> (Bylines, Vec<Line>) {
        let mut lines = test_lines(texts);
        (classify(&mut lines), lines)
    }

    fn names_of(found: &Bylines) -> Vec<&str> {
        found.authors.iter().map(|author| author.name.as_str()).collect()
    }

    #[test]
    fn reads_bars() {
        let (found, lines) = read(&["By ADA BERG | Harbour Courier | Updated: 2031-03-14 07:50"]);
        assert_eq!(names_of(&found), ["ADA BERG"]);
        assert_eq!(found.outlet, Some(("Harbour Courier".to_owned(), 1)));
        assert_eq!(found.date_lines[0].0.date, "2031-03-14");
        assert!(lines[0].has(LineRole::Byline) && lines[0].has(LineRole::Date));
    }

    #[test]
    fn reads_glued_labels() {
        let (found, _) = read(&["Author:Ada BERG Release date:2031-03-14 09:03:23Source:HPI"]);
        assert_eq!(names_of(&found), ["Ada BERG"]);
        assert_eq!(found.outlet.unwrap().0, "HPI");
    }

    #[test]
    fn takes_a_host_for_the_outlet() {
        let (found, _) = read(&["2031-March-14 14:16 By: courier.example", "By Ada Berg and Tomas Lind"]);
        assert_eq!(found.outlet.unwrap().0, "courier.example");
        assert_eq!(found.authors.len(), 2);
    }

    #[test]
    fn reads_bylines_in_other_languages() {
        assert_eq!(names_of(&read(&["Die Fähren sind voll", "Von Jörg Müller und Ada Berg"]).0).len(), 2);
        assert_eq!(names_of(&read(&["Autor: Ada Berg | Quelle: Hafenkurier"]).0), ["Ada Berg"]);
        assert_eq!(names_of(&read(&["港口", "本报记者 李明"]).0), ["李明"]);
        assert!(read(&["Von Neumann"]).0.authors.is_empty());
    }

    #[test]
    fn reads_where_an_author_works_in_brackets() {
        let (found, _) = read(&["作者：李明（港口日报）"]);
        assert_eq!((names_of(&found), found.authors[0].affiliation.as_deref()), (vec!["李明"], Some("港口日报")));
        assert_eq!(names_of(&read(&["By Ada Berg (Harbour Courier)"]).0), ["Ada Berg"]);
        assert!(read(&["By the harbour (at last)"]).0.authors.is_empty());
    }

    #[test]
    fn reads_a_date_behind_a_comma_below_the_first_line() {
        let (found, _) = read(&["The sea does not wait", "Harbour Courier, 14 March 2031", "Interviewer: Ada Berg"]);
        assert_eq!((found.date_lines[0].0.date.as_str(), found.outlet), ("2031-03-14", None));
        assert_eq!(found.authors[0].name, "Ada Berg");
        assert!(read(&["Lindhaven, 14 March 2031"]).0.date_lines.is_empty());
        assert!(read(&["A bridge", "In Lindhaven, March 14, 2031 was a quiet day"]).0.date_lines.is_empty());
    }

    #[test]
    fn takes_a_lone_word_behind_a_label_for_the_outlet() {
        assert_eq!(read(&["2031-March-14 14:16 By: Courier"]).0.outlet.unwrap().0, "Courier");
        assert_eq!(read(&["By Courier"]).0.outlet, None);
    }

    #[test]
    fn reads_names_with_positions_below() {
        let (found, lines) =
            read(&["• Ada Berg", "", "Professor, Coast University", "• Tomas Lind", "Research Fellow, Lind Institute"]);
        assert_eq!(names_of(&found), ["Ada Berg", "Tomas Lind"]);
        assert_eq!(found.authors[0].affiliation.as_deref(), Some("Coast University"));
        assert!(lines.iter().all(|line| line.text.is_empty() || line.has(LineRole::Byline)));
    }

    #[test]
    fn takes_no_sentence_or_heading_for_a_byline() {
        for text in [
            "By 2035 the bridge will be paid.",
            "By the harbour, a bridge rises",
            "What changed after March 14, 2031",
            "On March 14, 2031, the council voted.",
        ] {
            let (found, lines) = read(&[text]);
            assert!(found.authors.is_empty() && found.date_lines.is_empty() && lines[0].is_unassigned(), "{text}");
        }
    }
}
