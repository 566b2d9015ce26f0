//! Build time: the only place of the CLI that reads the clock.

use anyhow::{Context, bail};
use std::ops::RangeInclusive;
use std::time::{SystemTime, UNIX_EPOCH};

/// Valid build times, in Unix seconds: years 1970 to 9999, which every output format can represent.
const VALID_SECONDS: RangeInclusive<i64> = 0..=253_402_300_799;

/// Returns the build time in Unix seconds: `SOURCE_DATE_EPOCH` if it is set, for reproducible builds, else the current
/// time.
pub(super) fn build_time() -> anyhow::Result<i64> {
    if let Some(value) = std::env::var_os("SOURCE_DATE_EPOCH") {
        return parse_seconds(&value.to_string_lossy());
    }
    now()
}

/// Returns the current time in Unix seconds.
#[expect(clippy::disallowed_methods, reason = "the only place that reads the clock")]
pub(super) fn now() -> anyhow::Result<i64> {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).context("the system clock is set to a time before 1970")?;
    Ok(i64::try_from(now.as_secs())?)
}

fn parse_seconds(value: &str) -> anyhow::Result<i64> {
    match value.trim().parse() {
        Ok(seconds) if VALID_SECONDS.contains(&seconds) => Ok(seconds),
        _ => bail!("SOURCE_DATE_EPOCH must be a number of seconds since 1970, not `{value}`"),
    }
}

#[cfg(test)]
mod tests {
    use super::parse_seconds;

    #[test]
    fn accepts_seconds_of_four_digit_years() {
        assert_eq!(parse_seconds("0").unwrap(), 0);
        assert_eq!(parse_seconds(" 1767225599\n").unwrap(), 1_767_225_599);
        for value in ["", "now", "-1", "1.5", "0x10", "253402300800", "99999999999999999999", "\u{fffd}"] {
            assert!(parse_seconds(value).is_err(), "{value}");
        }
    }
}
