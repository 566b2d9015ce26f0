//! Claims and their evidence.

use super::inline_markup;
use crate::diagnose::{Diagnostic, Rule, Severity, did_you_mean};
use crate::load::front_matter::{Fields, INVALID_VALUE};
use crate::load::markdown::{MarkdownReader, is_attribute_name};
use crate::model::{CitationRole, Claim, Evidence, Passage};
use crate::span::Spanned;
use std::collections::BTreeSet;

/// Rule: a passage cannot be parsed.
pub(crate) static INVALID_PASSAGE: Rule = Rule {
    code: "invalid-passage",
    severity: Severity::Error,
    what: "A passage is neither a paragraph number nor the name of another part of an article.",
    why: "Evidence links to the passage, which must be identifiable.",
    wrong: "passage = \"page 3\"",
    right: "passage = 7   # or \"7-9\", \"heading 2\", \"caption 1\", \"standfirst\", \"byline\", \"note\"",
};

/// Rule: a role is unknown.
pub(crate) static INVALID_ROLE: Rule = Rule {
    code: "invalid-role",
    severity: Severity::Error,
    what: "The role of evidence is unknown.",
    why: "An article that does not say something, or says the contrary, must not count as support.",
    wrong: "evidence = [{ article = \"courier-2031\", role = \"quiet\" }]",
    right: "evidence = [{ article = \"courier-2031\", role = \"silent\" }]",
};

/// Rule: an article has contradictory roles in the evidence of one statement.
pub(crate) static CONTRADICTORY_ROLES: Rule = Rule {
    code: "contradictory-roles",
    severity: Severity::Warning,
    what: "An article has contradictory roles in the evidence of one claim or status.",
    why: "An article cannot support what it disputes or does not mention; it is never counted as support of such a \
          statement.",
    wrong: "evidence = [{ article = \"courier-2031\" }, { article = \"courier-2031\", role = \"disputes\" }]",
    right: "evidence = [{ article = \"courier-2031\", role = \"disputes\" }]",
};

/// Reads `claims`; reports and drops those without text.
pub(super) fn claims(fields: &mut Fields<'_, '_>, markdown: &mut MarkdownReader<'_>) -> Vec<Claim> {
    fields.tables("claims", |fields| claim(fields, markdown)).into_iter().flatten().collect()
}

/// Reads `evidence`; reports and drops items without an article, and settles contradictory roles.
pub(super) fn evidence(fields: &mut Fields<'_, '_>) -> Vec<Evidence> {
    let mut evidence: Vec<Evidence> = fields.tables("evidence", evidence_item).into_iter().flatten().collect();
    settle_roles(&mut evidence, fields);
    evidence
}

/// Gives each article one role beside that of background: if roles contradict each other, they are reported, and the article
/// disputes the statement, or else does not mention it.
fn settle_roles(evidence: &mut [Evidence], fields: &mut Fields<'_, '_>) {
    for first in 0..evidence.len() {
        let article = evidence[first].article.value.clone();
        let has_role = |item: &Evidence| item.article.value == article && item.role != CitationRole::Context;
        if !has_role(&evidence[first]) || evidence[..first].iter().any(has_role) {
            continue;
        }
        let roles: BTreeSet<CitationRole> =
            evidence.iter().filter(|item| has_role(item)).map(|item| item.role).collect();
        let other = evidence.iter().find(|item| has_role(item) && item.role != evidence[first].role);
        let Some(other) = other else { continue };
        let settled =
            if roles.contains(&CitationRole::Disputes) { CitationRole::Disputes } else { CitationRole::Silent };
        let names: Vec<String> = roles.iter().map(|role| format!("`{}`", role.name())).collect();
        let message = format!("`{article}` has contradictory roles for one statement: {}", names.join(", "));
        let diagnostic = Diagnostic::new(&CONTRADICTORY_ROLES, other.span, message)
            .label(format!("`{}` here", other.role.name()))
            .related(evidence[first].span, format!("`{}` here", evidence[first].role.name()))
            .help(format!("keep one of them; until then the article counts as `{}`", settled.name()));
        fields.report(diagnostic);
        evidence.iter_mut().filter(|item| has_role(item)).for_each(|item| item.role = settled);
    }
}

fn claim(fields: &mut Fields<'_, '_>, markdown: &mut MarkdownReader<'_>) -> Option<Claim> {
    let mut text = fields.required_string("text");
    let text_markup = text.as_mut().map(|text| inline_markup::read(text, "a claim", markdown));
    let id = claim_id(fields);
    let value = fields.string_or_integer("value");
    let as_of = fields.date("as_of");
    let about = fields.string("about");
    let evidence = evidence(fields);
    let text_markup = text_markup.unwrap_or_default();
    Some(Claim { id, text: text?, text_markup, value, as_of, about, evidence })
}

/// Reads the id; reports one that `{.claim #id}` cannot name.
fn claim_id(fields: &mut Fields<'_, '_>) -> Option<Spanned<String>> {
    let id = fields.string("id")?;
    if is_attribute_name(&id.value) {
        return Some(id);
    }
    let diagnostic = Diagnostic::new(&INVALID_VALUE, id.span, format!("`{}` is not the id of a claim", id.value));
    fields.report(diagnostic.label("not an id").help("use letters, digits, `-` and `_`"));
    None
}

fn evidence_item(fields: &mut Fields<'_, '_>) -> Option<Evidence> {
    let article = fields.required_string("article");
    let passage = passage(fields);
    let role = role(fields);
    let quote = fields.string("quote");
    Some(Evidence { article: article?, passage, role, quote, span: fields.span() })
}

fn role(fields: &mut Fields<'_, '_>) -> CitationRole {
    let Some(name) = fields.string("role") else { return CitationRole::default() };
    let names = || CitationRole::ALL.iter().map(|role| role.name());
    CitationRole::from_name(&name.value).unwrap_or_else(|| {
        let message = format!("`{}` is not a role of evidence", name.value);
        let help = did_you_mean(&name.value, names())
            .unwrap_or_else(|| "use `supports`, `disputes`, `silent` or `context`".to_owned());
        fields.report(Diagnostic::new(&INVALID_ROLE, name.span, message).label("not a role").help(help));
        CitationRole::default()
    })
}

fn passage(fields: &mut Fields<'_, '_>) -> Option<Spanned<Passage>> {
    let value = fields.string_or_integer("passage")?;
    let Some(passage) = Passage::parse(&value.value) else {
        let message = format!("`{}` is not a passage", value.value);
        let diagnostic = Diagnostic::new(&INVALID_PASSAGE, value.span, message).label("not a passage");
        fields.report(diagnostic.help(
            "use a paragraph number such as `7`, or `\"2-3\"`, `\"heading 1\"`, `\"caption 2\"`, \
             `\"standfirst\"`, `\"byline\"`, `\"note\"`",
        ));
        return None;
    };
    Some(value.map(|_| passage))
}
