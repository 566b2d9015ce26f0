//! Rule `wrong-passage`: quoted words found in the article, but not in the cited passage.

use crate::diagnose::{Diagnostic, Diagnostics, Rule, Severity};
use crate::model::Site;
use crate::relate::per_record::{Rows, flatten};
use crate::relate::quotation::{Quotation, QuotationVerdict};
use crate::relate::{evidence, join_with_and};

pub(in crate::relate) static WRONG_PASSAGE: Rule = Rule {
    code: "wrong-passage",
    severity: Severity::Error,
    what: "A quotation occurs in the article, but not in the cited passage.",
    why: "Readers who look up the passage do not find the words.",
    wrong: "\"fourteen ferries\" [@courier-2031, ¶3]   # the words are in ¶2",
    right: "\"fourteen ferries\" [@courier-2031, ¶2]",
};

/// Reports such quotations, with the passages that contain the words.
pub(in crate::relate) fn check(site: &Site, quotations: Rows<'_, Quotation>, diagnostics: &mut Diagnostics) {
    for quotation in flatten(quotations) {
        let (QuotationVerdict::Misplaced(_), Some(cited)) = (quotation.verdict, quotation.passages.first()) else {
            continue;
        };
        let actual: Vec<String> = quotation.found_in().map(|passage| passage.to_string()).collect();
        let actual = join_with_and(&actual);
        let all_cited: Vec<String> = quotation.passages.iter().map(|passage| passage.value.to_string()).collect();
        let article = site.record(quotation.article);
        let message = format!("the quotation is in {actual} of `{}`, not in {}", article.id, join_with_and(&all_cited));
        let changed = evidence::describe_change(site, article).map(|change| format!("; {change}")).unwrap_or_default();
        let diagnostic = Diagnostic::new(&WRONG_PASSAGE, cited.span, message)
            .label(format!("found in {actual}"))
            .related(quotation.span, "the quoted words")
            .help(format!("cite {actual}{changed}"));
        diagnostics.push(diagnostic);
    }
}
