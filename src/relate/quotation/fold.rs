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
pub(super) struct Folded {
    /// The folded text.
    pub(super) text: String,
    /// Where its parts were written: offset in the folded text, bytes in the original; one for each character that
    /// may not be where the one before it lets expect.
    map: Vec<(usize, Range<usize>)>,
}

/// Folds a text.
pub(super) fn fold(text: &str) -> Folded {
    let mut folder = Folder::default();
    let mut cluster = Cluster::default();
    for (at, c) in text.char_indices().filter(|&(_, c)| !is_without_width(c)) {
        let place = at..at + c.len_utf8();
        expand(c, &mut |c| {
            if !(is_combining_mark(c) || is_jamo_behind(c)) {
                folder.close(&mut cluster);
            }
            cluster.push(c, &place);
        });
    }
    folder.close(&mut cluster);
    folder.done
}

impl Folded {
    /// The bytes of the original that a part of the folded text was written with.
    pub(super) fn original(&self, part: Range<usize>) -> Range<usize> {
        let entry = |at: usize| self.map.get(self.map.partition_point(|(from, _)| *from <= at).checked_sub(1)?);
        let start = entry(part.start).map_or(0, |(_, place)| place.start);
        let end = entry(part.end.saturating_sub(1).max(part.start)).map_or(start, |(_, place)| place.end);
        start..end.max(start)
    }

    /// Where a byte of the original went: the first folded byte that was written there or behind it.
    pub(super) fn folded(&self, original: usize) -> usize {
        let behind = self.map.partition_point(|(_, place)| place.end <= original);
        self.map.get(behind).map_or(self.text.len(), |(from, _)| *from)
    }
}

/// Whether two characters belong to one word when they stand side by side.
pub(super) fn joins(before: char, behind: char) -> bool {
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

#[derive(Default)]
struct Folder {
    done: Folded,
    space: Option<Range<usize>>,
}

impl Folder {
    fn close(&mut self, cluster: &mut Cluster) {
        if cluster.chars.is_ascii() {
            // The most frequent case by far: one character that is composed with nothing.
            cluster.chars.chars().for_each(|c| self.push(even(c), &cluster.place));
        } else {
            cluster.chars.nfc().for_each(|c| self.push(even(c), &cluster.place));
        }
        cluster.chars.clear();
    }

    fn push(&mut self, c: char, place: &Range<usize>) {
        if c == ' ' {
            self.space.get_or_insert_with(|| place.clone());
            return;
        }
        let last = self.done.text.chars().next_back();
        if let Some(space) = self.space.take() {
            let tight = |c: char| c == '-' || is_cjk(c);
            let between = last.is_some_and(|last| !tight(last) && !tight(c) || is_combining_mark(c));
            if between {
                self.add(' ', space);
            }
        }
        if c == '-' && self.done.text.ends_with('-') {
            return;
        }
        self.add(c, place.clone());
    }

    fn add(&mut self, c: char, place: Range<usize>) {
        self.done.map.push((self.done.text.len(), place));
        self.done.text.push(c);
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
fn even(c: char) -> char {
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
fn is_jamo_behind(c: char) -> bool {
    matches!(c, '\u{1160}'..='\u{11ff}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn folded(text: &str) -> String {
        fold(text).text
    }

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
            &text[done.original(done.text.find(part).unwrap()..done.text.find(part).unwrap() + part.len())]
        };
        assert_eq!(at("A"), "A");
        assert_eq!(at("é"), "e\u{301}");
        assert_eq!(at("f"), "ﬁ");
        assert_eq!(at("'A-éfi'"), text.trim_end());
        assert_eq!(done.folded(text.find('A').unwrap()), 1);
        assert_eq!(done.folded(text.len()), done.text.len());
    }

    proptest! {
        #[test]
        fn folding_twice_is_folding_once(text in "[ -~]{0,5}\\PC{0,20}[ -~“”—…ﬁ中か\u{3099}\u{301}\u{200d}\u{a0}\u{ad}=\u{338}e\u{1100}\u{1161}]{0,20}") {
            let once = folded(&text);
            prop_assert_eq!(folded(&once), once);
        }

        #[test]
        fn every_part_is_written_somewhere(text in "\\PC{0,20}") {
            let done = fold(&text);
            for (at, c) in done.text.char_indices() {
                prop_assert!(text.get(done.original(at..at + c.len_utf8())).is_some());
            }
        }
    }
}
