//! Rule `stale-mentions`: names that changed while a text was not available.

use crate::diagnose::{Diagnostic, Diagnostics, Rule, Severity};
use crate::model::Site;
use crate::relate::{RecordIndex, evidence};

pub(in crate::relate) static STALE_MENTIONS: Rule = Rule {
    code: "stale-mentions",
    severity: Severity::Note,
    what: "A record's names are new or have changed, and a text in which they may stand is not at hand.",
    why: "Where the text mentions the record is shown as it was before, until a build sees the text again.",
    wrong: "names = [\"WAICO\"]   # added where content/articles/cai-2025/article.txt is absent",
    right: "briefing build        # once, where the texts are at hand; then commit evidence.lock",
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
        let message = format!("where texts mention `{}` is not known: its names have changed", record.id);
        let help = format!("build once with the text of {} at hand", crate::relate::join_with_and(&missing));
        diagnostics.push(Diagnostic::new(&STALE_MENTIONS, record.title.span, message).label("new names").help(help));
    }
}
