//! The language that the program speaks: what was asked for, or what the environment speaks.

use clap::ValueEnum;
use fengong::language::Language;

/// Languages of messages: 中文, English. Doc comments of the two would make the help of every command a long one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Lang {
    Zh,
    En,
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
