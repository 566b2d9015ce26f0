//! Word count.

use super::visit;
use crate::model::script::count_words;
use crate::model::{Block, Footnote, plain_text};

/// Returns the number of words in a text and its footnotes, without code blocks, charts and raw HTML.
pub(super) fn count(blocks: &mut [Block], notes: &mut [Footnote]) -> u32 {
    let mut words = 0_u32;
    let mut add = |block: &mut Block| {
        for inlines in visit::own_inlines(block) {
            let count = count_words(&plain_text(inlines));
            words = words.saturating_add(u32::try_from(count).unwrap_or(u32::MAX));
        }
    };
    visit::blocks(blocks, &mut add);
    for note in notes {
        visit::blocks(&mut note.blocks, &mut add);
    }
    words
}
