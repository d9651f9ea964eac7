//! Questions in the one form in which words are compared.
//!
//! In: what somebody typed. Out: simplified characters, half-width, lower case, one space for many, English words without the s of a
//! plural or third person; with each character the place in what was typed, so that words can be quoted as they were written. Why so:
//! names and the words of the tables are folded by the same function, so that neither needs to list 單位 beside 单位 or leads beside
//! lead. Left out: other English endings, which the tables list.

/// A folded text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Folded {
    /// The characters.
    pub(super) chars: Vec<char>,
    /// For each character, and for the end, the byte of the original.
    pub(super) at: Vec<usize>,
}

impl Folded {
    /// Folds a text.
    pub(super) fn new(text: &str) -> Self {
        let mut chars: Vec<(char, usize)> = Vec::with_capacity(text.len());
        let original: Vec<(usize, char)> = text.char_indices().zip(simplified(text)).map(|((at, _), c)| (at, c)).collect();
        for (place, (at, c)) in original.iter().copied().enumerate() {
            let around = |step: isize| place.checked_add_signed(step).and_then(|place| original.get(place)).map(|(_, c)| *c);
            let letters = around(-1).is_some_and(|c| c.is_ascii_alphabetic()) && around(1).is_some_and(|c| c.is_ascii_alphabetic());
            match narrow(c) {
                // Water-saving is written with and without its hyphen.
                '-' if letters => chars.push((' ', at)),
                // 水利厅's tasks: the tasks of 水利厅.
                '\'' if around(1) == Some('s') && !around(2).is_some_and(|c| c.is_ascii_alphabetic()) => {
                    chars.extend([' ', 'o', 'f', ' '].map(|c| (c, at)));
                }
                's' if around(-1).map(narrow) == Some('\'') && !around(1).is_some_and(|c| c.is_ascii_alphabetic()) => {}
                c if is_quote(c) => {}
                c if c.is_whitespace() => chars.push((' ', at)),
                c => chars.extend(c.to_lowercase().map(|c| (c, at))),
            }
        }
        chars.dedup_by(|next, last| next.0 == ' ' && last.0 == ' ');
        let (mut folded, end) = (Self { chars: Vec::new(), at: Vec::new() }, text.len());
        for word in chars.chunk_by(|a, b| a.0.is_ascii_alphabetic() && b.0.is_ascii_alphabetic()) {
            let letters: String = word.iter().map(|(c, _)| *c).collect();
            for (c, (_, at)) in singular(&letters).chars().zip(word) {
                folded.chars.push(c);
                folded.at.push(*at);
            }
        }
        folded.at.push(end);
        folded
    }

    /// The words between two characters, as they were written.
    pub(super) fn original<'t>(&self, text: &'t str, from: usize, to: usize) -> &'t str {
        text[self.at[from]..self.at[to]].trim_matches(|c: char| c.is_whitespace() || !c.is_alphanumeric())
    }
}

/// A name or word as it is compared.
pub(super) fn key(text: &str) -> String {
    Folded::new(text.trim()).chars.into_iter().collect()
}

/// Full width as half width, and the marks of pauses as one of two: a comma within a sentence, a space at its end.
fn narrow(c: char) -> char {
    match c {
        '\u{FF01}'..='\u{FF5E}' => narrow(char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c)),
        ';' | ':' => ',',
        '?' | '!' | '。' | '…' | '~' | '\u{3000}' => ' ',
        '\u{2019}' | '\u{2018}' => '\'',
        '\u{2013}' | '\u{2014}' => '-',
        other => other,
    }
}

const fn is_quote(c: char) -> bool {
    matches!(c, '"' | '\'' | '「' | '」' | '『' | '』' | '《' | '》' | '\u{201C}' | '\u{201D}' | '`' | '*' | '.')
}

/// The characters, simplified one for one.
fn simplified(text: &str) -> Vec<char> {
    let written: Vec<char> = text.chars().collect();
    if text.is_ascii() {
        return written;
    }
    let simple: Vec<char> = fast2s::convert(text).chars().collect();
    if simple.len() == written.len() { simple } else { written }
}

/// An English word without the s of a plural or of the third person: cities, leads, industries; not gas, class, status, analysis.
fn singular(word: &str) -> String {
    if word.len() <= 3 || !word.is_ascii() {
        return word.to_owned();
    }
    if let Some(stem) = word.strip_suffix("ies") {
        return format!("{stem}y");
    }
    if let Some(stem) = ["sses", "ches", "shes", "xes"].iter().find_map(|ending| word.strip_suffix(ending).map(|stem| (stem, ending))) {
        return format!("{}{}", stem.0, &stem.1[..stem.1.len() - 2]);
    }
    match word.strip_suffix('s') {
        Some(stem) if !stem.ends_with(['s', 'u', 'i']) => stem.to_owned(),
        _ => word.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn width_case_script_and_plural_do_not_count() {
        assert_eq!(key("哪些單位涉及水資源？"), "哪些单位涉及水资源 ");
        assert_eq!(key("七（三）"), "七(三)");
        assert_eq!(key("Which Departments lead  cities' industries"), "which department lead city industry");
        assert_eq!(key("gas analysis class"), "gas analysis class");
        assert_eq!(key("the department's tasks"), key("the department of tasks"));
    }

    #[test]
    fn words_are_quoted_as_they_were_written() {
        let text = "What is the Populations of 包头？";
        let folded = Folded::new(text);
        let from = folded.chars.iter().position(|c| *c == 'p').expect("p");
        assert_eq!(folded.original(text, from, from + "population".len()), "Populations");
    }
}
