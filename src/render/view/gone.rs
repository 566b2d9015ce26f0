//! Originals that can no longer be read at their address.

use super::date::DateView;
use super::desk::Desk;
use crate::model::{Article, UrlStatus};
use serde::Serialize;

/// What readers are told in place of a link to the original.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Gone<'e> {
    /// `dead` or `unfit`.
    status: &'static str,
    /// The address at which it was.
    url: &'e str,
    /// When that was looked at.
    checked: Option<DateView>,
}

impl<'e> Desk<'e> {
    /// What to say of an article's original, when it is gone.
    pub(super) fn gone(&self, article: &'e Article) -> Option<Gone<'e>> {
        let url = article.url.as_ref().filter(|_| article.url_status != UrlStatus::Live)?;
        let checked = article.url_checked.as_ref().map(|date| self.date(&date.value, None, None));
        Some(Gone { status: article.url_status.as_str(), url: &url.value, checked })
    }
}
