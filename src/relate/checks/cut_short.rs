//! Rule `cut-short`: a quotation that leaves out a negation or a hedge beside its words.

use crate::diagnose::{Diagnostic, Diagnostics, Rule, Severity};
use crate::relate::per_record::{Rows, flatten};
use crate::relate::quotation::{self, Quotation};
use crate::span::Sources;

pub(in crate::relate) static CUT_SHORT: Rule = Rule {
    code: "cut-short",
    severity: Severity::Note,
    what: "A quotation begins or ends beside a negation or a hedge, such as `not`, `may` or `if`.",
    why: "Without that word, the quotation can say more than the article, or the contrary.",
    wrong: "The bridge \"will be built\" [@courier-2031, ¶4].   # the text: may never be built",
    right: "The bridge \"may never be built\" [@courier-2031, ¶4].",
};

/// Reports such quotations with the words on both sides.
pub(in crate::relate) fn check(sources: &Sources, quotations: Rows<'_, Quotation>, diagnostics: &mut Diagnostics) {
    for (quotation, cut) in quotation::cuts(sources, flatten(quotations)) {
        let message = format!("the article qualifies these words: {}", cut.excerpt);
        diagnostics.push(
            Diagnostic::new(&CUT_SHORT, quotation.span, message)
                .label(format!("leaves out `{}`", cut.dropped))
                .help("quote the whole phrase, or say in the sentence what the article leaves open"),
        );
    }
}
