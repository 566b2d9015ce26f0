//! Rule `page-locator`: citations of pages of articles whose texts have none.

use crate::diagnose::{Diagnostic, Diagnostics, Rule, Severity};
use crate::model::{CitationItem, Kind, Record, RecordId, ReferenceKind, Site};
use crate::relate::{RecordIndex, evidence};
use std::collections::BTreeSet;

pub(in crate::relate) static PAGE_LOCATOR: Rule = Rule {
    code: "page-locator",
    severity: Severity::Note,
    what: "A citation names a page of an article whose text has no pages.",
    why: "The page is printed, but it links to the article as a whole, and no quotation is looked up in it.",
    wrong: "[@courier-2031, p. 7]",
    right: "[@courier-2031, ¶7]",
};

/// Terms before the number of a page, as in CSL; longer ones first.
const TERMS: [&str; 9] = ["pages", "page", "pp.", "pp", "p.", "p", "Seiten", "Seite", "S."];

/// Reports each article that is cited by page, once, at the first such citation.
pub(in crate::relate) fn check(site: &Site, index: &RecordIndex, diagnostics: &mut Diagnostics) {
    let mut seen: BTreeSet<RecordId> = BTreeSet::new();
    for (_, record) in site.visible() {
        for (item, page) in cited_pages(record) {
            let Some(article) = index.find(Kind::Article, &item.id.value).filter(|article| seen.insert(*article))
            else {
                continue;
            };
            let has_text = |id: RecordId| evidence::known_passages(site, site.record(id)).is_some();
            if index.translations(article).any(|(_, id)| has_text(id)) {
                let id = &site.record(article).id;
                let message = format!("the text of `{id}` has no pages, so `{page}` leads to the whole article");
                let help = format!("cite the passage, such as `[@{id}, ¶7]`; `briefing cite` finds it");
                diagnostics
                    .push(Diagnostic::new(&PAGE_LOCATOR, item.id.span, message).label("cited by page").help(help));
            }
        }
    }
}

/// Checks whether a record cites a page.
pub(in crate::relate) fn has_pages(record: &Record) -> bool {
    cited_pages(record).next().is_some()
}

/// Iterates over the citations of pages, each with the page.
fn cited_pages(record: &Record) -> impl Iterator<Item = (&CitationItem, &str)> {
    let items = record.references.iter().flat_map(|reference| match &reference.kind {
        ReferenceKind::Citation(citation) => citation.items.as_slice(),
        _ => &[],
    });
    items.filter_map(|item| Some((item, page_of(&item.suffix)?)))
}

/// Returns the page with which the words behind an id begin.
fn page_of(suffix: &str) -> Option<&str> {
    let text = suffix.trim_start_matches([',', ' ', '\u{a0}']);
    let page = text.split([',', ';']).next()?.trim();
    let is_number = |rest: &str| rest.trim_start_matches([' ', '\u{a0}']).starts_with(|c: char| c.is_ascii_digit());
    let has_term = TERMS.iter().any(|term| page.strip_prefix(term).is_some_and(is_number));
    let is_cjk = is_number(page.trim_start_matches('第')) && page.ends_with(['页', '頁', '쪽']);
    (has_term || is_cjk).then_some(page)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::relate::relate;
    use crate::testkit::Sample;

    #[test]
    fn recognizes_pages() {
        for suffix in ["p. 7", "pp. 7-9", ", p.7, note 2", "page 3", "S. 12", "第7页", "7 页"] {
            assert!(page_of(suffix).is_some(), "{suffix}");
        }
        for suffix in ["", "part 7", "p. vii", "7", "paragraph 7", "S7", "第7段", "pages"] {
            assert_eq!(page_of(suffix), None, "{suffix}");
        }
    }

    #[test]
    fn reports_each_article_with_a_text_once() {
        let mut sample = Sample::new();
        sample.add(Kind::Article, "courier", "Courier").text(&["The ferries are full."]);
        sample.add(Kind::Article, "unread", "Unread");
        sample.add(Kind::Event, "held", "Held").body("One [@courier, p. 3]. Two [@courier, ¶1; @unread, p. 9].");
        sample.add(Kind::Event, "later", "Later").body("One [@courier, p. 4; @none, p. 1].");
        let (site, sources) = sample.finish();
        let mut diagnostics = Diagnostics::default();
        relate(&site, &sources, &mut diagnostics);
        let found = diagnostics.iter().filter(|diagnostic| diagnostic.rule.code == "page-locator");
        let messages: Vec<&str> = found.map(|diagnostic| diagnostic.message.as_str()).collect();
        assert_eq!(messages, ["the text of `courier` has no pages, so `p. 3` leads to the whole article"]);
    }
}
