//! Record index: lookup by kind and id, by name, and by path under `content/`.
//!
//! The files of one record in several languages are its variants. The first shown variant, with the default language
//! before the others, is the canonical record.

use crate::model::{Kind, RecordId, Site};
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;
use std::sync::Arc;
use unicode_normalization::UnicodeNormalization;

/// Record index. Public lookups return only shown records.
#[derive(Clone, Debug, Default)]
pub struct RecordIndex {
    default_language: Arc<str>,
    entries: Vec<IndexEntry>,
    variants: [FxHashMap<Arc<str>, Vec<RecordId>>; 7],
    names: FxHashMap<String, Vec<RecordId>>,
    case_folded: FxHashMap<String, Vec<RecordId>>,
    /// Claims by id, with their index in the record; in site order.
    claims: BTreeMap<String, Vec<(RecordId, u32)>>,
}

/// Result of a lookup by id or name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Lookup {
    /// No record.
    NotFound,
    /// One record.
    Unique(RecordId),
    /// Several records, in site order.
    Ambiguous(Vec<RecordId>),
}

#[derive(Clone, Debug)]
struct IndexEntry {
    kind: Kind,
    id: Arc<str>,
    language: Arc<str>,
    is_shown: bool,
    canonical: RecordId,
}

impl RecordIndex {
    /// Indexes all records of a site, drafts included.
    pub fn new(site: &Site) -> RecordIndex {
        let mut index =
            RecordIndex { default_language: site.config.default_language.clone(), ..RecordIndex::default() };
        index.add_variants(site);
        index.add_names(site);
        index.add_claims(site);
        index
    }

    /// Finds a record by kind and id, in the default language or the first available one.
    pub fn find(&self, kind: Kind, id: &str) -> Option<RecordId> {
        self.find_in(kind, id, &self.default_language)
    }

    /// Finds a record by kind and id in a language, with [`RecordIndex::find`] as the fallback.
    pub fn find_in(&self, kind: Kind, id: &str, language: &str) -> Option<RecordId> {
        self.any_in(kind, id, language).filter(|&record| self.is_shown(record))
    }

    /// Finds records by title or name: first exactly except for Unicode form, spaces and the style of quotation marks,
    /// then ignoring case. Returns canonical records.
    pub fn by_name(&self, name: &str) -> Lookup {
        match self.any_by_name(name) {
            Lookup::Unique(record) if !self.is_shown(record) => Lookup::NotFound,
            other => other,
        }
    }

    /// Finds the only record of a kind with a title or name, matched as in [`RecordIndex::by_name`].
    pub fn find_by_name(&self, kind: Kind, name: &str) -> Option<RecordId> {
        let is_match = |record: &RecordId| self.kind(*record) == kind && self.is_shown(*record);
        match self.any_by_name(name) {
            Lookup::NotFound => None,
            Lookup::Unique(record) => Some(record).filter(is_match),
            Lookup::Ambiguous(records) => {
                let mut matches = records.into_iter().filter(is_match);
                matches.next().filter(|_| matches.next().is_none())
            }
        }
    }

    /// Finds a record by its path under `content/`: `initiatives/x.md`, `initiatives/x/index.md`,
    /// `initiatives/x.zh-Hans.md`, `initiatives/_index.md`, `_index.md`. For a path without a language, the result is
    /// that of [`RecordIndex::find`].
    pub fn by_content_path(&self, path: &str) -> Option<RecordId> {
        self.any_by_content_path(path, &self.default_language).filter(|&record| self.is_shown(record))
    }

    /// Finds a claim by its id: that of the record itself, else one in the record's language, else the first. Returns the
    /// claim's record and its index there.
    pub fn claim(&self, id: &str, from: RecordId) -> Option<(RecordId, u32)> {
        let claims = self.claims.get(id)?;
        let own = claims.iter().find(|(record, _)| *record == from);
        let in_language =
            || claims.iter().find(|(record, _)| self.entry(*record).language == self.entry(from).language);
        own.or_else(in_language).or(claims.first()).copied()
    }

    /// Iterates over the ids of claims, in order.
    pub(super) fn claim_ids(&self) -> impl Iterator<Item = &str> {
        self.claims.keys().map(String::as_str)
    }

    /// Iterates over the claims of each id, in site order.
    pub(super) fn claims_by_id(&self) -> impl Iterator<Item = (&str, &[(RecordId, u32)])> {
        self.claims.iter().map(|(id, claims)| (id.as_str(), claims.as_slice()))
    }

    /// Returns the canonical record: the one that represents a record in all languages.
    pub fn canonical(&self, record: RecordId) -> RecordId {
        self.entry(record).canonical
    }

    /// Returns the variant of a record in a language, or the canonical record if there is none.
    pub fn in_language(&self, record: RecordId, language: &str) -> RecordId {
        let entry = self.entry(record);
        if *entry.language == *language {
            return record;
        }
        self.any_in(entry.kind, &entry.id, language).unwrap_or(record)
    }

