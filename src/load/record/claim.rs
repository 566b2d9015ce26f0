//! Claims and their evidence.

use crate::diagnose::{Diagnostic, Rule, Severity};
use crate::load::front_matter::Fields;
use crate::model::{Claim, Evidence, Passage};
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

/// Reads `claims`; reports and drops those without text.
pub(super) fn claims(fields: &mut Fields<'_, '_>) -> Vec<Claim> {
    fields.tables("claims", claim).into_iter().flatten().collect()
}

/// Reads `evidence`; reports and drops items without an article.
pub(super) fn evidence(fields: &mut Fields<'_, '_>) -> Vec<Evidence> {
    fields.tables("evidence", evidence_item).into_iter().flatten().collect()
}

fn claim(fields: &mut Fields<'_, '_>) -> Option<Claim> {
    let text = fields.required_string("text");
    let value = fields.string_or_integer("value");
    let as_of = fields.date("as_of");
    let about = fields.string("about");
    let evidence = evidence(fields);
    Some(Claim { text: text?, value, as_of, about, evidence })
}

fn evidence_item(fields: &mut Fields<'_, '_>) -> Option<Evidence> {
    let article = fields.required_string("article");
    let passage = passage(fields);
    let quote = fields.string("quote");
    Some(Evidence { article: article?, passage, quote, span: fields.span() })
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
