//! Distinguishes articles with equal cites, in the order of the CSL specification: by given names, by more names, by the
//! style's own condition for ambiguous works, and by letters behind the year. The library's own attempt panics on some
//! lists of authors, and reaches into the list of references.

use super::csl_item::{CitedName, CslSource};
use super::style_variant::{StyleVariant, checks_ambiguity, elements};
use crate::cite::bibliography::is_cjk;
use hayagriva::citationberg::{
    DisambiguationRule, IndependentStyle, LayoutRenderingElement, NameAsSortOrder, NameForm, Names,
};
use hayagriva::types::Person;
use std::collections::{BTreeMap, BTreeSet};

/// Maximum number of names that are added.
const MAX_ADDED_NAMES: usize = 12;

/// Properties by which an article is told apart from other ones.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Distinction {
    /// Options of the style.
    pub(super) variant: StyleVariant,
    /// Authors whose names are written with given names or initials, by index.
    pub(super) written: BTreeMap<usize, String>,
    /// Letter behind the year.
    pub(super) letter: Option<String>,
}

/// Given names of all authors by family name, over the whole site.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Namesakes(BTreeMap<String, BTreeSet<String>>);

impl Namesakes {
    /// Adds the authors of an article.
    pub(super) fn add(&mut self, authors: &[CitedName], rule: DisambiguationRule) {
        let count = if rule.allows_multiple_names() { authors.len() } else { 1 };
        for author in authors.iter().take(count).filter(|author| !author.given.is_empty()) {
            self.0.entry(author.family.clone()).or_default().insert(author.given.clone());
        }
    }

    /// Returns the given names of all authors with a family name.
    pub(super) fn of(&self, family: &str) -> Option<&BTreeSet<String>> {
        self.0.get(family)
    }
}

/// Rules by which a style tells articles apart.
#[derive(Debug, PartialEq)]
#[expect(clippy::struct_excessive_bools, reason = "each is an option of CSL")]
pub(super) struct DistinctionRules {
    /// Rule for given names, if the style adds any.
    pub(super) given_names: Option<DisambiguationRule>,
    adds_names: bool,
    checks_ambiguity: bool,
    adds_letters: bool,
    /// Text behind an initial, if the style uses initials.
    initialize_with: Option<String>,
    hyphenates: bool,
    /// Set if the family name goes first: for the first author, for all.
    inverts: Option<NameAsSortOrder>,
    sort_separator: String,
}

impl DistinctionRules {
    /// Reads the rules of a style.
    pub(super) fn of(style: &IndependentStyle) -> DistinctionRules {
        let citation = &style.citation;
        let mut rules = DistinctionRules {
            given_names: Some(citation.givenname_disambiguation_rule).filter(|_| citation.disambiguate_add_givenname),
            adds_names: citation.disambiguate_add_names,
            checks_ambiguity: checks_ambiguity(style),
            adds_letters: citation.disambiguate_add_year_suffix,
            initialize_with: None,
            hyphenates: style.settings.initialize_with_hyphen,
            inverts: None,
            sort_separator: ", ".to_owned(),
        };
        let inherited = style.settings.options.apply(&citation.name_options);
        let names = short_names(style);
        let Some(names) = names else {
            // Names in full need no given names.
            return DistinctionRules { given_names: None, ..rules };
        };
        let inherited = inherited.apply(&names.options());
        let usual = hayagriva::citationberg::Name::default();
        let options = names.name().unwrap_or(&usual).options(&inherited);
        rules.initialize_with = options.initialize_with.map(str::to_owned);
        rules.inverts = options.name_as_sort_order;
        options.sort_separator.clone_into(&mut rules.sort_separator);
        rules
    }

    /// Distinguishes the articles of a group. `cite` returns the cite of an article with a distinction, `by_list` the
    /// articles in the order of the list of references.
    pub(super) fn distinguish(
        &self,
        sources: &[CslSource],
        namesakes: &Namesakes,
        cite: impl Fn(usize, &Distinction) -> String,
        by_list: impl Fn() -> Vec<usize>,
    ) -> Vec<Distinction> {
        let written = |source: &CslSource| Distinction {
            written: self.names_against_namesakes(&source.authors, namesakes),
            ..Distinction::default()
        };
        let distinctions: Vec<Distinction> = sources.iter().map(written).collect();
        let mut group = Group { rules: self, sources, distinctions, cite };
        for ambiguous in group.ambiguous(&(0..sources.len()).collect::<Vec<_>>()) {
            group.add_names(&ambiguous);
            for ambiguous in group.ambiguous(&ambiguous) {
                group.add_given_names(&ambiguous);
            }
            for ambiguous in group.ambiguous(&ambiguous) {
                group.assume_ambiguous(&ambiguous);
            }
        }
        if self.adds_letters {
            let ambiguous = group.ambiguous(&(0..sources.len()).collect::<Vec<_>>());
            if !ambiguous.is_empty() {
                let mut places = vec![0; sources.len()];
                by_list().into_iter().enumerate().for_each(|(place, member)| places[member] = place);
                for ambiguous in ambiguous {
                    group.add_letters(ambiguous, &places);
                }
            }
        }
        group.distinctions
    }

