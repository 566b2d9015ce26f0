//! Verifying traces: the dependencies of a page with a fingerprint of their values. A page whose trace is still valid is reused
//! without building its views.

use super::stable_ids::{IdRemap, IdRemaps, StableIds};
use crate::incremental::fingerprint::Fingerprint;
use crate::render::Dependency;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// The recorded dependencies of a page and the combined fingerprint of their values.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::incremental) struct DependencyTrace {
    /// The dependencies, each once and in order.
    pub(super) dependencies: Arc<[Dependency]>,
    /// Combined fingerprint of all dependencies.
    pub(super) fingerprint: Fingerprint,
    /// The stable ids of the records that the dependencies number.
    #[serde(skip)]
    pub(super) ids: Arc<StableIds>,
}

impl DependencyTrace {
    /// Returns the dependencies with today's record numbers, or `None` if one of the records no longer exists.
    pub(super) fn remapped(&self, remaps: &IdRemaps) -> Option<Arc<[Dependency]>> {
        match remaps.get(&self.ids)? {
            IdRemap::Unchanged => Some(self.dependencies.clone()),
            IdRemap::Remapped(indexes) => {
                let remapped = |dependency: &Dependency| dependency.remapped(|id| *indexes.get(id as usize)?);
                self.dependencies.iter().map(remapped).collect()
            }
        }
    }

    /// Returns the stable ids of the records that the dependencies number.
    pub(in crate::incremental) fn ids(&self) -> &Arc<StableIds> {
        &self.ids
    }

    /// Returns the trace with its stable ids, which are persisted apart.
    #[must_use]
    pub(in crate::incremental) fn with_ids(self, ids: Arc<StableIds>) -> DependencyTrace {
        DependencyTrace { ids, ..self }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Kind;
    use crate::testkit::TestSite;

    #[test]
    fn remaps_records_and_is_invalid_when_one_is_removed() {
        let ids = |ids: &[&str]| {
            let mut test = TestSite::new();
            for id in ids {
                test.record(Kind::Topic, id);
            }
            Arc::new(StableIds::of(&test.site))
        };
        let dependencies = [Dependency::Card(0), Dependency::Record(1), Dependency::Timeline];
        let trace = DependencyTrace {
            dependencies: dependencies.into(),
            fingerprint: Fingerprint::of("seen"),
            ids: ids(&["b", "d"]),
        };
        let remapped = |today: &[&str]| {
            let remaps = IdRemaps::between(std::iter::once(&trace.ids), &ids(today));
            trace.remapped(&remaps).map(|dependencies| dependencies.to_vec())
        };
        assert_eq!(remapped(&["b", "d"]), Some(dependencies.to_vec()));
        assert_eq!(
            remapped(&["a", "b", "d"]),
            Some(vec![Dependency::Card(1), Dependency::Record(2), Dependency::Timeline])
        );
        assert_eq!(remapped(&["b"]), None);
    }
}
