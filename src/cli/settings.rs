//! Settings: what the arguments mean, decided once.

use super::args::{ColorArg, CompileArgs, FormatArg, GlobalArgs};
use crate::diagnose::report;
use std::path::{Path, PathBuf};

/// What every command needs to know.
#[derive(Clone, Debug)]
pub(super) struct Settings {
    /// Folder of the briefing.
    pub(super) root: PathBuf,
    /// Configuration file, relative to the root.
    pub(super) config: String,
    /// How findings are printed.
    pub(super) format: report::ReportFormat,
}

impl Settings {
    /// A path under the root, as one would type it: without `./` when the root is where the command runs.
    pub(super) fn under_root(&self, path: impl AsRef<Path>) -> PathBuf {
        if self.root == Path::new(".") { path.as_ref().to_owned() } else { self.root.join(path) }
    }

    /// Takes the settings from the arguments; `config` is the configuration file, relative to the root.
    pub(super) fn new(global: &GlobalArgs, config: String) -> Self {
        Settings {
            root: global.root.clone(),
            config,
            format: match global.format {
                FormatArg::Human => report::ReportFormat::Human,
                FormatArg::Short => report::ReportFormat::Short,
                FormatArg::Json => report::ReportFormat::Json,
                FormatArg::Github => report::ReportFormat::Github,
                FormatArg::Sarif => report::ReportFormat::Sarif,
            },
        }
    }
}

/// Whether to use colours.
pub(super) fn color(color: ColorArg) -> anstream::ColorChoice {
    match color {
        ColorArg::Auto => anstream::ColorChoice::Auto,
        ColorArg::Always => anstream::ColorChoice::Always,
        ColorArg::Never => anstream::ColorChoice::Never,
    }
}

/// How a command compiles the briefing.
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of its own, and any of them go together")]
#[derive(Clone, Debug, Default)]
pub(super) struct CompileSettings {
    /// Include drafts.
    pub(super) drafts: bool,
    /// Warnings make the command fail, too.
    pub(super) warnings_as_errors: bool,
    /// Address of the site's root, instead of the configuration's.
    pub(super) base_url: Option<String>,
    /// Take needless space out of pages.
    pub(super) minify: bool,
    /// Fail when the evidence lock would change.
    pub(super) locked: bool,
}

impl From<&CompileArgs> for CompileSettings {
    fn from(args: &CompileArgs) -> Self {
        CompileSettings {
            drafts: args.drafts,
            warnings_as_errors: args.warnings_as_errors,
            locked: args.locked,
            ..CompileSettings::default()
        }
    }
}