    /// Writes out the names of authors who share a family name with others.
    fn names_against_namesakes(&self, authors: &[CitedName], namesakes: &Namesakes) -> BTreeMap<usize, String> {
        let Some(rule) = self.given_names.filter(|rule| *rule != DisambiguationRule::ByCite) else {
            return BTreeMap::new();
        };
        let count = if rule.allows_multiple_names() { authors.len() } else { 1 };
        let written = authors.iter().take(count).enumerate().filter_map(|(index, author)| {
            let others = namesakes.of(&author.family)?.iter().filter(|given| **given != author.given);
            let others: Vec<&str> = others.map(String::as_str).collect();
            Some((index, self.written(index, author, &others, rule.allows_full_first_names())?))
        });
        written.collect()
    }

    /// Writes out a name so that it differs from the others with its family name; `None` if nothing is gained.
    fn written(&self, index: usize, author: &CitedName, others: &[&str], allows_full: bool) -> Option<String> {
        if others.is_empty() || author.given.is_empty() {
            return None;
        }
        let Some(delimiter) = self.initialize_with.as_deref() else {
            return Some(self.joined(index, author, &author.given));
        };
        let initials = |given: &str| initials(given, delimiter, self.hyphenates);
        let own = initials(&author.given);
        let differing = others.iter().filter(|other| initials(other) != own).count();
        match (differing == others.len(), allows_full) {
            (true, _) => Some(self.joined(index, author, &own)),
            (false, true) => Some(self.joined(index, author, &author.given)),
            (false, false) => Some(self.joined(index, author, &own)).filter(|_| differing > 0),
        }
    }

    fn joined(&self, index: usize, author: &CitedName, given: &str) -> String {
        let family = &author.family;
        if is_cjk(family) && is_cjk(&author.given) {
            return format!("{family}{}", author.given);
        }
        let is_inverted = match self.inverts {
            Some(NameAsSortOrder::All) => true,
            Some(NameAsSortOrder::First) => index == 0,
            None => false,
        };
        match (author.family_first, is_inverted) {
            (true, _) => format!("{family} {given}"),
            (_, true) => format!("{family}{}{given}", self.sort_separator),
            _ => format!("{given} {family}"),
        }
    }
}

/// Returns the first names that cites print without given names.
fn short_names(style: &IndependentStyle) -> Option<&Names> {
    let usual = style.citation.name_options.name_form;
    elements(style, &style.citation.layout.elements).into_iter().find_map(|element| match element {
        LayoutRenderingElement::Names(names) => {
            let form = names.name().and_then(|name| name.form).or(names.name_form).or(usual);
            Some(names).filter(|_| form == Some(NameForm::Short))
        }
        _ => None,
    })
}

/// Returns the initials of given names.
pub(super) fn initials(given: &str, delimiter: &str, hyphenates: bool) -> String {
    let person = Person {
        name: String::new(),
        given_name: Some(given.to_owned()),
        prefix: None,
        suffix: None,
        comma_suffix: false,
        alias: None,
    };
    let mut initials = String::new();
    // Writing to a string cannot fail.
    let _ = person.initials(&mut initials, Some(delimiter), hyphenates);
    initials.trim().to_owned()
}

/// Returns the letters of a number, from 0: `a`, …, `z`, `aa`.
pub(super) fn letters(number: usize) -> String {
    let last = char::from(b'a' + u8::try_from(number % 26).unwrap_or_default());
    match number / 26 {
        0 => last.to_string(),
        rest => format!("{}{last}", letters(rest - 1)),
    }
}

/// Returns the sets of members with equal keys.
fn sets<K: Ord>(members: &[usize], key: impl Fn(usize) -> K) -> Vec<Vec<usize>> {
    let mut by_key: BTreeMap<K, Vec<usize>> = BTreeMap::new();
    for &member in members {
        by_key.entry(key(member)).or_default().push(member);
    }
    let mut sets: Vec<Vec<usize>> = by_key.into_values().filter(|set| set.len() > 1).collect();
    sets.sort();
    sets
}

