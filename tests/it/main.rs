//! Integration tests, one module per part of the program: `cargo test --test it suite::` runs those of one module.
//!
//! One binary, because every binary is linked with the whole program and all of its dependencies.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test panics at the first failure")]
#![expect(clippy::print_stdout, reason = "a skipped test prints the reason")]

mod body_html;
mod cli;
mod commonmark;
mod date_words;
mod edtf;
#[cfg(feature = "external-links")]
mod external;
mod fixture;
mod import;
mod incremental;
mod leaks;
mod links;
mod page_ids;
#[cfg(feature = "import-pdf")]
mod pdf;
mod properties;
mod quotations;
mod repetitions;
mod serve;
mod source_positions;
mod suite;
mod support;

use proptest::test_runner::Config;

/// Configures a property test with a number of cases; `PROPTEST_CASES` overrides it, as in `./tests/run all`.
fn cases(default: u32) -> Config {
    if std::env::var_os("PROPTEST_CASES").is_some() { Config::default() } else { Config::with_cases(default) }
}
