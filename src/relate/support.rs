//! Support table: what each cited article does for a record. All displays of support are made from it.
//!
//! An article supports a record if it is evidence of one of its claims or of its status; without such evidence, if the
//! record's text cites it. Silent and disputing articles never count.

use super::{CitationOccurrence, CitedArticle, CitingPart};
use crate::model::{CitationRole, RecordId};
use crate::relate::per_record::Rows;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// Relation of a cited article to a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ArticleRole {
    /// It supports what the record says.
    Supports,
    /// It says the contrary.
    Disputes,
    /// It does not mention it.
    Silent,
    /// It is cited beside the evidence, or as background.
    Cited,
}

impl ArticleRole {
    /// Returns its name in exports and templates.
    pub fn name(self) -> &'static str {
        match self {
            ArticleRole::Supports => "supports",
            ArticleRole::Disputes => "disputes",
            ArticleRole::Silent => "silent",
            ArticleRole::Cited => "cited",
        }
    }

    /// Returns its property in the Citation Typing Ontology.
    pub fn cito(self) -> &'static str {
        let role = match self {
            ArticleRole::Supports => CitationRole::Supports,
            ArticleRole::Disputes => CitationRole::Disputes,
            ArticleRole::Silent => CitationRole::Silent,
            ArticleRole::Cited => CitationRole::Context,
        };
        role.cito()
    }
}

/// Roles of a record's citations of one article, each with true for evidence.
#[derive(Clone, Debug, Default)]
pub(super) struct RoleSet(BTreeSet<(CitationRole, bool)>);

impl RoleSet {
    /// Adds a citation.
    pub(super) fn add(&mut self, occurrence: &CitationOccurrence) {
        self.0.insert((occurrence.role, is_evidence(occurrence)));
    }

    /// Returns the article's role; `has_evidence` is true if the record has supporting evidence.
    pub(super) fn role(&self, has_evidence: bool) -> ArticleRole {
        let has = |role: CitationRole| self.0.contains(&(role, true)) || self.0.contains(&(role, false));
        if self.0.contains(&(CitationRole::Supports, has_evidence)) {
            ArticleRole::Supports
        } else if has(CitationRole::Disputes) {
            ArticleRole::Disputes
        } else if has(CitationRole::Silent) {
            ArticleRole::Silent
        } else {
            ArticleRole::Cited
        }
    }
}

/// Checks whether a record has supporting evidence from a shown article.
pub(super) fn has_evidence(citations: &[CitationOccurrence]) -> bool {
    let supports = |one: &CitationOccurrence| one.article.is_some() && one.role == CitationRole::Supports;
    citations.iter().any(|occurrence| is_evidence(occurrence) && supports(occurrence))
}

fn is_evidence(occurrence: &CitationOccurrence) -> bool {
    matches!(occurrence.part, CitingPart::Claim | CitingPart::Status)
}

/// Returns the supporting articles of each record, by record, in the order of `cited`.
pub(super) fn supporting_articles(cited: Rows<'_, CitedArticle>) -> Vec<Vec<RecordId>> {
    let of_record = |row: &std::sync::Arc<[CitedArticle]>| {
        row.iter().filter(|cited| cited.role == ArticleRole::Supports).map(|cited| cited.article).collect()
    };
    cited.par_iter().map(of_record).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnose::Diagnostics;
    use crate::model::Kind;
    use crate::relate::relate;
    use crate::testkit::Sample;

    fn roles(sample: Sample, id: &str) -> Vec<(String, &'static str)> {
        let (site, sources) = sample.finish();
        let relations = relate(&site, &sources, &mut Diagnostics::default());
        let record = relations.index.find(Kind::Event, id).unwrap();
        let cited = relations.cited[record.0 as usize].iter();
        let roles: Vec<_> = cited.map(|cited| (site.record(cited.article).id.to_string(), cited.role.name())).collect();
        let supporting = relations.supporting_articles.row(record).iter();
        let supporting: Vec<_> = supporting.map(|&article| (site.record(article).id.to_string(), "supports")).collect();
        assert_eq!(roles.iter().filter(|(_, role)| *role == "supports").cloned().collect::<Vec<_>>(), supporting);
        roles
    }

    fn sample() -> Sample {
        let mut sample = Sample::new();
        for id in ["a", "b", "c"] {
            sample.add(Kind::Article, id, id);
        }
        sample
    }

    fn named(roles: &[(&str, &'static str)]) -> Vec<(String, &'static str)> {
        roles.iter().map(|(id, role)| ((*id).to_owned(), *role)).collect()
    }

    #[test]
    fn prefers_evidence_to_other_citations() {
        let mut with_evidence = sample();
        with_evidence.add(Kind::Event, "held", "Held").claim("a", "7").body("Only one [@a, ¶7], not [@b].");
        assert_eq!(roles(with_evidence, "held"), named(&[("a", "supports"), ("b", "cited")]));
        let mut cited = sample();
        cited.add(Kind::Event, "held", "Held").body("Both [@a; @b].");
        assert_eq!(roles(cited, "held"), named(&[("a", "supports"), ("b", "supports")]));
    }

    #[test]
    fn silent_and_disputing_articles_do_not_support() {
        let mut sample = sample();
        let event = sample.add(Kind::Event, "held", "Held");
        event.claim("a", "7").evidence("b", "").role(CitationRole::Silent);
        event.evidence("c", "1").role(CitationRole::Disputes);
        assert_eq!(roles(sample, "held"), named(&[("a", "supports"), ("b", "silent"), ("c", "disputes")]));
    }

    #[test]
    fn silence_alone_leaves_the_text_as_support() {
        let mut sample = sample();
        let event = sample.add(Kind::Event, "held", "Held");
        event.claim("b", "1").role(CitationRole::Silent).body("It was held [@a].");
        assert_eq!(roles(sample, "held"), named(&[("a", "supports"), ("b", "silent")]));
    }
}
