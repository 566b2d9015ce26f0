//! Support table: what each cited article does for a record. All displays of support are made from it.
//!
//! An article supports a record if it is evidence of one of its claims or of its status; without such evidence, if the
//! record's text cites it. Silent and disputing articles never count.
//!
//! [`RecordCoverage`] has the articles that do nothing for a record and could not: those that are older, and those that
//! report only a part of it.

use super::{CitationOccurrence, CitedArticle, CitingPart, RecordIndex, TextMention};
use crate::model::{CitationRole, Edtf, Kind, Record, RecordId, Site};
use crate::relate::per_record::Rows;
use jiff::civil::Date;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::sync::Arc;

/// Relation of a cited article to a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ArticleRole {
    /// It supports what the record says.
    Supports,
    /// It says the contrary.
    Disputes,
    /// It does not mention it.
    Silent,
    /// It does not mention it, since it is older.
    Older,
    /// It reports a part of it.
    Part,
    /// It is cited beside the evidence, or as background.
    Cited,
}

/// Checks whether an article that does this for a record, if anything, can be shown as older than the record: that it could
/// not report it is said of silence only.
pub fn is_excused(role: Option<ArticleRole>) -> bool {
    matches!(role, None | Some(ArticleRole::Silent | ArticleRole::Older))
}

impl ArticleRole {
    /// Returns its name in exports and templates.
    pub fn name(self) -> &'static str {
        match self {
            ArticleRole::Supports => "supports",
            ArticleRole::Disputes => "disputes",
            ArticleRole::Silent => "silent",
            ArticleRole::Older => "older",
            ArticleRole::Part => "part",
            ArticleRole::Cited => "cited",
        }
    }

    /// Returns its property in the Citation Typing Ontology.
    pub fn cito(self) -> &'static str {
        let role = match self {
            ArticleRole::Supports => CitationRole::Supports,
            ArticleRole::Disputes => CitationRole::Disputes,
            ArticleRole::Silent | ArticleRole::Older => CitationRole::Silent,
            ArticleRole::Cited | ArticleRole::Part => CitationRole::Context,
        };
        role.cito()
    }
}

/// Roles of a record's citations of one article, each with true for evidence.
#[derive(Clone, Debug, Default)]
pub(super) struct RoleSet(BTreeSet<(CitationRole, bool)>);

impl RoleSet {
    /// Adds a citation.
    pub(super) fn add(&mut self, occurrence: &CitationOccurrence) {
        self.0.insert((occurrence.role, is_evidence(occurrence)));
    }

    /// Returns the article's role; `has_evidence` is true if the record has supporting evidence, `is_older` if the article
    /// is older than the record.
    pub(super) fn role(&self, has_evidence: bool, is_older: bool) -> ArticleRole {
        let has = |role: CitationRole| self.0.contains(&(role, true)) || self.0.contains(&(role, false));
        if self.0.contains(&(CitationRole::Supports, has_evidence)) {
            ArticleRole::Supports
        } else if has(CitationRole::Disputes) {
            ArticleRole::Disputes
        } else if has(CitationRole::Silent) {
            if is_older { ArticleRole::Older } else { ArticleRole::Silent }
        } else {
            ArticleRole::Cited
        }
    }
}

/// Checks whether a record has supporting evidence from a shown article.
pub(super) fn has_evidence(citations: &[CitationOccurrence]) -> bool {
    let supports = |one: &CitationOccurrence| one.article.is_some() && one.role == CitationRole::Supports;
    citations.iter().any(|occurrence| is_evidence(occurrence) && supports(occurrence))
}

fn is_evidence(occurrence: &CitationOccurrence) -> bool {
    matches!(occurrence.part, CitingPart::Claim | CitingPart::Status)
}

/// Returns the supporting articles of each record, by record, in the order of `cited`.
pub(super) fn supporting_articles(cited: Rows<'_, CitedArticle>) -> Vec<Vec<RecordId>> {
    let of_record = |row: &Arc<[CitedArticle]>| {
        row.iter().filter(|cited| cited.role == ArticleRole::Supports).map(|cited| cited.article).collect()
    };
    cited.par_iter().map(of_record).collect()
}

/// Articles that do not support a record, with a reason.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecordCoverage {
    /// Number of shown articles that are older than the record and do nothing for it: they neither support nor dispute it, are
    /// not cited otherwise than as silent, and report no part of it.
    pub older: usize,
    /// Canonical articles that support a part of an initiative, and neither support, dispute nor name the initiative itself;
    /// sorted.
    pub in_part: Vec<RecordId>,
}

impl RecordCoverage {
    /// Returns what a cited article, given by its canonical record, does for the record: nothing is said twice of an article
    /// that reports a part.
    pub fn role_of(&self, article: RecordId, cited: ArticleRole) -> ArticleRole {
        if self.in_part.binary_search(&article).is_ok() { ArticleRole::Part } else { cited }
    }
}

