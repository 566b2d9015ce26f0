//! Makes typography equal, and knows where each folded byte was written.
//!
//! Folded are: quotation marks of every shape (to `'`), dashes and hyphens (to `-`, without the spaces around them),
//! white space (to one space; none at the ends and none beside CJK characters), soft hyphens and other characters
//! without width (dropped), ligatures, full-width and presentation forms, the ellipsis (to `...`), and composed and
//! decomposed letters (to composed ones). Nothing else is: neither case nor any letter, digit or other sign.

use crate::model::script::{is_cjk, is_unspaced};
use std::ops::Range;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::{decompose_compatible, is_combining_mark};

/// A text with its typography made equal.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct FoldedText {
    /// The folded text.
    pub(super) text: String,
    /// Where its parts were written, in order.
    segments: Vec<FoldedSegment>,
}

/// A part of a folded text.
#[derive(Clone, Debug, PartialEq, Eq)]
struct FoldedSegment {
    /// Its first byte in the folded text.
    folded_start: usize,
    /// Its bytes in the original.
    original: Range<usize>,
    /// Whether each byte is the same in both.
    is_identity: bool,
}

/// Folds a text, and remembers where it was written.
pub(super) fn fold(text: &str) -> FoldedText {
    let mut map = Vec::new();
    let text = fold_with(text, &mut |piece| map.push(piece));
    FoldedText { text, segments: map }
}

/// Folds a text: the same words as [`fold`] gives, without their places.
pub(in crate::relate) fn folded(text: &str) -> String {
    fold_with(text, &mut |_| {})
}

fn fold_with(text: &str, placed: &mut impl FnMut(FoldedSegment)) -> String {
    let mut folder = TextFolder { text: String::with_capacity(text.len()), space: None, on_segment: placed };
    let mut cluster = Cluster::default();
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        let plain = plain_run(&text.as_bytes()[at..]);
        if plain > 0 {
            folder.close(&mut cluster);
            folder.push_plain(&text[at..at + plain], at);
            at += plain;
            continue;
        }
        let place = at..at + c.len_utf8();
        at = place.end;
        if is_without_width(c) {
            continue;
        }
        expand(c, &mut |c| {
            if !(is_combining_mark(c) || is_trailing_jamo(c)) {
                folder.close(&mut cluster);
            }
            cluster.push(c, &place);
        });
    }
    folder.close(&mut cluster);
    folder.text
}

/// How many bytes at the beginning are signs that stay as they are: visible ASCII without quotation marks and hyphens,
/// up to one that something behind may be composed with.
fn plain_run(bytes: &[u8]) -> usize {
    let is_plain = |byte: &u8| byte.is_ascii_graphic() && !matches!(byte, b'"' | b'`' | b'-');
    let run = bytes.iter().take_while(|byte| is_plain(byte)).count();
    if bytes.get(run).is_some_and(|next| !next.is_ascii()) { run.saturating_sub(1) } else { run }
}

impl FoldedText {
    /// The bytes of the original that a part of the folded text was written with.
    pub(super) fn original_range(&self, part: Range<usize>) -> Range<usize> {
        let piece = |at: usize| {
            self.segments.get(self.segments.partition_point(|piece| piece.folded_start <= at).checked_sub(1)?)
        };
        let start = piece(part.start).map_or(0, |piece| piece.original_range(part.start).start);
        let last = part.end.saturating_sub(1).max(part.start);
        let end = piece(last).map_or(start, |piece| piece.original_range(last).end);
        start..end.max(start)
    }

    /// Where a byte of the original went: the first folded byte that was written there or behind it.
    pub(super) fn folded_offset(&self, original: usize) -> usize {
        let behind = self.segments.partition_point(|piece| piece.original.end <= original);
        self.segments.get(behind).map_or(self.text.len(), |piece| piece.folded_offset(original))
    }
}

impl FoldedSegment {
    /// The bytes of the original that a folded byte of it was written with.
    fn original_range(&self, at: usize) -> Range<usize> {
        if !self.is_identity {
            return self.original.clone();
        }
        let byte = (self.original.start + at - self.folded_start).min(self.original.end - 1);
        byte..byte + 1
    }

    /// Where a byte of the original went, or the first of it.
    fn folded_offset(&self, original: usize) -> usize {
        if self.is_identity {
            self.folded_start + original.saturating_sub(self.original.start)
        } else {
            self.folded_start
        }
    }
}

/// Whether two characters belong to one word when they stand side by side.
pub(super) fn is_same_word(before: char, behind: char) -> bool {
    let of_word = |c: char| (c.is_alphanumeric() || is_combining_mark(c)) && !is_unspaced(c);
    of_word(before) && of_word(behind)
}

/// A letter with its marks.
#[derive(Default)]
struct Cluster {
    chars: String,
    place: Range<usize>,
}

