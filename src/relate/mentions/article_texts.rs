//! Finds the names of records in the texts of articles.
//!
//! Texts are searched passage by passage, in their own language. An article's title hides the names within it, as on pages.
//! Articles do not mention themselves, since their titles are not linked.

use super::{Matchers, text_language};
use crate::model::{Details, Kind, Passage, Record, RecordId, Site, Text, TextPassage};
use crate::names::NameMatcher;
use crate::relate::RecordIndex;
use crate::relate::per_record::Rows;
use crate::relate::prev_next::date_key;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::ops::Range;

/// Mention of a record in the text of an article.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TextMention {
    /// Canonical record that is mentioned; in the inverse table, the article that mentions it.
    pub record: RecordId,
    /// Passages with a name of the record, in text order, without duplicates.
    pub passages: Vec<Passage>,
}

/// Returns the records mentioned in each article's text, by record, ordered by kind and id. Uses the evidence lock if a
/// text is not available. Only canonical records have rows.
pub(in crate::relate) fn text_mentions(site: &Site, index: &RecordIndex, matchers: &Matchers) -> Vec<Vec<TextMention>> {
    let of_record = |(id, record): (RecordId, &Record)| match &record.details {
        Details::Article(article) if index.is_shown(id) && index.is_canonical(id) => match &article.text {
            Some(text) => text_language(record)
                .and_then(|language| matchers.of(&language))
                .map_or_else(Vec::new, |matcher| mentions_in(text, matcher)),
            None => locked_mentions(site, index, &record.id),
        },
        _ => Vec::new(),
    };
    let all: Vec<(RecordId, &Record)> = site.all().collect();
    all.into_par_iter().map(of_record).collect()
}

fn mentions_in(text: &Text, matcher: &NameMatcher<RecordId>) -> Vec<TextMention> {
    let mut by_record: BTreeMap<RecordId, Vec<Passage>> = BTreeMap::new();
    for (block, record, _) in names_in(text, matcher) {
        let passages = by_record.entry(record).or_default();
        if !passages.contains(&block.passage) {
            passages.push(block.passage);
        }
    }
    by_record.into_iter().map(|(record, passages)| TextMention { record, passages }).collect()
}

