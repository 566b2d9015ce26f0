//! Articles that a page cites, with their roles as properties of the Citation Typing Ontology.

use super::Description;
use crate::model::RecordId;
use crate::render::view::PageContext;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// Namespace of the prefix `cito`.
pub(super) const CITO: &str = "http://purl.org/spar/cito/";

/// Cited articles by property.
pub(super) type CitedByProperty = BTreeMap<&'static str, Vec<Value>>;

/// Returns the articles that a record cites, as in its list of references. A translation without citations has those of
/// its canonical record, as its page does.
pub(super) fn cited_by_property(context: &PageContext<'_>, record: Option<RecordId>) -> CitedByProperty {
    let site = context.site;
    let mut by_property = CitedByProperty::new();
    let cited = record.map_or(&[][..], |id| site.list_or_canonical(site.relations.cited(), id));
    for cited in cited.iter().filter(|cited| site.is_shown(cited.article)) {
        let url = context.lang.absolute_url(site.relations.path(cited.article));
        by_property.entry(cited.role.cito()).or_default().push(json!({ "@id": format!("{url}#it") }));
    }
    by_property
}

impl Description {
    /// Adds the cited articles.
    pub(super) fn with_cited(self, cited: &CitedByProperty) -> Description {
        cited.iter().fold(self, |description, (property, articles)| description.with_list(property, articles.clone()))
    }
}
