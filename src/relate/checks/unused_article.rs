//! Rule `unused-article`: articles without citations or links.

use crate::diagnose::{Diagnostic, Diagnostics, Rule, Severity};
use crate::model::{Kind, RecordId, Site};
use crate::relate::per_record::Rows;
use crate::relate::{Backlink, CitedArticle, RecordIndex};
use rustc_hash::FxHashSet;

pub(in crate::relate) static UNUSED_ARTICLE: Rule = Rule {
    code: "unused-article",
    severity: Severity::Warning,
    what: "No other record cites or links to an article.",
    why: "Either the article is not needed, or a citation is missing.",
    wrong: "content/articles/cai-2025/index.md   # no [@cai-2025] in any other record",
    right: "Governance has outgrown technical rules [@cai-2025, ¶1].",
};

/// Reports articles that no other record cites or links to.
pub(in crate::relate) fn check(
    site: &Site,
    index: &RecordIndex,
    cited: Rows<'_, CitedArticle>,
    backlinks: Rows<'_, Backlink>,
    diagnostics: &mut Diagnostics,
) {
    let mut used: FxHashSet<RecordId> = FxHashSet::default();
    for (id, _) in site.visible() {
        used.extend(
            cited[id.0 as usize]
                .iter()
                .map(|cited| index.canonical(cited.article))
                .filter(|&to| to != index.canonical(id)),
        );
        if !backlinks[id.0 as usize].is_empty() {
            used.insert(index.canonical(id));
        }
    }
    for (id, record) in site.visible().filter(|(_, record)| record.kind() == Kind::Article) {
        if index.is_canonical(id) && !used.contains(&id) {
            let message = format!("the article `{}` is never cited", record.id);
            diagnostics.push(Diagnostic::new(&UNUSED_ARTICLE, record.title.span, message).label("never cited"));
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::diagnose::Diagnostics;
    use crate::model::Kind;
    use crate::relate::relate;
    use crate::testkit::Sample;

    #[test]
    fn reports_article_cited_only_by_itself() {
        let mut sample = Sample::new();
        sample.add(Kind::Article, "alone", "Alone").body("Itself [@alone, ¶1].");
        sample.add(Kind::Article, "alone", "独").language("zh-Hans");
        sample.add(Kind::Article, "cited", "Cited");
        sample.add(Kind::Article, "evidence", "Evidence");
        sample.add(Kind::Article, "linked", "Linked");
        sample.add(Kind::Event, "held", "Held").claim("evidence", "1").body("[@cited] [[linked]]");
        let (site, sources) = sample.finish();
        let mut diagnostics = Diagnostics::default();
        relate(&site, &sources, &mut diagnostics);
        let messages: Vec<&str> = diagnostics.iter().map(|diagnostic| diagnostic.message.as_str()).collect();
        assert_eq!(messages, ["the article `alone` is never cited"]);
    }
}
