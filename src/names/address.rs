//! Addresses, hashtags, handles and code, in which no name is meant.

use std::ops::Range;

/// Returns the ranges of a text that are addresses, hashtags, handles or code, in order and without overlaps.
pub(super) fn addresses(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let is_point_within_word = |pair: &[u8]| pair[0] == b'.' && pair[1].is_ascii_alphanumeric();
    if !text.contains(['@', '#', '/', '`']) && !text.as_bytes().windows(2).any(is_point_within_word) {
        return found;
    }
    let mut at = 0;
    for chunk in text.split(' ') {
        let bare = chunk.trim_start_matches(['(', '"', '\'', '[']);
        if chunk.contains("://")
            || chunk.contains('@')
            || bare.starts_with("www.")
            || bare.starts_with('#')
            || is_domain(chunk)
        {
            found.push(at..at + chunk.len());
        }
        at += chunk.len() + 1;
    }
    let mut ticks = text.match_indices('`').map(|(at, _)| at);
    while let (Some(from), Some(to)) = (ticks.next(), ticks.next()) {
        found.push(from..to);
    }
    found.sort_unstable_by_key(|range| range.start);
    found.dedup_by(|next, last| {
        let is_overlap = next.start <= last.end;
        if is_overlap {
            last.end = last.end.max(next.end);
        }
        is_overlap
    });
    found
}

/// Checks whether a text is the name of a host, as some names are: `GMW.cn`.
pub(super) fn is_host(text: &str) -> bool {
    !text.contains(['/', ' ', '@']) && is_domain(text)
}

/// Checks whether a chunk looks like `example.org/china`: an ending of two to six lower-case letters behind a point.
fn is_domain(chunk: &str) -> bool {
    let host = chunk.split('/').next().unwrap_or_default().trim_matches(|c: char| !c.is_alphanumeric());
    let Some((name, ending)) = host.rsplit_once('.') else { return false };
    let is_host = |c: u8| c.is_ascii_alphanumeric() || matches!(c, b'.' | b'-');
    !name.is_empty()
        && (2..=6).contains(&ending.len())
        && ending.bytes().all(|c| c.is_ascii_lowercase())
        && name.bytes().all(is_host)
}
