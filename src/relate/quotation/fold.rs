//! Normalizes typography, and maps folded offsets to source offsets.
//!
//! Folded are: quotation marks of every shape (to `'`), dashes and hyphens (to `-`, without the spaces around them),
//! white space (to one space; removed at the ends and beside CJK characters), soft hyphens and other zero-width
//! characters (removed), the spaces inside French marks (removed), ligatures, full-width and presentation forms, the ellipsis (to `...`), and decomposed letters
//! (to composed ones). Letter case and all other letters, digits and signs are kept.

use crate::model::script::{is_cjk, is_unspaced};
use std::ops::Range;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::{decompose_compatible, is_combining_mark};

/// Text with normalized typography.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct FoldedText {
    /// Folded text.
    pub(super) text: String,
    /// Source map: segments in order.
    segments: Vec<FoldedSegment>,
}

/// Segment of a folded text.
#[derive(Clone, Debug, PartialEq, Eq)]
struct FoldedSegment {
    /// Offset of the first byte in the folded text.
    folded_start: usize,
    /// Byte range in the original.
    original: Range<usize>,
    /// True if both have the same bytes.
    is_identity: bool,
}

/// Folds a text, with a map to its source.
pub(super) fn fold(text: &str) -> FoldedText {
    let mut map = Vec::new();
    let text = fold_with(text, &mut |segment| map.push(segment));
    FoldedText { text, segments: map }
}

/// Folds a text. Returns the same text as [`fold`] without the map.
pub(in crate::relate) fn folded(text: &str) -> String {
    fold_with(text, &mut |_| {})
}

/// Folds a text. Also returns the offsets in the folded text of characters whose range in the source is marked.
pub(super) fn folded_with_marks(text: &str, is_marked: &dyn Fn(&Range<usize>) -> bool) -> (String, Vec<usize>) {
    let mut marks = Vec::new();
    let folded = fold_with(text, &mut |segment| {
        if !segment.is_identity && is_marked(&segment.original) {
            marks.push(segment.folded_start);
        }
    });
    (folded, marks)
}

fn fold_with(text: &str, placed: &mut impl FnMut(FoldedSegment)) -> String {
    let mut folder = TextFolder { text: String::with_capacity(text.len()), space: None, on_segment: placed };
    let mut cluster = Cluster::default();
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        let run_length = plain_run(&text.as_bytes()[at..]);
        if run_length > 0 {
            folder.close(&mut cluster);
            folder.push_plain(&text[at..at + run_length], at);
            at += run_length;
            continue;
        }
        let range = at..at + c.len_utf8();
        if c.is_whitespace() {
            let end = text.len() - text[at..].trim_start().len();
            if !is_inside_french_marks(text, at..end) {
                folder.close(&mut cluster);
                folder.push(' ', &range);
            }
            at = end;
            continue;
        }
        at = range.end;
        if is_without_width(c) {
            continue;
        }
        expand(c, &mut |c| {
            if !(is_combining_mark(c) || is_trailing_jamo(c)) {
                folder.close(&mut cluster);
            }
            cluster.push(c, &range);
        });
    }
    folder.close(&mut cluster);
    folder.text
}

/// Checks whether white space stands on the inner side of French marks: `« so »`, not `»so« `.
fn is_inside_french_marks(text: &str, space: Range<usize>) -> bool {
    let can_precede = |c: char| c.is_whitespace() || matches!(c, '(' | '[' | '-' | '–' | '—' | '\'' | '’');
    let (before, after) = (&text[..space.start], &text[space.end..]);
    before.strip_suffix('«').is_some_and(|outer| outer.chars().next_back().is_none_or(can_precede))
        || after.strip_prefix('»').is_some_and(|outer| !outer.starts_with(char::is_alphanumeric))
}

/// Returns the length in bytes of a prefix that folding keeps: visible ASCII without quotation marks and hyphens,
/// except a last character that could be composed with a following mark.
fn plain_run(bytes: &[u8]) -> usize {
    let is_plain = |byte: &u8| byte.is_ascii_graphic() && !matches!(byte, b'"' | b'`' | b'-');
    let run = bytes.iter().take_while(|byte| is_plain(byte)).count();
    if bytes.get(run).is_some_and(|next| !next.is_ascii()) { run.saturating_sub(1) } else { run }
}

