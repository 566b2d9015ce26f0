//! `briefing.json`: the whole briefing for programs.
//!
//! 1. `record` tells a record: its public fields, its claims, what it cites and what it is related to.
//! 2. `prose` tells a Markdown tree in plain words; `names` says what each record is called where others speak of it.
//!
//! The texts of articles are not in it, whatever their rights, and neither is what authors keep under `[extra]`. Drafts
//! are left out, and so is every relation to one.

mod json_object;
mod plain_text;
mod record;
mod record_refs;

use super::{ExportContext, Exporter, url};
use crate::model::{Details, Index, IndexKind, Kind, Record, RecordId};
use json_object::JsonObject;
use rayon::prelude::*;
use record_refs::RecordRefs;
use std::io::{self, Write};

/// Raised when a reader of an older file could not read a newer one.
const VERSION: u32 = 1;

const FILE: &str = "briefing.json";

/// So many records are told by one thread at a time.
const RECORDS_PER_TASK: usize = 16;

/// So many times as many are told before they are written.
const TASKS_AT_A_TIME: usize = 8;

/// Few records take more bytes on average.
const RECORD_SIZE_ESTIMATE: usize = 4_096;

/// See the module.
pub(super) struct BriefingJson;

impl Exporter for BriefingJson {
    fn owns(&self, path: &str) -> bool {
        path == FILE
    }

    fn files(&self, export: ExportContext<'_>) -> Vec<(String, Vec<u8>)> {
        // What is reserved and not written takes no memory.
        let mut whole = Vec::with_capacity(export.site.records.len() * RECORD_SIZE_ESTIMATE);
        // Writing to memory cannot fail.
        let _ = self.write(export, &mut whole);
        vec![(FILE.to_owned(), whole)]
    }

    fn large_file(&self) -> Option<&'static str> {
        Some(FILE)
    }

    /// Writes one record a line. Records are told by all processors, some at a time, while those before are written, so that
    /// next to nothing of the file is in memory.
    fn write(&self, export: ExportContext<'_>, to: &mut (dyn Write + Send)) -> io::Result<()> {
        let records = export.site.visible().filter(|(_, record)| record.kind() != Kind::Index);
        let ids: Vec<RecordId> = records.map(|(id, _)| id).collect();
        let names = RecordRefs::of(export);
        let mut head = header(export);
        head.pop();
        to.write_all(&head)?;
        let room = || {
            (0..TASKS_AT_A_TIME)
                .map(|_| Vec::with_capacity(RECORDS_PER_TASK * RECORD_SIZE_ESTIMATE))
                .collect::<Vec<_>>()
        };
        let (mut now, mut next) = (room(), room());
        for (at, some) in ids.chunks(RECORDS_PER_TASK * TASKS_AT_A_TIME).enumerate() {
            let tell = || {
                let parts = next.par_iter_mut().zip(some.par_chunks(RECORDS_PER_TASK)).enumerate();
                parts.for_each(|(part, (lines, ids))| write_records(export, &names, ids, at + part == 0, lines));
            };
            let (written, ()) = rayon::join(|| write_parts(&mut now, to), tell);
            written?;
            std::mem::swap(&mut now, &mut next);
        }
        write_parts(&mut now, to)?;
        to.write_all(if ids.is_empty() { b"}\n" } else { b"\n]}\n" })
    }
}

/// Writes parts and empties them.
fn write_parts(parts: &mut [Vec<u8>], to: &mut (dyn Write + Send)) -> io::Result<()> {
    for part in parts {
        to.write_all(part)?;
        part.clear();
    }
    Ok(())
}

/// Tells some records, each on a line that begins as the one before ends.
fn write_records(
    export: ExportContext<'_>,
    names: &RecordRefs,
    ids: &[RecordId],
    are_first: bool,
    lines: &mut Vec<u8>,
) {
    for &id in ids {
        let is_first = are_first && lines.is_empty();
        lines.extend_from_slice(if is_first { b",\n\"records\":[\n" } else { b",\n" });
        record::write_record(export, names, id, lines);
    }
}

