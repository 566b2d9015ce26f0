//! Rule `lifted-sentence`: a sentence with a citation that points at its own page, and is shown on the article's page, too.

use crate::diagnose::{Diagnostic, Diagnostics, Rule, Severity};
use crate::model::{Kind, Record};
use crate::relate::CitationOccurrence;
use crate::span::Sources;

pub(in crate::relate) static LIFTED_SENTENCE: Rule = Rule {
    code: "lifted-sentence",
    severity: Severity::Note,
    what: "A sentence with a citation has words that point at its page or its neighbours, such as \"this article\".",
    why: "The page of the cited article shows the sentence alone, where the words mean something else.",
    wrong: "Only this article names the toll [@courier-2031, ¶4].",
    right: "Only the Courier names the toll [@courier-2031, ¶4].",
};

/// Pointing words, in lower case.
const POINTERS: [&str; 12] = [
    "this article",
    "this page",
    "the former",
    "the latter",
    "see above",
    "mentioned above",
    "see below",
    "dieser artikel",
    "diese seite",
    "cet article",
    "本文",
    "本页",
];

/// Reports such sentences of a record, each once.
pub(in crate::relate) fn check_record(
    sources: &Sources,
    record: &Record,
    citations: &[CitationOccurrence],
    diagnostics: &mut Diagnostics,
) {
    if record.kind() == Kind::Index || pointer_in(&sources.get(record.file).text).is_none() {
        return;
    }
    let mut reported = String::new();
    for citation in citations.iter().filter(|citation| citation.passage.is_some()) {
        let Some((span, sentence)) = citation.span_and_sentence(record) else { continue };
        let Some(pointer) = pointer_in(&sentence).filter(|_| sentence != reported) else { continue };
        let message = format!("`{pointer}` means something else on the article's page");
        let diagnostic = Diagnostic::new(&LIFTED_SENTENCE, span, message);
        let label = "the sentence around this citation is shown there";
        diagnostics.push(diagnostic.label(label).help("name what the words point at"));
        reported = sentence;
    }
}

fn pointer_in(text: &str) -> Option<&'static str> {
    let text = text.to_lowercase();
    POINTERS.into_iter().find(|pointer| text.contains(pointer))
}

#[cfg(test)]
mod tests {
    use crate::diagnose::Diagnostics;
    use crate::model::Kind;
    use crate::relate::relate;
    use crate::testkit::Sample;
    use std::collections::BTreeSet;

    #[test]
    fn reports_sentences_that_point_at_their_page() {
        let mut sample = Sample::new();
        sample.add(Kind::Article, "a", "A").text(&["One."]);
        sample.add(Kind::Page, "one", "One").body("Only this article names it [@a, ¶1]. The latter is new [@a].");
        sample.add(Kind::Page, "two", "Two").body("Only the Courier names it [@a, ¶1].");
        sample
            .add(Kind::Page, "three", "Three")
            .body("Its toll is new, see above [@a, ¶1]. Of the two, the former is old.");
        sample
            .add(Kind::Topic, "four", "Four")
            .body("Two agree, and the latter names it. This page knows it [@a, ¶1].");
        sample.add(Kind::Event, "five", "Five").body("本文还有数字 [@a, ¶1]。");
        let (site, sources) = sample.finish();
        let mut diagnostics = Diagnostics::default();
        relate(&site, &sources, &mut diagnostics);
        let messages = diagnostics.iter().filter(|diagnostic| diagnostic.rule.code == "lifted-sentence");
        let messages: Vec<&str> = messages.map(|diagnostic| diagnostic.message.as_str()).collect();
        let expected = ["本文", "this article", "see above", "this page"];
        let expected = expected.map(|words| format!("`{words}` means something else on the article's page"));
        assert_eq!(messages.into_iter().collect::<BTreeSet<_>>(), expected.iter().map(String::as_str).collect());
    }
}
