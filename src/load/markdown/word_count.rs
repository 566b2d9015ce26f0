//! Word count.

use crate::model::script::count_words;
use crate::model::{Body, RunPlace, plain_text};

/// Returns the number of words in a text and its footnotes, without code blocks, charts and raw HTML.
pub(super) fn count(body: &Body) -> u32 {
    let runs = body.all_runs().filter(|run| !matches!(run.place, RunPlace::Image | RunPlace::ChartSource));
    let words: usize = runs.map(|run| count_words(&plain_text(run.inlines))).sum();
    u32::try_from(words).unwrap_or(u32::MAX)
}
