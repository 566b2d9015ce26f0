//! Divides sorted terms into shards, which a reader's browser loads as it needs them.
//!
//! The end of a shard depends on its size and on the terms near its end, so that an edit changes few shards.

use std::ops::Range;

/// Size of a shard in bytes from which on it may end.
const MIN_BYTES: usize = 3_000;

/// Size in bytes from which on a shard ends at the next beginning.
const MAX_BYTES: usize = 6_000;

/// Number of beginnings of words of which one ends a shard that is large enough.
const ENDS_AT_ONE_OF: u32 = 6;

/// Terms that are loaded together.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Shard {
    /// Beginning of its first term; terms with this beginning are in no earlier shard.
    pub(super) from: String,
    /// Indexes of its terms.
    pub(super) terms: Range<usize>,
}

/// Divides sorted terms, given each term and its size in bytes. Terms with the same beginning stay together.
pub(super) fn shards<'t>(terms: impl Iterator<Item = (&'t str, usize)>) -> Vec<Shard> {
    let mut shards: Vec<Shard> = Vec::new();
    let (mut size, mut last): (usize, &str) = (0, "");
    for (index, (term, bytes)) in terms.enumerate() {
        let beginning = beginning(term);
        let may_end = beginning != last && (size >= MAX_BYTES || (size >= MIN_BYTES && ends_before(beginning)));
        match shards.last_mut() {
            Some(shard) if !may_end => shard.terms.end = index + 1,
            _ => {
                shards.push(Shard { from: beginning.to_owned(), terms: index..index + 1 });
                size = 0;
            }
        }
        size += bytes;
        last = beginning;
    }
    shards
}

/// Returns the first two letters of a term, or the first character of another script.
fn beginning(term: &str) -> &str {
    let length = if term.starts_with(|c: char| c < '\u{600}') { 2 } else { 1 };
    let end = term.char_indices().nth(length).map_or(term.len(), |(at, _)| at);
    &term[..end]
}

fn ends_before(beginning: &str) -> bool {
    // FNV-1a: neighbouring beginnings have unrelated hashes.
    let hash = beginning.bytes().fold(0x811C_9DC5_u32, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193));
    (hash >> 16).is_multiple_of(ENDS_AT_ONE_OF)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeps_beginnings_together_and_shards_small() {
        let mut terms: Vec<String> =
            (0..2000).map(|n| format!("{}{n}", ["ab", "ac", "b", "治", "理"][n % 5])).collect();
        terms.extend(('a'..='z').flat_map(|a| ('a'..='z').map(move |b| format!("{a}{b}c"))));
        terms.sort();
        let shards = shards(terms.iter().map(|term| (term.as_str(), 40)));
        assert!(shards.len() > 5, "{}", shards.len());
        assert_eq!((shards[0].terms.start, shards.last().unwrap().terms.end), (0, terms.len()));
        for pair in shards.windows(2) {
            assert_eq!(pair[0].terms.end, pair[1].terms.start);
            assert!(pair[0].from < pair[1].from);
            assert_ne!(beginning(&terms[pair[0].terms.end - 1]), beginning(&terms[pair[1].terms.start]));
        }
    }

    #[test]
    fn an_edit_changes_few_shards() {
        let mut terms: Vec<String> = ('a'..='z')
            .flat_map(|a| ('a'..='z').flat_map(move |b| (0..9).map(move |n| format!("{a}{b}{n}"))))
            .collect();
        let names = |terms: &[String]| -> Vec<String> {
            shards(terms.iter().map(|term| (term.as_str(), 40))).into_iter().map(|shard| shard.from).collect()
        };
        let before = names(&terms);
        terms.splice(1000..1000, (0..50).map(|n| format!("dh{n:02}")));
        terms.sort();
        let after = names(&terms);
        let same = after.iter().filter(|name| before.contains(name)).count();
        assert!(same * 10 >= before.len() * 8, "{same} of {}", before.len());
    }
}
