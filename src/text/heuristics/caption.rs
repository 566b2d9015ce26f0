//! Captions, picture credits and footnotes.
//!
//! A caption ends with a credit in brackets, or begins with a typical phrase. A separate credit consists of a person
//! and an agency in capitals with a slash between them, or begins with `Photo:` or a similar label. The date in a
//! caption is that of the picture.

use crate::model::script::estimate_words;
use crate::text::line::{Classification, Line, LineRole, Markup, assign_roles};
use crate::text::text_shape::{fold, starts_uppercase, strip_prefix_ignore_case};

/// Phrases at the beginning of captions.
const BEGINNINGS: &[&str] = &[
    "photo taken on ",
    "photo shows ",
    "this photo taken ",
    "this photo shows ",
    "file photo",
    "a file photo",
    "aerial photo ",
    "an aerial photo ",
    "in this photo ",
    "this file photo ",
    "pictured:",
    "caption:",
    "图为",
];

/// Phrases at the beginning of credits.
const CREDITS: &[&str] = &[
    "photo:",
    "photo by ",
    "photos by ",
    "photograph:",
    "photography by ",
    "image:",
    "images:",
    "image credit:",
    "photo credit:",
    "picture:",
    "credit:",
    "illustration:",
    "illustration by ",
    "graphic:",
    "cartoon:",
    "cartoon by ",
    "图片来源",
    "摄影",
];

/// Agencies that are credited alone in brackets, folded.
const AGENCIES: &[&str] = &[
    "afp",
    "ap",
    "ap photo",
    "epa",
    "getty images",
    "ians",
    "imaginechina",
    "reuters",
    "tass",
    "vcg",
    "xinhua",
    "file photo",
];

/// Classifies captions and credits.
pub(crate) fn classify(lines: &mut [Line]) {
    assign_roles(lines, classify_line);
}

fn classify_line(line: &Line) -> Classification {
    if line.markup == Some(Markup::Note) {
        Some((LineRole::Footnote, "marked as a footnote"))
    } else if line.markup == Some(Markup::Caption) {
        Some((LineRole::Caption, "marked as a caption"))
    } else if is_credit(line) {
        Some((LineRole::Credit, "names the creator of an image"))
    } else if line.word_count() <= 60 && line.text.ends_with('摄') {
        Some((LineRole::Caption, "ends with an image credit"))
    } else if line.word_count() <= 80 && ends_in_credit(&line.text) {
        Some((LineRole::Caption, "ends with an image credit in brackets"))
    } else if line.word_count() <= 60
        && BEGINNINGS.iter().any(|beginning| strip_prefix_ignore_case(&line.text, beginning).is_some())
    {
        Some((LineRole::Caption, "begins like a caption"))
    } else {
        None
    }
}

/// Checks whether the whole line is a credit.
fn is_credit(line: &Line) -> bool {
    let (text, word_count) = (&line.text, line.word_count());
    if word_count > 12 {
        return false;
    }
    let has_phrase = CREDITS.iter().any(|beginning| strip_prefix_ignore_case(text, beginning).is_some());
    let is_bracketed =
        inside_brackets(text).is_some_and(|(before, inner)| before.trim().is_empty() && is_credit_source(inner));
    has_phrase || is_bracketed || word_count <= 8 && is_capital_pair(text)
}

/// Matches `ADA BERG/HARBOUR COURIER`.
fn is_capital_pair(text: &str) -> bool {
    let mut halves = text.split('/');
    let is_uppercase = |half: &str| {
        half.chars().any(char::is_alphabetic)
            && half.chars().all(|c| c.is_uppercase() || c.is_whitespace() || matches!(c, '.' | '-' | '\'' | '’' | '&'))
    };
    matches!((halves.next(), halves.next(), halves.next()), (Some(one), Some(two), None) if is_uppercase(one) && is_uppercase(two))
}

fn ends_in_credit(text: &str) -> bool {
    inside_brackets(text).is_some_and(|(before, inner)| !before.trim().is_empty() && is_credit_source(inner))
}

/// Splits a line before brackets at its end; returns the text before them and inside.
fn inside_brackets(text: &str) -> Option<(&str, &str)> {
    let text = text.trim_end_matches('.');
    let (open, inner) = match (text.strip_suffix(')'), text.strip_suffix(']')) {
        (Some(inner), _) => ('(', inner),
        (_, Some(inner)) => ('[', inner),
        _ => return None,
    };
    let at = inner.rfind(open)?;
    Some((&inner[..at], &inner[at + 1..]))
}

/// Checks whether bracketed text credits an agency: `Agency/Ada Berg`, `Photo by Ada Berg`, `Photo/Agency`.
fn is_credit_source(inner: &str) -> bool {
    let folded = fold(inner);
    let prefixes = ["photo:", "photo by ", "photo/", "photo courtesy", "image:", "credit:", "ap photo/"];
    if AGENCIES.contains(&folded.as_str()) || prefixes.iter().any(|beginning| folded.starts_with(beginning)) {
        return true;
    }
    let halves: Vec<&str> = inner.split('/').map(str::trim).collect();
    let is_named = |half: &&str| {
        estimate_words(half) <= 4
            && half.split_whitespace().all(starts_uppercase)
            && !half.contains(|c: char| c.is_ascii_digit())
    };
    halves.len() == 2
        && halves.iter().all(|half| half.chars().count() >= 2)
        && halves.iter().all(is_named)
        && halves[1].contains(' ')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::line::test_lines;

    fn role(text: &str) -> Option<LineRole> {
        classify_line(&test_lines([&text])[0]).map(|(role, _)| role)
    }

    #[test]
    fn classifies_captions() {
        for text in [
            "A ferry leaves Lindhaven on March 3, 2031. (Coastpress/Ada Berg)",
            "Photo taken on March 3, 2031, shows the old bridge.",
            "The old bridge at low tide [Photo/Coastpress]",
            "林港老桥。王海 摄",
        ] {
            assert_eq!(role(text), Some(LineRole::Caption), "{text}");
        }
    }

    #[test]
    fn classifies_credits() {
        for text in ["ADA BERG/HARBOUR COURIER", "Illustration: Ada Berg", "(Photo by Ada Berg)"] {
            assert_eq!(role(text), Some(LineRole::Credit), "{text}");
        }
    }

    #[test]
    fn ignores_brackets_in_sentences() {
        for text in
            ["The plan names a crossing (road and/or rail).", "It costs 38 million (2031/32).", "A toll (one crown)"]
        {
            assert_eq!(role(text), None, "{text}");
        }
    }
}
