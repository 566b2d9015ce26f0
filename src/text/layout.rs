//! Gives every line its role, and gathers what the lines say.
//!
//! 1. What is known wherever it stands: interface text, sections, rights, end matter, captions.
//! 2. Bylines and dates above the first paragraph.
//! 3. The title and its repetitions, the author's note, the standfirst.
//! 4. The body with its headings and lists; then bylines and labelled dates right behind it.
//! 5. What is left is navigation above the title, unclear above the body, and interface text behind it.

use super::findings::{Findings, Page, Said};
use super::heuristics::byline::{self, Bylines};
use super::heuristics::date::{Stamp, StampKind};
use super::heuristics::{
    author_note, body, caption, end_matter, interface, mail, person, rights, section, standfirst, title,
};
use super::line::{Line, Markup, Role};
use super::wording::fold;
use crate::model::Author;
use std::ops::Range;

/// The most lines above and behind the body that are looked at for bylines.
const MOST_AROUND: usize = 1000;

/// Gives roles and gathers what is said.
pub(super) fn lay_out(page: Page) -> (Vec<Line>, Findings) {
    let Page { mut lines, mut stated } = page;
    let mail = mail::claim(&mut lines);
    interface::claim(&mut lines);
    let section = section::claim(&mut lines);
    let terms = rights::claim(&mut lines);
    let end = end_matter::claim(&mut lines);
    caption::claim(&mut lines);
    let head = head(&lines);
    let mut said = byline::claim(&mut lines[..head.min(MOST_AROUND)]);
    stated.title = stated.title.or(mail.subject.map(Said::by_line));
    let title = title::claim(&mut lines, stated.title.as_ref().map(|title| title.value.as_str()));
    let from = title.map_or(0, |at| at + 1);
    said.stamps.extend(mail.stamp);
    said.authors.extend(mail.authors);
    let mut authors = merged(stated.authors, std::mem::take(&mut said.authors));
    author_note::claim(&mut lines[from..], &mut authors);
    let standfirst = title.and_then(|at| standfirst::claim(&mut lines, at));
    let body = body::place(&lines, from);
    body::claim(&mut lines, body.clone());
    behind_body(&mut lines, body.clone(), &mut said, &mut authors);
    let title = title.filter(|at| keeps_title(&mut lines, *at, &body, stated.title.is_some()));
    claim_rest(&mut lines, title.map_or(0, |at| at + 1), &body);
    person::give_families(&mut authors);
    let text = |at: usize| Said { value: lines[at].text.clone(), line: Some(lines[at].number) };
    let findings = Findings {
        title: title.map(text).or(stated.title),
        standfirst: standfirst.map(text).or(stated.standfirst),
        authors,
        outlet: stated.outlet.or(said.outlet.map(Said::by_line)),
        stamp: stated.stamp.or_else(|| best(said.stamps)),
        language: stated.language,
        url: stated.url.or(end.url.map(Said::by_line)),
        related_url: stated.related_url.or(end.related_url.map(Said::by_line)),
        terms: stated
            .terms
            .take_if(|terms| terms.value.license.is_some())
            .or(terms.map(Said::by_line))
            .or(stated.terms),
        translator: stated.translator.or(end.translator.map(Said::by_line)),
        editor: stated.editor.or(end.editor.map(Said::by_line)),
        section: stated.section.or(section.map(Said::by_line)),
    };
    (lines, findings)
}

/// Takes back a title that nothing but its place made one, where no article follows.
fn keeps_title(lines: &mut [Line], at: usize, body: &Range<usize>, is_stated: bool) -> bool {
    let is_sure = !body.is_empty() || is_stated || lines[at].markup == Some(Markup::Title);
    if !is_sure {
        lines[at].marks.clear();
    }
    is_sure
}

