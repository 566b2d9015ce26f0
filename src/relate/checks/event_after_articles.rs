//! Events that would have happened after every article that reports them.

use crate::diagnose::{Diagnostic, Diagnostics, Rule, Severity};
use crate::model::{Edtf, Kind, RecordId, Site};
use crate::relate::per_record::Rows;
use crate::relate::{ClaimSupport, RecordIndex};
use jiff::civil::Date;
use std::collections::BTreeSet;

/// See its own words.
pub(in crate::relate) static EVENT_AFTER_ARTICLES: Rule = Rule {
    code: "event-after-articles",
    severity: Severity::Warning,
    what: "An event is dated after all articles that its claims rest on.",
    why: "An article cannot report what had not happened when it appeared: one of the dates is wrong, or the event was \
          only planned.",
    wrong: "date = \"2031-03-21\"   # and its only article is of 2031-03-15",
    right: "date = \"2031-03-12\"   # or \"2031-03-21?\", when it was planned for that day",
};

/// Reports events that begin after the last of their articles; a day more is allowed, since it is not the same day
/// everywhere.
pub(in crate::relate) fn check(
    site: &Site,
    index: &RecordIndex,
    claims: Rows<'_, ClaimSupport>,
    found: &mut Diagnostics,
) {
    for (id, event) in site.visible().filter(|(id, record)| record.kind() == Kind::Event && index.canonical(*id) == *id)
    {
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
        let written: Vec<String> = articles
            .iter()
            .filter_map(|&article| Some((article, site.record(article).date()?)))
            .map(|(article, date)| format!("`{}` is of {}", site.record(article).id, date.value))
            .collect();
        let message = format!("the event is dated {}, but {}", date.value, written.join(", "));
        let help = "correct the date, or mark it as uncertain with `?` when the articles only announce the event";
        found.push(Diagnostic::new(&EVENT_AFTER_ARTICLES, date.span, message).label("after every article").help(help));
    }
}

/// The last day on which one of the articles can have appeared; nothing unless all of them have such a day.
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
    use crate::relate::sample::Sample;

    /// The messages about an event of this date that rests on articles of these.
    fn messages(event: &str, articles: &[&str]) -> Vec<String> {
        let mut sample = Sample::new();
        for (at, date) in articles.iter().enumerate() {
            let article = sample.add(Kind::Article, &format!("a{at}"), "Courier");
            if let Ok(date) = Edtf::parse(date) {
                article.date(date);
            }
        }
        let sheet = sample.add(Kind::Event, "held", "Held").date(Edtf::parse(event).unwrap());
        for at in 0..articles.len() {
            sheet.claim(&format!("a{at}"), "1");
        }
        let (site, sources) = sample.finish();
        let mut found = Diagnostics::default();
        relate(&site, &sources, &mut found);
        found.iter().map(|finding| finding.message.clone()).collect()
    }

    #[test]
    fn reports_an_event_after_the_last_article() {
        let expected = ["the event is dated 2031-03-21, but `a0` is of 2031-03-15, `a1` is of 2031-02"];
        assert_eq!(messages("2031-03-21", &["2031-03-15", "2031-02"]), expected);
        assert_eq!(messages("2033", &["2031"]).len(), 1);
    }

    #[test]
    fn accepts_what_an_article_can_report() {
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
    fn accepts_what_is_planned() {
        assert!(messages("2031-03-21?", &["2031-03-15"]).is_empty());
        assert!(messages("2031-04~", &["2031-03-15"]).is_empty());
    }
}