struct Group<'g, F> {
    rules: &'g DistinctionRules,
    sources: &'g [CslSource],
    distinctions: Vec<Distinction>,
    cite: F,
}

impl<F: Fn(usize, &Distinction) -> String> Group<'_, F> {
    /// Returns the sets of members with equal cites.
    fn ambiguous(&self, members: &[usize]) -> Vec<Vec<usize>> {
        if members.len() < 2 {
            return Vec::new();
        }
        sets(members, |member| (self.cite)(member, &self.distinctions[member]))
    }

    /// Adds names until the members differ, as far as they do.
    fn add_names(&mut self, members: &[usize]) {
        if !self.rules.adds_names {
            return;
        }
        let most = members.iter().map(|&member| self.sources[member].authors.len()).max().unwrap_or_default();
        let mut open = members.to_vec();
        for count in 2..=most.min(MAX_ADDED_NAMES) {
            if open.len() < 2 {
                return;
            }
            let count = u32::try_from(count).unwrap_or_default();
            let with_names = |member: usize| {
                let mut distinction = self.distinctions[member].clone();
                distinction.variant.names = Some(count);
                distinction
            };
            let sets = sets(&open, |member| (self.cite)(member, &with_names(member)));
            if sets.iter().any(|set| set.len() == open.len()) {
                continue;
            }
            let rest: BTreeSet<usize> = sets.iter().flatten().copied().collect();
            // Sets that differ from each other keep the names by which they do.
            for &member in &open {
                if !rest.contains(&member) || sets.len() > 1 || rest.len() < open.len() {
                    self.distinctions[member].variant.names = Some(count);
                }
            }
            open.retain(|member| rest.contains(member));
        }
    }

    /// Adds given names one by one until the members differ.
    fn add_given_names(&mut self, members: &[usize]) {
        if self.rules.given_names != Some(DisambiguationRule::ByCite) {
            return;
        }
        let most = members.iter().map(|&member| self.sources[member].authors.len()).max().unwrap_or_default();
        for index in 0..most.min(MAX_ADDED_NAMES) {
            let authors: Vec<Option<&CitedName>> =
                members.iter().map(|&member| self.sources[member].authors.get(index)).collect();
            let written: Vec<Option<String>> = authors
                .iter()
                .map(|author| {
                    let author = (*author)?;
                    let namesakes = authors
                        .iter()
                        .flatten()
                        .filter(|other| other.family == author.family && other.given != author.given);
                    let others: Vec<&str> = namesakes.map(|other| other.given.as_str()).collect();
                    self.rules.written(index, author, &others, true)
                })
                .collect();
            for (&member, name) in members.iter().zip(written) {
                if let Some(name) = name {
                    self.distinctions[member].written.insert(index, name);
                }
            }
            if self.ambiguous(members).is_empty() {
                return;
            }
        }
    }

    /// Lets the style's own condition for ambiguous works hold, unless that changes nothing.
    fn assume_ambiguous(&mut self, members: &[usize]) {
        if !self.rules.checks_ambiguity {
            return;
        }
        let with_condition = |member: usize| {
            let mut distinction = self.distinctions[member].clone();
            distinction.variant.is_ambiguous = true;
            distinction
        };
        let cites: BTreeSet<String> =
            members.iter().map(|&member| (self.cite)(member, &with_condition(member))).collect();
        if cites.len() > 1 {
            for &member in members {
                self.distinctions[member].variant.is_ambiguous = true;
            }
        }
    }

    /// Adds letters in the order of the list of references.
    fn add_letters(&mut self, mut members: Vec<usize>, places: &[usize]) {
        members.sort_by_key(|&member| places[member]);
        for (number, member) in members.into_iter().enumerate() {
            let distinction = &mut self.distinctions[member];
            distinction.letter = Some(letters(number));
            distinction.variant.has_letter = true;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_in_letters() {
        assert_eq!([0, 25, 26, 27, 701, 702].map(letters), ["a", "z", "aa", "ab", "zz", "aaa"]);
    }

    #[test]
    fn shortens_given_names() {
        assert_eq!(initials("Ann Mary", ". ", true), "A. M.");
        assert_eq!(initials("Jean-Paul", ".", true), "J.-P.");
        assert_eq!(initials("Jean-Paul", "", false), "JP");
    }
}
