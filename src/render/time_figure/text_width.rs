//! Widths of texts in the theme's fonts, from the fonts' advance widths.

/// Font in which a text is set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TextFace {
    /// Labels.
    Sans,
    /// Strong labels.
    SansStrong,
    /// Names of turning points.
    Serif,
}

/// Tolerance for other fonts of the reader's system and for rounding.
const TOLERANCE: f64 = 1.02;

/// Returns the width of a text in pixels at a font size in pixels.
pub(super) fn text_width(text: &str, face: TextFace, size: f64) -> f64 {
    let table = match face {
        TextFace::Sans => &SANS,
        TextFace::SansStrong => &SANS_STRONG,
        TextFace::Serif => &SERIF,
    };
    let thousandths: u32 = text.chars().map(|letter| u32::from(advance(letter, table))).sum();
    f64::from(thousandths) / 1000.0 * size * TOLERANCE
}

/// Returns the advance width of a letter in thousandths of an em.
fn advance(letter: char, table: &[u16; 95]) -> u16 {
    let code = u32::from(letter);
    if let Some(width) = code.checked_sub(0x20).and_then(|index| table.get(index as usize)) {
        return *width;
    }
    match letter {
        '\u{2018}' | '\u{2019}' | '·' => 252,
        '\u{201c}' | '\u{201d}' => 452,
        '–' => 580,
        '…' => 840,
        '\u{300}'..='\u{36f}' | '\u{200b}'..='\u{200f}' => 0,
        _ if is_full_width(letter) => 1000,
        _ if letter.is_uppercase() => 900,
        _ => 700,
    }
}

/// Returns true for letters that are one em wide: Chinese, Japanese and Korean ones, full-width forms, symbols.
pub(super) fn is_full_width(letter: char) -> bool {
    matches!(u32::from(letter), 0x1100..=0x115f | 0x2014 | 0x2e80..=0xa4cf | 0xac00..=0xd7a3 | 0xf900..=0xfaff | 0xfe30..=0xfe6f | 0xff00..=0xff60 | 0xffe0..=0xffe6 | 0x1f000..=0x3ffff)
}

/// Public Sans, weight 400, from U+0020 to U+007E.
#[rustfmt::skip]
const SANS: [u16; 95] = [
    243, 251, 426, 603, 659, 904, 709, 248, 303, 309, 394, 555, 242, 378, 225, 351, 612, 407, 596, 630, 629, 641, 623,
    601, 648, 625, 226, 240, 546, 555, 546, 521, 831, 710, 671, 689, 694, 621, 594, 733, 766, 283, 389, 682, 578, 886,
    754, 734, 637, 748, 677, 670, 594, 701, 673, 954, 688, 607, 637, 303, 351, 303, 473, 518, 219, 553, 597, 544, 597,
    567, 396, 623, 577, 248, 263, 562, 303, 865, 577, 566, 596, 596, 391, 506, 389, 581, 505, 780, 565, 535, 481, 328,
    263, 332, 568,
];

/// Public Sans, weight 600, from U+0020 to U+007E.
#[rustfmt::skip]
const SANS_STRONG: [u16; 95] = [
    234, 268, 455, 610, 671, 923, 750, 255, 319, 324, 437, 573, 261, 386, 250, 367, 630, 419, 617, 649, 644, 659, 643,
    615, 660, 643, 250, 261, 563, 573, 563, 529, 829, 719, 679, 705, 708, 629, 605, 747, 768, 296, 396, 701, 578, 903,
    769, 749, 646, 762, 687, 682, 606, 713, 690, 962, 704, 640, 655, 322, 367, 322, 479, 537, 243, 561, 603, 546, 603,
    572, 397, 626, 585, 259, 277, 572, 317, 882, 586, 571, 602, 602, 403, 518, 404, 589, 514, 785, 577, 550, 489, 359,
    266, 360, 592,
];

/// Newsreader, weight 600, optical size 18, from U+0020 to U+007E.
#[rustfmt::skip]
const SERIF: [u16; 95] = [
    212, 271, 375, 593, 593, 819, 719, 201, 282, 282, 424, 500, 243, 348, 236, 391, 593, 593, 593, 593, 593, 593, 593,
    593, 593, 593, 257, 267, 500, 500, 500, 447, 882, 729, 667, 701, 767, 646, 597, 751, 811, 353, 446, 749, 616, 994,
    755, 774, 628, 774, 672, 563, 677, 764, 700, 993, 730, 700, 635, 310, 391, 311, 500, 410, 500, 461, 544, 438, 552,
    458, 355, 498, 561, 288, 262, 551, 277, 829, 572, 519, 558, 543, 409, 380, 358, 544, 521, 750, 504, 528, 435, 306,
    232, 306, 500,
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn measures_latin_texts() {
        let width = text_width("Action plan released", TextFace::Sans, 13.0);
        assert!((120.0..130.0).contains(&width), "{width}");
        let strong = text_width("Action plan released", TextFace::SansStrong, 13.0);
        assert!(strong > width);
    }

    #[test]
    fn chinese_letters_are_one_em_wide() {
        let width = text_width("世界人工智能大会", TextFace::Sans, 13.0);
        assert!((width - 8.0 * 13.0 * TOLERANCE).abs() < 1e-9, "{width}");
    }

    #[test]
    fn other_letters_have_a_width_and_combining_marks_none() {
        assert!(text_width("Ж", TextFace::Serif, 10.0) > 8.0);
        let (one, two) = (text_width("e", TextFace::Sans, 10.0), text_width("e\u{301}", TextFace::Sans, 10.0));
        assert!((one - two).abs() < 1e-9);
    }
}
