//! `briefing import FILE…`: converts raw articles into `content/articles/ID/`, each with its text file.
//!
//! 1. Read the briefing for ids in use, names that may be mentioned, and existing texts.
//! 2. Read each file and propose a record; if one fails, nothing is written.
//! 3. Write all articles into a hidden folder and move them into place; on failure, the moves are rolled back.

mod report;
mod write;

use super::new;
use crate::cli::CommandOutcome;
use crate::cli::args::{ImportArgs, RightsArg};
use crate::cli::paths;
use crate::cli::settings::Settings;
use crate::cli::terminal::Terminal;
use crate::diagnose::Diagnostics;
use crate::diagnose::report::sanitized;
use crate::import::{ExistingContent, ImportFile, Proposal, propose, record};
use crate::load::walk::{self, WalkError};
use crate::load::{Inputs, LoadOptions, load};
use crate::model::{Kind, Publish, slugify};
use crate::span::Sources;
use crate::text::TextFormat;
use anyhow::{Context, bail};
use std::fs::File;
use std::io::Read;
use std::path::Path;
use std::sync::Arc;

/// Size limit of an input file, in bytes.
const MAX_FILE_BYTES: u64 = 16 << 20;

/// An article that is ready to be written.
struct PreparedArticle {
    id: String,
    proposal: Proposal,
    record: String,
}

pub(super) fn run(args: &ImportArgs, settings: &Settings, terminal: &mut Terminal) -> anyhow::Result<CommandOutcome> {
    if args.into.is_some() && args.files.len() > 1 {
        return terminal.report_usage_error(
            "--into cannot be used with several files",
            "import the files one \
                                                                                          at a time",
        );
    }
    let into = args.into.as_deref().map(slugify);
    if into.as_deref().is_some_and(|id| new::id_problem(id).is_some()) {
        return terminal.report_usage_error("invalid id for --into", "use a short id that contains letters or digits");
    }
    let mut context = read_briefing(settings)?;
    if let Some(id) = into.as_ref().filter(|id| context.ids.contains(*id)) {
        return terminal.report_usage_error(&format!("article `{id}` already exists"), "choose another id with --into");
    }
    let mut articles = Vec::new();
    let mut outcome = CommandOutcome::Success;
    for path in &args.files {
        let bytes = read_file(path)?;
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        match propose(&ImportFile { name: &name, bytes: &bytes }, &context) {
            Ok(proposal) => {
                terminal.print_err(&report::warnings(path, &proposal))?;
                articles.push(prepare(proposal, into.clone(), args.rights, &mut context));
            }
            Err(error) => {
                let path = path.display().to_string();
                let message = format!("`{}` cannot be imported: {error}", sanitized(&path));
                outcome = terminal.report_usage_error(&message, error.help())?;
            }
        }
    }
    if outcome != CommandOutcome::Success {
        return Ok(outcome);
    }
    if !args.dry_run {
        write::write_all(&settings.under_root("content/articles"), &articles)?;
    }
    for article in &articles {
        terminal.print(&report::summary(&article.id, &article.proposal, args.dry_run, args.rights.is_some()))?;
        if args.explain {
            terminal.print(&report::format_lines(&article.proposal))?;
        }
        if args.dry_run {
            terminal.print(&format!("\n{}", article.record))?;
        }
    }
    Ok(CommandOutcome::Success)
}

/// Determines the id and renders the record. Registers id and text, so that later files are checked against them.
fn prepare(
    proposal: Proposal,
    into: Option<String>,
    rights: Option<RightsArg>,
    context: &mut ExistingContent,
) -> PreparedArticle {
    let id = into.unwrap_or_else(|| proposal.id.clone());
    context.ids.insert(id.clone());
    context.texts.push((Arc::from(id.as_str()), body_text(&proposal)));
    let publish = rights.map(|rights| match rights {
        RightsArg::None => Publish::None,
        RightsArg::Excerpts => Publish::Excerpts,
        RightsArg::Full => Publish::Full,
    });
    let record = record::write(&proposal, publish, prompt_comment());
    PreparedArticle { id, proposal, record }
}

/// Returns the comment below the front matter of the article template, which prompts for the summary.
fn prompt_comment() -> &'static str {
    let comments = Kind::Article.info().archetype.rsplit("+++").next().unwrap_or_default();
    comments.split_inclusive("-->").next().unwrap_or_default().trim()
}

fn read_briefing(settings: &Settings) -> anyhow::Result<ExistingContent> {
    let _progress = Terminal::progress("reading");
    let inputs = walk::read_root(&settings.root, &settings.config).map_err(|error| match error {
        WalkError::NoBriefing(_) => paths::no_briefing_error(settings),
        error => error.into(),
    })?;
    let options = LoadOptions { config: settings.config.clone(), drafts: true, base_url: None };
    // Diagnostics are left to `check`: errors in other records do not prevent an import.
    let site = load(&inputs, &options, &mut Sources::default(), &mut Diagnostics::default());
    let mut context = ExistingContent::new(&site, article_texts(&inputs));
    context.ids.extend(inputs.files.keys().filter_map(|path| {
        let (id, _) = path.strip_prefix("content/articles/")?.split_once(['/', '.'])?;
        Some(id.to_owned())
    }));
    Ok(context)
}

/// Returns the ids and body texts of the existing articles that have a text file.
fn article_texts(inputs: &Inputs) -> Vec<(Arc<str>, String)> {
    let article_text = |path: &str, bytes: &[u8]| {
        let (id, name) = path.strip_prefix("content/articles/")?.split_once('/')?;
        let is_text_file = name.starts_with("article.") && TextFormat::from_file_name(name).is_some();
        let proposal =
            is_text_file.then(|| propose(&ImportFile { name, bytes }, &ExistingContent::default()).ok()).flatten()?;
        Some((Arc::from(id), body_text(&proposal)))
    };
    inputs.files.iter().filter_map(|(path, bytes)| article_text(path, bytes)).collect()
}

fn body_text(proposal: &Proposal) -> String {
    proposal.passages().map(|line| line.text.as_str()).collect::<Vec<_>>().join("\n")
}

fn read_file(path: &Path) -> anyhow::Result<Vec<u8>> {
    let error_context = || format!("failed to read `{}`", path.display());
    if !path.metadata().with_context(error_context)?.is_file() {
        bail!("`{}` is not a regular file", path.display());
    }
    let mut bytes = Vec::new();
    File::open(path)
        .with_context(error_context)?
        .take(MAX_FILE_BYTES + 1)
        .read_to_end(&mut bytes)
        .with_context(error_context)?;
    if bytes.len() as u64 > MAX_FILE_BYTES {
        bail!("`{}` is larger than {} MiB", path.display(), MAX_FILE_BYTES >> 20);
    }
    Ok(bytes)
}
