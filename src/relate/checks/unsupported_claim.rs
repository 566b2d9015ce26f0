//! Claims that rest on nothing.

use crate::diagnose::{Diagnostic, Diagnostics, Rule, Severity};
use crate::model::Site;
use crate::relate::claims::{ClaimSupport, Support};
use crate::relate::per_record::Rows;

/// See its own words.
pub(in crate::relate) static UNSUPPORTED_CLAIM: Rule = Rule {
    code: "unsupported-claim",
    severity: Severity::Warning,
    what: "A claim has no evidence, or none whose article is shown.",
    why: "A claim is a statement that readers can check; without a source they cannot.",
    wrong: "[[claims]]\ntext = \"The bridge costs 38 million crowns\"",
    right: "[[claims]]\ntext = \"The bridge costs 38 million crowns\"\n\
            evidence = [{ article = \"courier-2031\", passage = 4 }]",
};

/// Reports claims that rest on no article.
pub(in crate::relate) fn check(site: &Site, standings: Rows<'_, ClaimSupport>, found: &mut Diagnostics) {
    for (id, record) in site.visible() {
        for (claim, standing) in record.claims().iter().zip(&*standings[id.0 as usize]) {
            if standing.support != Support::Unsupported {
                continue;
            }
            let (message, label) = if claim.evidence.is_empty() {
                ("this claim has no evidence", "rests on nothing")
            } else {
                ("no article of this claim's evidence is shown", "rests on nothing that is shown")
            };
            let help = "name the article and its passage in `evidence`, or say it in the text without a claim";
            found.push(Diagnostic::new(&UNSUPPORTED_CLAIM, claim.text.span, message).label(label).help(help));
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::diagnose::Diagnostics;
    use crate::model::Kind;
    use crate::relate::relate;
    use crate::relate::sample::Sample;

    #[test]
    fn reports_claims_without_evidence_and_those_that_rest_on_drafts() {
        let mut sample = Sample::new();
        sample.add(Kind::Article, "shown", "Shown");
        sample.add(Kind::Article, "draft", "Draft").draft();
        let event = sample.add(Kind::Event, "held", "Held");
        event.claim("shown", "1").claim("draft", "1").claim("shown", "1").claim("draft", "1").evidence("shown", "2");
        event.claim("shown", "1").last_claim().evidence.clear();
        sample.add(Kind::Event, "hidden", "Hidden").draft().claim("shown", "1").last_claim().evidence.clear();
        let (site, sources) = sample.finish();
        let mut found = Diagnostics::default();
        relate(&site, &sources, &mut found);
        let messages: Vec<&str> = found
            .iter()
            .filter(|finding| finding.rule.code == "unsupported-claim")
            .map(|finding| finding.message.as_str())
            .collect();
        assert_eq!(messages, ["no article of this claim's evidence is shown", "this claim has no evidence"]);
    }
}
