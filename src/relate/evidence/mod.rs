//! Makes the evidence lock, and tells what it leaves open.
//!
//! 1. For each text at hand: its fingerprint, size and passages; for each text that is not, what the lock said before.
//! 2. `names`: with which names the texts were read. A record whose names have changed since, while some text is not at
//!    hand, keeps its old fingerprint: where it is mentioned has to be looked up again.
//! 3. Mentions and found quotations as they are now. What nothing asks for any more is left out.
//! 4. `change` says how a text differs from the one that was verified.
//!
//! The lock of a briefing is the same whether its texts are at hand or not, as long as the old lock answers everything.

mod names;
mod outdated;
mod text_change;

pub(super) use names::stale_records;
pub(super) use outdated::LOCK_OUTDATED;
pub use outdated::report_outdated;
pub(super) use text_change::describe_change;

use super::quotation::{self, Quotation};
use super::{RecordIndex, TextMention};
use crate::model::{Details, EvidenceLock, Kind, LockedText, Passage, Record, RecordId, Site, Text};
use crate::relate::per_record::{Rows, flatten};
use std::collections::BTreeMap;

/// Makes the lock of a related briefing.
pub(super) fn build_lock(
    site: &Site,
    index: &RecordIndex,
    quotations: Rows<'_, Quotation>,
    mentions: Rows<'_, TextMention>,
) -> EvidenceLock {
    let mut lock = EvidenceLock::default();
    for (id, article) in articles(site, index) {
        let before = || site.lock.texts.get(&*article.id).cloned();
        let Some(text) = article.text().map(|text| lock_text(text, article, site)).or_else(before) else { continue };
        lock.texts.insert(article.id.to_string(), text);
        let named = mentions[id.0 as usize].iter();
        let named: BTreeMap<String, Vec<Passage>> =
            named.map(|mention| (names::lock_key(site.record(mention.record)), mention.passages.clone())).collect();
        if !named.is_empty() {
            lock.mentions.insert(article.id.to_string(), named);
        }
    }
    for quotation in flatten(quotations).filter(|quotation| !quotation.occurrences.is_empty()) {
        let of_article = lock.quotations.entry(site.record(quotation.article).id.to_string()).or_default();
        let known = of_article.entry(quotation::quotation_key(&quotation.words)).or_default();
        known.extend(&quotation.occurrences);
        known.sort_unstable();
        known.dedup();
    }
    if !lock.is_empty() {
        lock.names = names::name_fingerprints(site, index);
    }
    lock
}

/// The shown articles, each once whatever its languages.
pub(super) fn articles<'a>(site: &'a Site, index: &'a RecordIndex) -> impl Iterator<Item = (RecordId, &'a Record)> {
    site.visible().filter(|(id, record)| record.kind() == Kind::Article && index.canonical(*id) == *id)
}

/// What the lock says of the text of an article, where there is no text.
pub(super) fn locked_text<'a>(site: &'a Site, article: &Record) -> Option<&'a LockedText> {
    site.lock.texts.get(&*article.id).filter(|_| article.kind() == Kind::Article && article.text().is_none())
}

/// The passages of an article's text, as far as they are known from the text or the lock: sorted, paragraphs as ranges.
pub(super) fn known_passages(site: &Site, article: &Record) -> Option<Vec<Passage>> {
    match article.text() {
        Some(text) => Some(text_passages(text)),
        None => locked_text(site, article).map(|text| text.passages.clone()),
    }
}

/// How many words an article's text has, as far as that is known from the text or the lock.
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
        words: text.word_count(),
        language: language.unwrap_or_else(|| site.config.default_language.to_string()),
        passages: text_passages(text),
    }
}

/// All passages of a text, sorted; paragraphs that follow each other are one range.
fn text_passages(text: &Text) -> Vec<Passage> {
    let mut single: Vec<Passage> = text.passages.iter().map(|block| block.passage).collect();
    single.sort_unstable();
    single.dedup();
    let mut joined: Vec<Passage> = Vec::new();
    for passage in single {
        match (joined.last_mut(), passage) {
            (Some(Passage::Paragraphs { last, .. }), Passage::Paragraphs { first, last: end })
                if *last + 1 == first =>
            {
                *last = end;
            }
            _ => joined.push(passage),
        }
    }
    joined
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnose::Diagnostics;
    use crate::relate::relate;
    use crate::relate::sample::{Sample, codes, remove_texts};
    use crate::span::Sources;

    const TEXT: [&str; 3] = ["The UN counted fourteen ferries.", "They are full.", "The UN left."];

    fn sample(text: &[&str]) -> (Site, Sources) {
        let mut sample = Sample::new();
        sample.add(Kind::Article, "courier", "Courier").text(text).body("It is said that \"They are full\".");
        sample.add(Kind::Actor, "un", "UN");
        sample.add(Kind::Page, "page", "Page").body("\"fourteen ferries\" [@courier, ¶1]");
        sample.finish()
    }

    fn lock_of(site: &Site, sources: &Sources) -> (EvidenceLock, Vec<&'static str>) {
        let mut found = Diagnostics::default();
        let relations = relate(site, sources, &mut found);
        (relations.lock.as_ref().clone(), codes(&found))
    }

    #[test]
    fn says_the_same_with_and_without_the_texts() {
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
    fn forgets_what_nothing_asks_for() {
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
    fn needs_the_text_for_a_new_name() {
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
    fn has_nothing_to_say_without_texts() {
        let (mut site, sources) = sample(&TEXT);
        remove_texts(&mut site);
        let (lock, codes) = lock_of(&site, &sources);
        assert!(lock == EvidenceLock::default());
        assert_eq!(codes, ["unchecked-quotation"], "one for the article");
    }
}
