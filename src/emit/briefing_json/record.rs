//! Tells one record.

use super::super::{Export, address};
use super::object::Object;
use super::prose;
use crate::model::{
    Actor, Article, Author, Claim, Details, Edtf, Event, Evidence, Initiative, Record, RecordId, Rights, Status,
    UrlStatus,
};
use crate::relate::Backlink;
use crate::span::Spanned;
use serde_json::Value;

/// The record as JSON.
pub(super) fn told(export: Export<'_>, id: RecordId) -> Value {
    let record = export.site.record(id);
    let object = Object::default()
        .with("kind", record.kind().word())
        .with("id", &*record.id)
        .with("language", &*record.language)
        .with("url", address::of_record(export, id))
        .with("title", &*record.title.value)
        .with("description", word(record.description.as_ref()))
        .with("names", words(&record.names))
        .with("updated", day(record.updated.as_ref()));
    details(object, &record.details)
        .with("text", prose::told(export, id, &record.body))
        .with("quotations", quotations(export, id))
        .with("claims", record.claims().iter().map(claim).collect::<Vec<_>>())
        .with("cites", cites(export, id))
        .with("related", related(export, id))
        .into()
}

fn details(object: Object, details: &Details) -> Object {
    match details {
        Details::Article(article) => article_fields(object, article),
        Details::Event(event) => event_fields(object, event),
        Details::Initiative(initiative) => initiative_fields(object, initiative),
        Details::Actor(actor) => actor_fields(object, actor),
        Details::Topic | Details::Page | Details::Index(_) => object,
    }
}

fn article_fields(object: Object, article: &Article) -> Object {
    object
        .with("authors", article.authors.iter().map(author).collect::<Vec<_>>())
        .with("outlet", article.outlet.as_deref())
        .with("type", article.kind.as_deref())
        .with("date", date(article.date.as_ref(), article.date_label.as_deref(), article.date_note.as_deref()))
        .with("text_language", article.language.as_deref())
        .with("original", word(article.url.as_ref()))
        .with("original_status", (article.url_status != UrlStatus::Live).then(|| article.url_status.word()))
        .with("original_checked", day(article.url_checked.as_ref()))
        .with("archive_url", word(article.archive_url.as_ref()))
        .with("archive_date", day(article.archive_date.as_ref()))
        .with("accessed", day(article.accessed.as_ref()))
        .with("translator", article.translator.as_deref())
        .with("editor", article.editor.as_deref())
        .with("topics", words(&article.topics))
        .with("rights", rights(&article.rights))
}

fn event_fields(object: Object, event: &Event) -> Object {
    object
        .with("date", date(event.date.as_ref(), event.date_label.as_deref(), event.date_note.as_deref()))
        .with("place", event.place.as_deref())
        .with("turning_point", event.turning_point.then_some(true))
        .with("actors", words(&event.actors))
        .with("initiatives", words(&event.initiatives))
        .with("topics", words(&event.topics))
}

fn initiative_fields(object: Object, initiative: &Initiative) -> Object {
    let note = initiative.date_note.as_deref();
    object
        .with("type", word(initiative.kind.as_ref()))
        .with("date", date(initiative.date.as_ref(), initiative.date_label.as_deref(), note))
        .with("status", initiative.status.iter().map(status).collect::<Vec<_>>())
        .with("proposer", words(&initiative.proposer))
        .with("actors", words(&initiative.actors))
        .with("topics", words(&initiative.topics))
        .with("part_of", words(&initiative.part_of))
        .with("related_initiatives", words(&initiative.related))
}

fn actor_fields(object: Object, actor: &Actor) -> Object {
    object
        .with("type", word(actor.kind.as_ref()))
        .with("member_of", words(&actor.member_of))
        .with("website", word(actor.url.as_ref()))
}

fn author(author: &Author) -> Value {
    Object::default()
        .with("name", &*author.name)
        .with("family", author.family.as_deref())
        .with("role", author.role.as_deref())
        .with("affiliation", author.affiliation.as_deref())
        .into()
}

fn rights(rights: &Rights) -> Object {
    Object::default()
        .with("publish", rights.publish.word())
        .with("statement", rights.statement.as_deref())
        .with("license", rights.license.as_deref())
}

