//! Rule `unattributed-quotation`: quoted words in a sentence with citations, none of which can be their source, or with a
//! mark that has no counterpart.

use crate::diagnose::{Diagnostic, Diagnostics, Rule, Severity};
use crate::relate::per_record::{Rows, flatten};
use crate::relate::{UncitedQuotation, UncitedReason};

pub(in crate::relate) static UNATTRIBUTED_QUOTATION: Rule = Rule {
    code: "unattributed-quotation",
    severity: Severity::Warning,
    what: "A sentence has quoted words and citations, but no citation can be the source, or the mark is not closed.",
    why: "The words look like a quotation with a source, but were not compared with any.",
    wrong: "The council is \"deeply divided\" (cf. [see also @courier-2031]).",
    right: "The council is \"deeply divided\" [@courier-2031, ¶4].",
};

/// Reports such quotations.
pub(in crate::relate) fn check(uncited: Rows<'_, UncitedQuotation>, diagnostics: &mut Diagnostics) {
    for quotation in flatten(uncited) {
        let (message, help) = match quotation.reason {
            UncitedReason::NoCitation => continue,
            UncitedReason::NotJoined => (
                "no citation of this sentence can be the source of the quoted words",
                "cite the source directly after the words, `\"…\" [@id, ¶7]`, or mark words that nobody said: `[\"…\"]{.term}`",
            ),
            UncitedReason::Unclosed => (
                "this quotation mark is not closed in its paragraph",
                "close the quotation before its citation, `\"…\" [@id, ¶7]`; several paragraphs are quoted as a block, `> …`",
            ),
            UncitedReason::Unopened => (
                "this quotation mark is not opened in its paragraph",
                "open the quotation in front of its words, `\"…\" [@id, ¶7]`; several paragraphs are quoted as a block, `> …`",
            ),
        };
        let diagnostic = Diagnostic::new(&UNATTRIBUTED_QUOTATION, quotation.span, message);
        diagnostics.push(diagnostic.label("not attributed and not checked").help(help));
    }
}
