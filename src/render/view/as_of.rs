//! Date up to which the briefing is current.

use super::date::DateView;
use super::page_context::PageContext;
use crate::model::{Details, Edtf, Index, IndexKind, Kind, RecordId};

/// Formats the date up to which the briefing is current: from the language's front page, or else from the default
/// language's.
pub(super) fn as_of(context: &PageContext<'_>) -> Option<DateView> {
    as_of_date(context).map(|date| context.date(&date, None, None))
}

/// Returns the date that [`as_of`] formats.
pub(crate) fn as_of_date(context: &PageContext<'_>) -> Option<Edtf> {
    let front = context.lang.index_page(IndexKind::Brief)?.record;
    let original = context.site.find(Kind::Index, "");
    let mut dates = front.into_iter().chain(original).filter_map(|id| index_details(context, id)?.as_of.as_ref());
    dates.next().map(|date| date.value.clone())
}

/// Returns the fields of a record that introduces an index page.
pub(super) fn index_details<'e>(context: &PageContext<'e>, id: RecordId) -> Option<&'e Index> {
    match &context.site.records.get(id).details {
        Details::Index(index) => Some(index),
        _ => None,
    }
}
