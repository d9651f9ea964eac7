//! The one catalogue of texts: English on the left, Chinese on the right.

use super::Language;
use std::collections::HashMap;
use std::sync::OnceLock;

const TEXTS: &str = include_str!("../../data/messages.tsv");

/// The texts of the catalogue, English and Chinese, in the order of the file. `\n` is a line break, `\t` a tab.
pub fn entries() -> impl Iterator<Item = (String, String)> {
    let rows = TEXTS.lines().filter(|line| !line.starts_with('#') && !line.is_empty()).skip(1);
    let whole = |words: &str| words.replace("\\n", "\n").replace("\\t", "\t");
    rows.filter_map(move |row| row.split_once('\t').map(|(en, zh)| (whole(en), whole(zh))))
}

/// The text in a language; what the catalogue does not hold stays as it is.
pub fn translate(language: Language, words: &'static str) -> &'static str {
    lookup(language, words).unwrap_or(words)
}

/// The text in a language, of words that come from elsewhere, such as the help of the command line.
fn lookup(language: Language, words: &str) -> Option<&'static str> {
    static CHINESE: OnceLock<HashMap<String, String>> = OnceLock::new();
    match language {
        Language::En => None,
        Language::Zh => CHINESE.get_or_init(|| entries().collect()).get(words).map(String::as_str),
    }
}

impl Language {
    /// Words that the catalogue may hold, in this language.
    pub fn of(self, words: &str) -> Option<&'static str> {
        lookup(self, words)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::{BTreeSet, HashSet};

    #[test]
    fn every_text_has_its_chinese_with_the_same_values() {
        let names = |words: &str| {
            let inside = words.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(name, _)| name.to_owned());
            inside.filter(|name| !name.is_empty() && name.chars().all(|c| c.is_ascii_lowercase() || c == '_')).collect::<BTreeSet<_>>()
        };
        let mut seen = HashSet::new();
        for (en, zh) in entries() {
            assert!(!en.is_empty() && !zh.is_empty() && en != zh, "{en}");
            assert_eq!(names(&en), names(&zh), "{en}");
            assert!(seen.insert(en.clone()), "twice: {en}");
        }
    }
}
