//! Command-line arguments, as parsed by clap. Doc comments of fields and variants are help texts.

use crate::load;
use clap::{Args as ClapArgs, Parser, Subcommand, ValueEnum};
use std::net::IpAddr;
use std::path::PathBuf;

/// Static site generator for briefings: a timeline, a page per initiative, and a source passage for every statement.
#[derive(Debug, Parser)]
#[command(name = "briefing", version, max_term_width = 100, propagate_version = true)]
#[command(after_help = "To get started, run `briefing init my-briefing`. Exit codes: 0 success, 1 errors in the \
                        briefing or nothing found, 2 invalid usage, 3 I/O or other environment failure.")]
pub(super) struct Args {
    #[command(flatten)]
    pub(super) global: GlobalArgs,
    #[command(subcommand)]
    pub(super) command: Command,
}

/// Help heading of the global options.
const GLOBAL_HEADING: &str = "Global options";

/// Global options.
#[derive(Debug, ClapArgs)]
pub(super) struct GlobalArgs {
    /// Root folder of the briefing
    #[arg(short, long, global = true, default_value = ".", value_name = "FOLDER", alias = "source")]
    #[arg(help_heading = GLOBAL_HEADING)]
    pub(super) root: PathBuf,
    /// Configuration file, relative to the root folder
    #[arg(short, long, global = true, default_value = load::CONFIG_FILE, value_name = "FILE")]
    #[arg(help_heading = GLOBAL_HEADING)]
    pub(super) config: String,
    /// Output format of diagnostics and lists
    #[arg(long, global = true, value_enum, default_value_t, value_name = "FORMAT")]
    #[arg(help_heading = GLOBAL_HEADING)]
    pub(super) format: FormatArg,
    /// When to use colours
    #[arg(long, global = true, value_enum, default_value_t, value_name = "WHEN")]
    #[arg(help_heading = GLOBAL_HEADING)]
    pub(super) color: ColorArg,
}

/// Output format of diagnostics and lists.
#[derive(Clone, Copy, Debug, Default, ValueEnum)]
pub(super) enum FormatArg {
    /// Human-readable, with source lines and suggested fixes
    #[default]
    Human,
    /// One line per diagnostic
    Short,
    /// One JSON object
    Json,
    /// GitHub Actions workflow commands
    Github,
    /// SARIF 2.1.0, for code scanning
    Sarif,
}

/// Use of colours.
#[derive(Clone, Copy, Debug, Default, ValueEnum)]
pub(super) enum ColorArg {
    /// On terminals, unless `NO_COLOR` is set
    #[default]
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

/// Subcommand.
#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Create a new briefing with example content
    Init(InitArgs),
    /// Create a new record from a template, as a draft
    New(NewArgs),
    /// Create records from articles, and save their texts for quotation checks
    Import(ImportArgs),
    /// Build the site
    Build(BuildArgs),
    /// Serve the site locally, and update the browser when files change
    #[command(visible_alias = "server")]
    Serve(ServeArgs),
    /// Check the briefing for errors without writing the site
    Check(CheckArgs),
    /// List records with dates and titles, quotations with their verdicts, or places in texts that name records
    List(ListArgs),
    /// Find the article and passage that contain some words, and print the citation
    Cite(CiteArgs),
    /// Print the text of an article with its passage numbers
    Show(ShowArgs),
    /// Explain the code of a diagnostic, or list all codes
    Explain(ExplainArgs),
    /// Print a shell completion script
    Completion(CompletionArgs),
}

#[derive(Debug, ClapArgs)]
pub(super) struct InitArgs {
    /// Folder in which to create the briefing
    #[arg(default_value = ".", value_name = "NAME")]
    pub(super) name: PathBuf,
    /// Allow a folder that is not empty; existing files are kept
    #[arg(short, long)]
    pub(super) force: bool,
}

#[derive(Debug, ClapArgs)]
pub(super) struct NewArgs {
    /// Kind of record: article, event, initiative, actor, topic or page
    #[arg(value_name = "KIND")]
    pub(super) kind: String,
    /// Title of the record
    #[arg(value_name = "TITLE")]
    pub(super) title: String,
    /// Id of the record [default: derived from the title]
    #[arg(long, value_name = "ID")]
    pub(super) id: Option<String>,
}

#[derive(Debug, ClapArgs)]
pub(super) struct ImportArgs {
    /// Articles as plain text, saved HTML, Markdown, or PDF (requires the feature `import-pdf`)
    #[arg(required = true, value_name = "FILE")]
    pub(super) files: Vec<PathBuf>,
    /// Id of the article, for a single file [default: family name of the first author and year]
    #[arg(long, value_name = "ID")]
    pub(super) into: Option<String>,
    /// Print the record instead of writing it
    #[arg(short = 'n', long)]
    pub(super) dry_run: bool,
    /// Print the detected role of every line, with the reason
    #[arg(long)]
    pub(super) explain: bool,
    /// Part of the text that may be published [default: excerpts; a notice such as "All rights reserved" is recorded]
    #[arg(long, value_enum, value_name = "RIGHTS")]
    pub(super) rights: Option<RightsArg>,
}

/// Part of an article's text that may be published.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(super) enum RightsArg {
    /// No part of the text
    None,
    /// Short quotations
    Excerpts,
    /// The whole text
    Full,
}

