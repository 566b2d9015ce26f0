//! `[link_checker]`: how links are checked, within the site and, on request, on the web.

use std::time::Duration;

/// How links are checked.
#[derive(Clone, Debug)]
pub struct LinkCheckerConfig {
    /// Addresses of the web that begin with one of these are not asked for.
    pub skip_prefixes: Vec<String>,
    /// Pages of the web whose address begins with one of these are not searched for fragments.
    pub skip_anchor_prefixes: Vec<String>,
    /// How bad a dead link within the site is.
    pub internal_level: LinkLevel,
    /// How bad a dead link to the web is.
    pub external_level: LinkLevel,
    /// For how long an address that was found to be fine is not asked for again.
    pub cache_ttl: Duration,
    /// How long a server may take for one answer.
    pub timeout: Duration,
    /// How many requests to one host may run at a time.
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

/// How bad a dead link is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LinkLevel {
    /// The site is not built.
    Error,
    /// The author is told.
    Warn,
}

impl LinkLevel {
    /// Both of them.
    pub const ALL: [LinkLevel; 2] = [LinkLevel::Error, LinkLevel::Warn];

    /// The word for it in the configuration.
    pub fn as_str(self) -> &'static str {
        match self {
            LinkLevel::Error => "error",
            LinkLevel::Warn => "warn",
        }
    }
}
