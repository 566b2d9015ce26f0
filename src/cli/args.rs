//! Command-line arguments, as parsed by clap. Doc comments of fields and variants are help texts.

use crate::load;
use clap::{Args as ClapArgs, Parser, Subcommand, ValueEnum};
use std::net::IpAddr;
use std::path::PathBuf;

/// Builds briefing microsites: a timeline, a page per initiative, and every statement traceable to its passage.
#[derive(Debug, Parser)]
#[command(name = "briefing", version, max_term_width = 100, propagate_version = true)]
#[command(after_help = "Start with `briefing init my-briefing`. Exit codes: 0 fine, 1 the briefing has errors, \
                        2 wrong usage, 3 the environment failed.")]
pub(super) struct Args {
    #[command(flatten)]
    pub(super) global: GlobalArgs,
    #[command(subcommand)]
    pub(super) command: Command,
}

/// Help heading of the global options.
const GLOBAL_HEADING: &str = "Options of every command";

/// Options of every command.
#[derive(Debug, ClapArgs)]
pub(super) struct GlobalArgs {
    /// Folder of the briefing
    #[arg(short, long, global = true, default_value = ".", value_name = "FOLDER", alias = "source")]
    #[arg(help_heading = GLOBAL_HEADING)]
    pub(super) root: PathBuf,
    /// Configuration file in that folder
    #[arg(short, long, global = true, default_value = load::CONFIG_FILE, value_name = "FILE")]
    #[arg(help_heading = GLOBAL_HEADING)]
    pub(super) config: String,
    /// How findings and lists are printed
    #[arg(long, global = true, value_enum, default_value_t, value_name = "FORMAT")]
    #[arg(help_heading = GLOBAL_HEADING)]
    pub(super) format: FormatArg,
    /// Whether to use colours
    #[arg(long, global = true, value_enum, default_value_t, value_name = "WHEN")]
    #[arg(help_heading = GLOBAL_HEADING)]
    pub(super) color: ColorArg,
}

/// Output format of diagnostics and lists.
#[derive(Clone, Copy, Debug, Default, ValueEnum)]
pub(super) enum FormatArg {
    /// For people, with the line itself and what to do
    #[default]
    Human,
    /// One line per finding
    Short,
    /// One JSON object
    Json,
    /// GitHub workflow commands
    Github,
    /// SARIF 2.1.0, for code scanning
    Sarif,
}

/// Use of colours.
#[derive(Clone, Copy, Debug, Default, ValueEnum)]
pub(super) enum ColorArg {
    /// On a terminal, unless `NO_COLOR` is set
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
    /// Make a new briefing: a small, complete example to change
    Init(InitArgs),
    /// Make a new record from a template
    New(NewArgs),
    /// Turn raw articles into records, with their text beside
    Import(ImportArgs),
    /// Build the site
    Build(BuildArgs),
    /// Show the site in a browser, and keep it up to date while you write
    #[command(visible_alias = "server")]
    Serve(ServeArgs),
    /// Find every mistake without writing anything
    Check(CheckArgs),
    /// List records with their dates and titles, or quotations with their verdicts
    List(ListArgs),
    /// Explain a finding's code, or list all codes
    Explain(ExplainArgs),
    /// Print a completion script for a shell
    Completion(CompletionArgs),
}

#[derive(Debug, ClapArgs)]
pub(super) struct InitArgs {
    /// Folder to make it in
    #[arg(default_value = ".", value_name = "NAME")]
    pub(super) name: PathBuf,
    /// Write into a folder that is not empty; existing files are kept
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
    /// Id of the record [default: made from the title]
    #[arg(long, value_name = "ID")]
    pub(super) id: Option<String>,
}

#[derive(Debug, ClapArgs)]
pub(super) struct ImportArgs {
    /// Articles as plain text copied from a page, saved HTML, Markdown, or PDF (where it was built in)
    #[arg(required = true, value_name = "FILE")]
    pub(super) files: Vec<PathBuf>,
    /// Id of the article, for a single file [default: first author's family name and the year]
    #[arg(long, value_name = "ID")]
    pub(super) into: Option<String>,
    /// Print the record instead of writing it
    #[arg(short = 'n', long)]
    pub(super) dry_run: bool,
    /// Print the role of every line, and why
    #[arg(long)]
    pub(super) explain: bool,
    /// How much of the text may be published [default: none where the text reserves all rights, else excerpts]
    #[arg(long, value_enum, value_name = "RIGHTS")]
    pub(super) rights: Option<RightsArg>,
}

