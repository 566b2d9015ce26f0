//! Events of single records: for the calendars and feeds of initiatives, topics and actors.

use super::ExportContext;
use crate::model::RecordId;

/// File about the events of a record.
pub(super) struct EventFile<'a> {
    /// Path from the site's root.
    pub(super) path: String,
    /// Record.
    pub(super) record: RecordId,
    /// Title of the record.
    pub(super) title: &'a str,
    /// Its events, ordered by time.
    pub(super) events: Vec<RecordId>,
}

/// Lists the files of a name in the folders of the records that have events: those of the default language and of the
/// kinds in `event_files`.
pub(super) fn files<'a>(export: ExportContext<'a>, name: &str) -> Vec<EventFile<'a>> {
    let site = export.site;
    let records = site.visible().filter(|(_, record)| {
        site.config.event_files.contains(&record.kind()) && record.language == site.config.default_language
    });
    records
        .filter_map(|(id, record)| {
            let events = export.relations.events.row(id).to_vec();
            let path = format!("{}{name}", export.relations.path(id));
            (!events.is_empty()).then(|| EventFile { path, record: id, title: &record.title.value, events })
        })
        .collect()
}
