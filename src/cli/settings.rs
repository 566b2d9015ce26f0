//! Settings: what the arguments mean, decided once.

use super::args::{Color, Compile, Format, Global};
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
    pub(super) fn new(global: &Global, config: String) -> Self {
        Settings {
            root: global.root.clone(),
            config,
            format: match global.format {
                Format::Human => report::ReportFormat::Human,
                Format::Short => report::ReportFormat::Short,
                Format::Json => report::ReportFormat::Json,
                Format::Github => report::ReportFormat::Github,
                Format::Sarif => report::ReportFormat::Sarif,
            },
        }
    }
}

/// Whether to use colours.
pub(super) fn color(color: Color) -> anstream::ColorChoice {
    match color {
        Color::Auto => anstream::ColorChoice::Auto,
        Color::Always => anstream::ColorChoice::Always,
        Color::Never => anstream::ColorChoice::Never,
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

impl From<&Compile> for CompileSettings {
    fn from(args: &Compile) -> Self {
        CompileSettings {
            drafts: args.drafts,
            warnings_as_errors: args.warnings_as_errors,
            locked: args.locked,
            ..CompileSettings::default()
        }
    }
}
