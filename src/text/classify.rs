//! Gives every line its role, and gathers what the lines say.
//!
//! 1. What is known wherever it stands: interface text, sections, rights, end matter, captions.
//! 2. Bylines and dates above the first paragraph.
//! 3. The title and its repetitions, the author's note, the standfirst.
//! 4. The body with its headings and lists; then bylines and labelled dates right behind it.
//! 5. What is left is navigation above the title, unclear above the body, and interface text behind it.

use super::heuristics::byline::{self, Bylines};
use super::heuristics::date::{DateLine, DateLineKind};
use super::heuristics::{
    author_note, body, caption, end_matter, interface, mail, person, rights, section, standfirst, title,
};
use super::line::{Line, LineRole, Markup};
use super::metadata::{Extracted, SourceMetadata, UnclassifiedText};
use super::text_shape::fold;
use crate::model::Author;
use std::ops::Range;

/// The most lines above and behind the body that are looked at for bylines.
const MAX_BYLINE_DISTANCE: usize = 1000;

/// Gives roles and gathers what is said.
pub(super) fn classify_lines(page: UnclassifiedText) -> (Vec<Line>, SourceMetadata) {
    let UnclassifiedText { mut lines, metadata: mut stated } = page;
    let mail = mail::classify(&mut lines);
    interface::classify(&mut lines);
    let section = section::classify(&mut lines);
    let terms = rights::classify(&mut lines);
    let end = end_matter::classify(&mut lines);
    caption::classify(&mut lines);
    let head = first_paragraph(&lines);
    let mut said = byline::classify(&mut lines[..head.min(MAX_BYLINE_DISTANCE)]);
    stated.title = stated.title.or(mail.subject.map(Extracted::from_line));
    let title = title::classify(&mut lines, stated.title.as_ref().map(|title| title.value.as_str()));
    let from = title.map_or(0, |at| at + 1);
    said.date_lines.extend(mail.date_line);
    said.authors.extend(mail.authors);
    let mut authors = merge_authors(stated.authors, std::mem::take(&mut said.authors));
    author_note::classify(&mut lines[from..], &mut authors);
    let standfirst = title.and_then(|at| standfirst::classify(&mut lines, at));
    let body = body::find_body(&lines, from);
    body::classify(&mut lines, body.clone());
    classify_after_body(&mut lines, body.clone(), &mut said, &mut authors);
    let title = title.filter(|at| confirm_title(&mut lines, *at, &body, stated.title.is_some()));
    classify_rest(&mut lines, title.map_or(0, |at| at + 1), &body);
    person::assign_family_names(&mut authors);
    let text = |at: usize| Extracted { value: lines[at].text.clone(), line: Some(lines[at].number) };
    let findings = SourceMetadata {
        title: title.map(text).or(stated.title),
        standfirst: standfirst.map(text).or(stated.standfirst),
        authors,
        outlet: stated.outlet.or(said.outlet.map(Extracted::from_line)),
        date_line: stated.date_line.or_else(|| best_date_line(said.date_lines)),
        language: stated.language,
        url: stated.url.or(end.url.map(Extracted::from_line)),
        related_url: stated.related_url.or(end.related_url.map(Extracted::from_line)),
        rights: stated
            .rights
            .take_if(|terms| terms.value.license.is_some())
            .or(terms.map(Extracted::from_line))
            .or(stated.rights),
        translator: stated.translator.or(end.translator.map(Extracted::from_line)),
        editor: stated.editor.or(end.editor.map(Extracted::from_line)),
        section: stated.section.or(section.map(Extracted::from_line)),
    };
    (lines, findings)
}

/// Takes back a title that nothing but its place made one, where no article follows.
fn confirm_title(lines: &mut [Line], at: usize, body: &Range<usize>, is_stated: bool) -> bool {
    let is_sure = !body.is_empty() || is_stated || lines[at].markup == Some(Markup::Title);
    if !is_sure {
        lines[at].roles.clear();
    }
    is_sure
}

/// The authors that the page states, with what its byline adds; the byline's where it names more.
fn merge_authors(stated: Vec<Author>, said: Vec<Author>) -> Vec<Author> {
    let same = |a: &Author, b: &Author| fold(&a.name) == fold(&b.name);
    let (mut authors, others) = if stated.iter().all(|author| said.iter().any(|other| same(author, other))) {
        (said, stated)
    } else {
        (stated, said)
    };
    for author in &mut authors {
        let Some(other) = others.iter().find(|other| same(author, other)) else { continue };
        author.family = author.family.take().or_else(|| other.family.clone());
        author.role = author.role.take().or_else(|| other.role.clone());
        author.affiliation = author.affiliation.take().or_else(|| other.affiliation.clone());
    }
    authors
}

/// Where the first paragraph stands; the first free line may be a title that runs on, and a standfirst may stand above
/// the byline.
fn first_paragraph(lines: &[Line]) -> usize {
    let mut free = lines.iter().enumerate().filter(|(_, line)| line.is_unassigned()).skip(1).peekable();
    let is_prose = |line: &Line| line.is_prose() && line.markup != Some(Markup::Outside);
    let Some((first, line)) = free.by_ref().find(|(_, line)| is_prose(line)) else { return lines.len() };
    if line.word_count() > standfirst::MAX_WORDS || !free.peek().is_some_and(|(_, line)| byline::is_byline(line)) {
        return first;
    }
    free.find(|(_, line)| is_prose(line)).map_or(lines.len(), |(at, _)| at)
}

