//! JSON export of the whole briefing for programs: `briefing.json`.
//!
//! 1. `record` writes one record: public fields, claims, citations, relations.
//! 2. `record_refs` holds the encoded reference to each record.
//!
//! Article texts are never exported, whatever their rights, nor is `[extra]` front matter. Drafts are left out, with
//! every relation to them.

mod json_object;
mod record;
mod record_refs;

use super::{ExportContext, Exporter, record_text, url};
use crate::model::{Details, Index, IndexKind, Kind, Record, RecordId};
use json_object::JsonObject;
use rayon::prelude::*;
use record_refs::RecordRefs;
use std::io::{self, Write};

/// Format version; incremented when readers of an older version would fail on a newer file.
const VERSION: u32 = 1;

const FILE: &str = "briefing.json";

/// Records serialized per task.
const RECORDS_PER_TASK: usize = 16;

/// Tasks serialized in parallel before their output is written.
const TASKS_AT_A_TIME: usize = 8;

/// Output size per record in bytes, used to reserve buffers; the average is rarely larger.
const RECORD_SIZE_ESTIMATE: usize = 4_096;

/// Exports `briefing.json`.
pub(super) struct BriefingJson;

impl Exporter for BriefingJson {
    fn owns(&self, path: &str) -> bool {
        path == FILE
    }

    fn files(&self, export: ExportContext<'_>) -> Vec<(String, Vec<u8>)> {
        // Reserved but untouched pages of the buffer use no physical memory.
        let mut buffer = Vec::with_capacity(export.site.records.len() * RECORD_SIZE_ESTIMATE);
        // Writing to memory cannot fail.
        let _ = self.write(export, &mut buffer);
        vec![(FILE.to_owned(), buffer)]
    }

    fn large_file(&self) -> Option<&'static str> {
        Some(FILE)
    }

    /// Writes one record per line. Batches of records are serialized on all cores while the previous batch is written,
    /// so that only two batches are in memory.
    fn write(&self, export: ExportContext<'_>, writer: &mut (dyn Write + Send)) -> io::Result<()> {
        let records = export.site.visible().filter(|(_, record)| record.kind() != Kind::Index);
        let ids: Vec<RecordId> = records.map(|(id, _)| id).collect();
        let refs = RecordRefs::of(export);
        let mut header = header(export);
        header.pop();
        writer.write_all(&header)?;
        let buffers = || {
            (0..TASKS_AT_A_TIME)
                .map(|_| Vec::with_capacity(RECORDS_PER_TASK * RECORD_SIZE_ESTIMATE))
                .collect::<Vec<_>>()
        };
        let (mut current, mut next) = (buffers(), buffers());
        for (batch_index, batch) in ids.chunks(RECORDS_PER_TASK * TASKS_AT_A_TIME).enumerate() {
            let serialize = || {
                let parts = next.par_iter_mut().zip(batch.par_chunks(RECORDS_PER_TASK)).enumerate();
                parts
                    .for_each(|(part, (lines, ids))| write_records(export, &refs, ids, batch_index + part == 0, lines));
            };
            let (written, ()) = rayon::join(|| write_parts(&mut current, writer), serialize);
            written?;
            std::mem::swap(&mut current, &mut next);
        }
        write_parts(&mut current, writer)?;
        writer.write_all(if ids.is_empty() { b"}\n" } else { b"\n]}\n" })
    }
}

/// Writes the buffers to `writer` and clears them.
fn write_parts(parts: &mut [Vec<u8>], writer: &mut (dyn Write + Send)) -> io::Result<()> {
    for part in parts {
        writer.write_all(part)?;
        part.clear();
    }
    Ok(())
}

/// Serializes records, one per line; each line starts with the separator from the previous one.
fn write_records(
    export: ExportContext<'_>,
    refs: &RecordRefs,
    ids: &[RecordId],
    is_first_task: bool,
    lines: &mut Vec<u8>,
) {
    for &id in ids {
        let is_first = is_first_task && lines.is_empty();
        lines.extend_from_slice(if is_first { b",\n\"records\":[\n" } else { b",\n" });
        record::write_record(export, refs, id, lines);
    }
}

/// Serializes the briefing's own fields.
fn header(export: ExportContext<'_>) -> Vec<u8> {
    let config = &export.site.config;
    let mut header = Vec::new();
    JsonObject::write(&mut header, |object| {
        object
            .with("version", VERSION)
            .with("generator", concat!("briefing ", env!("CARGO_PKG_VERSION")))
            .with("title", &*config.title)
            .with("description", &*config.description)
            .list("authors", &config.authors, record::author)
            .object("publisher", |object| {
                let publisher = config.publisher.as_ref();
                object
                    .with("name", publisher.map(|publisher| publisher.name.as_str()))
                    .with("url", publisher.and_then(|publisher| publisher.url.as_deref()));
            })
            .object("edition", |object| {
                object
                    .with("number", config.edition.number.as_deref())
                    .with("date", config.edition_date().map(|date| date.to_string()));
            })
            .with("language", &*config.default_language)
            .with("url", url::absolute(export.site, ""))
            .list("briefs", briefs(export), |object, front| brief(export, object, front));
    });
    header
}

