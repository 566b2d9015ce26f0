//! Diagnostics of rendering: failures of templates and missing message keys.

use super::engine::{self, TemplateFailure};
use super::page_plan::{PageJob, PageSubject};
use super::theme::{self, Messages, Theme};
use crate::diagnose::{Diagnostic, Diagnostics, did_you_mean};
use crate::model::Site;
use crate::span::Span;
use std::collections::BTreeSet;

/// Reports the failures of pages, and interface messages that templates use but no theme has.
pub(crate) fn report_page_diagnostics<'j>(
    site: &Site,
    theme: &Theme,
    failures: impl Iterator<Item = (&'j PageJob<'j>, &'j [TemplateFailure])>,
    diagnostics: &mut Diagnostics,
) {
    let title = |job: &PageJob<'_>| -> Option<Span> {
        match job.subject {
            PageSubject::Record(id) | PageSubject::EvidenceArticle(id) => Some(site.record(id).title.span),
            PageSubject::Index(index) => index.record.map(|id| site.record(id).title.span),
            PageSubject::TimelinePart(_)
            | PageSubject::TimelineEmbed
            | PageSubject::Search
            | PageSubject::NotFound
            | PageSubject::Redirect(_) => None,
        }
    };
    let failures = failures.flat_map(|(job, failures)| {
        let distinct: BTreeSet<&TemplateFailure> = failures.iter().collect();
        distinct.into_iter().map(|failure| (failure, job.path, title(job)))
    });
    engine::report_failures(failures, diagnostics);
    theme.messages.values().for_each(|messages| report_missing_keys(messages, theme, diagnostics));
}

/// Reports message keys that no language file has, at the first template that uses them.
fn report_missing_keys(messages: &Messages, theme: &Theme, diagnostics: &mut Diagnostics) {
    for key in messages.missing_keys() {
        let message = format!("unknown message key `{key}` in `{}`", messages.language);
        let quoted = [format!("\"{key}\""), format!("'{key}'")];
        let span = theme.templates.iter().rev().find_map(|template| {
            let at = quoted.iter().find_map(|quoted| template.text.find(quoted.as_str()))?;
            Some(Span::new(template.file, at + 1..at + 1 + key.len()))
        });
        let diagnostic = match span {
            Some(span) => Diagnostic::new(&theme::UNKNOWN_MESSAGE_KEY, span, message),
            None => Diagnostic::without_span(&theme::UNKNOWN_MESSAGE_KEY, message),
        };
        let help = format!("add it to the theme's `i18n/{}.toml`, or to `[translations]`", messages.language);
        diagnostics.push(diagnostic.help(help).maybe_help(did_you_mean(&key, messages.keys())));
    }
}
