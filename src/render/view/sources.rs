//! Articles about a record: passages that the record's page cites, and passages that name it.

use super::evidence::PassageLink;
use super::page_context::PageContext;
use crate::model::{Details, Kind, Passage, RecordId};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

/// An article about a record.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct SourceView<'e> {
    anchor: String,
    href: Rc<str>,
    title: &'e str,
    mark: &'e str,
    /// Passages that the record's page cites.
    cited: Vec<PassageLink>,
    /// Set if the page cites the article, with or without a passage.
    is_cited: bool,
    /// Role of the cited article: `supports`, `disputes`, `silent`, `older`, `part` or `cited`; empty if it is not cited.
    role: &'static str,
    /// Passages of its text that name the record.
    named: Vec<PassageLink>,
}

/// Returns the fragment of an article among the sources of a record.
pub(super) fn anchor(article: &str) -> String {
    format!("from-{article}")
}

impl<'e> PageContext<'e> {
    /// Returns the articles that a record's page cites, in the order of its references, then those that only name it.
    pub(super) fn sources(&self, id: RecordId) -> Vec<SourceView<'e>> {
        let site = self.site;
        let mut named = self.articles_naming(id);
        let cited =
            site.list_or_canonical(site.relations.cited(), id).iter().filter(|cited| site.is_shown(cited.article));
        let mut sources: Vec<SourceView<'e>> = cited
            .map(|cited| {
                let article = site.canonical(cited.article);
                let named = named.remove(&article).unwrap_or_default();
                SourceView {
                    is_cited: true,
                    role: self.article_role(id, cited).name(),
                    ..self.source(article, &cited.passages, named)
                }
            })
            .collect();
        sources.extend(named.into_iter().map(|(article, passages)| self.source(article, &[], passages)));
        sources
    }

    /// Returns the articles with passages that name a record. Texts do not name events, so an event counts as named
    /// with its initiatives.
    fn articles_naming(&self, id: RecordId) -> BTreeMap<RecordId, BTreeSet<Passage>> {
        let site = self.site;
        let initiatives = match &site.records.get(id).details {
            Details::Event(event) => event.initiatives.as_slice(),
            _ => &[],
        };
        let initiatives = initiatives.iter().filter_map(|name| site.find(Kind::Initiative, &name.value));
        let mut naming: BTreeMap<RecordId, BTreeSet<Passage>> = BTreeMap::new();
        for named in std::iter::once(site.canonical(id)).chain(initiatives) {
            for mention in site.list_or_canonical(site.relations.mentioned_in(), named) {
                naming.entry(mention.record).or_default().extend(&mention.passages);
            }
        }
        naming
    }

    fn source(&self, article: RecordId, cited: &[Passage], named: BTreeSet<Passage>) -> SourceView<'e> {
        let link = self.link(article);
        SourceView {
            anchor: anchor(self.site.records.id(article)),
            href: link.href,
            title: link.card.title(),
            mark: self.short_citation(article),
            cited: cited.iter().map(|passage| self.passage_link(article, *passage)).collect(),
            is_cited: false,
            role: "",
            named: named.into_iter().map(|passage| self.passage_link(article, passage)).collect(),
        }
    }
}