/// Iterates over the front page of each language.
fn briefs(export: ExportContext<'_>) -> impl Iterator<Item = (RecordId, &Record, &Index)> {
    export.site.visible().filter_map(|(id, record)| match &record.details {
        Details::Index(index) if index.kind == IndexKind::Brief => Some((id, record, index)),
        _ => None,
    })
}

/// Writes the fields of a front page.
fn brief(export: ExportContext<'_>, object: &mut JsonObject<'_>, (id, record, index): (RecordId, &Record, &Index)) {
    let text = |body| record_text::plain_text(export, id, body);
    let bottom_line = index.bottom_line.iter().map(text).collect::<Vec<_>>().join(" ");
    object
        .with("language", &*record.language)
        .with("title", &*record.title.value)
        .with("as_of", index.as_of.as_ref().map(|date| date.value.to_string()))
        .with("headline", index.headline.as_deref())
        .with("bottom_line", (!bottom_line.is_empty()).then_some(bottom_line))
        .with("key_points", index.key_points.iter().map(text).collect::<Vec<_>>())
        .list("changes", &index.changes, |object, change| {
            object.with("date", change.date.value.to_string()).with("text", text(&change.text));
        })
        .with("text", text(&record.body));
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{Fixture, date, spanned};
    use super::*;
    use crate::model::{CitationRole, Claim, Event, Evidence, Initiative, Passage, Status};
    use crate::relate::{ArticleRole, CitedArticle};
    use crate::span::{FileId, Span};
    use serde_json::{Value, json};

    fn read(fixture: &Fixture) -> Value {
        serde_json::from_slice(&BriefingJson.files(fixture.export())[0].1).unwrap()
    }

    fn evidence() -> Evidence {
        Evidence {
            article: spanned("cai-2025".into()),
            passage: Some(spanned(Passage::Caption(2))),
            role: CitationRole::Supports,
            quote: None,
            span: Span::new(FileId(0), 0..0),
        }
    }

    #[test]
    fn writes_one_line_per_record_across_batches() {
        let mut fixture = Fixture::new();
        for n in 0..RECORDS_PER_TASK * 9 {
            fixture.add(&format!("event-{n}"), Details::Event(Event::default()));
        }
        let text = String::from_utf8(BriefingJson.files(fixture.export()).remove(0).1).unwrap();
        let count = RECORDS_PER_TASK * 9 + 1;
        assert_eq!(text.lines().filter(|line| line.starts_with("{\"kind\":")).count(), count);
        assert_eq!(read(&fixture)["records"].as_array().unwrap().len(), count);
    }

    #[test]
    fn writes_an_article() {
        let mut fixture = Fixture::new();
        std::sync::Arc::make_mut(&mut fixture.site.records[0]).extra = json!({ "note": "for ourselves" });
        let json = read(&fixture);
        assert_eq!(json["records"].as_array().unwrap().len(), 1);
        assert_eq!(
            json["records"][0],
            json!({
                "kind": "article",
                "id": "cai-2025",
                "language": "en",
                "url": "https://example.org/ai/articles/cai-2025/",
                "title": "Title of cai-2025",
                "description": "About cai-2025.",
                "authors": [{ "name": "Cai Cuihong", "family": "Cai" }],
                "outlet": "China Daily Global",
                "type": "op-ed",
                "date": { "edtf": "2025-08-05", "earliest": "2025-08-05", "latest": "2025-08-05" },
                "text_language": "en",
                "original": "https://example.com/a_b%20c",
                "accessed": "2026-11-22",
                "rights": { "publish": "excerpts" }
            })
        );
    }

    #[test]
    fn writes_claims_status_and_relations() {
        let mut fixture = Fixture::new();
        let claim = Claim {
            id: None,
            text: spanned("Seven signed.".into()),
            text_markup: Vec::new(),
            value: Some(spanned("7".into())),
            as_of: Some(date("2025-12-12")),
            about: None,
            evidence: vec![evidence()],
        };
        let status = Status {
            status: spanned("signed".into()),
            date: Some(date("2025-12")),
            date_label: None,
            note: None,
            note_markup: Vec::new(),
            evidence: vec![evidence()],
        };
        let details = Initiative { claims: vec![claim], status: vec![status], ..Initiative::default() };
        let id = fixture.add("pact", Details::Initiative(details));
        let event = fixture.add("x", Details::Event(Event::default()));
        let index = id.0 as usize;
        fixture.relations.events.set(index, vec![event]);
        fixture.relations.topics.set(index, vec![RecordId(1)]);
        fixture.relations.cited.set(
            index,
            vec![CitedArticle {
                article: RecordId(0),
                passages: vec![Passage::Paragraphs { first: 2, last: 3 }],
                role: ArticleRole::Supports,
            }],
        );
        let record = &read(&fixture)["records"][1];
        let evidence_json = json!([{ "article": "cai-2025", "passage": "caption 2" }]);
        assert_eq!(
            record["claims"],
            json!([{ "text": "Seven signed.", "value": "7", "as_of": "2025-12-12", "evidence": evidence_json }])
        );
        assert_eq!(record["status"][0]["evidence"], evidence_json);
        assert_eq!(record["cites"], json!([{ "article": "cai-2025", "passages": ["¶2–3"], "role": "supports" }]));
        assert_eq!(record["related"], json!({ "events": ["x"] }));
    }
}
