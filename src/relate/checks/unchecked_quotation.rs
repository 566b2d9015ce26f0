//! Rule `unchecked-quotation`: quotations from articles without an available text.

use crate::diagnose::{Diagnostic, Diagnostics, Rule, Severity};
use crate::model::{RecordId, Site};
use crate::relate::per_record::{Rows, flatten};
use crate::relate::quotation::{Quotation, QuotationVerdict};
use std::collections::BTreeMap;

pub(in crate::relate) static UNCHECKED_QUOTATION: Rule = Rule {
    code: "unchecked-quotation",
    severity: Severity::Note,
    what: "Quotations from an article were not checked: its text is not available, or they are translations.",
    why: "The quotations have not been compared with the source.",
    wrong: "\"fourteen ferries\" [@courier-2031, ¶2]   # and no content/articles/courier-2031/article.txt",
    right: "content/articles/courier-2031/article.txt   # the unmodified text; it is not published",
};

/// Reports each article with a missing text once, at the first quotation that needs it; and each with translations of
/// its words.
pub(in crate::relate) fn check(site: &Site, quotations: Rows<'_, Quotation>, diagnostics: &mut Diagnostics) {
    let unchecked = flatten(quotations).filter(|quotation| quotation.verdict == QuotationVerdict::Unchecked);
    let mut by_article: BTreeMap<(RecordId, bool), Vec<&Quotation>> = BTreeMap::new();
    for quotation in unchecked {
        by_article.entry((quotation.article, quotation.translated)).or_default().push(quotation);
    }
    for ((article, translated), quotations) in by_article {
        let id = &site.record(article).id;
        let [first, rest @ ..] = quotations.as_slice() else { continue };
        let count = rest.len() + 1;
        let (subject, were) = match count {
            1 => (format!("a quotation from `{id}`"), "was"),
            count => (format!("{count} quotations from `{id}`"), "were"),
        };
        let label = if rest.is_empty() { "not checked" } else { "first unchecked quotation" };
        let (message, help) = if translated {
            let words = if count == 1 { "it is a translation" } else { "they are translations" };
            let message = format!("{subject} {were} not checked because {words}");
            (message, "quote the original, or mark the translation as such in the text".to_owned())
        } else {
            let message = format!("{subject} {were} not checked because its text is not available");
            (message, format!("save the text as `content/articles/{id}/article.txt` and run `briefing build`"))
        };
        diagnostics.push(Diagnostic::new(&UNCHECKED_QUOTATION, first.span, message).label(label).help(help));
    }
}
