//! Wrong usage, told in the language of the user. In English clap tells it; its other words are made here of what it knows.

use clap::error::{ContextKind, ContextValue, ErrorKind};
use fengong::language::{Language, Message, message};
use std::error::Error;
use std::process::ExitCode;

/// Tells what clap has to tell: help, the version, or wrong usage.
pub(super) fn report(error: &clap::Error, language: Language) -> ExitCode {
    match what(error).filter(|_| language != Language::En) {
        Some(what) => eprint!("{}", told(error, &what, language)),
        // Nobody can be told that nobody can be told.
        None => drop(error.print()),
    }
    ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2))
}

/// What is wrong with a line, without what a command line would be told beside it: its usage, and where its help is.
pub(super) fn in_short(error: &clap::Error, language: Language) -> String {
    let told = match what(error).filter(|_| language != Language::En) {
        Some(what) => told(error, &what, language),
        None => error.render().to_string(),
    };
    let usage = ["Usage:", &message!("Usage:").say(language)].iter().filter_map(|head| told.find(*head)).min();
    told[..usage.unwrap_or(told.len())].trim().to_owned()
}

/// What is wrong, what may be meant, how the command is used, where help is.
fn told(error: &clap::Error, what: &Message, language: Language) -> String {
    let mut told = message!("error: {what}", what => what.clone()).say(language);
    for (kind, list) in [
        (ContextKind::ValidValue, message!("possible values: {values}", values => list(error, ContextKind::ValidValue))),
        (ContextKind::ValidSubcommand, message!("subcommands: {names}", names => list(error, ContextKind::ValidSubcommand))),
    ] {
        if !texts(error, kind).is_empty() {
            told.push_str(&format!("\n  {}", list.say(language)));
        }
    }
    let tips: Vec<String> = tips(error).iter().map(|tip| format!("\n  {}", tip.say(language))).collect();
    if !tips.is_empty() {
        told.push_str(&format!("\n{}", tips.concat()));
    }
    if let Some(usage) = texts(error, ContextKind::Usage).first() {
        let usage = usage.trim().trim_start_matches("Usage:").trim_start();
        told.push_str(&format!("\n\n{}{usage}", message!("Usage:").say(language)));
    }
    told + "\n\n" + &message!("For more information, try '--help'.").say(language) + "\n"
}

/// What is wrong; nothing for what is no mistake (help), and for what clap alone can tell.
fn what(error: &clap::Error) -> Option<Message> {
    let first = |kind| texts(error, kind).into_iter().next();
    let argument = || first(ContextKind::InvalidArg);
    let value = || first(ContextKind::InvalidValue);
    Some(match error.kind() {
        ErrorKind::UnknownArgument => message!("unexpected argument '{argument}' found", argument = argument()?),
        ErrorKind::InvalidSubcommand => message!("unrecognized subcommand '{name}'", name = first(ContextKind::InvalidSubcommand)?),
        ErrorKind::MissingSubcommand => {
            message!("'{name}' requires a subcommand but one was not provided", name = first(ContextKind::InvalidSubcommand)?)
        }
        ErrorKind::MissingRequiredArgument => {
            message!("the following required arguments were not provided: {arguments}", arguments => list(error, ContextKind::InvalidArg))
        }
        ErrorKind::InvalidValue if value()?.is_empty() => {
            message!("a value is required for '{argument}' but none was supplied", argument = argument()?)
        }
        ErrorKind::InvalidValue => message!("invalid value '{value}' for '{argument}'", value = value()?, argument = argument()?),
        ErrorKind::ValueValidation => message!(
            "invalid value '{value}' for '{argument}': {cause}",
            value = value()?,
            argument = argument()?,
            cause => cause(&error.source()?.to_string())
        ),
        ErrorKind::WrongNumberOfValues => message!(
            "'{argument}' takes {expected} values, and not {given}",
            argument = argument()?,
            expected = first(ContextKind::ExpectedNumValues)?,
            given = first(ContextKind::ActualNumValues)?
        ),
        ErrorKind::TooFewValues => message!(
            "'{argument}' takes {expected} values or more, and not {given}",
            argument = argument()?,
            expected = first(ContextKind::MinValues)?,
            given = first(ContextKind::ActualNumValues)?
        ),
        ErrorKind::TooManyValues => {
            message!("unexpected value '{value}' for '{argument}' found; no more were expected", value = value()?, argument = argument()?)
        }
        ErrorKind::ArgumentConflict if texts(error, ContextKind::PriorArg) == [argument()?] => {
            message!("the argument '{argument}' cannot be used multiple times", argument = argument()?)
        }
        ErrorKind::ArgumentConflict => message!(
            "the argument '{argument}' cannot be used with '{others}'",
            argument = argument()?,
            others => list(error, ContextKind::PriorArg)
        ),
        ErrorKind::InvalidUtf8 => message!("invalid UTF-8 was detected in one or more arguments"),
        _ => return None,
    })
}

/// What a parser of values said.
fn cause(words: &str) -> Message {
    match (words, words.split_once(" is not in ")) {
        (_, Some((_, range))) => message!("it is not in {range}", range = range),
        ("invalid digit found in string" | "cannot parse integer from empty string", _) => message!("a whole number is needed"),
        _ => message!("{cause}", cause = Language::Zh.of(words).unwrap_or(words)),
    }
}

/// What may be meant.
fn tips(error: &clap::Error) -> Vec<Message> {
    let mut tips = Vec::new();
    for kind in [ContextKind::SuggestedSubcommand, ContextKind::SuggestedArg, ContextKind::SuggestedValue] {
        if !texts(error, kind).is_empty() {
            tips.push(message!("tip: something similar exists: '{names}'", names => list(error, kind)));
        }
    }
    let escapes = texts(error, ContextKind::Suggested).iter().any(|tip| tip.starts_with("to pass "));
    if let Some(argument) = texts(error, ContextKind::InvalidArg).first().filter(|_| escapes) {
        tips.push(message!("tip: to pass '{argument}' as a value, use '-- {argument}'", argument = argument));
    }
    tips
}

fn list(error: &clap::Error, kind: ContextKind) -> Message {
    Message::list(texts(error, kind))
}

/// What clap knows of an error, as words without colours.
fn texts(error: &clap::Error, kind: ContextKind) -> Vec<String> {
    match error.get(kind) {
        Some(ContextValue::Strings(texts)) => texts.clone(),
        Some(ContextValue::StyledStrs(texts)) => texts.iter().map(ToString::to_string).collect(),
        Some(value @ (ContextValue::String(_) | ContextValue::StyledStr(_) | ContextValue::Number(_))) => vec![value.to_string()],
        _ => Vec::new(),
    }
}
