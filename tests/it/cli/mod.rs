//! Runs the program: effects on the file system, output streams and exit codes.

mod build;
mod cite;
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
