//! Pages that stand for others: the one that says that there is none, and redirects.

use super::page::NavLink;
use serde::Serialize;

/// The page for addresses that do not exist. Its links work from any depth.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct NotFound<'e> {
    /// The menu.
    pub(crate) nav: Vec<NavLink<'e>>,
}

/// A page that sends its readers on.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Redirect {
    /// Where to, from the page.
    pub(crate) href: String,
    /// Where to, in full.
    pub(crate) url: String,
}
