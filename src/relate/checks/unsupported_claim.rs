//! Rule `unsupported-claim`: claims without an article.

use crate::diagnose::{Diagnostic, Diagnostics, Rule, Severity};
use crate::model::{CitationRole, Claim, Kind, Site};
use crate::relate::per_record::Rows;
use crate::relate::{ClaimSupport, RecordIndex};

pub(in crate::relate) static UNSUPPORTED_CLAIM: Rule = Rule {
    code: "unsupported-claim",
    severity: Severity::Warning,
    what: "A claim has no evidence from a published article, or only articles that dispute it or are background.",
    why: "Readers can check a claim only if it has a source.",
    wrong: "[[claims]]\ntext = \"The bridge costs 38 million crowns\"",
    right: "[[claims]]\ntext = \"The bridge costs 38 million crowns\"\n\
            evidence = [{ article = \"courier-2031\", passage = 4 }]",
};

/// Reports claims without evidence from a shown article.
pub(in crate::relate) fn check(
    site: &Site,
    index: &RecordIndex,
    claim_support: Rows<'_, ClaimSupport>,
    diagnostics: &mut Diagnostics,
) {
    for (id, record) in site.visible() {
        for (claim, support) in record.claims().iter().zip(&*claim_support[id.0 as usize]) {
            if !support.is_unsupported() {
                continue;
            }
            let (message, label) = cause(site, index, claim, support);
            let help = "add the article and passage to `evidence`, or move the statement to the text";
            diagnostics.push(Diagnostic::new(&UNSUPPORTED_CLAIM, claim.text.span, message).label(label).help(help));
        }
    }
}

/// Returns the message and the label for a claim without support.
fn cause(site: &Site, index: &RecordIndex, claim: &Claim, support: &ClaimSupport) -> (String, &'static str) {
    if claim.evidence.is_empty() {
        return ("this claim has no evidence".to_owned(), "no evidence");
    }
    if let [article, ..] = support.disputing.as_slice() {
        let id = &site.record(*article).id;
        return (format!("no article supports this claim, and `{id}` disputes it"), "disputed only");
    }
    let of_role = |role: CitationRole| claim.evidence.iter().filter(move |item| item.role == role);
    let draft = of_role(CitationRole::Supports).find(|item| {
        let article = index.any_in(Kind::Article, &item.article.value, &site.config.default_language);
        article.is_some_and(|article| !index.is_shown(article))
    });
    match draft {
        Some(item) => (
            format!("this claim has no evidence from a published article: `{}` is a draft", item.article.value),
            "no published evidence",
        ),
        None if of_role(CitationRole::Context).count() == claim.evidence.len() => {
            ("no article supports this claim: its evidence is background".to_owned(), "background only")
        }
        None => ("this claim has no evidence from a published article".to_owned(), "no published evidence"),
    }
}

#[cfg(test)]
mod tests {
    use crate::diagnose::Diagnostics;
    use crate::model::{CitationRole, Kind};
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
        event.claim("shown", "1").role(CitationRole::Disputes).claim("shown", "1").role(CitationRole::Context);
        sample.add(Kind::Event, "hidden", "Hidden").draft().claim("shown", "1").last_claim().evidence.clear();
        let (site, sources) = sample.finish();
        let mut diagnostics = Diagnostics::default();
        relate(&site, &sources, &mut diagnostics);
        let messages: Vec<&str> = diagnostics
            .iter()
            .filter(|diagnostic| diagnostic.rule.code == "unsupported-claim")
            .map(|diagnostic| diagnostic.message.as_str())
            .collect();
        let expected = [
            "this claim has no evidence from a published article: `draft` is a draft",
            "this claim has no evidence",
            "no article supports this claim, and `shown` disputes it",
            "no article supports this claim: its evidence is background",
        ];
        assert_eq!(messages, expected);
    }
}
