//! Completion in commands: what their table says that they take.

use super::commands::{table, value_name};
use crate::cli::saved;
use fengong::assist::{Assistant, Completion, Suggestion};
use fengong::graph::vocab::fg;
use fengong::language::Language;
use fengong::query::{Format, NamedQuery, ParameterKind, Prefixes, Thing};
use oxigraph::model::NamedNodeRef;
use rustyline::completion::FilenameCompleter;
use std::time::Duration;

/// What could be written at a byte of a line that is a command.
pub(super) fn complete(assistant: &Assistant, prefixes: &Prefixes, line: &str, cursor: usize, patience: Duration) -> Completion {
    let line = &line[..cursor];
    let from = word_start(line);
    let typed = &line[from..];
    let before: Vec<&str> = line[..from].split_whitespace().collect();
    let Some((name, given)) = before.split_first() else {
        let table = table(Language::En);
        let fitting = table.get_subcommands().filter(|command| command.get_name().starts_with(typed.trim_start()));
        let suggestions = fitting.map(|command| Suggestion::plain(command.get_name())).collect();
        return Completion { from, suggestions };
    };
    let table = table(Language::En);
    let Some(command) = table.get_subcommands().find(|command| command.get_name() == *name) else { return Completion::default() };
    if typed.starts_with('-') {
        let options = command.get_opts().filter_map(|option| option.get_long()).map(|name| format!("--{name}"));
        let suggestions = options.filter(|option| option.starts_with(typed)).map(Suggestion::plain).collect();
        return Completion { from, suggestions };
    }
    let after_option = given.last().is_some_and(|last| matches!(*last, "-o" | "--output"));
    let positionals: Vec<&clap::Arg> = command.get_positionals().collect();
    let argument = positionals.get(given.len()).or_else(|| positionals.last().filter(|last| last.get_action().takes_values()));
    let takes = if after_option { "FILE".to_owned() } else { argument.map(|argument| value_name(argument)).unwrap_or_default() };
    let starting = |words: &[&str]| words.iter().filter(|word| word.starts_with(typed)).map(|word| Suggestion::plain(*word)).collect();
    let suggestions = match takes.as_str() {
        "COMMAND" => table
            .get_subcommands()
            .map(clap::Command::get_name)
            .filter(|name| name.trim_start_matches('.').starts_with(typed.trim_start_matches('.')))
            .map(Suggestion::plain)
            .collect(),
        "QUERY" => queries(typed),
        "NAME=VALUE" => parameters(assistant, given.first().copied().unwrap_or_default(), typed, patience),
        "NAME|IRI" | "ROW|NAME" | "WORD" => names(assistant, typed, patience, |_| true),
        "CLASS" => classes(assistant, prefixes, typed, patience),
        "FORMAT" => Format::all().map(Format::name).filter(|name| name.starts_with(typed)).map(Suggestion::plain).collect(),
        "on|off" => starting(&["on", "off"]),
        "zh|en" => starting(&["zh", "en"]),
        "SPARQL" => {
            let start = line.find(name).unwrap_or_default() + name.len();
            let inner = assistant.complete(prefixes, &line[start..], cursor - start, patience);
            return Completion { from: inner.from + start, suggestions: inner.suggestions };
        }
        "FILE" => return files(line, cursor),
        _ if command.has_subcommands() => starting(&command.get_subcommands().map(clap::Command::get_name).collect::<Vec<_>>()),
        _ => Vec::new(),
    };
    Completion { from, suggestions }
}

/// The hint behind a command that has no arguments yet: what it takes.
pub(super) fn hint(line: &str, language: Language) -> Option<String> {
    let name = line.trim_end().strip_prefix('.').map(|_| line.trim())?;
    let table = table(language);
    let command = table.get_subcommands().find(|command| command.get_name() == name)?;
    let takes: Vec<String> = command.get_positionals().map(value_name).collect();
    (!takes.is_empty()).then(|| format!("{}{}", if line.ends_with(' ') { "" } else { " " }, takes.join(" ")))
}

