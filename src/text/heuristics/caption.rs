//! Captions, credits and notes: the words below a picture, who made it, and what is marked as a footnote.
//!
//! A caption ends in a credit in brackets, or begins as captions do. A credit alone names a person and an agency with a
//! stroke between them in capitals, or begins with `Photo:` and the like. The date in a caption is the picture's.

use crate::model::script::estimate_words;
use crate::text::line::{Classification, Line, LineRole, Markup, assign_roles};
use crate::text::text_shape::{fold, starts_uppercase, strip_prefix_ignore_case};

/// Beginnings of captions.
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

/// Beginnings of credits.
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

/// Agencies that sign alone in brackets, folded.
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

/// Marks captions and credits.
pub(crate) fn classify(lines: &mut [Line]) {
    assign_roles(lines, classify_line);
}

fn classify_line(line: &Line) -> Classification {
    if line.markup == Some(Markup::Note) {
        Some((LineRole::Footnote, "marked as a footnote"))
    } else if line.markup == Some(Markup::Caption) {
        Some((LineRole::Caption, "marked as a caption"))
    } else if is_credit(line) {
        Some((LineRole::Credit, "names who made a picture"))
    } else if line.word_count() <= 60 && line.text.ends_with('摄') {
        Some((LineRole::Caption, "ends in who took the picture"))
    } else if line.word_count() <= 80 && ends_in_credit(&line.text) {
        Some((LineRole::Caption, "ends in a picture's credit in brackets"))
    } else if line.word_count() <= 60
        && BEGINNINGS.iter().any(|beginning| strip_prefix_ignore_case(&line.text, beginning).is_some())
    {
        Some((LineRole::Caption, "begins as captions do"))
    } else {
        None
    }
}

/// Whether the whole line is a credit.
fn is_credit(line: &Line) -> bool {
    let (text, count) = (&line.text, line.word_count());
    if count > 12 {
        return false;
    }
    let begins = CREDITS.iter().any(|beginning| strip_prefix_ignore_case(text, beginning).is_some());
    let bracketed =
        inside_brackets(text).is_some_and(|(before, inner)| before.trim().is_empty() && is_credit_source(inner));
    begins || bracketed || count <= 8 && is_capital_pair(text)
}

/// `ADA BERG/HARBOUR COURIER`.
fn is_capital_pair(text: &str) -> bool {
    let mut halves = text.split('/');
    let capitals = |half: &str| {
        half.chars().any(char::is_alphabetic)
            && half.chars().all(|c| c.is_uppercase() || c.is_whitespace() || matches!(c, '.' | '-' | '\'' | '’' | '&'))
    };
    matches!((halves.next(), halves.next(), halves.next()), (Some(one), Some(two), None) if capitals(one) && capitals(two))
}

fn ends_in_credit(text: &str) -> bool {
    inside_brackets(text).is_some_and(|(before, inner)| !before.trim().is_empty() && is_credit_source(inner))
}

/// What stands before the brackets at a line's end, and in them.
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

/// Whether bracketed words name an agency: `Agency/Ada Berg`, `Photo by Ada Berg`, `Photo/Agency`.
fn is_credit_source(inner: &str) -> bool {
    let folded = fold(inner);
    let photo = ["photo:", "photo by ", "photo/", "photo courtesy", "image:", "credit:", "ap photo/"];
    if AGENCIES.contains(&folded.as_str()) || photo.iter().any(|beginning| folded.starts_with(beginning)) {
        return true;
    }
    let halves: Vec<&str> = inner.split('/').map(str::trim).collect();
    let named = |half: &&str| {
        estimate_words(half) <= 4
            && half.split_whitespace().all(starts_uppercase)
            && !half.contains(|c: char| c.is_ascii_digit())
    };
    halves.len() == 2
        && halves.iter().all(|half| half.chars().count() >= 2)
        && halves.iter().all(named)
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
    fn knows_captions() {
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
    fn knows_credits() {
        for text in ["ADA BERG/HARBOUR COURIER", "Illustration: Ada Berg", "(Photo by Ada Berg)"] {
            assert_eq!(role(text), Some(LineRole::Credit), "{text}");
        }
    }

    #[test]
    fn leaves_brackets_in_sentences_alone() {
        for text in
            ["The plan names a crossing (road and/or rail).", "It costs 38 million (2031/32).", "A toll (one crown)"]
        {
            assert_eq!(role(text), None, "{text}");
        }
    }
}
