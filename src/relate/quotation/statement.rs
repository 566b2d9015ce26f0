//! Splits a text with quotations into statements: sentences that a quotation or an abbreviation does not end.

use super::mark_place::QuotedSpan;
use super::source_label::source_label;
use crate::model::script::{count_words, ends_sentence, sentence_starts};
use std::ops::Range;

/// Abbreviations, in lower case and without the last full stop. Single letters and words with a full stop inside
/// (`U.S.`, `z.B.`) are recognized without a list.
const ABBREVIATIONS: [&str; 58] = [
    "abs", "al", "approx", "apr", "art", "aug", "bzw", "ca", "cf", "co", "corp", "dec", "dez", "dr", "etc", "feb",
    "evtl", "fig", "geb", "gegr", "gen", "gest", "ggf", "gov", "hr", "inkl", "inc", "jan", "jr", "jul", "jun", "lt",
    "ltd", "mar", "mgr", "mme", "mr", "mrs", "ms", "nos", "no", "nov", "nr", "oct", "okt", "pp", "prof", "rep", "sen",
    "sep", "sept", "sog", "sr", "sra", "st", "vgl", "vs", "zzgl",
];

/// German words before an ordinal number, in lower case: *am 3. Mai*, *der 2. Vorsitzende*.
const BEFORE_ORDINAL: [&str; 19] = [
    "ab", "am", "bis", "das", "dem", "den", "der", "des", "die", "dritter", "im", "ins", "jeder", "seit", "um", "vom",
    "zum", "zur", "zweiter",
];

/// German names of months, in lower case.
const MONTHS: [&str; 14] = [
    "januar",
    "jänner",
    "februar",
    "feber",
    "märz",
    "april",
    "mai",
    "juni",
    "juli",
    "august",
    "september",
    "oktober",
    "november",
    "dezember",
];

/// Words up to the first citation with which a sentence can continue a quotation that ends in `?` or `!`.
const MAX_TAG_WORDS: usize = 6;

/// Returns the byte offsets at which statements start. `citations` are the offsets of citations, in order, and `narrative`
/// those of citations that are words of a sentence, and can be its first.
pub(super) fn statement_starts(
    text: &str,
    quoted: &[QuotedSpan],
    citations: &[usize],
    narrative: &[usize],
) -> Vec<usize> {
    // A line break is a space within a paragraph, but ends a sentence for the Unicode rules.
    let line: String = text.replace('\n', " ");
    let starts = sentence_starts(&line);
    let is_start = |&start: &usize| {
        start == 0
            || !is_quoted(quoted, start)
                && !follows_abbreviation(&line[..start])
                && !follows_ordinal(&line, start)
                && !is_tag(&line, start, quoted, citations)
                && !is_source_note(&line, start, citations)
    };
    let mut starts: Vec<usize> = starts.into_iter().filter(is_start).collect();
    let begins_sentence = |at: &&usize| {
        let before = line[..**at].trim_end();
        before.ends_with(['.', '!', '?', '。', '！', '？']) && !is_quoted(quoted, **at) && !follows_abbreviation(before)
    };
    starts.extend(narrative.iter().filter(begins_sentence));
    starts.sort_unstable();
    starts.dedup();
    starts
}

/// Returns the range of the statement at an offset; white space behind its stop is left out.
pub(super) fn statement_at(text: &str, starts: &[usize], at: usize) -> Range<usize> {
    let next = starts.partition_point(|&start| start <= at);
    let start = next.checked_sub(1).map_or(0, |index| starts[index]);
    let end = starts.get(next).copied().unwrap_or(text.len());
    let trimmed = text[start..end].trim_end();
    if ends_sentence(trimmed) { start..start + trimmed.len() } else { start..end }
}

/// Checks whether a character may stand between a quotation and its citation.
pub(super) fn is_separator(c: char) -> bool {
    c.is_whitespace() || ".,;:!?()（）。，、；：！？—–-".contains(c)
}

/// Checks whether an offset is within a quotation.
pub(super) fn is_quoted(quoted: &[QuotedSpan], at: usize) -> bool {
    let next = quoted.partition_point(|span| span.start < at);
    next.checked_sub(1).is_some_and(|last| at < quoted[last].end)
}

fn follows_abbreviation(before: &str) -> bool {
    let Some(word) = before.trim_end().strip_suffix('.') else { return false };
    let word = word.rsplit(|c: char| c.is_whitespace() || matches!(c, '(' | '“' | '"')).next().unwrap_or("");
    let mut letters = word.chars();
    let is_letter = letters.next().is_some_and(char::is_alphabetic) && letters.next().is_none();
    is_letter || word.contains('.') || ABBREVIATIONS.contains(&word.to_lowercase().as_str())
}

/// Checks whether the text before an offset ends with a German ordinal number, whose full stop ends no sentence.
fn follows_ordinal(text: &str, start: usize) -> bool {
    let Some(before) = text[..start].trim_end().strip_suffix('.') else { return false };
    let number_start = before.trim_end_matches(|c: char| c.is_ascii_digit()).len();
    if !(1..=2).contains(&(before.len() - number_start)) {
        return false;
    }
    let is_listed = |word: Option<&str>, list: &[&str]| word.is_some_and(|word| list.contains(&&*word.to_lowercase()));
    let next = text[start..].split(|c: char| !c.is_alphanumeric()).next();
    let preceding =
        before[..number_start].rsplit(|c: char| c.is_whitespace() || c == '(').find(|word| !word.is_empty());
    is_listed(next, &MONTHS) || is_listed(preceding, &BEFORE_ORDINAL)
}

