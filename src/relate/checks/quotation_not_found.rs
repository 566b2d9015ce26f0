//! Rule `quotation-not-found`: quoted words missing from the cited article.

use crate::diagnose::{Diagnostic, Diagnostics, Rule, Severity};
use crate::model::Site;
use crate::relate::evidence;
use crate::relate::per_record::{Rows, flatten};
use crate::relate::quotation::{self, NearestMatch, Quotation, QuotationVerdict};
use crate::span::Sources;

/// Maximum number of nearest-match searches per run, since one edited article text can invalidate many quotations.
const MAX_SEARCHES: usize = 200;

pub(in crate::relate) static QUOTATION_NOT_FOUND: Rule = Rule {
    code: "quotation-not-found",
    severity: Severity::Error,
    what: "A quotation does not occur in the cited article.",
    why: "A quotation that differs from its source misleads readers, however small the difference.",
    wrong: "\"thirteen ferries\" [@courier-2031, ¶2]   # the text: fourteen ferries",
    right: "\"fourteen ferries\" [@courier-2031, ¶2]",
};

/// Reports quotations that were not found, with the nearest match in the text.
pub(in crate::relate) fn check(
    site: &Site,
    sources: &Sources,
    quotations: Rows<'_, Quotation>,
    diagnostics: &mut Diagnostics,
) {
    let missing = flatten(quotations).filter(|quotation| quotation.verdict == QuotationVerdict::NotFound);
    for (at, quotation) in missing.enumerate() {
        let article = site.record(quotation.article);
        let articles = std::iter::once(quotation.article).chain(quotation.others.iter().copied());
        let articles: Vec<String> = articles.map(|article| format!("`{}`", site.record(article).id)).collect();
        let message = format!("the quotation does not occur in {}", join_with_or(&articles));
        let changed = evidence::describe_change(site, article).map(|change| format!("; {change}")).unwrap_or_default();
        let nearest = (at < MAX_SEARCHES).then(|| quotation::nearest(quotation, site, sources)).flatten();
        diagnostics.push(match nearest {
            Some((of, nearest, span)) => {
                let article =
                    if quotation.others.is_empty() { String::new() } else { format!(" of `{}`", site.record(of).id) };
                let (passage, diff) = (nearest.passage, &nearest.diff);
                Diagnostic::new(&QUOTATION_NOT_FOUND, span, message)
                    .label(label(&nearest))
                    .help(format!("the closest match is in {passage}{article}: {diff}{changed}"))
            }
            None => Diagnostic::new(&QUOTATION_NOT_FOUND, quotation.span, message)
                .label("not in the article's text")
                .help(format!("quote the article exactly, or paraphrase it without quotation marks{changed}")),
        });
    }
}

/// `a`, `b` or `c`.
fn join_with_or(names: &[String]) -> String {
    match names {
        [first @ .., last] if !first.is_empty() => format!("{} or {last}", first.join(", ")),
        names => names.concat(),
    }
}

fn label(nearest: &NearestMatch) -> String {
    let unquoted = |words: &str| words.trim_matches(['"', '“', '”']).to_owned();
    match (nearest.first_change.from.as_str(), nearest.first_change.to.as_str()) {
        (_, "") => "these words are not in the source".to_owned(),
        ("", to) => format!("the source has \"{}\" at this point", unquoted(to)),
        (_, to) => format!("the source says \"{}\"", unquoted(to)),
    }
}
