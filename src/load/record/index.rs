//! The front page, and introductions of index pages.

use super::paragraph;
use crate::diagnose::{Diagnostic, Rule, Severity};
use crate::load::front_matter::{Fields, TextItem};
use crate::load::markdown::MarkdownReader;
use crate::model::script::estimate_words;
use crate::model::{
    BlockKind, Body, Change, Index, IndexKind, Inline, InlineKind, Reference, ReferenceId, ReferenceKind, SpanClass,
};
use crate::span::Spanned;

/// Rule: the headline of the front page is too long.
pub(crate) static LONG_HEADLINE: Rule = Rule {
    code: "long-headline",
    severity: Severity::Note,
    what: "The headline of the front page has more than 20 words.",
    why: "It is read in five seconds, and quoted as the finding of the briefing.",
    wrong: "headline = \"The town will in the end, as we see it, build one new bridge and buy no more boats at all, it says\"",
    right: "headline = \"The council chose the bridge\"",
};

/// Maximum number of words of a headline.
const MAX_HEADLINE_WORDS: usize = 20;

/// Reads the keys of an `_index.md`. Only the front page has those of the brief.
pub(super) fn read(fields: &mut Fields<'_, '_>, of: IndexKind, markdown: &mut MarkdownReader<'_>) -> Index {
    if of != IndexKind::Brief {
        return Index { kind: of, ..Index::default() };
    }
    let headline = headline(fields);
    let bottom_line = if fields.is_array("bottom_line") {
        fields.text_items("bottom_line", |item| text_item(item, "bottom_line", markdown))
    } else {
        let text = fields.string("bottom_line");
        text.map(|text| paragraph::read(&text, "bottom_line", markdown)).into_iter().collect()
    };
    let key_points = fields.text_items("key_points", |item| text_item(item, "key_points", markdown));
    let changes = fields.tables("changes", |fields| change(fields, markdown)).into_iter().flatten().collect();
    Index { kind: of, as_of: fields.date("as_of"), headline, bottom_line, key_points, changes }
}

/// Reads a text, or a table with a text and the id of the claim that it states.
fn text_item(item: TextItem<'_, '_, '_>, key: &str, markdown: &mut MarkdownReader<'_>) -> Option<Body> {
    match item {
        TextItem::Text(text) => Some(paragraph::read(&text, key, markdown)),
        TextItem::Table(fields) => {
            let text = fields.required_string("text");
            let claim = fields.string("claim");
            let mut body = paragraph::read(&text?, key, markdown);
            if let Some(claim) = claim {
                mark_claim(&mut body, claim, markdown);
            }
            Some(body)
        }
    }
}

/// Marks the first paragraph of a text as a claim.
fn mark_claim(body: &mut Body, claim: Spanned<String>, markdown: &mut MarkdownReader<'_>) {
    let Some(block) = body.blocks.first_mut() else { return };
    let BlockKind::Paragraph(inlines) = &mut block.kind else { return };
    let to = ReferenceId(u32::try_from(markdown.references.len()).unwrap_or(u32::MAX));
    markdown.references.push(Reference { kind: ReferenceKind::Claim(claim.value), span: claim.span });
    let content = std::mem::take(inlines);
    let kind = InlineKind::Span { class: SpanClass::Claim(to), content };
    inlines.push(Inline { kind, span: block.span });
}

/// Reads the headline, and reports one that is too long for a finding.
fn headline(fields: &mut Fields<'_, '_>) -> Option<String> {
    let headline = fields.string("headline")?;
    let words = estimate_words(&headline.value);
    if words > MAX_HEADLINE_WORDS {
        let message = format!("the headline has {words} words; it should have at most {MAX_HEADLINE_WORDS}");
        let diagnostic = Diagnostic::new(&LONG_HEADLINE, headline.span, message).label("too long");
        fields.report(diagnostic.help("say the finding in one sentence; the rest belongs to `bottom_line`"));
    }
    Some(headline.value)
}

fn change(fields: &mut Fields<'_, '_>, markdown: &mut MarkdownReader<'_>) -> Option<Change> {
    let date = fields.required_date("date");
    let text = fields.required_string("text").map(|text| paragraph::read(&text, "changes.text", markdown));
    Some(Change { date: date?, text: text? })
}
