//! Claims about the same thing that say different things.
//!
//! Values are compared without regard to typography and letter case: what differs in nothing else says the same. A record
//! that contradicts itself counts; translations of a record do not. When every two claims with different values hold for
//! different days, the thing developed, and nobody contradicts anybody; a reader sees both side by side all the same.

use super::super::RecordIndex;
use super::super::quotation::folded;
use crate::model::{Claim, Edtf, RecordId, Site};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Claims about the same thing with different values.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Divergence {
    /// What they are about.
    pub about: String,
    /// The values, in the order of the site.
    pub values: Vec<DivergentValue>,
    /// Whether different values hold for different days: the thing developed, and the claims do not contradict each other.
    pub is_development: bool,
}

/// One of the values, and the claims that give it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DivergentValue {
    /// The value as the first claim writes it.
    pub value: String,
    /// The claims, in the order of the site; never none.
    pub claims: Vec<ClaimId>,
}

/// Names a claim: its record and its place there, from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct ClaimId {
    /// The record that makes it.
    pub record: RecordId,
    /// Its place among the record's claims.
    pub position: usize,
}

impl Divergence {
    /// All claims, value by value.
    pub fn claims(&self) -> impl Iterator<Item = ClaimId> {
        self.values.iter().flat_map(|value| &value.claims).copied()
    }
}

/// All divergences among shown records, ordered by what they are about.
pub(in crate::relate) fn divergences(site: &Site, index: &RecordIndex) -> Vec<Divergence> {
    let mut about: BTreeMap<&str, Vec<(String, DivergentValue)>> = BTreeMap::new();
    for (record, of_record) in site.visible().filter(|(id, _)| index.canonical(*id) == *id) {
        for (place, claim) in of_record.claims().iter().enumerate() {
            let (Some(key), Some(value)) = (&claim.about, &claim.value) else { continue };
            let values = about.entry(&key.value).or_default();
            let compared = folded(&value.value).to_lowercase();
            let claim = ClaimId { record, position: place };
            match values.iter_mut().find(|(other, _)| *other == compared) {
                Some((_, value)) => value.claims.push(claim),
                None => values.push((compared, DivergentValue { value: value.value.clone(), claims: vec![claim] })),
            }
        }
    }
    let several = about.into_iter().filter(|(_, values)| values.len() > 1);
    several
        .map(|(about, values)| {
            let values: Vec<DivergentValue> = values.into_iter().map(|(_, value)| value).collect();
            Divergence { about: about.to_owned(), is_development: is_development(site, &values), values }
        })
        .collect()
}

fn is_development(site: &Site, values: &[DivergentValue]) -> bool {
    let claim = |id: &ClaimId| -> &Claim { &site.record(id.record).claims()[id.position] };
    let dates = |value: &DivergentValue| -> Vec<Option<Edtf>> {
        value.claims.iter().map(|id| claim(id).as_of.as_ref().map(|date| date.value)).collect()
    };
    let dates: Vec<Vec<Option<Edtf>>> = values.iter().map(dates).collect();
    let apart =
        |one: &Option<Edtf>, other: &Option<Edtf>| one.zip(*other).is_some_and(|(one, other)| !one.overlaps(&other));
    let mut pairs = (0..dates.len()).flat_map(|at| (at + 1..dates.len()).map(move |other| (at, other)));
    pairs.all(|(at, other)| dates[at].iter().all(|one| dates[other].iter().all(|day| apart(one, day))))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnose::Diagnostics;
    use crate::model::Kind;
    use crate::relate::relate;
    use crate::relate::sample::{Sample, day};

    /// What claims are about, each value with the number of its claims, and whether it is a development.
    type DivergenceSummary = (String, Vec<(String, usize)>, bool);

    fn found(sample: Sample) -> Vec<DivergenceSummary> {
        let (site, sources) = sample.finish();
        let found = relate(&site, &sources, &mut Diagnostics::default()).divergences;
        let values = |divergence: &Divergence| {
            divergence.values.iter().map(|value| (value.value.clone(), value.claims.len())).collect()
        };
        found.iter().map(|one| (one.about.clone(), values(one), one.is_development)).collect()
    }

    fn values(values: &[(&str, Option<Edtf>)]) -> Vec<DivergenceSummary> {
        let mut sample = Sample::new();
        sample.add(Kind::Article, "a", "A");
        for (at, (value, as_of)) in values.iter().enumerate() {
            let event = sample.add(Kind::Event, &format!("e{at}"), "Held");
            event.claim("a", "1").about("members", value);
            if let Some(date) = as_of {
                event.as_of(*date);
            }
        }
        found(sample)
    }

    #[test]
    fn groups_the_claims_by_value() {
        let found = values(&[("8", None), ("9", None), ("8", None)]);
        assert_eq!(found, [("members".into(), vec![("8".into(), 2), ("9".into(), 1)], false)]);
    }

    #[test]
    fn takes_values_for_equal_that_differ_in_typography_or_case() {
        let same = [("Ferry – Owners’ Union", None), ("ferry - owners' union", None)];
        assert!(values(&same).is_empty());
        assert_eq!(values(&[("1,200", None), ("1200", None)]).len(), 1, "figures are compared as they are written");
    }

    #[test]
    fn an_equal_value_on_another_day_is_no_divergence() {
        assert!(values(&[("8", Some(day(2031, 5, 1))), ("8", Some(day(2031, 6, 1)))]).is_empty());
    }

    #[test]
    fn different_values_on_different_days_are_a_development() {
        let (may, june) = (Some(day(2031, 5, 1)), Some(day(2031, 6, 1)));
        let develops = |all: &[(&str, Option<Edtf>)]| values(all)[0].2;
        assert!(develops(&[("8", may), ("9", june)]));
        assert!(!develops(&[("8", may), ("9", may)]));
        assert!(!develops(&[("8", may), ("9", None)]));
        assert!(!develops(&[("8", may), ("9", june), ("8", june)]));
    }

    #[test]
    fn a_record_may_contradict_itself_but_not_its_translation() {
        let mut sample = Sample::new();
        sample.add(Kind::Article, "a", "A");
        let event = sample.add(Kind::Event, "held", "Held");
        event.claim("a", "1").about("members", "8").claim("a", "2").about("members", "9");
        sample.add(Kind::Event, "held", "举行").language("zh-Hans").claim("a", "1").about("members", "八");
        assert_eq!(found(sample), [("members".into(), vec![("8".into(), 1), ("9".into(), 1)], false)]);
    }
}
