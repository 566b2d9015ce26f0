//! Endurance tests: long preview sessions and killed builds.
//!
//! The tests are short by default. Environment variables extend them: `BRIEFING_KILLS=500 BRIEFING_CYCLES=200
//! BRIEFING_SOAK=2000 BRIEFING_LOADED=100 cargo test --test endurance -- --nocapture --test-threads=1`; they then print
//! their measurements.

#![expect(clippy::unwrap_used, reason = "a test panics at the first failure")]

#[path = "../it/serve/client.rs"]
#[expect(dead_code, reason = "the tests of the server use more of it")]
mod client;
mod errors;
mod kill;
mod memory;
mod program;
#[path = "../it/repetitions.rs"]
mod repetitions;
mod workspace;
