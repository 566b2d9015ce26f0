//! Runs the program as people and scripts do: what it does to the disk, what it says on which stream, how it exits.

#![expect(clippy::unwrap_used, reason = "a test stops at the first thing that is not as it should be")]

mod build;
mod diagnostics;
mod explain;
mod harness;
mod init;
mod list;
mod lock;
mod new;
mod reproducible;
mod serve;
mod usage;
