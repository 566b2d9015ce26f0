//! Views of the page for missing pages and of redirects.

use super::page::NavLink;
use serde::Serialize;

/// Page for URLs that do not exist. Its links work from any depth.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct NotFound<'e> {
    /// Links of the menu.
    pub(crate) nav: Vec<NavLink<'e>>,
}

/// Page that redirects to another one.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Redirect {
    /// Link from the page to the target.
    pub(crate) href: String,
    /// Absolute URL of the target.
    pub(crate) url: String,
}
