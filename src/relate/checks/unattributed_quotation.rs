//! Rule `unattributed-quotation`: quoted words in a sentence with citations, none of which can be their source.

use crate::diagnose::{Diagnostic, Diagnostics, Rule, Severity};
use crate::relate::UncitedQuotation;
use crate::relate::per_record::{Rows, flatten};

pub(in crate::relate) static UNATTRIBUTED_QUOTATION: Rule = Rule {
    code: "unattributed-quotation",
    severity: Severity::Warning,
    what: "A sentence has quoted words and citations, but no citation can be the source of the words.",
    why: "The words look like a quotation with a source, but were not compared with any.",
    wrong: "The council is \"deeply divided\" (cf. [see also @courier-2031]).",
    right: "The council is \"deeply divided\" [@courier-2031, ¶4].",
};

/// Reports such quotations.
pub(in crate::relate) fn check(uncited: Rows<'_, UncitedQuotation>, diagnostics: &mut Diagnostics) {
    for quotation in flatten(uncited).filter(|quotation| quotation.not_joined) {
        let message = "no citation of this sentence can be the source of the quoted words";
        diagnostics.push(
            Diagnostic::new(&UNATTRIBUTED_QUOTATION, quotation.span, message)
                .label("not attributed and not checked")
                .help("cite the source directly after the words, `\"…\" [@id, ¶7]`, or mark words that nobody said: `[\"…\"]{.term}`"),
        );
    }
}
