//! Events.

use super::claim;
use crate::load::front_matter::Fields;
use crate::load::layout::RecordPath;
use crate::load::markdown::MarkdownReader;
use crate::model::Event;

/// Reads the keys of an event. Its date is required, in the front matter or as a prefix of the file name.
pub(super) fn read(fields: &mut Fields<'_, '_>, record_path: &RecordPath, markdown: &mut MarkdownReader<'_>) -> Event {
    let date =
        if record_path.name.date.is_some() { super::date(fields, record_path) } else { fields.required_date("date") };
    Event {
        date,
        date_label: fields.text("date_label"),
        date_note: fields.string("date_note"),
        place: fields.text("place"),
        actors: fields.strings("actors"),
        initiatives: fields.strings("initiatives"),
        topics: fields.strings("topics"),
        turning_point: fields.bool("turning_point").unwrap_or(false),
        claims: claim::claims(fields, markdown),
    }
}
