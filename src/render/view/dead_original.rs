//! Originals that can no longer be read at their URL.

use super::date::DateView;
use super::page_context::PageContext;
use crate::model::{Article, UrlStatus};
use serde::Serialize;

/// Replacement for the link to an original.
#[derive(Clone, Debug, Serialize)]
pub(super) struct DeadOriginal<'e> {
    /// `dead` or `unfit`.
    status: &'static str,
    /// URL of the original.
    url: &'e str,
    /// Date of the last check.
    checked: Option<DateView>,
}

impl<'e> PageContext<'e> {
    /// Returns the replacement for the link to an article's original, or `None` if the original is live.
    pub(super) fn dead_original(&self, article: &'e Article) -> Option<DeadOriginal<'e>> {
        let url = article.url.as_ref().filter(|_| article.url_status != UrlStatus::Live)?;
        let checked = article.url_checked.as_ref().map(|date| self.date(&date.value, None, None));
        Some(DeadOriginal { status: article.url_status.as_str(), url: &url.value, checked })
    }
}
