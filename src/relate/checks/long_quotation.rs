//! Rule `long-quotation`: quotations above the word limit.

use crate::diagnose::{Diagnostic, Diagnostics, Rule, Severity};
use crate::model::{Publish, Site};
use crate::relate::RecordIndex;
use crate::relate::per_record::{Rows, flatten};
use crate::relate::quotation::{Quotation, quoted_amount};

pub(in crate::relate) static LONG_QUOTATION: Rule = Rule {
    code: "long-quotation",
    severity: Severity::Error,
    what: "A quotation is longer than the limit for texts that are not published in full.",
    why: "Quotation rights cover short quotations. A longer quotation republishes part of the article, which \
          its rights do not allow.",
    wrong: "\"(fifty words of an article)\" [@courier-2031, ¶2]",
    right: "\"fourteen ferries\" [@courier-2031, ¶2], and a paraphrase of the rest\n# or, if the rights allow \
            more: max_quote_words in the article's [rights] or in [quotations]",
};

/// Reports quotations with more words than the article's rights or the configuration allow.
pub(in crate::relate) fn check(
    site: &Site,
    index: &RecordIndex,
    quotations: Rows<'_, Quotation>,
    diagnostics: &mut Diagnostics,
) {
    for quotation in flatten(quotations) {
        let article = site.record(index.canonical(quotation.article));
        let Some(rights) = article.rights().filter(|rights| rights.publish == Publish::Excerpts) else { continue };
        let limit = rights.limits(site.config.quotations).max_quote_words;
        let length = quoted_amount::word_count(&quotation.words);
        if length > limit {
            let message =
                format!("the quotation has {length} words, but at most {limit} may be quoted from `{}`", article.id);
            let diagnostic = Diagnostic::new(&LONG_QUOTATION, quotation.span, message).label("too long");
            diagnostics.push(diagnostic.help(format!("shorten it with `[…]` by {} or more words", length - limit)));
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::diagnose::Diagnostics;
    use crate::model::{Kind, Publish};
    use crate::relate::relate;
    use crate::testkit::Sample;

    /// Returns the messages for a quotation of this many words.
    fn messages(words: usize, publish: Publish, change: impl FnOnce(&mut Sample)) -> Vec<String> {
        let mut sample = Sample::new();
        sample.add(Kind::Article, "courier", "Courier").publish(publish);
        let words: Vec<String> = (0..words).map(|number| format!("word{number}")).collect();
        sample.add(Kind::Event, "held", "Held").claim("courier", "1").quote(&words.join(" "));
        change(&mut sample);
        let (site, sources) = sample.finish();
        let mut diagnostics = Diagnostics::default();
        relate(&site, &sources, &mut diagnostics);
        let relevant = diagnostics.iter().filter(|diagnostic| diagnostic.rule.code == "long-quotation");
        relevant.map(|diagnostic| diagnostic.message.clone()).collect()
    }

    #[test]
    fn reports_quotation_above_forty_words() {
        assert!(messages(40, Publish::Excerpts, |_| ()).is_empty());
        let expected = ["the quotation has 41 words, but at most 40 may be quoted from `courier`"];
        assert_eq!(messages(41, Publish::Excerpts, |_| ()), expected);
        assert!(messages(41, Publish::Full, |_| ()).is_empty());
    }

    #[test]
    fn takes_limit_from_configuration_and_article() {
        let strict = |sample: &mut Sample| sample.site.config.quotations.max_quote_words = 5;
        assert_eq!(messages(6, Publish::Excerpts, strict).len(), 1);
        let relevant = |sample: &mut Sample| {
            strict(sample);
            sample.article_mut("courier").rights.max_quote_words = Some(6);
        };
        assert!(messages(6, Publish::Excerpts, relevant).is_empty());
    }
}
