//! Selects among the places where names were found.

use std::cmp::Reverse;
use std::collections::BTreeSet;
use std::ops::Range;

/// Place where a name was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct NameMatch<T> {
    /// Byte range in the text.
    pub(crate) range: Range<usize>,
    /// Target of the name; `None` for a name that only hides the names within it.
    pub(crate) to: Option<T>,
    /// Whether the name is written exactly, not inflected.
    pub(crate) is_exact: bool,
    /// Whether it counts only in a text that also has another name of the target, or the same one where it is certain.
    pub(crate) needs_support: bool,
    /// Whether it has several words.
    pub(crate) is_phrase: bool,
}

/// Keeps the longest from the left of overlapping places; of the same place exact names, and no target if several have it.
pub(super) fn without_overlaps<T: Copy + Ord>(mut found: Vec<NameMatch<T>>) -> Vec<NameMatch<T>> {
    found.sort_by_key(|found| (found.range.start, Reverse(found.range.end), !found.is_exact, found.to.is_none()));
    let mut kept: Vec<NameMatch<T>> = Vec::new();
    for next in found {
        match kept.last_mut() {
            Some(last) if last.range == next.range => {
                let is_other =
                    next.to.is_some() && last.to.is_some() && last.to != next.to && last.is_exact == next.is_exact;
                if is_other {
                    last.to = None;
                } else if next.to == last.to {
                    last.needs_support &= next.needs_support;
                }
            }
            Some(last) if next.range.start < last.range.end => {}
            _ => kept.push(next),
        }
    }
    kept
}

/// Removes names that need support from the passages of one text in which their target has no certain name.
pub(super) fn without_unsupported<T: Copy + Ord>(passages: &mut [Vec<NameMatch<T>>]) {
    let certain: BTreeSet<T> =
        passages.iter().flatten().filter(|found| !found.needs_support).filter_map(|found| found.to).collect();
    for passage in passages {
        passage.retain(|found| !found.needs_support || found.to.is_none_or(|to| certain.contains(&to)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(range: Range<usize>, to: u32, is_exact: bool) -> NameMatch<u32> {
        NameMatch { range, to: Some(to), is_exact, needs_support: false, is_phrase: false }
    }

    #[test]
    fn keeps_the_longest_from_the_left() {
        let kept = without_overlaps(vec![
            found(3..5, 1, true),
            found(0..5, 2, true),
            found(4..9, 3, true),
            found(6..8, 4, true),
        ]);
        assert_eq!(kept.iter().map(|found| found.to).collect::<Vec<_>>(), [Some(2), Some(4)]);
    }

    #[test]
    fn prefers_exact_names_and_gives_shared_ones_no_target() {
        assert_eq!(without_overlaps(vec![found(0..5, 1, false), found(0..5, 2, true)])[0].to, Some(2));
        assert_eq!(without_overlaps(vec![found(0..5, 1, true), found(0..5, 2, true)])[0].to, None);
    }

    #[test]
    fn needs_a_certain_name_in_the_same_text() {
        let uncertain = |to| NameMatch { needs_support: true, ..found(0..3, to, true) };
        let mut passages = [vec![uncertain(1), found(4..9, 2, true)], vec![uncertain(2)]];
        without_unsupported(&mut passages);
        assert_eq!(passages.map(|passage| passage.len()), [1, 1]);
    }
}
