//! Tells one record.

use super::super::{ExportContext, url};
use super::json_object::JsonObject;
use super::plain_text;
use super::record_refs::{self, RecordRefs};
use crate::model::{
    Actor, Article, Author, Claim, Details, Edtf, Event, Evidence, Initiative, RecordId, Rights, Status, UrlStatus,
};
use crate::relate::Quotation;
use crate::span::Spanned;

/// Writes the record as JSON.
pub(super) fn write_record(export: ExportContext<'_>, names: &RecordRefs, id: RecordId, to: &mut Vec<u8>) {
    let record = export.site.record(id);
    JsonObject::write(to, |object| {
        object
            .with("kind", record.kind().as_str())
            .with("id", &*record.id)
            .with("language", &*record.language)
            .with("url", url::record_url(export, id))
            .with("title", &*record.title.value)
            .with("description", word(record.description.as_ref()))
            .with("names", words(&record.names))
            .with("updated", day(record.updated.as_ref()));
        details(object, &record.details);
        object
            .with("text", plain_text::plain_text(export, id, &record.body))
            .list("quotations", export.relations.quotations.row(id).iter(), |object, it| {
                quotation(export, object, it);
            })
            .list("claims", record.claims(), claim);
        cites((export, names), id, object);
        object.object("related", |object| related((export, names), id, object));
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
    let note = article.date_note.as_deref();
    object
        .list("authors", &article.authors, author)
        .with("outlet", article.outlet.as_deref())
        .with("type", article.kind.as_deref())
        .object("date", |it| date(it, article.date.as_ref(), article.date_label.as_deref(), note))
        .with("text_language", article.language.as_deref())
        .with("original", word(article.url.as_ref()))
        .with("original_status", (article.url_status != UrlStatus::Live).then(|| article.url_status.as_str()))
        .with("original_checked", day(article.url_checked.as_ref()))
        .with("archive_url", word(article.archive_url.as_ref()))
        .with("archive_date", day(article.archive_date.as_ref()))
        .with("accessed", day(article.accessed.as_ref()))
        .with("translator", article.translator.as_deref())
        .with("editor", article.editor.as_deref())
        .with("topics", words(&article.topics))
        .object("rights", |it| rights(it, &article.rights));
}

fn event_fields(object: &mut JsonObject<'_>, event: &Event) {
    let note = event.date_note.as_deref();
    object
        .object("date", |it| date(it, event.date.as_ref(), event.date_label.as_deref(), note))
        .with("place", event.place.as_deref())
        .with("turning_point", event.turning_point.then_some(true))
        .with("actors", words(&event.actors))
        .with("initiatives", words(&event.initiatives))
        .with("topics", words(&event.topics));
}

fn initiative_fields(object: &mut JsonObject<'_>, initiative: &Initiative) {
    let note = initiative.date_note.as_deref();
    object
        .with("type", word(initiative.kind.as_ref()))
        .object("date", |it| date(it, initiative.date.as_ref(), initiative.date_label.as_deref(), note))
        .list("status", &initiative.status, status)
        .with("proposer", words(&initiative.proposer))
        .with("actors", words(&initiative.actors))
        .with("topics", words(&initiative.topics))
        .with("part_of", words(&initiative.part_of))
        .with("related_initiatives", words(&initiative.related));
}

fn actor_fields(object: &mut JsonObject<'_>, actor: &Actor) {
    object
        .with("type", word(actor.kind.as_ref()))
        .with("member_of", words(&actor.member_of))
        .with("website", word(actor.url.as_ref()));
}

fn author(object: &mut JsonObject<'_>, author: &Author) {
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
        .object("date", |it| date(it, status.date.as_ref(), status.date_label.as_deref(), None))
        .with("note", status.note.as_deref())
        .list("evidence", &status.evidence, evidence);
}

fn claim(object: &mut JsonObject<'_>, claim: &Claim) {
    object
        .with("text", &*claim.text.value)
        .with("value", word(claim.value.as_ref()))
        .with("as_of", day(claim.as_of.as_ref()))
        .with("about", word(claim.about.as_ref()))
        .list("evidence", &claim.evidence, evidence);
}

fn evidence(object: &mut JsonObject<'_>, evidence: &Evidence) {
    object
        .with("article", &*evidence.article.value)
        .with("passage", evidence.passage.as_ref().map(|passage| passage.value))
        .with("quote", word(evidence.quote.as_ref()));
}

/// A quotation of a record or of its evidence, with what its check came to and where the words occur; where that is not
/// known, the passage that is cited.
fn quotation(export: ExportContext<'_>, object: &mut JsonObject<'_>, quotation: &Quotation) {
    let passage = quotation.verdict.passage().or(quotation.passage.as_ref().map(|passage| passage.value));
    object
        .with("words", quotation.words.as_str())
        .with("article", &*export.site.record(quotation.article).id)
        .with("passage", passage)
        .with("verdict", quotation.verdict.word());
}

/// The articles that a record cites, with the passages.
fn cites((export, names): (ExportContext<'_>, &RecordRefs), id: RecordId, object: &mut JsonObject<'_>) {
    let cited = export.relations.cited.row(id).iter();
    let cited = cited.filter_map(|cited| Some((names.id(cited.article)?, &cited.passages)));
    object.list("cites", cited, |object, (article, passages)| {
        object.encoded("article", article).with("passages", passages);
    });
}

/// Records that belong with a record, by kind, and those that speak of it.
fn related((export, names): (ExportContext<'_>, &RecordRefs), id: RecordId, object: &mut JsonObject<'_>) {
    let relations = export.relations;
    let translations = relations.translations.row(id).iter();
    let translations = translations.filter(|(_, other)| *other != id).filter(|(_, other)| names.id(*other).is_some());
    let backlinks = relations.backlinks.row(id).iter();
    object
        .array("events", names.ids(relations.events.row(id)), write_encoded)
        .array("initiatives", names.ids(relations.related.row(id)), write_encoded)
        .array("actors", names.ids(relations.actors.row(id)), write_encoded)
        .array("topics", names.ids(relations.topics.row(id)), write_encoded)
        .array(
            "mentioned_by",
            backlinks.filter_map(|it| Some((names.reference(it.from)?, it.count))),
            |to, (name, count)| {
                record_refs::write_with_count(name, count, to);
            },
        )
        .list("translations", translations, |object, (language, other)| {
            object.with("language", &**language).with("url", url::record_url(export, *other));
        });
}

fn write_encoded(to: &mut Vec<u8>, written: &[u8]) {
    to.extend_from_slice(written);
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

fn word(word: Option<&Spanned<String>>) -> Option<&str> {
    word.map(|word| word.value.as_str())
}

fn words(words: &[Spanned<String>]) -> Vec<&str> {
    words.iter().map(|word| word.value.as_str()).collect()
}
