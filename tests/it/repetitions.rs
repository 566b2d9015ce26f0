//! Numbers of repetitions: short by default, longer if an environment variable says so (`./tests/run all`).

/// Returns the number of repetitions from an environment variable, or the default.
pub(crate) fn repetitions(variable: &str, default: usize) -> usize {
    std::env::var_os(variable).and_then(|value| value.to_str()?.parse().ok()).unwrap_or(default)
}
