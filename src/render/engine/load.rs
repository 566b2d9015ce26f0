//! Loads templates so that one broken template does not take the others with it.
//!
//! Tera takes all templates or none. So when it does not take all, each is read alone, which finds every mistake of
//! syntax; then those that Tera complains of when it links them are left out, until it has nothing left to complain of.

use super::failure::{TEMPLATE_ERROR, TemplateFailure};
use super::suggestion;
use crate::diagnose::{Diagnostic, Diagnostics};
use crate::render::theme::{Template, Theme};
use crate::span::{FileId, Sources};
use std::collections::{BTreeMap, BTreeSet};
use tera::{ErrorKind, Tera};

/// What loading gives.
pub(super) struct LoadedTemplates {
    /// The engine with all templates that can be used.
    pub(super) tera: Tera,
    /// Names of the templates that cannot.
    pub(super) broken: Vec<String>,
}

/// Loads a theme's templates into an engine whose functions and filters are registered.
pub(super) fn load(mut tera: Tera, theme: &Theme, sources: &Sources, found: &mut Diagnostics) -> LoadedTemplates {
    // Setting prefixes fails only when there are templates already.
    let _ = tera.set_fallback_prefixes(theme.prefixes.iter().cloned());
    if tera.add_raw_templates(theme.templates.iter().map(|t| (t.name.as_str(), &*t.text))).is_ok() {
        return LoadedTemplates { tera, broken: Vec::new() };
    }
    load_usable(tera, theme, sources, found)
}

/// Loads those of a theme's templates that can be used, and reports the others.
fn load_usable(mut tera: Tera, theme: &Theme, sources: &Sources, found: &mut Diagnostics) -> LoadedTemplates {
    let files: BTreeMap<&str, FileId> = theme.templates.iter().map(|t| (t.name.as_str(), t.file)).collect();
    let mut failures: BTreeSet<TemplateFailure> = BTreeSet::new();
    let mut out: BTreeSet<FileId> = BTreeSet::new();
    for template in &theme.templates {
        if let Some(failure) = syntax_failure(template) {
            failures.insert(failure);
            out.insert(template.file);
        }
    }
    loop {
        let usable = theme.templates.iter().filter(|template| !out.contains(&template.file));
        let Err(error) = tera.add_raw_templates(usable.map(|t| (t.name.as_str(), &*t.text))) else { break };
        let fresh = linking_failures(&error, theme, &files, sources);
        let before = out.len();
        out.extend(fresh.iter().filter_map(|failure| failure.span.map(|span| span.file)));
        let caused = |failure: &TemplateFailure| is_consequence(failure, theme, &out);
        failures.extend(fresh.into_iter().filter(|failure| !caused(failure)));
        if out.len() == before {
            break;
        }
    }
    report_all(failures, found);
    let broken = theme.templates.iter().filter(|t| out.contains(&t.file)).map(|t| t.name.clone()).collect();
    LoadedTemplates { tera, broken }
}

fn report_all(failures: BTreeSet<TemplateFailure>, found: &mut Diagnostics) {
    for failure in failures {
        let diagnostic = match failure.span {
            Some(span) => Diagnostic::new(&TEMPLATE_ERROR, span, failure.message),
            None => Diagnostic::without_span(&TEMPLATE_ERROR, failure.message),
        };
        found.push(diagnostic.maybe_help(failure.help));
    }
}

fn syntax_failure(template: &Template) -> Option<TemplateFailure> {
    let mut alone = Tera::default();
    let error = alone.add_raw_template(&template.name, &template.text).err()?;
    match error.kind() {
        ErrorKind::SyntaxError(report) => Some(TemplateFailure::from_report(report, Some(template.file))),
        _ => None,
    }
}

fn linking_failures(
    error: &tera::Error,
    theme: &Theme,
    files: &BTreeMap<&str, FileId>,
    sources: &Sources,
) -> Vec<TemplateFailure> {
    let at = |name: &str, word: &str, message: String| {
        let span = files.get(name).map(|&file| TemplateFailure::span_of(file, sources, word));
        TemplateFailure { span, message, help: None }
    };
    match error.kind() {
        ErrorKind::MissingParent { current, parent } => {
            let help = suggestion(parent, theme.template_names());
            let failure = at(current, parent, format!("there is no template `{parent}` to extend"));
            vec![TemplateFailure { help, ..failure }]
        }
        ErrorKind::CircularExtend { tpl, .. } => {
            let help = format!("to extend the theme's own, write `{{% extends \"theme/{tpl}\" %}}`");
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
        other => vec![TemplateFailure::without_place(&other.to_string())],
    }
}

/// "Component `x` is defined in both `a` and `b`" comes without a place: it is where the last-named one defines it.
fn duplicate_component(text: &str, files: &BTreeMap<&str, FileId>, sources: &Sources) -> TemplateFailure {
    let quoted: Vec<&str> = text.split('`').skip(1).step_by(2).collect();
    let place = match quoted.as_slice() {
        [component, .., last] => files.get(last).map(|&file| TemplateFailure::span_of(file, sources, component)),
        _ => None,
    };
    TemplateFailure { span: place, ..TemplateFailure::without_place(text) }
}

/// Whether a failure only says that something in a broken template is missing.
fn is_consequence(failure: &TemplateFailure, theme: &Theme, out: &BTreeSet<FileId>) -> bool {
    let Some(name) = failure.message.split('`').nth(1) else { return false };
    let own = failure.span.map(|span| span.file);
    let is_missing = failure.message.contains("template `") || failure.message.contains("component `");
    let broken = theme.templates.iter().filter(|t| out.contains(&t.file) && Some(t.file) != own);
    is_missing
        && broken.into_iter().any(|template| {
            let is_it = template.name == name || template.name.ends_with(&format!("/{name}"));
            is_it || template.text.contains(&format!("component {name}("))
        })
}
