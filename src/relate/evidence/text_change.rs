//! How a text differs from the one that was verified.

use super::text_passages;
use crate::model::{Passage, Record, Site};

/// Says how the text of an article differs from the one that the lock knows, as a clause; nothing when it is the same or
/// was never verified.
pub(in crate::relate) fn describe_change(site: &Site, article: &Record) -> Option<String> {
    let (text, before) = (article.text()?, site.lock.texts.get(&*article.id)?);
    if text.sha256 == before.sha256 {
        return None;
    }
    let mut said = Vec::new();
    let words = (before.words, text.word_count());
    if words.0 != words.1 {
        said.push(format!("{} words instead of {}", words.1, words.0));
    }
    let passages = text_passages(text);
    if passages != before.passages {
        said.push(format!("{} instead of {}", join_passages(&passages), join_passages(&before.passages)));
    }
    let how = if said.is_empty() { String::new() } else { format!(" ({})", said.join("; ")) };
    Some(format!("its text has changed since it was verified{how}"))
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
    use crate::relate::sample::Sample;

    #[test]
    fn says_what_changed() {
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
        let start = "its text has changed since it was verified";
        assert_eq!(change_to(&["The ferries are late.", "The town is old."]).as_deref(), Some(start));
        let expected = format!("{start} (4 words instead of 8; ¶1 instead of ¶1–2)");
        assert_eq!(change_to(&["The ferries are full."]), Some(expected));
        let (unverified, _) = site_of(&["The ferries are full."]);
        assert_eq!(describe_change(&unverified, &unverified.records[0]), None);
    }
}
