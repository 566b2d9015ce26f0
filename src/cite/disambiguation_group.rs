//! Groups of articles with possibly equal cites, and their formatted output.

use super::csl_item::CslSource;
use super::distinction::Distinction;
use super::renderer::{BibliographyEntry, CitePosition};
use super::runs::StyledRun;
use super::style::{CitationStyle, Family};
use crate::cite::bibliography::citable_date;
use crate::model::{Article, Details, Record, RecordId, Site};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, OnceLock, PoisonError};

/// Number of positions, each with and without a passage.
const CITE_SLOTS: usize = 12;

/// Articles with possibly equal cites, in the order of disambiguation. Lists have one item per member.
#[derive(Default)]
pub(super) struct DisambiguationGroup {
    pub(super) members: Vec<RecordId>,
    pub(super) sources: OnceLock<Vec<CslSource>>,
    pub(super) distinctions: OnceLock<Vec<Distinction>>,
    cites: [OnceLock<Vec<Vec<StyledRun>>>; CITE_SLOTS],
    pub(super) entries: OnceLock<Vec<BibliographyEntry>>,
    pub(super) list_keys: OnceLock<Vec<Vec<String>>>,
    pub(super) cite_keys: OnceLock<Vec<Vec<String>>>,
    /// Members on which the library panicked so far.
    failed: Mutex<BTreeSet<usize>>,
}

impl DisambiguationGroup {
    /// Creates a group without output.
    pub(super) fn new(members: Vec<RecordId>) -> DisambiguationGroup {
        DisambiguationGroup { members, ..DisambiguationGroup::default() }
    }

    /// Returns the cites for a position.
    pub(super) fn cites(&self, position: CitePosition, located: bool) -> &OnceLock<Vec<Vec<StyledRun>>> {
        &self.cites[position as usize * 2 + usize::from(located)]
    }

    /// Returns the output for a member, or, if the library panicked, `plain`, and records the member.
    pub(super) fn or_failed<T>(&self, member: usize, output: Option<T>, plain: impl FnOnce() -> T) -> T {
        output.unwrap_or_else(|| {
            self.failed.lock().unwrap_or_else(PoisonError::into_inner).insert(member);
            plain()
        })
    }

    /// Checks whether the library panicked on a member so far.
    pub(super) fn failed_on(&self, member: usize) -> bool {
        self.failed.lock().unwrap_or_else(PoisonError::into_inner).contains(&member)
    }
}

/// Returns the data of an article; `None` for other records.
pub(super) fn article(record: &Record) -> Option<&Article> {
    match &record.details {
        Details::Article(article) => Some(article),
        _ => None,
    }
}

/// Groups articles with the same first author, and the same year if cites have one, earliest first. Articles without
/// authors are one group. Each article is alone if the style's cites are not text.
pub(super) fn disambiguation_groups(site: &Site, articles: &[RecordId], style: &CitationStyle) -> Vec<Vec<RecordId>> {
    if style.family != Family::Words {
        return articles.iter().map(|id| vec![*id]).collect();
    }
    let mut groups: BTreeMap<(&str, Option<i32>), Vec<RecordId>> = BTreeMap::new();
    for &id in articles {
        let record = site.record(id);
        let Some(article) = article(record) else { continue };
        let name = article.authors.first().map_or("", crate::model::Author::family_or_name);
        let date = record.date().and_then(|date| citable_date(&date.value));
        let year = date.and_then(|date| date.points().first().map(|point| point.year.first()));
        groups.entry((name, year.filter(|_| style.cites_dates))).or_default().push(id);
    }
    let mut groups: Vec<Vec<RecordId>> = groups.into_values().collect();
    for group in &mut groups {
        group.sort_by_key(|&id| (site.record(id).date().map(|date| date.value.clone()), id));
    }
    groups
}
