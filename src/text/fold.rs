//! Traditional characters as simplified ones, byte for byte in the same place.

use std::borrow::Cow;

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
}
