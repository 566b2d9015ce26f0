//! Rule `unsupported-claim`: claims without an article.

use crate::diagnose::{Diagnostic, Diagnostics, Rule, Severity};
use crate::model::Site;
use crate::relate::ClaimSupport;
use crate::relate::per_record::Rows;

pub(in crate::relate) static UNSUPPORTED_CLAIM: Rule = Rule {
    code: "unsupported-claim",
    severity: Severity::Warning,
    what: "A claim has no evidence from a published article.",
    why: "Readers can check a claim only if it has a source.",
    wrong: "[[claims]]\ntext = \"The bridge costs 38 million crowns\"",
    right: "[[claims]]\ntext = \"The bridge costs 38 million crowns\"\n\
            evidence = [{ article = \"courier-2031\", passage = 4 }]",
};

/// Reports claims without evidence from a shown article.
pub(in crate::relate) fn check(site: &Site, claim_support: Rows<'_, ClaimSupport>, diagnostics: &mut Diagnostics) {
    for (id, record) in site.visible() {
        for (claim, support) in record.claims().iter().zip(&*claim_support[id.0 as usize]) {
            if !support.is_unsupported() {
                continue;
            }
            let (message, label) = if claim.evidence.is_empty() {
                ("this claim has no evidence", "no evidence")
            } else {
                ("this claim has no evidence from a published article", "no published evidence")
            };
            let help = "add the article and passage to `evidence`, or move the statement to the text";
            diagnostics.push(Diagnostic::new(&UNSUPPORTED_CLAIM, claim.text.span, message).label(label).help(help));
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
    fn reports_claims_without_evidence_and_with_draft_evidence() {
        let mut sample = Sample::new();
        sample.add(Kind::Article, "shown", "Shown");
        sample.add(Kind::Article, "draft", "Draft").draft();
        let event = sample.add(Kind::Event, "held", "Held");
        event.claim("shown", "1").claim("draft", "1").claim("shown", "1").claim("draft", "1").evidence("shown", "2");
        event.claim("shown", "1").last_claim().evidence.clear();
        sample.add(Kind::Event, "hidden", "Hidden").draft().claim("shown", "1").last_claim().evidence.clear();
        let (site, sources) = sample.finish();
        let mut diagnostics = Diagnostics::default();
        relate(&site, &sources, &mut diagnostics);
        let messages: Vec<&str> = diagnostics
            .iter()
            .filter(|diagnostic| diagnostic.rule.code == "unsupported-claim")
            .map(|diagnostic| diagnostic.message.as_str())
            .collect();
        assert_eq!(messages, ["this claim has no evidence from a published article", "this claim has no evidence"]);
    }
}
