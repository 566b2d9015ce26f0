//! Initiatives that a text names and whose page does not cite it.

use super::text_mention_lookup::TextMentionLookup;
use crate::diagnose::{Diagnostic, Diagnostics, Rule, Severity};
use crate::model::Kind;

/// See its own words.
pub(in crate::relate) static UNCITED_MENTION: Rule = Rule {
    code: "uncited-mention",
    severity: Severity::Note,
    what: "An article's text names an initiative, and the initiative's page does not cite that article.",
    why: "The page may leave out what one of the sources says.",
    wrong: "Three articles speak of the plan [@a; @b; @c].   # a fourth does, too",
    right: "Four articles speak of the plan [@a; @b; @c; @d, ¶9].",
};

/// Reports them, once for each article.
pub(in crate::relate) fn check(known: &TextMentionLookup<'_>, found: &mut Diagnostics) {
    for (article, _) in known.site.visible().filter(|(id, _)| known.index.canonical(*id) == *id) {
        for mention in known.mentions_in(article).into_iter().flatten() {
            let record = known.site.record(mention.record);
            let cited = known.index.translations(mention.record).flat_map(|(_, id)| known.cited[id.0 as usize].iter());
            let is_cited = { cited }.any(|cited| known.index.canonical(cited.article) == article);
            if record.kind() != Kind::Initiative || is_cited {
                continue;
            }
            let passages: Vec<String> = mention.passages.iter().map(ToString::to_string).collect();
            let (id, passages) = (&known.site.record(article).id, crate::relate::join_with_and(&passages));
            let message =
                format!("the text of `{id}` names `{}` in {passages}, and its page does not cite it", record.id);
            let finding = Diagnostic::new(&UNCITED_MENTION, record.title.span, message)
                .label("named there")
                .help(format!("say what `{id}` says of it and cite the passage, or leave it as it is"));
            found.push(finding);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::diagnose::Diagnostics;
    use crate::model::Kind;
    use crate::relate::relate;
    use crate::relate::sample::{Sample, remove_texts};

    #[test]
    fn reports_articles_that_an_initiative_does_not_cite_though_they_name_it() {
        let mut sample = Sample::new();
        sample.add(Kind::Article, "courier", "Courier").text(&["The Pact.", "The Plan.", "The Pact and the UN."]);
        sample.add(Kind::Initiative, "pact", "Pact");
        sample.add(Kind::Initiative, "plan", "Plan").body("It says so [@courier].");
        sample.add(Kind::Actor, "un", "UN");
        let (mut site, sources) = sample.finish();
        for _ in 0..2 {
            let mut found = Diagnostics::default();
            let relations = relate(&site, &sources, &mut found);
            let messages = found.iter().filter(|finding| finding.rule.code == "uncited-mention");
            let messages: Vec<&str> = messages.map(|finding| finding.message.as_str()).collect();
            assert_eq!(messages, ["the text of `courier` names `pact` in ¶1 and ¶3, and its page does not cite it"]);
            site.lock = relations.lock;
            remove_texts(&mut site);
        }
    }
}