/// The authors that the page states, with what its byline adds; the byline's where it names more.
fn merged(stated: Vec<Author>, said: Vec<Author>) -> Vec<Author> {
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
fn head(lines: &[Line]) -> usize {
    let mut free = lines.iter().enumerate().filter(|(_, line)| line.is_free()).skip(1).peekable();
    let is_prose = |line: &Line| line.is_prose() && line.markup != Some(Markup::Outside);
    let Some((first, line)) = free.by_ref().find(|(_, line)| is_prose(line)) else { return lines.len() };
    if line.words() > standfirst::MOST_WORDS || !free.peek().is_some_and(|(_, line)| byline::is_byline(line)) {
        return first;
    }
    free.find(|(_, line)| is_prose(line)).map_or(lines.len(), |(at, _)| at)
}

/// Reads bylines and labelled dates right behind the body, where the head has none.
fn behind_body(lines: &mut [Line], body: Range<usize>, said: &mut Bylines, authors: &mut Vec<Author>) {
    if body.is_empty() {
        return;
    }
    let more = |line: &Line| line.has(Role::MoreReading) || line.has(Role::Rights);
    let behind = &lines[body.end..];
    let end = behind.iter().take(MOST_AROUND).position(more).unwrap_or(behind.len().min(MOST_AROUND));
    let end = body.end + end;
    let behind = byline::claim(&mut lines[body.end..end]);
    if authors.is_empty() {
        authors.extend(behind.authors);
    }
    said.outlet = said.outlet.take().or(behind.outlet);
    said.stamps.extend(behind.stamps.into_iter().filter(|(stamp, _)| stamp.kind != StampKind::Unlabelled));
}

/// The first of the best kind.
fn best(stamps: Vec<(Stamp, usize)>) -> Option<Said<Stamp>> {
    stamps.into_iter().min_by_key(|(stamp, _)| stamp.kind).map(Said::by_line)
}

fn claim_rest(lines: &mut [Line], from: usize, body: &Range<usize>) {
    for (at, line) in lines.iter_mut().enumerate().filter(|(_, line)| line.marks.is_empty()) {
        if line.text.is_empty() {
            line.mark(Role::Blank, if line.is_divider { "a divider" } else { "nothing on it" });
        } else if line.markup == Some(Markup::Outside) {
            line.mark(Role::Navigation, "outside the main content");
        } else if at < from {
            line.mark(Role::Navigation, "stands above the title");
        } else if at < body.start && !line.text.contains(char::is_alphabetic) {
            line.mark(Role::Interface, "a count or a mark above the body");
        } else if at < body.start || body.is_empty() {
            line.mark(Role::Unclear, "stands above the body, and nothing says what it is");
        } else {
            line.mark(Role::Interface, "stands behind the end of the article");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::line;

    const PROSE: &str = "The ferry stopped running in the spring of that year, and nobody in the town had a plan.";

    fn laid(texts: &[&str]) -> (Vec<Line>, Findings) {
        lay_out(Page { lines: line::lines(texts), stated: Findings::default() })
    }

    #[test]
    fn a_standfirst_with_a_stop_may_stand_above_the_byline() {
        let texts =
            ["Odd words", PROSE, "", "By Ada Berg | Courier | March 14, 2031", PROSE, "By night, all slept.", PROSE];
        let (lines, found) = laid(&texts);
        assert_eq!((found.standfirst.unwrap().value.as_str(), found.authors[0].name.as_str()), (PROSE, "Ada Berg"));
        assert_eq!(lines.iter().filter(|line| line.role() == Some(Role::Paragraph)).count(), 3);
        let (lines, found) =
            laid(&["Odd words", "The boats lay still all spring.", "By contrast, nobody in the town slept.", PROSE]);
        assert!(found.standfirst.is_none() && found.authors.is_empty());
        assert_eq!(lines.iter().filter(|line| line.role() == Some(Role::Paragraph)).count(), 3);
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
        assert!(lines.iter().all(|line| !line.marks.is_empty()));
        assert_eq!(found.title.unwrap().value, "Odd words");
        assert_eq!(found.outlet.unwrap().value, "Courier");
        assert_eq!(found.stamp.unwrap().value.date, "2031-03-14");
        assert_eq!(found.authors[0].family.as_deref(), Some("Berg"));
        assert_eq!(lines[6].role(), Some(Role::Heading));
    }

    #[test]
    fn takes_no_date_of_a_picture_or_of_the_body() {
        let (_, found) =
            laid(&["A bridge", "A ferry on March 3, 2031. (Coastpress/Ada Berg)", PROSE, "It ended on March 4, 2031."]);
        assert_eq!(found.stamp, None);
    }

    #[test]
    fn prefers_the_day_of_publication() {
        let (_, found) = laid(&["A bridge", "Updated: 2031-03-15", "Published: 2031-03-14", PROSE]);
        assert_eq!(found.stamp.unwrap().value.date, "2031-03-14");
    }

    #[test]
    fn reads_a_byline_behind_the_body() {
        let (_, found) = laid(&["A bridge", PROSE, PROSE, "By Ada Berg", "Published: 2031-03-14"]);
        assert_eq!((found.authors.len(), found.stamp.is_some()), (1, true));
    }
}
