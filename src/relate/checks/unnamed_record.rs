//! Records that front matter brings together with a text in which no name of theirs stands.

use super::text_mention_lookup::TextMentionLookup;
use crate::diagnose::{Diagnostic, Diagnostics, Rule, Severity};
use crate::model::{Kind, Record, RecordId};
use crate::relate::{TextMention, front_matter_refs};
use std::collections::BTreeSet;

/// See its own words.
pub(in crate::relate) static UNNAMED_RECORD: Rule = Rule {
    code: "unnamed-record",
    severity: Severity::Note,
    what: "Front matter names a record, or evidence for one, and the texts that are cited do not name it.",
    why: "Either the text uses a name that the record does not know, or the record does not belong there.",
    wrong: "actors = [\"united-harbours\"]   # the cited text says \"the League\"",
    right: "names = [\"the League\"]        # in content/actors/united-harbours.md",
};

/// Reports initiatives that a text they have as evidence does not name, and actors and initiatives in front matter that
/// no cited text names. Topics are left alone: what a text argues about, it need not name.
pub(in crate::relate) fn check(known: &TextMentionLookup<'_>, found: &mut Diagnostics) {
    for (id, record) in known.site.visible().filter(|(id, _)| known.index.canonical(*id) == *id) {
        if record.kind() == Kind::Initiative {
            report_evidence(known, id, record, found);
        }
        if matches!(record.kind(), Kind::Initiative | Kind::Event) {
            report_named(known, id, record, found);
        }
    }
}

fn report_evidence(known: &TextMentionLookup<'_>, id: RecordId, record: &Record, found: &mut Diagnostics) {
    let mut seen = BTreeSet::new();
    for evidence in front_matter_refs::evidence(record) {
        let Some(article) = known.index.find(Kind::Article, &evidence.article.value).filter(|&one| seen.insert(one))
        else {
            continue;
        };
        if known.mentions_in(article).is_some_and(|mentions| !known.is_named(id, mentions)) {
            let message = format!("the text of `{}` does not name `{}`", evidence.article.value, record.id);
            let finding = Diagnostic::new(&UNNAMED_RECORD, evidence.article.span, message)
                .label("no name of it stands there")
                .help(
                    "add the name that the text uses to `names`, or leave it as it is when the text only describes it",
                );
            found.push(finding);
        }
    }
}

fn report_named(known: &TextMentionLookup<'_>, id: RecordId, record: &Record, found: &mut Diagnostics) {
    let cited = known.cited[id.0 as usize].iter();
    let texts: Option<Vec<&[TextMention]>> = cited.map(|cited| known.mentions_in(cited.article)).collect();
    let Some(texts) = texts.filter(|texts| !texts.is_empty()) else { return };
    for named in front_matter_refs::front_matter_refs(record) {
        let is_asked = matches!(named.key, "actors" | "proposer" | "initiatives");
        let Some(to) = known.index.find(named.kind, &named.id.value).filter(|_| is_asked) else { continue };
        if !texts.iter().any(|mentions| known.is_named(to, mentions)) {
            let message =
                format!("no text that `{}` cites names the {} `{}`", record.id, named.kind.as_str(), named.id.value);
            let finding = Diagnostic::new(&UNNAMED_RECORD, named.id.span, message)
                .label("not named there")
                .help("add the name that the texts use to the record's `names`, or cite the text that names it");
            found.push(finding);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::diagnose::Diagnostics;
    use crate::model::Kind;
    use crate::relate::relate;
    use crate::relate::sample::Sample;

    #[test]
    fn reports_records_that_no_cited_text_names() {
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
        let (site, sources) = sample.finish();
        let mut found = Diagnostics::default();
        relate(&site, &sources, &mut found);
        let messages: Vec<&str> = found
            .iter()
            .filter(|finding| finding.rule.code == "unnamed-record")
            .map(|finding| finding.message.as_str())
            .collect();
        let expected = [
            "no text that `held` cites names the initiative `plan`",
            "no text that `pact` cites names the actor `league`",
            "the text of `courier` does not name `plan`",
        ];
        assert_eq!(messages, expected);
    }
}
