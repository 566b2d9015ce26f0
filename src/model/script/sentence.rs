//! Sentence segmentation.

use unicode_segmentation::UnicodeSegmentation;

/// Returns the byte offsets of the sentence starts by Unicode segmentation (UAX #29); empty for an empty text.
pub fn sentence_starts(text: &str) -> Vec<usize> {
    text.split_sentence_bound_indices().map(|(start, _)| start).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn splits_sentences_of_any_script() {
        assert_eq!(sentence_starts("One. Two? \"Three!\" Four"), [0, 5, 10, 19]);
        assert_eq!(sentence_starts("It took 3.5 hours (i.e. long)."), [0]);
        assert_eq!(sentence_starts("渡轮停了。桥还在。"), [0, 15]);
        assert_eq!(sentence_starts(""), [0; 0]);
        assert_eq!(sentence_starts("One.\nTwo.\r\nThree"), [0, 5, 11]);
        assert_eq!(sentence_starts("Mr. Lee left. (He did.) Then… what? 3.5 m. a"), [0, 4, 14, 24, 38]);
        assert_eq!(sentence_starts("هل؟ نعم. क्या है। हाँ"), [0, 7, 15, 38]);
    }

    proptest::proptest! {
        #[test]
        fn starts_are_increasing_from_zero(text in "[ a-dA-D.!?\"'()0-9\u{a0}’”。！é\n]{1,60}") {
            let starts = sentence_starts(&text);
            proptest::prop_assert_eq!(starts[0], 0);
            proptest::prop_assert!(starts.is_sorted_by(|one, next| one < next));
            proptest::prop_assert!(starts.iter().all(|start| text.is_char_boundary(*start)));
        }
    }
}
