//! Builds the evidence lock, and reports which of its entries are stale.
//!
//! 1. For each available text: its digest, size and passages; for each missing text, the entry of the previous lock.
//! 2. `names`: fingerprints of the names that the texts were scanned for. If a record's names have changed while some
//!    text is missing, its old fingerprint is kept, so that its mentions are known to be stale.
//! 3. Current mentions and found quotations. Unused entries are dropped.
//! 4. `text_change` describes the difference between a text and the one that was verified.
//!
//! The lock is the same with and without the texts, as long as the previous lock answers every lookup.

mod names;
mod outdated;
mod text_change;

pub(super) use names::stale_records;
pub use outdated::report_outdated;
pub(super) use outdated::{LOCK_OUTDATED, OLDER_LOCK_ENTRY};
pub(super) use text_change::describe_change;

use super::quotation::{self, Quotation};
use super::{RecordIndex, TextMention};
use crate::model::{Details, EvidenceLock, Kind, LockedText, Passage, Record, RecordId, Site, Text};
use crate::relate::per_record::{Rows, flatten};
use std::collections::BTreeMap;

/// Builds the lock from the relations of a briefing.
pub(super) fn build_lock(
    site: &Site,
    index: &RecordIndex,
    quotations: Rows<'_, Quotation>,
    mentions: Rows<'_, TextMention>,
) -> EvidenceLock {
    let mut lock = EvidenceLock::default();
    for (id, article) in articles(site, index) {
        let previous = || site.lock.texts.get(&*article.id).cloned();
        let Some(text) = article.text().map(|text| lock_text(text, article, site)).or_else(previous) else { continue };
        lock.texts.insert(article.id.to_string(), text);
        let mentioned = mentions[id.0 as usize].iter();
        let mentioned: BTreeMap<String, Vec<Passage>> =
            mentioned.map(|mention| (names::lock_key(site.record(mention.record)), mention.passages.clone())).collect();
        if !mentioned.is_empty() {
            lock.mentions.insert(article.id.to_string(), mentioned);
        }
    }
    for quotation in flatten(quotations).filter(|quotation| quotation.translated || !quotation.occurrences.is_empty()) {
        let of_article = lock.quotations.entry(site.record(quotation.article).id.to_string()).or_default();
        let passages = of_article.entry(quotation::quotation_key(&quotation.words)).or_default();
        passages.extend(&quotation.occurrences);
        passages.sort_unstable();
        passages.dedup();
    }
    if !lock.is_empty() {
        lock.names = names::name_fingerprints(site, index);
    }
    lock
}

/// Returns the shown articles, without translations.
pub(super) fn articles<'a>(site: &'a Site, index: &'a RecordIndex) -> impl Iterator<Item = (RecordId, &'a Record)> {
    site.visible().filter(|(id, record)| record.kind() == Kind::Article && index.is_canonical(*id))
}

/// Returns the lock's entry for an article's text if the text itself is not available.
pub(super) fn locked_text<'a>(site: &'a Site, article: &Record) -> Option<&'a LockedText> {
    site.lock.texts.get(&*article.id).filter(|_| article.kind() == Kind::Article && article.text().is_none())
}

/// Returns the passages of an article's text, sorted, with consecutive paragraphs as ranges; from the lock if the text
/// is not available, `None` if neither is known.
pub(super) fn known_passages(site: &Site, article: &Record) -> Option<Vec<Passage>> {
    match article.text() {
        Some(text) => Some(text_passages(text)),
        None => locked_text(site, article).map(|text| text.passages.clone()),
    }
}

/// Returns the number of words of an article's text; from the lock if the text is not available, `None` if neither is
/// known.
pub(super) fn known_word_count(site: &Site, article: &Record) -> Option<usize> {
    article.text().map(Text::word_count).or_else(|| locked_text(site, article).map(|text| text.words))
}

fn lock_text(text: &Text, article: &Record, site: &Site) -> LockedText {
    let language = match &article.details {
        Details::Article(details) => details.language.clone(),
        _ => None,
    };
    LockedText {
        sha256: text.sha256.clone(),
        digest: LockedText::DIGEST,
        matcher: LockedText::MATCHER,
        words: text.word_count(),
        language: language.unwrap_or_else(|| site.config.default_language.to_string()),
        passages: text_passages(text),
    }
}

