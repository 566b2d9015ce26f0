//! Describes the difference between an article's text and the one that was verified.

use super::text_passages;
use crate::model::{LockedText, Passage, Record, Site};

/// Returns a clause about the difference between an article's text and its lock entry, or `None` if they are equal or
/// the text was never verified.
pub(in crate::relate) fn describe_change(site: &Site, article: &Record) -> Option<String> {
    let (text, locked) = (article.text()?, site.lock.texts.get(&*article.id)?);
    if text.sha256 == locked.sha256 {
        return None;
    }
    let mut details = Vec::new();
    let words = (locked.words, text.word_count());
    if words.0 != words.1 {
        details.push(format!("{} words instead of {}", words.1, words.0));
    }
    let passages = text_passages(text);
    if passages != locked.passages {
        details.push(format!("{} instead of {}", join_passages(&passages), join_passages(&locked.passages)));
    }
    // A digest of another version cannot be compared.
    if details.is_empty() && locked.digest != LockedText::DIGEST {
        return None;
    }
    let suffix = if details.is_empty() { String::new() } else { format!(" ({})", details.join("; ")) };
    Some(format!("the text has changed since it was verified{suffix}"))
}

fn join_passages(passages: &[Passage]) -> String {
    passages.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnose::Diagnostics;
    use crate::model::Kind;
    use crate::relate::relate;
    use crate::testkit::Sample;

    #[test]
    fn describes_word_and_passage_changes() {
        let site_of = |paragraphs: &[&str]| {
            let mut sample = Sample::new();
            sample.add(Kind::Article, "courier", "Courier").text(paragraphs);
            sample.finish()
        };
        let (before, sources) = site_of(&["The ferries are full.", "The town is old."]);
        let lock = relate(&before, &sources, &mut Diagnostics::default()).lock;
        let change_to = |paragraphs: &[&str]| {
            let (mut site, _) = site_of(paragraphs);
            site.lock = lock.clone();
            describe_change(&site, &site.records[0])
        };
        assert_eq!(change_to(&["The ferries are full.", "The town is old."]), None);
        let start = "the text has changed since it was verified";
        assert_eq!(change_to(&["The ferries are late.", "The town is old."]).as_deref(), Some(start));
        let expected = format!("{start} (4 words instead of 8; ¶1 instead of ¶1–2)");
        assert_eq!(change_to(&["The ferries are full."]), Some(expected));
        let (unverified, _) = site_of(&["The ferries are full."]);
        assert_eq!(describe_change(&unverified, &unverified.records[0]), None);
    }
}
