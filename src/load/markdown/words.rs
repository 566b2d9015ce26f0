//! Counts words.

use super::walk;
use crate::model::{Block, Footnote, plain_text};
use unicode_segmentation::UnicodeSegmentation;

/// The words of a text and its notes; code blocks, charts and raw HTML have none.
pub(super) fn count(blocks: &mut [Block], notes: &mut [Footnote]) -> u32 {
    let mut words = 0_u32;
    let mut add = |block: &mut Block| {
        for inlines in walk::own_inlines(block) {
            words = words.saturating_add(words_in(&plain_text(inlines)));
        }
    };
    walk::blocks(blocks, &mut add);
    for note in notes {
        walk::blocks(&mut note.blocks, &mut add);
    }
    words
}

/// Words as Unicode's rules cut them; ideographs and kana count as one each.
fn words_in(text: &str) -> u32 {
    let count: usize =
        text.unicode_words().map(|word| word.chars().filter(|&c| super::cjk::is_cjk(c)).count().max(1)).sum();
    u32::try_from(count).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_words_and_ideographs() {
        assert_eq!(words_in("China's role, in 2025."), 4);
        assert_eq!(words_in("全球AI治理"), 5);
        assert_eq!(words_in("カタカナ"), 4);
        assert_eq!(words_in("— …"), 0);
    }
}
