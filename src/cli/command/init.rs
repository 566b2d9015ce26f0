//! `briefing init [NAME]`: creates a small, complete briefing on a fictitious subject, as a starting point.

use crate::cli::CommandOutcome;
use crate::cli::args::InitArgs;
use crate::cli::paths::shell_quoted;
use crate::cli::project;
use crate::cli::settings::Settings;
use crate::cli::terminal::Terminal;
use crate::diagnose::report::sanitized;
use anyhow::Context;
use rust_embed::RustEmbed;
use std::fmt::Write as _;
use std::fs::{self, File};
use std::io::{ErrorKind, Write};
use std::path::Path;

const IGNORE_FILE: &str = ".gitignore";

#[derive(RustEmbed)]
#[folder = "src/cli/starter"]
struct Starter;

pub(super) fn run(args: &InitArgs, settings: &Settings, terminal: &mut Terminal) -> anyhow::Result<CommandOutcome> {
    let folder = settings.under_root(&args.name);
    if !args.force && has_visible_entries(&folder)? {
        let message = format!("`{}` is not empty", folder.display());
        return terminal.report_usage_error(&message, "choose another folder, or use --force to add the missing files");
    }
    let files = write_starter(&folder)?;
    terminal.print(&summary(&folder, &files))?;
    Ok(CommandOutcome::Success)
}

/// Checks whether a folder contains anything but hidden files, such as those of a new git repository.
fn has_visible_entries(folder: &Path) -> anyhow::Result<bool> {
    if !folder.exists() {
        return Ok(false);
    }
    let entries = fs::read_dir(folder).with_context(|| format!("failed to read `{}`", folder.display()))?;
    let mut names = entries.filter_map(Result::ok).map(|entry| entry.file_name());
    Ok(names.any(|name| !name.to_string_lossy().starts_with('.')))
}

/// Result of writing the starter.
#[derive(Default)]
struct StarterFiles {
    created: usize,
    /// Number of files that existed already.
    existing: usize,
    /// Patterns that an existing `.gitignore` lacks; one of them protects article texts from publication.
    missing_ignores: Vec<String>,
}

/// Writes the starter files that do not exist yet.
fn write_starter(folder: &Path) -> anyhow::Result<StarterFiles> {
    let mut files = StarterFiles::default();
    for name in Starter::iter() {
        let Some(file) = Starter::get(&name) else { continue };
        // Stored under another name: as `.gitignore` it would apply to the source tree.
        let name = name.replace("gitignore.txt", IGNORE_FILE);
        let path = folder.join(&name);
        if write_new(&path, &file.data).with_context(|| format!("failed to write `{}`", path.display()))? {
            files.created += 1;
        } else {
            files.existing += 1;
            if name == IGNORE_FILE {
                files.missing_ignores = missing_lines(&path, &String::from_utf8_lossy(&file.data));
            }
        }
    }
    Ok(files)
}

/// Writes a file unless it exists. Returns true if it was written.
fn write_new(path: &Path, bytes: &[u8]) -> std::io::Result<bool> {
    if let Some(parent) = path.parent() {
        fs::create_dir_all(parent)?;
    }
    match File::create_new(path) {
        Ok(mut file) => file.write_all(bytes).map(|()| true),
        Err(error) if error.kind() == ErrorKind::AlreadyExists => Ok(false),
        Err(error) => Err(error),
    }
}

/// Returns the lines of `required`, except comments, that a file lacks.
fn missing_lines(path: &Path, required: &str) -> Vec<String> {
    let text = fs::read_to_string(path).unwrap_or_default();
    let is_missing = |line: &&str| !line.starts_with('#') && !text.lines().any(|other| other.trim() == *line);
    required.lines().filter(is_missing).map(str::to_owned).collect()
}

fn summary(folder: &Path, files: &StarterFiles) -> String {
    let (location, root) = if folder == Path::new(".") {
        ("this folder".to_owned(), String::new())
    } else {
        (sanitized(&folder.display().to_string()), format!(" -r {}", sanitized(&shell_quoted(folder))))
    };
    let created_count = project::pluralize(files.created, "file");
    let existing_note = match files.existing {
        0 => String::new(),
        count => format!("; {count} already existed and were left unchanged"),
    };
    let mut text = format!(
        "Created a briefing in {location} ({created_count}{existing_note}).\n\n  briefing{root} build    build \
         the site into public/\n  briefing{root} check    check for errors without building\n  briefing{root} \
         new event \"What happened\"\n\nThe content is a fictional example: replace briefing.toml and content/ \
         with your own.\n",
    );
    if !files.missing_ignores.is_empty() {
        let _ = writeln!(text, "Add to {IGNORE_FILE}: {}", files.missing_ignores.join(" "));
    }
    text
}
