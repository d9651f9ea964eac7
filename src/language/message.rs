//! A sentence with its values.

use super::Language;
use super::catalogue::translate;
use crate::message;
use std::fmt;

/// A sentence of the catalogue with values for the names in its braces.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    words: &'static str,
    /// The Chinese, where it does not stand in the catalogue.
    chinese: Option<&'static str>,
    values: Vec<(&'static str, Value)>,
}

/// What stands in the place of a name in braces.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// Words that are the same in every language.
    Text(String),
    /// A sentence of its own.
    Message(Message),
    /// Several words of a kind, joined as the language joins them.
    List(Vec<String>),
    /// What a system or library says in its own English, and the sentence that stands for it in other languages.
    Foreign(String, Message),
}

/// What can be said in every language: errors above all.
pub trait Speak {
    /// What is said.
    fn message(&self) -> Message;

    /// The words in a language.
    fn say(&self, language: Language) -> String {
        self.message().say(language)
    }
}

impl Message {
    /// A sentence with its values; the macro [`message!`](crate::message!) reads better.
    pub const fn new(words: &'static str, values: Vec<(&'static str, Value)>) -> Self {
        Self { words, chinese: None, values }
    }

    /// Words that bring their Chinese with them, as the head of a named query does.
    pub const fn both(english: &'static str, chinese: &'static str) -> Self {
        Self { words: english, chinese: Some(chinese), values: Vec::new() }
    }

    /// Words of a kind as the language joins them: by commas, or by 、.
    pub fn list(words: impl IntoIterator<Item = impl fmt::Display>) -> Self {
        let words = words.into_iter().map(|word| word.to_string()).collect();
        Self::new("{words}", vec![("words", Value::List(words))])
    }

    /// The English of a system or library, for which a sentence stands in other languages.
    pub fn foreign(english: impl fmt::Display, elsewhere: Self) -> Self {
        Self::new("{words}", vec![("words", Value::Foreign(english.to_string(), elsewhere))])
    }

    /// The sentence in English, with its names in braces.
    pub const fn words(&self) -> &'static str {
        self.words
    }

    /// The sentence in a language, its values filled in. What the catalogue does not know is said in English.
    pub fn say(&self, language: Language) -> String {
        let words = match (language, self.chinese) {
            (Language::Zh, Some(chinese)) => chinese,
            _ => translate(language, self.words),
        };
        let mut said = String::with_capacity(words.len());
        let mut rest = words;
        while let Some((before, from)) = rest.split_once('{') {
            said.push_str(before);
            let (name, after) = from.split_once('}').unwrap_or((from, ""));
            match self.values.iter().find(|(other, _)| *other == name) {
                Some((_, Value::Text(text))) => said.push_str(text),
                Some((_, Value::Message(message))) => said.push_str(&message.say(language)),
                Some((_, Value::List(words))) => said.push_str(&words.join(if language == Language::Zh { "、" } else { ", " })),
                Some((_, Value::Foreign(english, message))) => match language {
                    Language::En => said.push_str(english),
                    Language::Zh => said.push_str(&message.say(language)),
                },
                // Braces that are no name of a value, as SPARQL has them, stand for themselves.
                None => {
                    said.push('{');
                    rest = from;
                    continue;
                }
            }
            rest = after;
        }
        said.push_str(rest);
        said
    }
}

impl Speak for Message {
    fn message(&self) -> Message {
        self.clone()
    }
}

impl fmt::Display for Message {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.say(Language::En))
    }
}

impl<T: fmt::Display> From<T> for Value {
    fn from(words: T) -> Self {
        Self::Text(words.to_string())
    }
}

/// What the system says of a file: in English in its own words, which everybody knows and can search for; elsewhere by kind.
impl Speak for std::io::Error {
    fn message(&self) -> Message {
        use std::io::ErrorKind;
        let said = match self.kind() {
            ErrorKind::NotFound => message!("there is no such file or directory"),
            ErrorKind::PermissionDenied => message!("permission denied"),
            ErrorKind::AlreadyExists => message!("it exists already"),
            ErrorKind::StorageFull => message!("the disk is full"),
            ErrorKind::IsADirectory => message!("it is a directory"),
            ErrorKind::NotADirectory => message!("a part of the path is no directory"),
            ErrorKind::ReadOnlyFilesystem => message!("the file system is read-only"),
            ErrorKind::InvalidData => message!("the data are invalid: {cause}", cause = self),
            _ => return message!("{cause}", cause = self),
        };
        Message::foreign(self, said)
    }
}

/// A [`Message`]: a sentence of the catalogue, and its values by name.
///
/// ```
/// use fengong::{message, language::Language};
/// let said = message!("there is no such file or directory");
/// assert_eq!(said.say(Language::Zh), "没有这个文件或目录");
/// ```
///
/// A value that is a message itself is written `name => value`.
#[macro_export]
macro_rules! message {
    (@values [$($done:tt)*]) => { vec![$($done)*] };
    (@values [$($done:tt)*] $name:ident = $value:expr $(, $($rest:tt)*)?) => {
        $crate::message!(@values [$($done)* (stringify!($name), $crate::language::Value::from(&$value)),] $($($rest)*)?)
    };
    (@values [$($done:tt)*] $name:ident => $value:expr $(, $($rest:tt)*)?) => {
        $crate::message!(@values [$($done)* (stringify!($name), $crate::language::Value::Message($value)),] $($($rest)*)?)
    };
    ($words:literal $(,)?) => { $crate::language::Message::new($words, Vec::new()) };
    ($words:literal, $($values:tt)+) => { $crate::language::Message::new($words, $crate::message!(@values [] $($values)+)) };
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_stand_where_their_names_are_and_other_braces_stay() {
        let inner = message!("permission denied");
        let said = Message::new("{path}: {why} in SELECT { ?x }", vec![("path", "a.txt".into()), ("why", Value::Message(inner))]);
        assert_eq!(said.say(Language::En), "a.txt: permission denied in SELECT { ?x }");
    }

    #[test]
    fn the_system_keeps_its_english_and_lists_are_joined_as_the_language_does() {
        let missing = std::io::Error::from(std::io::ErrorKind::NotFound);
        assert_eq!(missing.say(Language::En), missing.to_string());
        assert_eq!(missing.say(Language::Zh), "没有这个文件或目录");
        let list = Message::list(["a", "b"]);
        assert_eq!((list.say(Language::En).as_str(), list.say(Language::Zh).as_str()), ("a, b", "a、b"));
    }

    #[test]
    fn what_a_value_holds_is_not_filled_again() {
        let said = Message::new("{a} {b}", vec![("a", "{b}".into()), ("b", "x".into())]);
        assert_eq!(said.say(Language::En), "{b} x");
    }
}
