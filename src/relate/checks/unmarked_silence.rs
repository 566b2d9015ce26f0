//! Rule `unmarked-silence`: a sentence that says what an article does not say, beside a citation that counts as support.

use crate::diagnose::{Diagnostic, Diagnostics, Rule, Severity};
use crate::model::{CitationRole, Record};
use crate::relate::CitationOccurrence;
use crate::span::Sources;

pub(in crate::relate) static UNMARKED_SILENCE: Rule = Rule {
    code: "unmarked-silence",
    severity: Severity::Note,
    what: "A sentence says that an article does not mention something, and its citation has no role.",
    why: "A citation without a role counts as support, even if it proves that the article is silent.",
    wrong: "The Courier does not mention the toll [@courier-2031].",
    right: "The Courier does not mention the toll [@courier-2031]{.silent}.",
};

/// Phrases of silence, in lower case, in the languages of the shipped themes and their neighbours.
const PHRASES: [&str; 32] = [
    "does not mention",
    "do not mention",
    "doesn't mention",
    "did not mention",
    "does not name",
    "do not name",
    "does not say",
    "do not say",
    "makes no mention",
    "is silent on",
    "don't mention",
    "didn't mention",
    "doesn't name",
    "doesn't say",
    "says nothing about",
    "say nothing about",
    "said nothing about",
    "erwähnt nicht",
    "sagt nichts über",
    "schweigt",
    "ne mentionne pas",
    "n'en parle pas",
    "ne parle pas de",
    "ne dit rien",
    "no menciona",
    "未提及",
    "未提到",
    "没有提到",
    "没有提及",
    "没提到",
    "言及していない",
    "언급하지 않",
];

/// Words of silence with others between them, in one clause.
const PAIRS: [(&str, &str); 3] = [("erwähnt ", " nicht"), ("erwähnen ", " nicht"), ("mentions ", " nowhere")];

/// Reports each such sentence of a record once, at its first citation.
pub(in crate::relate) fn check_record(
    sources: &Sources,
    record: &Record,
    citations: &[CitationOccurrence],
    diagnostics: &mut Diagnostics,
) {
    // The file is searched before its sentences are looked at.
    if record.references.is_empty() || !is_silence(&sources.get(record.file).text) {
        return;
    }
    let mut reported = String::new();
    for citation in citations.iter().filter(|citation| citation.role == CitationRole::Supports) {
        let Some((span, sentence)) = citation.span_and_sentence(record) else { continue };
        let written = sources.text(span);
        // An explicit role is deliberate.
        let has_role = written.ends_with('}');
        if !has_role && is_silence(&sentence) && sentence != reported {
            let message = "this sentence speaks of silence, but the citation counts as support";
            let help =
                format!("write `{written}{{.silent}}` if the article is the silent one, else `{written}{{.supports}}`");
            diagnostics.push(Diagnostic::new(&UNMARKED_SILENCE, span, message).label("counts as support").help(help));
            reported = sentence;
        }
    }
}

fn is_silence(text: &str) -> bool {
    let text = text.to_lowercase().replace('’', "'");
    let has_pair = |(first, last): &(&str, &str)| {
        text.split(first)
            .skip(1)
            .any(|rest| rest.split(['.', ',', ';', '\n']).next().is_some_and(|rest| ends_in(rest, last)))
    };
    PHRASES.iter().any(|phrase| text.contains(phrase)) || PAIRS.iter().any(has_pair)
}

/// Checks whether a word is in a clause, as a whole.
fn ends_in(clause: &str, word: &str) -> bool {
    clause.match_indices(word).any(|(at, _)| !clause[at + word.len()..].starts_with(char::is_alphanumeric))
}

#[cfg(test)]
mod tests {
    use super::is_silence;
    use crate::diagnose::Diagnostics;
    use crate::model::Kind;
    use crate::relate::relate;
    use crate::testkit::Sample;

    #[test]
    fn knows_silence_in_several_languages() {
        for text in [
            "It doesn’t mention it",
            "Er erwähnt den Plan nicht",
            "没有提及此事",
            "Il n’en parle pas",
            "It says nothing about it",
        ] {
            assert!(is_silence(text), "{text}");
        }
        for text in ["Er erwähnt den Plan, nicht aber die Maut", "It mentions it"] {
            assert!(!is_silence(text), "{text}");
        }
    }

    #[test]
    fn proposes_role_for_plain_citations_only() {
        let mut sample = Sample::new();
        sample.add(Kind::Article, "a", "A");
        sample.add(Kind::Page, "one", "One").body("It does not mention the toll [@a] [@a]. It is new [@a].");
        sample.add(Kind::Page, "two", "Two").body("The toll is new [@a].");
        let (site, sources) = sample.finish();
        let mut diagnostics = Diagnostics::default();
        relate(&site, &sources, &mut diagnostics);
        let helps = diagnostics.iter().filter(|diagnostic| diagnostic.rule.code == "unmarked-silence");
        let helps: Vec<&str> = helps.filter_map(|diagnostic| diagnostic.help.as_deref()).collect();
        assert_eq!(helps, ["write `[@a]{.silent}` if the article is the silent one, else `[@a]{.supports}`"]);
    }
}