impl FoldedText {
    /// Returns the range of the original for a range of the folded text.
    pub(super) fn original_range(&self, part: Range<usize>) -> Range<usize> {
        let segment = |at: usize| {
            self.segments.get(self.segments.partition_point(|segment| segment.folded_start <= at).checked_sub(1)?)
        };
        let start = segment(part.start).map_or(0, |segment| segment.original_range(part.start).start);
        let last = part.end.saturating_sub(1).max(part.start);
        let end = segment(last).map_or(start, |segment| segment.original_range(last).end);
        start..end.max(start)
    }

    /// Returns the folded offset for an offset of the original: the first folded byte written there or later.
    pub(super) fn folded_offset(&self, original: usize) -> usize {
        let following = self.segments.partition_point(|segment| segment.original.end <= original);
        self.segments.get(following).map_or(self.text.len(), |segment| segment.folded_offset(original))
    }
}

impl FoldedSegment {
    /// Returns the range of the original for a folded offset within the segment.
    fn original_range(&self, offset: usize) -> Range<usize> {
        if !self.is_identity {
            return self.original.clone();
        }
        let byte = (self.original.start + offset - self.folded_start).min(self.original.end - 1);
        byte..byte + 1
    }

    /// Returns the folded offset for an offset of the original, or that of the segment's start.
    fn folded_offset(&self, original: usize) -> usize {
        if self.is_identity {
            self.folded_start + original.saturating_sub(self.original.start)
        } else {
            self.folded_start
        }
    }
}

/// Checks whether two adjacent characters belong to the same word.
pub(super) fn is_same_word(preceding: char, following: char) -> bool {
    let is_word_char = |c: char| (c.is_alphanumeric() || is_combining_mark(c)) && !is_unspaced(c);
    is_word_char(preceding) && is_word_char(following)
}

/// Base character with its combining marks.
#[derive(Default)]
struct Cluster {
    chars: String,
    original: Range<usize>,
}

impl Cluster {
    fn push(&mut self, c: char, range: &Range<usize>) {
        if self.chars.is_empty() {
            self.original = range.clone();
        }
        self.original.end = range.end;
        self.chars.push(c);
    }
}

struct TextFolder<'p, P> {
    text: String,
    space: Option<Range<usize>>,
    on_segment: &'p mut P,
}

impl<P: FnMut(FoldedSegment)> TextFolder<'_, P> {
    fn close(&mut self, cluster: &mut Cluster) {
        if cluster.chars.is_ascii() {
            // Fast path for the most frequent case: one ASCII character.
            cluster.chars.chars().for_each(|c| self.push(normalize_char(c), &cluster.original));
        } else {
            cluster.chars.nfc().for_each(|c| self.push(normalize_char(c), &cluster.original));
        }
        cluster.chars.clear();
    }

    fn push(&mut self, c: char, range: &Range<usize>) {
        if c == ' ' {
            self.space.get_or_insert_with(|| range.clone());
            return;
        }
        self.push_space(c);
        if c == '-' && self.text.ends_with('-') {
            return;
        }
        self.add(c, range.clone());
    }

    /// Appends a run that folding keeps.
    fn push_plain(&mut self, run: &str, at: usize) {
        self.push_space(char::from(run.as_bytes().first().copied().unwrap_or(b' ')));
        (self.on_segment)(FoldedSegment {
            folded_start: self.text.len(),
            original: at..at + run.len(),
            is_identity: true,
        });
        self.text.push_str(run);
    }

    /// Appends the pending space before a character, unless the characters around it join without one.
    fn push_space(&mut self, c: char) {
        let Some(space) = self.space.take() else { return };
        let tight = |c: char| c == '-' || is_cjk(c);
        let last = self.text.chars().next_back();
        if last.is_some_and(|last| !tight(last) && !tight(c) || is_combining_mark(c)) {
            self.add(' ', space);
        }
    }

    fn add(&mut self, c: char, original: Range<usize>) {
        (self.on_segment)(FoldedSegment { folded_start: self.text.len(), original, is_identity: false });
        self.text.push(c);
    }
}

/// Emits the expansion of a ligature, a full-width or a presentation form, or the character itself.
fn expand(c: char, emit: &mut impl FnMut(char)) {
    match c {
        '⋯' => "...".chars().for_each(emit),
        '…'
        | '‥'
        | '\u{fb00}'..='\u{fb06}'
        | '\u{fb13}'..='\u{fb17}'
        | '\u{fb4f}'..='\u{fdff}'
        | '\u{fe70}'..='\u{fefc}'
        | '\u{ff01}'..='\u{ff5e}' => {
            decompose_compatible(c, emit);
        }
        _ => emit(c),
    }
}

