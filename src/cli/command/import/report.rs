//! Formats the report of an import.

use crate::cli::project::pluralize;
use crate::diagnose::report::sanitized;
use crate::import::record::format_date_line;
use crate::import::{Mention, Proposal};
use crate::model::Author;
use crate::text::{Extracted, LineRole};
use std::fmt::Write as _;
use std::path::Path;

/// Formats warnings: duplicates and uncertain extractions.
pub(super) fn warnings(path: &Path, proposal: &Proposal) -> String {
    let mut report = String::new();
    let path = path.display().to_string();
    let path = sanitized(&path);
    if let Some(duplicate) = &proposal.duplicate {
        let similarity =
            if duplicate.percent == 100 { "identical".to_owned() } else { format!("{}% identical", duplicate.percent) };
        let _ = writeln!(report, "warning: {path}: its text is {similarity} to the text of `{}`", duplicate.id);
    }
    for note in &proposal.notes {
        let _ = writeln!(report, "warning: {path}: {note}");
    }
    report
}

/// Formats the extracted metadata, each value with its source line. `has_rights` is set if the author has stated which
/// part of the text may be published.
pub(super) fn summary(id: &str, proposal: &Proposal, dry_run: bool, has_rights: bool) -> String {
    let metadata = &proposal.metadata;
    let counts = [(LineRole::Heading, "heading"), (LineRole::ListItem, "list item"), (LineRole::Caption, "caption")];
    let mut parts = vec![pluralize(proposal.passages().count(), "passage")];
    parts.extend(counts.map(|(role, word)| pluralize(proposal.with_role(role).count(), word)));
    let verb = if dry_run { "Would create" } else { "Created" };
    let mut report = format!("{verb} content/articles/{id} ({})\n", parts.join(", "));
    write_row(&mut report, "title", metadata.title.as_ref(), String::clone);
    write_row(&mut report, "standfirst", metadata.standfirst.as_ref(), String::clone);
    let authors: Vec<String> = metadata.authors.iter().map(format_author).collect();
    let _ = writeln!(
        report,
        "  {:11} {}",
        "authors",
        if authors.is_empty() { "not stated".to_owned() } else { authors.join("; ") }
    );
    write_row(&mut report, "outlet", metadata.outlet.as_ref(), String::clone);
    write_row(&mut report, "date", metadata.date_line.as_ref(), format_date_line);
    let _ = writeln!(report, "  {:11} {}", "language", metadata.language.as_deref().unwrap_or("not recognized"));
    write_row(&mut report, "url", metadata.url.as_ref(), String::clone);
    write_row(&mut report, "rights", metadata.rights.as_ref(), |rights| rights.statement.clone());
    if !has_rights && metadata.rights.as_ref().is_some_and(|rights| rights.value.is_reserved) {
        let note = "recorded as the statement; short quotations remain possible with `publish = \"excerpts\"`";
        let _ = writeln!(report, "  {:11} {note}", "");
    }
    for (name, extracted) in [
        ("translator", &metadata.translator),
        ("editor", &metadata.editor),
        ("section", &metadata.section),
        ("related url", &metadata.related_url),
    ] {
        if extracted.is_some() {
            write_row(&mut report, name, extracted.as_ref(), String::clone);
        }
    }
    write_mentions(&mut report, &proposal.mentions);
    report
}

fn write_row<T>(
    report: &mut String,
    name: &str,
    extracted: Option<&Extracted<T>>,
    format_value: impl Fn(&T) -> String,
) {
    let formatted = match extracted {
        Some(Extracted { value, line: Some(line) }) => format!("{} (line {line})", format_value(value)),
        Some(Extracted { value, line: None }) => format!("{} (markup)", format_value(value)),
        None => "not stated".to_owned(),
    };
    let _ = writeln!(report, "  {name:11} {formatted}");
}

fn format_author(author: &Author) -> String {
    let details = [&author.role, &author.affiliation].into_iter().flatten();
    std::iter::once(&author.name).chain(details).cloned().collect::<Vec<_>>().join(", ")
}

fn write_mentions(report: &mut String, mentions: &[Mention]) {
    for mention in mentions {
        let passages: Vec<String> = mention.passages.iter().map(|passage| format!("¶{passage}")).collect();
        let _ = writeln!(report, "  mentions    {}/{} in {}", mention.kind.folder(), mention.id, passages.join(", "));
    }
}

/// Formats every line of the text with its roles and their reasons.
pub(super) fn format_lines(proposal: &Proposal) -> String {
    let mut report = String::new();
    let mut passage = 0;
    for line in &proposal.lines {
        let roles: Vec<&str> = line.roles.iter().map(|mark| mark.role.as_str()).collect();
        let reasons: Vec<&str> = line.roles.iter().map(|mark| mark.reason.as_str()).collect();
        passage += usize::from(line.role().is_some_and(LineRole::is_passage));
        let number =
            if line.role().is_some_and(LineRole::is_passage) { format!(" ¶{passage}") } else { String::new() };
        let mut text: String = line.text.chars().take(48).collect();
        if text.len() < line.text.len() {
            text.push('…');
        }
        let page = line.page.map(|page| format!(", p. {page}")).unwrap_or_default();
        let role = format!("{}{number}{page}", roles.join(", "));
        let formatted = format!("{:5}  {role:18}  {}: {text}", line.number, reasons.join("; "));
        let _ = writeln!(report, "{}", formatted.trim_end_matches([' ', ':']));
    }
    report
}
