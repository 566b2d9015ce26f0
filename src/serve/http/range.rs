//! Parses `Range` headers with a single byte range, as media players and PDF viewers send them. Anything else gets the
//! whole file.

use std::ops::RangeInclusive;

/// Part of a file that a `Range` header requests.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum RangeRequest {
    /// The whole file: the header is missing or not supported.
    Whole,
    /// These bytes.
    Part(RangeInclusive<usize>),
    /// Bytes beyond the end of the file.
    Unsatisfiable,
}

/// Parses the header for a file of `length` bytes.
pub(super) fn parse(header: Option<&str>, length: usize) -> RangeRequest {
    let Some((start, end)) = header.and_then(|header| header.strip_prefix("bytes=")?.split_once('-')) else {
        return RangeRequest::Whole;
    };
    match (parse_number(start), parse_number(end)) {
        (Some(start), _) if end.is_empty() && start < length => RangeRequest::Part(start..=length - 1),
        (Some(start), Some(end)) if start <= end && start < length => RangeRequest::Part(start..=end.min(length - 1)),
        (None, Some(suffix_length)) if start.is_empty() && suffix_length > 0 && length > 0 => {
            RangeRequest::Part(length - suffix_length.min(length)..=length - 1)
        }
        (Some(start), end) if start >= length && end.is_none_or(|end| start <= end) => RangeRequest::Unsatisfiable,
        (None, Some(0)) if start.is_empty() => RangeRequest::Unsatisfiable,
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
    fn parses_single_range() {
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
    fn falls_back_to_whole_file() {
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
        fn parsed_range_is_within_the_file(header in "bytes=[0-9]{0,4}-[0-9]{0,4}|\\PC{0,20}", length in 0usize..100) {
            if let RangeRequest::Part(part) = parse(Some(&header), length) {
                prop_assert!(part.start() <= part.end() && *part.end() < length);
            }
        }
    }
}
