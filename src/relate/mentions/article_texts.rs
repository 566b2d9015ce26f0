//! Finds the names of records in the texts of articles.
//!
//! A text is read passage by passage, its white space made even first. The article's own title hides names as it does on
//! pages; a record is not a mention of itself, since articles have no names.

use super::Matchers;
use super::matcher::Matcher;
use crate::model::{Details, Kind, Passage, Record, RecordId, Site, Text};
use crate::relate::RecordIndex;
use crate::relate::per_record::Rows;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::collections::BTreeMap;

/// A record named in the text of an article.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TextMention {
    /// The record (or, from the record's side, the article): the one that stands for all languages.
    pub record: RecordId,
    /// The passages in which a name of it stands, in the order of the text, without repeats.
    pub passages: Vec<Passage>,
}

/// The records that each article's text names, by record, ordered by kind and id; where the text is not at hand, as the
/// evidence lock knows them. None for translations of records.
pub(in crate::relate) fn text_mentions(site: &Site, index: &RecordIndex, matchers: &Matchers) -> Vec<Vec<TextMention>> {
    let of_record = |(id, record): (RecordId, &Record)| match &record.details {
        Details::Article(article) if index.is_shown(id) && index.canonical(id) == id => match &article.text {
            Some(text) => mentions_in(text, &matchers.all),
            None => locked_mentions(site, index, &record.id),
        },
        _ => Vec::new(),
    };
    let all: Vec<(RecordId, &Record)> = site.all().collect();
    all.into_par_iter().map(of_record).collect()
}

fn mentions_in(text: &Text, matcher: &Matcher) -> Vec<TextMention> {
    let mut found: BTreeMap<RecordId, Vec<Passage>> = BTreeMap::new();
    for block in &text.passages {
        for record in matcher.matches(&normalize_spaces(&block.words)).into_iter().filter_map(|hit| hit.to) {
            let passages = found.entry(record).or_default();
            if !passages.contains(&block.passage) {
                passages.push(block.passage);
            }
        }
    }
    found.into_iter().map(|(record, passages)| TextMention { record, passages }).collect()
}

/// What the lock says. Records that are no more are left out.
fn locked_mentions(site: &Site, index: &RecordIndex, article: &str) -> Vec<TextMention> {
    let known = site.lock.mentions.get(article).into_iter().flatten();
    let named = known.filter_map(|(name, passages)| {
        let (folder, id) = name.split_once('/')?;
        let kind = Kind::from_folder(folder).filter(|kind| kind.is_linked_on_mention())?;
        Some(TextMention { record: index.canonical(index.find(kind, id)?), passages: passages.clone() })
    });
    let mut named: Vec<TextMention> = named.collect();
    named.sort_by_key(|mention| mention.record);
    named
}

/// Words without soft hyphens and other signs without width, and with single plain spaces between them.
fn normalize_spaces(words: &str) -> Cow<'_, str> {
    let is_unseen = |c: char| matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}');
    let is_odd = |c: char| c != ' ' && c.is_whitespace() || is_unseen(c);
    if !words.contains("  ") && !words.contains(is_odd) {
        return Cow::Borrowed(words);
    }
    let words: Vec<String> = words.split_whitespace().map(|word| word.replace(is_unseen, "")).collect();
    Cow::Owned(words.join(" "))
}

/// The same from the other side: the articles whose texts name each record, by record, ordered by the articles' date.
pub(in crate::relate) fn mentioned_in(site: &Site, mentions: Rows<'_, TextMention>) -> Vec<Vec<TextMention>> {
    let mut turned: Vec<Vec<TextMention>> = vec![Vec::new(); mentions.len()];
    for ((article, _), mentions) in site.all().zip(mentions) {
        for TextMention { record, passages } in mentions.iter() {
            turned[record.0 as usize].push(TextMention { record: article, passages: passages.clone() });
        }
    }
    for articles in &mut turned {
        articles.sort_by_cached_key(|one| {
            let date = site.record(one.record).date().map(|date| date.value);
            (date.is_none(), date, one.record)
        });
    }
    turned
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::relate::PerRecord;
    use crate::relate::sample::Sample;

    fn mentions(site: &Site) -> PerRecord<TextMention> {
        let index = RecordIndex::new(site);
        text_mentions(site, &index, &Matchers::new(site, &index)).into()
    }

    /// Each article's mentions: `cai: initiatives/pact ¶1 ¶3`.
    fn told(site: &Site, mentions: Rows<'_, TextMention>) -> Vec<String> {
        let name = |id: RecordId| format!("{}/{}", site.record(id).kind().folder(), site.record(id).id);
        let one = |(from, mentions): (RecordId, &std::sync::Arc<[TextMention]>)| {
            let told = |mention: &TextMention| {
                let passages: Vec<String> = mention.passages.iter().map(ToString::to_string).collect();
                format!("{}: {} {}", site.record(from).id, name(mention.record), passages.join(" "))
            };
            mentions.iter().map(told).collect::<Vec<_>>()
        };
        site.all().map(|(id, _)| id).zip(mentions).flat_map(one).collect()
    }

    #[test]
    fn finds_names_with_their_passages_from_both_sides() {
        let mut sample = Sample::new();
        let paragraphs = ["The UN Pact of the har\u{ad}bour\u{a0} town.", "Nothing.", "UN Pact, UN Pact and 契约。"];
        sample.add(Kind::Article, "late", "Late").date(crate::relate::sample::day(2031, 5, 1)).text(&paragraphs);
        sample.add(Kind::Article, "early", "Early").date(crate::relate::sample::day(2031, 4, 1)).text(&["The UN."]);
        sample.add(Kind::Article, "late", "晚").language("zh-Hans").text(&paragraphs);
        sample.add(Kind::Initiative, "pact", "UN Pact");
        sample.add(Kind::Initiative, "pact", "契约").language("zh-Hans");
        sample.add(Kind::Actor, "un", "UN");
        sample.add(Kind::Topic, "town", "Towns").names(&["harbour town"]);
        sample.add(Kind::Event, "signed", "Nothing");
        let (site, _) = sample.finish();
        let mentions = mentions(&site);
        let expected = ["early: actors/un ¶1", "late: initiatives/pact ¶1 ¶3", "late: topics/town ¶1"];
        assert_eq!(told(&site, &mentions), expected);
        let turned = PerRecord::from(mentioned_in(&site, &mentions));
        let expected = ["pact: articles/late ¶1 ¶3", "un: articles/early ¶1", "town: articles/late ¶1"];
        assert_eq!(told(&site, &turned), expected);
    }

    #[test]
    fn leaves_drafts_out() {
        let mut sample = Sample::new();
        sample.add(Kind::Article, "draft", "Draft").draft().text(&["The UN."]);
        sample.add(Kind::Article, "shown", "Shown").text(&["The UN and the Pact."]);
        sample.add(Kind::Initiative, "pact", "Pact").draft();
        sample.add(Kind::Actor, "un", "UN");
        let (site, _) = sample.finish();
        let mentions = mentions(&site);
        assert_eq!(told(&site, &mentions), ["shown: actors/un ¶1"]);
    }
}
