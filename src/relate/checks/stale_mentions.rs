//! Rule `stale-mentions`: names that changed while a text was not available.

use crate::diagnose::{Diagnostic, Diagnostics, Rule, Severity};
use crate::model::Site;
use crate::relate::{RecordIndex, evidence};

pub(in crate::relate) static STALE_MENTIONS: Rule = Rule {
    code: "stale-mentions",
    severity: Severity::Note,
    what: "A record's names are new or have changed, and a text that may contain them is not available.",
    why: "The passages that name the record are shown as of the last build that had the text.",
    wrong: "names = [\"WAICO\"]   # added on a machine without content/articles/cai-2025/article.txt",
    right: "briefing build        # once, where the texts are available; then commit evidence.lock",
};

/// Reports these records, with the texts that have to be scanned again.
pub(in crate::relate) fn check(site: &Site, index: &RecordIndex, diagnostics: &mut Diagnostics) {
    let stale = evidence::stale_records(site, index);
    if stale.is_empty() {
        return;
    }
    let missing: Vec<String> = evidence::articles(site, index)
        .filter(|(_, article)| evidence::locked_text(site, article).is_some())
        .map(|(_, article)| format!("`{}`", article.id))
        .collect();
    for id in stale {
        let record = site.record(id);
        let message = format!("mentions of `{}` may be out of date because its names have changed", record.id);
        let help =
            format!("run `briefing build` where the text of {} is available", crate::relate::join_with_and(&missing));
        diagnostics
            .push(Diagnostic::new(&STALE_MENTIONS, record.title.span, message).label("changed names").help(help));
    }
}