/// Reads bylines and labelled dates right behind the body, where the head has none.
fn classify_after_body(lines: &mut [Line], body: Range<usize>, said: &mut Bylines, authors: &mut Vec<Author>) {
    if body.is_empty() {
        return;
    }
    let more = |line: &Line| line.has(LineRole::MoreReading) || line.has(LineRole::Rights);
    let behind = &lines[body.end..];
    let end = behind.iter().take(MAX_BYLINE_DISTANCE).position(more).unwrap_or(behind.len().min(MAX_BYLINE_DISTANCE));
    let end = body.end + end;
    let behind = byline::classify(&mut lines[body.end..end]);
    if authors.is_empty() {
        authors.extend(behind.authors);
    }
    said.outlet = said.outlet.take().or(behind.outlet);
    said.date_lines.extend(behind.date_lines.into_iter().filter(|(stamp, _)| stamp.kind != DateLineKind::Unlabelled));
}

/// The first of the best kind.
fn best_date_line(stamps: Vec<(DateLine, usize)>) -> Option<Extracted<DateLine>> {
    stamps.into_iter().min_by_key(|(stamp, _)| stamp.kind).map(Extracted::from_line)
}

fn classify_rest(lines: &mut [Line], from: usize, body: &Range<usize>) {
    for (at, line) in lines.iter_mut().enumerate().filter(|(_, line)| line.roles.is_empty()) {
        if line.text.is_empty() {
            line.assign_role(LineRole::Blank, if line.is_divider { "a divider" } else { "nothing on it" });
        } else if line.markup == Some(Markup::Outside) {
            line.assign_role(LineRole::Navigation, "outside the main content");
        } else if at < from {
            line.assign_role(LineRole::Navigation, "stands above the title");
        } else if at < body.start && !line.text.contains(char::is_alphabetic) {
            line.assign_role(LineRole::Interface, "a count or a mark above the body");
        } else if at < body.start || body.is_empty() {
            line.assign_role(LineRole::Unclear, "stands above the body, and nothing says what it is");
        } else {
            line.assign_role(LineRole::Interface, "stands behind the end of the article");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::line;

    const PROSE: &str = "The ferry stopped running in the spring of that year, and nobody in the town had a plan.";

    fn laid(texts: &[&str]) -> (Vec<Line>, SourceMetadata) {
        classify_lines(UnclassifiedText { lines: line::test_lines(texts), metadata: SourceMetadata::default() })
    }

    #[test]
    fn a_standfirst_with_a_stop_may_stand_above_the_byline() {
        let texts =
            ["Odd words", PROSE, "", "By Ada Berg | Courier | March 14, 2031", PROSE, "By night, all slept.", PROSE];
        let (lines, found) = laid(&texts);
        assert_eq!((found.standfirst.unwrap().value.as_str(), found.authors[0].name.as_str()), (PROSE, "Ada Berg"));
        assert_eq!(lines.iter().filter(|line| line.role() == Some(LineRole::Paragraph)).count(), 3);
        let (lines, found) =
            laid(&["Odd words", "The boats lay still all spring.", "By contrast, nobody in the town slept.", PROSE]);
        assert!(found.standfirst.is_none() && found.authors.is_empty());
        assert_eq!(lines.iter().filter(|line| line.role() == Some(LineRole::Paragraph)).count(), 3);
    }

    #[test]
    fn gives_every_line_a_role() {
        let (lines, found) = laid(&[
            "Home / Opinion",
            "Odd words",
            "",
            "By Ada BERG | Courier | March 14, 2031",
            "(Photo by Ada Berg)",
            PROSE,
            "What now",
            PROSE,
            "Contact us",
            "Another page",
        ]);
        assert!(lines.iter().all(|line| !line.roles.is_empty()));
        assert_eq!(found.title.unwrap().value, "Odd words");
        assert_eq!(found.outlet.unwrap().value, "Courier");
        assert_eq!(found.date_line.unwrap().value.date, "2031-03-14");
        assert_eq!(found.authors[0].family.as_deref(), Some("Berg"));
        assert_eq!(lines[6].role(), Some(LineRole::Heading));
    }

    #[test]
    fn takes_no_date_of_a_picture_or_of_the_body() {
        let (_, found) =
            laid(&["A bridge", "A ferry on March 3, 2031. (Coastpress/Ada Berg)", PROSE, "It ended on March 4, 2031."]);
        assert_eq!(found.date_line, None);
    }

    #[test]
    fn prefers_the_day_of_publication() {
        let (_, found) = laid(&["A bridge", "Updated: 2031-03-15", "Published: 2031-03-14", PROSE]);
        assert_eq!(found.date_line.unwrap().value.date, "2031-03-14");
    }

    #[test]
    fn reads_a_byline_behind_the_body() {
        let (_, found) = laid(&["A bridge", PROSE, PROSE, "By Ada Berg", "Published: 2031-03-14"]);
        assert_eq!((found.authors.len(), found.date_line.is_some()), (1, true));
    }
}
