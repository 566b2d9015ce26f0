//! Rule `quoted-share`: articles of which too much is quoted in total.

use crate::diagnose::{Diagnostic, Diagnostics, Rule, Severity};
use crate::model::{Publish, Record, Share, Site};
use crate::relate::RecordIndex;
use crate::relate::per_record::{Rows, flatten};
use crate::relate::quotation::{Quotation, quoted_amount};
use crate::relate::quoted_amounts::{self, QuotedAmount};

/// Number of quotations listed in a diagnostic.
const MAX_LISTED: usize = 3;

pub(in crate::relate) static QUOTED_SHARE: Rule = Rule {
    code: "quoted-share",
    severity: Severity::Error,
    what: "The quotations from an article together exceed the limit for its text.",
    why: "Many short quotations together can replace the article, which its rights do not allow. Words that are \
          quoted several times count once; translated quotations do not count.",
    wrong: "# 120 of the 900 words of courier-2031 are quoted, on seven pages",
    right: "# 85 of them; the rest is paraphrased\n# or, if the rights allow more: max_share in the article's \
            [rights] or in [quotations]",
};

/// Reports articles of which a larger share is quoted than their rights or the configuration allow.
pub(in crate::relate) fn check(
    site: &Site,
    index: &RecordIndex,
    quotations: Rows<'_, Quotation>,
    extents: &[QuotedAmount],
    diagnostics: &mut Diagnostics,
) {
    for ((article, record), amount) in site.visible().map(|(id, record)| ((id, record), extents[id.0 as usize])) {
        let Some(rights) = record.rights().filter(|rights| rights.publish == Publish::Excerpts) else { continue };
        let Some(whole) = amount.total_words.filter(|whole| *whole > 0) else { continue };
        let limit = rights.limits(site.config.quotations).max_share;
        if amount.quoted_words > limit.of(whole) {
            let quotations = flatten(quotations).filter(|quotation| index.canonical(quotation.article) == article);
            let counted: Vec<&Quotation> =
                quotations.filter(|quotation| quoted_amounts::counts_as_quoted(quotation)).collect();
            diagnostics.push(diagnostic(record, counted, (amount.quoted_words, whole, limit)));
        }
    }
}

fn diagnostic(
    article: &Record,
    mut quotations: Vec<&Quotation>,
    (quoted, whole, limit): (usize, usize, Share),
) -> Diagnostic {
    let share = Share::from_ratio(quoted, whole);
    let message = format!(
        "{quoted} of the {whole} words of `{}` are quoted ({share}), but at most {} may be ({limit})",
        article.id,
        limit.of(whole)
    );
    let mut diagnostic = Diagnostic::new(&QUOTED_SHARE, article.title.span, message).label("too many words are quoted");
    quotations
        .sort_by_key(|quotation| (std::cmp::Reverse(quoted_amount::word_count(&quotation.words)), quotation.span));
    quotations.dedup_by(|a, b| a.words == b.words);
    for quotation in quotations.into_iter().take(MAX_LISTED) {
        diagnostic =
            diagnostic.related(quotation.span, format!("{} words", quoted_amount::word_count(&quotation.words)));
    }
    diagnostic.help("paraphrase some of the quotations")
}

#[cfg(test)]
mod tests {
    use crate::diagnose::Diagnostics;
    use crate::model::{Kind, Publish, QuotationLimits, Share, Site};
    use crate::relate::relate;
    use crate::span::Sources;
    use crate::testkit::Sample;

    /// Returns the messages for quotations from a text of twenty words.
    fn messages(quotations: &[&str], change: impl FnOnce(&mut Sample)) -> Vec<String> {
        let mut sample = Sample::new();
        sample.site.config.quotations = QuotationLimits::default();
        let text = "a b c d e f g h i j k l m n o p q r s t";
        sample.add(Kind::Article, "courier", "Courier").text(&[text]);
        for (at, words) in quotations.iter().enumerate() {
            sample.add(Kind::Event, &format!("e{at}"), "Held").claim("courier", "1").quote(words);
        }
        change(&mut sample);
        let (site, sources) = sample.finish();
        let mut diagnostics = Diagnostics::default();
        relate(&site, &sources, &mut diagnostics);
        let relevant = diagnostics.iter().filter(|diagnostic| diagnostic.rule.code == "quoted-share");
        relevant.map(|diagnostic| diagnostic.message.clone()).collect()
    }

    #[test]
    fn reports_share_above_one_tenth() {
        assert!(messages(&["a b"], |_| ()).is_empty());
        let expected = ["3 of the 20 words of `courier` are quoted (15%), but at most 2 may be (10%)"];
        assert_eq!(messages(&["a b", "t"], |_| ()), expected);
    }

    #[test]
    fn counts_overlapping_quotations_once() {
        assert!(messages(&["a b", "b", "a b"], |_| ()).is_empty());
        let half = |sample: &mut Sample| sample.site.config.quotations.max_share = Share::from_fraction(0.5);
        assert!(messages(&["a b c d e f g", "d e f g h i j"], half).is_empty());
    }

    #[test]
    fn ignores_words_missing_from_text() {
        assert!(messages(&["a b", "x y"], |_| ()).is_empty(), "not found, which is another mistake");
    }

    #[test]
    fn accepts_published_text_and_unknown_length() {
        let full = |sample: &mut Sample| sample.article_mut("courier").rights.publish = Publish::Full;
        assert!(messages(&["a b c d e"], full).is_empty());
        let absent = |sample: &mut Sample| sample.article_mut("courier").text = None;
        assert!(messages(&["a b c d e"], absent).is_empty());
    }

    #[test]
    fn gives_same_result_from_lock() {
        let site_of = |with_text: bool| {
            let mut sample = Sample::new();
            sample.site.config.quotations = QuotationLimits::default();
            let article = sample.add(Kind::Article, "courier", "Courier");
            if with_text {
                article.text(&["a b c d e f g h i j"]);
            }
            sample.add(Kind::Event, "held", "Held").claim("courier", "1").quote("c d e");
            sample.finish()
        };
        let relate_all = |(site, sources): &(Site, Sources)| {
            let mut diagnostics = Diagnostics::default();
            let lock = relate(site, sources, &mut diagnostics).lock;
            (lock, diagnostics.iter().map(|diagnostic| diagnostic.message.clone()).collect::<Vec<_>>())
        };
        let (lock, with_text) = relate_all(&site_of(true));
        let mut without = site_of(false);
        without.0.lock = lock;
        assert_eq!(with_text, ["3 of the 10 words of `courier` are quoted (30%), but at most 1 may be (10%)"]);
        assert_eq!(relate_all(&without).1, with_text);
    }

    #[test]
    fn takes_limit_from_article() {
        let more = |sample: &mut Sample| {
            sample.article_mut("courier").rights.max_share = Some(Share::from_fraction(0.25));
        };
        assert!(messages(&["a b c d e"], more).is_empty());
        let more = |sample: &mut Sample| {
            sample.article_mut("courier").rights.max_share = Some(Share::from_fraction(0.25));
        };
        assert_eq!(messages(&["a b c d e f"], more).len(), 1);
    }
}
