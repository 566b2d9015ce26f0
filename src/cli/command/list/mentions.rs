//! Lists the places in the texts of articles that name records: record, article and passage, words.

use super::ListOutput;
use crate::compile::Compiled;
use crate::diagnose::did_you_mean;
use crate::diagnose::report::sanitized;
use crate::relate::{MentionPlace, mention_places};
use serde_json::{Value, json};

/// Lists the places that name any record, or the records with an id.
pub(super) fn of_records(compiled: &Compiled, id: Option<&str>) -> ListOutput {
    let all = mention_places(&compiled.site, &compiled.relations);
    let record = |place: &MentionPlace| compiled.site.record(place.record);
    let is_wanted =
        |place: &&MentionPlace| id.is_none_or(|id| *record(place).id == *id || *key(compiled, place) == *id);
    let places = || all.iter().filter(is_wanted);
    let to_json = |place: &MentionPlace| -> Value {
        json!({
            "kind": record(place).kind().as_str(),
            "id": record(place).id,
            "article": compiled.site.record(place.article).id,
            "passage": place.passage,
            "before": place.before,
            "name": place.name,
            "after": place.after,
        })
    };
    let to_row = |place: &MentionPlace| {
        let passage = format!("{} {}", compiled.site.record(place.article).id, place.passage);
        let words = if place.name.is_empty() {
            String::new()
        } else {
            format!("{}[{}]{}", place.before, place.name, place.after)
        };
        [key(compiled, place), passage, sanitized(&words), String::new()]
    };
    (places().map(to_json).collect(), places().map(to_row).collect())
}

/// Returns a record as `actors/league`.
fn key(compiled: &Compiled, place: &MentionPlace) -> String {
    let record = compiled.site.record(place.record);
    format!("{}/{}", record.kind().folder(), record.id)
}

/// Returns a suggestion if no record whose names are searched has an id.
pub(super) fn unknown_record(compiled: &Compiled, id: &str) -> Option<String> {
    let records =
        || compiled.site.all().map(|(_, record)| record).filter(|record| record.kind().is_linked_on_mention());
    let keys = || records().map(|record| format!("{}/{}", record.kind().folder(), record.id));
    let is_known = records().any(|record| *record.id == *id) || keys().any(|key| key == id);
    let ids: Vec<&str> = records().map(|record| &*record.id).collect();
    (!is_known).then(|| {
        did_you_mean(id, ids.iter().copied())
            .unwrap_or_else(|| "run `briefing list` for the ids of all records".to_owned())
    })
}
