//! Rule `event-date`: events dated differently from their evidence.
//!
//! Compares the event's date with the dates in the passages that the evidence of its claims cites (if the text is
//! available) and in the quoted words. Only dates at least as precise as the event's are compared, and one match is
//! enough because a passage can mention several days. Approximate, uncertain and open-ended event dates are skipped.
//! `as_of` is not compared: it dates the claim, not the event.

use crate::diagnose::{Diagnostic, Diagnostics, Rule, Severity};
use crate::model::date::{Precision, TextDate, find_text_dates};
use crate::model::{Edtf, Evidence, Kind, Passage, Record, RecordId, Site};
use crate::relate::RecordIndex;
use crate::span::Spanned;
use rayon::prelude::*;

/// Number of dates listed in a message.
const MAX_LISTED_DATES: usize = 3;

pub(in crate::relate) static EVENT_DATE: Rule = Rule {
    code: "event-date",
    severity: Severity::Warning,
    what: "The passages that an event cites state dates, and none of them matches the event's date.",
    why: "The timeline would show the event on a date that its sources do not state.",
    wrong: "date = \"2031-03-15\"   # the passage: on March 14, the council voted",
    right: "date = \"2031-03-14\"   # or, if the date is inferred: \"2031-03-15?\"",
};

/// Reports events with a date that no evidence confirms.
pub(in crate::relate) fn check(site: &Site, index: &RecordIndex, diagnostics: &mut Diagnostics) {
    let events: Vec<(RecordId, &Record)> =
        site.visible().filter(|(id, record)| record.kind() == Kind::Event && index.is_canonical(*id)).collect();
    let mismatches: Vec<Diagnostic> =
        events.par_iter().filter_map(|(_, event)| check_event(site, index, event)).collect();
    for mismatch in mismatches {
        diagnostics.push(mismatch);
    }
}

fn check_event(site: &Site, index: &RecordIndex, event: &Record) -> Option<Diagnostic> {
    let date = event.date().filter(|date| is_definite(&date.value))?;
    let precision = date.value.precision()?;
    let mut dates: Vec<StatedDate<'_>> = Vec::new();
    for evidence in event.claims().iter().flat_map(|claim| &claim.evidence) {
        for text in evidence_words(site, index, evidence)? {
            for stated in find_text_dates(text).into_iter().filter(|stated| is_comparable(stated, precision)) {
                if stated.is_compatible(&date.value) {
                    return None;
                }
                let date_in_text = StatedDate { evidence, text: text[stated.range].to_owned() };
                if !dates
                    .iter()
                    .any(|known| known.location() == date_in_text.location() && known.text == date_in_text.text)
                {
                    dates.push(date_in_text);
                }
            }
        }
    }
    (!dates.is_empty()).then(|| diagnostic(date, &dates))
}

/// Checks whether a date in a text is precise enough to confirm or contradict the event's. A date without a year cannot
/// do so for an event that is dated to the year.
fn is_comparable(stated: &TextDate, precision: Precision) -> bool {
    stated.precision() >= precision && (stated.has_year() || precision > Precision::Year)
}

/// Checks whether a date is neither approximate, uncertain nor open-ended.
fn is_definite(date: &Edtf) -> bool {
    !date.is_approximate() && !date.is_uncertain() && !date.is_open()
}

/// Returns the texts that a piece of evidence refers to, or `None` if it refers to a whole article, which can mention
/// any date.
fn evidence_words<'a>(site: &'a Site, index: &RecordIndex, evidence: &'a Evidence) -> Option<Vec<&'a str>> {
    let quote = evidence.quote.as_ref().map(|quote| quote.value.as_str());
    let article = index.find(Kind::Article, &evidence.article.value);
    let Some(text) = article.and_then(|article| site.record(article).text()) else {
        return Some(quote.into_iter().collect());
    };
    let cited: Passage = evidence.passage.as_ref()?.value;
    let passages = text.passages.iter().filter(|block| cited.covers(block.passage));
    Some(passages.map(|block| block.words.as_str()).collect())
}

/// Date found in the text of a piece of evidence.
struct StatedDate<'e> {
    evidence: &'e Evidence,
    text: String,
}

