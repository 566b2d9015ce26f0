//! The parts of a build.

/// A part of a build, for progress and timings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Reading files from the disk.
    Read,
    /// Parsing files into records.
    Load,
    /// Relating records to each other.
    Relate,
    /// Rendering pages.
    Render,
    /// Exporting machine-readable files and assembling the output.
    Export,
    /// Writing the site to the disk.
    Write,
}
