//! Duplicate detection: finds an identical or similar text among the imported ones by shared word shingles.

use crate::model::script::is_cjk_letter;
use crate::text::text_shape::fold;
use rustc_hash::{FxHashSet, FxHasher};
use std::hash::{Hash, Hasher};
use std::sync::Arc;

const SHINGLE_WORDS: usize = 5;

/// Existing text that is similar to the imported one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Duplicate {
    /// Id of the article that it belongs to.
    pub id: Arc<str>,
    /// Share of the shorter text's shingles that the longer contains, in percent.
    pub percent: usize,
}

/// Returns the most similar text, or `None` if none shares at least half of the shorter text's shingles.
pub(crate) fn find(text: &str, others: &[(Arc<str>, String)]) -> Option<Duplicate> {
    let shingles_of_text = shingles(text);
    let candidates = others.iter().filter_map(|(id, other)| {
        let other = shingles(other);
        let min_len = shingles_of_text.len().min(other.len());
        let percent = (shingles_of_text.intersection(&other).count() * 100).checked_div(min_len)?;
        (percent >= 50).then(|| Duplicate { id: Arc::clone(id), percent })
    });
    candidates.max_by(|a, b| a.percent.cmp(&b.percent).then_with(|| b.id.cmp(&a.id)))
}

fn shingles(text: &str) -> FxHashSet<u64> {
    let folded = fold(text);
    let mut words: Vec<&str> = Vec::new();
    for word in folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
        if word.chars().any(is_cjk_letter) {
            words.extend(word.char_indices().map(|(at, c)| &word[at..at + c.len_utf8()]));
        } else {
            words.push(word);
        }
    }
    let hash = |run: &[&str]| {
        let mut hasher = FxHasher::default();
        run.hash(&mut hasher);
        hasher.finish()
    };
    words.windows(SHINGLE_WORDS.min(words.len()).max(1)).map(hash).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_only_similar_texts() {
        let text = "The ferry stopped running in the spring of that year, and nobody in the town had a plan for it.";
        let near = text.replace("town", "city").replace('.', "!");
        let others =
            vec![(Arc::from("other"), "A bridge is a bridge is a bridge.".to_owned()), (Arc::from("near"), near)];
        let found = find(text, &others).unwrap();
        assert_eq!(&*found.id, "near");
        assert!((50..100).contains(&found.percent));
        assert_eq!(find("Nothing like it at all in here.", &others), None);
        assert_eq!(find("", &others), None);
    }
}
