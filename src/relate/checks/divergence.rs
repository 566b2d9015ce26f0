//! Claims that contradict each other, and that no page sets side by side.
//!
//! A page that cites the evidence of every value, in its text or for claims of its own, speaks of the difference.

use crate::diagnose::{Diagnostic, Diagnostics, Rule, Severity};
use crate::model::{Claim, Evidence, Kind, Passage, Site};
use crate::relate::claims::{ClaimId, Divergence};
use crate::relate::per_record::Rows;
use crate::relate::{CitedArticle, RecordIndex};
use crate::span::Span;

/// How many values a message tells, and how many characters of each.
const MAX_VALUES: usize = 4;
const MAX_VALUE_CHARS: usize = 40;

/// See its own words.
pub(in crate::relate) static DIVERGENCE: Rule = Rule {
    code: "divergence",
    severity: Severity::Note,
    what: "Claims about the same thing have different values, and no page speaks of it.",
    why: "A slip in one of them misleads readers; where it is the sources that differ, readers want to know how.",
    wrong: "about = \"bridge-cost\"   # value = \"38 million\" here, value = \"36 million\" in another record",
    right: "The Courier says 38 million [@courier-2031, ¶4], the Port Weekly 36 million [@port-weekly-2031, ¶5].",
};

/// Tells of claims that contradict each other, each group of them once.
pub(in crate::relate) fn check(
    site: &Site,
    index: &RecordIndex,
    cited: Rows<'_, CitedArticle>,
    divergences: &[Divergence],
    found: &mut Diagnostics,
) {
    for divergence in divergences {
        if divergence.is_development || cited.iter().any(|cited| cites_all(cited, divergence, site, index)) {
            continue;
        }
        let mut firsts = divergence.values.iter().filter_map(|value| value.claims.first());
        let Some(first) = firsts.next() else { continue };
        let values: Vec<String> =
            divergence.values.iter().take(MAX_VALUES).map(|value| format!("`{}`", truncated(&value.value))).collect();
        let more = if divergence.values.len() > MAX_VALUES { ", …" } else { "" };
        let message = format!("claims about `{}` have different values: {}{more}", divergence.about, values.join(", "));
        let mut note = Diagnostic::new(&DIVERGENCE, claim_span(site, *first), message).label("one of the values");
        for other in firsts.take(MAX_VALUES - 1) {
            note = note.related(claim_span(site, *other), "another");
        }
        found.push(note.help(
            "tell the difference on a page with citations of both, or give `as_of` where they hold for different days",
        ));
    }
}

/// Whether these citations are of the evidence of every value.
fn cites_all(cited: &[CitedArticle], divergence: &Divergence, site: &Site, index: &RecordIndex) -> bool {
    let is_cited = |evidence: &Evidence| {
        let article = index.find(Kind::Article, &evidence.article.value);
        let mut of_article =
            cited.iter().filter(|cited| article.is_some_and(|article| index.is_same_record(cited.article, article)));
        let Some(passage) = &evidence.passage else { return of_article.next().is_some() };
        let touches = |other: &Passage| passage.value.covers(*other) || other.covers(passage.value);
        of_article.any(|cited| cited.passages.iter().any(touches))
    };
    let claim = |id: &ClaimId| site.record(id.record).claims()[id.position].evidence.iter().any(is_cited);
    !cited.is_empty() && divergence.values.iter().all(|value| value.claims.iter().any(claim))
}

fn truncated(value: &str) -> String {
    let cut = value.char_indices().nth(MAX_VALUE_CHARS).map(|(at, _)| at);
    cut.map_or_else(|| value.to_owned(), |at| format!("{}…", value[..at].trim_end()))
}

fn claim_span(site: &Site, ClaimId { record, position: place }: ClaimId) -> Span {
    let claim: &Claim = &site.record(record).claims()[place];
    claim.value.as_ref().map_or(claim.text.span, |value| value.span)
}

#[cfg(test)]
mod tests {
    use crate::diagnose::Diagnostics;
    use crate::model::{Edtf, Kind};
    use crate::relate::relate;
    use crate::relate::sample::{Sample, codes, day};
    use crate::span::{FileId, Span, Spanned};

    /// Two claims of two records about one thing, with the evidence ¶1 and ¶2, and a page with these words.
    fn notes(first: Option<Edtf>, second: Option<Edtf>, page: &str) -> Vec<String> {
        let mut sample = Sample::new();
        sample.add(Kind::Article, "a", "A");
        for (id, passage, value, as_of) in [("one", "1", "8", first), ("two", "2", "9", second)] {
            let event = sample.add(Kind::Event, id, id);
            event.claim("a", passage).about("members", value).last_claim().as_of =
                as_of.map(|date| Spanned::new(date, Span::new(FileId(0), 0..0)));
        }
        sample.add(Kind::Page, "page", "Page").body(page);
        let (site, sources) = sample.finish();
        let mut found = Diagnostics::default();
        relate(&site, &sources, &mut found);
        assert!(found.iter().all(|note| (sources.text(note.span.unwrap()), note.related.len()) == ("8", 1)));
        found.iter().map(|finding| finding.message.clone()).collect()
    }

    #[test]
    fn tells_of_a_contradiction_once() {
        assert_eq!(notes(None, None, "Words."), ["claims about `members` have different values: `8`, `9`"]);
        let may = Some(day(2031, 5, 1));
        assert_eq!(notes(may, may, "Words.").len(), 1);
    }

    #[test]
    fn does_not_tell_of_a_development() {
        assert!(notes(Some(day(2031, 5, 1)), Some(day(2031, 6, 1)), "Words.").is_empty());
    }

    #[test]
    fn does_not_tell_of_what_a_page_speaks_of() {
        assert!(notes(None, None, "Eight [@a, ¶1] or nine [@a, ¶1-2].").is_empty());
        assert_eq!(notes(None, None, "Eight [@a, ¶1], as others say [@a, ¶3].").len(), 1);
    }

    #[test]
    fn does_not_tell_of_claims_that_one_record_makes() {
        let mut sample = Sample::new();
        sample.add(Kind::Article, "a", "A");
        let event = sample.add(Kind::Event, "held", "Held");
        event.claim("a", "1").about("members", "8").claim("a", "2").about("members", "9");
        let (site, sources) = sample.finish();
        let mut found = Diagnostics::default();
        relate(&site, &sources, &mut found);
        assert_eq!(codes(&found), [""; 0]);
    }
}
