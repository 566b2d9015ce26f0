//! Resolves links to content files: `@/initiatives/x.md#anchor`.

use super::Resolver;
use crate::diagnose::{Diagnostic, Rule, Severity};
use crate::model::Reference;
use crate::relate::Target;
use crate::relate::suggest::{Candidates, UnresolvedName};

pub(in crate::relate) static DEAD_LINK: Rule = Rule {
    code: "dead-link",
    severity: Severity::Error,
    what: "The target of a link or image does not exist.",
    why: "Readers would see a broken link or a missing image.",
    wrong: "[the method](@/pages/methods.md)",
    right: "[the method](@/pages/method.md)",
};

impl Resolver<'_> {
    pub(super) fn resolve_content(&mut self, reference: &Reference, path: &str, anchor: Option<&str>) -> Target {
        if let Some(to) = self.index().any_by_content_path(path, self.language()) {
            return Target::Record { to, anchor: anchor.map(str::to_owned) };
        }
        let message = format!("there is no `content/{path}`");
        let diagnostic = Diagnostic::new(&DEAD_LINK, self.span_of(reference, path), message).label("not found");
        self.report(UnresolvedName::new(diagnostic, path, Candidates::ContentPaths));
        Target::Unresolved
    }
}
