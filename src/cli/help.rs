//! Help in the language of the user. The doc comments of the arguments are English, and the keys of their Chinese.

use super::arguments::Arguments;
use clap::builder::{PossibleValue, Str, StyledStr};
use clap::{Arg, Command, CommandFactory};
use fengong::analyse::network::Projection;
use fengong::diagnostic::RULES;
use fengong::language::{Language, Message, message};

/// The command line as clap reads it, its help in a language.
pub(super) fn command(language: Language) -> Command {
    localized(Arguments::command(), language)
}

/// A command with its help in a language.
pub(super) fn localized(mut command: Command, language: Language) -> Command {
    if language == Language::Zh {
        // What clap adds of its own, such as --help, is there only then.
        command.build();
        command = chinese(command);
    }
    command
}

/// A command and those under it with Chinese help.
///
/// The heads, and what clap says of defaults and values, are words of its code: a template puts others in their place, and the notes
/// on values become a part of the help.
fn chinese(command: Command) -> Command {
    let mut command = command.subcommand_value_name(value_name(&"COMMAND".into())).mut_args(argument).mut_subcommands(chinese);
    if let Some(about) = command.get_about().map(ToString::to_string) {
        command = command.about(translated(&about, &mut said));
    }
    if let Some(about) = command.get_long_about().map(ToString::to_string) {
        command = command.long_about(translated(&about, &mut said));
    }
    if let Some(help) = command.get_after_help().map(ToString::to_string) {
        command = command.after_help(translated(&help, &mut said));
    }
    let usage = command.render_usage().to_string();
    let usage = usage.trim_start_matches("Usage:").trim_start().replace("[OPTIONS]", &in_chinese(&message!("[OPTIONS]")));
    let template = template(&command);
    command.override_usage(usage).help_template(template)
}

/// The order of clap's own template, with other heads.
fn template(command: &Command) -> String {
    let parts = [
        (command.get_subcommands().next().is_some(), message!("Commands:"), "{subcommands}"),
        (command.get_positionals().next().is_some(), message!("Arguments:"), "{positionals}"),
        (command.get_arguments().any(|argument| !argument.is_positional()), message!("Options:"), "{options}"),
    ];
    let mut template = format!("{{before-help}}{{about-with-newline}}\n{}{{usage}}", in_chinese(&message!("Usage:")));
    for (_, head, part) in parts.iter().filter(|(has, ..)| *has) {
        template.push_str(&format!("\n\n{}\n{part}", in_chinese(head)));
    }
    template + "{after-help}"
}

/// An argument with Chinese help, in which its default and its possible values are told. Values that have a help of their own make a list
/// in the long form, as clap does it.
fn argument(argument: Arg) -> Arg {
    let in_words = |help: &StyledStr| translated(&help.to_string(), &mut said);
    let short = argument.get_help().map(in_words).unwrap_or_default();
    let long = argument.get_long_help().map(in_words);
    let values = argument.get_possible_values();
    let default = default_of(&argument).map(|value| in_chinese(&message!("[default: {value}]", value = value)));
    let names = folded(values.iter().map(PossibleValue::get_name));
    let choice = (!values.is_empty()).then(|| in_chinese(&message!("[possible values: {values}]", values = names)));
    let note = |notes: &[&Option<String>]| {
        let notes: Vec<&str> = notes.iter().copied().flatten().map(String::as_str).collect();
        if notes.is_empty() { String::new() } else { format!("（{}）", notes.join("；")) }
    };
    let explained = values.iter().any(|value| value.get_help().is_some());
    let whole = if explained {
        let list: String = values.iter().map(in_a_line).collect();
        let default = note(&[&default]);
        let gap = if default.is_empty() { "" } else { "\n\n" };
        Some(format!("{}\n\n{}{list}{gap}{default}", long.as_ref().unwrap_or(&short), in_chinese(&message!("Possible values:"))))
    } else {
        long.map(|long| format!("{long}{}", note(&[&default, &choice])))
    };
    let value_names: Vec<Str> = argument.get_value_names().unwrap_or_default().iter().map(value_name).collect();
    let argument = if value_names.is_empty() { argument } else { argument.value_names(value_names) };
    let argument = argument.hide_default_value(true).hide_possible_values(true).help(format!("{short}{}", note(&[&default, &choice])));
    match whole {
        Some(whole) => argument.long_help(whole),
        None => argument,
    }
}

/// The default value, where it is to be shown.
fn default_of(argument: &Arg) -> Option<String> {
    let shown = argument.get_action().takes_values() && !argument.is_hide_default_value_set();
    argument.get_default_values().first().filter(|_| shown).map(|value| value.to_string_lossy().into_owned())
}