impl StatedDate<'_> {
    fn location(&self) -> String {
        let passage = self.evidence.passage.as_ref().map_or(String::new(), |passage| format!(", {}", passage.value));
        format!("`{}`{passage}", self.evidence.article.value)
    }
}

fn diagnostic(date: &Spanned<Edtf>, dates: &[StatedDate<'_>]) -> Diagnostic {
    let listed: Vec<String> =
        dates.iter().take(MAX_LISTED_DATES).map(|stated| format!("{} ({})", stated.text, stated.location())).collect();
    let more = if dates.len() > MAX_LISTED_DATES { " and other dates" } else { "" };
    let message = format!("the event is dated {}, but its evidence states {}{more}", date.value, listed.join(", "));
    let mut diagnostic = Diagnostic::new(&EVENT_DATE, date.span, message).label("differs from the evidence");
    if let Some(first) = dates.first() {
        diagnostic = diagnostic.related(first.evidence.span, "evidence");
    }
    diagnostic.help("correct the date, cite the passage that states it, or mark the date as uncertain with `?`")
}

#[cfg(test)]
mod tests {
    use crate::diagnose::Diagnostics;
    use crate::model::{Edtf, Kind};
    use crate::relate::relate;
    use crate::testkit::Sample;

    /// Returns the messages for an event of this date, with evidence in ¶1 of an available text and words quoted from a
    /// missing one.
    fn messages(date: &str, passage: &str, quote: &str) -> Vec<String> {
        let mut sample = Sample::new();
        sample.add(Kind::Article, "courier", "Courier").text(&[passage, "The bridge opened on May 2, 2031."]);
        sample.add(Kind::Article, "absent", "Absent");
        let event = sample.add(Kind::Event, "adopted", "Adopted").date(Edtf::parse(date).unwrap());
        event.claim("courier", "1");
        if !quote.is_empty() {
            event.evidence("absent", "3").quote(quote);
        }
        let (site, sources) = sample.finish();
        let mut diagnostics = Diagnostics::default();
        relate(&site, &sources, &mut diagnostics);
        let relevant = diagnostics.iter().filter(|diagnostic| diagnostic.rule.code == "event-date");
        relevant.map(|diagnostic| diagnostic.message.clone()).collect()
    }

    #[test]
    fn reports_date_missing_from_passages() {
        let expected = ["the event is dated 2031-03-15, but its evidence states March 14 (`courier`, ¶1)"];
        assert_eq!(messages("2031-03-15", "On March 14, the council voted; on March 14, it rained.", ""), expected);
        assert_eq!(messages("2031-04", "The council voted in March 2031.", "").len(), 1);
        assert_eq!(messages("2030", "The council voted in 2031, since late March.", "").len(), 1);
        assert_eq!(messages("2031-03-14/2031-03-16", "The council voted on May 2, 2031.", "").len(), 1);
    }

    #[test]
    fn accepts_date_found_in_one_passage() {
        for date in ["2031-03-14", "2031-05-02", "2031-03", "2031", "2031-03-10/2031-03-14"] {
            assert!(messages(date, "On March 14, the council voted again, as on 2 May 2031.", "").is_empty(), "{date}");
        }
        assert!(messages("2031-03-16", "The council voted on March 14.", "on March 16").is_empty());
    }

    #[test]
    fn ignores_coarser_dates_and_uncited_passages() {
        assert!(messages("2031-03-15", "In 2030 and in April, the council sat; 44 ferries ran.", "").is_empty());
        assert!(messages("2031-03-15", "The council voted.", "").is_empty(), "¶2 is not cited");
    }

    #[test]
    fn compares_quoted_words_if_text_is_missing() {
        let expected = ["the event is dated 2031-03-15, but its evidence states March 16 (`absent`, ¶3)"];
        assert_eq!(messages("2031-03-15", "The council voted.", "on March 16"), expected);
    }

    #[test]
    fn accepts_imprecise_event_dates() {
        for date in ["2031-03-15?", "2031-03-15~", "../2031-03-10", "2031-03-15/.."] {
            assert!(messages(date, "On May 14, the council voted.", "").is_empty(), "{date}");
        }
    }
}
