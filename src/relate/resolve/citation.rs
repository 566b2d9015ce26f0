//! Resolves citations of articles: `[@id, ¶7]`.

use super::Resolver;
use crate::diagnose::{Diagnostic, Rule, Severity};
use crate::model::{Citation, Kind, RecordId};
use crate::relate::Target;
use crate::relate::suggest::{Candidates, UnresolvedName};
use crate::span::Spanned;

pub(in crate::relate) static UNKNOWN_CITATION: Rule = Rule {
    code: "unknown-citation",
    severity: Severity::Error,
    what: "A citation or evidence entry refers to an unknown article.",
    why: "The statement would have no source.",
    wrong: "[@light-blade-2052, ¶1]",
    right: "[@light-blade-2025, ¶1]",
};

impl Resolver<'_> {
    pub(super) fn resolve_citation(&mut self, citation: &Citation) -> Target {
        Target::Articles(citation.items.iter().map(|item| self.resolve_article(&item.id)).collect())
    }

    pub(super) fn resolve_article(&mut self, id: &Spanned<String>) -> Option<RecordId> {
        let article = self.index().any_in(Kind::Article, &id.value, self.language());
        if article.is_none() {
            let message = format!("there is no article `{}`", id.value);
            let diagnostic = Diagnostic::new(&UNKNOWN_CITATION, id.span, message).label("unknown article");
            self.report(UnresolvedName::new(diagnostic, &id.value, Candidates::Ids(Kind::Article)));
        }
        article
    }
}
