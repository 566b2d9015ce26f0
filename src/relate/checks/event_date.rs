//! Events whose date is none of those that their evidence states.
//!
//! Asked are the passages that the evidence of the event's claims names, where their text is at hand, and the words that
//! it quotes. Only dates at least as precise as the event's count, and one that agrees is enough: a passage tells of more
//! than one day. A date marked as approximate or uncertain, or open at one end, claims too little to be wrong. Whether
//! `as_of` agrees is not asked: it is the day for which a claim holds, not that of the event.

use crate::diagnose::{Diagnostic, Diagnostics, Rule, Severity};
use crate::model::date::{Precision, TextDate, find_text_dates};
use crate::model::{Edtf, Evidence, Kind, Passage, Record, RecordId, Site};
use crate::relate::RecordIndex;
use crate::span::Spanned;
use rayon::prelude::*;

/// How many of the stated dates a finding tells.
const MAX_LISTED_DATES: usize = 3;

/// See its own words.
pub(in crate::relate) static EVENT_DATE: Rule = Rule {
    code: "event-date",
    severity: Severity::Warning,
    what: "The passages that an event rests on state dates, and none of them agrees with the event's.",
    why: "The timeline would place the event on a day that its sources do not give.",
    wrong: "date = \"2031-03-15\"   # the passage: on March 14, the council voted",
    right: "date = \"2031-03-14\"   # or, where the day is inferred from something else: \"2031-03-15?\"",
};

/// Reports events with a date that none of their evidence states.
pub(in crate::relate) fn check(site: &Site, index: &RecordIndex, found: &mut Diagnostics) {
    let events: Vec<(RecordId, &Record)> =
        site.visible().filter(|(id, record)| record.kind() == Kind::Event && index.canonical(*id) == *id).collect();
    let findings: Vec<Diagnostic> =
        events.par_iter().filter_map(|(_, event)| check_event(site, index, event)).collect();
    for finding in findings {
        found.push(finding);
    }
}

fn check_event(site: &Site, index: &RecordIndex, event: &Record) -> Option<Diagnostic> {
    let date = event.date().filter(|date| is_definite(&date.value))?;
    let precision = date.value.precision()?;
    let mut told: Vec<StatedDate<'_>> = Vec::new();
    for evidence in event.claims().iter().flat_map(|claim| &claim.evidence) {
        for words in evidence_words(site, index, evidence)? {
            for stated in find_text_dates(words).into_iter().filter(|stated| is_comparable(stated, precision)) {
                if stated.is_compatible(&date.value) {
                    return None;
                }
                let new = StatedDate { evidence, words: words[stated.range].to_owned() };
                if !told.iter().any(|old| old.location() == new.location() && old.words == new.words) {
                    told.push(new);
                }
            }
        }
    }
    (!told.is_empty()).then(|| diagnostic(date, &told))
}

/// Whether a stated date is precise enough to agree or disagree; nothing without a year tells which year it was.
fn is_comparable(stated: &TextDate, precision: Precision) -> bool {
    stated.precision() >= precision && (stated.has_year() || precision > Precision::Year)
}

/// Whether a date says for sure when it was.
fn is_definite(date: &Edtf) -> bool {
    !date.is_approximate() && !date.is_uncertain() && !date.is_open()
}

/// The words that a piece of evidence points to; nothing where it points to a whole article, which may state any date.
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

/// A date that a piece of evidence states.
struct StatedDate<'e> {
    evidence: &'e Evidence,
    words: String,
}

impl StatedDate<'_> {
    fn location(&self) -> String {
        let passage = self.evidence.passage.as_ref().map_or(String::new(), |passage| format!(", {}", passage.value));
        format!("`{}`{passage}", self.evidence.article.value)
    }
}

fn diagnostic(date: &Spanned<Edtf>, told: &[StatedDate<'_>]) -> Diagnostic {
    let says: Vec<String> =
        told.iter().take(MAX_LISTED_DATES).map(|one| format!("{} ({})", one.words, one.location())).collect();
    let more = if told.len() > MAX_LISTED_DATES { " and other days" } else { "" };
    let message = format!("the event is dated {}, and its evidence says {}{more}", date.value, says.join(", "));
    let mut finding = Diagnostic::new(&EVENT_DATE, date.span, message).label("not what the evidence says");
    if let Some(first) = told.first() {
        finding = finding.related(first.evidence.span, "the evidence");
    }
    finding.help("correct the date, cite the passage that states it, or mark the date as uncertain with `?`")
}

#[cfg(test)]
mod tests {
    use crate::diagnose::Diagnostics;
    use crate::model::{Edtf, Kind};
    use crate::relate::relate;
    use crate::relate::sample::Sample;

    /// The messages about an event of this date with evidence in ¶1 of a text, and quoted words of an absent one.
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
        let mut found = Diagnostics::default();
        relate(&site, &sources, &mut found);
        let own = found.iter().filter(|finding| finding.rule.code == "event-date");
        own.map(|finding| finding.message.clone()).collect()
    }

    #[test]
    fn reports_a_date_that_no_passage_states() {
        let expected = ["the event is dated 2031-03-15, and its evidence says March 14 (`courier`, ¶1)"];
        assert_eq!(messages("2031-03-15", "On March 14, the council voted; on March 14, it rained.", ""), expected);
        assert_eq!(messages("2031-04", "The council voted in March 2031.", "").len(), 1);
        assert_eq!(messages("2030", "The council voted in 2031, since late March.", "").len(), 1);
        assert_eq!(messages("2031-03-14/2031-03-16", "The council voted on May 2, 2031.", "").len(), 1);
    }

    #[test]
    fn one_date_that_agrees_is_enough() {
        for date in ["2031-03-14", "2031-05-02", "2031-03", "2031", "2031-03-10/2031-03-14"] {
            assert!(messages(date, "On March 14, the council voted again, as on 2 May 2031.", "").is_empty(), "{date}");
        }
        assert!(messages("2031-03-16", "The council voted on March 14.", "on March 16").is_empty());
    }

    #[test]
    fn coarser_dates_and_other_passages_state_nothing() {
        assert!(messages("2031-03-15", "In 2030 and in April, the council sat; 44 ferries ran.", "").is_empty());
        assert!(messages("2031-03-15", "The council voted.", "").is_empty(), "¶2 is not cited");
    }

    #[test]
    fn asks_quoted_words_where_the_text_is_absent() {
        let expected = ["the event is dated 2031-03-15, and its evidence says March 16 (`absent`, ¶3)"];
        assert_eq!(messages("2031-03-15", "The council voted.", "on March 16"), expected);
    }

    #[test]
    fn a_date_that_claims_little_is_not_wrong() {
        for date in ["2031-03-15?", "2031-03-15~", "../2031-03-10", "2031-03-15/.."] {
            assert!(messages(date, "On May 14, the council voted.", "").is_empty(), "{date}");
        }
    }
}
