//! Rule `divergence`: contradicting claims that no page compares.
//!
//! A page compares them if it cites the evidence of every value, in its text or for claims of its own.

use crate::diagnose::{Diagnostic, Diagnostics, Rule, Severity};
use crate::model::{Claim, Evidence, Kind, Passage, Site};
use crate::relate::claims::{ClaimId, Divergence};
use crate::relate::per_record::Rows;
use crate::relate::{CitedArticle, RecordIndex};
use crate::span::Span;

/// Limits of a message: number of values, and characters per value.
const MAX_VALUES: usize = 4;
const MAX_VALUE_CHARS: usize = 40;

pub(in crate::relate) static DIVERGENCE: Rule = Rule {
    code: "divergence",
    severity: Severity::Note,
    what: "Claims about the same subject have different values, and no page discusses the difference.",
    why: "One of the values may be an error; if the sources disagree, readers should be told.",
    wrong: "about = \"bridge-cost\"   # value = \"38 million\" here, value = \"36 million\" in another record",
    right: "The Courier says 38 million [@courier-2031, ¶4], the Port Weekly 36 million [@port-weekly-2031, ¶5].",
};

/// Reports claims that contradict each other, once per group.
pub(in crate::relate) fn check(
    site: &Site,
    index: &RecordIndex,
    cited: Rows<'_, CitedArticle>,
    divergences: &[Divergence],
    diagnostics: &mut Diagnostics,
) {
    for divergence in divergences {
        if divergence.is_development || cited.iter().any(|cited| cites_all(cited, divergence, site, index)) {
            continue;
        }
        let mut firsts = divergence.values.iter().filter_map(|value| value.claims.first());
        let Some(first) = firsts.next() else { continue };
        let values: Vec<String> =
            divergence.values.iter().take(MAX_VALUES).map(|value| format!("`{}`", truncated(&value.value))).collect();
        let ellipsis = if divergence.values.len() > MAX_VALUES { ", …" } else { "" };
        let message =
            format!("claims about `{}` have different values: {}{ellipsis}", divergence.about, values.join(", "));
        let mut diagnostic = Diagnostic::new(&DIVERGENCE, claim_span(site, *first), message).label("one of the values");
        for claim in firsts.take(MAX_VALUES - 1) {
            diagnostic = diagnostic.related(claim_span(site, *claim), "another");
        }
        diagnostics.push(diagnostic.help(
            "discuss the difference on a page that cites both, or set `as_of` if the values apply to different dates",
        ));
    }
}

/// Checks whether these citations include evidence of every value.
fn cites_all(cited: &[CitedArticle], divergence: &Divergence, site: &Site, index: &RecordIndex) -> bool {
    let is_cited = |evidence: &Evidence| {
        let article = index.find(Kind::Article, &evidence.article.value);
        let mut citations =
            cited.iter().filter(|cited| article.is_some_and(|article| index.is_same_record(cited.article, article)));
        let Some(passage) = &evidence.passage else { return citations.next().is_some() };
        let overlaps =
            |cited_passage: &Passage| passage.value.covers(*cited_passage) || cited_passage.covers(passage.value);
        citations.any(|cited| cited.passages.iter().any(overlaps))
    };
    let has_cited_evidence = |id: &ClaimId| site.record(id.record).claims()[id.position].evidence.iter().any(is_cited);
    !cited.is_empty() && divergence.values.iter().all(|value| value.claims.iter().any(has_cited_evidence))
}

fn truncated(value: &str) -> String {
    let end = value.char_indices().nth(MAX_VALUE_CHARS).map(|(at, _)| at);
    end.map_or_else(|| value.to_owned(), |at| format!("{}…", value[..at].trim_end()))
}

fn claim_span(site: &Site, ClaimId { record, position }: ClaimId) -> Span {
    let claim: &Claim = &site.record(record).claims()[position];
    claim.value.as_ref().map_or(claim.text.span, |value| value.span)
}

#[cfg(test)]
mod tests {
    use crate::diagnose::Diagnostics;
    use crate::model::{Edtf, Kind};
    use crate::relate::relate;
    use crate::span::{FileId, Span, Spanned};
    use crate::testkit::{Sample, codes, day};

    /// Checks two claims of two records about one subject, with the evidence ¶1 and ¶2, and a page with this body.
    fn messages(first: Option<Edtf>, second: Option<Edtf>, page: &str) -> Vec<String> {
        let mut sample = Sample::new();
        sample.add(Kind::Article, "a", "A");
        for (id, passage, value, as_of) in [("one", "1", "8", first), ("two", "2", "9", second)] {
            let event = sample.add(Kind::Event, id, id);
            event.claim("a", passage).about("members", value).last_claim().as_of =
                as_of.map(|date| Spanned::new(date, Span::new(FileId(0), 0..0)));
        }
        sample.add(Kind::Page, "page", "Page").body(page);
        let (site, sources) = sample.finish();
        let mut diagnostics = Diagnostics::default();
        relate(&site, &sources, &mut diagnostics);
        assert!(
            diagnostics
                .iter()
                .all(|diagnostic| (sources.text(diagnostic.span.unwrap()), diagnostic.related.len()) == ("8", 1))
        );
        diagnostics.iter().map(|diagnostic| diagnostic.message.clone()).collect()
    }

    #[test]
    fn reports_contradiction_once() {
        assert_eq!(messages(None, None, "Words."), ["claims about `members` have different values: `8`, `9`"]);
        let may = Some(day(2031, 5, 1));
        assert_eq!(messages(may.clone(), may, "Words.").len(), 1);
    }

    #[test]
    fn accepts_development() {
        assert!(messages(Some(day(2031, 5, 1)), Some(day(2031, 6, 1)), "Words.").is_empty());
    }

    #[test]
    fn accepts_values_cited_on_one_page() {
        assert!(messages(None, None, "Eight [@a, ¶1] or nine [@a, ¶1-2].").is_empty());
        assert_eq!(messages(None, None, "Eight [@a, ¶1], as others say [@a, ¶3].").len(), 1);
    }

    #[test]
    fn accepts_different_values_in_one_record() {
        let mut sample = Sample::new();
        sample.add(Kind::Article, "a", "A");
        let event = sample.add(Kind::Event, "held", "Held");
        event.claim("a", "1").about("members", "8").claim("a", "2").about("members", "9");
        let (site, sources) = sample.finish();
        let mut diagnostics = Diagnostics::default();
        relate(&site, &sources, &mut diagnostics);
        assert_eq!(codes(&diagnostics), [""; 0]);
    }
}
