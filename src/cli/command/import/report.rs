//! What is told about an import.

use crate::cli::project::pluralize;
use crate::diagnose::report::sanitized;
use crate::import::record::format_date_line;
use crate::import::{Mention, Proposal};
use crate::model::Author;
use crate::text::{Extracted, LineRole};
use std::fmt::Write as _;
use std::path::Path;

/// What someone should look at before the record is used.
pub(super) fn warnings(path: &Path, proposal: &Proposal) -> String {
    let mut out = String::new();
    let path = path.display().to_string();
    let path = sanitized(&path);
    if let Some(duplicate) = &proposal.duplicate {
        let alike =
            if duplicate.percent == 100 { "the same".to_owned() } else { format!("{}% the same", duplicate.percent) };
        let _ = writeln!(out, "warning: {path}: its text is {alike} as that of `{}`", duplicate.id);
    }
    for note in &proposal.notes {
        let _ = writeln!(out, "warning: {path}: {note}");
    }
    out
}

/// What was decided, with the lines that say it.
pub(super) fn summary(id: &str, proposal: &Proposal, dry_run: bool) -> String {
    let found = &proposal.metadata;
    let counts = [(LineRole::Heading, "heading"), (LineRole::ListItem, "list item"), (LineRole::Caption, "caption")];
    let mut parts = vec![pluralize(proposal.passages().count(), "passage")];
    parts.extend(counts.map(|(role, word)| pluralize(proposal.with_role(role).count(), word)));
    let verb = if dry_run { "Would make" } else { "Made" };
    let mut out = format!("{verb} content/articles/{id} ({})\n", parts.join(", "));
    write_row(&mut out, "title", found.title.as_ref(), String::clone);
    write_row(&mut out, "standfirst", found.standfirst.as_ref(), String::clone);
    let authors: Vec<String> = found.authors.iter().map(format_author).collect();
    let _ = writeln!(
        out,
        "  {:11} {}",
        "authors",
        if authors.is_empty() { "not stated".to_owned() } else { authors.join("; ") }
    );
    write_row(&mut out, "outlet", found.outlet.as_ref(), String::clone);
    write_row(&mut out, "date", found.date_line.as_ref(), format_date_line);
    let _ = writeln!(out, "  {:11} {}", "language", found.language.as_deref().unwrap_or("not plain"));
    write_row(&mut out, "url", found.url.as_ref(), String::clone);
    write_row(&mut out, "rights", found.rights.as_ref(), |terms| terms.statement.clone());
    for (name, said) in [
        ("translator", &found.translator),
        ("editor", &found.editor),
        ("section", &found.section),
        ("related url", &found.related_url),
    ] {
        if said.is_some() {
            write_row(&mut out, name, said.as_ref(), String::clone);
        }
    }
    write_mentions(&mut out, &proposal.mentions);
    out
}

fn write_row<T>(out: &mut String, name: &str, said: Option<&Extracted<T>>, words: impl Fn(&T) -> String) {
    let told = match said {
        Some(Extracted { value, line: Some(line) }) => format!("{} (line {line})", words(value)),
        Some(Extracted { value, line: None }) => format!("{} (markup)", words(value)),
        None => "not stated".to_owned(),
    };
    let _ = writeln!(out, "  {name:11} {told}");
}

fn format_author(author: &Author) -> String {
    let details = [&author.role, &author.affiliation].into_iter().flatten();
    std::iter::once(&author.name).chain(details).cloned().collect::<Vec<_>>().join(", ")
}

fn write_mentions(out: &mut String, mentions: &[Mention]) {
    for mention in mentions {
        let passages: Vec<String> = mention.passages.iter().map(|passage| format!("¶{passage}")).collect();
        let _ = writeln!(out, "  mentions    {}/{} in {}", mention.kind.folder(), mention.id, passages.join(", "));
    }
}

/// Every line with its roles and their reasons.
pub(super) fn format_lines(proposal: &Proposal) -> String {
    let mut out = String::new();
    let mut passage = 0;
    for line in &proposal.lines {
        let roles: Vec<&str> = line.roles.iter().map(|mark| mark.role.as_str()).collect();
        let reasons: Vec<&str> = line.roles.iter().map(|mark| mark.reason.as_str()).collect();
        passage += usize::from(line.role().is_some_and(LineRole::is_passage));
        let number =
            if line.role().is_some_and(LineRole::is_passage) { format!(" ¶{passage}") } else { String::new() };
        let mut words: String = line.text.chars().take(48).collect();
        if words.len() < line.text.len() {
            words.push('…');
        }
        let page = line.page.map(|page| format!(", p. {page}")).unwrap_or_default();
        let role = format!("{}{number}{page}", roles.join(", "));
        let told = format!("{:5}  {role:18}  {}: {words}", line.number, reasons.join("; "));
        let _ = writeln!(out, "{}", told.trim_end_matches([' ', ':']));
    }
    out
}