/// Where the last word begins; a quotation mark holds words together.
fn word_start(line: &str) -> usize {
    let mut start = 0;
    let mut quote = None;
    for (at, c) in line.char_indices() {
        match quote {
            Some(open) if c == open => quote = None,
            None if matches!(c, '"' | '\'') => quote = Some(c),
            None if c.is_whitespace() => start = at + c.len_utf8(),
            _ => {}
        }
    }
    start
}

fn queries(typed: &str) -> Vec<Suggestion> {
    let fits = |query: &NamedQuery| query.name.starts_with(typed) || query.title.0.contains(typed);
    saved::all().iter().filter(|query| fits(query)).map(|query| Suggestion::noted(query.name, query.title.0)).collect()
}

/// The parameters of a query that are written with their values; a value is the name of a thing that the parameter can be.
fn parameters(assistant: &Assistant, query: &str, typed: &str, patience: Duration) -> Vec<Suggestion> {
    let Some(query) = saved::find(query) else { return Vec::new() };
    let Some((name, value)) = typed.split_once('=') else {
        let fitting = query.parameters.iter().filter(|parameter| parameter.name.starts_with(typed));
        return fitting.map(|parameter| Suggestion::noted(format!("{}=", parameter.name), parameter.about.0)).collect();
    };
    let Some(parameter) = query.parameters.iter().find(|parameter| parameter.name == name) else { return Vec::new() };
    let class: NamedNodeRef<'_> = match parameter.kind {
        ParameterKind::Unit => fg::PARTY,
        ParameterKind::Place => fg::PLACE,
        ParameterKind::Topic => fg::TOPIC,
        ParameterKind::Industry => fg::INDUSTRY,
        ParameterKind::Text | ParameterKind::Integer | ParameterKind::Date => return Vec::new(),
    };
    let things = names(assistant, value, patience, |thing| thing.is_a(class));
    things.into_iter().map(|thing| Suggestion { text: format!("{name}={}", thing.text), note: thing.note }).collect()
}

/// The names of things, in quotation marks where they hold spaces.
fn names(assistant: &Assistant, typed: &str, patience: Duration, wanted: impl Fn(&Thing) -> bool) -> Vec<Suggestion> {
    const MOST: usize = 60;
    let inner = typed.trim_start_matches(['"', '\'']);
    let Some((index, _)) = assistant.within(patience) else { return Vec::new() };
    let label =
        |thing: &Thing| if thing.label.contains(char::is_whitespace) { format!("\"{}\"", thing.label) } else { thing.label.clone() };
    if inner.is_empty() {
        let mut all: Vec<Suggestion> =
            index.things().iter().filter(|thing| wanted(thing)).map(|thing| Suggestion::plain(label(thing))).collect();
        all.sort_by(|a, b| a.text.cmp(&b.text));
        all.truncate(MOST);
        return all;
    }
    let hits = index.find(inner, MOST, wanted);
    let note = |hit: &fengong::query::Hit<'_>| if hit.thing.label.contains(hit.name) { String::new() } else { hit.name.to_owned() };
    hits.iter().map(|hit| Suggestion::noted(label(hit.thing), note(hit))).collect()
}

fn classes(assistant: &Assistant, prefixes: &Prefixes, typed: &str, patience: Duration) -> Vec<Suggestion> {
    let low = typed.to_lowercase();
    let Some((_, schema)) = assistant.within(patience) else { return Vec::new() };
    let all = schema.classes.iter().map(|used| (prefixes.written(used.node.as_str()), &used.label.0));
    let fits = |(written, label): &(String, &String)| {
        let written = written.to_lowercase();
        written.starts_with(&low) || written.split(':').next_back().is_some_and(|name| name.starts_with(&low)) || label.contains(typed)
    };
    all.filter(fits).map(|(written, label)| Suggestion::noted(written, label.as_str())).collect()
}

fn files(line: &str, cursor: usize) -> Completion {
    let Ok((from, pairs)) = FilenameCompleter::new().complete_path(line, cursor) else { return Completion::default() };
    let suggestions = pairs.into_iter().map(|pair| Suggestion::noted(pair.replacement, String::new())).collect();
    Completion { from, suggestions }
}
