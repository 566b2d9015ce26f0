//! `briefing list [all|drafts|KIND|quotations|uncited|mentions [ID]]`: lists records, quotations or mentions, as aligned columns
//! or as JSON.

mod mentions;
mod quotations;

use crate::cli::CommandOutcome;
use crate::cli::args::ListArgs;
use crate::cli::project;
use crate::cli::settings::{CompileSettings, Settings};
use crate::cli::terminal::Terminal;
use crate::compile::Compiled;
use crate::diagnose::did_you_mean;
use crate::diagnose::report::{ReportFormat, sanitized};
use crate::model::{Kind, Record};
use crate::span::Sources;
use serde_json::{Value, json};

/// Selection of entries.
enum ListFilter {
    All,
    Drafts,
    Kind(Kind),
    Quotations,
    Uncited,
    Mentions,
}

pub(super) fn run(args: &ListArgs, settings: &Settings, terminal: &mut Terminal) -> anyhow::Result<CommandOutcome> {
    let Some(filter) = parse_filter(&args.what) else {
        let candidates = Kind::WITH_FOLDER.iter().map(|kind| kind.folder()).chain([
            "all",
            "drafts",
            "quotations",
            "uncited",
            "mentions",
        ]);
        let hint = did_you_mean(&args.what, candidates).unwrap_or_else(|| {
            "use `all`, `drafts`, `quotations`, `uncited`, `mentions`, or a kind such as `events`".to_owned()
        });
        return terminal.report_usage_error(&format!("cannot list `{}`", args.what), &hint);
    };
    let compile_settings = CompileSettings { drafts: true, ..CompileSettings::default() };
    let compiled = project::compile(settings, &compile_settings, "reading")?;
    if let (ListFilter::Mentions, Some(id)) = (&filter, &args.id)
        && let Some(hint) = mentions::unknown_record(&compiled, id)
    {
        return terminal.report_usage_error(&format!("there is no initiative, actor or topic `{id}`"), &hint);
    }
    let (entries, rows) = match filter {
        ListFilter::Quotations => quotations::cited(&compiled),
        ListFilter::Uncited => quotations::uncited(&compiled),
        ListFilter::Mentions => mentions::of_records(&compiled, args.id.as_deref()),
        _ => records(&compiled, &filter),
    };
    if settings.format == ReportFormat::Json {
        terminal.print(&format!("{:#}\n", Value::from(entries)))?;
    } else {
        terminal.print(&format_columns(&rows))?;
    }
    if compiled.diagnostics.has_errors() {
        terminal.print_err(
            "The briefing has errors, so some records may be missing; run `briefing check` for details.\n",
        )?;
    }
    Ok(CommandOutcome::Success)
}

fn parse_filter(selection: &str) -> Option<ListFilter> {
    match selection {
        "all" => Some(ListFilter::All),
        "draft" | "drafts" => Some(ListFilter::Drafts),
        "quotation" | "quotations" => Some(ListFilter::Quotations),
        "uncited" => Some(ListFilter::Uncited),
        "mention" | "mentions" => Some(ListFilter::Mentions),
        kind => Kind::from_name(kind).map(ListFilter::Kind),
    }
}

/// The same entries as JSON values and as table rows.
type ListOutput = (Vec<Value>, Vec<[String; 4]>);

fn records(compiled: &Compiled, filter: &ListFilter) -> ListOutput {
    let is_listed = |record: &&Record| match filter {
        ListFilter::Drafts => record.draft,
        ListFilter::Kind(kind) => record.kind() == *kind,
        ListFilter::All | ListFilter::Quotations | ListFilter::Uncited | ListFilter::Mentions => {
            record.kind() != Kind::Index
        }
    };
    let records = || compiled.site.all().map(|(_, record)| record).filter(is_listed);
    (records().map(|record| record_json(record, &compiled.sources)).collect(), records().map(record_row).collect())
}

/// Returns a record as JSON; `path` is relative to the root.
fn record_json(record: &Record, sources: &Sources) -> Value {
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

/// Returns a record as a row: kind and id, EDTF date, title, draft marker.
fn record_row(record: &Record) -> [String; 4] {
    let date = record.date().map(|date| date.value.to_string()).unwrap_or_default();
    let draft = if record.draft { "draft".to_owned() } else { String::new() };
    let name = format!("{}/{}", record.kind().folder(), record.id);
    [name, date, sanitized(&record.title.value), draft]
}

fn format_columns(rows: &[[String; 4]]) -> String {
    let width = |column: usize| rows.iter().map(|row| row[column].chars().count()).max().unwrap_or(0);
    let (first, second) = (width(0), width(1));
    let format_line = |[name, date, title, draft]: &[String; 4]| {
        format!("{name:first$}  {date:second$}  {title}  {draft}").trim_end().to_owned() + "\n"
    };
    rows.iter().map(format_line).collect()
}
