//! The `briefing` command. Everything is in the library; this gives the exit code.

use std::process::ExitCode;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    briefing::cli::run(std::env::args_os())
}
