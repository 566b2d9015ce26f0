//! Line classification: assigns a role to every line and extracts metadata.
//!
//! 1. Lines that are recognizable at any position: interface text, sections, rights, end matter, captions.
//! 2. Bylines and dates above the first paragraph.
//! 3. The title and its repetitions, the author's note, the standfirst.
//! 4. The body with its headings and lists; then bylines and labelled dates directly after it.
//! 5. The rest: navigation above the title, unclear above the body, interface text after it.

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

/// Maximum number of lines before and after the body that are searched for bylines.
const MAX_BYLINE_DISTANCE: usize = 1000;

/// Assigns roles to all lines and merges the extracted metadata with that of the markup.
pub(super) fn classify_lines(input: UnclassifiedText) -> (Vec<Line>, SourceMetadata) {
    let UnclassifiedText { mut lines, mut metadata } = input;
    let mail = mail::classify(&mut lines);
    interface::classify(&mut lines);
    let section = section::classify(&mut lines);
    let rights = rights::classify(&mut lines);
    let end_matter = end_matter::classify(&mut lines);
    caption::classify(&mut lines);
    let head_end = first_paragraph(&lines);
    let mut bylines = byline::classify(&mut lines[..head_end.min(MAX_BYLINE_DISTANCE)]);
    metadata.title = metadata.title.or(mail.subject.map(Extracted::from_line));
    let title = title::classify(&mut lines, metadata.title.as_ref().map(|title| title.value.as_str()));
    let after_title = title.map_or(0, |at| at + 1);
    bylines.date_lines.extend(mail.date_line);
    bylines.authors.extend(mail.authors);
    let mut authors = merge_authors(metadata.authors, std::mem::take(&mut bylines.authors));
    author_note::classify(&mut lines[after_title..], &mut authors);
    let standfirst = title.and_then(|at| standfirst::classify(&mut lines, at));
    let body = body::find_body(&lines, after_title);
    body::classify(&mut lines, body.clone());
    classify_after_body(&mut lines, body.clone(), &mut bylines, &mut authors);
    let title = title.filter(|at| confirm_title(&mut lines, *at, &body, metadata.title.is_some()));
    classify_rest(&mut lines, title.map_or(0, |at| at + 1), &body);
    person::assign_family_names(&mut authors);
    let text = |at: usize| Extracted { value: lines[at].text.clone(), line: Some(lines[at].number) };
    let merged = SourceMetadata {
        title: title.map(text).or(metadata.title),
        standfirst: standfirst.map(text).or(metadata.standfirst),
        authors,
        outlet: metadata.outlet.or(bylines.outlet.map(Extracted::from_line)),
        date_line: metadata.date_line.or_else(|| best_date_line(bylines.date_lines)),
        language: metadata.language,
        url: metadata.url.or(end_matter.url.map(Extracted::from_line)),
        related_url: metadata.related_url.or(end_matter.related_url.map(Extracted::from_line)),
        rights: metadata
            .rights
            .take_if(|rights| rights.value.license.is_some())
            .or(rights.map(Extracted::from_line))
            .or(metadata.rights),
        translator: metadata.translator.or(end_matter.translator.map(Extracted::from_line)),
        editor: metadata.editor.or(end_matter.editor.map(Extracted::from_line)),
        section: metadata.section.or(section.map(Extracted::from_line)),
    };
    (lines, merged)
}

/// Withdraws a title that was found by its position only, if no article follows; returns true if the title is kept.
fn confirm_title(lines: &mut [Line], at: usize, body: &Range<usize>, is_given: bool) -> bool {
    let is_confirmed = !body.is_empty() || is_given || lines[at].markup == Some(Markup::Title);
    if !is_confirmed {
        lines[at].roles.clear();
    }
    is_confirmed
}

/// Merges the authors of the markup with those of the byline; the byline's take precedence if they include all of the
/// markup's.
fn merge_authors(from_markup: Vec<Author>, from_byline: Vec<Author>) -> Vec<Author> {
    let is_same = |a: &Author, b: &Author| fold(&a.name) == fold(&b.name);
    let (mut authors, others) =
        if from_markup.iter().all(|author| from_byline.iter().any(|other| is_same(author, other))) {
            (from_byline, from_markup)
        } else {
            (from_markup, from_byline)
        };
    for author in &mut authors {
        let Some(other) = others.iter().find(|other| is_same(author, other)) else { continue };
        author.family = author.family.take().or_else(|| other.family.clone());
        author.role = author.role.take().or_else(|| other.role.clone());
        author.affiliation = author.affiliation.take().or_else(|| other.affiliation.clone());
    }
    authors
}

