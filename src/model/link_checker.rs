//! Options of the link checker, `[link_checker]`: within the site and, on request, on the web.

use std::time::Duration;

/// Options of the link checker.
#[derive(Clone, Debug)]
pub struct LinkCheckerConfig {
    /// URL prefixes that are not checked.
    pub skip_prefixes: Vec<String>,
    /// URL prefixes of pages in which fragments are not checked.
    pub skip_anchor_prefixes: Vec<String>,
    /// Severity of a dead link within the site.
    pub internal_level: LinkLevel,
    /// Severity of a dead link to the web.
    pub external_level: LinkLevel,
    /// Duration for which a successful check stays valid.
    pub cache_ttl: Duration,
    /// Timeout of one request.
    pub timeout: Duration,
    /// Maximum number of concurrent requests per host.
    pub per_host: usize,
}

impl Default for LinkCheckerConfig {
    fn default() -> Self {
        LinkCheckerConfig {
            skip_prefixes: Vec::new(),
            skip_anchor_prefixes: Vec::new(),
            internal_level: LinkLevel::Error,
            external_level: LinkLevel::Warn,
            cache_ttl: Duration::from_hours(7 * 24),
            timeout: Duration::from_secs(20),
            per_host: 2,
        }
    }
}

/// Severity of a dead link.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LinkLevel {
    /// Fails the build.
    Error,
    /// Reports a warning.
    Warn,
}

impl LinkLevel {
    /// All values.
    pub const ALL: [LinkLevel; 2] = [LinkLevel::Error, LinkLevel::Warn];

    /// Returns the value used in the configuration.
    pub fn as_str(self) -> &'static str {
        match self {
            LinkLevel::Error => "error",
            LinkLevel::Warn => "warn",
        }
    }
}
