//! Finds the articles that support each record: fewer than it cites, since a page can cite an article only to note that
//! it differs or omits a point.

use super::{CitationOccurrence, CitedArticle, CitingPart};
use crate::model::RecordId;
use crate::relate::per_record::Rows;
use rayon::prelude::*;
use std::collections::BTreeSet;

/// Returns the supporting articles of each record, by record: the evidence of its claims and its status, or, without
/// evidence, all articles that it cites.
pub(super) fn supporting_articles(
    citations: Rows<'_, CitationOccurrence>,
    cited: Rows<'_, CitedArticle>,
) -> Vec<Vec<RecordId>> {
    citations.par_iter().zip(cited).map(|(citations, cited)| supporting_articles_of(citations, cited)).collect()
}

/// Keeps the order of `cited`, which includes all evidence.
fn supporting_articles_of(citations: &[CitationOccurrence], cited: &[CitedArticle]) -> Vec<RecordId> {
    let evidence = citations.iter().filter(|citation| matches!(citation.part, CitingPart::Claim | CitingPart::Status));
    let evidence_articles: BTreeSet<RecordId> = evidence.filter_map(|citation| citation.article).collect();
    let cited = cited.iter().map(|cited| cited.article);
    cited.filter(|article| evidence_articles.is_empty() || evidence_articles.contains(article)).collect()
}

#[cfg(test)]
mod tests {
    use crate::diagnose::Diagnostics;
    use crate::model::Kind;
    use crate::relate::relate;
    use crate::relate::sample::Sample;

    #[test]
    fn prefers_evidence_to_other_citations() {
        let mut sample = Sample::new();
        sample.add(Kind::Article, "tells", "Tells");
        sample.add(Kind::Article, "silent", "Silent");
        sample
            .add(Kind::Event, "borne-out", "Borne out")
            .claim("tells", "7")
            .body("Only one [@tells, ¶7], not [@silent].");
        sample.add(Kind::Event, "cited", "Cited").body("Both [@tells; @silent].");
        let (site, sources) = sample.finish();
        let relations = relate(&site, &sources, &mut Diagnostics::default());
        let support = |id: &str| {
            let record = relations.index.find(Kind::Event, id).unwrap();
            relations.supporting_articles[record.0 as usize]
                .iter()
                .map(|&article| site.record(article).id.to_string())
                .collect::<Vec<_>>()
        };
        assert_eq!(support("borne-out"), ["tells"]);
        assert_eq!(support("cited"), ["silent", "tells"]);
    }
}
