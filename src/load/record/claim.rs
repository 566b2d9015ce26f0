//! Claims and their evidence.

use super::inline_markup;
use crate::diagnose::{Diagnostic, Rule, Severity, did_you_mean};
use crate::load::front_matter::{Fields, INVALID_VALUE};
use crate::load::markdown::{MarkdownReader, is_attribute_name};
use crate::model::{CitationRole, Claim, Evidence, Passage};
use crate::span::Spanned;

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

/// Reads `claims`; reports and drops those without text.
pub(super) fn claims(fields: &mut Fields<'_, '_>, markdown: &mut MarkdownReader<'_>) -> Vec<Claim> {
    fields.tables("claims", |fields| claim(fields, markdown)).into_iter().flatten().collect()
}

/// Reads `evidence`; reports and drops items without an article.
pub(super) fn evidence(fields: &mut Fields<'_, '_>) -> Vec<Evidence> {
    fields.tables("evidence", evidence_item).into_iter().flatten().collect()
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
