//! Traditional characters as simplified ones, byte for byte in the same place.

use std::borrow::Cow;
use std::ops::RangeInclusive;
use std::sync::LazyLock;

/// Whether a character of everyday official language shows a text to be written in traditional ones.
const fn is_mark(c: char) -> bool {
    matches!(
        c,
        '關' | '發'
            | '責'
            | '負'
            | '頭'
            | '縣'
            | '區'
            | '業'
            | '務'
            | '設'
            | '實'
            | '對'
            | '動'
            | '國'
            | '應'
            | '強'
            | '門'
            | '會'
            | '統'
            | '導'
    )
}

/// The text in simplified characters, each in the bytes of the one that it stands for; a text that has no traditional ones is lent.
///
/// Matching reads this copy, words are quoted from the original: spans are the same in both. The few characters whose simplified
/// form takes another number of bytes stay as they are.
pub fn simplified(text: &str) -> Cow<'_, str> {
    if !text.contains(is_mark) {
        return Cow::Borrowed(text);
    }
    let converted = fast2s::convert(text);
    let pairs = text.chars().zip(converted.chars());
    let folded: String = pairs.map(|(written, simple)| if written.len_utf8() == simple.len_utf8() { simple } else { written }).collect();
    if folded.len() == text.len() { Cow::Owned(folded) } else { Cow::Borrowed(text) }
}

/// The first and the last of the Chinese characters that have simplified forms.
const HAN: RangeInclusive<char> = '\u{3400}'..='\u{9FFF}';

/// Each Chinese character in its simplified form, whatever stands beside it.
static SIMPLE: LazyLock<Vec<char>> = LazyLock::new(|| {
    HAN.map(|written| {
        let simple = fast2s::convert(written.encode_utf8(&mut [0; 4]));
        simple.chars().next().unwrap_or(written)
    })
    .collect()
});

/// A character as it is compared where case, width and traditional forms do not count.
fn plain(c: char) -> char {
    let narrow = match c {
        '！'..='～' => char::from_u32(c as u32 - 0xFEE0).unwrap_or(c),
        '\u{3000}' => ' ',
        c => c,
    };
    if narrow.is_ascii() {
        return narrow.to_ascii_lowercase();
    }
    if HAN.contains(&narrow) {
        return SIMPLE.get(narrow as usize - *HAN.start() as usize).copied().unwrap_or(narrow);
    }
    let mut small = narrow.to_lowercase();
    match (small.next(), small.next()) {
        (Some(small), None) => small,
        _ => narrow,
    }
}

/// A text, character by character, in small letters, half width and simplified characters: equal for texts that differ in these alone.
pub(super) fn folded(text: &str) -> String {
    text.chars().map(plain).collect()
}

/// For each character of a folded word, all characters of the first plane that [`folded`] makes it of.
pub(super) fn forms(word: &str) -> Vec<Vec<char>> {
    let word: Vec<char> = word.chars().collect();
    let mut forms = vec![Vec::new(); word.len()];
    for written in '\0'..='\u{FFFF}' {
        let plain = plain(written);
        for (forms, c) in forms.iter_mut().zip(&word) {
            if *c == plain {
                forms.push(written);
            }
        }
    }
    forms
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn traditional_characters_fold_in_place_and_others_stay() {
        let text = "(市人力資源社會保障局、市醫保局、市稅務局負責) 2021年";
        let folded = simplified(text);
        assert_eq!(folded, "(市人力资源社会保障局、市医保局、市税务局负责) 2021年");
        assert_eq!(folded.len(), text.len());
        assert!(matches!(simplified("市财政局负责"), Cow::Borrowed(_)));
    }

    #[test]
    fn folded_texts_are_equal_and_forms_are_what_folds_to_a_character() {
        assert_eq!(folded("ＧＤＰ　經濟 École"), "gdp 经济 école");
        let found = forms("经a水");
        for (c, forms) in ['经', 'a', '水'].into_iter().zip(&found) {
            assert!(forms.contains(&c) && forms.iter().all(|form| folded(&form.to_string()) == c.to_string()));
        }
        assert!(found[0].contains(&'經') && found[1].contains(&'Ａ'));
    }
}
