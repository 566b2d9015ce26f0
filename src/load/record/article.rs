//! Articles.

use super::inline_markup;
use crate::diagnose::{Diagnostic, Rule, Severity, did_you_mean};
use crate::load::front_matter::{Fields, INVALID_VALUE};
use crate::load::layout::RecordPath;
use crate::load::markdown::MarkdownReader;
use crate::load::{author, language, quotation_limits, url};
use crate::model::{Article, Publish, Rights, Text, UrlStatus, kinds, known_kind};
use crate::span::Span;
use std::sync::Arc;

/// Rule: an article has no summary.
pub(crate) static MISSING_SUMMARY: Rule = Rule {
    code: "missing-summary",
    severity: Severity::Warning,
    what: "An article has no summary.",
    why: "Readers see the summary instead of the article's text.",
    wrong: "+++\ntitle = \"As printed\"\n+++",
    right: "+++\ntitle = \"As printed\"\n+++\nThe author argues that …",
};

/// Rule: the kind of an article is unknown.
pub(crate) static UNKNOWN_KIND_OF_TEXT: Rule = Rule {
    code: "unknown-kind-of-text",
    severity: Severity::Note,
    what: "The `kind` of an article is neither a known kind of text nor ends with one.",
    why: "Its genre follows from the kind: references and exports treat the article as a web page.",
    wrong: "kind = \"notebook entry\"",
    right: "kind = \"blog post\"",
};

/// Reads the keys of an article.
pub(super) fn read(
    fields: &mut Fields<'_, '_>,
    record_path: &RecordPath,
    text: Option<Arc<Text>>,
    markdown: &mut MarkdownReader<'_>,
) -> Article {
    let url = url::read(fields, "url");
    Article {
        authors: author::read_list(fields, "authors"),
        summary_by: author::read_list(fields, "summary_by"),
        outlet: fields.text("outlet"),
        date: super::date(fields, record_path),
        date_label: inline_markup::words(fields, "date_label", "a date label", markdown),
        date_note: fields.string("date_note"),
        language: language_tag(fields),
        url,
        url_status: url_status(fields),
        url_checked: fields.date("url_checked"),
        archive_url: url::read(fields, "archive_url"),
        archive_date: fields.date("archive_date"),
        accessed: fields.date("accessed"),
        kind: kind(fields),
        rights: fields.table("rights", rights).unwrap_or_default(),
        translator: fields.text("translator"),
        editor: fields.text("editor"),
        topics: fields.strings("topics"),
        text,
    }
}

/// Reports a missing summary, unless the front matter is incomplete.
pub(super) fn report_missing_summary(fields: &mut Fields<'_, '_>, body: Span) {
    if fields.is_complete() {
        let span = Span { end: body.start, ..body };
        let diagnostic = Diagnostic::new(&MISSING_SUMMARY, span, "the article has no summary");
        fields.report(diagnostic.help("add a summary in your own words below the front matter"));
    }
}

fn rights(fields: &mut Fields<'_, '_>) -> Rights {
    let choices = [Publish::None, Publish::Excerpts, Publish::Full];
    let word = fields.one_of("publish", &choices.map(Publish::as_str));
    let publish = choices.into_iter().find(|choice| word.as_ref().is_some_and(|word| word.value == choice.as_str()));
    Rights {
        publish: publish.unwrap_or_default(),
        statement: fields.text("statement"),
        license: fields.text("license"),
        max_quote_words: quotation_limits::max_quote_words(fields),
        max_share: quotation_limits::max_share(fields),
    }
}

/// Reads the kind of text, and reports an unknown one.
fn kind(fields: &mut Fields<'_, '_>) -> Option<String> {
    let kind = fields.string("kind")?;
    let value = kind.value.trim().to_owned();
    if !value.is_empty() && known_kind(&value).is_none() {
        let message = format!("`{value}` is no known kind of text");
        let help = "it is cited as a web page; use a kind such as `op-ed`, `report`, `interview` or `press release`";
        let diagnostic = Diagnostic::new(&UNKNOWN_KIND_OF_TEXT, kind.span, message).help(help);
        fields.report(diagnostic.maybe_help(did_you_mean(&value.to_lowercase(), kinds())));
    }
    Some(value).filter(|value| !value.is_empty())
}

/// Reads the availability of the original; requires `url` if it is set.
fn url_status(fields: &mut Fields<'_, '_>) -> UrlStatus {
    let Some(word) = fields.one_of("url_status", &UrlStatus::ALL.map(UrlStatus::as_str)) else {
        return UrlStatus::Live;
    };
    fields.require("url");
    UrlStatus::ALL.into_iter().find(|status| status.as_str() == word.value).unwrap_or_default()
}

fn language_tag(fields: &mut Fields<'_, '_>) -> Option<String> {
    let tag = fields.string("language")?;
    if !language::is_tag(&tag.value) {
        let diagnostic = Diagnostic::new(&INVALID_VALUE, tag.span, format!("`{}` is not a language tag", tag.value));
        fields.report(diagnostic.help("use a language tag such as `en` or `zh-Hans`"));
        return None;
    }
    Some(tag.value)
}
