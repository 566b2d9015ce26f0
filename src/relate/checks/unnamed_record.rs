//! Rule `unnamed-record`: records in front matter that no cited text mentions.

use super::text_mention_lookup::{LooseTexts, TextMentionLookup};
use crate::diagnose::{Diagnostic, Diagnostics, Rule, Severity};
use crate::model::{CitationRole, Kind, Record, RecordId};
use crate::relate::{ArticleRole, TextMention, front_matter_refs};
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
    let mut texts = LooseTexts::new(lookup);
    for (id, record) in lookup.site.visible().filter(|(id, _)| lookup.index.is_canonical(*id)) {
        if record.kind().info().is_named_by_sources {
            report_evidence(lookup, &mut texts, id, record, diagnostics);
        }
        report_named(lookup, &mut texts, id, record, diagnostics);
    }
}

fn report_evidence(
    lookup: &TextMentionLookup<'_>,
    loose: &mut LooseTexts<'_>,
    id: RecordId,
    record: &Record,
    diagnostics: &mut Diagnostics,
) {
    let mut seen = BTreeSet::new();
    let expected = front_matter_refs::evidence(record).filter(|evidence| evidence.role != CitationRole::Silent);
    for evidence in expected {
        let Some(article) = lookup
            .index
            .find(Kind::Article, &evidence.article.value)
            .filter(|&id_of_article| seen.insert(id_of_article))
        else {
            continue;
        };
        let is_unnamed = lookup.mentions_in(article).is_some_and(|mentions| !lookup.is_named(id, mentions));
        if is_unnamed && !loose.may_name(article, id) {
            let message = format!("the text of `{}` does not name `{}`", evidence.article.value, record.id);
            let diagnostic =
                Diagnostic::new(&UNNAMED_RECORD, evidence.article.span, message).label("not named in the text").help(
                    "add the name that the text uses to `names`; ignore this note if the text only describes \
                     the record",
                );
            diagnostics.push(diagnostic);
        }
    }
}

fn report_named(
    lookup: &TextMentionLookup<'_>,
    loose: &mut LooseTexts<'_>,
    id: RecordId,
    record: &Record,
    diagnostics: &mut Diagnostics,
) {
    let cited = lookup.cited[id.0 as usize].iter();
    let cited = cited.filter(|cited| !matches!(cited.role, ArticleRole::Silent | ArticleRole::Older));
    let texts: Option<Vec<(RecordId, &[TextMention])>> =
        cited.map(|cited| Some((cited.article, lookup.mentions_in(cited.article)?))).collect();
    let Some(texts) = texts.filter(|texts| !texts.is_empty()) else { return };
    for reference in record.id_refs() {
        let is_checked = matches!(reference.key, "actors" | "proposer" | "initiatives");
        let Some(to) = lookup.index.find(reference.kind, &reference.id.value).filter(|_| is_checked) else { continue };
        let is_named = texts.iter().any(|(_, mentions)| lookup.is_named(to, mentions));
        if !is_named && !texts.iter().any(|(article, _)| loose.may_name(*article, to)) {
            let message = format!(
                "no text that `{}` cites names the {} `{}`",
                record.id,
                reference.kind.as_str(),
                reference.id.value
            );
            let diagnostic =
                Diagnostic::new(&UNNAMED_RECORD, reference.id.span, message).label("not named in any of them").help(
                    "add the name that the texts use to the record's `names`, or cite the text that names the \
                       record",
                );
            diagnostics.push(diagnostic);
        }
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
