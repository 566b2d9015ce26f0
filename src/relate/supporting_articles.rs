//! Which articles bear a record out: fewer than it cites, since a page may cite an article only to say that it differs or
//! is silent.

use super::{CitedArticle, RecordIndex, front_matter_refs};
use crate::model::{Kind, Record, RecordId, Site};
use crate::relate::per_record::Rows;
use rayon::prelude::*;
use std::collections::BTreeSet;

/// The articles that bear each record out, by record: those that its claims and its status name as evidence; where it has
/// no evidence, all that it cites.
pub(super) fn supporting_articles(
    site: &Site,
    index: &RecordIndex,
    cited: Rows<'_, CitedArticle>,
) -> Vec<Vec<RecordId>> {
    site.records.par_iter().zip(cited).map(|(record, cited)| supporting_articles_of(record, index, cited)).collect()
}

/// Keeps the order of `cited`, which every piece of evidence is a part of.
fn supporting_articles_of(record: &Record, index: &RecordIndex, cited: &[CitedArticle]) -> Vec<RecordId> {
    let named: BTreeSet<RecordId> = front_matter_refs::evidence(record)
        .filter_map(|evidence| index.find_in(Kind::Article, &evidence.article.value, &record.language))
        .collect();
    let cited = cited.iter().map(|cited| cited.article);
    cited.filter(|article| named.is_empty() || named.contains(article)).collect()
}

#[cfg(test)]
mod tests {
    use crate::diagnose::Diagnostics;
    use crate::model::Kind;
    use crate::relate::relate;
    use crate::relate::sample::Sample;

    #[test]
    fn counts_evidence_before_mere_citations() {
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
