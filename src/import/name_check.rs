//! Compares author names with the text: a name that the text spells slightly differently may be misspelt.

use crate::model::Author;
use crate::text::text_shape::{fold, is_name_part};

/// Maximum number of authors that are searched for in the text.
const MAX_AUTHORS: usize = 20;

/// Returns one note per author whose name occurs in the text only with a spelling that differs by one letter.
pub(crate) fn misspelling_notes(authors: &[Author], passages: &[&str]) -> Vec<String> {
    authors.iter().take(MAX_AUTHORS).filter_map(|author| misspelling_note(&author.name, passages)).collect()
}

fn misspelling_note(name: &str, passages: &[&str]) -> Option<String> {
    let folded_name = fold(name);
    let word_count = name.split_whitespace().count();
    if word_count < 2 || folded_name.chars().count() > 60 {
        return None;
    }
    let mut note = None;
    for (number, passage) in (1..).zip(passages) {
        let words: Vec<&str> = passage.split_whitespace().map(strip_affixes).collect();
        for window in words.windows(word_count).filter(|window| window.iter().all(|word| is_name_part(word))) {
            let candidate = fold(&window.join(" "));
            if candidate == folded_name {
                return None;
            }
            if note.is_none() && strsim::damerau_levenshtein(&candidate, &folded_name) == 1 {
                note = Some(format!("the byline has `{name}`, but ¶{number} has `{}`", window.join(" ")));
            }
        }
    }
    note
}

fn strip_affixes(word: &str) -> &str {
    let word = word.trim_matches(|c: char| !c.is_alphanumeric());
    word.strip_suffix("'s").or_else(|| word.strip_suffix("’s")).unwrap_or(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reports_name_spelled_in_two_ways() {
        let author = Author { name: "Ada BEG".to_owned(), ..Author::default() };
        let notes = misspelling_notes(std::slice::from_ref(&author), &["Then Ada BERG spoke."]);
        assert_eq!(notes, ["the byline has `Ada BEG`, but ¶1 has `Ada BERG`"]);
        assert!(misspelling_notes(&[author], &["Ada Berg and Ada Beg's plan."]).is_empty());
    }
}