/// Checks whether an article is older than an event or initiative, so that it could not report it: its latest possible day
/// lies before the record's earliest one. False if either date is approximate, uncertain, open or missing.
pub fn is_older(article: &Record, than: &Record) -> bool {
    definite_date(article).and_then(Edtf::latest).zip(earliest_day(than)).is_some_and(|(latest, day)| latest < day)
}

fn earliest_day(record: &Record) -> Option<Date> {
    let has_date = matches!(record.kind(), Kind::Event | Kind::Initiative);
    definite_date(record).filter(|_| has_date)?.earliest()
}

fn definite_date(record: &Record) -> Option<&Edtf> {
    let date = &record.date()?.value;
    (!date.is_approximate() && !date.is_uncertain() && !date.is_open()).then_some(date)
}

/// Input of [`coverage`]: rows by record.
pub(super) struct CoverageInput<'a> {
    pub(super) site: &'a Site,
    pub(super) index: &'a RecordIndex,
    pub(super) supporting: Rows<'a, RecordId>,
    pub(super) cited: Rows<'a, CitedArticle>,
    pub(super) named_in: Rows<'a, TextMention>,
    pub(super) parts: Rows<'a, RecordId>,
}

/// Returns the coverage of each record, by record.
pub(super) fn coverage(input: &CoverageInput<'_>) -> Vec<RecordCoverage> {
    let CoverageInput { site, index, .. } = input;
    let articles = site.visible().filter(|(id, record)| record.kind() == Kind::Article && index.is_canonical(*id));
    let mut days: Vec<Date> =
        articles.filter_map(|(_, article)| definite_date(article).and_then(Edtf::latest)).collect();
    days.sort_unstable();
    let records: Vec<(RecordId, &Record)> = site.all().collect();
    records.par_iter().map(|(id, record)| input.of_record(*id, record, &days)).collect()
}

