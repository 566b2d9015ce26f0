//! Author's note: who the authors are, at the end of a text.
//!
//! A line is one when it begins with `The author is` and the like, or when each of its sentences says of a name what its
//! position is (`Ada Berg is a professor at Coast University.`) or speaks of the authors. Authors without a byline are
//! named here; authors with one get their positions.

use super::person::{is_position, parse_position};
use crate::model::Author;
use crate::text::line::{Line, LineRole};
use crate::text::text_shape::{fold, is_name, sentences};

/// What only a note about the authors says.
const PHRASES: &[&str] = &["contributed this article", "contributed to this article", "wrote this article for"];

/// The most words of a note that is told by a phrase.
const MAX_WORDS: usize = 120;

const BEGINNINGS: &[&str] = &[
    "the author is ",
    "the author was ",
    "the authors are ",
    "the writer is ",
    "the writers are ",
    "about the author",
    "about the writer",
    "der autor ist ",
    "die autorin ist ",
    "die autoren sind ",
    "l'auteur est ",
    "l'autrice est ",
    "el autor es ",
    "la autora es ",
    "l'autore è ",
    "o autor é ",
    "本文作者",
    "作者是",
    "作者系",
    "作者为",
    "（作者",
];

/// Marks notes among these lines, which stand behind the title; puts what they say into the authors.
pub(crate) fn classify(lines: &mut [Line], authors: &mut Vec<Author>) {
    // A sentence about a person is a note only near the end: the body may introduce persons, too.
    let ends = |line: &Line| matches!(line.role(), Some(LineRole::Rights | LineRole::Disclaimer | LineRole::Contact));
    let end = lines.iter().position(ends).unwrap_or(lines.len());
    let last_prose = lines[..end].iter().rposition(|line| line.is_unassigned() && line.is_prose()).unwrap_or(0);
    for (at, line) in lines.iter_mut().enumerate().filter(|(_, line)| line.is_unassigned()) {
        let says = |phrase: &&str| line.folded().contains(phrase);
        let begins = BEGINNINGS.iter().any(|beginning| line.folded().starts_with(beginning))
            || line.word_count() <= MAX_WORDS && PHRASES.iter().any(says);
        if !begins && at < last_prose {
            continue;
        }
        let said = sentences(&line.text);
        let biographies: Vec<(&str, &str)> = said.iter().filter_map(|sentence| biography(sentence)).collect();
        let of_authors = |sentence: &&str| mentions_authors(&fold(sentence)) || biography(sentence).is_some();
        if !begins && (biographies.is_empty() || !said.iter().all(of_authors)) {
            continue;
        }
        let alone = said.iter().find_map(|sentence| sole_author_position(sentence));
        apply_biographies(&biographies, alone, authors);
        line.assign_role(LineRole::AuthorNote, "says who the authors are");
    }
}

/// Name and position in `Ada Berg is a professor at Coast University`.
fn biography(sentence: &str) -> Option<(&str, &str)> {
    let (name, what) = sentence.split_once(" is ")?;
    let name = name.trim_matches(['(', '（']);
    (is_name(name) && is_position(what)).then_some((name, what))
}

/// The position in `The author is a professor at Coast University`.
fn sole_author_position(sentence: &str) -> Option<&str> {
    let sentence = sentence.trim_start_matches(['(', '（']);
    ["The author is ", "The writer is "]
        .iter()
        .find_map(|beginning| sentence.strip_prefix(beginning))
        .filter(|what| is_position(what))
}

fn mentions_authors(folded: &str) -> bool {
    ["the author", "the writer", "the views", "the opinions", "this article", "this commentary"]
        .iter()
        .any(|beginning| folded.starts_with(beginning))
}

fn apply_biographies(biographies: &[(&str, &str)], alone: Option<&str>, authors: &mut Vec<Author>) {
    if let (Some(what), [author]) = (alone, authors.as_mut_slice()) {
        fill_position(author, what);
    }
    let from_byline = !authors.is_empty();
    for (name, what) in biographies {
        let known = authors.iter_mut().find(|author| fold(&author.name) == fold(name));
        match known {
            Some(author) => fill_position(author, what),
            None if from_byline => {}
            None => {
                let mut author = Author { name: (*name).to_owned(), ..Author::default() };
                fill_position(&mut author, what);
                authors.push(author);
            }
        }
    }
}

fn fill_position(author: &mut Author, what: &str) {
    let (role, affiliation) = parse_position(what);
    author.role = author.role.take().or(role);
    author.affiliation = author.affiliation.take().or(affiliation);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::line::test_lines;

    fn read(text: &str, byline: &[&str]) -> (Option<LineRole>, Vec<Author>) {
        let mut authors: Vec<Author> =
            byline.iter().map(|name| Author { name: (*name).to_owned(), ..Author::default() }).collect();
        let mut lines = test_lines([&text]);
        classify(&mut lines, &mut authors);
        (lines[0].role(), authors)
    }

    #[test]
    fn gives_the_author_a_position() {
        let (role, authors) =
            read("The author is a professor at the Harbour Institute at Coast University.", &["ADA BERG"]);
        assert_eq!(role, Some(LineRole::AuthorNote));
        assert_eq!(authors[0].role.as_deref(), Some("professor"));
        assert_eq!(authors[0].affiliation.as_deref(), Some("Harbour Institute, Coast University"));
    }

    #[test]
    fn names_authors_who_have_no_byline() {
        let note = "Ada Berg is a lecturer at Coast University. Tomas Lind is doctoral candidate at Lind School. The authors wrote this for the Courier.";
        let (role, authors) = read(note, &[]);
        assert_eq!(role, Some(LineRole::AuthorNote));
        let names: Vec<&str> = authors.iter().map(|author| author.name.as_str()).collect();
        assert_eq!(names, ["Ada Berg", "Tomas Lind"]);
    }

    #[test]
    fn knows_a_note_by_what_it_says() {
        let (role, authors) = read("Ada Berg is a fellow. She contributed this article to the Courier.", &["Ada Berg"]);
        assert_eq!((role, authors[0].role.as_deref()), (Some(LineRole::AuthorNote), Some("fellow")));
    }

    #[test]
    fn leaves_paragraphs_about_persons_alone() {
        let text = "Ada Berg is the director of the port. Her plan was adopted in spring after a long debate.";
        assert_eq!(read(text, &[]).0, None);
    }
}