/// Returns the names in a text, in reading order: each with its passage, record, and range in the passage's words.
pub(super) fn names_in<'t>(
    text: &'t Text,
    matcher: &NameMatcher<RecordId>,
) -> impl Iterator<Item = (&'t TextPassage, RecordId, Range<usize>)> + use<'t> {
    let found = matcher.matches(text.passages.iter().map(|block| block.words.as_str()));
    text.passages.iter().zip(found).flat_map(|(block, in_block)| {
        in_block.into_iter().filter_map(move |found| Some((block, found.to?, found.range)))
    })
}

/// Returns the mentions in the lock, except those of records that no longer exist.
pub(super) fn locked_mentions(site: &Site, index: &RecordIndex, article: &str) -> Vec<TextMention> {
    let locked = site.lock.mentions.get(article).into_iter().flatten();
    let mentions = locked.filter_map(|(name, passages)| {
        let (folder, id) = name.split_once('/')?;
        let kind = Kind::from_folder(folder).filter(|kind| kind.is_linked_on_mention())?;
        Some(TextMention { record: index.canonical(index.find(kind, id)?), passages: passages.clone() })
    });
    let mut mentions: Vec<TextMention> = mentions.collect();
    mentions.sort_by_key(|mention| mention.record);
    mentions
}

/// Inverts the table: the articles that mention each record, by record, ordered by the articles' date.
pub(in crate::relate) fn mentioned_in(site: &Site, mentions: Rows<'_, TextMention>) -> Vec<Vec<TextMention>> {
    let mut by_record: Vec<Vec<TextMention>> = vec![Vec::new(); mentions.len()];
    for ((article, _), mentions) in site.all().zip(mentions) {
        for TextMention { record, passages } in mentions.iter() {
            by_record[record.0 as usize].push(TextMention { record: article, passages: passages.clone() });
        }
    }
    for articles in &mut by_record {
        articles.sort_by_cached_key(|mention| (date_key(site.record(mention.record)), mention.record));
    }
    by_record
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::relate::PerRecord;
    use crate::testkit::Sample;

    fn mentions(site: &Site) -> PerRecord<TextMention> {
        let index = RecordIndex::new(site);
        text_mentions(site, &index, &Matchers::new(site, &index)).into()
    }

    /// Formats each article's mentions: `cai: initiatives/pact ¶1 ¶3`.
    fn format_mentions(site: &Site, mentions: Rows<'_, TextMention>) -> Vec<String> {
        let name = |id: RecordId| format!("{}/{}", site.record(id).kind().folder(), site.record(id).id);
        let format_row = |(from, mentions): (RecordId, &std::sync::Arc<[TextMention]>)| {
            let format_mentions = |mention: &TextMention| {
                let passages: Vec<String> = mention.passages.iter().map(ToString::to_string).collect();
                format!("{}: {} {}", site.record(from).id, name(mention.record), passages.join(" "))
            };
            mentions.iter().map(format_mentions).collect::<Vec<_>>()
        };
        site.all().map(|(id, _)| id).zip(mentions).flat_map(format_row).collect()
    }

    #[test]
    fn finds_mentions_and_their_inverse() {
        let mut sample = Sample::new();
        let paragraphs = ["The UN Pact of the har\u{ad}bour\u{a0} town.", "Nothing.", "UN Pact, UN Pact and 契约。"];
        sample.add(Kind::Article, "late", "Late").date(crate::testkit::day(2031, 5, 1)).text(&paragraphs);
        sample.add(Kind::Article, "early", "Early").date(crate::testkit::day(2031, 4, 1)).text(&["The UN."]);
        sample.add(Kind::Article, "late", "晚").language("zh-Hans").text(&paragraphs);
        sample.add(Kind::Initiative, "pact", "UN Pact");
        sample.add(Kind::Initiative, "pact", "契约").language("zh-Hans");
        sample.add(Kind::Actor, "un", "UN");
        sample.add(Kind::Topic, "town", "Towns").names(&["harbour town"]);
        sample.add(Kind::Event, "signed", "Nothing");
        let (site, _) = sample.finish();
        let mentions = mentions(&site);
        let expected = ["early: actors/un ¶1", "late: initiatives/pact ¶1 ¶3", "late: topics/town ¶1"];
        assert_eq!(format_mentions(&site, &mentions), expected);
        let inverse = PerRecord::from(mentioned_in(&site, &mentions));
        let expected = ["pact: articles/late ¶1 ¶3", "un: articles/early ¶1", "town: articles/late ¶1"];
        assert_eq!(format_mentions(&site, &inverse), expected);
    }

    #[test]
    fn names_of_other_languages_do_not_count() {
        let mut sample = Sample::new();
        for (id, language) in [("english", "en"), ("german", "de"), ("chinese", "zh-Hans")] {
            sample.add(Kind::Article, id, id).text(&["The Pact, der Vertrag, 契约。"]);
            sample.article_mut(id).language = Some(language.to_owned());
        }
        sample.add(Kind::Initiative, "pact", "Pact");
        sample.add(Kind::Initiative, "pact", "Vertrag").language("de");
        sample.add(Kind::Topic, "treaty", "treaty");
        sample.add(Kind::Topic, "treaty", "契约").language("zh-Hans");
        sample.add(Kind::Actor, "fox", "Fox");
        sample.add(Kind::Actor, "fox", "Vertrag, der").language("fr");
        let (site, _) = sample.finish();
        let expected = [
            "chinese: initiatives/pact ¶1",
            "chinese: topics/treaty ¶1",
            "english: initiatives/pact ¶1",
            "german: initiatives/pact ¶1",
        ];
        assert_eq!(format_mentions(&site, &mentions(&site)), expected);
    }

    #[test]
    fn skips_drafts() {
        let mut sample = Sample::new();
        sample.add(Kind::Article, "draft", "Draft").draft().text(&["The UN."]);
        sample.add(Kind::Article, "shown", "Shown").text(&["The UN and the Pact."]);
        sample.add(Kind::Initiative, "pact", "Pact").draft();
        sample.add(Kind::Actor, "un", "UN");
        let (site, _) = sample.finish();
        let mentions = mentions(&site);
        assert_eq!(format_mentions(&site, &mentions), ["shown: actors/un ¶1"]);
    }
}
