//! `[link_checker]`: Zola's keys, plus timeouts, cache lifetime and concurrency.

use super::invalid;
use crate::load::front_matter::Fields;
use crate::model::{LinkCheckerConfig, LinkLevel};
use std::ops::RangeInclusive;
use std::time::Duration;

/// Allowed number of concurrent requests per host.
const PER_HOST: RangeInclusive<i64> = 1..=16;

/// Allowed timeout of a request.
const TIMEOUT: RangeInclusive<Duration> = Duration::from_secs(1)..=Duration::from_mins(5);

/// Allowed lifetime of a cached response.
const CACHE_TTL: RangeInclusive<Duration> = Duration::ZERO..=Duration::from_hours(24 * 365);

/// Reads the table; missing and invalid values get their defaults.
pub(super) fn read(fields: &mut Fields<'_, '_>) -> LinkCheckerConfig {
    let defaults = LinkCheckerConfig::default();
    LinkCheckerConfig {
        skip_prefixes: prefixes(fields, "skip_prefixes"),
        skip_anchor_prefixes: prefixes(fields, "skip_anchor_prefixes"),
        internal_level: level(fields, "internal_level").unwrap_or(defaults.internal_level),
        external_level: level(fields, "external_level").unwrap_or(defaults.external_level),
        cache_ttl: duration(fields, "cache_ttl", &CACHE_TTL, "0s to 365d").unwrap_or(defaults.cache_ttl),
        timeout: duration(fields, "timeout", &TIMEOUT, "1s to 5m").unwrap_or(defaults.timeout),
        per_host: per_host(fields).unwrap_or(defaults.per_host),
    }
}

fn level(fields: &mut Fields<'_, '_>, key: &'static str) -> Option<LinkLevel> {
    let word = fields.one_of(key, &LinkLevel::ALL.map(LinkLevel::as_str))?;
    LinkLevel::ALL.into_iter().find(|level| level.as_str() == word.value)
}

/// Reads a list of URL prefixes; reports and drops those that cannot match an HTTP URL.
fn prefixes(fields: &mut Fields<'_, '_>, key: &'static str) -> Vec<String> {
    let mut prefixes = Vec::new();
    for prefix in fields.strings(key) {
        if prefix.value.starts_with("http://") || prefix.value.starts_with("https://") {
            prefixes.push(prefix.value);
        } else {
            let diagnostic = invalid(prefix.span, format!("`{}` is not a prefix of a web address", prefix.value));
            fields.report(diagnostic.help("use the first part of a URL, such as `\"https://example.org/\"`"));
        }
    }
    prefixes
}

fn per_host(fields: &mut Fields<'_, '_>) -> Option<usize> {
    let number = fields.integer("per_host")?;
    if PER_HOST.contains(&number.value) {
        return usize::try_from(number.value).ok();
    }
    let diagnostic = invalid(number.span, format!("`per_host` cannot be {}", number.value));
    fields.report(diagnostic.help("use a number from 1 to 16"));
    None
}

fn duration(
    fields: &mut Fields<'_, '_>,
    key: &'static str,
    allowed: &RangeInclusive<Duration>,
    range: &str,
) -> Option<Duration> {
    let text = fields.string(key)?;
    let (problem, help) = match parse_duration(&text.value) {
        Some(duration) if allowed.contains(&duration) => return Some(duration),
        Some(_) => (format!("`{key}` cannot be `{}`", text.value), format!("use a duration from {range}")),
        None => {
            let help = "use a number with a unit, such as `\"20s\"`, `\"5m\"`, `\"12h\"` or `\"7d\"`";
            (format!("`{}` is not a duration", text.value), help.to_owned())
        }
    };
    fields.report(invalid(text.span, problem).help(help));
    None
}

/// Parses an integer with a unit: `s`, `m`, `h` or `d`. Returns `None` if malformed or out of range.
fn parse_duration(text: &str) -> Option<Duration> {
    let text = text.trim();
    let (number, unit) = text.split_at(text.find(|c: char| !c.is_ascii_digit())?);
    let seconds = match unit.trim_start() {
        "s" => 1,
        "m" => 60,
        "h" => 60 * 60,
        "d" => 24 * 60 * 60,
        _ => return None,
    };
    number.parse::<u64>().ok()?.checked_mul(seconds).map(Duration::from_secs)
}

#[cfg(test)]
mod tests {
    use super::super::tests::configure;
    use super::*;
    use crate::load::LoadOptions;

    #[test]
    fn parses_durations() {
        let read = ["20s", "5 m", " 12h ", "7d", "0s"].map(parse_duration);
        assert_eq!(read.map(|diagnostics| diagnostics.unwrap().as_secs()), [20, 300, 43_200, 604_800, 0]);
        for text in
            ["", "20", "s", "-1s", "1.5h", "7 days", "1w", "１s", "99999999999999999999s", "18446744073709551615d"]
        {
            assert_eq!(parse_duration(text), None, "{text}");
        }
    }

    #[test]
    fn reads_every_key() {
        let text = r#"base_url = "https://example.org/"
[link_checker]
skip_prefixes = ["https://a.example/"]
skip_anchor_prefixes = ["http://b.example/"]
internal_level = "warn"
external_level = "error"
cache_ttl = "1d"
timeout = "5s"
per_host = 1
"#;
        let (config, diagnostics) = configure(text, &LoadOptions::default());
        assert!(diagnostics.is_empty(), "{diagnostics:?}");
        let checker = config.link_checker;
        assert_eq!((checker.skip_prefixes.len(), checker.skip_anchor_prefixes.len()), (1, 1));
        assert_eq!((checker.internal_level, checker.external_level), (LinkLevel::Warn, LinkLevel::Error));
        assert_eq!((checker.cache_ttl, checker.timeout), (Duration::from_hours(24), Duration::from_secs(5)));
        assert_eq!(checker.per_host, 1);
    }
}