impl Cluster {
    fn push(&mut self, c: char, place: &Range<usize>) {
        if self.chars.is_empty() {
            self.place = place.clone();
        }
        self.place.end = place.end;
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
            // The most frequent case by far: one character that is composed with nothing.
            cluster.chars.chars().for_each(|c| self.push(normalize_char(c), &cluster.place));
        } else {
            cluster.chars.nfc().for_each(|c| self.push(normalize_char(c), &cluster.place));
        }
        cluster.chars.clear();
    }

    fn push(&mut self, c: char, place: &Range<usize>) {
        if c == ' ' {
            self.space.get_or_insert_with(|| place.clone());
            return;
        }
        self.push_space(c);
        if c == '-' && self.text.ends_with('-') {
            return;
        }
        self.add(c, place.clone());
    }

    /// Takes over a run that stays as it is.
    fn push_plain(&mut self, run: &str, at: usize) {
        self.push_space(char::from(run.as_bytes().first().copied().unwrap_or(b' ')));
        (self.on_segment)(FoldedSegment {
            folded_start: self.text.len(),
            original: at..at + run.len(),
            is_identity: true,
        });
        self.text.push_str(run);
    }

    /// Adds the space that was met before a character, if one belongs between it and the one before.
    fn push_space(&mut self, c: char) {
        let Some(space) = self.space.take() else { return };
        let tight = |c: char| c == '-' || is_cjk(c);
        let last = self.text.chars().next_back();
        if last.is_some_and(|last| !tight(last) && !tight(c) || is_combining_mark(c)) {
            self.add(' ', space);
        }
    }

    fn add(&mut self, c: char, place: Range<usize>) {
        (self.on_segment)(FoldedSegment { folded_start: self.text.len(), original: place, is_identity: false });
        self.text.push(c);
    }
}

/// Gives the characters that a ligature, a full-width or a presentation form stands for, or the character itself.
fn expand(c: char, give: &mut impl FnMut(char)) {
    match c {
        '…'
        | '\u{fb00}'..='\u{fb06}'
        | '\u{fb13}'..='\u{fb17}'
        | '\u{fb4f}'..='\u{fdff}'
        | '\u{fe70}'..='\u{fefc}'
        | '\u{ff01}'..='\u{ff5e}' => {
            decompose_compatible(c, give);
        }
        _ => give(c),
    }
}

/// The one character that stands for all of its shape.
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

/// Whether a part of a Korean syllable belongs to the part before it.
fn is_trailing_jamo(c: char) -> bool {
    matches!(c, '\u{1160}'..='\u{11ff}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn makes_typography_equal() {
        for (one, other) in [
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
            ("「渡轮」 已满", "“渡轮”已满"),
            ("在 2031 年", "在2031年"),
        ] {
            assert_eq!(folded(one), folded(other), "{one}");
        }
    }

    #[test]
    fn keeps_everything_else() {
        for (one, other) in [("The", "the"), ("10²", "102"), ("1.5", "1,5"), ("cafe", "café"), ("not so", "so")] {
            assert_ne!(folded(one), folded(other), "{one}");
        }
    }

    #[test]
    fn knows_where_it_was_written() {
        let text = "“A — e\u{301}\u{ad}ﬁ” ";
        let done = fold(text);
        assert_eq!(done.text, "'A-éfi'");
        let at = |part: &str| {
            &text[done.original_range(done.text.find(part).unwrap()..done.text.find(part).unwrap() + part.len())]
        };
        assert_eq!(at("A"), "A");
        assert_eq!(at("é"), "e\u{301}");
        assert_eq!(at("f"), "ﬁ");
        assert_eq!(at("'A-éfi'"), text.trim_end());
        assert_eq!(done.folded_offset(text.find('A').unwrap()), 1);
        assert_eq!(done.folded_offset(text.len()), done.text.len());
    }

    proptest! {
        #[test]
        fn folding_twice_is_folding_once(text in "[ -~]{0,5}\\PC{0,20}[ -~“”—…ﬁ中か\u{3099}\u{301}\u{200d}\u{a0}\u{ad}=\u{338}e\u{1100}\u{1161}]{0,20}") {
            let once = folded(&text);
            prop_assert_eq!(folded(&once), once);
        }

        #[test]
        fn runs_of_plain_signs_are_folded_like_single_ones(text in "[ -~“—ﬁ中\u{301}\u{ad}e]{0,40}") {
            let apart: String = text.chars().flat_map(|c| [c, '\u{200b}']).collect();
            prop_assert_eq!(folded(&text), folded(&apart));
            prop_assert_eq!(fold(&text).text, folded(&text));
        }

        #[test]
        fn every_part_is_written_somewhere(text in "\\PC{0,20}") {
            let done = fold(&text);
            for (at, c) in done.text.char_indices() {
                prop_assert!(text.get(done.original_range(at..at + c.len_utf8())).is_some());
            }
        }
    }
}
