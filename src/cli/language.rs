//! The language that the program speaks: what was asked for, or what the environment speaks.

use clap::ValueEnum;
use fengong::language::Language;
use std::ffi::OsString;
use std::sync::atomic::{AtomicBool, Ordering};

/// Languages of messages: 中文, English. Doc comments of the two would make the help of every command a long one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Lang {
    Zh,
    En,
}

/// Whether Chinese is spoken.
static CHINESE: AtomicBool = AtomicBool::new(false);

/// From now on this language is spoken, also by what is told beside the matter.
pub(crate) fn speak(language: Language) {
    CHINESE.store(language == Language::Zh, Ordering::Relaxed);
}

/// The language that is spoken.
pub(crate) fn spoken() -> Language {
    if CHINESE.load(Ordering::Relaxed) { Language::Zh } else { Language::En }
}

/// What the raw arguments ask for: help and wrong usage are told while the arguments are still being read.
pub(crate) fn asked(arguments: impl IntoIterator<Item = OsString>) -> Option<Lang> {
    let mut arguments = arguments.into_iter().take_while(|argument| argument != "--");
    let mut asked = None;
    while let Some(argument) = arguments.next() {
        let value = match argument.to_str() {
            Some("--lang") => arguments.next().and_then(|value| value.into_string().ok()),
            Some(argument) => argument.strip_prefix("--lang=").map(str::to_owned),
            None => None,
        };
        asked = value.and_then(|value| Lang::from_str(&value, false).ok()).or(asked);
    }
    asked
}

/// The language that was asked for; without one, that of the environment, as POSIX orders its variables.
pub(crate) fn language(asked: Option<Lang>) -> Language {
    match asked {
        Some(Lang::Zh) => Language::Zh,
        Some(Lang::En) => Language::En,
        None => {
            let set = |name: &&str| std::env::var(name).ok().filter(|value| !value.is_empty());
            let locale = ["LC_ALL", "LC_MESSAGES", "LANG"].iter().find_map(set);
            locale.map_or(Language::En, |locale| Language::of_locale(&locale))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_language_stands_anywhere_before_what_are_no_options() {
        let asked = |words: &str| asked(words.split(' ').map(OsString::from));
        assert_eq!(asked("query water --lang zh"), Some(Lang::Zh));
        assert_eq!(asked("--lang=en query"), Some(Lang::En));
        assert_eq!(asked("query --lang"), None);
        assert_eq!(asked("--lang fr --lang-x=zh"), None);
        assert_eq!(asked("why -- --lang zh"), None);
    }
}
