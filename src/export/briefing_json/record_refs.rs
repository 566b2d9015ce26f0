//! Encoded record references, serialized once because each is repeated in many relations.

use super::super::ExportContext;
use super::json_object::JsonObject;
use crate::model::{Record, RecordId};

/// Encoded references and ids of all published records.
pub(super) struct RecordRefs {
    text: Vec<u8>,
    /// For each record, the end offset of its reference and of the id after it; both are empty for an unpublished
    /// draft.
    ends: Vec<[usize; 2]>,
}

/// Encoded size per record in bytes, used to reserve the buffer.
const REF_SIZE_ESTIMATE: usize = 96;

impl RecordRefs {
    /// Encodes references to all records.
    pub(super) fn of(export: ExportContext<'_>) -> RecordRefs {
        let count = export.site.records.len();
        let mut refs =
            RecordRefs { text: Vec::with_capacity(count * REF_SIZE_ESTIMATE), ends: Vec::with_capacity(count) };
        for (_, record) in export.site.all() {
            let is_visible = export.site.drafts || !record.draft;
            let end = if is_visible { refs.write(record) } else { refs.text.len() };
            refs.ends.push([end, refs.text.len()]);
        }
        refs
    }

    /// Encodes a record's reference and id; returns the offset between the two.
    fn write(&mut self, record: &Record) -> usize {
        JsonObject::write(&mut self.text, |object| {
            object.with("kind", record.kind().as_str()).with("id", &*record.id).with("language", &*record.language);
        });
        // Drop the closing brace: the caller appends further fields.
        self.text.pop();
        let end = self.text.len();
        // A string can always be serialized.
        let _ = serde_json::to_writer(&mut self.text, &*record.id);
        end
    }

    /// Returns the start of a JSON object with the record's kind, id and language, without the closing brace. Returns
    /// `None` for an unpublished record.
    pub(super) fn reference(&self, record: RecordId) -> Option<&[u8]> {
        let at = record.0 as usize;
        let start = at.checked_sub(1).map_or(0, |before| self.ends[before][1]);
        Some(&self.text[start..self.ends[at][0]]).filter(|reference| !reference.is_empty())
    }

    /// Returns the JSON string of the record's id, or `None` for an unpublished record.
    pub(super) fn id(&self, record: RecordId) -> Option<&[u8]> {
        let [start, end] = self.ends[record.0 as usize];
        Some(&self.text[start..end]).filter(|id| !id.is_empty())
    }

    /// Iterates over the JSON ids of the published records among `records`.
    pub(super) fn ids<'n>(&'n self, records: &'n [RecordId]) -> impl Iterator<Item = &'n [u8]> {
        records.iter().filter_map(|&record| self.id(record))
    }
}

/// Writes a reference with its number of mentions, and closes the object.
pub(super) fn write_with_count(reference: &[u8], count: u32, buffer: &mut Vec<u8>) {
    buffer.extend_from_slice(reference);
    buffer.extend_from_slice(b",\"count\":");
    // A number can always be serialized.
    let _ = serde_json::to_writer(&mut *buffer, &count);
    buffer.push(b'}');
}
