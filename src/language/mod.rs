//! **language**: what the program says to people, in Chinese and in English.
//!
//! A [`Message`] is an English sentence with its values; the sentence is its key in the one catalogue of texts,
//! `data/messages.tsv`, which gives the Chinese for it. Errors are [`Speak`]: their `Display` is the English, and the
//! program says them in the language of its user.

mod catalogue;
mod message;

pub use catalogue::{entries, translate};
pub use message::{Message, Speak, Value};

pub use crate::message;

/// The language of messages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Language {
    /// English
    En,
    /// 中文
    Zh,
}

impl Language {
    /// Of words in Chinese and in English, those in this language.
    pub const fn choose<'w>(self, words: (&'w str, &'w str)) -> &'w str {
        match self {
            Self::Zh => words.0,
            Self::En => words.1,
        }
    }

    /// The language of a locale as POSIX writes it: Chinese for `zh_CN.UTF-8`, English for all others.
    pub fn of_locale(locale: &str) -> Self {
        if locale.to_ascii_lowercase().starts_with("zh") { Self::Zh } else { Self::En }
    }
}
