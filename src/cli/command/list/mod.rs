//! `briefing list [all|drafts|KIND|quotations|uncited]`: one line per record or quotation, in columns for people, or as
//! JSON for programs.

mod quotations;

use crate::cli::Outcome;
use crate::cli::args::List;
use crate::cli::project;
use crate::cli::settings::{CompileSettings, Settings};
use crate::cli::terminal::Terminal;
use crate::diagnose::did_you_mean;
use crate::diagnose::report::{ReportFormat, sanitized};
use crate::model::{Kind, Record};
use crate::pipeline::Compiled;
use crate::span::Sources;
use serde_json::{Value, json};

/// Which records are listed.
enum Filter {
    All,
    Drafts,
    Kind(Kind),
    Quotations,
    Uncited,
}

pub(super) fn run(args: &List, settings: &Settings, terminal: &mut Terminal) -> anyhow::Result<Outcome> {
    let Some(filter) = filter(&args.what) else {
        let words =
            Kind::WITH_FOLDER.iter().map(|kind| kind.folder()).chain(["all", "drafts", "quotations", "uncited"]);
        let hint = did_you_mean(&args.what, words)
            .unwrap_or_else(|| "say `all`, `drafts`, `quotations`, `uncited`, or a kind such as `events`".to_owned());
        return terminal.refuse(&format!("cannot list `{}`", args.what), &hint);
    };
    let how = CompileSettings { drafts: true, ..CompileSettings::default() };
    let compiled = project::compile(settings, &how, "reading")?;
    let (entries, rows) = match filter {
        Filter::Quotations => quotations::cited(&compiled),
        Filter::Uncited => quotations::uncited(&compiled),
        _ => records(&compiled, &filter),
    };
    if settings.format == ReportFormat::Json {
        terminal.say(&format!("{:#}\n", Value::from(entries)))?;
    } else {
        terminal.say(&columns(&rows))?;
    }
    if compiled.diagnostics.has_errors() {
        terminal.tell("The briefing has errors, so some records may be missing; `briefing check` shows them.\n")?;
    }
    Ok(Outcome::Fine)
}

fn filter(what: &str) -> Option<Filter> {
    match what {
        "all" => Some(Filter::All),
        "draft" | "drafts" => Some(Filter::Drafts),
        "quotation" | "quotations" => Some(Filter::Quotations),
        "uncited" => Some(Filter::Uncited),
        word => Kind::from_name(word).map(Filter::Kind),
    }
}

/// What is listed: entries for programs, and rows for people.
type Listed = (Vec<Value>, Vec<[String; 4]>);

fn records(compiled: &Compiled, filter: &Filter) -> Listed {
    let is_listed = |record: &&Record| match filter {
        Filter::Drafts => record.draft,
        Filter::Kind(kind) => record.kind() == *kind,
        Filter::All | Filter::Quotations | Filter::Uncited => record.kind() != Kind::Index,
    };
    let records = || compiled.site.all().map(|(_, record)| record).filter(is_listed);
    (records().map(|record| entry(record, &compiled.sources)).collect(), records().map(row).collect())
}

/// A record for programs; the path counts from the root.
fn entry(record: &Record, sources: &Sources) -> Value {
    json!({
        "kind": record.kind().as_str(),
        "id": record.id,
        "language": record.language,
        "date": record.date().map(|date| date.value.to_string()),
        "title": record.title.value,
        "draft": record.draft,
        "path": sources.get(record.file).path,
    })
}

/// Kind and id, date in EDTF, title, and whether it is a draft.
fn row(record: &Record) -> [String; 4] {
    let date = record.date().map(|date| date.value.to_string()).unwrap_or_default();
    let draft = if record.draft { "draft".to_owned() } else { String::new() };
    let name = format!("{}/{}", record.kind().folder(), record.id);
    [name, date, sanitized(&record.title.value), draft]
}

fn columns(rows: &[[String; 4]]) -> String {
    let width = |column: usize| rows.iter().map(|row| row[column].chars().count()).max().unwrap_or(0);
    let (first, second) = (width(0), width(1));
    let line = |[name, date, title, draft]: &[String; 4]| {
        format!("{name:first$}  {date:second$}  {title}  {draft}").trim_end().to_owned() + "\n"
    };
    rows.iter().map(line).collect()
}
