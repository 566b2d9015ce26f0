//! `briefing new KIND "Title"`: creates a record from the template of its kind.

use crate::cli::CommandOutcome;
use crate::cli::args::NewArgs;
use crate::cli::paths;
use crate::cli::settings::Settings;
use crate::cli::terminal::Terminal;
use crate::diagnose::did_you_mean;
use crate::diagnose::report::sanitized;
use crate::model::{Kind, slugify};
use anyhow::{Context, bail};
use std::fs::{self, File};
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

/// Limit of an id's length in bytes; file systems limit names to 255.
const MAX_ID_BYTES: usize = 200;

pub(super) fn run(args: &NewArgs, settings: &Settings, terminal: &mut Terminal) -> anyhow::Result<CommandOutcome> {
    let Some(kind) = Kind::from_name(&args.kind) else {
        let candidates = Kind::WITH_FOLDER.iter().map(|kind| kind.as_str());
        let hint = did_you_mean(&args.kind, candidates).unwrap_or_else(list_of_kinds);
        return terminal.report_usage_error(&format!("unknown kind of record `{}`", args.kind), &hint);
    };
    let id = slugify(args.id.as_deref().unwrap_or(&args.title));
    if let Some(problem) = id_problem(&id) {
        let from = if args.id.is_some() { "id" } else { "title" };
        return terminal.report_usage_error(&format!("the {from} {problem}"), "choose another id with --id");
    }
    if !settings.root.join(&settings.config).is_file() {
        return Err(paths::no_briefing_error(settings));
    }
    if let Some(path) = existing_record(settings, kind, &id) {
        let message = format!("`{}` already exists", path.display());
        return terminal.report_usage_error(&message, "choose another id with --id");
    }
    let path = settings.under_root(record_path(kind, &id));
    create_file(&path, &template(kind, &args.title))?;
    terminal.print(&format!("Created {} (draft)\n", sanitized(&path.display().to_string())))?;
    for other in Kind::WITH_FOLDER.into_iter().filter(|other| *other != kind) {
        if let Some(file) = existing_record(settings, other, &id) {
            let link = format!("[[{}/{id}]]", kind.folder());
            terminal.print_err(&format!(
                "note: `{}` has the same id, so links must include the kind: `{link}`\n",
                sanitized(&file.display().to_string())
            ))?;
        }
    }
    Ok(CommandOutcome::Success)
}

fn list_of_kinds() -> String {
    let [others @ .., last] = Kind::WITH_FOLDER.map(Kind::as_str);
    format!("use {} or {last}", others.join(", "))
}

/// Returns the reason why an id is not usable, as the end of a sentence, or `None` if it is.
pub(super) fn id_problem(id: &str) -> Option<&'static str> {
    match id {
        "" => Some("contains no letters or digits for an id"),
        "index" => Some("results in the id `index`, which is reserved"),
        id if id.len() > MAX_ID_BYTES => Some("is too long for an id"),
        _ => None,
    }
}

/// Returns the path of a record. An article gets a folder, because its text is stored beside the record.
fn record_path(kind: Kind, id: &str) -> PathBuf {
    let folder = Path::new("content").join(kind.folder());
    match kind {
        Kind::Article => folder.join(id).join("index.md"),
        _ => folder.join(format!("{id}.md")),
    }
}

fn existing_record(settings: &Settings, kind: Kind, id: &str) -> Option<PathBuf> {
    let folder = settings.under_root(Path::new("content").join(kind.folder()));
    let candidates = [folder.join(format!("{id}.md")), folder.join(id).join("index.md")];
    candidates.into_iter().find(|path| path.exists())
}

fn create_file(path: &Path, text: &str) -> anyhow::Result<()> {
    let error_context = || format!("failed to write `{}`", path.display());
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).with_context(error_context)?;
    }
    match File::create_new(path) {
        Ok(mut file) => file.write_all(text.as_bytes()).with_context(error_context),
        Err(error) if error.kind() == ErrorKind::AlreadyExists => bail!("`{}` already exists", path.display()),
        Err(error) => Err(error).with_context(error_context),
    }
}

fn template(kind: Kind, title: &str) -> String {
    let title = title.split_whitespace().collect::<Vec<_>>().join(" ");
    kind.info().archetype.replace("{title}", &toml::Value::String(title).to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn writes_any_title_as_valid_toml() {
        for kind in Kind::WITH_FOLDER {
            for title in ["Plain", "With \"quotes\" and \\", "'single' \"double\"", "中文\u{1b}\nx"] {
                let record = template(kind, title);
                let front_matter = record.split("+++").nth(1).unwrap();
                let table: toml::Table = front_matter.parse().unwrap();
                let expected = title.split_whitespace().collect::<Vec<_>>().join(" ");
                assert_eq!(table["title"].as_str(), Some(expected.as_str()));
            }
        }
    }
}