/// Names joined by 、 in several lines if need be: clap breaks lines at spaces only.
fn folded<'a>(names: impl Iterator<Item = &'a str>) -> String {
    const WIDEST: usize = 60;
    let (mut joined, mut width) = (String::new(), 0);
    for name in names {
        if width > 0 {
            joined.push('、');
        }
        if width + name.len() > WIDEST {
            joined.push('\n');
            width = 0;
        }
        joined.push_str(name);
        width += name.len() + 2;
    }
    joined
}

/// A possible value as an item of a list.
fn in_a_line(value: &PossibleValue) -> String {
    match value.get_help() {
        Some(help) => format!("\n- {}：{}", value.get_name(), translated(&help.to_string(), &mut said)),
        None => format!("\n- {}", value.get_name()),
    }
}

/// Names of values such as FILE, where the catalogue has another for them.
fn value_name(name: &Str) -> Str {
    said(name).map_or_else(|| name.clone(), Str::from)
}

fn in_chinese(message: &Message) -> String {
    message.say(Language::Zh)
}

/// The Chinese for a stretch of help: that of the catalogue, of the table of findings, or of the networks. A full stop more or less makes no other text.
fn said(words: &str) -> Option<&'static str> {
    let found = || Language::Zh.of(words).or_else(|| Language::Zh.of(words.strip_suffix('.')?));
    let finding = || RULES.iter().find(|rule| rule.about.en == words).map(|rule| rule.about.zh);
    let network = || Projection::ALL.iter().map(|kind| kind.title()).find(|(_, english)| *english == words).map(|(chinese, _)| chinese);
    found().or_else(finding).or_else(network)
}

/// A help text with its stretches in other words: paragraphs, and in lists (a head over lines that are set in) the head and what
/// stands behind each item, two spaces or more from it. The items themselves, commands and codes, stay.
fn translated(text: &str, said: &mut impl FnMut(&str) -> Option<&'static str>) -> String {
    let mut say = |words: &str| said(words).unwrap_or(words).to_owned();
    let mut paragraph = |words: &str| {
        if !words.lines().skip(1).any(|line| line.starts_with("  ")) {
            return say(words);
        }
        let line = |line: &str| match line.trim_start().find("  ") {
            _ if !line.starts_with("  ") => say(line),
            None => line.to_owned(),
            Some(end) => {
                let item = line.len() - line.trim_start().len() + end;
                let explanation = line[item..].trim_start();
                let gap = line.len() - explanation.len();
                format!("{}{}", &line[..gap], say(explanation))
            }
        };
        words.lines().map(line).collect::<Vec<_>>().join("\n")
    };
    text.split("\n\n").map(&mut paragraph).collect::<Vec<_>>().join("\n\n")
}

/// Every help text of a command and of those under it.
#[cfg(test)]
fn texts(command: &Command) -> Vec<String> {
    let of_command = [command.get_about(), command.get_long_about(), command.get_after_help()];
    let of_arguments = command.get_arguments().flat_map(|argument| [argument.get_help(), argument.get_long_help()]);
    let mut all: Vec<String> = of_command.into_iter().chain(of_arguments).flatten().map(ToString::to_string).collect();
    let values = command.get_arguments().flat_map(Arg::get_possible_values);
    all.extend(values.filter_map(|value| value.get_help().map(ToString::to_string)));
    all.extend(command.get_subcommands().flat_map(texts));
    all
}

/// The help texts of a command, and of those under it, that have no Chinese.
#[cfg(test)]
pub(super) fn untranslated(command: &Command) -> Vec<String> {
    let mut command = command.clone();
    command.build();
    let mut missing = Vec::new();
    for text in texts(&command) {
        translated(&text, &mut |words| {
            let found = said(words);
            if found.is_none() {
                missing.push(words.replace('\n', "\\n"));
            }
            found
        });
    }
    missing.sort();
    missing.dedup();
    missing
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_help_text_has_its_chinese() {
        let missing = untranslated(&Arguments::command());
        assert!(missing.is_empty(), "no Chinese for:\n{}", missing.join("\n"));
    }

    #[test]
    fn commands_stay_and_what_explains_them_is_translated() {
        let help = "Examples:\n  fengong a  b c\n  fengong d\n\nWords.";
        let mut asked = Vec::new();
        let chinese = translated(help, &mut |words| {
            asked.push(words.to_owned());
            Some("字")
        });
        assert_eq!(asked, ["Examples:", "b c", "Words."]);
        assert_eq!(chinese, "字\n  fengong a  字\n  fengong d\n\n字");
    }

    #[test]
    fn the_command_line_is_sound_in_both_languages() {
        command(Language::En).debug_assert();
        command(Language::Zh).debug_assert();
    }
}
