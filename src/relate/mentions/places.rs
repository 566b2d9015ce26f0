//! Places in the texts of articles that name records, with the words around them.

use super::article_texts::{locked_mentions, names_in};
use super::{Matchers, text_language};
use crate::model::{Passage, Record, RecordId, Site, TextPassage};
use crate::relate::prev_next::date_key;
use crate::relate::{Relations, TextMention};
use std::ops::Range;

/// Place that names a record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MentionPlace {
    /// Canonical record that is named.
    pub record: RecordId,
    /// Article with the text.
    pub article: RecordId,
    /// Passage of the text.
    pub passage: Passage,
    /// Words before the name; empty if the text is not available.
    pub before: String,
    /// The name as written; empty if the text is not available.
    pub name: String,
    /// Words after the name; empty if the text is not available.
    pub after: String,
}

/// Number of characters around a name.
const CONTEXT: usize = 40;

/// Returns the places that name records, ordered by record, then by the article's date and its passages. Of a text that is not
/// available, the lock knows the passages.
pub fn mention_places(site: &Site, relations: &Relations) -> Vec<MentionPlace> {
    let index = &relations.index;
    let matchers = Matchers::new(site, index);
    let mut places = Vec::new();
    for (article, record) in site.visible().filter(|(id, _)| index.is_canonical(*id)) {
        let Some(language) = text_language(record) else { continue };
        match (record.text(), matchers.of(&language)) {
            (Some(text), Some(matcher)) => {
                let place_of =
                    |(block, to, range): (&TextPassage, RecordId, Range<usize>)| place(to, article, block, &range);
                places.extend(names_in(text, matcher).map(place_of));
            }
            _ => places.extend(locked_places(site, relations, article, record)),
        }
    }
    let key = |place: &MentionPlace| {
        let record = site.record(place.record);
        (record.kind(), record.id.clone(), date_key(site.record(place.article)), place.article)
    };
    places.sort_by_cached_key(key);
    places
}

fn place(record: RecordId, article: RecordId, block: &TextPassage, name: &Range<usize>) -> MentionPlace {
    let TextPassage { passage, words, .. } = block;
    let (before, after) = (&words[..name.start], &words[name.end..]);
    let from = before.char_indices().rev().take(CONTEXT).last().map_or(before.len(), |(at, _)| at);
    let to = after.char_indices().nth(CONTEXT).map_or(after.len(), |(at, _)| at);
    MentionPlace {
        record,
        article,
        passage: *passage,
        before: before[from..].to_owned(),
        name: words[name.clone()].to_owned(),
        after: after[..to].to_owned(),
    }
}

fn locked_places<'a>(
    site: &'a Site,
    relations: &'a Relations,
    article: RecordId,
    record: &'a Record,
) -> impl Iterator<Item = MentionPlace> + 'a {
    let locked =
        record.text().is_none().then(|| locked_mentions(site, &relations.index, &record.id)).into_iter().flatten();
    locked.flat_map(move |TextMention { record, passages }| {
        passages.into_iter().map(move |passage| MentionPlace {
            record,
            article,
            passage,
            before: String::new(),
            name: String::new(),
            after: String::new(),
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnose::Diagnostics;
    use crate::model::Kind;
    use crate::relate::relate;
    use crate::testkit::{Sample, remove_texts};

    #[test]
    fn lists_places_with_the_words_around_them() {
        let mut sample = Sample::new();
        sample
            .add(Kind::Article, "courier", "Courier")
            .text(&["The League met.", "A plan of the League, and its Pact."]);
        sample.add(Kind::Actor, "league", "League");
        sample.add(Kind::Initiative, "pact", "Pact");
        let (mut site, sources) = sample.finish();
        let relations = relate(&site, &sources, &mut Diagnostics::default());
        let places = mention_places(&site, &relations);
        let words: Vec<String> = places
            .iter()
            .map(|place| format!("{} {}[{}]{}", place.passage, place.before, place.name, place.after))
            .collect();
        let expected = [
            "¶2 A plan of the League, and its [Pact].",
            "¶1 The [League] met.",
            "¶2 A plan of the [League], and its Pact.",
        ];
        assert_eq!(words, expected);
        site.lock = relations.lock;
        remove_texts(&mut site);
        let relations = relate(&site, &sources, &mut Diagnostics::default());
        let places = mention_places(&site, &relations);
        assert_eq!(places.iter().map(|place| place.passage.to_string()).collect::<Vec<_>>(), ["¶2", "¶1", "¶2"]);
    }
}
