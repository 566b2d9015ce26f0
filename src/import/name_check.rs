//! Compares the names of the byline with the text: a name that the text spells a little differently may be misprinted.

use crate::model::Author;
use crate::text::text_shape::{fold, is_name_part};

/// How many authors are looked for in the text.
const MAX_AUTHORS: usize = 20;

/// One note for each author whose name the text has only in a spelling that differs by a letter.
pub(crate) fn misspelling_notes(authors: &[Author], passages: &[&str]) -> Vec<String> {
    authors.iter().take(MAX_AUTHORS).filter_map(|author| misspelling_note(&author.name, passages)).collect()
}

fn misspelling_note(name: &str, passages: &[&str]) -> Option<String> {
    let wanted = fold(name);
    let length = name.split_whitespace().count();
    if length < 2 || wanted.chars().count() > 60 {
        return None;
    }
    let mut near = None;
    for (number, passage) in (1..).zip(passages) {
        let words: Vec<&str> = passage.split_whitespace().map(strip_affixes).collect();
        for run in words.windows(length).filter(|run| run.iter().all(|word| is_name_part(word))) {
            let found = fold(&run.join(" "));
            if found == wanted {
                return None;
            }
            if near.is_none() && strsim::damerau_levenshtein(&found, &wanted) == 1 {
                near = Some(format!("the byline has `{name}`, ¶{number} has `{}`", run.join(" ")));
            }
        }
    }
    near
}

fn strip_affixes(word: &str) -> &str {
    let word = word.trim_matches(|c: char| !c.is_alphanumeric());
    word.strip_suffix("'s").or_else(|| word.strip_suffix("’s")).unwrap_or(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tells_of_a_name_spelled_in_two_ways() {
        let author = Author { name: "Ada BEG".to_owned(), ..Author::default() };
        let told = misspelling_notes(std::slice::from_ref(&author), &["Then Ada BERG spoke."]);
        assert_eq!(told, ["the byline has `Ada BEG`, ¶1 has `Ada BERG`"]);
        assert!(misspelling_notes(&[author], &["Ada Berg and Ada Beg's plan."]).is_empty());
    }
}
