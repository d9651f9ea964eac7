//! The command line of fengong.

#![allow(clippy::print_stderr, reason = "the library is silent, the binary speaks")]

mod cli;

use std::process::ExitCode;

/// Reading a plan is mostly small allocations, which this allocator serves in half the time of the system's.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    cli::run()
}
