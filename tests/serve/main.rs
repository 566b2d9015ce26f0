//! The preview server, asked with raw requests: what it shows, what it refuses, and how it keeps up with the writer.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on says so")]

mod attacks;
mod client;
mod harness;
mod pages;
mod rebuilds;
mod session;