/// Returns the representative of all characters of the same shape.
fn normalize_char(c: char) -> char {
    match c {
        c if c.is_whitespace() => ' ',
        '"'
        | '`'
        | '´'
        | '«'
        | '»'
        | '‹'
        | '›'
        | '\u{2018}'..='\u{201f}'
        | '′'
        | '″'
        | '‵'
        | '‶'
        | 'ʼ'
        | 'ʻ'
        | '「'
        | '」'
        | '｢'
        | '｣'
        | '『'
        | '』'
        | '〝'
        | '〞'
        | '〟' => '\'',
        '\u{2010}'..='\u{2015}' | '−' | '﹘' | '﹣' => '-',
        c => c,
    }
}

fn is_without_width(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}'
        | '\u{2066}'..='\u{2069}' | '\u{feff}' | '\u{fe00}'..='\u{fe0f}')
}

/// Checks whether a character is a Hangul vowel or trailing consonant, which belongs to the preceding one.
fn is_trailing_jamo(c: char) -> bool {
    matches!(c, '\u{1160}'..='\u{11ff}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn normalizes_typography() {
        for (first, second) in [
            ("“It’s” «so»", "\"It's\" 'so'"),
            ("a — b", "a--b"),
            ("2026–30", "2026-30"),
            ("so\u{a0} far\u{2009}", " so far"),
            ("har\u{ad}bour", "harbour"),
            ("eﬃcient ﬂow", "efficient flow"),
            ("cafe\u{301}", "café"),
            ("각", "\u{1100}\u{1161}\u{11a8}"),
            ("ＡＩ＋", "AI+"),
            ("and …", "and ..."),
            ("il dit «\u{a0}oui\u{202f}», puis", "il dit “oui”, puis"),
            ("sagt »ja!« und »nein«", "sagt „ja!“ und „nein“"),
            ("「渡轮」 已满", "“渡轮”已满"),
            ("在 2031 年", "在2031年"),
        ] {
            assert_eq!(folded(first), folded(second), "{first}");
        }
    }

    #[test]
    fn keeps_everything_else() {
        for (first, second) in [("The", "the"), ("10²", "102"), ("1.5", "1,5"), ("cafe", "café"), ("not so", "so")] {
            assert_ne!(folded(first), folded(second), "{first}");
        }
    }

    #[test]
    fn maps_ranges_to_source() {
        let text = "“A — e\u{301}\u{ad}ﬁ” ";
        let result = fold(text);
        assert_eq!(result.text, "'A-éfi'");
        let at = |part: &str| {
            &text[result.original_range(result.text.find(part).unwrap()..result.text.find(part).unwrap() + part.len())]
        };
        assert_eq!(at("A"), "A");
        assert_eq!(at("é"), "e\u{301}");
        assert_eq!(at("f"), "ﬁ");
        assert_eq!(at("'A-éfi'"), text.trim_end());
        assert_eq!(result.folded_offset(text.find('A').unwrap()), 1);
        assert_eq!(result.folded_offset(text.len()), result.text.len());
    }

    proptest! {
        #[test]
        fn is_idempotent(text in "[ -~]{0,5}\\PC{0,20}[ -~“”—…ﬁ中か\u{3099}\u{301}\u{200d}\u{a0}\u{ad}=\u{338}e\u{1100}\u{1161}]{0,20}") {
            let once = folded(&text);
            prop_assert_eq!(folded(&once), once);
        }

        #[test]
        fn folds_runs_like_single_characters(text in "[ -~“—ﬁ中\u{301}\u{ad}e]{0,40}") {
            let apart: String = text.chars().flat_map(|c| [c, '\u{200b}']).collect();
            prop_assert_eq!(folded(&text), folded(&apart));
            prop_assert_eq!(fold(&text).text, folded(&text));
        }

        #[test]
        fn maps_every_range_into_source(text in "\\PC{0,20}") {
            let result = fold(&text);
            for (at, c) in result.text.char_indices() {
                prop_assert!(text.get(result.original_range(at..at + c.len_utf8())).is_some());
            }
        }
    }
}