    /// Returns the shown variants of a record with their languages, itself included, the default language first.
    pub fn translations(&self, record: RecordId) -> impl Iterator<Item = (&Arc<str>, RecordId)> {
        let members = self.variants(self.kind(record), &self.entry(record).id);
        let shown = members.iter().filter(|&&member| self.is_shown(member));
        shown.map(|&member| (&self.entry(member).language, member))
    }

    /// Returns all variants of a record, drafts included.
    pub(super) fn variants(&self, kind: Kind, id: &str) -> &[RecordId] {
        self.variants[kind as usize].get(id).map_or(&[], Vec::as_slice)
    }

    /// Like [`RecordIndex::find_in`], with a draft as the fallback.
    pub(super) fn any_in(&self, kind: Kind, id: &str, language: &str) -> Option<RecordId> {
        self.select(self.variants(kind, id), language)
    }

    /// Finds records of any kind by id; drafts only if no shown record matches.
    pub(super) fn any_by_id(&self, id: &str) -> Lookup {
        let variants = Kind::WITH_FOLDER.iter().filter_map(|&kind| self.variants(kind, id).first().copied());
        self.prefer_shown(variants.collect())
    }

    /// Like [`RecordIndex::by_name`], with drafts as the fallback.
    pub(super) fn any_by_name(&self, name: &str) -> Lookup {
        let key = name_key(name);
        let matches = self.names.get(&key).or_else(|| self.case_folded.get(&key.to_lowercase()));
        self.prefer_shown(matches.cloned().unwrap_or_default())
    }

    /// Like [`RecordIndex::by_content_path`], with a draft as the fallback; `language` applies if the path has none.
    pub(super) fn any_by_content_path(&self, path: &str, language: &str) -> Option<RecordId> {
        let stem = path.strip_suffix(".md")?;
        let (folder, name) = stem.split_once('/').unwrap_or(("", stem));
        if let Some(rest) = name.strip_prefix("_index") {
            return self.find_in_folder(Kind::Index, folder, rest, language);
        }
        let kind = Kind::from_folder(folder)?;
        if let Some((id, rest)) = name.split_once("/index") {
            return self.find_in_folder(kind, id, rest, language);
        }
        let by_id = self.any_in(kind, name, language);
        by_id.or_else(|| name.rsplit_once('.').and_then(|(id, tag)| self.find_exact(kind, id, tag)))
    }

    pub(super) fn is_shown(&self, record: RecordId) -> bool {
        self.entry(record).is_shown
    }

    pub(crate) fn kind(&self, record: RecordId) -> Kind {
        self.entry(record).kind
    }

    /// Checks whether a record represents its variants.
    pub(super) fn is_canonical(&self, record: RecordId) -> bool {
        self.canonical(record) == record
    }

    /// Checks whether two records are variants of one record.
    pub(super) fn is_same_record(&self, first: RecordId, second: RecordId) -> bool {
        self.canonical(first) == self.canonical(second)
    }

    fn add_variants(&mut self, site: &Site) {
        for (id, record) in site.all() {
            let entry = IndexEntry {
                kind: record.kind(),
                id: record.id.clone(),
                language: record.language.clone(),
                is_shown: site.drafts || !record.draft,
                canonical: id,
            };
            self.variants[entry.kind as usize].entry(entry.id.clone()).or_default().push(id);
            self.entries.push(entry);
        }
        for members in self.variants.iter_mut().flat_map(FxHashMap::values_mut) {
            members.sort_by_key(|member| {
                let entry = &self.entries[member.0 as usize];
                (!entry.is_shown, entry.language != self.default_language, entry.language.clone())
            });
            for member in members.iter() {
                self.entries[member.0 as usize].canonical = members[0];
            }
        }
    }

    fn add_claims(&mut self, site: &Site) {
        for (id, record) in site.visible() {
            for (position, claim) in (0..).zip(record.claims()) {
                if let Some(name) = &claim.id {
                    self.claims.entry(name.value.clone()).or_default().push((id, position));
                }
            }
        }
    }

    fn add_names(&mut self, site: &Site) {
        for (id, record) in site.all().filter(|(_, record)| record.kind() != Kind::Index) {
            let canonical = self.canonical(id);
            for name in record.title_and_names() {
                let key = name_key(&name.value);
                push_once(self.case_folded.entry(key.to_lowercase()).or_default(), canonical);
                push_once(self.names.entry(key).or_default(), canonical);
            }
        }
    }

    fn entry(&self, record: RecordId) -> &IndexEntry {
        &self.entries[record.0 as usize]
    }

    fn find_in_folder(&self, kind: Kind, id: &str, rest: &str, language: &str) -> Option<RecordId> {
        match rest.strip_prefix('.') {
            Some(tag) => self.find_exact(kind, id, tag),
            None if rest.is_empty() => self.any_in(kind, id, language),
            None => None,
        }
    }

