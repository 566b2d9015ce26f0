//! Settings: validated arguments.

use super::args::{ColorArg, CompileArgs, FormatArg, GlobalArgs};
use crate::diagnose::report;
use std::path::{Path, PathBuf};

/// Settings of every command.
#[derive(Clone, Debug)]
pub(super) struct Settings {
    /// Root folder of the briefing.
    pub(super) root: PathBuf,
    /// Configuration file, relative to the root.
    pub(super) config: String,
    /// Output format of diagnostics.
    pub(super) format: report::ReportFormat,
}

impl Settings {
    /// Joins a path to the root for display: without `./` if the root is the current folder.
    pub(super) fn under_root(&self, path: impl AsRef<Path>) -> PathBuf {
        if self.root == Path::new(".") { path.as_ref().to_owned() } else { self.root.join(path) }
    }

    /// Converts the global arguments; `config` is relative to the root.
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

/// Converts the colour argument.
pub(super) fn color(color: ColorArg) -> anstream::ColorChoice {
    match color {
        ColorArg::Auto => anstream::ColorChoice::Auto,
        ColorArg::Always => anstream::ColorChoice::Always,
        ColorArg::Never => anstream::ColorChoice::Never,
    }
}

/// Settings of a compilation.
#[derive(Clone, Debug, Default)]
pub(super) struct CompileSettings {
    /// Include drafts.
    pub(super) drafts: bool,
    /// Treat warnings as errors.
    pub(super) warnings_as_errors: bool,
    /// Base URL, overrides the configuration.
    pub(super) base_url: Option<String>,
    /// Fail if the evidence lock would change.
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
