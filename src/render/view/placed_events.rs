//! Groups events by the year and month in which they certainly happened.

use crate::model::RecordId;
use crate::model::date::{Landmark, PlaceInTime, PlaceInYear};
use std::collections::BTreeMap;

/// Events of a landmark, in the given order.
#[derive(Debug, Default)]
pub(super) struct PlacedEvents {
    /// Events by month; `None` for those known only to the year, which precede the months.
    pub(super) months: BTreeMap<Option<u8>, Vec<RecordId>>,
    /// Events of which only one end is known.
    pub(super) limits: Vec<RecordId>,
}

/// Groups events; those without a place are left out.
pub(super) fn by_landmark(
    events: &[RecordId],
    place_of: impl Fn(RecordId) -> Option<PlaceInTime>,
) -> BTreeMap<Landmark, PlacedEvents> {
    let mut groups: BTreeMap<Landmark, PlacedEvents> = BTreeMap::new();
    for &id in events {
        let Some(place) = place_of(id) else { continue };
        let group = groups.entry(place.landmark).or_default();
        match place.month {
            PlaceInYear::Month(month) => group.months.entry(month).or_default().push(id),
            PlaceInYear::Limit => group.limits.push(id),
        }
    }
    groups
}
