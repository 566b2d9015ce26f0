//! Loads templates and isolates broken ones, so that the others stay usable.
//!
//! Tera accepts all templates or none. If it rejects the set, each template is parsed alone, which finds all syntax
//! errors; then templates with linking errors are removed repeatedly until Tera accepts the rest.

use super::failure::{FailureCause, TEMPLATE_ERROR, TemplateFailure};
use super::suggestion;
use crate::diagnose::{Diagnostic, Diagnostics};
use crate::render::theme::{Template, Theme};
use crate::span::{FileId, Sources};
use std::collections::{BTreeMap, BTreeSet};
use tera::{ErrorKind, Tera};

/// Result of loading a theme's templates.
pub(super) struct LoadedTemplates {
    /// Engine with all usable templates.
    pub(super) tera: Tera,
    /// Names of the broken templates.
    pub(super) broken: Vec<String>,
}

/// Loads a theme's templates into an engine whose functions and filters are already registered.
pub(super) fn load(mut tera: Tera, theme: &Theme, sources: &Sources, diagnostics: &mut Diagnostics) -> LoadedTemplates {
    // Setting prefixes fails only if templates are already loaded.
    let _ = tera.set_fallback_prefixes(theme.prefixes.iter().cloned());
    if tera.add_raw_templates(theme.templates.iter().map(|t| (t.name.as_str(), &*t.text))).is_ok() {
        return LoadedTemplates { tera, broken: Vec::new() };
    }
    load_usable(tera, theme, sources, diagnostics)
}

/// Loads the usable templates of a theme and reports the broken ones.
fn load_usable(mut tera: Tera, theme: &Theme, sources: &Sources, diagnostics: &mut Diagnostics) -> LoadedTemplates {
    let files: BTreeMap<&str, FileId> = theme.templates.iter().map(|t| (t.name.as_str(), t.file)).collect();
    let mut failures: BTreeSet<TemplateFailure> = BTreeSet::new();
    let mut broken: BTreeSet<FileId> = BTreeSet::new();
    for template in &theme.templates {
        if let Some(failure) = syntax_failure(template) {
            failures.insert(failure);
            broken.insert(template.file);
        }
    }
    loop {
        let usable = theme.templates.iter().filter(|template| !broken.contains(&template.file));
        let Err(error) = tera.add_raw_templates(usable.map(|t| (t.name.as_str(), &*t.text))) else { break };
        let mut new_failures = linking_failures(&error, theme, &files, sources);
        let previous_count = broken.len();
        broken.extend(new_failures.iter().filter_map(|failure| failure.span.map(|span| span.file)));
        new_failures.retain(|failure| !is_consequence(failure, theme, &broken));
        failures.extend(new_failures);
        if broken.len() == previous_count {
            break;
        }
    }
    report_all(failures, diagnostics);
    let broken = theme.templates.iter().filter(|t| broken.contains(&t.file)).map(|t| t.name.clone()).collect();
    LoadedTemplates { tera, broken }
}

/// Reports failures in order.
fn report_all(failures: BTreeSet<TemplateFailure>, diagnostics: &mut Diagnostics) {
    for failure in failures {
        let diagnostic = match failure.span {
            Some(span) => Diagnostic::new(&TEMPLATE_ERROR, span, failure.message),
            None => Diagnostic::without_span(&TEMPLATE_ERROR, failure.message),
        };
        diagnostics.push(diagnostic.maybe_help(failure.help));
    }
}

/// Parses a template alone; returns its syntax error, if any.
fn syntax_failure(template: &Template) -> Option<TemplateFailure> {
    let mut tera = Tera::default();
    let error = tera.add_raw_template(&template.name, &template.text).err()?;
    match error.kind() {
        ErrorKind::SyntaxError(report) => Some(TemplateFailure::from_report(report, Some(template.file))),
        _ => None,
    }
}

/// Converts an error that Tera reports for a set of templates.
fn linking_failures(
    error: &tera::Error,
    theme: &Theme,
    files: &BTreeMap<&str, FileId>,
    sources: &Sources,
) -> Vec<TemplateFailure> {
    let at = |name: &str, word: &str, message: String| {
        let span = files.get(name).map(|&file| TemplateFailure::span_of(file, sources, word));
        TemplateFailure { span, message, help: None, cause: FailureCause::Template }
    };
    match error.kind() {
        ErrorKind::MissingParent { current, parent } => {
            let help = suggestion(parent, theme.template_names());
            let failure = at(current, parent, format!("there is no template `{parent}` to extend"));
            vec![TemplateFailure { help, ..failure }]
        }
        ErrorKind::CircularExtend { tpl, .. } => {
            let help = format!("to extend the theme's template, use `{{% extends \"theme/{tpl}\" %}}`");
            let failure = at(tpl, "extends", format!("template `{tpl}` extends itself"));
            vec![TemplateFailure { help: Some(help), ..failure }]
        }
        ErrorKind::CircularInclude { tpl, .. } => {
            vec![at(tpl, "include", format!("template `{tpl}` includes itself"))]
        }
        ErrorKind::Msg(text) => {
            let reports = TemplateFailure::parse_printed(text, files, sources);
            if reports.is_empty() { vec![duplicate_component(text, files, sources)] } else { reports }
        }
        other => vec![TemplateFailure::without_span(&other.to_string())],
    }
}

/// Locates Tera's error "Component `x` is defined in both `a` and `b`", which has no span, at the component's name in
/// the last template of the message.
fn duplicate_component(text: &str, files: &BTreeMap<&str, FileId>, sources: &Sources) -> TemplateFailure {
    let quoted: Vec<&str> = text.split('`').skip(1).step_by(2).collect();
    let span = match quoted.as_slice() {
        [component, .., last] => files.get(last).map(|&file| TemplateFailure::span_of(file, sources, component)),
        _ => None,
    };
    TemplateFailure { span, ..TemplateFailure::without_span(text) }
}

/// Checks whether a failure is only the consequence of a broken template: a reference to it or to its component.
fn is_consequence(failure: &TemplateFailure, theme: &Theme, broken: &BTreeSet<FileId>) -> bool {
    let Some(name) = failure.message.split('`').nth(1) else { return false };
    let own = failure.span.map(|span| span.file);
    let is_missing = failure.message.contains("template `") || failure.message.contains("component `");
    let mut other_broken = theme.templates.iter().filter(|t| broken.contains(&t.file) && Some(t.file) != own);
    is_missing
        && other_broken.any(|template| {
            let is_named = template.name == name || template.name.ends_with(&format!("/{name}"));
            is_named || template.text.contains(&format!("component {name}("))
        })
}
