//! Tests of the preview server with raw requests: pages, security, and rebuilds.

mod attacks;
mod client;
mod harness;
mod pages;
mod rebuilds;
mod session;
