//! Author's note: descriptions of the authors at the end of a text.
//!
//! A line is a note if it begins with `The author is` or a similar phrase, or if each of its sentences gives the
//! position of a named person (`Ada Berg is a professor at Coast University.`) or refers to the authors. Without a
//! byline the note provides the authors; otherwise it adds their positions.

use super::person::{is_position, parse_position};
use crate::model::Author;
use crate::text::line::{Line, LineRole};
use crate::text::text_shape::{fold, is_name, sentences};

/// Phrases that occur only in a note about the authors.
const PHRASES: &[&str] = &["contributed this article", "contributed to this article", "wrote this article for"];

/// Maximum number of words of a note recognized by a phrase.
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

/// Classifies the notes in the lines after the title and adds their content to the authors.
pub(crate) fn classify(lines: &mut [Line], authors: &mut Vec<Author>) {
    // A sentence about a person is a note only near the end: the body may introduce persons, too.
    let is_end_matter =
        |line: &Line| matches!(line.role(), Some(LineRole::Rights | LineRole::Disclaimer | LineRole::Contact));
    let end = lines.iter().position(is_end_matter).unwrap_or(lines.len());
    let last_prose = lines[..end].iter().rposition(|line| line.is_unassigned() && line.is_prose()).unwrap_or(0);
    for (at, line) in lines.iter_mut().enumerate().filter(|(_, line)| line.is_unassigned()) {
        let contains = |phrase: &&str| line.folded().contains(phrase);
        let has_phrase = BEGINNINGS.iter().any(|beginning| line.folded().starts_with(beginning))
            || line.word_count() <= MAX_WORDS && PHRASES.iter().any(contains);
        if !has_phrase && at < last_prose {
            continue;
        }
        let sentences = sentences(&line.text);
        let biographies: Vec<(&str, &str)> = sentences.iter().filter_map(|sentence| biography(sentence)).collect();
        let is_about_authors = |sentence: &&str| mentions_authors(&fold(sentence)) || biography(sentence).is_some();
        if !has_phrase && (biographies.is_empty() || !sentences.iter().all(is_about_authors)) {
            continue;
        }
        let sole_position = sentences.iter().find_map(|sentence| sole_author_position(sentence));
        apply_biographies(&biographies, sole_position, authors);
        line.assign_role(LineRole::AuthorNote, "describes the authors");
    }
}

/// Parses `Ada Berg is a professor at Coast University` into name and position.
fn biography(sentence: &str) -> Option<(&str, &str)> {
    let (name, position) = sentence.split_once(" is ")?;
    let name = name.trim_matches(['(', '（']);
    (is_name(name) && is_position(position)).then_some((name, position))
}

/// Parses the position in `The author is a professor at Coast University`.
fn sole_author_position(sentence: &str) -> Option<&str> {
    let sentence = sentence.trim_start_matches(['(', '（']);
    ["The author is ", "The writer is "]
        .iter()
        .find_map(|beginning| sentence.strip_prefix(beginning))
        .filter(|position| is_position(position))
}

fn mentions_authors(folded: &str) -> bool {
    ["the author", "the writer", "the views", "the opinions", "this article", "this commentary"]
        .iter()
        .any(|beginning| folded.starts_with(beginning))
}

fn apply_biographies(biographies: &[(&str, &str)], sole_position: Option<&str>, authors: &mut Vec<Author>) {
    if let (Some(position), [author]) = (sole_position, authors.as_mut_slice()) {
        fill_position(author, position);
    }
    let has_byline = !authors.is_empty();
    for (name, position) in biographies {
        let existing = authors.iter_mut().find(|author| fold(&author.name) == fold(name));
        match existing {
            Some(author) => fill_position(author, position),
            None if has_byline => {}
            None => {
                let mut author = Author::named((*name).to_owned());
                fill_position(&mut author, position);
                authors.push(author);
            }
        }
    }
}

fn fill_position(author: &mut Author, text: &str) {
    let (role, affiliation) = parse_position(text);
    author.role = author.role.take().or(role);
    author.affiliation = author.affiliation.take().or(affiliation);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::line::test_lines;

    fn parse(text: &str, byline: &[&str]) -> (Option<LineRole>, Vec<Author>) {
        let mut authors: Vec<Author> = byline.iter().map(|name| Author::named((*name).to_owned())).collect();
        let mut lines = test_lines([&text]);
        classify(&mut lines, &mut authors);
        (lines[0].role(), authors)
    }

    #[test]
    fn adds_position_to_author() {
        let (role, authors) =
            parse("The author is a professor at the Harbour Institute at Coast University.", &["ADA BERG"]);
        assert_eq!(role, Some(LineRole::AuthorNote));
        assert_eq!(authors[0].role.as_deref(), Some("professor"));
        assert_eq!(authors[0].affiliation.as_deref(), Some("Harbour Institute, Coast University"));
    }

    #[test]
    fn adds_authors_without_byline() {
        let note = "Ada Berg is a lecturer at Coast University. Tomas Lind is doctoral candidate at Lind School. The authors wrote this for the Courier.";
        let (role, authors) = parse(note, &[]);
        assert_eq!(role, Some(LineRole::AuthorNote));
        let names: Vec<&str> = authors.iter().map(|author| author.name.as_str()).collect();
        assert_eq!(names, ["Ada Berg", "Tomas Lind"]);
    }

    #[test]
    fn recognizes_note_by_phrase() {
        let (role, authors) =
            parse("Ada Berg is a fellow. She contributed this article to the Courier.", &["Ada Berg"]);
        assert_eq!((role, authors[0].role.as_deref()), (Some(LineRole::AuthorNote), Some("fellow")));
    }

    #[test]
    fn ignores_paragraphs_about_persons() {
        let text = "Ada Berg is the director of the port. Her plan was adopted in spring after a long debate.";
        assert_eq!(parse(text, &[]).0, None);
    }
}
