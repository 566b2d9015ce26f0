//! Reads `Range`: one stretch of bytes, as players and readers of PDF files ask for. Anything else gets the whole file.

use std::ops::RangeInclusive;

/// What a `Range` header asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum RangeRequest {
    /// The whole file: nothing that is understood.
    Whole,
    /// These bytes.
    Part(RangeInclusive<usize>),
    /// Bytes that the file does not have.
    Unsatisfiable,
}

/// Reads the header for a file of a length.
pub(super) fn parse(header: Option<&str>, length: usize) -> RangeRequest {
    let Some((from, to)) = header.and_then(|header| header.strip_prefix("bytes=")?.split_once('-')) else {
        return RangeRequest::Whole;
    };
    match (parse_number(from), parse_number(to)) {
        (Some(from), _) if to.is_empty() && from < length => RangeRequest::Part(from..=length - 1),
        (Some(from), Some(to)) if from <= to && from < length => RangeRequest::Part(from..=to.min(length - 1)),
        (None, Some(last)) if from.is_empty() && last > 0 && length > 0 => {
            RangeRequest::Part(length - last.min(length)..=length - 1)
        }
        (Some(from), to) if from >= length && to.is_none_or(|to| from <= to) => RangeRequest::Unsatisfiable,
        (None, Some(0)) if from.is_empty() => RangeRequest::Unsatisfiable,
        _ => RangeRequest::Whole,
    }
}

fn parse_number(digits: &str) -> Option<usize> {
    let is_number = !digits.is_empty() && digits.len() <= 18 && digits.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| digits.parse().ok())?
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn reads_one_stretch() {
        assert_eq!(parse(Some("bytes=0-0"), 10), RangeRequest::Part(0..=0));
        assert_eq!(parse(Some("bytes=2-"), 10), RangeRequest::Part(2..=9));
        assert_eq!(parse(Some("bytes=2-99"), 10), RangeRequest::Part(2..=9));
        assert_eq!(parse(Some("bytes=-3"), 10), RangeRequest::Part(7..=9));
        assert_eq!(parse(Some("bytes=-99"), 10), RangeRequest::Part(0..=9));
        for header in ["bytes=10-", "bytes=10-12", "bytes=-0"] {
            assert_eq!(parse(Some(header), 10), RangeRequest::Unsatisfiable, "{header}");
        }
        assert_eq!(parse(Some("bytes=0-"), 0), RangeRequest::Unsatisfiable);
    }

    #[test]
    fn gives_the_whole_for_what_it_does_not_understand() {
        assert_eq!(parse(None, 10), RangeRequest::Whole);
        for header in [
            "",
            "bytes",
            "bytes=",
            "bytes=-",
            "bytes=5-2",
            "bytes=a-b",
            "bytes=0-1,3-4",
            "lines=0-1",
            "bytes=+1-2",
            "bytes=99999999999999999999-",
            "bytes= 0-1",
        ] {
            assert_eq!(parse(Some(header), 10), RangeRequest::Whole, "{header}");
        }
    }

    proptest! {
        #[test]
        fn what_is_given_is_within_the_file(header in "bytes=[0-9]{0,4}-[0-9]{0,4}|\\PC{0,20}", length in 0usize..100) {
            if let RangeRequest::Part(part) = parse(Some(&header), length) {
                prop_assert!(part.start() <= part.end() && *part.end() < length);
            }
        }
    }
}