/// Checks whether a sentence only says who spoke: `“Why now?” the paper asked [@courier].`
fn is_tag(text: &str, start: usize, quoted: &[QuotedSpan], citations: &[usize]) -> bool {
    let before = text[..start].trim_end();
    let last = quoted.partition_point(|span| span.end <= before.len());
    let Some(span) = last.checked_sub(1).map(|last| &quoted[last]).filter(|span| span.end == before.len()) else {
        return false;
    };
    if text[start..].starts_with(char::is_lowercase) {
        return true;
    }
    if start == span.end && continues_sentence(text, start, citations) {
        return true;
    }
    let ends_in_question = text[span.words.clone()].trim_end().ends_with(['?', '!', '？', '！', ',', '，']);
    let citation = citations.get(citations.partition_point(|at| *at <= start));
    ends_in_question
        && citation.and_then(|at| text.get(start..*at)).is_some_and(|tag| count_words(tag) <= MAX_TAG_WORDS)
}

/// Checks whether words without a space behind the marks go on to a citation in the same sentence: `“…。”市长说[@q]`.
fn continues_sentence(text: &str, start: usize, citations: &[usize]) -> bool {
    let citation = citations.get(citations.partition_point(|at| *at <= start));
    let words = citation.and_then(|at| text.get(start..*at));
    words.is_some_and(|words| {
        words.starts_with(char::is_alphabetic) && !words.contains(['。', '！', '？', '.', '!', '?'])
    })
}

/// Checks whether a sentence is a note on the source of the one in front: `(Courier) [@q]`, `(Mayor Lang [@q])`, `Source: [@q]`.
fn is_source_note(text: &str, start: usize, citations: &[usize]) -> bool {
    let Some(&citation) = citations.get(citations.partition_point(|at| *at < start)) else { return false };
    let Some(note) = text.get(start..citation) else { return false };
    if let Some(length) = source_label(note) {
        return note[length..].chars().all(is_separator);
    }
    let Some(inner) = note.strip_prefix(['(', '（']) else { return false };
    let (inner, behind) = inner.split_once([')', '）']).unwrap_or((inner, ""));
    behind.trim().is_empty() && count_words(inner) <= MAX_TAG_WORDS && !inner.contains(['。', '!', '?'])
}

#[cfg(test)]
mod tests {
    use super::super::quoted_span::quoted_spans;
    use super::*;

    fn statements<'t>(text: &'t str, citations: &[usize]) -> Vec<&'t str> {
        let starts = statement_starts(text, &quoted_spans(text), citations, &[]);
        starts.iter().map(|&start| &text[statement_at(text, &starts, start)]).collect()
    }

    #[test]
    fn keeps_quotations_and_abbreviations_whole() {
        assert_eq!(statements("“One. Two.” they said. Three.", &[]), ["“One. Two.” they said.", "Three."]);
        assert_eq!(
            statements("The U.S. Department said so. It left.", &[]),
            ["The U.S. Department said so.", "It left."]
        );
        assert_eq!(statements("Mr. Lee said so, vgl. Art. 3. Four.", &[]), ["Mr. Lee said so, vgl. Art. 3.", "Four."]);
        for text in [
            "„Alles voll“ hieß es am 3. Mai im Blatt.",
            "„Alles voll“ hieß es, so die 2. Vorsitzende Ada Brook (geb. Meier).",
            "Es war 26. Juli, und „alles voll“.",
        ] {
            assert_eq!(statements(text, &[]), [text]);
        }
        assert_eq!(statements("There were 12. It left.", &[]), ["There were 12.", "It left."]);
        assert_eq!(statements("One\ntwo. Three\nfour.", &[]), ["One\ntwo.", "Three\nfour."]);
        assert_eq!(statements("“满了。”他说。后来", &[]), ["“满了。”", "他说。", "后来"]);
    }

    #[test]
    fn joins_the_note_on_the_source() {
        for text in
            ["“It is full.” (Courier) ", "“It is full.” (Mayor Lang )", "It is full. Source: .", "„Voll.“ Quelle: ."]
        {
            let citation = text.trim_end_matches(['.', ')']).len();
            assert_eq!(statements(text, &[citation]).len(), 1, "{text}");
        }
        for text in
            ["It is full. (The council met on a day in the winter )", "It is full. The source: ", "Full. (Yes.) It is "]
        {
            assert_eq!(statements(text, &[text.len()]).len(), if text.contains("Yes") { 3 } else { 2 }, "{text}");
        }
    }

    #[test]
    fn goes_on_behind_marks_without_a_space() {
        for text in ["“船飞。”市长说", "「船は飛ぶ。」と市長は月曜日の会見で述べた", "\"배가 날아간다.\"라고 말했다 "]
        {
            assert_eq!(statements(text, &[text.len()]).len(), 1, "{text}");
        }
        assert_eq!(statements("“满了。”他说。后来", &["“满了。”他说。后来".len()]).len(), 3);
    }

    #[test]
    fn begins_a_statement_with_a_narrative_citation() {
        let text = "One says “full”.  does not. Dr.  says “two”.";
        let narrative = [text.find(" does").unwrap(), text.find(" says “two”").unwrap()];
        let starts = statement_starts(text, &quoted_spans(text), &narrative, &narrative);
        assert_eq!(starts, [0, narrative[0], text.find("Dr").unwrap()]);
    }

    #[test]
    fn joins_the_speaker_to_a_question() {
        let text = "“Why now?” The paper asked. It left.";
        assert_eq!(statements(text, &[26]).len(), 2);
        assert_eq!(statements(text, &[]).len(), 3);
        assert_eq!(statements("“Why now!” asked the paper.", &[]).len(), 1);
    }
}
