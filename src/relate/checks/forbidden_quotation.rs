//! Rule `forbidden-quotation`: quotations from articles of which no text may be published.

use crate::diagnose::{Diagnostic, Diagnostics, Rule, Severity};
use crate::model::{Publish, Site};
use crate::relate::per_record::{Rows, flatten};
use crate::relate::{Quotation, RecordIndex};

pub(in crate::relate) static FORBIDDEN_QUOTATION: Rule = Rule {
    code: "forbidden-quotation",
    severity: Severity::Error,
    what: "An article whose text must not be published is quoted.",
    why: "With `publish = \"none\"`, no part of the article's text may appear on the site.",
    wrong: "\"fourteen ferries\" [@courier-2031, ¶2]   # publish = \"none\" in the article's [rights]",
    right: "The Courier counts fourteen ferries [@courier-2031, ¶2].\n# or publish = \"excerpts\", if short \
            quotations are allowed",
};

/// Reports quotations from articles with `publish = "none"`.
pub(in crate::relate) fn check(
    site: &Site,
    index: &RecordIndex,
    quotations: Rows<'_, Quotation>,
    diagnostics: &mut Diagnostics,
) {
    for quotation in flatten(quotations) {
        let article = site.record(index.canonical(quotation.article));
        if article.rights().is_some_and(|rights| rights.publish == Publish::None) {
            let message = format!("`{}` must not be quoted", article.id);
            let diagnostic = Diagnostic::new(&FORBIDDEN_QUOTATION, quotation.span, message);
            let help = "paraphrase it, or set `rights.publish = \"excerpts\"` if short quotations are allowed";
            diagnostics.push(diagnostic.label("its rights have `publish = \"none\"`").help(help));
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::diagnose::Diagnostics;
    use crate::model::{Kind, Publish};
    use crate::relate::relate;
    use crate::testkit::Sample;

    #[test]
    fn reports_quotations_from_unpublishable_text() {
        let mut sample = Sample::new();
        sample.add(Kind::Article, "closed", "Closed").publish(Publish::None).body("It says \"full\".");
        sample.add(Kind::Article, "closed", "Closed").language("zh-Hans").body("它说“满”。");
        sample.add(Kind::Article, "open", "Open");
        let event = sample.add(Kind::Event, "held", "Held");
        event.claim("closed", "1").quote("fourteen ferries").claim("open", "1").quote("fourteen ferries");
        event.claim("closed", "1").body("\"Full\" [@closed, ¶1], and full [@closed, ¶1].");
        let (site, sources) = sample.finish();
        let mut diagnostics = Diagnostics::default();
        relate(&site, &sources, &mut diagnostics);
        let relevant = diagnostics.iter().filter(|diagnostic| diagnostic.rule.code == "forbidden-quotation");
        let marked: Vec<&str> = relevant.map(|diagnostic| sources.text(diagnostic.span.unwrap())).collect();
        assert_eq!(marked, ["full", "满", "Full", "fourteen ferries"]);
    }
}
