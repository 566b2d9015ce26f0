//! Where the names of a record count as mentions.

use serde::{Deserialize, Serialize};

/// Settings of a record's names.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Naming {
    /// Whether texts and pages are searched for its names.
    pub match_names: bool,
    /// Whether its title is one of the names that are searched.
    pub title_is_name: bool,
    /// Limits of alternative names, by name.
    pub limits: Vec<(String, NameLimits)>,
}

/// Limits within which a name counts as a mention.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct NameLimits {
    /// Whether it counts only in a text that also has a name of the record without this limit.
    pub only_with: bool,
    /// Languages of texts in which it counts (BCP 47); all if empty.
    pub languages: Vec<String>,
    /// Phrases within which it does not count.
    pub not_in: Vec<String>,
    /// Whether it counts only in exactly its case.
    pub exact_case: bool,
}

impl Default for Naming {
    fn default() -> Naming {
        Naming { match_names: true, title_is_name: true, limits: Vec::new() }
    }
}

impl Naming {
    /// Returns the limits of a name.
    pub fn limits_of(&self, name: &str) -> NameLimits {
        let limits = self.limits.iter().find(|(limited, _)| limited == name);
        limits.map(|(_, limits)| limits.clone()).unwrap_or_default()
    }
}

impl NameLimits {
    /// Checks whether the name counts in texts of a language: `de` includes `de-AT`.
    pub fn counts_in(&self, language: &str) -> bool {
        let is_part = |limit: &String| {
            language.strip_prefix(limit.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with('-'))
        };
        self.languages.is_empty() || self.languages.iter().any(is_part)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages_include_their_variants() {
        let limits = NameLimits { languages: vec!["de".into()], ..NameLimits::default() };
        assert!(limits.counts_in("de") && limits.counts_in("de-AT") && !limits.counts_in("den"));
        assert!(NameLimits::default().counts_in("fr"));
    }
}