impl CoverageInput<'_> {
    fn of_record(&self, id: RecordId, record: &Record, days: &[Date]) -> RecordCoverage {
        let in_part = self.in_part(id, record);
        let older = earliest_day(record).map_or(0, |day| {
            let with_role = self.cited[id.0 as usize].iter().filter(|cited| !is_excused(Some(cited.role)));
            let with_role = with_role.map(|cited| self.index.canonical(cited.article));
            let mut active: BTreeSet<RecordId> = with_role.chain(in_part.iter().copied()).collect();
            active.retain(|article| is_older(self.site.record(*article), record));
            days.partition_point(|latest| *latest < day).saturating_sub(active.len())
        });
        RecordCoverage { older, in_part }
    }

    /// Returns the canonical articles that support a record.
    fn supporters(&self, id: RecordId) -> BTreeSet<RecordId> {
        self.supporting[id.0 as usize].iter().map(|article| self.index.canonical(*article)).collect()
    }

    fn in_part(&self, id: RecordId, record: &Record) -> Vec<RecordId> {
        let parts = &self.parts[id.0 as usize];
        if parts.is_empty() || record.kind() != Kind::Initiative {
            return Vec::new();
        }
        let named: BTreeSet<RecordId> = self.named_in[id.0 as usize].iter().map(|mention| mention.record).collect();
        let mut in_part: BTreeSet<RecordId> = parts.iter().flat_map(|part| self.supporters(*part)).collect();
        let cited = self.cited[id.0 as usize].iter();
        let of_whole = cited.filter(|cited| matches!(cited.role, ArticleRole::Supports | ArticleRole::Disputes));
        let of_whole: BTreeSet<RecordId> = of_whole.map(|cited| self.index.canonical(cited.article)).collect();
        in_part.retain(|article| !of_whole.contains(article) && !named.contains(article));
        in_part.into_iter().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnose::Diagnostics;
    use crate::model::Kind;
    use crate::relate::relate;
    use crate::testkit::Sample;

    fn roles(sample: Sample, id: &str) -> Vec<(String, &'static str)> {
        let (site, sources) = sample.finish();
        let relations = relate(&site, &sources, &mut Diagnostics::default());
        let record = relations.index.find(Kind::Event, id).unwrap();
        let cited = relations.cited[record.0 as usize].iter();
        let roles: Vec<_> = cited.map(|cited| (site.record(cited.article).id.to_string(), cited.role.name())).collect();
        let supporting = relations.supporting_articles.row(record).iter();
        let supporting: Vec<_> = supporting.map(|&article| (site.record(article).id.to_string(), "supports")).collect();
        assert_eq!(roles.iter().filter(|(_, role)| *role == "supports").cloned().collect::<Vec<_>>(), supporting);
        roles
    }

    fn sample() -> Sample {
        let mut sample = Sample::new();
        for id in ["a", "b", "c"] {
            sample.add(Kind::Article, id, id);
        }
        sample
    }

    fn named(roles: &[(&str, &'static str)]) -> Vec<(String, &'static str)> {
        roles.iter().map(|(id, role)| ((*id).to_owned(), *role)).collect()
    }

    #[test]
    fn prefers_evidence_to_other_citations() {
        let mut with_evidence = sample();
        with_evidence.add(Kind::Event, "held", "Held").claim("a", "7").body("Only one [@a, ¶7], not [@b].");
        assert_eq!(roles(with_evidence, "held"), named(&[("a", "supports"), ("b", "cited")]));
        let mut cited = sample();
        cited.add(Kind::Event, "held", "Held").body("Both [@a; @b].");
        assert_eq!(roles(cited, "held"), named(&[("a", "supports"), ("b", "supports")]));
    }

    #[test]
    fn silent_and_disputing_articles_do_not_support() {
        let mut sample = sample();
        let event = sample.add(Kind::Event, "held", "Held");
        event.claim("a", "7").evidence("b", "").role(CitationRole::Silent);
        event.evidence("c", "1").role(CitationRole::Disputes);
        assert_eq!(roles(sample, "held"), named(&[("a", "supports"), ("b", "silent"), ("c", "disputes")]));
    }

    #[test]
    fn only_definite_dates_make_an_article_older() {
        for (event, article, role) in [
            ("2031-03-14", "2031-03-13", "older"),
            ("2031-03-14", "2031-03-14", "silent"),
            ("2031-03-14", "2031-02", "older"),
            ("2031-03-14", "2031-03", "silent"),
            ("2031-03", "2031-02-28", "older"),
            ("../2031-03-14", "2031-02-28", "silent"),
            ("2031-03-14~", "2031-02-28", "silent"),
            ("2031-03-14", "2031-02-28?", "silent"),
            ("2031-03-14/2031-03-20", "2031-03-13", "older"),
            ("2031-03-14", "", "silent"),
        ] {
            let mut sample = Sample::new();
            let record = sample.add(Kind::Article, "a", "A");
            if let Ok(date) = Edtf::parse(article) {
                record.date(date);
            }
            let held = sample.add(Kind::Event, "held", "Held").date(Edtf::parse(event).unwrap());
            held.claim("a", "1").role(CitationRole::Silent);
            assert_eq!(roles(sample, "held"), named(&[("a", role)]), "{event} {article}");
        }
    }

    #[test]
    fn counts_older_articles_and_finds_those_that_report_a_part() {
        let mut sample = Sample::new();
        for (id, date) in [("a", "2031-03-01"), ("b", "2031-03-02"), ("c", "2031-04-01"), ("d", "2031-04-02")] {
            sample.add(Kind::Article, id, id).date(Edtf::parse(date).unwrap());
        }
        let whole = sample.add(Kind::Initiative, "whole", "Whole").date(Edtf::parse("2031-03-14").unwrap());
        whole.claim("b", "1").evidence("c", "1");
        sample.add(Kind::Initiative, "part", "Part").ids("part_of", &["whole"]).claim("c", "1").evidence("d", "1");
        let (site, sources) = sample.finish();
        let relations = relate(&site, &sources, &mut Diagnostics::default());
        let whole = relations.index.find(Kind::Initiative, "whole").unwrap();
        let coverage = &relations.coverage[whole.0 as usize];
        let in_part: Vec<&str> = coverage.in_part.iter().map(|article| &*site.record(*article).id).collect();
        assert_eq!((coverage.older, in_part), (1, vec!["d"]), "`b` is older and supports it all the same");
    }

    #[test]
    fn articles_with_a_role_other_than_silence_are_not_older() {
        let mut sample = Sample::new();
        for id in ["cited", "disputes", "part", "plain", "silent"] {
            sample.add(Kind::Article, id, id).date(Edtf::parse("2031-01-02").unwrap());
        }
        let whole = sample.add(Kind::Initiative, "whole", "Whole").date(Edtf::parse("2031-03-14").unwrap());
        whole.claim("silent", "").role(CitationRole::Silent).evidence("disputes", "").role(CitationRole::Disputes);
        whole.evidence("cited", "").role(CitationRole::Context).evidence("part", "").role(CitationRole::Silent);
        let part = sample.add(Kind::Initiative, "part", "Part").ids("part_of", &["whole"]);
        part.claim("part", "").evidence("disputes", "");
        let (site, sources) = sample.finish();
        let relations = relate(&site, &sources, &mut Diagnostics::default());
        let whole = relations.index.find(Kind::Initiative, "whole").unwrap();
        let coverage = &relations.coverage[whole.0 as usize];
        assert_eq!(coverage.older, 2, "`plain` and `silent`");
        let roles = relations.cited.row(whole).iter().map(|cited| coverage.role_of(cited.article, cited.role).name());
        assert_eq!(roles.collect::<Vec<_>>(), ["cited", "disputes", "part", "older"]);
    }

    #[test]
    fn silence_alone_leaves_the_text_as_support() {
        let mut sample = sample();
        let event = sample.add(Kind::Event, "held", "Held");
        event.claim("b", "1").role(CitationRole::Silent).body("It was held [@a].");
        assert_eq!(roles(sample, "held"), named(&[("a", "supports"), ("b", "silent")]));
    }
}