#[derive(Debug, ClapArgs)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag, named as in Zola or Hugo")]
pub(super) struct BuildArgs {
    /// Base URL of the site; overrides the configuration
    #[arg(short = 'u', long, value_name = "URL", alias = "baseURL", value_parser = load::normalize_base_url)]
    pub(super) base_url: Option<String>,
    /// Output folder, relative to the current folder; overrides the configuration
    #[arg(short, long, value_name = "FOLDER", alias = "destination")]
    pub(super) output_dir: Option<PathBuf>,
    /// Allow an output folder that `briefing` did not create; files that are not part of the site are kept
    #[arg(short, long)]
    pub(super) force: bool,
    /// Zola's option; reports that pages are not minified
    #[arg(long, hide = true)]
    pub(super) minify: bool,
    /// Ignore the build cache in `.briefing/`: neither read nor write it
    #[arg(long)]
    pub(super) no_cache: bool,
    /// Print the duration of each stage
    #[arg(long)]
    pub(super) timings: bool,
    #[command(flatten)]
    pub(super) compile: CompileArgs,
}

#[derive(Debug, ClapArgs)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag, named as in Zola or Hugo")]
pub(super) struct ServeArgs {
    /// IP address to listen on; use 0.0.0.0 to allow other machines
    #[arg(short, long, default_value = "127.0.0.1", value_name = "ADDRESS", alias = "bind")]
    pub(super) interface: IpAddr,
    /// Port to listen on; the next free port if it is in use, any free port if 0
    #[arg(short, long, default_value_t = 1111, value_name = "PORT")]
    pub(super) port: u16,
    /// Fail if the port is in use, instead of using the next free port
    #[arg(long)]
    pub(super) no_port_append: bool,
    /// Base URL of the site; overrides the configuration, and its path is the path of the preview
    #[arg(short = 'u', long, value_name = "URL", alias = "baseURL", value_parser = load::normalize_base_url)]
    pub(super) base_url: Option<String>,
    /// Include drafts
    #[arg(short = 'D', long, alias = "buildDrafts")]
    pub(super) drafts: bool,
    /// Open the site in a browser
    #[arg(short = 'O', long, alias = "openBrowser")]
    pub(super) open: bool,
    /// Additional `Host` to accept, such as the name of this machine on the network; can be repeated
    #[arg(long, value_name = "NAME")]
    pub(super) allowed_host: Vec<String>,
    /// Additional file or folder to watch; can be repeated
    #[arg(long, value_name = "PATH")]
    pub(super) extra_watch_path: Vec<PathBuf>,
    /// Debounce delay in milliseconds, from 1 to 10000
    #[arg(short, long, default_value_t = 10, value_name = "MS", value_parser = clap::value_parser!(u64).range(1..=10_000))]
    pub(super) debounce: u64,
    /// Navigate the browser to the record that was saved
    #[arg(short = 'N', long, alias = "navigateToChanged")]
    pub(super) navigate: bool,
    /// Poll for changes instead of using notifications (for network drives and containers)
    #[arg(long)]
    pub(super) poll: bool,
}

#[derive(Debug, ClapArgs)]
pub(super) struct CheckArgs {
    /// Also check external links
    #[arg(long)]
    pub(super) external: bool,
    /// Skip external links: the default, accepted for compatibility with Zola
    #[arg(long, hide = true)]
    pub(super) skip_external_links: bool,
    #[command(flatten)]
    pub(super) compile: CompileArgs,
}

/// Options of the commands that compile the briefing.
#[derive(Debug, ClapArgs)]
pub(super) struct CompileArgs {
    /// Include drafts
    #[arg(short = 'D', long, alias = "buildDrafts")]
    pub(super) drafts: bool,
    /// Treat warnings as errors
    #[arg(long, alias = "panicOnWarning")]
    pub(super) warnings_as_errors: bool,
    /// Fail if `evidence.lock` would change or a quotation is unchecked
    #[arg(long, conflicts_with = "drafts")]
    pub(super) locked: bool,
}

#[derive(Debug, ClapArgs)]
pub(super) struct ListArgs {
    /// Items to list: all, drafts, a kind of record such as events, quotations, uncited quotations, or mentions
    #[arg(default_value = "all", value_name = "WHAT")]
    pub(super) what: String,
    /// Record whose mentions to list, such as `league` or `actors/league` [default: all]
    #[arg(value_name = "ID")]
    pub(super) id: Option<String>,
}

#[derive(Debug, ClapArgs)]
#[command(
    after_help = "Typography does not matter: marks, dashes and spaces are compared as in checked quotations. `…` \
                        stands for omitted words. If no text has the words, the nearest ones are printed with their \
                        differences: [-yours-]{+the article's+}."
)]
pub(super) struct CiteArgs {
    /// Words to find
    #[arg(required = true, value_name = "WORDS")]
    pub(super) words: Vec<String>,
    /// Search only this article
    #[arg(long, value_name = "ID")]
    pub(super) article: Option<String>,
}

#[derive(Debug, ClapArgs)]
pub(super) struct ShowArgs {
    /// Id of the article
    #[arg(value_name = "ID")]
    pub(super) id: String,
}

#[derive(Debug, ClapArgs)]
pub(super) struct ExplainArgs {
    /// Code of a diagnostic, such as unknown-key [default: list all codes]
    #[arg(value_name = "CODE")]
    pub(super) code: Option<String>,
}

#[derive(Debug, ClapArgs)]
pub(super) struct CompletionArgs {
    /// Shell to generate the script for
    #[arg(value_enum, value_name = "SHELL")]
    pub(super) shell: clap_complete::Shell,
}
