//! **command line**: arguments, one file a subcommand.

mod arguments;
mod check;
mod draw;
mod eval;
mod export;
mod extract;
mod output;
mod progress;
mod query;
mod source;
mod text;
mod why;

use arguments::Arguments;

use clap::Parser;
use std::process::ExitCode;

/// What a command ended with; the exit status of the contract.
#[derive(Debug)]
pub(crate) enum Failure {
    /// The data have findings, or the query failed: 1.
    Finding(String),
    /// Wrong usage or unreadable input: 2.
    Usage(String),
}

impl Failure {
    fn usage(error: impl std::fmt::Display) -> Self {
        Self::Usage(error.to_string())
    }

    fn finding(error: impl std::fmt::Display) -> Self {
        Self::Finding(error.to_string())
    }
}

/// Parses the command line and runs the command.
pub(crate) fn run() -> ExitCode {
    let arguments = Arguments::parse();
    match arguments.command.run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(Failure::Finding(message)) => report(&message, 1),
        Err(Failure::Usage(message)) => report(&message, 2),
    }
}

fn report(message: &str, status: u8) -> ExitCode {
    if !message.is_empty() {
        eprintln!("fengong: {message}");
    }
    ExitCode::from(status)
}
