//! Resolves claims that sentences name: `[…]{.claim #id}`, or `claim = "id"` of an item in front matter.

use super::Resolver;
use crate::diagnose::{Diagnostic, Rule, Severity};
use crate::model::{Record, Reference};
use crate::relate::Target;
use crate::relate::suggest::{Candidates, UnresolvedName};

pub(in crate::relate) static UNKNOWN_CLAIM: Rule = Rule {
    code: "unknown-claim",
    severity: Severity::Error,
    what: "A sentence names a claim that no published record has.",
    why: "The support of the claim would not be shown after the sentence.",
    wrong: "[The bridge costs 38 million crowns.]{.claim #bridge-csot}",
    right: "[[claims]]\nid = \"bridge-cost\"\ntext = \"The bridge costs 38 million crowns\"",
};

impl Resolver<'_> {
    /// Finds a claim by its id: in the own record, else in any, preferably in the same language.
    pub(super) fn resolve_claim(&mut self, reference: &Reference, id: &str) -> Target {
        if let Some((record, position)) = self.index().claim(id, self.id) {
            return Target::Claim(record, position);
        }
        let span = self.span_of(reference, id);
        if let Some(draft) = self.draft_with_claim(id) {
            let message = format!("the claim `{id}` is in the draft {} `{}`", draft.kind().as_str(), draft.id);
            let help = "publish the draft, or leave out the reference to its claim";
            self.report(Diagnostic::new(&UNKNOWN_CLAIM, span, message).label("claim of a draft").help(help));
            return Target::Unresolved;
        }
        let message = format!("no claim has the id `{id}`");
        let diagnostic = Diagnostic::new(&UNKNOWN_CLAIM, span, message).label("unknown claim");
        let known: Vec<String> = self.index().claim_ids().map(str::to_owned).collect();
        let help = known.is_empty().then(|| format!("add `id = \"{id}\"` to the claim in `[[claims]]`"));
        let diagnostic = diagnostic.maybe_help(help);
        self.report(UnresolvedName::new(diagnostic, id, Candidates::Listed(known.into())));
        Target::Unresolved
    }

    /// Returns the draft that has a claim with an id.
    fn draft_with_claim(&self, id: &str) -> Option<&Record> {
        let has_claim =
            |record: &Record| record.claims().iter().any(|claim| claim.id.as_ref().is_some_and(|own| own.value == id));
        self.site()
            .all()
            .find(|(at, record)| !self.index().is_shown(*at) && has_claim(record))
            .map(|(_, record)| record)
    }
}