/// Returns all passages of a text, sorted, with consecutive paragraphs merged into ranges.
fn text_passages(text: &Text) -> Vec<Passage> {
    let mut passages: Vec<Passage> = text.passages.iter().map(|block| block.passage).collect();
    passages.sort_unstable();
    passages.dedup();
    let mut merged: Vec<Passage> = Vec::new();
    for passage in passages {
        match (merged.last_mut(), passage) {
            (Some(Passage::Paragraphs { last, .. }), Passage::Paragraphs { first, last: end })
                if *last + 1 == first =>
            {
                *last = end;
            }
            _ => merged.push(passage),
        }
    }
    merged
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnose::Diagnostics;
    use crate::relate::relate;
    use crate::span::Sources;
    use crate::testkit::{Sample, codes, remove_texts};

    const TEXT: [&str; 3] = ["The UN counted fourteen ferries.", "They are full.", "The UN left."];

    fn sample(text: &[&str]) -> (Site, Sources) {
        let mut sample = Sample::new();
        sample.add(Kind::Article, "courier", "Courier").text(text).body("It is said that \"They are full\".");
        sample.add(Kind::Actor, "un", "UN");
        sample.add(Kind::Page, "page", "Page").body("\"fourteen ferries\" [@courier, ¶1]");
        sample.finish()
    }

    fn lock_of(site: &Site, sources: &Sources) -> (EvidenceLock, Vec<&'static str>) {
        let mut diagnostics = Diagnostics::default();
        let relations = relate(site, sources, &mut diagnostics);
        (relations.lock.as_ref().clone(), codes(&diagnostics))
    }

    #[test]
    fn is_equal_with_and_without_texts() {
        let (mut site, sources) = sample(&TEXT);
        let (lock, codes) = lock_of(&site, &sources);
        assert_eq!(codes, [""; 0]);
        assert_eq!(lock.texts["courier"].passages, [Passage::Paragraphs { first: 1, last: 3 }]);
        assert_eq!((lock.texts["courier"].words, &*lock.texts["courier"].language), (11, "en"));
        assert_eq!(lock.mentions["courier"]["actors/un"].len(), 2);
        assert_eq!(lock.quotations["courier"].len(), 2);
        assert_eq!(lock.names.keys().collect::<Vec<_>>(), ["actors/un"]);
        site.lock = lock.clone().into();
        let with = relate(&site, &sources, &mut Diagnostics::default());
        remove_texts(&mut site);
        let without = relate(&site, &sources, &mut Diagnostics::default());
        assert_eq!(*without.lock, lock);
        assert_eq!(without.quotations, with.quotations);
        assert_eq!(without.text_mentions, with.text_mentions);
        assert_eq!(without.mentioned_in, with.mentioned_in);
    }

    #[test]
    fn drops_unused_entries() {
        let (mut site, sources) = sample(&TEXT);
        site.lock = lock_of(&site, &sources).0.into();
        remove_texts(&mut site);
        site.records.retain(|record| record.kind() == Kind::Article);
        let (lock, _) = lock_of(&site, &sources);
        assert_eq!(lock.quotations["courier"].len(), 1, "the summary's own quotation stays");
        assert!(lock.mentions.is_empty() && lock.names.is_empty());
        site.records.clear();
        assert!(lock_of(&site, &sources).0.is_empty());
    }

    #[test]
    fn keeps_old_fingerprint_if_text_is_missing() {
        let (mut site, sources) = sample(&TEXT);
        site.lock = lock_of(&site, &sources).0.into();
        let before = site.lock.clone();
        let actor = site.records.iter_mut().find(|record| record.kind() == Kind::Actor).unwrap();
        std::sync::Arc::make_mut(actor).names = vec![actor.title.clone().map(|_| "United Nations".to_owned())];
        assert_eq!(lock_of(&site, &sources).1, [""; 0], "the text is at hand");
        remove_texts(&mut site);
        let (lock, codes) = lock_of(&site, &sources);
        assert_eq!((lock.names, codes), (before.names.clone(), vec!["stale-mentions"]));
    }

    #[test]
    fn is_empty_without_texts() {
        let (mut site, sources) = sample(&TEXT);
        remove_texts(&mut site);
        let (lock, codes) = lock_of(&site, &sources);
        assert!(lock == EvidenceLock::default());
        assert_eq!(codes, ["unchecked-quotation"], "one for the article");
    }
}
