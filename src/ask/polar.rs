//! 在不在, 属不属于, 能不能: a word said with and without 不 asks for yes or no.
//!
//! In: the folded question. Out: the same with the word once, and whether it was so asked. Left out: 是不是 and 有没有, which are words of
//! the table; 不 between two words that are not the same (水利厅不牵头).

use super::fold::Folded;

/// Takes out what makes a word a question: 属不属于 becomes 属于, 发展不发展 becomes 发展.
pub(super) fn without_alternatives(folded: &mut Folded) -> bool {
    let mut found = false;
    let mut at = 0;
    while at < folded.chars.len() {
        let length = [2, 1].into_iter().find(|length| {
            let same = at >= *length && at + length < folded.chars.len();
            folded.chars[at] == '不' && same && folded.chars[at - length..at] == folded.chars[at + 1..=at + length]
        });
        let whole = |word: &str| at > 0 && word.starts_with(folded.chars[at - 1]) && folded.chars[at - 1] != ' ';
        match length.filter(|_| !whole("是对会要")) {
            Some(length) => {
                folded.chars.drain(at - length..=at);
                folded.at.drain(at - length..=at);
                found = true;
                at -= length;
            }
            None => at += 1,
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_with_and_without_not_is_that_word() {
        let read = |text: &str| {
            let mut folded = Folded::new(text);
            let polar = without_alternatives(&mut folded);
            (folded.chars.iter().collect::<String>(), polar)
        };
        assert_eq!(read("属不属于"), ("属于".to_owned(), true));
        assert_eq!(read("发展不发展煤炭"), ("发展煤炭".to_owned(), true));
        assert_eq!(read("水利厅不牵头"), ("水利厅不牵头".to_owned(), false));
        assert_eq!(read("是不是"), ("是不是".to_owned(), false));
    }
}
