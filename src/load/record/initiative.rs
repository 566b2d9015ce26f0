//! Initiatives.

use super::claim;
use crate::load::front_matter::Fields;
use crate::load::layout::RecordPath;
use crate::model::{Initiative, Status};

/// Reads the keys of an initiative.
pub(super) fn read(fields: &mut Fields<'_, '_>, record_path: &RecordPath) -> Initiative {
    Initiative {
        kind: fields.string("kind"),
        proposer: fields.strings("proposer"),
        actors: fields.strings("actors"),
        topics: fields.strings("topics"),
        date: super::date(fields, record_path),
        date_label: fields.text("date_label"),
        date_note: fields.string("date_note"),
        status: fields.tables("status", status).into_iter().flatten().collect(),
        part_of: fields.strings("part_of"),
        related: fields.strings("related"),
        claims: claim::claims(fields),
    }
}

fn status(fields: &mut Fields<'_, '_>) -> Option<Status> {
    let status = fields.required_string("status");
    let date = fields.date("date");
    let date_label = fields.text("date_label");
    let note = fields.text("note");
    let evidence = claim::evidence(fields);
    Some(Status { status: status?, date, date_label, note, evidence })
}
