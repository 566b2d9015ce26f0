//! What each record is called where others speak of it, written once: thousands of them do.

use super::super::ExportContext;
use super::json_object::JsonObject;
use crate::model::{Record, RecordId};

/// What the shown records are called, as JSON.
pub(super) struct RecordRefs {
    text: Vec<u8>,
    /// Where a record's name ends, and its id behind it; both are empty for a draft that is not shown.
    ends: Vec<[usize; 2]>,
}

/// A name takes about so many bytes.
const REF_SIZE_ESTIMATE: usize = 96;

impl RecordRefs {
    /// Names all records.
    pub(super) fn of(export: ExportContext<'_>) -> RecordRefs {
        let count = export.site.records.len();
        let mut names =
            RecordRefs { text: Vec::with_capacity(count * REF_SIZE_ESTIMATE), ends: Vec::with_capacity(count) };
        for (_, record) in export.site.all() {
            let is_shown = export.site.drafts || !record.draft;
            let end = if is_shown { names.write(record) } else { names.text.len() };
            names.ends.push([end, names.text.len()]);
        }
        names
    }

    /// Writes a record's name and its id; where the one ends and the other begins.
    fn write(&mut self, record: &Record) -> usize {
        JsonObject::write(&mut self.text, |object| {
            object.with("kind", record.kind().as_str()).with("id", &*record.id).with("language", &*record.language);
        });
        // What is said besides comes behind it.
        self.text.pop();
        let end = self.text.len();
        // A text can always be written.
        let _ = serde_json::to_writer(&mut self.text, &*record.id);
        end
    }

    /// A record's kind, id and language, the beginning of an object; nothing for one that is not shown.
    pub(super) fn reference(&self, record: RecordId) -> Option<&[u8]> {
        let at = record.0 as usize;
        let begin = at.checked_sub(1).map_or(0, |before| self.ends[before][1]);
        Some(&self.text[begin..self.ends[at][0]]).filter(|name| !name.is_empty())
    }

    /// The id of a record; nothing for one that is not shown.
    pub(super) fn id(&self, record: RecordId) -> Option<&[u8]> {
        let [begin, end] = self.ends[record.0 as usize];
        Some(&self.text[begin..end]).filter(|id| !id.is_empty())
    }

    /// The ids of records that are shown.
    pub(super) fn ids<'n>(&'n self, records: &'n [RecordId]) -> impl Iterator<Item = &'n [u8]> {
        records.iter().filter_map(|&record| self.id(record))
    }
}

/// Writes how often a record speaks, behind its name.
pub(super) fn write_with_count(name: &[u8], count: u32, to: &mut Vec<u8>) {
    to.extend_from_slice(name);
    to.extend_from_slice(b",\"count\":");
    // A number can always be written.
    let _ = serde_json::to_writer(&mut *to, &count);
    to.push(b'}');
}
