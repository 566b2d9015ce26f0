//! Quoted words that occur in their article, but not in the passage that is cited.

use crate::diagnose::{Diagnostic, Diagnostics, Rule, Severity};
use crate::model::Site;
use crate::relate::evidence;
use crate::relate::per_record::{Rows, flatten};
use crate::relate::quotation::{Quotation, QuotationVerdict};

/// See its own words.
pub(in crate::relate) static WRONG_PASSAGE: Rule = Rule {
    code: "wrong-passage",
    severity: Severity::Error,
    what: "Quoted words occur in the article, but not in the passage that is cited for them.",
    why: "A reader who looks the passage up does not find the words there.",
    wrong: "\"fourteen ferries\" [@courier-2031, ¶3]   # the words are in ¶2",
    right: "\"fourteen ferries\" [@courier-2031, ¶2]",
};

/// Reports quotations with the wrong passage, and names the right one.
pub(in crate::relate) fn check(site: &Site, quotations: Rows<'_, Quotation>, found: &mut Diagnostics) {
    for quotation in flatten(quotations) {
        let (QuotationVerdict::Misplaced(right), Some(cited)) = (quotation.verdict, &quotation.passage) else {
            continue;
        };
        let article = site.record(quotation.article);
        let message = format!("the quotation is in {right} of `{}`, not in {}", article.id, cited.value);
        let changed = evidence::describe_change(site, article).map(|change| format!("; {change}")).unwrap_or_default();
        let diagnostic = Diagnostic::new(&WRONG_PASSAGE, cited.span, message)
            .label(format!("it is in {right}"))
            .related(quotation.span, "the words")
            .help(format!("cite {right}{changed}"));
        found.push(diagnostic);
    }
}
