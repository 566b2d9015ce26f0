//! Letters that tell apart what the same authors published in one year: 2031a, 2031b.

use super::Index;
use crate::model::{Author, Details, Kind, RecordId, Site};
use std::collections::BTreeMap;

/// The letter behind each article's year, by record; nothing where authors and year name one article alone, and behind
/// the twenty-sixth.
pub(super) fn year_letters(site: &Site, index: &Index) -> Vec<Option<char>> {
    let mut letters = vec![None; site.records.len()];
    for mut group in groups(site).into_values().filter(|group| group.len() > 1) {
        group.sort_by_key(|&id| (site.record(id).date().map(|date| date.value), id));
        for (&id, letter) in group.iter().zip('a'..='z') {
            letters[id.0 as usize] = Some(letter);
        }
    }
    translate(site, index, &mut letters);
    letters
}

/// Gives every translation its original's letter.
fn translate(site: &Site, index: &Index, letters: &mut [Option<char>]) {
    for (id, record) in site.shown().filter(|(_, record)| record.kind() == Kind::Article) {
        if let Some(original) = index.find(Kind::Article, &record.id) {
            letters[id.0 as usize] = letters[original.0 as usize];
        }
    }
}

/// Articles by family names and year.
fn groups(site: &Site) -> BTreeMap<(Vec<&str>, Option<i16>), Vec<RecordId>> {
    let mut groups: BTreeMap<_, Vec<RecordId>> = BTreeMap::new();
    for (id, record) in site.of_kind(Kind::Article) {
        let Details::Article(article) = &record.details else { continue };
        let year = record.date().and_then(|date| date.value.points().next()).map(|point| point.year);
        if !article.authors.is_empty() {
            let names = article.authors.iter().map(Author::family_or_name).collect();
            groups.entry((names, year)).or_default().push(id);
        }
    }
    groups
}

#[cfg(test)]
mod tests {
    use crate::diagnose::Diagnostics;
    use crate::model::Kind;
    use crate::relate::relate;
    use crate::relate::sample::{Sample, day};

    #[test]
    fn tells_apart_what_is_published_in_one_year() {
        let mut sample = Sample::new();
        sample.add(Kind::Article, "early", "Early").author("Ann Brook", "Brook").date(day(2031, 2, 1));
        sample.add(Kind::Article, "a-late", "Late").author("Ann Brook", "Brook").date(day(2031, 9, 1));
        sample.add(Kind::Article, "before", "Before").author("Ann Brook", "Brook").date(day(2030, 9, 1));
        sample.add(Kind::Article, "other", "Other").author("Jo Hill", "Hill").date(day(2031, 2, 1));
        let (site, sources) = sample.finish();
        let relations = relate(&site, &sources, &mut Diagnostics::default());
        let letter = |id: &str| relations.year_letter(relations.index.find(Kind::Article, id).unwrap());
        assert_eq!(
            [letter("early"), letter("a-late"), letter("before"), letter("other")],
            [Some('a'), Some('b'), None, None]
        );
    }
}
