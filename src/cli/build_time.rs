//! The clock, and the time that a build counts as made at.

use anyhow::{Context, bail};
use std::ops::RangeInclusive;
use std::time::{SystemTime, UNIX_EPOCH};

/// 1970 to 9999: the years that every format of the output can write.
const VALID_SECONDS: RangeInclusive<i64> = 0..=253_402_300_799;

/// `SOURCE_DATE_EPOCH` where it is set, so that the same input gives the same bytes in any year; else the clock's time.
/// In seconds since 1970.
pub(super) fn build_time() -> anyhow::Result<i64> {
    if let Some(given) = std::env::var_os("SOURCE_DATE_EPOCH") {
        return parse_seconds(&given.to_string_lossy());
    }
    now()
}

/// The clock's time, in seconds since 1970.
#[expect(clippy::disallowed_methods, reason = "the one place where the clock becomes an input")]
pub(super) fn now() -> anyhow::Result<i64> {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).context("the clock stands before 1970")?;
    Ok(i64::try_from(now.as_secs())?)
}

fn parse_seconds(given: &str) -> anyhow::Result<i64> {
    match given.trim().parse() {
        Ok(seconds) if VALID_SECONDS.contains(&seconds) => Ok(seconds),
        _ => bail!("SOURCE_DATE_EPOCH must be a number of seconds since 1970, not `{given}`"),
    }
}

#[cfg(test)]
mod tests {
    use super::parse_seconds;

    #[test]
    fn takes_seconds_of_years_with_four_digits() {
        assert_eq!(parse_seconds("0").unwrap(), 0);
        assert_eq!(parse_seconds(" 1767225599\n").unwrap(), 1_767_225_599);
        for given in ["", "now", "-1", "1.5", "0x10", "253402300800", "99999999999999999999", "\u{fffd}"] {
            assert!(parse_seconds(given).is_err(), "{given}");
        }
    }
}
