//! **command line**: arguments, one file a subcommand.

mod analyse;
mod answer;
mod arguments;
mod ask;
mod check;
mod diff;
mod draw;
mod ending;
mod eval;
mod export;
mod extract;
mod filled;
mod help;
mod ingest;
mod language;
mod ledger;
mod load;
mod nothing;
mod output;
mod progress;
mod push;
mod query;
mod repl;
mod saved;
mod scope;
mod server;
mod size;
mod source;
mod store;
mod text;
mod usage;
mod why;

use arguments::Arguments;

use clap::FromArgMatches;
use fengong::language::{Language, Message, Speak};
use std::process::ExitCode;

/// What a command ended with; the exit status of the contract.
#[derive(Debug)]
pub(crate) enum Failure {
    /// The data have findings, which are the output of the command: 1.
    Found,
    /// The query failed, or nothing answers: 1.
    Finding(Message),
    /// Wrong usage or unreadable input: 2.
    Usage(Message),
}

#[allow(clippy::needless_pass_by_value, reason = "as map_err hands errors over")]
impl Failure {
    fn usage(error: impl Speak) -> Self {
        Self::Usage(error.message())
    }

    fn finding(error: impl Speak) -> Self {
        Self::Finding(error.message())
    }
}

/// Parses the command line and runs the command.
pub(crate) fn run() -> ExitCode {
    let language = language::language(language::asked(std::env::args_os().skip(1)));
    let parsed = help::command(language).try_get_matches().and_then(|matches| Arguments::from_arg_matches(&matches));
    let arguments = match parsed {
        Ok(arguments) => arguments,
        Err(error) => return usage::report(&error, language),
    };
    let language = language::language(arguments.lang);
    language::speak(language);
    match arguments.command.run(language) {
        Ok(()) => ExitCode::SUCCESS,
        Err(Failure::Found) => ExitCode::from(1),
        Err(Failure::Finding(message)) => report(&message, language, 1),
        Err(Failure::Usage(message)) => report(&message, language, 2),
    }
}

fn report(message: &Message, language: Language, status: u8) -> ExitCode {
    eprintln!("fengong: {}", message.say(language));
    ExitCode::from(status)
}