/// Returns the index of the first paragraph. The first unassigned line is skipped, as it may be a long title, and a
/// standfirst directly above the byline as well.
fn first_paragraph(lines: &[Line]) -> usize {
    let mut unassigned = lines.iter().enumerate().filter(|(_, line)| line.is_unassigned()).skip(1).peekable();
    let is_prose = |line: &Line| line.is_prose() && line.markup != Some(Markup::Outside);
    let Some((first, line)) = unassigned.by_ref().find(|(_, line)| is_prose(line)) else { return lines.len() };
    if line.word_count() > standfirst::MAX_WORDS || !unassigned.peek().is_some_and(|(_, line)| byline::is_byline(line))
    {
        return first;
    }
    unassigned.find(|(_, line)| is_prose(line)).map_or(lines.len(), |(at, _)| at)
}

/// Classifies bylines and labelled dates directly after the body, for values missing above it.
fn classify_after_body(lines: &mut [Line], body: Range<usize>, bylines: &mut Bylines, authors: &mut Vec<Author>) {
    if body.is_empty() {
        return;
    }
    let ends_section = |line: &Line| line.has(LineRole::MoreReading) || line.has(LineRole::Rights);
    let rest = &lines[body.end..];
    let end =
        rest.iter().take(MAX_BYLINE_DISTANCE).position(ends_section).unwrap_or(rest.len().min(MAX_BYLINE_DISTANCE));
    let end = body.end + end;
    let found = byline::classify(&mut lines[body.end..end]);
    if authors.is_empty() {
        authors.extend(found.authors);
    }
    bylines.outlet = bylines.outlet.take().or(found.outlet);
    bylines
        .date_lines
        .extend(found.date_lines.into_iter().filter(|(date_line, _)| date_line.kind != DateLineKind::Unlabelled));
}

/// Returns the first date line of the best kind.
fn best_date_line(date_lines: Vec<(DateLine, usize)>) -> Option<Extracted<DateLine>> {
    date_lines.into_iter().min_by_key(|(date_line, _)| date_line.kind).map(Extracted::from_line)
}

fn classify_rest(lines: &mut [Line], after_title: usize, body: &Range<usize>) {
    for (at, line) in lines.iter_mut().enumerate().filter(|(_, line)| line.roles.is_empty()) {
        if line.text.is_empty() {
            line.assign_role(LineRole::Blank, if line.is_divider { "divider" } else { "blank line" });
        } else if line.markup == Some(Markup::Outside) {
            line.assign_role(LineRole::Navigation, "outside the main content");
        } else if at < after_title {
            line.assign_role(LineRole::Navigation, "above the title");
        } else if at < body.start && !line.text.contains(char::is_alphabetic) {
            line.assign_role(LineRole::Interface, "number or symbol above the body");
        } else if at < body.start || body.is_empty() {
            line.assign_role(LineRole::Unclear, "above the body, role not recognized");
        } else {
            line.assign_role(LineRole::Interface, "after the end of the article");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::line;

    const PROSE: &str = "The ferry stopped running in the spring of that year, and nobody in the town had a plan.";

    fn classified(texts: &[&str]) -> (Vec<Line>, SourceMetadata) {
        classify_lines(UnclassifiedText { lines: line::test_lines(texts), metadata: SourceMetadata::default() })
    }

    #[test]
    fn accepts_standfirst_with_stop_above_byline() {
        let texts =
            ["Odd words", PROSE, "", "By Ada Berg | Courier | March 14, 2031", PROSE, "By night, all slept.", PROSE];
        let (lines, found) = classified(&texts);
        assert_eq!((found.standfirst.unwrap().value.as_str(), found.authors[0].name.as_str()), (PROSE, "Ada Berg"));
        assert_eq!(lines.iter().filter(|line| line.role() == Some(LineRole::Paragraph)).count(), 3);
        let (lines, found) = classified(&[
            "Odd words",
            "The boats lay still all spring.",
            "By contrast, nobody in the town slept.",
            PROSE,
        ]);
        assert!(found.standfirst.is_none() && found.authors.is_empty());
        assert_eq!(lines.iter().filter(|line| line.role() == Some(LineRole::Paragraph)).count(), 3);
    }

    #[test]
    fn assigns_role_to_every_line() {
        let (lines, found) = classified(&[
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
    fn ignores_dates_of_pictures_and_body() {
        let (_, found) = classified(&[
            "A bridge",
            "A ferry on March 3, 2031. (Coastpress/Ada Berg)",
            PROSE,
            "It ended on March 4, 2031.",
        ]);
        assert_eq!(found.date_line, None);
    }

    #[test]
    fn prefers_publication_date() {
        let (_, found) = classified(&["A bridge", "Updated: 2031-03-15", "Published: 2031-03-14", PROSE]);
        assert_eq!(found.date_line.unwrap().value.date, "2031-03-14");
    }

    #[test]
    fn extracts_byline_after_body() {
        let (_, found) = classified(&["A bridge", PROSE, PROSE, "By Ada Berg", "Published: 2031-03-14"]);
        assert_eq!((found.authors.len(), found.date_line.is_some()), (1, true));
    }
}
