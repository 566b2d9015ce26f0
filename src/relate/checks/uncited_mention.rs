//! Rule `uncited-mention`: articles that mention an initiative without being cited on its page.

use super::text_mention_lookup::TextMentionLookup;
use crate::diagnose::{Diagnostic, Diagnostics, Rule, Severity};

pub(in crate::relate) static UNCITED_MENTION: Rule = Rule {
    code: "uncited-mention",
    severity: Severity::Note,
    what: "An article's text names an initiative whose page does not cite the article.",
    why: "The page may omit information from one of the sources.",
    wrong: "Three articles discuss the plan [@a; @b; @c].   # a fourth names it, too",
    right: "Four articles discuss the plan [@a; @b; @c; @d, ¶9].",
};

/// Reports such initiatives, once per article.
pub(in crate::relate) fn check(lookup: &TextMentionLookup<'_>, diagnostics: &mut Diagnostics) {
    for (article, _) in lookup.site.visible().filter(|(id, _)| lookup.index.is_canonical(*id)) {
        for mention in lookup.mentions_in(article).into_iter().flatten() {
            let record = lookup.site.record(mention.record);
            let cited =
                lookup.index.translations(mention.record).flat_map(|(_, id)| lookup.cited[id.0 as usize].iter());
            let is_cited = { cited }.any(|cited| lookup.index.canonical(cited.article) == article);
            if !record.kind().info().is_named_by_sources || is_cited {
                continue;
            }
            let passages: Vec<String> = mention.passages.iter().map(ToString::to_string).collect();
            let (id, passages) = (&lookup.site.record(article).id, crate::relate::join_with_and(&passages));
            let message = format!(
                "the text of `{id}` names `{}` in {passages}, but the page does not cite the article",
                record.id
            );
            let diagnostic = Diagnostic::new(&UNCITED_MENTION, record.title.span, message)
                .label("named in the text")
                .help(format!("cite the passage of `{id}` if it is relevant"));
            diagnostics.push(diagnostic);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::diagnose::Diagnostics;
    use crate::model::Kind;
    use crate::relate::relate;
    use crate::testkit::{Sample, remove_texts};

    #[test]
    fn reports_uncited_article_that_mentions_initiative() {
        let mut sample = Sample::new();
        sample.add(Kind::Article, "courier", "Courier").text(&["The Pact.", "The Plan.", "The Pact and the UN."]);
        sample.add(Kind::Initiative, "pact", "Pact");
        sample.add(Kind::Initiative, "plan", "Plan").body("It says so [@courier].");
        sample.add(Kind::Actor, "un", "UN");
        let (mut site, sources) = sample.finish();
        for _ in 0..2 {
            let mut diagnostics = Diagnostics::default();
            let relations = relate(&site, &sources, &mut diagnostics);
            let messages = diagnostics.iter().filter(|diagnostic| diagnostic.rule.code == "uncited-mention");
            let messages: Vec<&str> = messages.map(|diagnostic| diagnostic.message.as_str()).collect();
            assert_eq!(
                messages,
                ["the text of `courier` names `pact` in ¶1 and ¶3, but the page does not cite the article"]
            );
            site.lock = relations.lock;
            remove_texts(&mut site);
        }
    }
}
