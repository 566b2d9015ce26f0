//! `briefing list [all|drafts|KIND]`: one line per record, in columns for people, or as JSON for programs.

use crate::cli::Outcome;
use crate::cli::args::List;
use crate::cli::project;
use crate::cli::settings::{CompileSettings, Settings};
use crate::cli::terminal::Terminal;
use crate::diagnose::did_you_mean;
use crate::diagnose::report::{Format, inert};
use crate::model::{Kind, Record, Site};
use crate::span::Sources;
use serde_json::{Value, json};

/// Which records are listed.
enum Filter {
    All,
    Drafts,
    Kind(Kind),
}

pub(super) fn run(args: &List, settings: &Settings, terminal: &mut Terminal) -> anyhow::Result<Outcome> {
    let Some(filter) = filter(&args.what) else {
        let words = Kind::WITH_FOLDER.iter().map(|kind| kind.folder()).chain(["all", "drafts"]);
        let hint = did_you_mean(&args.what, words)
            .unwrap_or_else(|| "say `all`, `drafts`, or a kind such as `events`".to_owned());
        return terminal.refuse(&format!("cannot list `{}`", args.what), &hint);
    };
    let how = CompileSettings { drafts: true, ..CompileSettings::default() };
    let compiled = project::compile(settings, &how, "reading")?;
    let records = listed(&compiled.site, &filter);
    if settings.format == Format::Json {
        let entries: Vec<Value> = records.map(|record| entry(record, &compiled.sources)).collect();
        terminal.say(&format!("{:#}\n", Value::from(entries)))?;
    } else {
        let rows: Vec<[String; 4]> = records.map(row).collect();
        terminal.say(&columns(&rows))?;
    }
    if compiled.found.has_errors() {
        terminal.tell("The briefing has errors, so some records may be missing; `briefing check` shows them.\n")?;
    }
    Ok(Outcome::Fine)
}

fn filter(what: &str) -> Option<Filter> {
    match what {
        "all" => Some(Filter::All),
        "draft" | "drafts" => Some(Filter::Drafts),
        word => Kind::of_word(word).map(Filter::Kind),
    }
}

fn listed<'s>(site: &'s Site, filter: &Filter) -> impl Iterator<Item = &'s Record> {
    site.records.iter().filter(move |record| match filter {
        Filter::All => record.kind() != Kind::Index,
        Filter::Drafts => record.draft,
        Filter::Kind(kind) => record.kind() == *kind,
    })
}

/// A record for programs; the path counts from the root.
fn entry(record: &Record, sources: &Sources) -> Value {
    json!({
        "kind": record.kind().word(),
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
    [name, date, inert(&record.title.value), draft]
}

fn columns(rows: &[[String; 4]]) -> String {
    let width = |column: usize| rows.iter().map(|row| row[column].chars().count()).max().unwrap_or(0);
    let (first, second) = (width(0), width(1));
    let line = |[name, date, title, draft]: &[String; 4]| {
        format!("{name:first$}  {date:second$}  {title}  {draft}").trim_end().to_owned() + "\n"
    };
    rows.iter().map(line).collect()
}
