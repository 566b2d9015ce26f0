//! Serializes one record.

use super::super::record_text;
use super::super::{ExportContext, url};
use super::json_object::JsonObject;
use super::record_refs::{self, RecordRefs};
use crate::model::date::Shape;
use crate::model::{
    Actor, Article, Author, CitationRole, Claim, Details, Edtf, Event, Evidence, Initiative, RecordId, Rights, Status,
    UrlStatus,
};
use crate::relate::Quotation;
use crate::span::Spanned;

/// Writes the record as a JSON object.
pub(super) fn write_record(export: ExportContext<'_>, refs: &RecordRefs, id: RecordId, buffer: &mut Vec<u8>) {
    let record = export.site.record(id);
    JsonObject::write(buffer, |object| {
        object
            .with("kind", record.kind().as_str())
            .with("id", &*record.id)
            .with("language", &*record.language)
            .with("url", url::record_url(export, id))
            .with("title", &*record.title.value)
            .with("description", text(record.description.as_ref()))
            .with("names", texts(&record.names))
            .with("published", day(record.published.as_ref()))
            .with("updated", day(record.updated.as_ref()));
        details(object, &record.details);
        object
            .with("text", record_text::plain_text(export, id, &record.body))
            .list("quotations", export.relations.quotations.row(id).iter(), |object, item| {
                quotation(export, object, item);
            })
            .list("claims", record.claims(), claim);
        cites((export, refs), id, object);
        object.object("related", |object| related((export, refs), id, object));
    });
}

fn details(object: &mut JsonObject<'_>, details: &Details) {
    match details {
        Details::Article(article) => article_fields(object, article),
        Details::Event(event) => event_fields(object, event),
        Details::Initiative(initiative) => initiative_fields(object, initiative),
        Details::Actor(actor) => actor_fields(object, actor),
        Details::Topic | Details::Page | Details::Index(_) => {}
    }
}

fn article_fields(object: &mut JsonObject<'_>, article: &Article) {
    let note = article.date_note.as_ref().map(|note| note.value.as_str());
    object
        .list("authors", &article.authors, author)
        .list("summary_by", &article.summary_by, author)
        .with("outlet", article.outlet.as_deref())
        .with("type", article.kind.as_deref())
        .object("date", |object| date(object, article.date.as_ref(), article.date_label.as_deref(), note))
        .with("text_language", article.language.as_deref())
        .with("original", text(article.url.as_ref()))
        .with("original_status", (article.url_status != UrlStatus::Live).then(|| article.url_status.as_str()))
        .with("original_checked", day(article.url_checked.as_ref()))
        .with("archive_url", text(article.archive_url.as_ref()))
        .with("archive_date", day(article.archive_date.as_ref()))
        .with("accessed", day(article.accessed.as_ref()))
        .with("translator", article.translator.as_deref())
        .with("editor", article.editor.as_deref())
        .with("topics", texts(&article.topics))
        .object("rights", |object| rights(object, &article.rights));
}

fn event_fields(object: &mut JsonObject<'_>, event: &Event) {
    let note = event.date_note.as_ref().map(|note| note.value.as_str());
    object
        .with("type", event.kind.as_ref().map(|kind| kind.value.as_str()))
        .object("date", |object| {
            date(object, event.date.as_ref(), event.date_label.as_deref(), note);
            object.with("shape", event.shape().map(Shape::name));
        })
        .with("label", event.label.as_deref())
        .with("place", event.place.as_deref())
        .with("turning_point", event.turning_point.then_some(true))
        .with("actors", texts(&event.actors))
        .with("initiatives", texts(&event.initiatives))
        .with("topics", texts(&event.topics));
}

fn initiative_fields(object: &mut JsonObject<'_>, initiative: &Initiative) {
    let note = initiative.date_note.as_ref().map(|note| note.value.as_str());
    object
        .with("type", text(initiative.kind.as_ref()))
        .object("date", |object| date(object, initiative.date.as_ref(), initiative.date_label.as_deref(), note))
        .list("status", &initiative.status, status)
        .with("proposer", texts(&initiative.proposer))
        .with("actors", texts(&initiative.actors))
        .with("topics", texts(&initiative.topics))
        .with("part_of", texts(&initiative.part_of))
        .with("related_initiatives", texts(&initiative.related));
}

fn actor_fields(object: &mut JsonObject<'_>, actor: &Actor) {
    object
        .with("type", text(actor.kind.as_ref()))
        .with("member_of", texts(&actor.member_of))
        .with("website", text(actor.url.as_ref()));
}

/// Writes the fields of an author.
pub(super) fn author(object: &mut JsonObject<'_>, author: &Author) {
    object
        .with("name", &*author.name)
        .with("family", author.family.as_deref())
        .with("role", author.role.as_deref())
        .with("affiliation", author.affiliation.as_deref());
}

fn rights(object: &mut JsonObject<'_>, rights: &Rights) {
    object
        .with("publish", rights.publish.as_str())
        .with("statement", rights.statement.as_deref())
        .with("license", rights.license.as_deref());
}

