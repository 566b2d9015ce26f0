//! Tests of the preview server with raw requests: pages, security, and rebuilds.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test panics at the first failure")]

mod attacks;
mod client;
mod harness;
mod pages;
mod rebuilds;
mod session;