/// What is said of the briefing itself.
fn header(export: ExportContext<'_>) -> Vec<u8> {
    let config = &export.site.config;
    let mut head = Vec::new();
    JsonObject::write(&mut head, |object| {
        object
            .with("version", VERSION)
            .with("generator", concat!("briefing ", env!("CARGO_PKG_VERSION")))
            .with("title", &*config.title)
            .with("description", &*config.description)
            .with("author", config.author.as_deref())
            .with("language", &*config.default_language)
            .with("url", url::absolute(export.site, ""))
            .list("briefs", briefs(export), |object, front| brief(export, object, front));
    });
    head
}

/// The front page of each language.
fn briefs(export: ExportContext<'_>) -> impl Iterator<Item = (RecordId, &Record, &Index)> {
    export.site.visible().filter_map(|(id, record)| match &record.details {
        Details::Index(index) if index.kind == IndexKind::Brief => Some((id, record, index)),
        _ => None,
    })
}

/// What a front page says.
fn brief(export: ExportContext<'_>, object: &mut JsonObject<'_>, (id, record, index): (RecordId, &Record, &Index)) {
    let told = |body| plain_text::plain_text(export, id, body);
    object
        .with("language", &*record.language)
        .with("title", &*record.title.value)
        .with("as_of", index.as_of.as_ref().map(|date| date.value.to_string()))
        .with("bottom_line", index.bottom_line.as_ref().map(told))
        .with("key_points", index.key_points.iter().map(told).collect::<Vec<_>>())
        .list("changes", &index.changes, |object, change| {
            object.with("date", change.date.value.to_string()).with("text", told(&change.text));
        })
        .with("text", told(&record.body));
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{Fixture, date, spanned};
    use super::*;
    use crate::model::{Claim, Event, Evidence, Initiative, Passage, Status};
    use crate::relate::CitedArticle;
    use crate::span::{FileId, Span};
    use serde_json::{Value, json};

    fn read(fixture: &Fixture) -> Value {
        serde_json::from_slice(&BriefingJson.files(fixture.export())[0].1).unwrap()
    }

    fn evidence() -> Evidence {
        Evidence {
            article: spanned("cai-2025".into()),
            passage: Some(spanned(Passage::Caption(2))),
            quote: None,
            span: Span::new(FileId(0), 0..0),
        }
    }

    #[test]
    fn has_a_line_for_each_of_many_records() {
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
    fn tells_an_article() {
        let mut fixture = Fixture::new();
        std::sync::Arc::make_mut(&mut fixture.site.records[0]).extra = json!({ "note": "for ourselves" });
        let whole = read(&fixture);
        assert_eq!(whole["records"].as_array().unwrap().len(), 1);
        assert_eq!(
            whole["records"][0],
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
    fn tells_claims_status_and_relations() {
        let mut fixture = Fixture::new();
        let claim = Claim {
            text: spanned("Seven signed.".into()),
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
            evidence: vec![evidence()],
        };
        let details = Initiative { claims: vec![claim], status: vec![status], ..Initiative::default() };
        let id = fixture.add("pact", Details::Initiative(details));
        let event = fixture.add("x", Details::Event(Event::default()));
        let at = id.0 as usize;
        fixture.relations.events.set(at, vec![event]);
        fixture.relations.topics.set(at, vec![RecordId(1)]);
        fixture.relations.cited.set(
            at,
            vec![CitedArticle { article: RecordId(0), passages: vec![Passage::Paragraphs { first: 2, last: 3 }] }],
        );
        let told = &read(&fixture)["records"][1];
        let proof = json!([{ "article": "cai-2025", "passage": "caption 2" }]);
        assert_eq!(
            told["claims"],
            json!([{ "text": "Seven signed.", "value": "7", "as_of": "2025-12-12", "evidence": proof }])
        );
        assert_eq!(told["status"][0]["evidence"], proof);
        assert_eq!(told["cites"], json!([{ "article": "cai-2025", "passages": ["¶2–3"] }]));
        assert_eq!(told["related"], json!({ "events": ["x"] }));
    }
}
