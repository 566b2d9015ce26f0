//! Finds claims about the same subject with different values.
//!
//! Values are compared without typography and letter case. A record that contradicts itself counts; translations of a
//! record do not. If any two claims with different values hold for different days, the divergence is a development and
//! not a contradiction; pages show both kinds.

use super::super::RecordIndex;
use super::super::quotation::folded;
use crate::model::{Claim, Edtf, RecordId, Site};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Claims about the same subject with different values.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Divergence {
    /// Subject: the claims' common `about` key.
    pub about: String,
    /// Values, in site order.
    pub values: Vec<DivergentValue>,
    /// True if different values hold for different days, so the claims do not contradict each other.
    pub is_development: bool,
}

/// One value, with the claims that give it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DivergentValue {
    /// Value as written in the first claim.
    pub value: String,
    /// Claims, in site order; never empty.
    pub claims: Vec<ClaimId>,
}

/// Identifies a claim by its record and its position there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct ClaimId {
    /// Record that contains the claim.
    pub record: RecordId,
    /// Index among the record's claims, from 0.
    pub position: usize,
}

impl Divergence {
    /// Returns all claims, grouped by value.
    pub fn claims(&self) -> impl Iterator<Item = ClaimId> {
        self.values.iter().flat_map(|value| &value.claims).copied()
    }
}

/// Finds all divergences among shown records, ordered by subject.
pub(in crate::relate) fn divergences(site: &Site, index: &RecordIndex) -> Vec<Divergence> {
    let mut by_subject: BTreeMap<&str, Vec<(String, DivergentValue)>> = BTreeMap::new();
    for (id, record) in site.visible().filter(|(id, _)| index.is_canonical(*id)) {
        for (position, claim) in record.claims().iter().enumerate() {
            let (Some(key), Some(value)) = (&claim.about, &claim.value) else { continue };
            let values = by_subject.entry(&key.value).or_default();
            let normalized = folded(&value.value).to_lowercase();
            let claim = ClaimId { record: id, position };
            match values.iter_mut().find(|(other, _)| *other == normalized) {
                Some((_, value)) => value.claims.push(claim),
                None => values.push((normalized, DivergentValue { value: value.value.clone(), claims: vec![claim] })),
            }
        }
    }
    by_subject
        .into_iter()
        .filter(|(_, values)| values.len() > 1)
        .map(|(about, values)| {
            let values: Vec<DivergentValue> = values.into_iter().map(|(_, value)| value).collect();
            Divergence { about: about.to_owned(), is_development: is_development(site, &values), values }
        })
        .collect()
}

fn is_development(site: &Site, values: &[DivergentValue]) -> bool {
    let claim = |id: &ClaimId| -> &Claim { &site.record(id.record).claims()[id.position] };
    let dates = |value: &DivergentValue| -> Vec<Option<Edtf>> {
        value.claims.iter().map(|id| claim(id).as_of.as_ref().map(|date| date.value.clone())).collect()
    };
    let dates: Vec<Vec<Option<Edtf>>> = values.iter().map(dates).collect();
    let are_disjoint = |first: &Option<Edtf>, second: &Option<Edtf>| {
        first.as_ref().zip(second.as_ref()).is_some_and(|(first, second)| !first.overlaps(second))
    };
    let mut pairs = (0..dates.len()).flat_map(|at| (at + 1..dates.len()).map(move |second| (at, second)));
    pairs.all(|(at, second)| dates[at].iter().all(|first| dates[second].iter().all(|day| are_disjoint(first, day))))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnose::Diagnostics;
    use crate::model::Kind;
    use crate::relate::relate;
    use crate::testkit::{Sample, day};

    /// Subject, values with the number of their claims, and `is_development`.
    type DivergenceSummary = (String, Vec<(String, usize)>, bool);

    fn divergences(sample: Sample) -> Vec<DivergenceSummary> {
        let (site, sources) = sample.finish();
        let divergences = relate(&site, &sources, &mut Diagnostics::default()).divergences;
        let values = |divergence: &Divergence| {
            divergence.values.iter().map(|value| (value.value.clone(), value.claims.len())).collect()
        };
        divergences
            .iter()
            .map(|divergence| (divergence.about.clone(), values(divergence), divergence.is_development))
            .collect()
    }

    fn values(values: &[(&str, Option<Edtf>)]) -> Vec<DivergenceSummary> {
        let mut sample = Sample::new();
        sample.add(Kind::Article, "a", "A");
        for (at, (value, as_of)) in values.iter().enumerate() {
            let event = sample.add(Kind::Event, &format!("e{at}"), "Held");
            event.claim("a", "1").about("members", value);
            if let Some(date) = as_of {
                event.as_of(date.clone());
            }
        }
        divergences(sample)
    }

    #[test]
    fn groups_claims_by_value() {
        let divergences = values(&[("8", None), ("9", None), ("8", None)]);
        assert_eq!(divergences, [("members".into(), vec![("8".into(), 2), ("9".into(), 1)], false)]);
    }

    #[test]
    fn ignores_typography_and_case_of_values() {
        let values_of_same_text = [("Ferry – Owners’ Union", None), ("ferry - owners' union", None)];
        assert!(values(&values_of_same_text).is_empty());
        assert_eq!(values(&[("1,200", None), ("1200", None)]).len(), 1, "figures are compared as they are written");
    }

    #[test]
    fn accepts_equal_values_on_different_days() {
        assert!(values(&[("8", Some(day(2031, 5, 1))), ("8", Some(day(2031, 6, 1)))]).is_empty());
    }

    #[test]
    fn marks_different_values_on_different_days_as_development() {
        let (may, june) = (|| Some(day(2031, 5, 1)), || Some(day(2031, 6, 1)));
        let is_development = |all: &[(&str, Option<Edtf>)]| values(all)[0].2;
        assert!(is_development(&[("8", may()), ("9", june())]));
        assert!(!is_development(&[("8", may()), ("9", may())]));
        assert!(!is_development(&[("8", may()), ("9", None)]));
        assert!(!is_development(&[("8", may()), ("9", june()), ("8", june())]));
    }

    #[test]
    fn compares_claims_of_one_record_but_not_its_translations() {
        let mut sample = Sample::new();
        sample.add(Kind::Article, "a", "A");
        let event = sample.add(Kind::Event, "held", "Held");
        event.claim("a", "1").about("members", "8").claim("a", "2").about("members", "9");
        sample.add(Kind::Event, "held", "举行").language("zh-Hans").claim("a", "1").about("members", "八");
        assert_eq!(divergences(sample), [("members".into(), vec![("8".into(), 1), ("9".into(), 1)], false)]);
    }
}