fn status(status: &Status) -> Value {
    Object::default()
        .with("status", &*status.status.value)
        .with("date", date(status.date.as_ref(), status.date_label.as_deref(), None))
        .with("note", status.note.as_deref())
        .with("evidence", evidence(&status.evidence))
        .into()
}

fn claim(claim: &Claim) -> Value {
    Object::default()
        .with("text", &*claim.text.value)
        .with("value", word(claim.value.as_ref()))
        .with("as_of", day(claim.as_of.as_ref()))
        .with("about", word(claim.about.as_ref()))
        .with("evidence", evidence(&claim.evidence))
        .into()
}

fn evidence(evidence: &[Evidence]) -> Vec<Value> {
    let told = |entry: &Evidence| {
        Object::default()
            .with("article", &*entry.article.value)
            .with("passage", entry.passage.as_ref().map(|passage| passage.value.to_string()))
            .with("quote", word(entry.quote.as_ref()))
            .into()
    };
    evidence.iter().map(told).collect()
}

/// The quotations of a record, those of its evidence included, with what their check came to and where the words occur;
/// where that is not known, the passage that is cited.
fn quotations(export: Export<'_>, id: RecordId) -> Vec<Value> {
    let quotations = export.relations.quotations.get(id.0 as usize).into_iter().flatten();
    let told = quotations.map(|quotation| {
        let passage = quotation.verdict.passage().or(quotation.passage.as_ref().map(|passage| passage.value));
        Object::default()
            .with("words", quotation.words.as_str())
            .with("article", &*export.site.record(quotation.article).id)
            .with("passage", passage.map(|passage| passage.to_string()))
            .with("verdict", quotation.verdict.word())
            .into()
    });
    told.collect()
}

/// The articles that a record cites, with the passages.
fn cites(export: Export<'_>, id: RecordId) -> Vec<Value> {
    let cited = export.relations.cited.get(id.0 as usize).into_iter().flatten();
    let told = cited.filter_map(|cited| {
        let passages: Vec<String> = cited.passages.iter().map(ToString::to_string).collect();
        let article = shown(export, cited.article)?;
        Some(Object::default().with("article", &*article.id).with("passages", passages).into())
    });
    told.collect()
}

/// Records that belong with a record, by kind, and those that speak of it.
fn related(export: Export<'_>, id: RecordId) -> Object {
    let relations = export.relations;
    let ids = |lists: &Vec<Vec<RecordId>>| -> Vec<Value> {
        let list = lists.get(id.0 as usize).into_iter().flatten();
        list.filter_map(|&id| Some(Value::from(&*shown(export, id)?.id))).collect()
    };
    let translations = relations.translations.get(id.0 as usize).into_iter().flatten();
    let translations = translations.filter(|(_, other)| *other != id).filter_map(|(language, other)| {
        shown(export, *other)?;
        let url = address::of_record(export, *other);
        Some(Object::default().with("language", &**language).with("url", url).into())
    });
    let backlinks = relations.backlinks.get(id.0 as usize).into_iter().flatten();
    Object::default()
        .with("events", ids(&relations.events))
        .with("initiatives", ids(&relations.related))
        .with("actors", ids(&relations.actors))
        .with("topics", ids(&relations.topics))
        .with("mentioned_by", backlinks.filter_map(|backlink| mention(export, backlink)).collect::<Vec<_>>())
        .with("translations", translations.collect::<Vec<Value>>())
}

fn mention(export: Export<'_>, backlink: &Backlink) -> Option<Value> {
    let from = shown(export, backlink.from)?;
    let object = Object::default().with("kind", from.kind().word()).with("id", &*from.id);
    Some(object.with("language", &*from.language).with("count", backlink.count).into())
}

/// The record, unless it is a draft that is not shown.
fn shown(export: Export<'_>, id: RecordId) -> Option<&Record> {
    let record = export.site.record(id);
    (export.site.drafts || !record.draft).then_some(record)
}

fn date(date: Option<&Spanned<Edtf>>, label: Option<&str>, note: Option<&str>) -> Object {
    let edtf = date.map(|date| &date.value);
    Object::default()
        .with("edtf", edtf.map(ToString::to_string))
        .with("earliest", edtf.and_then(Edtf::earliest).map(|day| day.to_string()))
        .with("latest", edtf.and_then(Edtf::latest).map(|day| day.to_string()))
        .with("label", label)
        .with("note", note)
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