fn status(object: &mut JsonObject<'_>, status: &Status) {
    object
        .with("status", &*status.status.value)
        .object("date", |object| date(object, status.date.as_ref(), status.date_label.as_deref(), None))
        .with("note", status.note.as_deref())
        .list("evidence", &status.evidence, evidence);
}

fn claim(object: &mut JsonObject<'_>, claim: &Claim) {
    object
        .with("id", text(claim.id.as_ref()))
        .with("text", &*claim.text.value)
        .with("value", text(claim.value.as_ref()))
        .with("as_of", day(claim.as_of.as_ref()))
        .with("about", text(claim.about.as_ref()))
        .list("evidence", &claim.evidence, evidence);
}

fn evidence(object: &mut JsonObject<'_>, evidence: &Evidence) {
    object
        .with("article", &*evidence.article.value)
        .with("passage", evidence.passage.as_ref().map(|passage| passage.value))
        .with("role", Some(evidence.role.name()).filter(|_| evidence.role != CitationRole::Supports))
        .with("quote", text(evidence.quote.as_ref()));
}

/// Writes a quotation of the record or its evidence with its verdict and the matched passage; falls back to the cited
/// passage when no match was found.
fn quotation(export: ExportContext<'_>, object: &mut JsonObject<'_>, quotation: &Quotation) {
    object
        .with("words", quotation.words.as_str())
        .with("article", &*export.site.record(quotation.article).id)
        .with("passage", quotation.target_passage())
        .with("form", quotation.form.name())
        .with("verdict", quotation.verdict.word());
}

/// Writes the articles that the record cites, with the passages and their role; the number of articles that are older, and
/// those that report a part of it.
fn cites((export, refs): (ExportContext<'_>, &RecordRefs), id: RecordId, object: &mut JsonObject<'_>) {
    let relations = export.relations;
    let coverage = relations.coverage.get(id.0 as usize);
    let cited = relations.cited.row(id).iter();
    let cited = cited.filter_map(|cited| Some((refs.id(cited.article)?, cited)));
    object.list("cites", cited, |object, (article, cited)| {
        let canonical = relations.index.canonical(cited.article);
        let role = coverage.map_or(cited.role, |coverage| coverage.role_of(canonical, cited.role));
        object.encoded("article", article).with("passages", &cited.passages).with("role", role.name());
    });
    if let Some(coverage) = coverage {
        object.with("older_articles", Some(coverage.older).filter(|older| *older > 0)).array(
            "in_part",
            refs.ids(&coverage.in_part),
            write_encoded,
        );
    }
}

/// Writes related records by kind, the records that mention this one, and the passages of articles that name it.
fn related((export, refs): (ExportContext<'_>, &RecordRefs), id: RecordId, object: &mut JsonObject<'_>) {
    let relations = export.relations;
    let translations = relations.translations.row(id).iter();
    let translations = translations
        .filter(|(_, translation)| *translation != id)
        .filter(|(_, translation)| refs.id(*translation).is_some());
    let backlinks = relations.backlinks.row(id).iter();
    let named_in = relations.mentioned_in.row(id).iter();
    let named_in = named_in.filter_map(|mention| Some((refs.id(mention.record)?, &mention.passages)));
    object
        .array("events", refs.ids(relations.events.row(id)), write_encoded)
        .array("initiatives", refs.ids(relations.related.row(id)), write_encoded)
        .array("actors", refs.ids(relations.actors.row(id)), write_encoded)
        .array("topics", refs.ids(relations.topics.row(id)), write_encoded)
        .array(
            "mentioned_by",
            backlinks.filter_map(|backlink| Some((refs.reference(backlink.from)?, backlink.count))),
            |buffer, (reference, count)| {
                record_refs::write_with_count(reference, count, buffer);
            },
        )
        .list("named_in", named_in, |object, (article, passages)| {
            object.encoded("article", article).with("passages", passages);
        })
        .list("translations", translations, |object, (language, translation)| {
            object.with("language", &**language).with("url", url::record_url(export, *translation));
        });
}

fn write_encoded(buffer: &mut Vec<u8>, encoded: &[u8]) {
    buffer.extend_from_slice(encoded);
}

fn date(object: &mut JsonObject<'_>, date: Option<&Spanned<Edtf>>, label: Option<&str>, note: Option<&str>) {
    let edtf = date.map(|date| &date.value);
    object
        .with("edtf", edtf.map(ToString::to_string))
        .with("earliest", edtf.and_then(Edtf::earliest).map(|day| day.to_string()))
        .with("latest", edtf.and_then(Edtf::latest).map(|day| day.to_string()))
        .with("label", label)
        .with("note", note);
}

fn day(date: Option<&Spanned<Edtf>>) -> Option<String> {
    date.map(|date| date.value.to_string())
}

fn text(text: Option<&Spanned<String>>) -> Option<&str> {
    text.map(|text| text.value.as_str())
}

fn texts(texts: &[Spanned<String>]) -> Vec<&str> {
    texts.iter().map(|text| text.value.as_str()).collect()
}
