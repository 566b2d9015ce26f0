//! Styled runs of text in a style's output: converted to HTML that is safe by construction, with placeholders for
//! values that depend on the page.

use crate::model::escape;
use hayagriva::Formatting;
use hayagriva::citationberg::{FontStyle, FontVariant, FontWeight, TextDecoration, VerticalAlign};

/// Number of the first note as passed to a style; in its output, it is the placeholder for the page's own number.
pub(super) const FIRST_NOTE_SENTINEL: usize = 987_654;

/// A run of text with one format, or a placeholder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct StyledRun {
    /// Role of the run.
    pub(super) role: RunRole,
    /// Text of the run; empty for placeholders.
    pub(super) text: String,
    /// Part of the style's output that it belongs to.
    pub(super) part: Part,
    /// Format of the run.
    pub(super) formatting: Formatting,
}

/// Part of a style's output; dates and lists of names are numbered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Part {
    /// Anything else.
    #[default]
    Other,
    /// A date.
    Date(usize),
    /// Text between the names of a list, or instead of it.
    Names(usize),
    /// A name of a list, with its index in the list.
    Name(usize, usize),
}

impl Part {
    /// Returns the number of the list of names.
    pub(super) fn names(self) -> Option<usize> {
        match self {
            Part::Names(list) | Part::Name(list, _) => Some(list),
            Part::Other | Part::Date(_) => None,
        }
    }
}

/// Role of a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum RunRole {
    /// Text of the style.
    Text,
    /// Text of the article other than its title: outlet, publisher, kind.
    Value,
    /// A URL, which is also the target of the link.
    Url,
    /// A title, which links to the article.
    Title,
    /// Placeholder for the passage.
    Passage,
    /// Placeholder for the number of the reference.
    Number,
    /// Placeholder for the number of the note in which the source was first cited.
    FirstNote,
}

impl StyledRun {
    /// Creates a run of unformatted text.
    pub(super) fn plain(text: &str) -> StyledRun {
        StyledRun { role: RunRole::Text, text: text.to_owned(), part: Part::Other, formatting: Formatting::default() }
    }

    /// Creates a placeholder for the passage.
    pub(super) fn passage() -> StyledRun {
        StyledRun { role: RunRole::Passage, ..StyledRun::plain("") }
    }
}

/// Splits a cite behind the names with which it begins: the names, and what follows without the punctuation in front. A
/// cite without names is split before its date.
pub(super) fn split_names(runs: &[StyledRun]) -> (Vec<StyledRun>, Vec<StyledRun>) {
    let list = runs.iter().find_map(|run| run.part.names());
    let after_names = list.and_then(|list| runs.iter().rposition(|run| run.part.names() == Some(list)));
    let date = || runs.iter().position(|run| matches!(run.part, Part::Date(_)));
    let at = after_names.map(|last| last + 1).or_else(date).unwrap_or(runs.len());
    let (names, mut rest) = (runs[..at].to_vec(), runs[at..].to_vec());
    while let Some(first) = rest.first_mut().filter(|run| run.role == RunRole::Text) {
        first.text = first.text.trim_start_matches([' ', ',', ';', ':', '.', '\u{a0}']).to_owned();
        if !first.text.is_empty() {
            break;
        }
        rest.remove(0);
    }
    (names, rest)
}

/// Removes runs without text.
pub(super) fn remove_empty(runs: &mut Vec<StyledRun>) {
    runs.retain(|run| run.role != RunRole::Text || !run.text.is_empty());
}

/// Checks whether a style's output says anything of the article or of its number, not only punctuation and a passage.
pub(super) fn names_something(runs: &[StyledRun]) -> bool {
    runs.iter().any(|run| match run.role {
        RunRole::Number | RunRole::FirstNote => true,
        RunRole::Title | RunRole::Value | RunRole::Url => !run.text.trim().is_empty(),
        RunRole::Text | RunRole::Passage => run.text.contains(char::is_alphanumeric),
    })
}

/// Returns the text without formats; placeholders are empty.
pub(super) fn plain_text(runs: &[StyledRun]) -> String {
    runs.iter().map(|run| run.text.as_str()).collect()
}

/// Writes runs as HTML. `fill` writes placeholders, titles and URLs.
pub(super) fn write_html(html: &mut String, runs: &[StyledRun], mut fill: impl FnMut(&mut String, &StyledRun)) {
    let is_text = |run: &StyledRun| matches!(run.role, RunRole::Text | RunRole::Value);
    for group in runs.chunk_by(|a, b| is_text(a) && is_text(b) && a.formatting == b.formatting) {
        let tags = tags(group[0].formatting);
        for (open, _) in &tags {
            html.push_str(open);
        }
        for run in group {
            if is_text(run) { escape::text(html, &run.text) } else { fill(html, run) }
        }
        for (_, close) in tags.iter().rev() {
            html.push_str(close);
        }
    }
}

/// Returns the tags of a format. Superscript is set by the element of the whole citation.
fn tags(formatting: Formatting) -> Vec<(&'static str, &'static str)> {
    let all = [
        (formatting.font_style == FontStyle::Italic, ("<i>", "</i>")),
        (formatting.font_weight == FontWeight::Bold, ("<b>", "</b>")),
        (formatting.font_variant == FontVariant::SmallCaps, ("<span class=\"small-caps\">", "</span>")),
        (formatting.text_decoration == TextDecoration::Underline, ("<span class=\"underlined\">", "</span>")),
        (formatting.vertical_align == VerticalAlign::Sub, ("<sub>", "</sub>")),
    ];
    all.into_iter().filter_map(|(applies, tags)| applies.then_some(tags)).collect()
}