    fn find_exact(&self, kind: Kind, id: &str, language: &str) -> Option<RecordId> {
        self.variants(kind, id).iter().copied().find(|&member| *self.entry(member).language == *language)
    }

    fn select(&self, members: &[RecordId], language: &str) -> Option<RecordId> {
        let is_match = |member: &RecordId| self.is_shown(*member) && *self.entry(*member).language == *language;
        members.iter().copied().find(is_match).or_else(|| members.first().copied())
    }

    fn prefer_shown(&self, mut candidates: Vec<RecordId>) -> Lookup {
        if candidates.iter().any(|&candidate| self.is_shown(candidate)) {
            candidates.retain(|&candidate| self.is_shown(candidate));
        }
        match candidates.as_slice() {
            [] => Lookup::NotFound,
            [one] => Lookup::Unique(*one),
            _ => Lookup::Ambiguous(candidates),
        }
    }
}

/// Normalizes a name for comparison: composed Unicode, single spaces, straight quotation marks.
pub(super) fn name_key(name: &str) -> String {
    let mut key = String::with_capacity(name.len());
    for word in name.split_whitespace() {
        if !key.is_empty() {
            key.push(' ');
        }
        key.extend(word.nfc().map(|c| match c {
            '“' | '”' | '„' | '«' | '»' | '「' | '」' => '"',
            '‘' | '’' | '‚' | '‹' | '›' | '『' | '』' => '\'',
            _ => c,
        }));
    }
    key
}

// The variants of a record are adjacent in a site, so a duplicate can only be the last element.
fn push_once(records: &mut Vec<RecordId>, record: RecordId) {
    if records.last() != Some(&record) {
        records.push(record);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testkit::Sample;

    fn sample() -> Sample {
        let mut sample = Sample::new();
        sample.add(Kind::Initiative, "pact", "Pact for the Future").names(&["Café “Pact”"]);
        sample.add(Kind::Initiative, "pact", "未来契约").language("zh-Hans");
        sample.add(Kind::Topic, "pact", "The word pact");
        sample.add(Kind::Page, "plan", "Plan").draft();
        sample.add(Kind::Index, "", "Home");
        sample.add(Kind::Index, "initiatives", "Initiatives");
        sample
    }

    #[test]
    fn finds_by_kind_id_and_language() {
        let (site, _) = sample().finish();
        let index = RecordIndex::new(&site);
        let title = |record: Option<RecordId>| record.map(|id| site.record(id).title.value.clone());
        assert_eq!(title(index.find(Kind::Initiative, "pact")).unwrap(), "Pact for the Future");
        assert_eq!(title(index.find_in(Kind::Initiative, "pact", "zh-Hans")).unwrap(), "未来契约");
        assert_eq!(title(index.find_in(Kind::Topic, "pact", "zh-Hans")).unwrap(), "The word pact");
        assert_eq!(index.find(Kind::Actor, "pact"), None);
        assert_eq!(index.find(Kind::Page, "plan"), None, "drafts are not found");
        assert!(index.any_in(Kind::Page, "plan", "en").is_some());
        assert!(matches!(index.any_by_id("pact"), Lookup::Ambiguous(records) if records.len() == 2));
    }

    #[test]
    fn finds_by_name_in_any_form() {
        let (site, _) = sample().finish();
        let index = RecordIndex::new(&site);
        let pact = Lookup::Unique(index.find(Kind::Initiative, "pact").unwrap());
        for name in ["Pact for the Future", "pact FOR the  future", "未来契约", "Cafe\u{301} \"Pact\""] {
            assert_eq!(index.by_name(name), pact, "{name}");
        }
        assert_eq!(index.by_name("Pact for the"), Lookup::NotFound);
        assert_eq!(index.by_name("Home"), Lookup::NotFound);
        assert_eq!(index.by_name("Plan"), Lookup::NotFound);
    }

    #[test]
    fn finds_by_content_path() {
        let (site, _) = sample().finish();
        let index = RecordIndex::new(&site);
        let find = |path: &str| index.by_content_path(path).map(|id| site.record(id).title.value.as_str());
        for path in ["initiatives/pact.md", "initiatives/pact/index.md", "initiatives/pact.en.md"] {
            assert_eq!(find(path), Some("Pact for the Future"), "{path}");
        }
        for path in ["initiatives/pact.zh-Hans.md", "initiatives/pact/index.zh-Hans.md"] {
            assert_eq!(find(path), Some("未来契约"), "{path}");
        }
        assert_eq!(find("_index.md"), Some("Home"));
        assert_eq!(find("initiatives/_index.md"), Some("Initiatives"));
        for path in
            ["", ".md", "pact.md", "initiatives/pact", "initiatives/pact.fr.md", "x/y.md", "initiatives/", "a//b"]
        {
            assert_eq!(find(path), None, "{path}");
        }
    }
}
