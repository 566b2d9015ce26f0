//! Rule `wrong-passage`: quoted words found in the article, but not in the cited passage.

use crate::diagnose::{Diagnostic, Diagnostics, Rule, Severity};
use crate::model::Site;
use crate::relate::evidence;
use crate::relate::per_record::{Rows, flatten};
use crate::relate::quotation::{Quotation, QuotationVerdict};

pub(in crate::relate) static WRONG_PASSAGE: Rule = Rule {
    code: "wrong-passage",
    severity: Severity::Error,
    what: "A quotation occurs in the article, but not in the cited passage.",
    why: "Readers who look up the passage do not find the words.",
    wrong: "\"fourteen ferries\" [@courier-2031, ¶3]   # the words are in ¶2",
    right: "\"fourteen ferries\" [@courier-2031, ¶2]",
};

/// Reports such quotations, with the passage that contains the words.
pub(in crate::relate) fn check(site: &Site, quotations: Rows<'_, Quotation>, diagnostics: &mut Diagnostics) {
    for quotation in flatten(quotations) {
        let (QuotationVerdict::Misplaced(actual), Some(cited)) = (quotation.verdict, &quotation.passage) else {
            continue;
        };
        let article = site.record(quotation.article);
        let message = format!("the quotation is in {actual} of `{}`, not in {}", article.id, cited.value);
        let changed = evidence::describe_change(site, article).map(|change| format!("; {change}")).unwrap_or_default();
        let diagnostic = Diagnostic::new(&WRONG_PASSAGE, cited.span, message)
            .label(format!("found in {actual}"))
            .related(quotation.span, "the quoted words")
            .help(format!("cite {actual}{changed}"));
        diagnostics.push(diagnostic);
    }
}
