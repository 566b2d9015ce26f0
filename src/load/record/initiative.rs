//! Initiatives.

use super::{claim, inline_markup};
use crate::load::front_matter::Fields;
use crate::load::layout::RecordPath;
use crate::load::markdown::MarkdownReader;
use crate::model::{Initiative, Status};

/// Reads the keys of an initiative.
pub(super) fn read(
    fields: &mut Fields<'_, '_>,
    record_path: &RecordPath,
    markdown: &mut MarkdownReader<'_>,
) -> Initiative {
    Initiative {
        kind: fields.string("kind"),
        proposer: fields.strings("proposer"),
        actors: fields.strings("actors"),
        topics: fields.strings("topics"),
        date: super::date(fields, record_path),
        date_label: inline_markup::words(fields, "date_label", "a date label", markdown),
        date_note: fields.string("date_note"),
        status: fields.tables("status", |fields| status(fields, markdown)).into_iter().flatten().collect(),
        part_of: fields.strings("part_of"),
        related: fields.strings("related"),
        claims: claim::claims(fields, markdown),
    }
}

fn status(fields: &mut Fields<'_, '_>, markdown: &mut MarkdownReader<'_>) -> Option<Status> {
    let status = fields.required_string("status");
    let date = fields.date("date");
    let date_label = inline_markup::words(fields, "date_label", "a date label", markdown);
    let mut note = fields.string("note");
    let note_markup = note.as_mut().map(|note| inline_markup::read(note, "a note on a status", markdown));
    let evidence = claim::evidence(fields);
    let note = note.map(|note| note.value);
    Some(Status { status: status?, date, date_label, note, note_markup: note_markup.unwrap_or_default(), evidence })
}
