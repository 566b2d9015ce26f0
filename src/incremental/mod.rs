//! The incremental engine: compiles a briefing again and recomputes only what changed. The result is that of [`crate::compile::compile`],
//! byte for byte.
//!
//! In the field's terms: the **inputs** are the files of a briefing. Derived values have **dependencies** on them. After a change,
//! a **verifying trace** (the dependencies of a page with the **fingerprints** of their values) shows whether a page is
//! unchanged, and an unchanged fingerprint of its views stops the work there (**early cut-off**).
//!
//! 1. [`Session`] compiles in memory, for the preview. Each stage keeps its state, updates it and returns what changed:
//!    `load_state`, `relate_update`, `render_state`. A stage that cannot update recomputes everything.
//! 2. [`Build`] compiles into an output folder. Between runs of the program, `.briefing/` (`cache_dir`) keeps a snapshot of the
//!    loaded and related briefing, the page cache and the diagnostics.
//! 3. `fingerprint` hashes values of any shape; fingerprints are fast and private, unlike the collision-resistant digests of the model.

mod cache_dir;
mod chunked_file;
mod disk_build;
pub mod fingerprint;
mod load_state;
#[cfg(test)]
mod long_timelines;
mod relate_update;
mod relations_snapshot;
mod render_state;
mod session;
mod stage;
#[cfg(test)]
mod unprintable_references;

pub use disk_build::{Build, BuildRequest, BuildStats, UpToDate};
pub use session::Session;
pub use stage::Stage;
