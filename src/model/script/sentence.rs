//! Where sentences begin.

use icu_segmenter::SentenceSegmenter;
use icu_segmenter::options::SentenceBreakInvariantOptions;

/// The offsets at which the sentences of a text begin, as Unicode has them (UAX #29); none in an empty text.
pub fn sentence_starts(text: &str) -> Vec<usize> {
    let segmenter = SentenceSegmenter::new(SentenceBreakInvariantOptions::default());
    segmenter.segment_str(text).filter(|start| *start < text.len()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_sentences_of_any_writing() {
        assert_eq!(sentence_starts("One. Two? \"Three!\" Four"), [0, 5, 10, 19]);
        assert_eq!(sentence_starts("It took 3.5 hours (i.e. long)."), [0]);
        assert_eq!(sentence_starts("渡轮停了。桥还在。"), [0, 15]);
        assert_eq!(sentence_starts(""), [0; 0]);
    }

    proptest::proptest! {
        #[test]
        fn begins_at_the_beginning_and_goes_on(text in "[ a-dA-D.!?\"'()0-9\u{a0}’”。！é\n]{1,60}") {
            let starts = sentence_starts(&text);
            proptest::prop_assert_eq!(starts[0], 0);
            proptest::prop_assert!(starts.is_sorted_by(|one, next| one < next));
            proptest::prop_assert!(starts.iter().all(|start| text.is_char_boundary(*start)));
        }
    }
}
