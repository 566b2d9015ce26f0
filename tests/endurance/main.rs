//! What must hold for a long time: a preview that runs for days under a writer, and builds that are killed.
//!
//! The tests are short by default. The environment makes them long: `BRIEFING_KILLS=500 BRIEFING_CYCLES=200
//! BRIEFING_SOAK=2000 BRIEFING_LOADED=100 cargo test --test endurance -- --nocapture --test-threads=1`; they then print
//! what they measured.

#![expect(clippy::unwrap_used, reason = "a test stops at the first thing that is not as it should be")]

#[path = "../serve/client.rs"]
#[expect(dead_code, reason = "tests of what it answers look at more of it")]
mod client;
mod errors;
mod kill;
mod memory;
mod program;
mod workspace;

/// How often, by default or as the environment says.
fn repetitions(variable: &str, usual: usize) -> usize {
    std::env::var_os(variable).and_then(|times| times.to_str()?.parse().ok()).unwrap_or(usual)
}
