//! Rule `event-after-articles`: events dated after every article that reports them.

use crate::diagnose::{Diagnostic, Diagnostics, Rule, Severity};
use crate::model::{Edtf, Kind, RecordId, Site};
use crate::relate::per_record::Rows;
use crate::relate::{ClaimSupport, RecordIndex};
use jiff::civil::Date;
use std::collections::BTreeSet;

pub(in crate::relate) static EVENT_AFTER_ARTICLES: Rule = Rule {
    code: "event-after-articles",
    severity: Severity::Warning,
    what: "An event is dated after all articles that its claims cite.",
    why: "An article cannot report an event that happens after its publication: one of the dates is wrong, or \
          the event was only planned.",
    wrong: "date = \"2031-03-21\"   # its only article is dated 2031-03-15",
    right: "date = \"2031-03-12\"   # or \"2031-03-21?\" if the event was planned for that day",
};

/// Reports events that begin after the last of their articles. One day of tolerance allows for time zones.
pub(in crate::relate) fn check(
    site: &Site,
    index: &RecordIndex,
    claims: Rows<'_, ClaimSupport>,
    diagnostics: &mut Diagnostics,
) {
    for (id, event) in site.visible().filter(|(id, record)| record.kind() == Kind::Event && index.is_canonical(*id)) {
        let Some(date) = event.date().filter(|date| !date.value.is_uncertain() && !date.value.is_approximate()) else {
            continue;
        };
        let articles: BTreeSet<RecordId> =
            claims[id.0 as usize].iter().flat_map(|claim| claim.support.articles()).copied().collect();
        let Some(last) = latest_publication(site, &articles) else { continue };
        let earliest = date.value.earliest();
        if earliest.and_then(|day| day.yesterday().ok()).is_none_or(|day| day <= last) {
            continue;
        }
        let article_dates: Vec<String> = articles
            .iter()
            .filter_map(|&article| Some((article, site.record(article).date()?)))
            .map(|(article, date)| format!("`{}` is dated {}", site.record(article).id, date.value))
            .collect();
        let message = format!("the event is dated {}, but {}", date.value, article_dates.join(", "));
        let help = "correct the date, or mark it as uncertain with `?` if the articles only announce the event";
        diagnostics.push(
            Diagnostic::new(&EVENT_AFTER_ARTICLES, date.span, message).label("later than every article").help(help),
        );
    }
}

/// Returns the last possible publication day among the articles, or `None` unless every article has a definite date.
fn latest_publication(site: &Site, articles: &BTreeSet<RecordId>) -> Option<Date> {
    let days: Option<Vec<Date>> = articles
        .iter()
        .map(|&article| {
            let date: &Edtf = &site.record(article).date()?.value;
            date.latest().filter(|_| !date.is_uncertain() && !date.is_approximate())
        })
        .collect();
    days?.into_iter().max()
}

#[cfg(test)]
mod tests {
    use crate::diagnose::Diagnostics;
    use crate::model::{Edtf, Kind};
    use crate::relate::relate;
    use crate::testkit::Sample;

    /// Returns the messages for an event of this date supported by articles of these dates.
    fn messages(event: &str, articles: &[&str]) -> Vec<String> {
        let mut sample = Sample::new();
        for (at, date) in articles.iter().enumerate() {
            let article = sample.add(Kind::Article, &format!("a{at}"), "Courier");
            if let Ok(date) = Edtf::parse(date) {
                article.date(date);
            }
        }
        let record = sample.add(Kind::Event, "held", "Held").date(Edtf::parse(event).unwrap());
        for at in 0..articles.len() {
            record.claim(&format!("a{at}"), "1");
        }
        let (site, sources) = sample.finish();
        let mut diagnostics = Diagnostics::default();
        relate(&site, &sources, &mut diagnostics);
        diagnostics.iter().map(|diagnostic| diagnostic.message.clone()).collect()
    }

    #[test]
    fn reports_event_after_last_article() {
        let expected = ["the event is dated 2031-03-21, but `a0` is dated 2031-03-15, `a1` is dated 2031-02"];
        assert_eq!(messages("2031-03-21", &["2031-03-15", "2031-02"]), expected);
        assert_eq!(messages("2033", &["2031"]).len(), 1);
    }

    #[test]
    fn accepts_event_dates_that_an_article_can_report() {
        for (event, article) in [
            ("2031-03-15", "2031-03-15"),
            ("2031-03-16", "2031-03-15"),
            ("2031-03-14/2031-03-30", "2031-03-15"),
            ("../2031-04-15", "2031-03-15"),
            ("2031-03-21", "2031-03"),
            ("2031-03-21", "2031-03-15/.."),
            ("2031-03-21", ""),
        ] {
            assert!(messages(event, &[article]).is_empty(), "{event} {article}");
        }
        assert!(messages("2031-03-21", &["2031-03-15", "2031-03-22"]).is_empty());
        assert!(messages("2031-03-21", &[]).is_empty());
    }

    #[test]
    fn accepts_uncertain_dates() {
        assert!(messages("2031-03-21?", &["2031-03-15"]).is_empty());
        assert!(messages("2031-04~", &["2031-03-15"]).is_empty());
    }
}
