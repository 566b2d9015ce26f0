//! Resolves wiki links: `[[id]]`, `[[kinds/id]]`, `[[Name or alias]]`.

use super::Resolver;
use crate::diagnose::{Diagnostic, Rule, Severity};
use crate::model::{Kind, RecordId, Reference};
use crate::relate::Target;
use crate::relate::index::Lookup;
use crate::relate::suggest::{Candidates, UnresolvedName};

pub(in crate::relate) static UNKNOWN_RECORD: Rule = Rule {
    code: "unknown-record",
    severity: Severity::Error,
    what: "An id or name does not match any record.",
    why: "The link or relation would be missing from the site.",
    wrong: "[[global-digital-compct]]",
    right: "[[global-digital-compact]]",
};

pub(in crate::relate) static AMBIGUOUS_NAME: Rule = Rule {
    code: "ambiguous-name",
    severity: Severity::Error,
    what: "The target of a `[[link]]` matches several records.",
    why: "The intended record cannot be determined.",
    wrong: "[[deepseek]]",
    right: "[[actors/deepseek]]",
};

impl Resolver<'_> {
    pub(super) fn resolve_record(&mut self, reference: &Reference, target: &str, anchor: Option<&str>) -> Target {
        let target = target.trim();
        let of_kind = target.split_once('/').and_then(|(kind, id)| Some((Kind::from_name(kind.trim())?, id.trim())));
        let lookup = match of_kind {
            Some((kind, id)) => {
                self.index().variants(kind, id).first().map_or(Lookup::NotFound, |&candidate| Lookup::Unique(candidate))
            }
            None => match self.index().any_by_id(target) {
                Lookup::NotFound => self.index().any_by_name(target),
                lookup => lookup,
            },
        };
        match lookup {
            Lookup::Unique(candidate) => {
                let to = self.index().in_language(candidate, self.language());
                Target::Record { to, anchor: anchor.map(str::to_owned) }
            }
            Lookup::Ambiguous(candidates) => {
                self.report_ambiguous(reference, target, &candidates);
                Target::Unresolved
            }
            Lookup::NotFound => {
                self.report_unknown(reference, target, of_kind);
                Target::Unresolved
            }
        }
    }

    fn report_ambiguous(&mut self, reference: &Reference, target: &str, candidates: &[RecordId]) {
        let spellings: Vec<String> = candidates
            .iter()
            .take(6)
            .map(|&candidate| self.site().record(candidate))
            .map(|record| format!("`[[{}/{}]]`", record.kind().folder(), record.id))
            .collect();
        let message = format!("`{target}` matches {} records", candidates.len());
        let diagnostic = Diagnostic::new(&AMBIGUOUS_NAME, self.span_of(reference, target), message)
            .label("ambiguous")
            .help(format!("use {}", spellings.join(" or ")));
        self.report(diagnostic);
    }

    fn report_unknown(&mut self, reference: &Reference, target: &str, of_kind: Option<(Kind, &str)>) {
        let (word, candidates, message) = match of_kind {
            Some((kind, id)) => (id, Candidates::Ids(kind), format!("there is no {} `{id}`", kind.as_str())),
            None => (target, Candidates::Records, format!("no record has the id or name `{target}`")),
        };
        let diagnostic = Diagnostic::new(&UNKNOWN_RECORD, self.span_of(reference, word), message).label("unknown");
        self.report(UnresolvedName::new(diagnostic, word, candidates));
    }
}

#[cfg(test)]
mod tests {
    use crate::diagnose::Diagnostics;
    use crate::model::{Kind, ReferenceId};
    use crate::relate::{Target, relate};
    use crate::testkit::{Sample, codes};

    fn follow(link: &str, language: &str) -> (String, Diagnostics, String) {
        let mut sample = Sample::new();
        sample.add(Kind::Initiative, "pact", "Pact for the Future").names(&["The Pact"]);
        sample.add(Kind::Initiative, "pact", "未来契约").language("zh-Hans");
        sample.add(Kind::Topic, "deepseek", "DeepSeek models");
        sample.add(Kind::Actor, "deepseek", "DeepSeek");
        sample.add(Kind::Actor, "oecd", "OECD").names(&["Shared name"]);
        sample.add(Kind::Topic, "shared", "Shared name");
        sample.add(Kind::Page, "about", "About").body(link).language(language);
        let (site, sources) = sample.finish();
        let mut diagnostics = Diagnostics::default();
        let relations = relate(&site, &sources, &mut diagnostics);
        let page = relations.index.find_in(Kind::Page, "about", language).unwrap();
        let to = match relations.target(page, ReferenceId(0)) {
            Target::Record { to, anchor: None } => site.record(*to).title.value.clone(),
            other => format!("{other:?}"),
        };
        let diagnostic = diagnostics.iter().find(|diagnostic| diagnostic.rule.code != "duplicate-name");
        let marked = diagnostic.and_then(|diagnostic| diagnostic.span).map(|span| sources.text(span).to_owned());
        (to, diagnostics, marked.unwrap_or_default())
    }

    #[test]
    fn follows_ids_and_names_in_the_language_of_the_page() {
        for link in
            ["[[pact]]", "[[initiatives/pact]]", "[[initiative/pact]]", "[[Pact for the Future]]", "[[the pact]]"]
        {
            assert_eq!(follow(link, "en").0, "Pact for the Future", "{link}");
            assert_eq!(follow(link, "zh-Hans").0, "未来契约", "{link}");
        }
        assert_eq!(follow("[[actors/deepseek|it]]", "en").0, "DeepSeek");
        assert_eq!(follow("[[oecd]]", "zh-Hans").0, "OECD");
    }

    #[test]
    fn reports_ambiguous_ids_and_names() {
        for (link, spellings) in [
            ("[[deepseek]]", "use `[[actors/deepseek]]` or `[[topics/deepseek]]`"),
            ("[[Shared name|words]]", "use `[[actors/oecd]]` or `[[topics/shared]]`"),
        ] {
            let (_, diagnostics, marked) = follow(link, "en");
            let diagnostic = diagnostics.iter().find(|diagnostic| diagnostic.rule.code == "ambiguous-name").unwrap();
            assert_eq!(diagnostic.help.as_deref(), Some(spellings));
            assert!(link.contains(&marked));
        }
    }

    #[test]
    fn reports_unknown_targets_with_suggestion() {
        let (to, diagnostics, marked) = follow("See [[pakt|the pact]].", "en");
        assert_eq!((to.as_str(), marked.as_str()), ("Unresolved", "pakt"));
        assert!(codes(&diagnostics).contains(&"unknown-record"));
        assert!(
            diagnostics.iter().any(|diagnostic| diagnostic.help.as_deref().is_some_and(|help| help.contains("`pact`")))
        );
        let (_, diagnostics, _) = follow("[[topics/deepsek]]", "en");
        assert_eq!(diagnostics.iter().last().unwrap().message, "there is no topic `deepsek`");
    }
}
