//! Rule `duplicate-claim`: claims with the same id.

use crate::diagnose::{Diagnostic, Diagnostics, Rule, Severity};
use crate::model::Site;
use crate::relate::RecordIndex;

pub(in crate::relate) static DUPLICATE_CLAIM: Rule = Rule {
    code: "duplicate-claim",
    severity: Severity::Error,
    what: "Two claims have the same id.",
    why: "A sentence that names the claim would show the support of the wrong one.",
    wrong: "[[claims]]\nid = \"cost\"\n…\n[[claims]]\nid = \"cost\"",
    right: "[[claims]]\nid = \"cost-in-march\"\n…\n[[claims]]\nid = \"cost-in-june\"",
};

/// Reports claims whose id another claim has, except for the same claim in another language.
pub(in crate::relate) fn check(site: &Site, index: &RecordIndex, diagnostics: &mut Diagnostics) {
    for (name, claims) in index.claims_by_id() {
        let mut seen = Vec::new();
        for &(record, position) in claims {
            let is_other =
                |(other, _): &&(_, _)| *other == record || index.canonical(*other) != index.canonical(record);
            let earlier = seen.iter().find(is_other).copied();
            seen.push((record, position));
            let span = |(record, position): (crate::model::RecordId, u32)| {
                Some(site.record(record).claims().get(position as usize)?.id.as_ref()?.span)
            };
            let (Some(earlier), Some(own)) = (earlier.and_then(span), span((record, position))) else { continue };
            let message = format!("another claim has the id `{name}`");
            let diagnostic = Diagnostic::new(&DUPLICATE_CLAIM, own, message).label("the same id");
            diagnostics.push(diagnostic.related(earlier, "the other claim").help("use another id"));
        }
    }
}