/// Part of an article's text that may be published.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(super) enum RightsArg {
    /// Nothing of it
    None,
    /// Short quotations
    Excerpts,
    /// The whole text
    Full,
}

#[derive(Debug, ClapArgs)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag, named as in Zola or Hugo")]
pub(super) struct BuildArgs {
    /// Address of the site's root, instead of the configuration's
    #[arg(short = 'u', long, value_name = "URL", alias = "baseURL", value_parser = load::normalize_base_url)]
    pub(super) base_url: Option<String>,
    /// Folder of the output, instead of the configuration's; relative to where the command runs
    #[arg(short, long, value_name = "FOLDER", alias = "destination")]
    pub(super) output_dir: Option<PathBuf>,
    /// Build into a folder that `briefing` did not make; files in it that are not part of the site are kept
    #[arg(short, long)]
    pub(super) force: bool,
    /// Zola's option, which is answered with the reason why there is none here
    #[arg(long, hide = true)]
    pub(super) minify: bool,
    /// Ignore the build cache
    #[arg(long)]
    pub(super) no_cache: bool,
    /// Say how long each stage took
    #[arg(long)]
    pub(super) timings: bool,
    #[command(flatten)]
    pub(super) compile: CompileArgs,
}

#[derive(Debug, ClapArgs)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag, named as in Zola or Hugo")]
pub(super) struct ServeArgs {
    /// Address to listen on; 0.0.0.0 lets other machines in
    #[arg(short, long, default_value = "127.0.0.1", value_name = "ADDRESS", alias = "bind")]
    pub(super) interface: IpAddr,
    /// Port to listen on, or the next free one; 0 for any
    #[arg(short, long, default_value_t = 1111, value_name = "PORT")]
    pub(super) port: u16,
    /// Fail when the port is in use, instead of taking the next free one
    #[arg(long)]
    pub(super) no_port_append: bool,
    /// Address of the site's root, instead of the configuration's; its path is where the site is shown
    #[arg(short = 'u', long, value_name = "URL", alias = "baseURL", value_parser = load::normalize_base_url)]
    pub(super) base_url: Option<String>,
    /// Include drafts
    #[arg(short = 'D', long, alias = "buildDrafts")]
    pub(super) drafts: bool,
    /// Open the site in a browser
    #[arg(short = 'O', long, alias = "openBrowser")]
    pub(super) open: bool,
    /// Answer to this name, too, such as this machine's on your network; may be given several times
    #[arg(long, value_name = "NAME")]
    pub(super) allowed_host: Vec<String>,
    /// Build when something in this file or folder changes, too; may be given several times
    #[arg(long, value_name = "PATH")]
    pub(super) extra_watch_path: Vec<PathBuf>,
    /// Milliseconds for which files must be at rest before a build
    #[arg(short, long, default_value_t = 10, value_name = "MS", value_parser = clap::value_parser!(u64).range(1..=10_000))]
    pub(super) debounce: u64,
    /// Take browsers to the record that you save
    #[arg(short = 'N', long, alias = "navigateToChanged")]
    pub(super) navigate: bool,
    /// Look for changes every now and then, where the system does not tell of them (network drives, containers)
    #[arg(long)]
    pub(super) poll: bool,
}

#[derive(Debug, ClapArgs)]
pub(super) struct CheckArgs {
    /// Also ask the web whether the addresses are there that the briefing leads to
    #[arg(long)]
    pub(super) external: bool,
    /// Zola's: leave the web alone, as is done anyway without `--external`
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
    /// Fail when there are warnings, too
    #[arg(long, alias = "panicOnWarning")]
    pub(super) warnings_as_errors: bool,
    /// Fail when `evidence.lock` would change, or leaves a quotation unchecked
    #[arg(long, conflicts_with = "drafts")]
    pub(super) locked: bool,
}

#[derive(Debug, ClapArgs)]
pub(super) struct ListArgs {
    /// What to list: all, drafts, a kind of record such as events; quotations with their verdicts, or uncited ones
    #[arg(default_value = "all", value_name = "WHAT")]
    pub(super) what: String,
}

#[derive(Debug, ClapArgs)]
pub(super) struct ExplainArgs {
    /// Code of a finding, such as unknown-key
    #[arg(value_name = "CODE")]
    pub(super) code: Option<String>,
}

#[derive(Debug, ClapArgs)]
pub(super) struct CompletionArgs {
    /// Shell to complete in
    #[arg(value_enum, value_name = "SHELL")]
    pub(super) shell: clap_complete::Shell,
}
