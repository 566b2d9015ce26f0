//! Originals that can no longer be read at their address.

use super::date::DateView;
use super::page_context::PageContext;
use crate::model::{Article, UrlStatus};
use serde::Serialize;

/// What readers are told in place of a link to the original.
#[derive(Clone, Debug, Serialize)]
pub(super) struct DeadOriginal<'e> {
    /// `dead` or `unfit`.
    status: &'static str,
    /// The address at which it was.
    url: &'e str,
    /// When that was looked at.
    checked: Option<DateView>,
}

impl<'e> PageContext<'e> {
    /// What to say of an article's original, when it is gone.
    pub(super) fn dead_original(&self, article: &'e Article) -> Option<DeadOriginal<'e>> {
        let url = article.url.as_ref().filter(|_| article.url_status != UrlStatus::Live)?;
        let checked = article.url_checked.as_ref().map(|date| self.date(&date.value, None, None));
        Some(DeadOriginal { status: article.url_status.as_str(), url: &url.value, checked })
    }
}
