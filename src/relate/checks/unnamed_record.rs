//! Rule `unnamed-record`: records in front matter that no cited text mentions.

use super::text_mention_lookup::{LooseTexts, TextMentionLookup};
use crate::diagnose::{Diagnostic, Diagnostics, Rule, Severity};
use crate::model::{CitationRole, Kind, Record, RecordId};
use crate::relate::{ArticleRole, TextMention, front_matter_refs};
use crate::span::Span;
use std::collections::BTreeSet;

pub(in crate::relate) static UNNAMED_RECORD: Rule = Rule {
    code: "unnamed-record",
    severity: Severity::Note,
    what: "Front matter refers to a record that none of the cited texts names.",
    why: "Either the text uses a name that the record does not list, or the reference is wrong.",
    wrong: "actors = [\"united-harbours\"]   # the cited text says \"the League\"",
    right: "names = [\"the League\"]        # in content/actors/united-harbours.md",
};

/// Reports initiatives missing from a text that they have as evidence, and actors and initiatives in front matter
/// missing from all cited texts. Topics are skipped: a text about a topic need not name it.
pub(in crate::relate) fn check(lookup: &TextMentionLookup<'_>, diagnostics: &mut Diagnostics) {
    let mut check = NameCheck { lookup, loose: LooseTexts::new(lookup), diagnostics };
    for (id, record) in lookup.site.visible().filter(|(id, _)| lookup.index.is_canonical(*id)) {
        if record.kind().info().is_named_by_sources {
            check.evidence(id, record);
        }
        check.references(id, record);
    }
}

/// Text of an article, with the records that it mentions.
type MentioningText<'a> = (RecordId, &'a [TextMention]);

/// Check of the records that should be named.
struct NameCheck<'a, 'd> {
    lookup: &'d TextMentionLookup<'a>,
    loose: LooseTexts<'a>,
    diagnostics: &'d mut Diagnostics,
}

impl<'a> NameCheck<'a, '_> {
    fn evidence(&mut self, id: RecordId, record: &Record) {
        let mut seen = BTreeSet::new();
        let expected = front_matter_refs::evidence(record).filter(|evidence| evidence.role != CitationRole::Silent);
        for evidence in expected {
            let article = self.lookup.index.find(Kind::Article, &evidence.article.value);
            let Some(text) = article.filter(|article| seen.insert(*article)).and_then(|article| self.text(article))
            else {
                continue;
            };
            if !self.is_named(id, &[text]) {
                let message = format!("the text of `{}` does not name `{}`", evidence.article.value, record.id);
                let help = "add the name that the text uses to `names`; ignore this note if the text only describes \
                            the record";
                self.report(evidence.article.span, message, "not named in the text", help);
            }
        }
    }

    fn references(&mut self, id: RecordId, record: &Record) {
        let cited = self.lookup.cited[id.0 as usize].iter();
        let cited = cited.filter(|cited| !matches!(cited.role, ArticleRole::Silent | ArticleRole::Older));
        let texts: Option<Vec<MentioningText<'_>>> = cited.map(|cited| self.text(cited.article)).collect();
        let Some(texts) = texts.filter(|texts| !texts.is_empty()) else { return };
        for reference in record.id_refs() {
            let is_checked = matches!(reference.key, "actors" | "proposer" | "initiatives");
            let to = self.lookup.index.find(reference.kind, &reference.id.value).filter(|_| is_checked);
            if to.is_some_and(|to| !self.is_named(to, &texts)) {
                let kind = reference.kind.as_str();
                let message = format!("no text that `{}` cites names the {kind} `{}`", record.id, reference.id.value);
                let help = "add the name that the texts use to the record's `names`, or cite the text that names the \
                            record";
                self.report(reference.id.span, message, "not named in any of them", help);
            }
        }
    }

    fn text(&self, article: RecordId) -> Option<MentioningText<'a>> {
        Some((article, self.lookup.mentions_in(article)?))
    }

    /// Checks whether one of the texts names a record, or may name it in a form that the matcher does not know.
    fn is_named(&mut self, record: RecordId, texts: &[MentioningText<'_>]) -> bool {
        texts.iter().any(|(_, mentions)| self.lookup.is_named(record, mentions))
            || texts.iter().any(|(article, _)| self.loose.may_name(*article, record))
    }

    fn report(&mut self, span: Span, message: String, label: &str, help: &str) {
        self.diagnostics.push(Diagnostic::new(&UNNAMED_RECORD, span, message).label(label).help(help));
    }
}

#[cfg(test)]
mod tests {
    use crate::diagnose::Diagnostics;
    use crate::model::{CitationRole, Kind};
    use crate::relate::relate;
    use crate::testkit::Sample;

    #[test]
    fn reports_records_missing_from_cited_texts() {
        let mut sample = Sample::new();
        sample.add(Kind::Article, "courier", "Courier").text(&["The League's Pact and the Harbour Board Charter."]);
        sample.add(Kind::Article, "unread", "Unread");
        sample.add(Kind::Actor, "league", "United Harbours");
        sample.add(Kind::Actor, "board", "Harbour Board");
        sample.add(Kind::Initiative, "pact", "Pact").ids("actors", &["league", "board"]).claim("courier", "1");
        sample.add(Kind::Initiative, "charter", "Harbour Board Charter").claim("courier", "1").claim("unread", "1");
        sample.add(Kind::Initiative, "plan", "Bridge plan").claim("courier", "1").claim("courier", "1");
        sample.add(Kind::Event, "held", "Held").ids("initiatives", &["plan"]).claim("courier", "1");
        sample.add(Kind::Event, "open", "Open").ids("initiatives", &["plan"]).claim("courier", "1").body("[@unread]");
        sample
            .add(Kind::Initiative, "fund", "Fund")
            .ids("actors", &["league"])
            .claim("courier", "1")
            .role(CitationRole::Silent);
        let (site, sources) = sample.finish();
        let mut diagnostics = Diagnostics::default();
        relate(&site, &sources, &mut diagnostics);
        let messages: Vec<&str> = diagnostics
            .iter()
            .filter(|diagnostic| diagnostic.rule.code == "unnamed-record")
            .map(|diagnostic| diagnostic.message.as_str())
            .collect();
        let expected = [
            "no text that `held` cites names the initiative `plan`",
            "no text that `pact` cites names the actor `league`",
            "the text of `courier` does not name `plan`",
        ];
        assert_eq!(messages, expected);
    }
}
